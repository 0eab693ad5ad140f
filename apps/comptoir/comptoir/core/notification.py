"""A rule by which people are told of documents: what it asks of them must be there."""

from __future__ import annotations

from typing import Any

from comptoir import outgoing, templates
from comptoir.automation import notifying, subscriptions
from comptoir.automation.bodies import check_body
from comptoir.automation.subscribers import HEARD
from comptoir.documents import Document
from comptoir.errors import ValidationError
from comptoir.sentences import Label, _

DATES = ("Days Before", "Days After")


class Notification(Document):
    """Who is told of which documents, when, and how."""

    document_type: Any
    method: Any

    def validate(self) -> None:
        meta = self._ctx.site.registry.get(self.document_type)
        for condition in (self.condition, *(row.condition for row in self.recipients)):
            subscriptions.check_condition(condition, meta)
        for text in (self.subject, self.message):
            templates.check(self._ctx, str(text or ""))
        self._check_event()
        if self.channel == "HTTP":
            self._check_http()
        elif not self.recipients and not self.send_to_all_assignees:
            raise ValidationError(_("Name somebody who is told."))

    def on_update(self) -> None:
        subscriptions.changed(self._ctx)

    def after_delete(self) -> None:
        subscriptions.changed(self._ctx)

    def send(self, doc: Document) -> None:
        """Send it about ``doc``, after the commit, whatever its event is."""
        notifying.send_later(self._ctx, str(self.name), doc)

    def _check_event(self) -> None:
        meta = self._ctx.site.registry.get(self.document_type)
        if self.event in DATES:
            field = meta.field(self.date_changed or "")
            if field is None or field.fieldtype not in ("Date", "Datetime"):
                raise ValidationError.at(
                    "date_changed", _("Choose a date of {doctype}.", doctype=Label(meta.name))
                )
        if self.event == "Value Change" and meta.field(self.value_changed or "") is None:
            raise ValidationError.at(
                "value_changed", _("Choose a field of {doctype}.", doctype=Label(meta.name))
            )
        if self.event == "Method" and self.method not in HEARD:
            raise ValidationError.at(
                "method", _("Choose a method of the life of documents: {methods}.", methods=", ".join(HEARD))
            )

    def _check_http(self) -> None:
        if self.http_url and set(str(self.http_url)) != {"*"}:
            outgoing.check(str(self.http_url), internal=self._ctx.site.config.internal_hosts)
        check_body("http_body", self.http_body)
