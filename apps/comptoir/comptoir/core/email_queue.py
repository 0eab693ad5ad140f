"""An e-mail in the outbox: people give it up or have it tried again, and change nothing else."""

from __future__ import annotations

from comptoir.access.secrets import get_secret
from comptoir.documents import Document
from comptoir.errors import DocstatusTransitionError, ValidationError
from comptoir.jobs import mailing
from comptoir.mail.letters import SECRET_PLACE
from comptoir.mail.states import BY_HAND, DOCTYPE, NOT_SENT, TRIED_AGAIN
from comptoir.sentences import Label, _


class EmailQueue(Document):
    """A letter that waits, leaves, or could not be sent."""

    def validate(self) -> None:
        before = self.get_value_before_save("status")
        if before is None or self.status == before:
            return
        if self.status not in BY_HAND.get(before, ()):
            raise DocstatusTransitionError(
                _(
                    "The e-mail {name} is {before}, so it cannot become {after}.",
                    name=self.name,
                    before=Label(before),
                    after=Label(self.status),
                )
            )
        if self.status == NOT_SENT:
            self._begin_again()

    def on_update(self) -> None:
        if self.has_value_changed("status") and self.status == NOT_SENT:
            mailing.send_soon(self._ctx)

    def _begin_again(self) -> None:
        if SECRET_PLACE in str(self.message) and not get_secret(
            self._ctx, DOCTYPE, str(self.name), "message"
        ):
            raise ValidationError(
                _("The link of the e-mail {name} is forgotten. Have a new one sent instead.", name=self.name)
            )
        self.update({"retry": 0, "send_after": None})
        for row in self.recipients:
            if row.status in TRIED_AGAIN:
                row.update({"status": NOT_SENT, "bounced": 0, "error": None})
