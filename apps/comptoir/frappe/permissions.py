"""``frappe.permissions``: the questions of access control under Frappe's names."""

from __future__ import annotations

from typing import Any

from comptoir.access import policy
from comptoir.access.users import AUTOMATIC_ROLES  # noqa: F401
from comptoir.attrdict import AttrDict
from comptoir.context import current
from comptoir.documents.document import as_user
from comptoir.documents.loading import get_document
from comptoir.meta.model import RIGHTS

from frappe import _access
from frappe._access import get_roles, has_permission  # noqa: F401

rights: tuple[str, ...] = RIGHTS


def get_doc_permissions(
    doc: Any, user: str | None = None, ptype: str | None = None, **_ignored: Any
) -> AttrDict:
    """Every right and whether the user has it on a document."""
    return AttrDict({key: int(value) for key, value in policy.rights_of(_as(user), doc.meta, doc).items()})


def get_role_permissions(doctype_meta: Any, user: str | None = None, **_ignored: Any) -> AttrDict:
    """Every right and whether the user has it on documents of a doctype at all."""
    ctx = _as(user)
    meta = ctx.site.registry.get(doctype_meta) if isinstance(doctype_meta, str) else doctype_meta
    return AttrDict({key: int(value) for key, value in policy.rights_of(ctx, meta).items()})


def get_doctypes_with_read() -> list[str]:
    """The doctypes the user may read."""
    return _access.get_user().can_read


def get_all_perms(role: str) -> list[AttrDict]:
    """What a role may do, by doctype and level."""
    found = []
    for name, meta in current().site.registry.all().items():
        for row in meta.permissions:
            if row.role == role:
                granted = dict.fromkeys(sorted(row.rights), 1)
                found.append(
                    AttrDict(
                        {"parent": name, "permlevel": row.permlevel, "if_owner": int(row.if_owner)} | granted
                    )
                )
    return found


def check_admin_or_system_manager(user: str | None = None) -> None:
    """Raise ``PermissionError`` unless the user administers the site."""
    _access.only_for("System Manager")


def has_child_permission(child_doctype: str, ptype: str = "read", child_doc: Any = None, user: str | None = None,
                         parent_doctype: str | None = None) -> bool:  # fmt: skip
    """Whether the user may do ``ptype`` to the document a row belongs to."""
    parent = getattr(child_doc, "parent_doc", None) if child_doc is not None else None
    doctype = parent_doctype or (child_doc.parenttype if child_doc is not None else "")
    ctx = _as(user)
    if parent is None and child_doc is not None:
        parent = get_document(ctx, doctype, child_doc.parent)
    return policy.decide(ctx, ptype, ctx.site.registry.get(doctype), parent).allow


def _as(user: str | None) -> Any:
    return as_user(current(), user)
