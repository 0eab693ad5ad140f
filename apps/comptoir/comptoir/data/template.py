"""Documents as rows of text: one line for each document, its child rows below it, as an import reads them back."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from comptoir.access import masking, policy
from comptoir.context import Context
from comptoir.desk.exporting import most_rows
from comptoir.desk.sheets import guarded
from comptoir.documents import get_list, read_document
from comptoir.errors import BadRequestError, DataError
from comptoir.meta import fieldtypes
from comptoir.meta.masking import looks_masked
from comptoir.meta.model import DocType, Field
from comptoir.sentences import Label, _
from comptoir.traces import operations, record_apart

RECORDS = {"blank_template": 0, "5_records": 5, "all": 10_000, "by_filter": 10_000}
BLANK_LINES = 2
NAME = "name"


@dataclass(frozen=True, slots=True)
class Selection:
    """What to write. ``fields`` is ``{doctype or table: [fieldname, ...]}``; without it, every field."""

    doctype: str
    fields: Any = None
    records: str = "blank_template"
    filters: Any = None


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the file; ``table`` names the field that holds the rows, empty for the document itself."""

    label: str
    fieldname: str
    table: str = ""
    field: Field | None = None


def rows_of(ctx: Context, selection: Selection) -> Iterator[list[str]]:
    """The heading, then the lines. Raises ``PermissionError`` unless the actor may export what there is to see."""
    if selection.records not in RECORDS:
        raise BadRequestError(_("Choose the records to write: one of {choices}.", choices=tuple(RECORDS)))
    meta = ctx.site.registry.get(selection.doctype)
    most = RECORDS[selection.records]
    policy.require(ctx, "export" if most else "read", meta)
    columns = list(_columns(ctx, meta, selection.fields, masks=bool(most)))
    yield [column.label for column in columns]
    if not most:
        yield from ([] for _ in range(BLANK_LINES))
        return
    filters = selection.filters if selection.records == "by_filter" else None
    most = min(most, most_rows(ctx, meta) or most)
    record_apart(
        ctx,
        operations.EXPORTED,
        doctype=meta.name,
        detail={"template": selection.records, "filters": filters},
    )
    for row in get_list(ctx, meta.name, filters=filters, limit=most, right="export"):
        yield from _lines(read_document(ctx, meta.name, row["name"]), columns)


def as_csv(rows: Iterator[list[str]]) -> bytes:
    """The rows as CSV, every value in quotes; what a spreadsheet would compute stands behind an apostrophe."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerows(map(guarded, row) for row in rows)
    return text.getvalue().encode()


def _columns(ctx: Context, meta: DocType, chosen: Any, *, masks: bool) -> Iterator[Column]:
    """The columns to write; those the actor sees masked stand in a file of documents, not in one to fill in."""
    if chosen is not None and not isinstance(chosen, Mapping):
        raise DataError(_("The fields to write are an object: a doctype or table, and a list of its fields."))
    levels = policy.readable_levels(ctx, meta)

    def written(part: DocType) -> Mapping[str, Field]:
        masked = masking.masked_fields(ctx, part, meta) if masks else masking.NOT_MASKED
        return {f.fieldname: f for f in part.value_fields if f.permlevel in levels or f.fieldname in masked}

    yield from _own(meta, written(meta), _named(chosen, meta.name), "", "")
    for table in meta.table_fields:
        named = _named(chosen, table.fieldname)
        if chosen is None or named is not None:
            child = ctx.site.registry.get(table.options or "")
            yield from _own(child, written(child), named, table.fieldname, table.title)


def _own(
    meta: DocType, known: Mapping[str, Field], named: Sequence[str] | None, table: str, title: str
) -> Iterator[Column]:
    wrong = [name for name in named or () if name != NAME and name not in known]
    if wrong:
        raise DataError(
            _(
                "{doctype} has no field {field!r} to write.",
                doctype=Label(meta.name),
                field=str(wrong[0])[:140],
            )
        )
    suffix = f" ({title})" if title else ""
    if named is None or NAME in named:
        yield Column(f"ID{suffix}", NAME, table)
    for fieldname, field in known.items():
        if named is None or fieldname in named:
            yield Column(f"{field.title}{suffix}", fieldname, table, field)


def _named(chosen: Any, key: str) -> Sequence[str] | None:
    if chosen is None:
        return None
    names = chosen.get(key)
    if names is not None and not (isinstance(names, list) and all(isinstance(name, str) for name in names)):
        raise DataError(_("The fields to write of {key} are a list of names.", key=key))
    return names if names is not None else None if key in chosen else ()


def _lines(doc: Any, columns: Sequence[Column]) -> Iterator[list[str]]:
    """The line of a document and of its rows; the second and later rows repeat nothing of the document."""
    tables = {column.table for column in columns if column.table}
    rows = [list(doc.get(table) or []) for table in sorted(tables)]
    for number, parts in enumerate(zip_longest(*rows) if rows else [()]):
        held = dict(zip(sorted(tables), parts, strict=False))
        yield [
            _text(column, held.get(column.table) if column.table else (None if number else doc))
            for column in columns
        ]
    if rows and not any(rows):
        yield [_text(column, None if column.table else doc) for column in columns]


def _text(column: Column, part: Any) -> str:
    value = part.get(column.fieldname) if part is not None else None
    if value is None:
        return ""
    kind = fieldtypes.get(column.field.fieldtype) if column.field is not None else None
    return str(kind.to_json(value) if kind is not None and not looks_masked(value) else value)
