"""The rows of an import that were refused, as a file to mend and to send again: as they came, and why."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from comptoir.context import Context
from comptoir.data import log
from comptoir.data.imports import Import, table_of
from comptoir.data.tables import text_of
from comptoir.desk.sheets import guarded
from comptoir.sentences import _

REASON = _("Why it was refused")
"""The heading of the last column; no field is called so, and an import of the file leaves it out."""


def failed_rows(ctx: Context, imported: Import) -> bytes:
    """A CSV file of the rows that were refused, in their order."""
    table = table_of(ctx, imported)
    reasons = _reasons(ctx, str(imported.doc.name))
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    width = len(table.heading)
    writer.writerow([guarded(title) for title in (*table.heading, ctx.say(REASON))])
    wanted = next(reasons, None)
    for number, row in table.rows():
        if wanted is None:
            break
        if number == wanted[0]:
            cells = [*row[:width], *[None] * (width - len(row))]
            writer.writerow([guarded(text_of(cell)) for cell in cells] + [guarded(wanted[1])])
            wanted = next(reasons, None)
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def _reasons(ctx: Context, name: str) -> Iterator[tuple[int, str]]:
    """Each refused row with the reason, which stands beside the first row of its record alone."""
    for rows, reason in log.failures(ctx, name):
        for place, row in enumerate(rows):
            yield row, "" if place else reason
