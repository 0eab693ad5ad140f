"""Auto Email Reports: lists sent on a schedule, as the user they are made for may export them.

Each is settled in a transaction of its own, which notes the day: a job that is begun again sends none twice, and one that
fails stops no other.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import orjson

from comptoir.automation.readers import reader
from comptoir.context import Context, current, use
from comptoir.desk.exporting import SHEETS, Export, export
from comptoir.desk.sheets import Sheet
from comptoir.documents import Document, get_document, get_list
from comptoir.documents.document import set_columns
from comptoir.documents.faults import log_fault
from comptoir.errors import ComptoirError, ValidationError
from comptoir.mail import Letter, check_addresses, put
from comptoir.printing.listed import PdfSheet
from comptoir.sentences import Sentence, _

DOCTYPE = "Auto Email Report"
HTML = "HTML"
FILES = {"XLSX": "Excel", "CSV": "CSV", "ODS": "ODS"}
"""Formats that are attached, with what an export calls them."""
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MOST_COLUMNS = 30


class MailSheet(PdfSheet):
    """The first ``most`` rows as a table in the e-mail itself."""

    suffix, media = ".html", "text/html"
    most = 100

    def __exit__(self, *failure: object) -> None:
        if failure[0] is None:
            self._path.write_text(self._page(), encoding="utf-8")

    def row(self, values: Sequence[Any]) -> None:
        if len(self._rows) < self.most:
            super().row(values)


def send_due() -> None:
    """Send what is due today on the clock of the site."""
    ctx = current()
    for row in get_list(ctx, DOCTYPE, filters={"enabled": 1}, limit=0, ignore_permissions=True):
        report = get_document(ctx, DOCTYPE, row["name"])
        today = ctx.clock.now().date()
        sent = report.last_sent_on is not None and report.last_sent_on.date() == today
        if sent or not is_due(report.frequency, report.day_of_week, today):
            continue
        try:
            with ctx.db.savepoint():
                send(ctx, report)
        except ComptoirError as error:
            log_fault(ctx, f"{DOCTYPE} {report.name}", str(error), DOCTYPE, report.name)
        set_columns(report, {"last_sent_on": ctx.clock.now()}, update_modified=False)
        ctx.db.commit()


def is_due(frequency: str, day_of_week: str | None, day: date) -> bool:
    """Whether a report of this frequency is sent on ``day``."""
    if frequency == "Weekdays":
        return day.weekday() < DAYS.index("Saturday")
    if frequency == "Weekly":
        return DAYS[day.weekday()] == (day_of_week or DAYS[0])
    return frequency == "Daily" or day.day == 1


def send(ctx: Context, report: Document) -> bool:
    """Put the report into the outbox; False where it has no rows and is then not to be sent."""
    theirs = reader(ctx, report.user)
    content, rows = _content(theirs, report)
    if not rows and report.send_if_data:
        return False
    said = _n_rows(report, rows)
    message = f"<p>{theirs.say(said)}</p>"
    attachments: list[dict[str, Any]] = []
    if report.format == HTML:
        message += content.decode() if rows else ""
    else:
        name = f"{report.report}.{report.format.lower()}".replace("/", "-")
        attachments = [{"fname": name, "fcontent": content}]
    letter = Letter(
        recipients_of(report), report.report, message, attachments=attachments, reference_doctype=DOCTYPE,
        reference_name=str(report.name), account=report.sender or None, unsubscribe=True,
    )  # fmt: skip
    put(ctx, letter)
    return True


def recipients_of(report: Document) -> list[str]:
    """The addresses it goes to. Raises ``InvalidEmailAddressError`` for one that is none."""
    return check_addresses(str(report.email_to or "").replace("\n", ",").split(","))


def wanted(ctx: Context, report: Document) -> Export:
    """What the report exports. Raises ``ValidationError`` for filters or columns that cannot be meant."""
    meta = ctx.site.registry.get(report.document_type)
    columns = [name.strip() for name in str(report.columns or "").split(",") if name.strip()]
    if not columns:
        columns = ["name", *(field.fieldname for field in meta.value_fields if field.in_list_view)]
    try:
        filters = orjson.loads(report.filters or "[]")
    except orjson.JSONDecodeError as error:
        raise ValidationError.at(
            "filters", _("The filters are not valid JSON: {error}.", error=str(error))
        ) from error
    if not isinstance(filters, (list, dict)):
        raise ValidationError.at("filters", _("The filters are a list or an object, as in a request."))
    return Export(
        meta.name, columns[:MOST_COLUMNS], filters, order_by=report.order_by or None,
        format=FILES.get(report.format, HTML), title=report.report,
    )  # fmt: skip


def _content(theirs: Context, report: Document) -> tuple[bytes, int]:
    """The file, and how many rows it has."""
    counted = [0]

    class Page(MailSheet):
        most = report.no_of_rows or MailSheet.most

    kinds: dict[str, type[Sheet]] = {**SHEETS, HTML: Page}
    with use(theirs):
        made = export(theirs, wanted(theirs, report), kinds, lambda rows: counted.append(rows))
    path = Path(made.path)
    try:
        return path.read_bytes(), counted[-1]
    finally:
        path.unlink(missing_ok=True)


def _n_rows(report: Document, rows: int) -> Sentence:
    most = report.no_of_rows or MailSheet.most
    if report.format == HTML and rows > most:
        return _("{report}: the first {most} of {count} rows.", report=report.report, most=most, count=rows)
    return _("{report}: {count} rows.", report=report.report, count=rows)
