"""Deals: stages, forecast, closing, leads."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import frappe
import pytest
from regioncrm.patches import set_deal_currency

New = Callable[..., Any]


@pytest.fixture
def client(new: New, company: Any) -> str:
    return str(
        new("Client", client_name="Alpha", branch=company.branch, responsible=company.anna.employee).name
    )


@pytest.fixture
def deal(new: New, client: str) -> Any:
    return new("Deal", deal_title="Ten printers", client=client, stage="Qualification", amount=10000)


class TestNewDeal:
    def test_takes_the_probability_of_its_stage(self, deal: Any) -> None:
        assert (10, 1000) == (deal.probability, deal.weighted_amount)

    def test_keeps_a_probability_somebody_typed(self, new: New, client: str) -> None:
        deal = new("Deal", deal_title="Sure thing", client=client, stage="Qualification", probability=80)
        assert 80 == deal.probability

    def test_has_the_currency_of_the_company(self, new: New, client: str, deal: Any) -> None:
        assert "EUR" == deal.currency
        frappe.db.set_single_value("System Settings", "currency", "RUB")
        assert "RUB" == new("Deal", deal_title="Paper", client=client).currency
        assert "USD" == new("Deal", deal_title="Ink", client=client, currency="USD").currency

    def test_from_before_currencies_were_asked_for_gets_one(self, deal: Any) -> None:
        before = frappe.db.get_value("Deal", deal.name, "modified")
        frappe.db.set_value("Deal", deal.name, "currency", None, update_modified=False)
        frappe.db.set_single_value("System Settings", "currency", "RUB")
        set_deal_currency.execute()
        assert ("RUB", before) == frappe.db.get_value("Deal", deal.name, ["currency", "modified"])

    def test_starts_in_the_first_stage(self, new: New, client: str) -> None:
        assert "Qualification" == new("Deal", deal_title="Ten printers", client=client).stage

    def test_takes_branch_and_person_of_the_client(self, deal: Any, company: Any) -> None:
        assert (company.branch, company.anna.employee) == (deal.branch, deal.responsible)

    def test_opens_the_stage_log(self, deal: Any) -> None:
        assert [("Qualification", None)] == [(row.stage, row.left_on) for row in deal.stage_log]

    def test_adds_up_its_products(self, new: New, client: str) -> None:
        items = [
            {"description": "Printer", "qty": 3, "rate": 199.99, "discount_percent": 10},
            {"description": "Setting up", "qty": 1.5, "rate": 60},
        ]
        deal = new("Deal", deal_title="Ten printers", client=client, items=items, amount=1)
        assert (629.97, 60, 4.5) == (deal.amount, deal.discount_amount, deal.total_qty)

    def test_refuses_a_contact_of_another_client(self, new: New, client: str) -> None:
        other = new("Client", client_name="Omega")
        contact = new("Contact", first_name="Igor", client=other.name)
        with pytest.raises(frappe.ValidationError, match="another client"):
            new("Deal", deal_title="Ten printers", client=client, contact=contact.name)


class TestDealThatMoves:
    def test_takes_the_probability_of_the_next_stage(self, deal: Any) -> None:
        deal.stage = "Proposal"
        assert 4500 == deal.save().weighted_amount

    def test_logs_when_it_left_and_entered(self, deal: Any) -> None:
        deal.stage = "Proposal"
        first, second = deal.save().stage_log
        assert ("Proposal", first.left_on, None) == (second.stage, second.entered_on, second.left_on)

    def test_does_not_log_a_save_without_a_move(self, deal: Any) -> None:
        deal.description = "Asked for colour printers"
        assert 1 == len(deal.save().stage_log)

    def test_does_not_enter_a_disabled_stage(self, deal: Any, new: New) -> None:
        new("Deal Stage", stage_name="Old stage", kind="Open", disabled=1)
        deal.stage = "Old stage"
        with pytest.raises(frappe.ValidationError, match="no longer used"):
            deal.save()


class TestClosing:
    def test_a_won_deal_is_certain_and_dated(self, deal: Any) -> None:
        deal.stage = "Won"
        deal.save()
        assert ("Won", 100, 10000, True) == (
            deal.status,
            deal.probability,
            deal.weighted_amount,
            bool(deal.closed_on),
        )

    def test_a_won_deal_makes_a_new_client_active(self, deal: Any, client: str) -> None:
        deal.stage = "Won"
        deal.save()
        assert "Active" == frappe.db.get_value("Client", client, "status")

    def test_a_lost_deal_needs_a_reason(self, deal: Any) -> None:
        deal.stage = "Lost"
        with pytest.raises(frappe.ValidationError, match="why"):
            deal.save()

    def test_a_lost_deal_weighs_nothing(self, deal: Any) -> None:
        deal.update({"stage": "Lost", "lost_reason": "Price"}).save()
        assert (0, 0) == (deal.probability, deal.weighted_amount)

    def test_a_reopened_deal_forgets_why_it_was_closed(self, deal: Any) -> None:
        deal.update({"stage": "Lost", "lost_reason": "Price"}).save()
        deal.update({"stage": "Proposal"}).save()
        assert ("Open", None, None, 45) == (deal.status, deal.closed_on, deal.lost_reason, deal.probability)


class TestStageInUse:
    def test_keeps_its_meaning(self, deal: Any) -> None:
        stage = frappe.get_doc("Deal Stage", "Qualification")
        stage.kind = "Won"
        with pytest.raises(frappe.ValidationError, match="meaning"):
            stage.save()


class TestLead:
    def test_needs_a_way_to_answer(self, new: New) -> None:
        with pytest.raises(frappe.ValidationError, match="phone or an e-mail"):
            new("Lead", lead_name="Igor")

    def test_becomes_a_client_a_contact_and_a_deal(self, new: New, company: Any) -> None:
        lead = new(
            "Lead", lead_name="Igor Orlov", company_name="Omega", phone="+79161234567", expected_amount=900
        )
        made = lead.convert()
        contact = frappe.db.get_value("Contact", {"client": made["client"]}, "full_name")
        deal = frappe.db.get_value("Deal", made["deal"], ["client", "amount", "lead"])
        assert ("Igor Orlov", (made["client"], 900, lead.name)) == (contact, deal)

    def test_of_a_known_phone_is_recognised(self, new: New, company: Any) -> None:
        known = new("Client", client_name="Omega", phone="+79161234567")
        lead = new("Lead", lead_name="Igor Orlov", phone="+7 (916) 123-45-67", email="igor@omega.example")
        assert known.name == lead.convert(with_deal=0)["client"]

    def test_converts_once(self, new: New, company: Any) -> None:
        lead = new("Lead", lead_name="Igor Orlov", phone="+79161234567")
        lead.convert(with_deal=0)
        with pytest.raises(frappe.ValidationError, match="already"):
            lead.convert()


class TestMainContact:
    def test_there_is_one_per_client(self, new: New, client: str) -> None:
        first = new("Contact", first_name="Igor", client=client, is_primary=1)
        new("Contact", first_name="Anna", client=client, is_primary=1)
        assert 0 == frappe.db.get_value("Contact", first.name, "is_primary")
