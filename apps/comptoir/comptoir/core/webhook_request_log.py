"""A request of a webhook, and what was answered; it can be sent again."""

from __future__ import annotations

from comptoir.automation import webhooks
from comptoir.documents import Document
from comptoir.hooks import whitelist


class WebhookRequestLog(Document):
    """What was sent to another program."""

    @whitelist(methods=["POST"])
    def replay(self) -> None:
        """Send the request again, as it was."""
        self.check_permission("write")
        self.db_set({"status": webhooks.WAITING, "attempts": 0, "next_attempt": None, "error": None})
        webhooks.send_soon(self._ctx)
