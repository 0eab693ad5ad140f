"""What a change of permissions comes to: in sentences, in people and in documents."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from comptoir.access import policy
from comptoir.access.grants import right_word
from comptoir.access.users import STAFF_ROLES
from comptoir.context import ADMINISTRATOR, GUEST, Context
from comptoir.db.tables import table_for
from comptoir.meta.model import DocType, Permission
from comptoir.meta.permission_rows import Difference, differences
from comptoir.query import Column, Query, Select, compile_count
from comptoir.query.model import And, Filter
from comptoir.sentences import Label, Sentence, _, _n

MOST_COUNTED = 10_000
"""Documents are counted no further."""
MOST_LOOKED_AT = 20
"""People whose documents are counted; everybody's would take too long."""

Rights = frozenset[tuple[str, int]]


def said(ctx: Context, meta: DocType, after: Iterable[Permission]) -> list[dict[str, Any]]:
    """Each thing that the rows ``after`` give or take, as data and as a sentence."""
    return [
        {
            "doctype": meta.name,
            "role": found.key[0],
            "level": found.key[1],
            "if_owner": int(found.key[2]),
            "rights": list(found.rights),
            "gains": found.gains,
            "text": ctx.say(_sentence(meta, found)),
        }
        for found in differences(meta.permissions, after)
    ]


def effect(ctx: Context, meta: DocType, after: Iterable[Permission]) -> dict[str, Any]:
    """How many people gain and lose rights, and how many documents they see more and fewer, one of them at most."""
    changed = replace(meta, permissions=tuple(after))
    roles = {found.key[0] for found in differences(meta.permissions, changed.permissions)}
    gain, lose, reading = [], [], []
    for user, held in sorted(_holders(ctx, roles).items()):
        before, now = _rights(meta, held), _rights(changed, held)
        if now - before:
            gain.append(user)
        if before - now:
            lose.append(user)
        if any(right.removeprefix("own ") in ("read", "select") for right, _level in before ^ now):
            reading.append(user)
    documents = _documents(ctx, meta, changed, reading[:MOST_LOOKED_AT])
    return {
        "doctype": meta.name,
        "label": ctx.say(meta.name),
        "users": {"gain": len(gain), "lose": len(lose)},
        "documents": documents,
        "text": [ctx.say(text) for text in _texts(len(gain), len(lose), documents)],
    }


def _sentence(meta: DocType, found: Difference) -> Sentence:
    role, level, own = found.key
    values: dict[str, Any] = {
        "role": Label(role), "actions": tuple(map(right_word, found.rights)), "doctype": Label(meta.name), "level": level,
    }  # fmt: skip
    if level:
        if found.gains:
            return _("{role} may now {actions} the fields of level {level} of {doctype}.", **values)
        return _("{role} may no longer {actions} the fields of level {level} of {doctype}.", **values)
    if own:
        if found.gains:
            return _("{role} may now {actions} {doctype} of their own.", **values)
        return _("{role} may no longer {actions} {doctype} of their own.", **values)
    if found.gains:
        return _("{role} may now {actions} {doctype}.", **values)
    return _("{role} may no longer {actions} {doctype}.", **values)


def _texts(gain: int, lose: int, documents: Mapping[str, int]) -> Iterable[Sentence]:
    if gain:
        yield _n("{count} person gains rights.", "{count} people gain rights.", count=gain)
    if lose:
        yield _n("{count} person loses rights.", "{count} people lose rights.", count=lose)
    if documents["gain"]:
        yield _n(
            "One of them sees up to {count} document more.",
            "One of them sees up to {count} documents more.",
            count=documents["gain"],
        )
    if documents["lose"]:
        yield _n(
            "One of them sees up to {count} document fewer.",
            "One of them sees up to {count} documents fewer.",
            count=documents["lose"],
        )
    if not gain and not lose:
        yield _("Nobody's rights change.")


def _holders(ctx: Context, roles: Iterable[str]) -> dict[str, frozenset[str]]:
    """Every enabled user who has one of ``roles``, with all their roles."""
    wanted = frozenset(roles)
    user = table_for(ctx.site.registry.get("User"))
    has_role = table_for(ctx.site.registry.get("Has Role"))
    joined = sa.and_(has_role.c.parent == user.c.name, has_role.c.parenttype == "User")
    rows = ctx.db.execute(
        sa.select(user.c.name, has_role.c.role)
        .select_from(user.outerjoin(has_role, joined))
        .where(user.c.enabled == 1, user.c.name != ADMINISTRATOR)
    ).mappings()
    found: dict[str, frozenset[str]] = {}
    for row in rows:
        name, role = row["name"], row["role"]
        automatic = frozenset({GUEST}) if name == GUEST else STAFF_ROLES
        found[name] = found.get(name, automatic) | ({role} if role and name != GUEST else frozenset())
    return {name: held for name, held in found.items() if held & wanted}


def _rights(meta: DocType, roles: frozenset[str]) -> Rights:
    return frozenset(
        (right if not row.if_owner else f"own {right}", row.permlevel)
        for row in meta.permissions
        if row.role in roles
        for right in row.rights
    )


def _documents(ctx: Context, meta: DocType, changed: DocType, users: Iterable[str]) -> dict[str, int]:
    gain = lose = 0
    countable = not (meta.issingle or meta.is_virtual)
    for user in users if countable else ():
        acting = ctx.acting_as(user)
        before = _count(acting, meta, policy.predicate(acting, "read", meta))
        now = _count(acting, changed, policy.predicate(acting, "read", changed))
        gain, lose = max(gain, now - before), max(lose, before - now)
    return {"gain": gain, "lose": lose, "of": _count(ctx, meta, None) if countable else 1}


def _count(ctx: Context, meta: DocType, where: Filter | None) -> int:
    column = Select(Column(meta.name, "name"), "name")
    query = Query(meta.name, (column,), And() if where is None else where, limit=None)
    statement = compile_count(query, ctx.site.registry.get, ctx.db.dialect, MOST_COUNTED)
    return int(ctx.db.execute(statement).scalar() or 0)
