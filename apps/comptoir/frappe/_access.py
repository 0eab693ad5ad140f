"""Who acts and what they may do."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from comptoir.access import policy
from comptoir.access.users import load_roles, roles_of
from comptoir.context import Context, current
from comptoir.documents import Document
from comptoir.documents.document import as_user
from comptoir.documents.loading import get_document
from comptoir.errors import PermissionError

from frappe._messages import _, throw
from frappe._options import refuse_unknown


def has_permission(
    doctype: Any = None, ptype: str = "read", doc: Any = None, user: str | None = None, throw: bool = False,
    **options: Any,
) -> bool:  # fmt: skip
    """Whether the user (or ``user``) may do ``ptype`` to ``doc`` (a document or a name), or to the doctype at all."""
    options.pop("parent_doctype", None)
    options.pop("ignore_share_permissions", None)
    refuse_unknown("frappe.has_permission", options)
    ctx = as_user(current(), user)
    if isinstance(doctype, Document):
        doc, doctype = doctype, None
    if doc is not None and not isinstance(doc, Document):
        doc = get_document(ctx, str(doctype), doc)
    meta = doc.meta if doc is not None else ctx.site.registry.get(doctype or "")
    if throw:
        policy.require(ctx, ptype, meta, doc)
        return True
    return policy.decide(ctx, ptype, meta, doc).allow


def get_roles(username: str | None = None) -> list[str]:
    """The roles of a user."""
    ctx = current()
    return sorted(roles_of(ctx) if username in (None, ctx.user) else load_roles(ctx, str(username)))


def has_role(role: str, user: str | None = None) -> bool:
    """Whether the user has a role."""
    return role in get_roles(user)


def only_for(roles: str | Iterable[str], message: Any = False) -> None:
    """Raise ``PermissionError`` unless the user has one of ``roles``. Administrator always may."""
    ctx = current()
    wanted = {roles} if isinstance(roles, str) else set(roles)
    if ctx.is_administrator or wanted & roles_of(ctx):
        return
    text = (
        message
        if isinstance(message, str)
        else _("This is allowed only for {0}.").format(", ".join(sorted(wanted)))
    )
    throw(text, PermissionError)


def only_has_select_perm(doctype: str, user: str | None = None, ignore_permissions: bool = False) -> bool:
    """Whether the user may pick documents of this type in links but not read them."""
    if ignore_permissions:
        return False
    return has_permission(doctype, "select", user=user) and not has_permission(doctype, "read", user=user)


def set_user(username: str) -> None:
    """Act as ``username`` from here on."""
    current().set_user(username)


class UserFace:
    """``frappe.get_user()``: the acting user, their roles, and the doctypes they may reach."""

    def __init__(self, ctx: Context):
        self._ctx = ctx
        self.name = ctx.user

    @cached_property
    def doc(self) -> Document:
        """The user's document."""
        return get_document(self._ctx, "User", self.name)

    @cached_property
    def roles(self) -> list[str]:
        """The user's roles."""
        return sorted(roles_of(self._ctx))

    def get_roles(self) -> list[str]:
        """The user's roles."""
        return self.roles

    def has_role(self, roles: str | Iterable[str]) -> bool:
        """Whether the user has one of ``roles``."""
        return bool(({roles} if isinstance(roles, str) else set(roles)) & set(self.roles))

    def get_can_read(self) -> list[str]:
        """The doctypes the user may read."""
        return self.may("read")

    can_read = property(lambda self: self.may("read"), doc="The doctypes the user may read.")
    can_write = property(lambda self: self.may("write"), doc="The doctypes the user may write.")
    can_create = property(lambda self: self.may("create"), doc="The doctypes the user may create.")
    can_delete = property(lambda self: self.may("delete"), doc="The doctypes the user may delete.")
    can_select = property(lambda self: self.may("select"), doc="The doctypes the user may pick in links.")

    def may(self, right: str) -> list[str]:
        """The doctypes on which the user has ``right``."""
        registry = self._ctx.site.registry
        return [name for name, meta in registry.all().items() if policy.decide(self._ctx, right, meta).allow]


def get_user() -> UserFace:
    """The acting user."""
    return UserFace(current())
