"""A moment at which a user wants to be told of something, maybe of a document."""

from __future__ import annotations

from typing import Any

from comptoir.access.users import administers
from comptoir.automation.dates import call_next
from comptoir.context import current
from comptoir.documents import Document
from comptoir.errors import ValidationError
from comptoir.sentences import _


class Reminder(Document):
    """What one asks to be reminded of; nobody reminds somebody else."""

    user: Any

    def before_insert(self) -> None:
        self.user = self._ctx.user

    def validate(self) -> None:
        if self.remind_at and self.has_value_changed("remind_at") and self.remind_at <= self._ctx.clock.now():
            raise ValidationError.at("remind_at", _("Choose a moment that is still to come."))

    def on_update(self) -> None:
        call_next(self._ctx)


def own(user: str) -> Any:
    """The reminders of ``user``; administrators see those of everybody."""
    return None if administers(current()) else [["user", "=", user]]
