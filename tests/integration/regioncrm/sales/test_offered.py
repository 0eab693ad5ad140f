"""Invoices and acts of a proposal: together they ask for no more than it offers."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import frappe
import pytest
from comptoir.sites import Site
from regioncrm.sales.making import make_act, make_invoice

from ..at_once import at_once, submit

New = Callable[..., Any]
Draft = Callable[..., Any]
PRINTER = {"item": "PRINTER", "qty": 2}
MAKE = {"Invoice": make_invoice, "Act": make_act}
BOTH = pytest.mark.parametrize("doctype", list(MAKE))


def made(doctype: str, source: Any) -> Any:
    return frappe.get_doc(doctype, MAKE[doctype](source.as_dict())["name"])


def told() -> list[str]:
    found = [message.message for message in frappe.get_message_log()]
    frappe.clear_messages()
    return found


@pytest.fixture
def offer(propose: Draft) -> Any:
    """A submitted proposal over 240."""
    return propose(PRINTER).submit()


@BOTH
class TestSubmitting:
    def test_the_whole_a_second_time_is_refused(self, doctype: str, offer: Any) -> None:
        first, second = made(doctype, offer), made(doctype, offer)
        first.submit()
        with pytest.raises(frappe.ValidationError, match="more than was offered") as refused:
            second.submit()
        assert [] == [name for name in (offer.name, first.name) if name not in str(refused.value)]
        assert 0 == frappe.db.get_value(doctype, second.name, "docstatus")

    def test_parts_pass_until_all_is_asked_for(self, doctype: str, offer: Any) -> None:
        halves = [made(doctype, offer) for _half in range(3)]
        for half in halves:
            half.items[0].qty = 1
            half.save()
        halves[0].submit()
        halves[1].submit()
        with pytest.raises(frappe.ValidationError, match="more than was offered"):
            halves[2].submit()

    def test_more_than_is_offered_is_refused_at_once(self, doctype: str, offer: Any) -> None:
        larger = made(doctype, offer)
        larger.items[0].qty = 3
        with pytest.raises(frappe.ValidationError, match="which is less than"):
            larger.save().submit()

    def test_cancelled_ones_do_not_count(self, doctype: str, offer: Any) -> None:
        first, second = made(doctype, offer), made(doctype, offer)
        first.submit().cancel()
        assert 1 == second.submit().docstatus

    def test_nor_do_those_without_the_link(self, doctype: str, offer: Any) -> None:
        first, second = made(doctype, offer), made(doctype, offer)
        first.submit()
        second.proposal = None
        assert 1 == second.save().submit().docstatus

    def test_nor_those_in_another_currency(self, doctype: str, offer: Any) -> None:
        first, second = made(doctype, offer), made(doctype, offer)
        first.update({"currency": "USD", "price_list": None})
        first.save().submit()
        assert 1 == second.submit().docstatus
        other = made(doctype, offer)
        other.update({"currency": "USD", "price_list": None})
        assert 1 == other.save().submit().docstatus

    def test_nor_those_of_other_proposals(self, doctype: str, offer: Any, propose: Draft) -> None:
        made(doctype, propose(PRINTER).submit()).submit()
        assert 1 == made(doctype, offer).submit().docstatus

    def test_that_of_a_contract_counts(self, doctype: str, offer: Any, new: New) -> None:
        contract = new("Contract", client=offer.client, proposal=offer.name).submit()
        first, second = made(doctype, offer), made(doctype, contract)
        first.submit()
        with pytest.raises(frappe.ValidationError, match="more than was offered"):
            second.submit()

    def test_two_at_once_pass_once(self, doctype: str, site: Site, offer: Any) -> None:
        names = [str(made(doctype, offer).name) for _person in range(8)]
        frappe.db.commit()
        ended = at_once(site, [partial(submit, doctype, name) for name in names])
        assert (1, 7) == (ended.count("done"), ended.count("ValidationError"))


def test_lines_rounded_one_by_one_are_let_pass(propose: Draft) -> None:
    offer = propose({"item": "PRINTER", "qty": 3, "rate": 33.335, "tax_percent": 0}).submit()
    thirds = [made("Invoice", offer) for _third in range(3)]
    for third in thirds:
        third.items[0].qty = 1
        third.save().submit()
    assert offer.grand_total < sum(third.grand_total for third in thirds)


@BOTH
class TestDrafting:
    def test_the_first_is_told_nothing(self, doctype: str, offer: Any) -> None:
        told()
        made(doctype, offer)
        assert [] == told()

    def test_tells_of_what_is_asked_for(self, doctype: str, offer: Any) -> None:
        first = made(doctype, offer).submit()
        told()
        made(doctype, offer)
        (sentence,) = told()
        assert [] == [part for part in ("All of", offer.name, first.name) if part not in sentence]

    def test_tells_what_is_left(self, doctype: str, offer: Any) -> None:
        first = made(doctype, offer)
        first.items[0].update({"qty": 1, "discount_percent": 50})
        first.save().submit()
        told()
        made(doctype, offer)
        (sentence,) = told()
        assert [] == [part for part in (offer.name, first.name, "60.00", "180.00") if part not in sentence]

    def test_tells_of_other_drafts(self, doctype: str, offer: Any) -> None:
        first = made(doctype, offer)
        told()
        made(doctype, offer)
        (sentence,) = told()
        assert sentence.startswith("There are other drafts")
        assert first.name in sentence


@pytest.mark.usefixtures("held_to_branches")
def test_invoices_of_another_branch_are_not_named(offer: Any, acting_as: Any, company: Any) -> None:
    hidden = made("Invoice", offer)
    hidden.branch = company.head_office
    hidden.save().submit()
    mine = made("Invoice", offer)
    told()
    with acting_as(company.anna.user), pytest.raises(frappe.ValidationError) as refused:
        frappe.get_doc("Invoice", mine.name).submit()
    assert hidden.name not in str(refused.value)
    assert "documents you may not see" in str(refused.value)
