"""Acts: made of what they are about, signed or disputed by the client."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import frappe
import pytest
from frappe.utils import add_days, nowdate
from regioncrm.sales.making import make_act, make_invoice

from ..conftest import hire
from .conftest import Shop

New = Callable[..., Any]
Draft = Callable[..., Any]
PRINTER = {"item": "PRINTER", "qty": 2}


def made_of(document: Any) -> Any:
    return frappe.get_doc("Act", make_act(document.as_dict())["name"])


@pytest.fixture
def act(new: New, shop: Shop) -> Draft:
    """Saves a draft."""

    def draft(*lines: dict[str, Any], **header: Any) -> Any:
        return new("Act", client=header.pop("client", shop.client), items=list(lines), **header)

    return draft


class TestMaking:
    def test_of_another_millennium_is_refused(self, act: Draft) -> None:
        with pytest.raises(frappe.ValidationError, match=r"1026.* Check the year"):
            act(PRINTER, posting_date="1026-12-24")

    def test_of_an_invoice_has_its_lines_and_total(self, invoice: Draft) -> None:
        source = invoice(PRINTER, {"item_name": "Advice", "qty": 1, "rate": 0.333, "tax_percent": 20},
                         discount_type="Percent", discount_percent=3.33).submit()  # fmt: skip
        made = made_of(source)
        assert (source.name, source.grand_total, 2) == (made.invoice, made.grand_total, len(made.items))

    def test_of_a_proposal_leads_back(self, propose: Draft, shop: Shop) -> None:
        source = propose(PRINTER, deal=shop.deal).submit()
        made = made_of(source)
        assert (source.name, shop.deal, 240) == (made.proposal, made.deal, made.grand_total)

    def test_of_a_contract_has_the_lines_of_its_proposal(self, new: New, propose: Draft, shop: Shop) -> None:
        offer = propose(PRINTER).submit()
        contract = new("Contract", client=shop.client, proposal=offer.name).submit()
        made = made_of(contract)
        assert (contract.name, offer.name, 240) == (made.contract, made.proposal, made.grand_total)

    def test_becomes_an_invoice_of_the_same_total(self, act: Draft) -> None:
        source = act(PRINTER, {"item_name": "Advice", "qty": 3, "rate": 33.335, "tax_percent": 20}).submit()
        made = frappe.get_doc("Invoice", make_invoice(source.as_dict())["name"])
        assert (source.name, source.grand_total) == (made.act, made.grand_total)

    def test_invoice_of_another_client_is_refused(self, new: New, act: Draft, invoice: Draft) -> None:
        other = new("Client", client_name="Omega").name
        with pytest.raises(frappe.ValidationError, match="another client"):
            act(PRINTER, client=other, invoice=invoice(PRINTER).name)


class TestLife:
    def test_is_numbered_by_its_branch_and_issued(self, act: Draft) -> None:
        made = act(PRINTER).submit()
        assert ("Issued", True) == (made.status, made.name.startswith("TLYO-ACT-"))

    def test_is_signed_by_the_client(self, act: Draft) -> None:
        made = act(PRINTER).submit()
        made.sign(nowdate(), "A. Dubois")
        stored = frappe.get_doc("Act", made.name)
        assert ("Signed", "A. Dubois", nowdate()) == (
            stored.status,
            stored.their_signatory,
            str(stored.signed_on),
        )
        with pytest.raises(frappe.ValidationError, match="Only an issued act"):
            stored.sign(nowdate())

    def test_is_disputed_and_signed_after_all(self, act: Draft) -> None:
        made = act(PRINTER).submit()
        made.dispute("One is broken")
        assert ("Disputed", "One is broken") == tuple(
            frappe.db.get_value("Act", made.name, ["status", "objections"])
        )
        frappe.get_doc("Act", made.name).sign(nowdate())
        assert "Signed" == frappe.db.get_value("Act", made.name, "status")

    def test_is_not_signed_before_it_was_written(self, act: Draft) -> None:
        made = act(PRINTER).submit()
        with pytest.raises(frappe.ValidationError, match="before it was written"):
            made.sign(add_days(nowdate(), -1))

    @pytest.mark.parametrize(("field", "value"), [("status", "Signed"), ("signed_on", "2026-01-02")])
    def test_says_of_nobody_that_it_is_signed(self, act: Draft, field: str, value: str) -> None:
        made = act(PRINTER).submit()
        made.set(field, value)
        with pytest.raises(frappe.UpdateAfterSubmitError):
            made.save()

    def test_draft_is_not_signed(self, act: Draft) -> None:
        with pytest.raises(frappe.ValidationError, match="Only an issued act"):
            act(PRINTER).sign(nowdate())

    def test_work_that_ends_before_it_begins_is_refused(self, act: Draft) -> None:
        with pytest.raises(frappe.ValidationError, match="end before it begins"):
            act(PRINTER, period_from=nowdate(), period_to=add_days(nowdate(), -1))


class TestRights:
    def test_engineers_write_them(self, act: Draft, acting_as: Any, company: Any) -> None:
        engineer = hire("Ned", "Tolle", company.branch, "Service Engineer")
        with acting_as(engineer.user):
            made = act({"item_name": "Repair", "qty": 1, "rate": 80}).submit()
            made.sign(nowdate())
        assert "Signed" == frappe.db.get_value("Act", made.name, "status")

    @pytest.mark.usefixtures("held_to_branches")
    def test_another_branch_neither_sees_nor_makes_one(
        self, act: Draft, invoice: Draft, acting_as: Any, company: Any
    ) -> None:
        made, source = act(PRINTER).submit(), invoice(PRINTER).submit()
        with acting_as(company.boris.user):
            assert [] == frappe.get_list("Act", pluck="name")
            with pytest.raises(frappe.PermissionError):
                make_act(source.as_dict())
        with acting_as(company.anna.user):
            assert [made.name] == frappe.get_list("Act", pluck="name")
