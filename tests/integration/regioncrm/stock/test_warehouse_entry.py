"""Warehouse entries and the ledger they write."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import frappe
import pytest
from frappe.utils import add_days, nowdate

from ..conftest import hire
from .conftest import PAPER, TONER, VISIT, Store, balance, ledger_sum

New = Callable[..., Any]
Move = Callable[..., Any]


class TestReceipt:
    def test_draft_moves_nothing(self, new: New, store: Store) -> None:
        new("Warehouse Entry", purpose="Receipt", to_warehouse=store.main, items=[{"item": PAPER, "qty": 4}])
        assert (0, 0) == balance(PAPER, store.main)

    def test_adds_quantity_and_value(self, stocked: Store) -> None:
        assert (20, 80) == balance(PAPER, stocked.main)

    def test_converts_to_the_stock_unit(self, move: Move, store: Store) -> None:
        move("Receipt", PAPER, 2, unit="Box", rate=15, to_warehouse=store.main)
        assert (10, 30) == balance(PAPER, store.main)

    def test_without_a_price_takes_the_standard_cost(self, move: Move, store: Store) -> None:
        move("Receipt", PAPER, 2, unit="Box", to_warehouse=store.main)
        assert (10, 30) == balance(PAPER, store.main)

    def test_takes_the_branch_of_its_warehouse(self, move: Move, store: Store, company: Any) -> None:
        assert company.head_office == move("Receipt", PAPER, 1, to_warehouse=store.main).branch

    def test_shows_that_it_is_submitted(self, move: Move, store: Store) -> None:
        entry = move("Receipt", PAPER, 1, to_warehouse=store.main)
        assert ("Submitted", 1) == tuple(
            frappe.db.get_value("Warehouse Entry", entry.name, ["status", "docstatus"])
        )

    def test_a_barcode_names_item_and_unit(self, new: New, store: Store) -> None:
        item = frappe.get_doc("Item", PAPER)
        item.append("barcodes", {"barcode": "4006381333931", "barcode_type": "EAN-13", "unit": "Box"})
        item.save()
        line = {"barcode": "4006381333931", "qty": 1}
        entry = new("Warehouse Entry", purpose="Receipt", to_warehouse=store.main, items=[line])
        assert (PAPER, "Box", 5) == (entry.items[0].item, entry.items[0].unit, entry.items[0].stock_qty)


class TestWhatCannotMove:
    def test_services(self, move: Move, store: Store) -> None:
        with pytest.raises(frappe.ValidationError, match="not kept in stock"):
            move("Receipt", VISIT, 1, to_warehouse=store.main)

    def test_what_came_a_thousand_years_ago(self, move: Move, store: Store) -> None:
        with pytest.raises(frappe.ValidationError, match=r"1026.* lies more than 50 years back"):
            move("Receipt", PAPER, 1, to_warehouse=store.main, posting_date="1026-12-24")

    def test_what_came_nine_years_ago_still_does(self, move: Move, store: Store) -> None:
        move("Receipt", PAPER, 1, to_warehouse=store.main, posting_date=add_days(nowdate(), -365 * 9))
        assert (1, 3) == balance(PAPER, store.main)

    def test_half_a_ream(self, move: Move, store: Store) -> None:
        with pytest.raises(frappe.ValidationError, match="cannot be divided"):
            move("Receipt", PAPER, 1.5, to_warehouse=store.main)

    def test_nothing(self, move: Move, store: Store) -> None:
        with pytest.raises(frappe.ValidationError, match="how many"):
            move("Receipt", PAPER, 0, to_warehouse=store.main)

    def test_goods_of_another_unit(self, move: Move, store: Store) -> None:
        with pytest.raises(frappe.ValidationError, match="not kept in Kilogram"):
            move("Receipt", PAPER, 1, unit="Kilogram", to_warehouse=store.main)

    def test_goods_without_a_warehouse(self, move: Move, store: Store, company: Any) -> None:
        with pytest.raises(frappe.ValidationError, match="goes to"):
            move("Receipt", PAPER, 1, branch=company.branch)

    def test_goods_of_another_branch(self, move: Move, store: Store, company: Any) -> None:
        with pytest.raises(frappe.ValidationError, match="belongs to the branch"):
            move("Receipt", PAPER, 1, to_warehouse=store.main, branch=company.branch)

    def test_tomorrow(self, move: Move, store: Store) -> None:
        with pytest.raises(frappe.ValidationError, match="future"):
            move("Receipt", PAPER, 1, to_warehouse=store.main, posting_date=add_days(nowdate(), 1))

    def test_a_write_off_that_one_approves_oneself(
        self, new: New, move: Move, stocked: Store, company: Any, acting_as: Any
    ) -> None:
        worker = hire("Karim", "Benali", company.head_office, "Production User")
        broken = {"from_warehouse": stocked.main, "reason": "Water"}
        with acting_as(worker.user):
            with pytest.raises(frappe.ValidationError, match="approve a write-off that you submit yourself"):
                move("Write-off", PAPER, 1, approver=worker.employee, **broken)
            move("Write-off", PAPER, 1, approver=company.diane.employee, **broken)
        keeper = hire("Sonia", "Roux", company.head_office, "Storekeeper")
        with acting_as(keeper.user):
            move("Write-off", PAPER, 1, approver=keeper.employee, **broken)
        assert 18 == balance(PAPER, stocked.main)[0]

    def test_goods_without_an_approver_of_their_write_off(self, move: Move, stocked: Store) -> None:
        with pytest.raises(frappe.MandatoryError):
            move("Write-off", PAPER, 1, from_warehouse=stocked.main, reason="Water")


class TestIssue:
    def test_leaves_at_the_average(self, move: Move, stocked: Store) -> None:
        move("Issue", PAPER, 5, from_warehouse=stocked.main)
        assert (15, 60) == balance(PAPER, stocked.main)

    def test_shows_what_left_on_its_lines(self, move: Move, stocked: Store) -> None:
        entry = move("Issue", PAPER, 1, unit="Box", from_warehouse=stocked.main).reload()
        assert (20, 20, 4, 20) == (
            entry.items[0].rate,
            entry.items[0].amount,
            entry.items[0].valuation_rate,
            entry.total_value,
        )

    def test_more_than_there_is_is_refused(self, move: Move, stocked: Store) -> None:
        with pytest.raises(
            frappe.ValidationError,
            match=r"Row 1: 21 Ream of Paper A4 \(PAPER\) are asked for, 20 are in Main Store",
        ):
            move("Issue", PAPER, 21, from_warehouse=stocked.main)

    def test_refused_entry_leaves_nothing_behind(self, new: New, stocked: Store) -> None:
        lines = [{"item": PAPER, "qty": 5}, {"item": TONER, "qty": 1}]
        entry = new("Warehouse Entry", purpose="Issue", from_warehouse=stocked.main, items=lines)
        frappe.db.commit()
        with pytest.raises(frappe.ValidationError):
            entry.submit()
        frappe.db.rollback()
        assert (20, 80, 0) == (
            *balance(PAPER, stocked.main),
            frappe.db.get_value("Warehouse Entry", entry.name, "docstatus"),
        )

    def test_two_lines_of_one_item_are_added_up(self, new: New, stocked: Store) -> None:
        lines = [{"item": PAPER, "qty": 15}, {"item": PAPER, "qty": 6}]
        entry = new("Warehouse Entry", purpose="Issue", from_warehouse=stocked.main, items=lines)
        with pytest.raises(
            frappe.ValidationError, match=r"Row 2: 6 Ream of Paper A4 \(PAPER\) are asked for, 5 are"
        ):
            entry.submit()

    def test_all_that_is_missing_is_named_at_once(self, new: New, stocked: Store) -> None:
        lines = [{"item": PAPER, "qty": 25}, {"item": TONER, "qty": 1}, {"item": PAPER, "qty": 20}]
        entry = new("Warehouse Entry", purpose="Issue", from_warehouse=stocked.main, items=lines)
        with pytest.raises(
            frappe.ValidationError, match=r"Row 1: 25 Ream.* Row 2: 1 Kilogram of Toner.* first"
        ) as told:
            entry.submit()
        assert "Row 3" not in str(told.value)

    def test_ten_of_what_is_missing_are_named(self, new: New, stocked: Store) -> None:
        lines = [{"item": TONER, "qty": 1} for _row in range(12)]
        entry = new("Warehouse Entry", purpose="Issue", from_warehouse=stocked.main, items=lines)
        with pytest.raises(frappe.ValidationError, match=r"Row 10: .* too little: 2\.") as told:
            entry.submit()
        assert "Row 11" not in str(told.value)

    def test_a_warehouse_may_allow_it(self, move: Move, store: Store) -> None:
        move("Issue", PAPER, 3, from_warehouse=store.lax)
        assert -3 == balance(PAPER, store.lax)[0]


class TestTransfer:
    def test_goods_may_go_on_from_where_they_were_brought(
        self, new: New, stocked: Store, company: Any
    ) -> None:
        third = new("Warehouse", warehouse_name="Third Store", branch=company.head_office).name
        lines = [
            {"item": PAPER, "qty": 5, "from_warehouse": stocked.main, "to_warehouse": third},
            {"item": PAPER, "qty": 5, "from_warehouse": third, "to_warehouse": stocked.lax},
        ]
        new(
            "Warehouse Entry",
            purpose="Transfer",
            from_warehouse=stocked.main,
            to_warehouse=third,
            items=lines,
        ).submit()
        assert (0, 5) == (balance(PAPER, third)[0], balance(PAPER, stocked.lax)[0])

    def test_keeps_the_value(self, move: Move, stocked: Store) -> None:
        move("Transfer", PAPER, 5, from_warehouse=stocked.main, to_warehouse=stocked.other)
        assert ((15, 60), (5, 20)) == (balance(PAPER, stocked.main), balance(PAPER, stocked.other))

    def test_to_where_it_is_already_is_refused(self, move: Move, stocked: Store) -> None:
        with pytest.raises(frappe.ValidationError, match="already in"):
            move("Transfer", PAPER, 5, from_warehouse=stocked.main, to_warehouse=stocked.main)


class TestReturn:
    @pytest.fixture
    def issued(self, move: Move, stocked: Store) -> Any:
        return move("Issue", PAPER, 5, from_warehouse=stocked.main)

    @pytest.fixture
    def back(self, move: Move, new: New, stocked: Store, issued: Any) -> Callable[[float], Any]:
        client = new("Client", client_name="Alpha").name

        def bring(qty: float) -> Any:
            terms = {"return_kind": "From Client", "client": client, "return_against": issued.name}
            return move("Return", PAPER, qty, to_warehouse=stocked.main, **terms)

        return bring

    def test_comes_back_at_the_value_it_left(self, move: Move, stocked: Store, back: Any) -> None:
        move("Receipt", PAPER, 15, rate=8, to_warehouse=stocked.main)
        assert 4 == back(2).items[0].valuation_rate

    def test_more_than_was_issued_is_refused(self, back: Any) -> None:
        back(3)
        with pytest.raises(frappe.ValidationError, match="only 2 of"):
            back(3)

    def test_must_say_whose_it_is(self, move: Move, stocked: Store) -> None:
        with pytest.raises(frappe.ValidationError, match="from a client or go back to a supplier"):
            move("Return", PAPER, 1, to_warehouse=stocked.main)


class TestStockTake:
    def test_writes_the_variance(self, move: Move, stocked: Store) -> None:
        entry = move("Stock-take", PAPER, 18, to_warehouse=stocked.main).reload()
        row = entry.items[0]
        assert (20, -2, -8, (18, 72)) == (
            row.system_qty,
            row.variance,
            row.amount,
            balance(PAPER, stocked.main),
        )

    def test_right_count_writes_no_row(self, move: Move, stocked: Store) -> None:
        entry = move("Stock-take", PAPER, 20, to_warehouse=stocked.main)
        assert not frappe.db.exists("Stock Ledger Entry", {"voucher_no": entry.name})

    def test_right_count_can_be_cancelled(self, move: Move, stocked: Store) -> None:
        assert "Cancelled" == move("Stock-take", PAPER, 20, to_warehouse=stocked.main).cancel().status

    def test_counting_nothing_empties_the_shelf(self, move: Move, stocked: Store) -> None:
        move("Stock-take", PAPER, 0, to_warehouse=stocked.main)
        assert (0, 0) == balance(PAPER, stocked.main)

    def test_draft_does_not_tell_what_is_expected(self, new: New, stocked: Store) -> None:
        entry = new(
            "Warehouse Entry",
            purpose="Stock-take",
            to_warehouse=stocked.main,
            items=[{"item": PAPER, "qty": 18}],
        )
        assert (0, 0) == (entry.items[0].system_qty, entry.items[0].variance)

    def test_counting_twice_is_refused(self, new: New, stocked: Store) -> None:
        lines = [{"item": PAPER, "qty": 18}, {"item": PAPER, "qty": 2}]
        with pytest.raises(frappe.ValidationError, match="Rows 1 and 2 count"):
            new("Warehouse Entry", purpose="Stock-take", to_warehouse=stocked.main, items=lines)


class TestCancel:
    def test_reverses_without_deleting(self, move: Move, stocked: Store) -> None:
        entry = move("Issue", PAPER, 5, from_warehouse=stocked.main)
        entry.cancel()
        rows = frappe.get_all(
            "Stock Ledger Entry",
            filters={"voucher_no": entry.name},
            fields=["qty", "value", "is_reversal"],
            order_by="sequence asc",
        )
        assert [(-5, -20, 0), (5, 20, 1)] == [(row["qty"], row["value"], row["is_reversal"]) for row in rows]

    def test_restores_the_balance(self, move: Move, stocked: Store) -> None:
        move("Transfer", PAPER, 5, from_warehouse=stocked.main, to_warehouse=stocked.other).cancel()
        assert ((20, 80), (0, 0)) == (balance(PAPER, stocked.main), balance(PAPER, stocked.other))

    def test_restores_the_price(self, move: Move, stocked: Store) -> None:
        move("Receipt", PAPER, 20, rate=9, to_warehouse=stocked.main).cancel()
        assert 4 == frappe.db.get_value("Stock Balance", {"item": PAPER, "warehouse": stocked.main}, "rate")

    def test_receipt_that_was_used_is_refused(self, move: Move, store: Store) -> None:
        entry = move("Receipt", PAPER, 10, rate=3, to_warehouse=store.main)
        move("Issue", PAPER, 4, from_warehouse=store.main)
        with pytest.raises(frappe.ValidationError, match="10 Ream came in, 6 are there"):
            entry.cancel()

    def test_shows_that_it_is_cancelled(self, move: Move, stocked: Store) -> None:
        entry = move("Issue", PAPER, 5, from_warehouse=stocked.main)
        entry.cancel()
        assert "Cancelled" == frappe.db.get_value("Warehouse Entry", entry.name, "status")

    def test_cannot_be_deleted_afterwards(self, move: Move, stocked: Store) -> None:
        entry = move("Issue", PAPER, 5, from_warehouse=stocked.main)
        entry.cancel()
        with pytest.raises(frappe.ValidationError):
            frappe.delete_doc("Warehouse Entry", entry.name)


class TestLedger:
    def test_adds_up_to_the_balance(self, move: Move, stocked: Store) -> None:
        move("Issue", PAPER, 3, from_warehouse=stocked.main)
        move("Transfer", PAPER, 7, from_warehouse=stocked.main, to_warehouse=stocked.other).cancel()
        move("Stock-take", PAPER, 16, to_warehouse=stocked.main)
        assert balance(PAPER, stocked.main) == ledger_sum(PAPER, stocked.main)

    def test_counts_its_rows(self, move: Move, stocked: Store) -> None:
        move("Issue", PAPER, 3, from_warehouse=stocked.main)
        rows = frappe.get_all(
            "Stock Ledger Entry", filters={"item": PAPER}, pluck="sequence", order_by="sequence asc"
        )
        assert [1, 2, 3] == rows

    def test_entry_of_yesterday_reprices_nothing(self, move: Move, stocked: Store) -> None:
        sold = move("Issue", PAPER, 5, from_warehouse=stocked.main)
        move("Receipt", PAPER, 5, rate=100, to_warehouse=stocked.main, posting_date=add_days(nowdate(), -3))
        assert -20 == frappe.db.get_value("Stock Ledger Entry", {"voucher_no": sold.name}, "value")

    @pytest.mark.parametrize("doctype", ["Stock Ledger Entry", "Stock Balance"])
    def test_nobody_changes_it(self, doctype: str, stocked: Store) -> None:
        row = frappe.get_doc(doctype, frappe.get_all(doctype, pluck="name")[0])
        row.qty = 1000
        with pytest.raises(frappe.PermissionError):
            row.save(ignore_permissions=True)

    @pytest.mark.parametrize("doctype", ["Stock Ledger Entry", "Stock Balance"])
    def test_nobody_deletes_from_it(self, doctype: str, stocked: Store) -> None:
        with pytest.raises(frappe.PermissionError):
            frappe.delete_doc(doctype, frappe.get_all(doctype, pluck="name")[0], ignore_permissions=True)

    def test_nobody_adds_to_it(self, new: New, stocked: Store) -> None:
        values = {
            "item": PAPER,
            "warehouse": stocked.main,
            "voucher_type": "Item",
            "voucher_no": PAPER,
            "qty": 5,
        }
        with pytest.raises(frappe.PermissionError):
            new("Stock Ledger Entry", posting_date=nowdate(), **values)


class TestRename:
    def test_item_keeps_its_stock(self, move: Move, stocked: Store) -> None:
        frappe.rename_doc("Item", PAPER, "PAPER-A4")
        move("Issue", "PAPER-A4", 5, from_warehouse=stocked.main)
        assert (15, 60) == balance("PAPER-A4", stocked.main)

    def test_old_code_can_be_used_again(self, new: New, move: Move, stocked: Store) -> None:
        frappe.rename_doc("Item", PAPER, "PAPER-A4")
        new("Item", item_code=PAPER, item_name="Other paper", item_group="Everything", unit="Ream")
        move("Receipt", PAPER, 2, rate=1, to_warehouse=stocked.main)
        assert ((20, 80), (2, 2)) == (balance("PAPER-A4", stocked.main), balance(PAPER, stocked.main))

    def test_warehouse_keeps_its_goods(self, move: Move, stocked: Store) -> None:
        frappe.rename_doc("Warehouse", stocked.main, "Central")
        move("Issue", PAPER, 5, from_warehouse="Central")
        assert (15, 60) == balance(PAPER, "Central")
