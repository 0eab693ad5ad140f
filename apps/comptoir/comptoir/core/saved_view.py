"""Lists as people want to find them again. Their own are nobody else's; sharing one takes a role."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from comptoir.access import policy
from comptoir.access.limits import limits_of
from comptoir.access.scopes import READING, scope_doctype
from comptoir.access.users import administers, roles_of
from comptoir.context import Context, current
from comptoir.db.tables import table_for
from comptoir.documents import Document
from comptoir.errors import PermissionError, ValidationError
from comptoir.sentences import _

SAVED_VIEW = "Saved View"
LONGEST_QUERY = 10_000
VIEW_NAME = re.compile(r"[a-z][a-z0-9_-]{0,39}")


class SavedView(Document):
    """The address of a list under a title."""

    document_type: Any
    view: Any
    query: Any
    everybody: Any
    scope_type: Any
    scope: Any

    def before_validate(self) -> None:
        scope = scope_doctype(self._ctx)
        self.scope_type = scope.name if scope is not None and self.scope else None
        self.view = self.view or "list"
        self.query = self.query or "{}"

    def validate(self) -> None:
        if not VIEW_NAME.fullmatch(self.view):
            raise ValidationError.at("view", _("A view is named by small letters, such as list or kanban."))
        if not is_query(self.query):
            raise ValidationError.at(
                "query",
                _("The parameters are an object of texts and lists of texts, as an address has them."),
            )
        if self.scope and not self.scope_type:
            raise ValidationError.at("scope", _("This site has no branches to share with."))
        policy.require(self._ctx, "select", self._ctx.site.registry.get(self.document_type))
        if self.is_shared() and not may_share(self._ctx):
            raise PermissionError(
                _(
                    "You are not permitted to share the view {title} with others. Keep it for yourself, or ask whoever "
                    "manages the site for a role that shares saved views.",
                    title=self.title,
                )
            )

    def is_shared(self) -> bool:
        """Whether others see it."""
        return bool(self.everybody or self.scope or self.get("roles"))


def is_query(text: str) -> bool:
    """Whether ``text``, which is JSON, holds parameters of an address."""
    found = json.loads(text)
    return (
        len(text) <= LONGEST_QUERY
        and isinstance(found, Mapping)
        and all(
            isinstance(value, str)
            or (isinstance(value, list) and all(isinstance(item, str) for item in value))
            for value in found.values()
        )
    )


def may_share(ctx: Context) -> bool:
    """Whether the acting user shares saved views: who manages the site, and roles that are marked."""
    if administers(ctx):
        return True
    columns = table_for(ctx.site.registry.get("Role")).c
    wanted = sorted(roles_of(ctx))
    statement = sa.select(columns.name).where(columns.name.in_(wanted), columns.shares_views == 1).limit(1)
    return ctx.db.execute(statement).first() is not None


def visible(user: str) -> Any:
    """The saved views of ``user`` and those shared with them."""
    ctx = current()
    limits = limits_of(ctx)
    where: list[Any] = [["owner", "=", user], "or", ["everybody", "=", 1]]
    where += ["or", ["Saved View Role", "role", "in", sorted(roles_of(ctx))]]
    if limits.sees_all:
        where += ["or", ["scope", "is", "set"]]
    elif limits.scopes:
        where += ["or", ["scope", "in", list(limits.scopes)]]
    return where


def may_change(doc: Document, ptype: str, user: str) -> bool | None:
    """Only its owner changes a saved view, and whoever manages the site those that are shared."""
    if ptype in READING or doc.owner == user:
        return None
    return None if administers(current()) else False
