"""Documents written for an import: what a spreadsheet would compute is written as text."""

from __future__ import annotations

import csv
import io

import frappe
import pytest
from comptoir.context import Context
from comptoir.data import Selection, as_csv, rows_of


@pytest.mark.parametrize("text", ['=HYPERLINK("http://x")', "+1+1", "-1+1", "@SUM(A1)"])
def test_a_formula_is_kept_from_being_one(ctx: Context, text: str) -> None:
    client = frappe.get_doc(doctype="Client", client_name=text).insert()
    chosen = Selection("Client", {"Client": ["name", "client_name"]}, "by_filter", {"name": client.name})
    written = as_csv(rows_of(ctx, chosen)).decode()
    assert [["ID", "Client name"], [client.name, f"'{text}"]] == list(csv.reader(io.StringIO(written)))


def test_numbers_and_texts_stay_as_they_are() -> None:
    rows = [["-12.5", "plain", "a=b"]]
    assert b'"-12.5","plain","a=b"\r\n' == as_csv(iter(rows))
