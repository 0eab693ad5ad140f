"""Contracts: clauses from a template, signed once, over on their last day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import frappe
import pytest
from comptoir.context import Context, use
from frappe.utils import add_days, nowdate
from regioncrm.sales.contract import end
from regioncrm.sales.making import make_contract, make_invoice

from .conftest import Shop

New = Callable[..., Any]
Draft = Callable[..., Any]
PRINTER = {"item": "PRINTER", "qty": 2}
CLAUSES = [
    {"title": "Subject", "text": "<p>{{ company.legal_name }} sells {{ contract.title }}.</p>"},
    {"title": "Price", "text": "<p>{{ contract.amount }} from {{ client.legal_name }}</p>"},
]


@pytest.fixture
def template(new: New) -> str:
    return str(new("Contract Template", template_name="Test Supply", clauses=CLAUSES).name)


@pytest.fixture
def contract(new: New, shop: Shop, template: str) -> Draft:
    """Saves a draft."""

    def draft(**values: Any) -> Any:
        usual = {"client": shop.client, "template": template, "title": "Ten printers", "amount": 1200}
        return new("Contract", **usual | values)

    return draft


class TestHeader:
    def test_takes_branch_and_number_of_the_client(self, contract: Draft, company: Any) -> None:
        made = contract()
        assert (company.branch, True) == (made.branch, made.name.startswith("TLYO-CTR-"))

    def test_takes_signatories_of_both_parties(self, contract: Draft, shop: Shop, company: Any) -> None:
        frappe.db.set_value("Branch", company.branch, {"signatory": "J. Martin", "city": "Lyon"})
        frappe.db.set_value(
            "Client", shop.client, {"signatory": "A. Dubois", "signatory_basis": "the Articles"}
        )
        made = contract()
        assert ("J. Martin", "Lyon", "A. Dubois", "the Articles") == (
            made.our_signatory,
            made.place,
            made.their_signatory,
            made.their_basis,
        )

    def test_end_before_its_beginning_is_refused(self, contract: Draft) -> None:
        with pytest.raises(frappe.ValidationError, match="end before it begins"):
            contract(valid_till=add_days(nowdate(), -1))


class TestClauses:
    def test_are_those_of_the_template_with_names_and_amounts(self, contract: Draft) -> None:
        made = contract()
        assert ["Subject", "Price"] == [row.title for row in made.clauses]
        assert ["Test Lyon sells Ten printers.", "€1,200.00 from Alpha"] == [
            frappe.utils.strip_html(row.text) for row in made.clauses
        ]

    def test_follow_the_draft(self, contract: Draft) -> None:
        made = contract()
        made.amount = 900
        assert "€900.00" in made.save().clauses[1].text

    def test_typed_one_stays(self, contract: Draft) -> None:
        made = contract()
        made.clauses[1].text = "<p>One price for all.</p>"
        made.save()
        made.amount = 900
        assert "One price for all." in made.save().clauses[1].text

    def test_of_another_template_replace_them(self, new: New, contract: Draft) -> None:
        other = new("Contract Template", template_name="Test Care", clauses=CLAUSES[:1]).name
        made = contract()
        made.template = other
        assert 1 == len(made.save().clauses)

    @pytest.mark.parametrize(("language", "amount"), [("French", "1 200,00 €"), ("Russian", "1 200,00 €")])
    def test_write_numbers_in_the_language_of_the_template(
        self, new: New, contract: Draft, language: str, amount: str
    ) -> None:
        other = new("Contract Template", template_name="Test", language=language, clauses=CLAUSES).name
        text = contract(template=other).clauses[1].text
        assert amount in text.replace("\xa0", " ").replace("\u202f", " ").replace("&nbsp;", " ")

    def test_usual_ones_are_in_the_language_of_the_client(self, contract: Draft, shop: Shop) -> None:
        frappe.db.set_value("Client", shop.client, "language", "Russian")
        made = contract(template=None)
        assert "Предмет договора" == made.clauses[0].title
        assert "{" not in "".join(row.text for row in made.clauses)

    def test_usual_ones_are_in_the_language_of_whoever_writes_to_a_client_without_one(
        self, ctx: Context, contract: Draft, shop: Shop
    ) -> None:
        frappe.db.set_value("Client", shop.client, "language", None)
        with use(replace(ctx, lang="ru", memo={})):
            assert "Предмет договора" == contract(template=None).clauses[0].title
        assert "Предмет договора" != contract(template=None).clauses[0].title

    def test_reach_nothing_but_what_they_may_name(self, new: New, contract: Draft, shop: Shop) -> None:
        frappe.db.set_value("Client", shop.client, {"bank_account": "SECRET", "notes": "SECRET"})
        rows = [
            {"title": "Bank", "text": "[{{ client.bank_account }}{{ client.notes }}{{ contract.owner }}]"}
        ]
        other = new("Contract Template", template_name="Curious", clauses=rows).name
        assert "[]" == contract(template=other).clauses[0].text

    def test_that_cannot_be_filled_in_are_refused(self, new: New) -> None:
        rows = [{"title": "Broken", "text": "{{ client.legal_name "}]
        with pytest.raises(frappe.ValidationError):
            new("Contract Template", template_name="Broken", clauses=rows)


class TestLife:
    def test_is_signed_when_it_is_submitted(self, contract: Draft) -> None:
        made = contract().submit()
        assert ("Signed", nowdate()) == (made.status, str(made.signed_on))

    def test_without_clauses_is_not_signed(self, contract: Draft) -> None:
        made = contract()
        made.set("clauses", [])
        made.save()
        with pytest.raises(frappe.ValidationError, match="no clauses"):
            made.submit()

    def test_text_is_frozen(self, contract: Draft) -> None:
        made = contract().submit()
        made.clauses[0].text = "<p>Free of charge.</p>"
        with pytest.raises(frappe.UpdateAfterSubmitError):
            made.save()

    def test_ends_after_its_last_day_and_can_be_prolonged(self, contract: Draft) -> None:
        made = contract(posting_date=add_days(nowdate(), -30), valid_till=add_days(nowdate(), -1)).submit()
        kept = contract(valid_till=nowdate()).submit()
        end()
        assert ["Ended", "Signed"] == [
            frappe.db.get_value("Contract", one.name, "status") for one in (made, kept)
        ]
        made.reload()
        made.valid_till = add_days(nowdate(), 30)
        assert "Signed" == made.save().status

    def test_is_terminated_with_a_reason(self, contract: Draft) -> None:
        made = contract().submit()
        made.terminate(nowdate(), "Moved away")
        stored = frappe.get_doc("Contract", made.name)
        assert ("Terminated", "Moved away") == (stored.status, stored.termination_reason)
        with pytest.raises(frappe.ValidationError, match="Only a signed contract"):
            stored.terminate(nowdate(), "Again")

    def test_says_of_nobody_that_it_is_ended(self, contract: Draft) -> None:
        made = contract().submit()
        made.status = "Ended"
        with pytest.raises(frappe.UpdateAfterSubmitError):
            made.save()


class TestMaking:
    def test_of_a_proposal_carries_amount_and_terms_over(
        self, propose: Draft, template: str, shop: Shop
    ) -> None:
        proposal = propose(PRINTER, deal=shop.deal, payment_terms="At once", warranty_terms="A year").submit()
        made = frappe.get_doc("Contract", make_contract(proposal.as_dict(), template)["name"])
        assert (proposal.name, shop.deal, 240, "At once", "A year", template) == (
            made.proposal, made.deal, made.amount, made.payment_terms, made.warranty_terms, made.template,
        )  # fmt: skip

    def test_an_invoice_of_it_has_the_lines_of_its_proposal(self, propose: Draft, template: str) -> None:
        proposal = propose(PRINTER, discount_type="Percent", discount_percent=3.33).submit()
        contract = frappe.get_doc("Contract", make_contract(proposal.as_dict(), template)["name"]).submit()
        made = frappe.get_doc("Invoice", make_invoice(contract.as_dict())["name"])
        assert (contract.name, proposal.name, proposal.grand_total, "Printer") == (
            made.contract,
            made.proposal,
            made.grand_total,
            made.items[0].item_name,
        )

    def test_an_invoice_of_one_without_a_proposal_has_its_amount(self, contract: Draft) -> None:
        made = frappe.get_doc("Invoice", make_invoice(contract().submit().as_dict())["name"])
        assert [("Ten printers", 1200)] == [(row.item_name, row.rate) for row in made.items]

    def test_invoice_under_a_contract_of_another_client_is_refused(
        self, new: New, contract: Draft, invoice: Draft
    ) -> None:
        other = new("Client", client_name="Omega").name
        with pytest.raises(frappe.ValidationError, match="with another client"):
            invoice(PRINTER, client=other, contract=contract().name)


@pytest.mark.usefixtures("held_to_branches")
def test_another_branch_neither_sees_nor_makes_one(
    propose: Draft, contract: Draft, acting_as: Any, company: Any
) -> None:
    made, proposal = contract(), propose(PRINTER).submit()
    with acting_as(company.boris.user):
        assert [] == frappe.get_list("Contract", pluck="name")
        with pytest.raises(frappe.PermissionError):
            make_contract(proposal.as_dict())
    with acting_as(company.anna.user):
        assert [made.name] == frappe.get_list("Contract", pluck="name")
