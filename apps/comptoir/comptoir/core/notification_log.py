"""What stands behind the bell of a user: theirs alone."""

from __future__ import annotations

from typing import Any

from comptoir.access.users import administers
from comptoir.context import current
from comptoir.documents import Document
from comptoir.errors import CannotChangeConstantError
from comptoir.realtime import publish, user_room
from comptoir.sentences import _

EVENT = "notification"
SAID = frozenset({"read", "read_on", "delivered_on"})


class NotificationLog(Document):
    """Something a user was told; they can only say that they have read it. When they did is written down here."""

    for_user: str
    read: Any
    read_on: Any
    delivered_on: Any

    def after_insert(self) -> None:
        publish(self._ctx, EVENT, {"name": self.name}, user_room(self.for_user))

    def validate(self) -> None:
        before = self.get_doc_before_save()
        if before is None or self.flags.ignore_permissions:
            return
        self.delivered_on = before.get("delivered_on")
        self.read_on = before.get("read_on") or (self._ctx.clock.now() if self.read else None)
        told = [field.fieldname for field in self.meta.value_fields if field.fieldname not in SAID]
        if any(before.get(name) != self.get(name) for name in told):
            raise CannotChangeConstantError(_("A notification stays as it was sent."))


def own(user: str) -> Any:
    """The notifications of ``user``; administrators see those of everybody."""
    return None if administers(current()) else [["for_user", "=", user]]
