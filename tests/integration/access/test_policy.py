"""``decide`` and ``predicate`` agree, and nothing is granted by default."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import frappe
import pytest
import sqlalchemy as sa
from comptoir.access import decide, predicate
from comptoir.access.users import remember_roles
from comptoir.context import Context
from comptoir.db.tables import table_for
from comptoir.documents import get_document, get_list
from comptoir.documents.searching import search
from comptoir.documents.storage import insert_rows
from comptoir.errors import PermissionError
from comptoir.meta import fieldtypes
from comptoir.meta.companions import COMPANIONS, Companion
from comptoir.meta.model import RIGHTS, DocType, Permission
from comptoir.query import And, Column, Query, Select, compile_query
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

ME, YOU = "me@example.com", "you@example.com"
ROLES = ("Alpha", "Beta", "Gamma")
rows = st.lists(
    st.builds(
        Permission,
        role=st.sampled_from(ROLES),
        permlevel=st.sampled_from((0, 1)),
        if_owner=st.booleans(),
        rights=st.frozensets(st.sampled_from(RIGHTS)),
    ),
    max_size=4,
)


shared = st.lists(
    st.tuples(
        st.sampled_from(("Mine", "Yours")),
        st.sampled_from((ME, YOU, None)),
        st.frozensets(st.sampled_from(("read", "write", "submit", "share"))),
    ),
    max_size=2,
)


def insert(ctx: Context, doctype: str, name: str, owner: str = YOU, **values: Any) -> None:
    """A row as it is, without the life of a document."""
    meta = ctx.site.registry.get(doctype)
    row = dict.fromkeys(meta.valid_columns) | {"name": name, "owner": owner, "docstatus": 0, "idx": 0}
    row |= {field.fieldname: fieldtypes.get(field.fieldtype).empty for field in meta.value_fields}
    insert_rows(ctx, meta, [row | values])


def kept(ctx: Context, right: str, doctype: DocType) -> set[str]:
    """The documents that the filter leaves."""
    name = Column(doctype.name, "name")
    query = Query(doctype.name, (Select(name, "name"),), predicate(ctx, right, doctype) or And(), limit=None)
    found = ctx.db.execute(compile_query(query, ctx.site.registry.get, ctx.db.dialect))
    return set(found.scalars())


def allowed(ctx: Context, right: str, doctype: DocType) -> set[str]:
    """The documents for which the decision is yes."""
    names = get_list(ctx, doctype.name, limit=0, ignore_permissions=True)
    documents = [get_document(ctx, doctype.name, row["name"]) for row in names]
    return {str(doc.name) for doc in documents if decide(ctx, right, doctype, doc).allow}


Opened = Callable[[], Context]
"""A context that Hypothesis does not print."""


@pytest.fixture
def clients(ctx: Context) -> Opened:
    """A client of mine and one of yours; the transaction is never committed."""
    ctx.db.begin()
    for name, owner in (("Mine", ME), ("Yours", YOU)):
        insert(ctx, "Client", name, owner, client_name=name)
    return lambda: ctx


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    rows=rows,
    roles=st.frozensets(st.sampled_from(ROLES)),
    right=st.sampled_from(RIGHTS),
    user=st.sampled_from((ME, "Guest")),
    given_away=shared,
)
def test_a_document_is_allowed_exactly_when_the_filter_keeps_it(
    clients: Opened,
    rows: list[Permission],
    roles: frozenset[str],
    right: str,
    user: str,
    given_away: list[Any],
) -> None:
    ctx = clients()
    ctx.set_user(user)
    remember_roles(ctx, roles)
    delete_all(ctx, "DocShare")
    for number, (name, to, columns) in enumerate(given_away):
        values = {"user": to, "everyone": int(to is None)} | dict.fromkeys(columns, 1)
        insert(ctx, "DocShare", f"share-{number}", share_doctype="Client", share_name=name, **values)
    doctype = replace(ctx.site.registry.get("Client"), permissions=tuple(rows), is_submittable=True)
    found = kept(ctx, right, doctype)
    assert found == allowed(ctx, right, doctype)
    assert not found or decide(ctx, right, doctype).allow


@pytest.fixture
def companions(clients: Opened) -> Opened:
    """Companions of both clients, of each other, and of nothing."""
    ctx = clients()
    for owner in (ME, YOU):
        for subject in ("Mine", "Yours"):
            tail = f"{owner[:1]}-{subject}"
            for companion in COMPANIONS.values():
                about = {companion.type_field: "Client", companion.name_field: subject}
                insert(ctx, companion.doctype, f"{companion.doctype}-{tail}", owner, **about)
            on_todo = {"reference_doctype": "ToDo", "reference_name": f"ToDo-{tail}"}
            insert(ctx, "Comment", f"on-todo-{tail}", ME, **on_todo)
            on_comment = {"reference_doctype": "Comment", "reference_name": f"on-todo-{tail}"}
            insert(ctx, "Comment", f"on-comment-{tail}", ME, **on_comment)
    insert(ctx, "ToDo", "for-me", YOU, allocated_to=ME, reference_type="Client", reference_name="Yours")
    insert(ctx, "ToDo", "about-nothing", YOU, allocated_to=ME)
    insert(ctx, "Comment", "about-no-doctype", ME, reference_doctype="Gone", reference_name="x")
    insert(ctx, "Comment", "about-all-clients", ME, reference_doctype="Client")
    insert(
        ctx,
        "Comment",
        "about-settings",
        ME,
        reference_doctype="System Settings",
        reference_name="System Settings",
    )
    return clients


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    rows=rows,
    roles=st.frozensets(st.sampled_from((*ROLES, "System Manager"))),
    right=st.sampled_from(("select", "read", "write", "delete")),
    given_away=shared,
)
def test_companions_are_allowed_exactly_when_the_filter_keeps_them(
    companions: Opened, rows: list[Permission], roles: frozenset[str], right: str, given_away: list[Any]
) -> None:
    ctx = companions()
    ctx.set_user(ME)
    remember_roles(ctx, roles | {"All"})
    for number, (name, to, columns) in enumerate(given_away):
        values = {"user": to, "everyone": int(to is None)} | dict.fromkeys(columns, 1)
        insert(ctx, "DocShare", f"share-{number}", share_doctype="Client", share_name=name, **values)
    original = ctx.site.registry.get("Client")
    client = replace(original, permissions=tuple(rows))
    ctx.site.registry._parsed["Client"] = client
    try:
        readable = kept(ctx, "read", client)
        for companion in COMPANIONS.values():
            meta = ctx.site.registry.get(companion.doctype)
            found = kept(ctx, right, meta)
            assert found == allowed(ctx, right, meta)
            subjects = {
                row[companion.name_field]
                for row in rows_of(ctx, companion)
                if row["name"] in found
                and row[companion.type_field] == "Client"
                and row[companion.name_field]
            }
            assert subjects <= readable
    finally:
        ctx.site.registry._parsed["Client"] = original
        delete_all(ctx, "DocShare", "share-%")


def rows_of(ctx: Context, companion: Companion) -> list[Any]:
    fields = ["name", companion.type_field, companion.name_field]
    return get_list(ctx, companion.doctype, fields=fields, limit=0, ignore_permissions=True)


def delete_all(ctx: Context, doctype: str, like: str = "%") -> None:
    table = table_for(ctx.site.registry.get(doctype))
    ctx.db.execute(sa.delete(table).where(table.c.name.like(like)))


class TestGuest:
    def test_reads_nothing(self, site) -> None:
        with site.context("Guest") as ctx, pytest.raises(PermissionError):
            get_list(ctx, "Client")


class TestUserWithoutRoles:
    @pytest.fixture
    def nobody(self, site) -> str:
        with site.context():
            return str(
                frappe.get_doc(doctype="User", email="nobody@example.com", first_name="No").insert().name
            )

    def test_cannot_create(self, site, nobody: str) -> None:
        with pytest.raises(PermissionError), site.context(nobody):
            frappe.get_doc(doctype="Client", client_name="X").insert()

    def test_sees_no_more_of_users_than_a_link_shows(self, site, nobody: str) -> None:
        with site.context(nobody) as ctx:
            rows = get_list(ctx, "User", fields=["name", "api_key", "api_secret", "last_login"])
        assert {"name"} == {key for row in rows for key in row}

    def test_cannot_filter_by_what_they_cannot_see(self, site, nobody: str) -> None:
        with pytest.raises(PermissionError), site.context(nobody) as ctx:
            get_list(ctx, "User", filters=[["api_key", "like", "a%"]])


def test_a_link_shows_no_search_field_above_the_level_of_who_may_only_select(ctx: Context) -> None:
    """But for a masked one, which it shows masked."""
    email = "press@example.com"
    roles = [{"role": "Production User"}]
    frappe.get_doc(doctype="User", email=email, first_name="Press", roles=roles).insert()
    frappe.get_doc(doctype="Client", client_name="Acme", city="Lyon", phone="+33184800012").insert()
    asked = ["client_name", "city", "phone"]

    def shown() -> list[Any]:
        return get_list(ctx.acting_as(email), "Client", fields=asked)

    masked = "+33 1 •• •• •• 12"
    assert [{"client_name": "Acme", "city": "Lyon", "phone": masked}] == shown()
    setter = {"doc_type": "Client", "field_name": "city", "property": "permlevel", "value": "2"}
    frappe.get_doc(doctype="Property Setter", doctype_or_field="DocField", **setter).insert()
    ctx.db.commit()
    assert [{"client_name": "Acme", "phone": masked}] == shown()


class TestWhoMayOnlySelect:
    """Somebody of the team's indicators, and what is counted: document types, which they may select."""

    COUNTED = (["istable", "=", 0], ["issingle", "=", 0])

    @pytest.fixture
    def leader(self, ctx: Context) -> Context:
        email = "leader@example.com"
        roles = [{"role": "HR Manager"}]
        frappe.get_doc(doctype="User", email=email, first_name="Leader", roles=roles).insert()
        ctx.db.commit()
        return ctx.acting_as(email)

    def test_chooses_among_what_the_link_is_narrowed_to(self, leader: Context) -> None:
        found = [row["name"] for row in search(leader, "DocType", "KPI", [*self.COUNTED])]
        assert (True, False) == ("KPI Rule" in found, "KPI Threshold" in found)
        assert "KPI Rule" in [
            row["name"] for row in search(leader, "DocType", "", [*self.COUNTED], limit=500)
        ]

    def test_sees_nothing_of_what_it_is_narrowed_by(self, leader: Context) -> None:
        rows = get_list(leader, "DocType", fields=["name", "istable"], filters=[*self.COUNTED], limit=2)
        assert [{"name"}, {"name"}] == [set(row) for row in rows]
        with pytest.raises(PermissionError):
            get_list(leader, "DocType", filters=[["track_changes", "=", 1]])

    def test_guesses_no_text_by_a_link_narrowed_by_it(self, ctx: Context, leader: Context) -> None:
        setter = {"doc_type": "KPI Rule", "field_name": "source_doctype", "property": "link_filters"}
        value = '[["DocType", "autoname", "like", "a%"], ["DocType", "track_changes", "=", 1]]'
        frappe.get_doc(doctype="Property Setter", doctype_or_field="DocField", value=value, **setter).insert()
        ctx.db.commit()
        assert get_list(leader, "DocType", filters=[["track_changes", "=", 1]], limit=1)
        with pytest.raises(PermissionError):
            get_list(leader, "DocType", filters=[["autoname", "like", "a%"]])
