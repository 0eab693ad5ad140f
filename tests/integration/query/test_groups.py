"""Groups of documents: periods of days, empty values, amounts in several currencies, and the period before."""

from __future__ import annotations

import csv
from datetime import date
from typing import Any

import frappe
import pytest
from comptoir.context import Context
from comptoir.desk.reporting import export, report
from comptoir.errors import DataError

DEALS: tuple[tuple[str, str | None, float, str], ...] = (
    ("One", "2026-01-05", 0.1, "EUR"),
    ("Two", "2026-01-31", 0.2, "EUR"),
    ("Three", "2026-02-01", 5, "EUR"),
    ("Four", "2026-05-31", 7, "USD"),
    ("Five", None, 11, "USD"),
)


@pytest.fixture
def deals(ctx: Context) -> Context:
    client = frappe.get_doc(doctype="Client", client_name="Of groups").insert()
    for title, close, amount, currency in DEALS:
        frappe.get_doc(
            doctype="Deal", deal_title=title, client=client.name, expected_close=close, amount=amount,
            currency=currency,
        ).insert()  # fmt: skip
    return ctx


def groups(ctx: Context, *, level: int = 0, **asked: Any) -> dict[Any, Any]:
    """The numbers of each group of a level, by its keys."""
    found = report(ctx, "Deal", **asked)["levels"][level]["groups"]
    return {_plain(group["keys"]): group["values"] for group in found}


def _plain(keys: tuple[Any, ...]) -> Any:
    texts = tuple(key.isoformat() if isinstance(key, date) else key for key in keys)
    return texts[0] if len(texts) == 1 else texts


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        ("day", {"2026-01-05": 1, "2026-01-31": 1, "2026-02-01": 1, "2026-05-31": 1, None: 1}),
        ("week", {"2026-01-05": 1, "2026-01-26": 2, "2026-05-25": 1, None: 1}),
        ("month", {"2026-01-01": 2, "2026-02-01": 1, "2026-05-01": 1, None: 1}),
        ("quarter", {"2026-01-01": 3, "2026-04-01": 1, None: 1}),
        ("year", {"2026-01-01": 4, None: 1}),
    ],
)
def test_days_are_grouped_by_their_period(deals: Context, period: str, expected: dict[str, int]) -> None:
    found = groups(deals, rows=[f"expected_close:{period}"])
    assert expected == {key: values[0] for key, values in found.items()}


def test_moments_are_grouped_as_days_are(deals: Context) -> None:
    today = deals.clock.now().date()
    assert {today.replace(month=1, day=1).isoformat(): [5]} == groups(deals, rows=["creation:year"])


def test_amounts_are_added_within_a_currency(deals: Context) -> None:
    found = groups(deals, rows=["expected_close:month"], numbers=["sum:amount", "count", "avg:amount"])
    assert [[("EUR", 0.3)], 2, [("EUR", 0.15)]] == found["2026-01-01"]
    total = groups(deals, rows=["expected_close:month"], numbers=["sum:amount"], level=1)
    assert {("EUR", 5.3), ("USD", 18.0)} == set(total[()][0])


def test_an_empty_text_is_no_value_and_spellings_are_one(ctx: Context) -> None:
    for name, city in (("One", "Lyon"), ("Two", "LYON"), ("Three", ""), ("Four", None)):
        frappe.get_doc(doctype="Client", client_name=name, city=city).insert()
    found = report(ctx, "Client", rows=["city"])["levels"][0]["groups"]
    assert {"lyon": [2], None: [2]} == {
        group["keys"][0] and group["keys"][0].casefold(): group["values"] for group in found
    }


def test_a_pivot_has_the_totals_of_its_rows_and_columns(deals: Context) -> None:
    levels = report(deals, "Deal", rows=["status"], columns=["currency"])["levels"]
    assert [(1, 1), (1, 0), (0, 1), (0, 0)] == [(level["rows"], level["columns"]) for level in levels]
    assert {("Open", "EUR"): [3], ("Open", "USD"): [2]} == {
        group["keys"]: group["values"] for group in levels[0]["groups"]
    }
    assert [[5]] == [group["values"] for group in levels[3]["groups"]]


