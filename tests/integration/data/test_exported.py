"""Lists as ODS, JSON and PDF: the same rows, the same mark, and texts that stay texts."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import frappe
import orjson
import pytest
from comptoir.context import Context
from comptoir.data.tables import open_table
from comptoir.desk.exporting import Export, export
from comptoir.errors import DataError
from comptoir.printing import listed

FIELDS = ["client_name", "credit_limit", "first_contact_on", "consent_to_mail"]
NAMES = ["Alpha", "=HYPERLINK(1)", "Été <b>&amp;</b> \x01Fils"]


@pytest.fixture
def clients(ctx: Context) -> None:
    for number, name in enumerate(NAMES):
        frappe.get_doc(
            doctype="Client",
            client_name=name.replace("\x01", ""),
            credit_limit=number * 1.5,
            first_contact_on="2025-03-21",
        ).insert()
    frappe.db.set_value("Client", {"client_name": ["like", "Été%"]}, "client_name", NAMES[2])
    ctx.db.commit()


def made(ctx: Context, kind: str, **wanted: Any) -> Path:
    options = {"fields": FIELDS, "order_by": "creation asc"} | wanted
    return export(ctx, Export("Client", format=kind, **options), listed.KINDS).path


@pytest.mark.usefixtures("clients")
def test_an_open_document_sheet_has_typed_cells_and_reads_back(ctx: Context) -> None:
    path = made(ctx, "ODS")
    table = open_table(path)
    assert ["Client name", "Credit limit", "First contact"] == list(table.heading[:3])
    assert [
        ["Alpha", 0.0, date(2025, 3, 21)],
        ["=HYPERLINK(1)", 1.5, date(2025, 3, 21)],
        ["Été <b>&amp;</b> Fils", 3.0, date(2025, 3, 21)],
    ] == [list(row[:3]) for _, row in table.rows()]
    with zipfile.ZipFile(path) as parts:
        assert parts.infolist()[0].filename == "mimetype"
        assert parts.infolist()[0].compress_type == zipfile.ZIP_STORED
        assert "Exported by Administrator" in parts.read("meta.xml").decode()
        assert "table:formula" not in parts.read("content.xml").decode()


@pytest.mark.usefixtures("clients")
def test_json_names_the_fields_and_says_who_took_it(ctx: Context) -> None:
    found = orjson.loads(made(ctx, "JSON").read_bytes())
    assert FIELDS == list(found["rows"][0])
    assert NAMES == [row["client_name"] for row in found["rows"]]
    assert "Exported by Administrator" in found["exported"]["text"]
    assert orjson.loads(made(ctx, "JSON", filters={"name": "none"}).read_bytes())["rows"] == []


@pytest.mark.usefixtures("clients")
def test_a_pdf_has_the_rows_up_to_a_bound(ctx: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    assert made(ctx, "PDF").read_bytes().startswith(b"%PDF")
    monkeypatch.setattr(listed, "MOST_ROWS", 2)
    with pytest.raises(DataError, match="at most 2 rows"):
        made(ctx, "PDF")


def test_other_kinds_are_refused(ctx: Context) -> None:
    with pytest.raises(DataError, match="CSV, Excel, ODS, JSON, PDF"):
        made(ctx, "DOC")
