"""One grant, two readings: a list keeps a document exactly where the decision about it is yes, stored or not yet.

Random roles, rules, User Permissions, scopes and shares, ended ones too, on documents whose links are empty, point
somewhere, or are spelled in other ways than the names they mean.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from comptoir.access import decide, predicate
from comptoir.access.explaining import OPENING, explain
from comptoir.access.grants import grant_of
from comptoir.access.users import remember_roles
from comptoir.context import Context
from comptoir.db.tables import table_for
from comptoir.documents import get_document, get_list, new_document
from comptoir.documents.settings import settings_changed
from comptoir.documents.storage import insert_rows
from comptoir.meta import fieldtypes
from comptoir.meta.model import RIGHTS, DocType, Permission
from comptoir.query import And, Column, Query, Select, compile_query
from comptoir.query.model import Condition, Filter, all_of
from comptoir.sites.settings import singles
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

ME, YOU = "me@example.com", "you@example.com"
ROLES = ("Alpha", "Beta")
BRANCHES = {"Lyon": None, "Lyon Sud": "Lyon", "Нижний": None, "Élan": "Нижний"}
CLIENTS: tuple[tuple[str, str, str | None, str | None], ...] = (
    ("C1", ME, "Lyon", "E1"),
    ("C2", YOU, "Lyon Sud", "E2"),
    ("C3", YOU, "Нижний", None),
    ("C4", ME, None, "E1"),
    ("C5", YOU, "", "E2"),
    ("C6", YOU, "нижний", "E1"),
    ("C7", ME, "lyon", ""),
    ("C8", YOU, "elan", "E2"),
    ("Ц9", YOU, "Élan", "E1"),
)
CONTACTS = {f"K-{name}": name for name, *_rest in CLIENTS} | {"K-none": None, "K-lost": "Nobody"}
RULES = (
    "doc.owner == user.name",
    'doc.status == "New" or doc.credit_limit >= 100',
    "doc.branch in user.scopes",
    "doc.branch not in user.scopes",
    "doc.responsible == employee",
    "!(doc.responsible == employee)",
    "doc.responsible in team",
    "!doc.branch",
    "doc.credit_limit > 50 and not doc.responsible",
    '"Alpha" in user.roles and doc.branch != "Lyon"',
    'doc.branch.city == "L"',
    'doc.branch.city != "L"',
    'doc.client_name in ["c1", "ц9", "C3"]',
    'doc.creation >= "2020-01-01"',
    "user.mobile_no == doc.phone",
    'doc.branch != "Lyon"',
    'doc.responsible not in ["E1", "E3"]',
)

permissions = st.lists(
    st.builds(
        Permission,
        role=st.sampled_from(ROLES),
        if_owner=st.booleans(),
        rights=st.frozensets(st.sampled_from(RIGHTS), min_size=1),
    ),
    max_size=3,
)
rules = st.lists(
    st.fixed_dictionaries(
        {"role": st.sampled_from(ROLES), "expression": st.sampled_from(RULES)},
        optional={right: st.just(1) for right in ("read", "write", "select", "create")},
    ),
    max_size=3,
)
held = st.lists(
    st.one_of(
        st.tuples(
            st.just("Branch"),
            st.sampled_from((*BRANCHES, "нижний", "elan")),
            st.sampled_from((None, "Contact", "Client")),
        ),
        st.tuples(st.just("Employee"), st.sampled_from(("E1", "E2")), st.none()),
        st.tuples(st.just("Client"), st.sampled_from(("C1", "ц9", "C6")), st.sampled_from((None, "Contact"))),
    ),
    max_size=2,
)
scopes = st.lists(st.tuples(st.sampled_from(tuple(BRANCHES)), st.booleans()), max_size=2)
shared = st.lists(
    st.tuples(
        st.sampled_from(("C1", "C2", "Ц9", "K-C2", "K-none")),
        st.sampled_from((ME, YOU, None)),
        st.sampled_from((None, -1, 1)),
        st.sampled_from((("read", "write", "submit", "share"), ("read", "share"), ("read",))),
    ),
    max_size=3,
)


@dataclass(frozen=True)
class World:
    """Everything a grant is made of."""

    permissions: tuple[Permission, ...]
    rules: tuple[dict[str, Any], ...]
    held: tuple[Any, ...]
    scopes: tuple[Any, ...]
    shared: tuple[Any, ...]
    roles: frozenset[str]
    limited: bool
    strict: bool
    sees_all: bool


worlds = st.builds(
    World,
    permissions.map(tuple),
    rules.map(tuple),
    held.map(tuple),
    scopes.map(tuple),
    shared.map(tuple),
    st.frozensets(st.sampled_from(ROLES)),
    st.booleans(),
    st.booleans(),
    st.booleans(),
)
COMMON = ("read", "select", "write", "share") * 4
"""Rights that everything here can give, tried more often than the others."""
Opened = Callable[[], Context]


def insert(ctx: Context, doctype: str, name: str, owner: str = YOU, **values: Any) -> None:
    """A row as it is, without the life of a document."""
    meta = ctx.site.registry.get(doctype)
    row = dict.fromkeys(meta.valid_columns) | {"name": name, "owner": owner, "docstatus": 0, "idx": 0}
    row |= {field.fieldname: fieldtypes.get(field.fieldtype).empty for field in meta.value_fields}
    insert_rows(ctx, meta, [row | {"creation": ctx.clock.now()} | values])


def clear(ctx: Context, doctype: str) -> None:
    ctx.db.execute(sa.delete(table_for(ctx.site.registry.get(doctype))))


@pytest.fixture
def opened(ctx: Context) -> Opened:
    """Branches, people, clients and contacts; nothing of it is ever committed."""
    ctx.db.begin()
    for name, parent in BRANCHES.items():
        insert(ctx, "Branch", name, parent_branch=parent, city="L" if name.startswith("L") else "N")
    insert(ctx, "Employee", "E1", user=ME)
    insert(ctx, "Employee", "E2", reports_to="E1")
    for number, (name, owner, branch, responsible) in enumerate(CLIENTS):
        insert(
            ctx, "Client", name, owner, client_name=name, branch=branch, responsible=responsible,
            status=("New", "Active")[number % 2], credit_limit=number * 30,
        )  # fmt: skip
    for name, client in CONTACTS.items():
        insert(ctx, "Contact", name, (ME, YOU)[len(name) % 2], client=client)
    return lambda: ctx


def build(ctx: Context, world: World) -> None:
    """Make ``world`` true on the site of ``ctx``, and act as me in it."""
    ctx.set_user("Administrator")
    for doctype in ("DocShare", "User Permission", "User Scope"):
        clear(ctx, doctype)
    for number, (allow, value, only) in enumerate(world.held):
        insert(
            ctx, "User Permission", f"held-{number}", user=ME, allow=allow, for_value=value, applicable_for=only,
            apply_to_all_doctypes=int(only is None),
        )  # fmt: skip
    for number, (scope, wide) in enumerate(world.scopes):
        insert(
            ctx, "User Scope", f"scope-{number}", parent=ME, parenttype="User", parentfield="scopes",
            scope_type="Branch", scope=scope, include_descendants=int(wide),
        )  # fmt: skip
    for number, (name, to, days, columns) in enumerate(world.shared):
        until = None if days is None else ctx.clock.now() + timedelta(days=days)
        doctype = "Contact" if name.startswith("K") else "Client"
        insert(
            ctx, "DocShare", f"share-{number}", share_doctype=doctype, share_name=name, user=to,
            everyone=int(to is None), expires_on=until, **dict.fromkeys(columns, 1),
        )  # fmt: skip
    role = table_for(ctx.site.registry.get("Role"))
    ctx.db.execute(sa.delete(role).where(role.c.name.in_(ROLES)))
    for name in ROLES:
        insert(ctx, "Role", name, role_name=name, sees_all_scopes=int(world.sees_all and name == "Beta"))
    ctx.db.execute(
        sa.delete(singles).where(singles.c.field.in_(("limit_to_scope", "apply_strict_user_permissions")))
    )
    values = {"limit_to_scope": world.limited, "apply_strict_user_permissions": world.strict}
    for field, on in values.items():
        ctx.db.execute(sa.insert(singles).values(doctype="System Settings", field=field, value=str(int(on))))
    settings_changed(ctx)
    ctx.set_user(ME)
    remember_roles(ctx, world.roles)


def kept(ctx: Context, right: str, doctype: DocType) -> set[str]:
    """The documents that the filter leaves."""
    name = Column(doctype.name, "name")
    query = Query(doctype.name, (Select(name, "name"),), predicate(ctx, right, doctype) or And(), limit=None)
    found = ctx.db.execute(compile_query(query, ctx.site.registry.get, ctx.db.dialect))
    return set(found.scalars())


def decided(ctx: Context, right: str, doctype: DocType, *, unsaved: bool) -> set[str]:
    """The documents for which the decision is yes, read from the database or put together again from their values."""
    names = [row["name"] for row in get_list(ctx, doctype.name, limit=0, ignore_permissions=True)]
    found = set()
    for name in names:
        doc = get_document(ctx, doctype.name, name)
        if unsaved:
            values = {key: value for key, value in doc.as_dict().items() if not isinstance(value, list)}
            doc = new_document(ctx, values)
            doc.update(values)
        if decide(ctx, right, doctype, doc).allow:
            found.add(str(name))
    return found


@settings(max_examples=400, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    world=worlds,
    right=st.sampled_from((*COMMON, *RIGHTS)),
    unsaved=st.booleans(),
    name=st.sampled_from(("Client", "Contact")),
)
def test_a_document_is_allowed_exactly_when_the_filter_keeps_it(
    opened: Opened, world: World, right: str, unsaved: bool, name: str
) -> None:
    ctx = opened()
    build(ctx, world)
    declared = world.rules if name == "Client" else ()
    doctype = replace(
        ctx.site.registry.get(name), permissions=world.permissions, row_rules=declared, is_submittable=True
    )
    found = kept(ctx, right, doctype)
    assert found == decided(ctx, right, doctype, unsaved=unsaved)
    assert not found or decide(ctx, right, doctype).allow


def keeps(ctx: Context, doctype: DocType, where: Filter | None, name: str) -> bool:
    """Whether the database leaves the document under this one filter."""
    own = Column(doctype.name, "name")
    filters = [Condition(own, "=", name), *([] if where is None else [where])]
    query = Query(doctype.name, (Select(own, "name"),), all_of(filters), limit=1)
    return ctx.db.execute(compile_query(query, ctx.site.registry.get, ctx.db.dialect)).first() is not None


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(world=worlds, right=st.sampled_from((*COMMON, *RIGHTS)), name=st.sampled_from(("Client", "Contact")))
def test_an_explanation_is_the_decision_and_its_failing_steps_are_what_refuses(
    opened: Opened, world: World, right: str, name: str
) -> None:
    ctx = opened()
    build(ctx, world)
    declared = world.rules if name == "Client" else ()
    doctype = replace(
        ctx.site.registry.get(name), permissions=world.permissions, row_rules=declared, is_submittable=True
    )
    parts = grant_of(ctx, right, doctype)
    for row in get_list(ctx, name, limit=0, ignore_permissions=True):
        doc = get_document(ctx, name, row["name"])
        found, verdict = explain(ctx, right, doctype, doc), decide(ctx, right, doctype, doc)
        assert verdict.allow == found.allow
        judged = [step for step in found.steps if step.part is not None]
        assert {*parts.roles, *parts.limits} == {step.part for step in judged}
        for step in judged:
            assert step.part is not None
            assert keeps(ctx, doctype, step.part.where, str(doc.name)) == step.passed
        failing = [step for step in found.steps if not step.passed]
        if not found.allow:
            assert failing
            limit = next((step for step in failing if step.kind not in {*OPENING, "share"}), None)
            if limit is not None and parts.reaches:
                assert verdict.reason == limit.text
