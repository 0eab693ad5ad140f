"""An e-mail in the outbox: people change nothing but its state, and that only along the permitted steps."""

from __future__ import annotations

from comptoir.documents import Document
from comptoir.errors import DocstatusTransitionError
from comptoir.jobs import mailing
from comptoir.mail.outbox import NEXT
from comptoir.sentences import Label, _


class EmailQueue(Document):
    """A letter that waits, leaves, or could not be sent."""

    def after_insert(self) -> None:
        mailing.send_soon(self._ctx)

    def validate(self) -> None:
        before = self.get_value_before_save("status")
        if before is not None and self.status not in (before, *NEXT[before]):
            raise DocstatusTransitionError(
                _(
                    "The e-mail {name} is {before}, so it cannot become {after}.",
                    name=self.name,
                    before=Label(before),
                    after=Label(self.status),
                )
            )
