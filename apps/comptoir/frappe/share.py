"""``frappe.share``: documents shared with users beyond their roles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from comptoir.companions import shares
from comptoir.companions.subject import subject
from comptoir.context import current

import frappe


@frappe.whitelist(methods=["POST", "PUT"])
def add(
    doctype: str,
    name: str,
    user: str | None = None,
    read: bool = True,
    write: bool = False,
    submit: bool = False,
    share: bool = False,
    everyone: bool = False,
    notify: bool = False,
) -> Any:
    """Share a document with ``user`` or with everyone."""
    rights = {"read": read, "write": write, "submit": submit, "share": share}
    return shares.add(current(), doctype, name, _to(user, everyone), rights).as_dict()


def add_docshare(
    doctype: str, name: str, user: str | None = None, flags: Mapping[str, Any] | None = None, **rights: Any
) -> Any:
    """Share from application code; ``flags`` may hold ``ignore_share_permission``."""
    trusted = bool((flags or {}).get("ignore_share_permission"))
    to = _to(user, rights.pop("everyone", 0))
    given = {key: bool(value) for key, value in rights.items()}
    return shares.add(current(), doctype, name, to, given, trusted=trusted)


@frappe.whitelist(methods=["POST", "PUT", "DELETE"])
def remove(doctype: str, name: str, user: str | None = None, everyone: bool = False) -> None:
    """Take a share back."""
    shares.remove(current(), doctype, name, _to(user, everyone))


@frappe.whitelist(methods=["POST", "PUT"])
def set_permission(
    doctype: str, name: str, user: str | None, permission_to: str, value: bool = True, everyone: bool = False
) -> Any:
    """Give or take one right of a share."""
    found = shares.set_right(current(), doctype, name, _to(user, everyone), permission_to, given=bool(value))
    return found.as_dict() if found is not None else {}


@frappe.whitelist()
def get_users(doctype: str, name: str) -> Any:
    """With whom a document is shared."""
    ctx = current()
    return shares.of_document(ctx, subject(ctx, doctype, name))


def get_shared(
    doctype: str, user: str | None = None, rights: Iterable[str] | None = None, *, limit: int | None = None
) -> list[str]:
    """Names of the documents shared with ``user`` for all of ``rights``."""
    ctx = current()
    found = [shares.names(ctx, doctype, user or ctx.user, right) for right in rights or ("read",)]
    names = [name for name in found[0] if all(name in others for others in found[1:])]
    return names[:limit] if limit else names


def _to(user: str | None, everyone: Any) -> str | None:
    return None if everyone else user or ""
