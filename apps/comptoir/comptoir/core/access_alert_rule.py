"""Alert rules as documents."""

from __future__ import annotations

from typing import Any

from comptoir.documents import Document
from comptoir.errors import ValidationError
from comptoir.sentences import _


class AccessAlertRule(Document):
    """How much of what, in which time, is told to whom."""

    at_least: Any
    minutes: Any

    def validate(self) -> None:
        for fieldname in ("at_least", "minutes"):
            if int(self.get(fieldname) or 0) < 1:
                sentence = _("A rule needs a number of at least 1 here.")
                raise ValidationError.at(fieldname, sentence)

    def on_update(self) -> None:
        self._ctx.db.on_commit(self._ctx.site.registry.bump)

    def after_delete(self) -> None:
        self._ctx.db.on_commit(self._ctx.site.registry.bump)
