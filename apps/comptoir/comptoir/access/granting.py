"""Changing what roles may do: the permission rows of a site, and what the acting user may write into them.

Nobody gives a right that they do not have themselves, Administrator excepted, and the doctypes that access is
administered with stay in the hands of their keeper.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa

from comptoir.access import policy
from comptoir.access.grants import grant_of, right_word
from comptoir.context import Context
from comptoir.db.tables import table_for
from comptoir.errors import PermissionError, ValidationError
from comptoir.meta.model import RIGHTS, DocType, Permission
from comptoir.meta.permission_rows import KEEPER, Difference, differences, lost, rows_by_doctype, with_kept
from comptoir.sentences import Label, Sentence, _
from comptoir.sites.registry import declarations

CUSTOM_DOCPERM = "Custom DocPerm"
CHECKED = "permissions_checked"
"""The flag of whoever writes several rows, and has checked what they come to."""


def require_keeper(ctx: Context, right: str = "read") -> None:
    """Raise ``PermissionError`` unless the acting user may see (or ``right``) the permissions of this site."""
    policy.require(ctx, right, ctx.site.registry.get(CUSTOM_DOCPERM))


def target_of(ctx: Context, name: str) -> DocType:
    """The doctype ``name``, if it has permissions of its own. Raises ``ValidationError``."""
    meta = ctx.site.registry.get(name)
    if meta.istable:
        raise ValidationError(
            _(
                "{doctype} belongs to other documents and follows their permissions. Change those of the documents.",
                doctype=Label(name),
            )
        )
    return meta


def stored_rows(ctx: Context, doctype: str) -> Mapping[str, Permission]:
    """The rows this site wrote for ``doctype``, by the name of their Custom DocPerm."""
    table = table_for(ctx.site.registry.get(CUSTOM_DOCPERM))
    found = ctx.db.execute(sa.select(table).where(table.c.parent == doctype)).mappings()
    return {str(row["name"]): rows_by_doctype([dict(row)])[doctype][0] for row in found}


def present_rows(ctx: Context, meta: DocType) -> tuple[Permission, ...]:
    """The rows that ``meta`` has by what is stored, which another process may have changed a moment ago."""
    shipped = ctx.site.registry.shipped(meta.name).permissions
    stored = tuple(stored_rows(ctx, meta.name).values())
    return with_kept(meta.name, shipped, stored) if stored else shipped


def hold(ctx: Context, doctype: str) -> None:
    """Wait for whoever else changes the permissions of ``doctype``, until the end of the transaction."""
    ctx.db.begin()
    statement = sa.select(declarations.c.name).where(declarations.c.name == doctype)
    ctx.db.execute(statement.with_for_update())


def require_change(ctx: Context, meta: DocType, after: Iterable[Permission]) -> None:
    """Raise for the first thing that stands against giving ``meta`` the rows ``after``."""
    refusal = next(iter(refusals(ctx, meta, after)), None)
    if refusal is not None:
        raise PermissionError(refusal)


def refusals(ctx: Context, meta: DocType, after: Iterable[Permission]) -> list[Sentence]:
    """Everything that stands against giving ``meta`` the rows ``after``."""
    rows = tuple(after)
    shipped = ctx.site.registry.shipped(meta.name).permissions
    found = []
    if lost(meta.name, shipped, rows):
        found.append(
            _(
                "The role {role} keeps its rights on {doctype}: without them nobody could administer this site.",
                role=Label(KEEPER),
                doctype=Label(meta.name),
            )
        )
    for difference in differences(meta.permissions, rows):
        missing = tuple(right for right in difference.rights if not _may_give(ctx, meta, difference, right))
        if difference.gains and missing:
            found.append(
                _(
                    "You cannot give the role {role} the right to {actions} {doctype}: you do not have it yourself.",
                    role=Label(difference.key[0]),
                    actions=tuple(map(right_word, missing)),
                    doctype=Label(meta.name),
                )
            )
    return found


def problems(ctx: Context, meta: DocType, row: Permission) -> list[Sentence]:
    """What is wrong with ``row``: it names what is not there, or gives what there is not."""
    found = []
    role = table_for(ctx.site.registry.get("Role"))
    if not row.role or not ctx.db.execute(sa.select(role.c.name).where(role.c.name == row.role)).first():
        found.append(_("There is no role {role}.", role=row.role))
    if row.permlevel not in meta.permlevels | {0}:
        found.append(
            _("{doctype} has no field of level {level}.", doctype=Label(meta.name), level=row.permlevel)
        )
    wanted = {"submit", "cancel", "amend"} & row.rights
    if wanted and not meta.is_submittable:
        found.append(_("{doctype} is not submittable", doctype=Label(meta.name)))
    return found


def written(row: Permission, doctype: str) -> dict[str, Any]:
    """``row`` as a Custom DocPerm of ``doctype``."""
    return {
        "doctype": CUSTOM_DOCPERM, "parent": doctype, "role": row.role, "permlevel": row.permlevel,
        "if_owner": int(row.if_owner), **{right: int(row.grants(right)) for right in RIGHTS},
    }  # fmt: skip


def users_with(ctx: Context, role: str) -> list[str]:
    """The enabled users who were given ``role``, sorted."""
    user, has_role = (table_for(ctx.site.registry.get(name)) for name in ("User", "Has Role"))
    joined = sa.and_(has_role.c.parent == user.c.name, has_role.c.parenttype == "User")
    statement = (
        sa.select(user.c.name).join(has_role, joined).where(user.c.enabled == 1, has_role.c.role == role)
    )
    return sorted(set(ctx.db.execute(statement).scalars()))


def _may_give(ctx: Context, meta: DocType, difference: Difference, right: str) -> bool:
    if ctx.is_administrator:
        return True
    _role, level, own = difference.key
    if level:
        levels = policy.readable_levels if right == "read" else policy.writable_levels
        return level in levels(ctx, meta)
    grant = grant_of(ctx, right, meta)
    return grant.reaches if own else any(part.usual is None for part in grant.roles)
