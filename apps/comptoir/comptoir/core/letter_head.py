"""Letterheads: one is the usual one, and a branch has one of its own at most."""

from __future__ import annotations

from typing import Any

from comptoir import templates
from comptoir.access.scopes import scope_doctype
from comptoir.documents import Document, get_document, get_list
from comptoir.errors import ValidationError
from comptoir.sentences import _


class LetterHead(Document):
    """What stands above and below documents."""

    is_default: Any
    disabled: Any
    scope: Any
    scope_type: Any

    def validate(self) -> None:
        for fieldname in ("content", "footer"):
            templates.check(self._ctx, str(self.get(fieldname) or ""))
        scope = scope_doctype(self._ctx)
        self.scope_type = scope.name if scope is not None and self.scope else None
        if self.scope and not self.disabled:
            self._check_alone()

    def on_update(self) -> None:
        if self.is_default and not self.disabled:
            for name in self._others({"is_default": 1}):
                other = get_document(self._ctx, self.doctype, name, for_update=True)
                other.set("is_default", 0)
                other.save(ignore_permissions=True)

    def _check_alone(self) -> None:
        others = self._others({"scope": self.scope, "disabled": 0})
        if others:
            sentence = _(
                "{scope} has the letterhead {name} already. Disable that one first.",
                scope=self.scope,
                name=others[0],
            )
            raise ValidationError.at("scope", sentence)

    def _others(self, filters: dict[str, Any]) -> list[str]:
        wanted = {**filters, "name": ["!=", self.name]}
        rows = get_list(
            self._ctx, self.doctype, fields=["name"], filters=wanted, limit=0, ignore_permissions=True
        )
        return [str(row["name"]) for row in rows]
