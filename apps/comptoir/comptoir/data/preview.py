"""What an import would do, before it does anything: its columns, its first rows, and which of their cells are refused."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import Any

from comptoir.access import policy, scopes
from comptoir.context import Context
from comptoir.data.cells import cell_reader
from comptoir.data.columns import NAME, targets
from comptoir.data.imports import Import, columns_of, keys_of, layout_of, rows_in, table_of
from comptoir.data.links import Links
from comptoir.data.records import Layout, records
from comptoir.data.tables import Row, text_of
from comptoir.data.writing import UPDATE
from comptoir.errors import DataError
from comptoir.meta.model import DocType
from comptoir.sentences import Label, Sentence, _
from comptoir.sites.settings import site_settings

SHOWN = 30
LONGEST = 200


def preview(ctx: Context, imported: Import) -> dict[str, Any]:
    """The columns with what they fill, the first rows with the problems of their cells, and what is amiss in general."""
    table = table_of(ctx, imported)
    keys = columns_of(ctx, imported, table)
    layout: Layout = {}
    problem = ""
    try:
        layout = layout_of(ctx, imported, table)
    except DataError as error:
        problem = ctx.say(error.message)
    rows = list(islice(table.rows(), SHOWN))
    return {
        "columns": [
            {"title": title, "key": key, "example": _example(rows, column)}
            for column, (title, key) in enumerate(zip(table.heading, keys, strict=True))
        ],
        "rows": [{"row": number, "cells": _texts(row, len(table.heading))} for number, row in rows],
        "problems": [
            {"row": problem.row, "column": problem.column, "message": ctx.say(problem.message)}
            for problem in _problems(ctx, imported, layout, rows)
        ],
        "problem": problem,
        "missing": _missing(ctx, imported, layout),
        "warnings": [ctx.say(warning) for warning in _warnings(ctx, imported, layout)],
        "count": rows_in(imported, table),
    }


def offered(ctx: Context, meta: DocType) -> dict[str, Any]:
    """What columns may fill, and by what stored documents may be found."""
    keys = keys_of(ctx, meta)
    return {
        "targets": [
            {
                "key": key,
                "label": ctx.say(Label(target.field.title)),
                "fieldtype": target.field.fieldtype,
                "table": ctx.say(target.table.title) if target.table else "",
            }
            for key, target in targets(ctx, meta).items()
        ],
        "keys": [
            {"key": key, "label": ctx.say(meta.by_name[key].title) if key != NAME else "ID"} for key in keys
        ],
        "is_submittable": int(meta.is_submittable),
    }


def _problems(ctx: Context, imported: Import, layout: Layout, rows: Iterable[tuple[int, Row]]) -> list[Any]:
    reader = cell_reader(ctx, str(imported.options.get("date_format") or ""), checks=True)
    found = list(records(reader, layout, rows)) if layout else []
    Links(ctx, makes=imported.plan.makes_links).resolve(found)
    return [problem for record in found for problem in record.problems]


def _missing(ctx: Context, imported: Import, layout: Layout) -> list[str]:
    """Mandatory fields that no column fills and that nothing else does."""
    filled = {target.key for target in layout.values()}
    if imported.plan.kind == UPDATE or not layout:
        return [] if imported.plan.key in filled or not layout else [imported.plan.key]
    return [
        ctx.say(field.title)
        for field in imported.meta.value_fields
        if field.reqd
        and not field.default
        and not field.fetch_from
        and field.fieldname not in filled
        and field.fieldtype not in ("Select", "Check")
        and field.fieldname != "naming_series"
    ]


def _warnings(ctx: Context, imported: Import, layout: Layout) -> list[Sentence]:
    """What nothing refuses and hardly anybody means: documents of no scope where staff see those of their own."""
    scope, meta = scopes.scope_doctype(ctx), imported.meta
    path = scopes.scope_path(ctx, meta)
    if not path or scope is None or not layout or imported.plan.kind == UPDATE:
        return []
    link = meta.by_name[path[0]]
    told = link.fieldname in {target.key for target in layout.values()} or link.reqd or link.default
    if told or not site_settings(ctx).limit_to_scope or link.fieldname in policy.link_defaults(ctx, meta):
        return []
    return [
        _(
            'No column fills "{field}", and you have no usual one. What is inserted will have none, unless its other '
            'fields tell, and staff held to "{scope}" will not see it. Add a column "{field}" to the file, or choose '
            "which column fills it.",
            field=Label(link.title),
            scope=Label(scope.name),
        )
    ]


def _example(rows: Iterable[tuple[int, Row]], column: int) -> str:
    return next((text for _number, row in rows if (text := _text(row, column))), "")


def _texts(row: Row, width: int) -> list[str]:
    return [_text(row, column) for column in range(width)]


def _text(row: Row, column: int) -> str:
    return text_of(row[column])[:LONGEST] if column < len(row) else ""
