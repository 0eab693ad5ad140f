"""A list that is sent on a schedule, with the rights of one user."""

from __future__ import annotations

from typing import Any

from comptoir.access import policy
from comptoir.access.users import administers
from comptoir.automation import reports
from comptoir.companions.subject import acting_as
from comptoir.context import ADMINISTRATOR
from comptoir.documents import Document
from comptoir.errors import PermissionError, ValidationError
from comptoir.hooks import whitelist
from comptoir.sentences import _


class AutoEmailReport(Document):
    """Who may make one sends what they may export; administrators also what others may."""

    def validate(self) -> None:
        self._check_user()
        if not reports.recipients_of(self):
            raise ValidationError.at("email_to", _("Name somebody who receives this e-mail."))
        asked = reports.wanted(self._ctx, self)
        policy.require(acting_as(self._ctx, self.user), "export", self._ctx.site.registry.get(asked.doctype))

    def before_insert(self) -> None:
        self.last_sent_on = None

    @whitelist(methods=["POST"])
    def send_now(self) -> dict[str, Any]:
        """Send it at once, whatever the day."""
        self.check_permission("write")
        self._check_user()
        sent = reports.send(self._ctx, self)
        said = _("It is on its way.") if sent else _("There are no rows, so nothing was sent.")
        self.msgprint(said, indicator="green" if sent else "orange")
        return {"sent": sent}

    def _check_user(self) -> None:
        """Whoever could name anybody would have sent to themselves what they may not see."""
        ctx = self._ctx
        if self.user == ctx.user or ctx.is_administrator:
            return
        if self.user == ADMINISTRATOR or not administers(ctx):
            raise PermissionError(
                _("You may not have something sent with the rights of {user}.", user=self.user)
            )
