"""Lists as people want to find them again. Their own are nobody else's; sharing one takes a role."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from comptoir.access import policy
from comptoir.access.saved_views import may_share
from comptoir.access.scopes import scope_doctype
from comptoir.documents import Document
from comptoir.errors import PermissionError, ValidationError
from comptoir.sentences import _

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
