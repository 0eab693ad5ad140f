"""The demo company as it stands on a new site: complete, consistent and dated from today."""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from decimal import Decimal

import frappe
import pytest
import sqlalchemy as sa
from comptoir.context import Context
from frappe.utils import add_days, getdate, nowdate
from regioncrm.demo import install

pytestmark = pytest.mark.usefixtures("demo")


def everything(doctype: str, *fields: str, **filters: object) -> list[dict[str, object]]:
    return frappe.get_all(doctype, fields=list(fields) or ["name"], filters=filters, limit_page_length=0)


class TestSize:
    @pytest.mark.parametrize(
        ("doctype", "expected"),
        [("Branch", 4), ("Employee", 12), ("Client", 300), ("Deal", 120), ("Task", 400), ("Item", 150)],
    )
    def test_is_what_was_promised(self, doctype: str, expected: int) -> None:
        assert expected == frappe.db.count(doctype)

    def test_sixty_proposals_are_not_revisions(self) -> None:
        assert 60 == frappe.db.count("Proposal", {"amended_from": ["is", "not set"]})

    def test_filling_twice_changes_nothing(self) -> None:
        install()
        assert (4, 300) == (frappe.db.count("Branch"), frappe.db.count("Client"))


class TestStock:
    def test_ledger_adds_up_to_every_balance(self) -> None:
        sums: dict[tuple[object, object], list[Decimal]] = defaultdict(lambda: [Decimal(0), Decimal(0)])
        for row in everything("Stock Ledger Entry", "item", "warehouse", "qty", "value"):
            total = sums[row["item"], row["warehouse"]]
            total[0] += Decimal(str(row["qty"]))
            total[1] += Decimal(str(row["value"]))
        balances = {
            (row["item"], row["warehouse"]): [Decimal(str(row["qty"])), Decimal(str(row["value"]))]
            for row in everything("Stock Balance", "item", "warehouse", "qty", "value")
        }
        assert balances == dict(sums)

    def test_nothing_is_below_zero(self) -> None:
        assert [] == [
            row for row in everything("Stock Balance", "qty", "value") if row["qty"] < 0 or row["value"] < 0
        ]

    def test_every_purpose_occurs(self) -> None:
        purposes = {row["purpose"] for row in everything("Warehouse Entry", "purpose", docstatus=1)}
        assert {"Receipt", "Issue", "Transfer", "Return", "Write-off", "Stock-take"} == purposes

    def test_every_branch_holds_goods(self) -> None:
        assert 4 == len({row["branch"] for row in everything("Stock Balance", "branch", qty=[">", 0])})


class TestSales:
    def test_deals_stand_at_every_stage(self) -> None:
        stages = {row["name"] for row in everything("Deal Stage")}
        assert stages == {row["stage"] for row in everything("Deal", "stage")}

    def test_stage_logs_have_no_gaps(self) -> None:
        rows = frappe.get_all(
            "Deal Stage Log", fields=["parent", "idx", "entered_on", "left_on"], order_by="parent asc, idx asc",
            limit_page_length=0,
        )  # fmt: skip
        gaps = [
            (a, b) for a, b in itertools.pairwise(rows) if b["idx"] > 1 and a["left_on"] != b["entered_on"]
        ]
        assert [] == gaps

    def test_proposals_are_in_every_state(self) -> None:
        states = {row["status"] for row in everything("Proposal", "status")}
        assert {"Draft", "Sent", "Accepted", "Rejected", "Expired", "Cancelled"} == states

    def test_some_were_revised(self) -> None:
        assert frappe.db.count("Proposal", {"revision": [">", 0]}) >= 5

    def test_all_proposals_are_worth_something(self) -> None:
        assert [] == everything("Proposal", "name", grand_total=["<=", 0])

    def test_director_finds_numbers(self) -> None:
        assert max(row["last_records"] for row in everything("KPI Rule", "last_records", enabled=1)) > 0


