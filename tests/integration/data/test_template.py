"""Documents written for an import: what a spreadsheet would compute is written as text."""

from __future__ import annotations

import csv
import io

import frappe
import pytest
from comptoir.context import Context, use
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


def test_a_file_holds_what_may_be_exported_and_no_more(ctx: Context) -> None:
    user = frappe.get_doc(
        doctype="User",
        email="taker@example.com",
        first_name="x",
        roles=[{"role": "Driver"}, {"role": "Accountant"}],
    ).insert()
    for values in (
        {"role": "Driver", "read": 1},
        {"role": "Accountant", "read": 1, "export": 1, "if_owner": 1},
    ):
        frappe.get_doc({"doctype": "Custom DocPerm", "parent": "Client", **values}).insert()
    mine, theirs = (
        frappe.get_doc(doctype="Client", client_name=name).insert() for name in ("mine", "theirs")
    )
    mine.db_set("owner", user.name)
    ctx.db.commit()
    with use(ctx.site.open(str(user.name))) as taker:
        assert {"mine", "theirs"} == {row.client_name for row in frappe.get_list("Client", ["client_name"])}
        for records in ("all", "5_records", "by_filter"):
            chosen = Selection("Client", {"Client": ["client_name"]}, records, {"name": ["!=", "x"]})
            assert [["Client name"], ["mine"]] == list(rows_of(taker, chosen))
        taker.db.close()
    assert theirs.name
