"""Invoices: made of deals and proposals, due by terms, kept to branches."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import frappe
import pytest
from frappe.utils import add_days, getdate, nowdate
from regioncrm.sales.invoice import mark_overdue
from regioncrm.sales.making import make_invoice

from .conftest import Shop

New = Callable[..., Any]
Draft = Callable[..., Any]
PRINTER = {"item": "PRINTER", "qty": 2}


def made_of(document: Any) -> Any:
    return frappe.get_doc("Invoice", make_invoice(document.as_dict())["name"])


class TestHeader:
    def test_of_another_millennium_is_refused(self, invoice: Draft) -> None:
        with pytest.raises(frappe.ValidationError, match=r"1026.* Check the year"):
            invoice(PRINTER, posting_date="1026-12-24")

    def test_takes_branch_and_person_of_the_client(self, invoice: Draft, company: Any) -> None:
        made = invoice(PRINTER)
        assert (company.branch, company.anna.employee) == (made.branch, made.responsible)

    def test_is_numbered_by_its_branch(self, invoice: Draft) -> None:
        first, second = invoice(PRINTER), invoice(PRINTER)
        assert f"TLYO-INV-{nowdate()[:4]}-" == first.name[:-5]
        assert 1 == int(second.name[-5:]) - int(first.name[-5:])

    def test_without_a_prefix_has_the_series_alone(self, new: New, invoice: Draft) -> None:
        branch = new("Branch", branch_name="Test Nantes").name
        assert invoice(PRINTER, branch=branch).name.startswith("INV-")

    def test_is_called_after_its_first_line(self, invoice: Draft) -> None:
        assert "Printer" == invoice(PRINTER).title

    def test_proposal_for_another_client_is_refused(self, new: New, invoice: Draft, propose: Draft) -> None:
        other = new("Client", client_name="Omega").name
        with pytest.raises(frappe.ValidationError, match="for another client"):
            invoice(PRINTER, client=other, proposal=propose(PRINTER).name)

    def test_without_lines_is_refused(self, invoice: Draft) -> None:
        with pytest.raises(frappe.MandatoryError):
            invoice()


class TestDueDate:
    @pytest.fixture(autouse=True)
    def terms(self, shop: Shop) -> None:
        frappe.db.set_value("Client", shop.client, "payment_terms_days", 14)

    def test_follows_from_the_terms_of_the_client(self, invoice: Draft) -> None:
        assert getdate(add_days(nowdate(), 14)) == getdate(invoice(PRINTER).due_date)

    def test_follows_the_date(self, invoice: Draft) -> None:
        made = invoice(PRINTER)
        made.posting_date = add_days(nowdate(), 3)
        assert getdate(add_days(nowdate(), 17)) == getdate(made.save().due_date)

    def test_typed_one_stays(self, invoice: Draft) -> None:
        made = invoice(PRINTER, due_date=add_days(nowdate(), 2))
        made.posting_date = add_days(nowdate(), 1)
        assert getdate(add_days(nowdate(), 2)) == getdate(made.save().due_date)

    def test_before_the_date_is_refused(self, invoice: Draft) -> None:
        with pytest.raises(frappe.ValidationError, match="due before it is written"):
            invoice(PRINTER, due_date=add_days(nowdate(), -1))


class TestLines:
    @pytest.mark.parametrize(
        ("line", "said"), [({"qty": -1}, "the quantity is less"), ({"rate": -5}, "the price is less")]
    )
    def test_of_less_than_nothing_are_refused_for_what_they_are(
        self, invoice: Draft, line: dict[str, Any], said: str
    ) -> None:
        with pytest.raises(frappe.ValidationError, match=f"Row 1: {said}"):
            invoice({**PRINTER, **line})

    def test_take_price_tax_and_unit_of_the_item(self, invoice: Draft) -> None:
        line = invoice(PRINTER).items[0]
        assert ("Printer", "Piece", 100, 20, 240) == (
            line.item_name,
            line.unit,
            line.rate,
            line.tax_percent,
            line.total,
        )

    def test_need_no_item(self, invoice: Draft) -> None:
        made = invoice({"item_name": "Advice", "qty": 1.5, "rate": 80})
        assert (120, 120) == (made.net_total, made.grand_total)

    def test_are_added_up_as_in_a_proposal(self, invoice: Draft, propose: Draft) -> None:
        lines = [{"item": "PRINTER", "qty": 3, "rate": 33.335, "discount_percent": 7}, PRINTER]
        header = {"discount_type": "Amount", "discount_amount": 12.34}
        one, other = invoice(*lines, **header), propose(*lines, **header)
        names = ("total", "discount_total", "net_total", "tax_total", "grand_total")
        assert [one.get(name) for name in names] == [other.get(name) for name in names]

    def test_numbers_that_are_sent_do_not_count(self, invoice: Draft) -> None:
        made = invoice(PRINTER, grand_total=1, paid_amount=5, outstanding_amount=0, status="Paid")
        assert (240, 0, 240, "Draft") == (
            made.grand_total,
            made.paid_amount,
            made.outstanding_amount,
            made.status,
        )


class TestMadeOfAProposal:
    def test_costs_what_the_proposal_costs(self, propose: Draft) -> None:
        proposal = propose(
            {"item": "PRINTER", "qty": 3, "rate": 33.335, "tax_percent": 20},
            {"item": "CARTRIDGE", "qty": 1, "kind": "Option"},
            {"item": "CARTRIDGE", "qty": 2, "kind": "Variant", "variant_group": "Ink", "included": 1},
            discount_type="Amount", discount_amount=10.01,
        ).submit()  # fmt: skip
        made = made_of(proposal)
        assert (proposal.grand_total, proposal.tax_total) == (made.grand_total, made.tax_total)
        assert [3, 2] == [row.qty for row in made.items]

    def test_leads_back(self, propose: Draft, shop: Shop) -> None:
        proposal = propose(PRINTER, deal=shop.deal, payment_terms="At once").submit()
        made = made_of(proposal)
        assert (proposal.name, shop.deal, shop.client, "At once", 0) == (
            made.proposal,
            made.deal,
            made.client,
            made.payment_terms,
            made.docstatus,
        )

    def test_keeps_lines_without_tax_or_price(self, propose: Draft) -> None:
        proposal = propose(PRINTER)
        proposal.items[0].tax_percent = 0
        proposal.items[0].update({"rate": 0, "price_source": "Manual"})
        made = made_of(proposal.save().submit())
        assert (0, 0) == (made.items[0].rate, made.items[0].tax_percent)

    def test_draft_is_refused(self, propose: Draft) -> None:
        with pytest.raises(frappe.ValidationError, match="not submitted"):
            made_of(propose(PRINTER))


class TestMadeOfADeal:
    def test_carries_the_lines_over(self, new: New, shop: Shop) -> None:
        deal = new(
            "Deal",
            deal_title="Ink",
            client=shop.client,
            stage="Proposal",
            items=[
                {"item": "PRINTER", "qty": 2, "rate": 90},
                {"description": "Advice", "qty": 1, "rate": 50},
            ],
        )
        made = made_of(deal)
        assert [("Printer", 90, 20), ("Advice", 50, 0)] == [
            (row.item_name, row.rate, row.tax_percent) for row in made.items
        ]
        assert (deal.name, "Ink") == (made.deal, made.title)

    def test_without_lines_has_one_for_the_amount(self, new: New, shop: Shop) -> None:
        deal = new("Deal", deal_title="Ink", client=shop.client, stage="Proposal", amount=500)
        assert [("Ink", 500)] == [(row.item_name, row.rate) for row in made_of(deal).items]


class TestSubmitted:
    def test_is_unpaid(self, invoice: Draft) -> None:
        made = invoice(PRINTER).submit()
        assert ("Unpaid", 240) == tuple(
            frappe.db.get_value("Invoice", made.name, ["status", "outstanding_amount"])
        )

    def test_is_frozen(self, invoice: Draft) -> None:
        made = invoice(PRINTER).submit()
        made.items[0].rate = 1
        with pytest.raises(frappe.UpdateAfterSubmitError):
            made.save()

    @pytest.mark.parametrize(("field", "value"), [("status", "Paid"), ("paid_amount", 240)])
    def test_says_of_nobody_that_it_is_paid(self, invoice: Draft, field: str, value: Any) -> None:
        made = invoice(PRINTER).submit()
        made.set(field, value)
        with pytest.raises(frappe.UpdateAfterSubmitError):
            made.save()

    def test_becomes_overdue(self, invoice: Draft) -> None:
        made = invoice(PRINTER, posting_date=add_days(nowdate(), -9)).submit()
        assert "Overdue" == made.status
        late = invoice(PRINTER).submit()
        frappe.db.set_value("Invoice", late.name, "due_date", add_days(nowdate(), -1))
        mark_overdue()
        assert "Overdue" == frappe.db.get_value("Invoice", late.name, "status")

    def test_longer_term_makes_it_unpaid_again(self, invoice: Draft) -> None:
        made = invoice(PRINTER, posting_date=add_days(nowdate(), -9)).submit()
        made.due_date = add_days(nowdate(), 5)
        assert "Unpaid" == made.save().status

    def test_cancelled_one_says_so(self, invoice: Draft) -> None:
        made = invoice(PRINTER).submit()
        made.cancel()
        assert ("Cancelled", 0) == tuple(
            frappe.db.get_value("Invoice", made.name, ["status", "outstanding_amount"])
        )


class TestAmended:
    def test_begins_anew_with_the_same_lines(self, invoice: Draft, pay: Draft) -> None:
        first = invoice(PRINTER)
        first.items[0].update({"tax_percent": 0, "rate": 0})
        first.append("items", {"item_name": "Advice", "qty": 1, "rate": 50})
        first.save().submit()
        payment = pay(20, first).submit()
        payment.cancel()
        first.reload()
        first.cancel()
        second = frappe.copy_doc(first)
        second.update({"amended_from": first.name, "docstatus": 0})
        second.insert()
        assert (f"{first.name}-1", "Draft", 0, 50, 50) == (
            second.name,
            second.status,
            second.paid_amount,
            second.outstanding_amount,
            second.grand_total,
        )


@pytest.mark.usefixtures("held_to_branches")
class TestAnotherBranch:
    def test_does_not_see_it(self, invoice: Draft, acting_as: Any, company: Any) -> None:
        made = invoice(PRINTER).submit()
        with acting_as(company.anna.user):
            assert [made.name] == frappe.get_list("Invoice", pluck="name")
        with acting_as(company.boris.user):
            assert [] == frappe.get_list("Invoice", pluck="name")
            with pytest.raises(frappe.PermissionError):
                frappe.get_doc("Invoice", made.name).check_permission("read")

    def test_makes_none_of_what_it_does_not_see(self, propose: Draft, acting_as: Any, company: Any) -> None:
        proposal = propose(PRINTER).submit()
        with acting_as(company.boris.user), pytest.raises(frappe.PermissionError):
            made_of(proposal)
        with acting_as(company.anna.user):
            assert proposal.grand_total == made_of(proposal).grand_total


def test_nobody_makes_one_of_anything_else(shop: Shop) -> None:
    with pytest.raises(frappe.ValidationError, match="Nothing can be made of this"):
        make_invoice({"doctype": "Client", "name": shop.client})