class TestDocuments:
    @pytest.mark.parametrize(
        ("doctype", "states"),
        [
            ("Contract", {"Draft", "Signed", "Terminated"}),
            ("Invoice", {"Draft", "Unpaid", "Partly Paid", "Paid", "Overdue"}),
            ("Act", {"Issued", "Signed", "Disputed"}),
            ("Route Sheet", {"Draft", "On the Road", "Done"}),
        ],
    )
    def test_are_in_every_state(self, doctype: str, states: set[str]) -> None:
        assert states == {row["status"] for row in everything(doctype, "status")}

    def test_invoices_cost_what_was_accepted(self) -> None:
        totals = {row["name"]: row["grand_total"] for row in everything("Proposal", "name", "grand_total")}
        invoices = everything("Invoice", "proposal", "grand_total")
        assert invoices
        assert [] == [row for row in invoices if row["grand_total"] != totals[row["proposal"]]]

    def test_payments_are_what_invoices_count_as_paid(self) -> None:
        paid: dict[object, Decimal] = defaultdict(Decimal)
        for row in everything("Payment Allocation", "invoice", "allocated", docstatus=1):
            paid[row["invoice"]] += Decimal(str(row["allocated"]))
        assert [] == [
            row
            for row in everything("Invoice", "name", "paid_amount", docstatus=1)
            if Decimal(str(row["paid_amount"])) != paid[row["name"]]
        ]

    def test_contracts_speak_the_language_of_the_client(self) -> None:
        for row in everything("Contract", "client", "template"):
            spoken = frappe.db.get_value("Client", row["client"], "language")
            assert spoken == frappe.db.get_value("Contract Template", row["template"], "language")


class TestPeople:
    def test_nobody_has_a_password(self, demo: Context) -> None:
        logins = {row["user"] for row in everything("Employee", "user")}
        secrets = sa.table("__Auth", sa.column("name"), sa.column("doctype"))
        with_password = set(
            demo.db.execute(sa.select(secrets.c.name).where(secrets.c.doctype == "User")).scalars()
        )
        assert (12, set()) == (len(logins), logins & with_password)

    def test_every_role_of_the_product_is_played(self) -> None:
        logins = [row["user"] for row in everything("Employee", "user")]
        played = {row["role"] for row in everything("Has Role", "role", parent=["in", logins])}
        assert {
            "Director", "Sales Manager", "Sales User", "Storekeeper", "Service Engineer", "Production User",
            "Driver", "Accountant", "HR Manager",
        } == played  # fmt: skip

    def test_three_languages_are_spoken(self) -> None:
        spoken = Counter(row["language"] for row in everything("Client", "language"))
        assert {"French": True, "Russian": True, "English": True} == {
            key: count >= 40 for key, count in spoken.items()
        }


class TestDates:
    @pytest.mark.parametrize(
        ("doctype", "field"),
        [
            ("Warehouse Entry", "posting_date"),
            ("Proposal", "posting_date"),
            ("Invoice", "posting_date"),
            ("Payment", "posting_date"),
            ("Act", "posting_date"),
            ("Deal", "closed_on"),
            ("Client", "last_contact_on"),
        ],
    )
    def test_nothing_happened_in_the_future(self, doctype: str, field: str) -> None:
        assert [] == everything(doctype, "name", **{field: [">", nowdate()]})

    def test_stock_moved_in_the_last_days(self) -> None:
        newest = max(
            row["posting_date"] for row in everything("Warehouse Entry", "posting_date", docstatus=1)
        )
        assert getdate(newest) >= getdate(add_days(nowdate(), -8))

    def test_some_tasks_are_late_and_some_are_to_come(self) -> None:
        late = frappe.db.count("Task", {"is_overdue": 1})
        coming = frappe.db.count("Task", {"due_on": [">", nowdate()], "status": "Open"})
        assert (True, True) == (10 <= late <= 60, coming >= 20)
