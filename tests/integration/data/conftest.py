"""Imports of files made in the tests, carried out in this process."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from typing import Any

import frappe
import orjson
import pytest
from comptoir.context import Context
from comptoir.data import running, undoing
from comptoir.files import NewFile, attach

Rows = Sequence[Sequence[Any]]
Importer = Callable[..., Any]


def as_csv(rows: Rows) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


def uploaded(ctx: Context, content: bytes, filename: str = "file.csv") -> str:
    return str(attach(ctx, NewFile(filename, content)).file_url)


@pytest.fixture
def imported(ctx: Context) -> Importer:
    """Imports rows of a doctype, and returns the Data Import as it stands afterwards."""

    def run(doctype: str, rows: Rows, *, check: bool = False, columns: Any = None, **options: Any) -> Any:
        doc = new_import(ctx, doctype, as_csv(rows), columns, **options)
        running.start(ctx, doc.name, only_check=check)
        ctx.db.commit()
        running.run(doc.name)
        return doc.reload()

    return run


def new_import(ctx: Context, doctype: str, content: bytes, columns: Any = None, **options: Any) -> Any:
    """An import of ``content`` that has not begun."""
    template = {"column_to_field_map": columns} if columns else {}
    values = {"reference_doctype": doctype, "import_file": uploaded(ctx, content)} | options
    values.setdefault("template_options", orjson.dumps(template).decode())
    return frappe.get_doc({"doctype": "Data Import", **values}).insert()


def undo(ctx: Context, doc: Any) -> Any:
    undoing.undo(ctx, doc.name)
    ctx.db.commit()
    undoing.run(doc.name)
    return doc.reload()


def refusals(doc: Any) -> list[tuple[list[int], str]]:
    rows = frappe.get_all(
        "Data Import Log",
        filters={"data_import": doc.name, "success": 0},
        fields=["row_indexes", "exception"],
        order_by="log_index",
    )
    return [(orjson.loads(row.row_indexes), row.exception) for row in rows]
