"""``frappe.core.page.permission_manager.permission_manager``: what roles may do, one row and one right at a time."""

from __future__ import annotations

from typing import Any

from comptoir.access import granting
from comptoir.attrdict import AttrDict
from comptoir.context import ADMINISTRATOR, current
from comptoir.desk import permissions
from comptoir.errors import DoesNotExistError
from comptoir.meta.model import RIGHTS, DocType, Permission
from comptoir.meta.permission_rows import Key, by_key
from comptoir.sentences import Label, _

import frappe


@frappe.whitelist()
def get_roles_and_doctypes() -> dict[str, list[dict[str, str]]]:
    """The document types and the roles there are, with their labels."""
    found = permissions.choices(current())
    return {
        kind: sorted(
            ({"label": each["label"], "value": each["name"]} for each in found[kind] if each["name"] != ADMINISTRATOR),
            key=lambda choice: choice["label"],
        )
        for kind in ("doctypes", "roles")
    }  # fmt: skip


@frappe.whitelist()
def get_permissions(doctype: str | None = None, role: str | None = None) -> list[AttrDict]:
    """The rows of a document type, of a role, or of both."""
    ctx = current()
    shown = permissions.grid(ctx, doctype, role)["rows"]
    return [
        AttrDict(
            {
                "parent": row["doctype"],
                "role": row["role"],
                "permlevel": row["level"],
                "if_owner": row["if_owner"],
                "is_submittable": int(ctx.site.registry.get(row["doctype"]).is_submittable),
                "in_create": 0,
                "linked_doctypes": _linked(ctx.site.registry.get(row["doctype"])),
                **{right: int(right in row["rights"]) for right in RIGHTS},
            }
        )
        for row in shown
    ]


@frappe.whitelist(methods=["POST"])
def add(parent: str, role: str, permlevel: int) -> None:
    """Let ``role`` read documents of ``parent``, or their fields of a level."""
    if _key(role, permlevel) not in by_key(granting.target_of(current(), parent).permissions):
        _apply(parent, _key(role, permlevel), frozenset({"read"}))


@frappe.whitelist(methods=["POST"])
def update(
    doctype: str, role: str, permlevel: int, ptype: str, value: Any = None, if_owner: int = 0
) -> str | None:
    """Set one right of a row, or with ``if_owner`` as the right whether it holds for one's own documents alone."""
    row = _row(doctype, role, permlevel, if_owner)
    if ptype == "if_owner":
        wanted = _key(role, permlevel, value)
        if wanted != (row.role, row.permlevel, row.if_owner):
            _apply(doctype, wanted, row.rights, instead_of=row)
        return "refresh"
    rights = row.rights - {ptype} if not _is_on(value) else row.rights | {ptype}
    _apply(doctype, (row.role, row.permlevel, row.if_owner), frozenset(map(str, rights)))
    return None


@frappe.whitelist(methods=["POST"])
def remove(doctype: str, role: str, permlevel: int, if_owner: int = 0) -> None:
    """Take a row away."""
    row = _row(doctype, role, permlevel, if_owner)
    _apply(doctype, (row.role, row.permlevel, row.if_owner), frozenset())


@frappe.whitelist(methods=["POST"])
def reset(doctype: str) -> None:
    """Give a document type the rows it was shipped with."""
    permissions.reset(current(), doctype)


@frappe.whitelist()
def get_users_with_role(role: str) -> list[str]:
    """The enabled users who were given ``role``."""
    ctx = current()
    granting.require_keeper(ctx)
    return granting.users_with(ctx, role)


@frappe.whitelist()
def get_standard_permissions(doctype: str) -> list[AttrDict]:
    """The rows a document type was shipped with."""
    ctx = current()
    granting.require_keeper(ctx)
    rows = ctx.site.registry.shipped(granting.target_of(ctx, doctype).name).permissions
    return [AttrDict(granting.written(row, doctype) | {"doctype": "DocPerm"}) for row in rows]


def _row(doctype: str, role: str, permlevel: int, if_owner: int) -> Permission:
    found = by_key(granting.target_of(current(), doctype).permissions).get(_key(role, permlevel, if_owner))
    if found is None:
        raise DoesNotExistError(
            _("The role {role} has no permission of level {level} on {doctype}.",
              role=Label(role), level=permlevel, doctype=Label(doctype))
        )  # fmt: skip
    return found


def _apply(doctype: str, key: Key, rights: frozenset[str], instead_of: Permission | None = None) -> None:
    gone = (
        []
        if instead_of is None
        else [_change(doctype, (instead_of.role, instead_of.permlevel, instead_of.if_owner))]
    )
    permissions.apply(current(), [*gone, _change(doctype, key, rights)])  # fmt: skip


def _change(doctype: str, key: Key, rights: frozenset[str] = frozenset()) -> dict[str, Any]:
    role, level, own = key
    return {
        "doctype": doctype, "role": role, "level": level, "if_owner": int(own), "rights": sorted(rights),
    }  # fmt: skip


def _key(role: str, level: Any, own: Any = 0) -> Key:
    return role, int(level or 0), _is_on(own)


def _is_on(value: Any) -> bool:
    return str(value).strip().lower() not in ("", "0", "false", "none")


def _linked(meta: DocType) -> list[str]:
    return sorted({field.options for field in meta.link_fields if field.options})