def test_the_period_before_stands_beside(deals: Context) -> None:
    asked = {"filters": [["expected_close", "between", ["2026-02-01", "2026-02-28"]]], "compare": True}
    found = report(deals, "Deal", rows=["expected_close:month"], **asked)
    assert [("2026-02-01", [1], [2])] == [
        (group["keys"][0].isoformat(), group["values"], group["before"])
        for group in found["levels"][0]["groups"]
    ]
    assert (date(2026, 1, 1), date(2026, 1, 31)) == found["period"]["before"]


def test_what_is_no_more_stands_beside_nothing(deals: Context) -> None:
    asked = {"filters": {"expected_close": ["between", ["2026-02-01", "2026-02-28"]]}, "compare": True}
    levels = report(deals, "Deal", rows=["deal_title"], numbers=["sum:amount"], **asked)["levels"]
    found = {group["keys"][0]: (group["values"], group["before"]) for group in levels[0]["groups"]}
    assert found.pop("Three") == ([[("EUR", 5.0)]], None)
    assert {"One": ([[]], [[("EUR", 0.1)]]), "Two": ([[]], [[("EUR", 0.2)]])} == found


FEBRUARY = [["expected_close", "between", ["2026-02-01", "2026-02-28"]]]


def filed(ctx: Context, **asked: Any) -> list[list[str]]:
    """The heading and the lines of a report of deals as a file, without the mark."""
    made = export(ctx, "Deal", format="CSV", **asked)
    lines = list(csv.reader(made.path.read_text("utf-8-sig").splitlines()))
    made.path.unlink()
    return lines[:-1]


def test_a_file_tells_either_time_and_the_totals(deals: Context) -> None:
    found = filed(deals, rows=["deal_title"], numbers=["count", "sum:amount"], filters=FEBRUARY, compare=True)
    assert [
        ["Title", "Number of documents", "Number of documents: Before", "Number of documents: Change in %",
         "Sum of Amount", "Sum of Amount: Currency", "Sum of Amount: Before", "Sum of Amount: Change in %"],
        ["One", "", "1", "-100", "", "EUR", "0.1", "-100"],
        ["Three", "1", "", "", "5", "EUR", "", ""],
        ["Two", "", "1", "-100", "", "EUR", "0.2", "-100"],
        ["Total", "1", "2", "-50", "5", "EUR", "0.3", "1566.7"],
    ] == found  # fmt: skip


def test_a_file_compares_within_a_currency(deals: Context) -> None:
    around = [["expected_close", "between", ["2026-04-01", "2026-07-31"]]]
    found = filed(deals, rows=["status"], numbers=["sum:amount"], filters=around, compare=True)
    assert [["Open", "7", "USD", "", ""], ["Open", "", "EUR", "5.3", "-100"]] == found[1:3]
    assert [["Total", "7", "USD", "", ""], ["Total", "", "EUR", "5.3", "-100"]] == found[3:]


def test_a_file_of_a_pivot_has_a_total_for_each_column(deals: Context) -> None:
    found = filed(deals, rows=["status", "deal_title"], columns=["currency"])
    assert ["Status", "Title", "Currency", "Number of documents"] == found[0]
    totals = [["Total", "", "EUR", "3"], ["Total", "", "USD", "2"], ["Total", "", "Total", "5"]]
    assert (9, totals) == (len(found), found[6:])
    assert [["Number of documents"], ["5"]] == filed(deals)
    assert [["Currency", "Number of documents"], ["Total", "5"]] == filed(deals, columns=["currency"])[::3]


def test_a_file_of_nothing_has_no_totals(deals: Context) -> None:
    assert [] == filed(deals, rows=["status"], filters=[["deal_title", "=", "None such"]])


def test_only_a_period_has_one_before(deals: Context) -> None:
    with pytest.raises(DataError, match="filter Deal by a period"):
        report(deals, "Deal", rows=["status"], filters=[["status", "=", "Open"]], compare=True)


@pytest.mark.parametrize(
    "asked",
    [
        {"rows": ["expected_close:hour"]},
        {"rows": ["status:month"]},
        {"rows": ["status) or 1=1 --"]},
        {"rows": ["description"]},
        {"rows": ["status", "stage", "client"]},
        {"numbers": ["sum:deal_title"]},
        {"numbers": ["count:amount"]},
        {"numbers": ["sleep:amount"]},
        {"numbers": ["sum:amount"] * 6},
        {"rows": [["status"]]},
    ],
)
def test_what_no_report_is(deals: Context, asked: dict[str, Any]) -> None:
    with pytest.raises(DataError):
        report(deals, "Deal", **asked)
