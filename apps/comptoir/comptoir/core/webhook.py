"""A rule by which another program is told of documents."""

from __future__ import annotations

from comptoir import outgoing
from comptoir.automation import subscriptions
from comptoir.automation.bodies import check_body
from comptoir.documents import Document
from comptoir.errors import ValidationError
from comptoir.sentences import Label, _


class Webhook(Document):
    """Which events of which documents are sent where."""

    def validate(self) -> None:
        meta = self._ctx.site.registry.get(self.webhook_doctype)
        subscriptions.check_condition(self.condition, meta)
        outgoing.check(str(self.request_url), internal=self._ctx.site.config.internal_hosts)
        check_body("webhook_json", self.webhook_json)
        for row in self.webhook_data:
            if row.fieldname != "name" and meta.field(row.fieldname) is None:
                raise ValidationError(
                    _("{doctype} has no field {name}.", doctype=Label(meta.name), name=row.fieldname)
                )
        for row in self.webhook_headers:
            if not (
                f"{row.key}{row.value or ''}".isprintable() and str(row.key).isascii() and ":" not in row.key
            ):
                raise ValidationError(_("{name} is no header.", name=row.key))

    def on_update(self) -> None:
        subscriptions.changed(self._ctx)

    def after_delete(self) -> None:
        subscriptions.changed(self._ctx)
