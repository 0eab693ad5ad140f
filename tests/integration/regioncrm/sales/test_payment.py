"""Payments: what they settle, what they refuse, and what happens when many come at once."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import frappe
import pytest
from comptoir.context import Context
from comptoir.sites import Site
from frappe.utils import add_days, nowdate
from regioncrm.sales.making import make_payment

from ..at_once import at_once, submit
from ..conftest import hire

Draft = Callable[..., Any]
New = Callable[..., Any]
PRINTER = {"item": "PRINTER", "qty": 2}


def state(invoice: Any) -> tuple[str, float, float]:
    found: tuple[str, float, float] = tuple(
        frappe.db.get_value("Invoice", invoice.name, ["status", "paid_amount", "outstanding_amount"])
    )
    return found


@pytest.fixture
def due(invoice: Draft) -> Any:
    """An invoice over 240, submitted."""
    return invoice(PRINTER).submit()


class TestSettling:
    def test_of_another_millennium_is_refused(self, pay: Draft, due: Any) -> None:
        with pytest.raises(frappe.ValidationError, match=r"1026.* Check the year"):
            pay(100, due, posting_date="1026-12-24")

    def test_pays_an_invoice(self, pay: Draft, due: Any) -> None:
        payment = pay(240, due).submit()
        assert ("Paid", 240, 0) == state(due)
        assert ("Allocated", 240, 0) == (
            payment.status,
            payment.allocated_amount,
            payment.unallocated_amount,
        )

    def test_pays_a_part_of_it(self, pay: Draft, due: Any) -> None:
        pay(100.01, due).submit()
        assert ("Partly Paid", 100.01, 139.99) == state(due)
        pay(139.99, due).submit()
        assert ("Paid", 240, 0) == state(due)

    def test_draft_settles_nothing(self, pay: Draft, due: Any) -> None:
        pay(240, due)
        assert ("Unpaid", 0, 240) == state(due)

    def test_cancelled_one_takes_it_back(self, pay: Draft, due: Any) -> None:
        pay(100, due).submit()
        pay(140, due).submit().cancel()
        assert ("Partly Paid", 100, 140) == state(due)

    def test_pays_several_in_their_order(self, invoice: Draft, pay: Draft, due: Any) -> None:
        other = invoice({"item": "CARTRIDGE", "qty": 10, "rate": 15}).submit()
        payment = pay(300, due, other).submit()
        assert [240, 60] == [row.allocated for row in payment.allocations]
        assert ("Partly Paid", 60, 120) == state(other)

    def test_keeps_what_is_left_over(self, pay: Draft, due: Any) -> None:
        payment = pay(300, due).submit()
        assert ("Partly Allocated", 60) == (payment.status, payment.unallocated_amount)

    def test_overdue_one_stays_overdue_until_it_is_paid(self, invoice: Draft, pay: Draft) -> None:
        late = invoice(PRINTER, posting_date=add_days(nowdate(), -9)).submit()
        pay(100, late).submit()
        assert "Overdue" == state(late)[0]
        pay(140, late).submit()
        assert "Paid" == state(late)[0]


class TestButtons:
    def test_record_what_is_outstanding(self, due: Any) -> None:
        payment = frappe.get_doc("Payment", make_payment(due.as_dict())["name"])
        assert (240, 240, 0) == (payment.amount, payment.allocations[0].allocated, payment.docstatus)

    def test_record_another_amount(self, due: Any) -> None:
        payment = frappe.get_doc("Payment", make_payment(due.as_dict(), amount=40, method="Cash")["name"])
        assert (40, "Cash") == (payment.allocations[0].allocated, payment.method)

    def test_settle_the_oldest_first(self, invoice: Draft, pay: Draft) -> None:
        dates = [add_days(nowdate(), -days) for days in (1, 5, 3)]
        names = [invoice(PRINTER, posting_date=day).submit().name for day in dates]
        payment = pay(300)
        assert 2 == payment.allocate()
        assert [(names[1], 240), (names[2], 60)] == [
            (row.invoice, row.allocated) for row in payment.allocations
        ]

    def test_settle_later_what_was_left_over(self, invoice: Draft, pay: Draft, due: Any) -> None:
        part = pay(100, due).submit()
        rest = pay(300, due).submit()
        assert (140, 160, "Partly Allocated") == (rest.allocated_amount, rest.unallocated_amount, rest.status)
        later = invoice(PRINTER).submit()
        assert 1 == rest.allocate()
        assert ("Partly Paid", 160, 80) == state(later)
        rest.reload()
        assert (300, 0, "Allocated") == (rest.allocated_amount, rest.unallocated_amount, rest.status)
        rest.cancel()
        assert [("Unpaid", 0, 240), ("Partly Paid", 100, 140)] == [state(later), state(due)]
        part.reload()
        assert 0 == part.allocate()

    def test_settle_more_of_an_invoice_that_is_settled_in_part(self, pay: Draft, due: Any) -> None:
        payment = pay(240, due)
        payment.allocations[0].allocated = 40
        payment.save().submit()
        assert 1 == payment.allocate()
        assert ("Paid", 240, 0) == state(due)
        assert [240] == [row.allocated for row in frappe.get_doc("Payment", payment.name).allocations]

    def test_settle_nothing_of_a_cancelled_one(self, pay: Draft, due: Any) -> None:
        payment = pay(300, due).submit()
        payment.cancel()
        with pytest.raises(frappe.ValidationError, match="settles nothing"):
            payment.allocate()


def test_a_second_draft_for_the_same_is_told(ctx: Context, pay: Draft, due: Any, invoice: Draft) -> None:
    first = pay(240, due)
    assert not [message for message in ctx.messages if "settle the same" in message.message]
    pay(240, due)
    assert 1 == sum(f"settle the same invoices: {first.name}." in message.message for message in ctx.messages)
    pay(240, invoice(PRINTER).submit())
    assert 1 == sum("settle the same" in message.message for message in ctx.messages)


class TestRefuses:
    def test_more_than_is_outstanding(self, pay: Draft, due: Any) -> None:
        with pytest.raises(frappe.ValidationError, match="outstanding"):
            pay(500, {"invoice": due.name, "allocated": 240.01})

    def test_more_than_was_received(self, pay: Draft, due: Any) -> None:
        with pytest.raises(frappe.ValidationError, match="were received"):
            pay(100, {"invoice": due.name, "allocated": 101})

    def test_what_was_paid_meanwhile(self, pay: Draft, due: Any) -> None:
        first, second = pay(240, due), pay(240, due)
        first.submit()
        with pytest.raises(frappe.ValidationError, match="outstanding"):
            second.submit()
        assert ("Paid", 240, 0) == state(due)

    def test_the_same_invoice_twice(self, pay: Draft, due: Any) -> None:
        with pytest.raises(frappe.ValidationError, match="settled twice"):
            pay(240, due, due)

    def test_a_draft(self, invoice: Draft, pay: Draft) -> None:
        with pytest.raises(frappe.ValidationError, match="not submitted"):
            pay(240, invoice(PRINTER))

    def test_an_invoice_of_another_client(self, new: New, invoice: Draft, pay: Draft) -> None:
        other = invoice(PRINTER, client=new("Client", client_name="Omega").name).submit()
        with pytest.raises(frappe.ValidationError, match="another client"):
            pay(240, other)

    def test_another_currency(self, pay: Draft, due: Any) -> None:
        with pytest.raises(frappe.ValidationError, match="is in EUR, this payment is in USD"):
            pay(240, due, currency="USD")

    @pytest.mark.parametrize("amount", [0, -5])
    def test_nothing(self, pay: Draft, amount: float) -> None:
        with pytest.raises(frappe.ValidationError):
            pay(amount)

    def test_to_let_a_paid_invoice_be_cancelled(self, pay: Draft, due: Any) -> None:
        payment = pay(40, due).submit()
        with pytest.raises(frappe.ValidationError, match=f"Cancel the payments first: {payment.name}."):
            frappe.get_doc("Invoice", due.name).cancel()
        payment.cancel()
        frappe.get_doc("Invoice", due.name).cancel()
        assert "Cancelled" == state(due)[0]


class TestRights:
    def test_sales_people_record_none(self, pay: Draft, due: Any, acting_as: Any, company: Any) -> None:
        with acting_as(company.anna.user), pytest.raises(frappe.PermissionError):
            make_payment(due.as_dict())

    @pytest.mark.usefixtures("held_to_branches")
    def test_accountant_of_another_branch_settles_nothing_here(
        self, due: Any, new: New, acting_as: Any, company: Any
    ) -> None:
        clerk = hire("Ada", "Noir", company.head_office, "Accountant")
        user = frappe.get_doc("User", clerk.user)
        own = new("Client", client_name="Omega", branch=company.head_office).name
        user.set("scopes", [{"scope": company.head_office, "is_default": 1}])
        user.save()
        with acting_as(clerk.user):
            with pytest.raises(frappe.PermissionError):
                make_payment(due.as_dict())
            with pytest.raises(frappe.ValidationError) as refused:
                new("Payment", client=own, amount=240, allocations=[{"invoice": due.name}])
        assert "240" not in str(refused.value)
        assert ("Unpaid", 0, 240) == state(due)


def test_sixteen_clerks_pay_the_same_invoice_once(site: Site, pay: Draft, due: Any) -> None:
    names = [str(pay(100, due).name) for _clerk in range(16)]
    frappe.db.commit()
    ended = at_once(site, [partial(submit, "Payment", name) for name in names])
    assert (2, 14) == (ended.count("done"), ended.count("ValidationError"))
    frappe.db.rollback()
    settled = frappe.get_all(
        "Payment Allocation", filters={"invoice": due.name, "docstatus": 1}, pluck="allocated"
    )
    assert ("Partly Paid", sum(settled), 40) == state(due)
