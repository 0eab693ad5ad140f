"""What recurs on a site, as documents: people stop and start it, apps say what and when."""

from __future__ import annotations

from typing import Any

from comptoir.documents import Document, count
from comptoir.errors import ValidationError
from comptoir.jobs import times
from comptoir.jobs.scheduler import replan_soon
from comptoir.sentences import Label, _

LABELS = {"method": "Method", "frequency": "Frequency", "cron_format": "Cron format"}
"""What an app says and nobody else."""


class ScheduledJobType(Document):
    """A function that is called again and again."""

    method: Any
    frequency: Any
    cron_format: Any

    def autoname(self) -> None:
        short = name = ".".join(str(self.method).split(".")[-2:])
        number = 1
        while count(self._ctx, self.doctype, {"name": name}, ignore_permissions=True):
            number += 1
            name = f"{short} {number}"
        self.name = name

    def validate(self) -> None:
        if not times.is_known(self.frequency, self.cron_format or ""):
            raise ValidationError.at(
                "cron_format",
                _("{expression!r} is not a cron expression of five parts.", expression=self.cron_format),
            )
        before = self.get_doc_before_save()
        for fieldname, label in LABELS.items():
            if before is not None and (before.get(fieldname) or "") != (self.get(fieldname) or ""):
                sentence = _(
                    "{field} of {name} is said by its app. Stop the job instead of changing it.",
                    field=Label(label),
                    name=self.name,
                )
                raise ValidationError.at(fieldname, sentence)

    def on_update(self) -> None:
        self._ctx.db.on_commit(lambda: replan_soon(self._ctx.site))

    def after_delete(self) -> None:
        self._ctx.db.on_commit(lambda: replan_soon(self._ctx.site))


def zone_changed(doc: Document, method: str) -> None:
    """Plan anew what recurs: System Settings may say another time zone."""
    doc._ctx.db.on_commit(lambda: replan_soon(doc._ctx.site))
