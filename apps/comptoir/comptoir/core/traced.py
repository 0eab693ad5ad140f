"""What changes who may do what is written to the audit trail, whoever stores it: the handlers of ``doc_events``.

They run inside the save, so an entry stands exactly when the change does.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from comptoir.companions.shares import RIGHTS
from comptoir.documents import Document
from comptoir.documents.versions import diff
from comptoir.meta import fieldtypes
from comptoir.traces import operations, record

USER_FIELDS = ("enabled", "email", "username", "user_type", "role_profile_name", "scopes", "api_key")
"""What of a user decides how far they get, besides their roles and password."""
EVERYONE = "everyone"
HIDDEN = "***"


def user_saved(doc: Document, method: str | None = None) -> None:
    """A user was made or changed: password, roles, and whether and how they may sign in."""
    ctx, user = doc._ctx, str(doc.name)
    about: dict[str, Any] = {"user": user, "doctype": doc.doctype, "name": user}
    before = doc.get_doc_before_save()
    if doc.flags.password_changed:
        record(ctx, operations.PASSWORD_CHANGED, **about)
    had, has = _roles(before), _roles(doc)
    if had != has:
        detail = {"added": sorted(has - had), "removed": sorted(had - has)}
        record(ctx, operations.ROLES_CHANGED, detail=detail, **about)
    if before is None:
        record(ctx, operations.USER_CHANGED, detail={"created": True}, **about)
    elif changed := _changed(doc, before, USER_FIELDS):
        record(ctx, operations.USER_CHANGED, detail={"changed": changed}, **about)


def user_deleted(doc: Document, method: str | None = None) -> None:
    """A user was deleted."""
    user = str(doc.name)
    detail = {"deleted": True}
    record(doc._ctx, operations.USER_CHANGED, user=user, doctype=doc.doctype, name=user, detail=detail)


def permission_saved(doc: Document, method: str | None = None) -> None:
    """A role, a row of rights, a rule or a limit was made or changed."""
    before = doc.get_doc_before_save()
    detail = {"created": _values(doc)} if before is None else _difference(doc, before)
    if detail:
        _permission(doc, detail)


def permission_deleted(doc: Document, method: str | None = None) -> None:
    """A role, a row of rights, a rule or a limit is gone."""
    _permission(doc, {"deleted": _values(doc)})


def renamed(doc: Document, method: str | None = None, old: Any = None, new: Any = None, *_: Any) -> None:
    """A user, or what carries rights, has another name."""
    _permission(doc, {"renamed": [old, new]})


def doctype_saved(doc: Document, method: str | None = None) -> None:
    """A doctype made on the site: its rows of rights are among its fields."""
    before = doc.get_doc_before_save()
    if before is None or _changed(doc, before, ("permissions",)):
        _permission(doc, {"permissions": [_values(row) for row in doc.get("permissions") or []]})


def shared(doc: Document, method: str | None = None) -> None:
    """A document was shared, or with other rights."""
    _share(
        doc, {right: bool(doc.get(right)) for right in RIGHTS} | {"expires_on": _text(doc.get("expires_on"))}
    )


def unshared(doc: Document, method: str | None = None) -> None:
    """A share was taken back."""
    _share(doc, {"ended": True})


def settings_saved(doc: Document, method: str | None = None) -> None:
    """Settings of the site were changed."""
    before = doc.get_doc_before_save()
    detail = _difference(doc, before) if before is not None else {"created": _values(doc)}
    if detail:
        record(doc._ctx, operations.SETTINGS_CHANGED, doctype=doc.doctype, name=doc.name, detail=detail)


def settings_deleted(doc: Document, method: str | None = None) -> None:
    """Settings that are documents of their own are gone."""
    record(
        doc._ctx,
        operations.SETTINGS_CHANGED,
        doctype=doc.doctype,
        name=doc.name,
        detail={"deleted": _values(doc)},
    )


def _permission(doc: Document, detail: dict[str, Any]) -> None:
    user = doc.get("user") if doc.meta.has_field("user") else None
    record(
        doc._ctx, operations.PERMISSION_CHANGED, user=user, doctype=doc.doctype, name=doc.name, detail=detail
    )


def _share(doc: Document, detail: dict[str, Any]) -> None:
    user = EVERYONE if doc.get("everyone") else doc.get("user")
    about = {"doctype": doc.get("share_doctype"), "name": doc.get("share_name")}
    record(doc._ctx, operations.SHARED, user=user, detail=detail, **about)


def _roles(doc: Any) -> set[str]:
    return {str(row.role) for row in doc.get("roles") or []} if doc is not None else set()


def _changed(doc: Document, before: Any, fields: Iterable[str]) -> list[str]:
    """Which of ``fields`` the save changes, tables by what their rows say."""
    return [name for name in fields if doc.meta.has_field(name) and _said(doc, name) != _said(before, name)]


def _said(doc: Any, name: str) -> Any:
    value = doc.get(name)
    return [_values(row) for row in value] if isinstance(value, list) else (value or None)


def _difference(doc: Document, before: Any) -> dict[str, Any]:
    """What the save changes, as a Version says it, without the values of secrets; empty where nothing."""
    found = {kind: changes for kind, changes in diff(before, doc).items() if changes}
    for change in found.get("changed", ()):
        field = doc.meta.get_field(change[0])
        if field is not None and field.fieldtype == "Password":
            change[1:] = [HIDDEN, HIDDEN]
    return found


def _values(doc: Any) -> dict[str, Any]:
    """The values of a document that say something, without secrets."""
    return {
        field.fieldname: fieldtypes.get(field.fieldtype).to_json(doc.get(field.fieldname))
        for field in doc.meta.value_fields
        if field.fieldtype != "Password" and doc.get(field.fieldname) not in (None, "", 0)
    }


def _text(value: Any) -> str | None:
    return str(value) if value else None
