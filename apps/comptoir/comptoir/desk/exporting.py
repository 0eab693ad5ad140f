"""Exporting a list: the rows the actor may read and export, as a file marked with who took them when.

Rows come through the one read path a page at a time and go to a file on disk, so that memory does not grow with the
list. Every export is recorded in the audit trail before its file is handed out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

import sqlalchemy as sa

from comptoir.access import policy
from comptoir.access.grants import rows_of
from comptoir.context import Context
from comptoir.db.tables import table_for
from comptoir.desk.answers import StoredDownload
from comptoir.desk.ods import OdsSheet
from comptoir.desk.sheets import CsvSheet, ExcelSheet, JsonSheet, Sheet
from comptoir.documents import listing
from comptoir.errors import DataError, PermissionError
from comptoir.hooks import whitelist
from comptoir.meta.model import DocType, column_field
from comptoir.query import ListArgs
from comptoir.sentences import Label, Sentence, _
from comptoir.traces import operations, record_apart
from comptoir.traces.counting import ROWS_EXPORTED, counted
from comptoir.traces.recording import VIEWER

PAGE = 5000
MOST_CHOSEN = 10_000
MOST_COUNTED = 100_000
"""Rows are counted no further, unless the actor may export more."""
SHEETS: Mapping[str, type[Sheet]] = {"CSV": CsvSheet, "Excel": ExcelSheet, "ODS": OdsSheet, "JSON": JsonSheet}

Told = Callable[[int], None]
"""Is told how many rows are written."""


@dataclass(frozen=True, slots=True)
class Export:
    """What to write: a list as its screen shows it, or the documents chosen on it."""

    doctype: str
    fields: Any = None
    filters: Any = None
    or_filters: Any = None
    order_by: str | None = None
    chosen: Any = None
    format: str = "CSV"
    title: str = ""


def export(
    ctx: Context, wanted: Export, kinds: Mapping[str, type[Sheet]] = SHEETS, told: Told = lambda _: None
) -> StoredDownload:
    """The file, of one of ``kinds``. Raises ``PermissionError`` where the actor may not export, or not so much at once."""
    kind = kind_named(wanted.format, kinds)
    meta = ctx.site.registry.get(wanted.doctype)
    policy.require(ctx, "export", meta)
    return write_file(ctx, wanted, kind, meta, _pages(ctx, meta, wanted), {"fields": wanted.fields}, told)


def kind_named(name: str, kinds: Mapping[str, type[Sheet]]) -> type[Sheet]:
    """The kind of file called so. Raises ``DataError`` where there is none."""
    kind = kinds.get(name)
    if kind is None:
        raise DataError(_("Choose the kind of file: one of {choices}.", choices=", ".join(kinds)))
    return kind


def write_file(
    ctx: Context, wanted: Export, kind: type[Sheet], meta: DocType, pages: Iterator[list[Any]],
    about: Mapping[str, Any], told: Told = lambda _: None,
) -> StoredDownload:  # fmt: skip
    """The file of ``pages`` of rows, recorded with what it is ``about``. Raises where the actor may not take so many."""
    most = most_rows(ctx, meta)
    with ExitStack() as undo:
        with NamedTemporaryFile(prefix="export-", suffix=kind.suffix, delete=False) as file:
            path = Path(file.name)
        undo.callback(path.unlink, missing_ok=True)
        count = _write(ctx, kind, path, meta, pages, most, told)
        name = f"{wanted.title or ctx.say(meta.name)}{kind.suffix}"
        detail = {"rows": count, "format": wanted.format, "filters": wanted.filters, **about}
        if wanted.chosen:
            detail["documents"] = wanted.chosen[:100]
        record_apart(ctx, operations.EXPORTED, doctype=meta.name, detail=detail)
        counted(ctx, ROWS_EXPORTED, count)
        undo.pop_all()
    return StoredDownload(name, path, kind.media)


@whitelist(methods=["GET", "POST"])
def extent(
    ctx: Context, doctype: str, filters: Any = None, or_filters: Any = None, chosen: Any = None
) -> dict[str, Any]:
    """How many rows an export would have (``more``: than were counted), and the ``most`` the actor may export at once.

    Raises ``PermissionError`` where they may not export at all.
    """
    meta = ctx.site.registry.get(doctype)
    policy.require(ctx, "export", meta)
    most = most_rows(ctx, meta)
    limit = max(MOST_COUNTED, most or 0)
    args = ListArgs(None, _narrowing(filters, chosen), or_filters, limit=None)
    found = listing.exported_count(ctx, meta.name, args, limit + 1)
    return {"rows": min(found, limit), "more": found > limit, "most": most}


def most_rows(ctx: Context, meta: DocType) -> int | None:
    """How many rows the actor may export at once; None for any number.

    The largest ``export_limit`` of the roles that let them export the doctype counts; one without sets no limit.
    """
    if ctx.is_administrator:
        return None
    roles = sorted({row.role for row in rows_of(ctx, meta) if row.grants("export")})
    table = table_for(ctx.site.registry.get("Role"))
    found = ctx.db.execute(sa.select(table.c.export_limit).where(table.c.name.in_(roles))).scalars().all()
    limits = [int(limit or 0) for limit in found]
    return max(limits) if limits and all(limits) else None


def watermark(ctx: Context, meta: DocType, count: int) -> Sentence:
    """Who took how many rows of what, when, from which site."""
    return _(
        "Exported by {user} from {site} on {moment}: {count} rows of {doctype}.",
        user=_taker(ctx),
        site=ctx.site.name,
        moment=ctx.clock.now().isoformat(" ", "seconds"),
        count=count,
        doctype=Label(meta.name),
    )


def _taker(ctx: Context) -> str:
    """Who holds the file in the end: not the user they view as."""
    return str(ctx.flags.get(VIEWER) or ctx.user)


def _pages(ctx: Context, meta: DocType, wanted: Export) -> Iterator[list[Any]]:
    fields = wanted.fields or ["name"]
    args = ListArgs(
        fields, _narrowing(wanted.filters, wanted.chosen), wanted.or_filters, wanted.order_by, None, PAGE, 0
    )
    return listing.exported_pages(ctx, meta.name, args)


def _narrowing(filters: Any, chosen: Any) -> Any:
    """The filters, unless documents were chosen: then these and no others."""
    if chosen is None:
        return filters
    plain = isinstance(chosen, list) and all(isinstance(name, (str, int)) for name in chosen)
    if not plain or len(chosen) > MOST_CHOSEN:
        raise DataError(_("Name at most {most} documents to export.", most=MOST_CHOSEN))
    return {"name": ["in", chosen]}


def _write(
    ctx: Context, kind: type[Sheet], path: Path, meta: DocType, pages: Iterator[list[Any]], most: int | None,
    told: Told,
) -> int:  # fmt: skip
    count = 0
    with kind(ctx, path, ctx.say(meta.name)) as sheet:
        for page in pages:
            if not count and page:
                sheet.heading([_title(ctx, meta, label) for label in page[0]], list(page[0]))
            count += len(page)
            if most is not None and count > most:
                raise PermissionError(
                    _(
                        "You may export {most} rows of {doctype} at once, and these are more. Filter the list, or ask an administrator.",
                        most=most,
                        doctype=Label(meta.name),
                    )
                )
            for row in page:
                sheet.row(list(row.values()))
            told(count)
        sheet.mark(ctx.say(watermark(ctx, meta, count)), _taker(ctx), ctx.clock.now())
    return count


def _title(ctx: Context, meta: DocType, label: str) -> str:
    field = column_field(meta, label) if label in meta.valid_columns else None
    return ctx.say(field.title) if field is not None else label
