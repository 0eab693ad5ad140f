"""Proposals: prices, totals, options, revisions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import frappe
import pytest
from comptoir.context import Context, current
from comptoir.desk import api, linked
from frappe.utils import add_days, getdate, nowdate
from regioncrm.patches import set_totals_before_discounts
from regioncrm.sales.proposal import expire

from .conftest import Shop

New = Callable[..., Any]
Propose = Callable[..., Any]


class TestHeader:
    def test_takes_branch_and_person_of_the_client(self, propose: Propose, company: Any) -> None:
        proposal = propose({"item": "PRINTER", "qty": 1})
        assert (company.branch, company.anna.employee) == (proposal.branch, proposal.responsible)

    def test_is_valid_for_thirty_days(self, propose: Propose) -> None:
        assert getdate(add_days(nowdate(), 30)) == getdate(propose({"item": "PRINTER", "qty": 1}).valid_till)

    def test_is_called_after_its_first_item(self, propose: Propose) -> None:
        assert "Printer" == propose({"item": "PRINTER", "qty": 1}).title

    def test_deal_of_another_client_is_refused(self, new: New, propose: Propose, shop: Shop) -> None:
        other = new("Client", client_name="Omega").name
        with pytest.raises(frappe.ValidationError, match="another client"):
            propose({"item": "PRINTER", "qty": 1}, client=other, deal=shop.deal)

    def test_prices_in_another_currency_are_refused(self, propose: Propose) -> None:
        with pytest.raises(frappe.ValidationError, match="are in EUR, this proposal is in USD"):
            propose({"item": "PRINTER", "qty": 1}, currency="USD", price_list="Euro Prices")


class TestStandingDiscount:
    @pytest.fixture
    def regular(self, shop: Shop) -> Shop:
        frappe.db.set_value("Client", shop.client, "discount_percent", 5)
        return shop

    @pytest.fixture
    def better(self, new: New, regular: Shop) -> str:
        return str(new("Client", client_name="Omega", discount_percent=7.5).name)

    def test_is_taken_off_the_whole(self, propose: Propose, regular: Shop) -> None:
        proposal = propose({"item": "PRINTER", "qty": 1})
        assert ("Percent", 5, 95, 114) == (*discount(proposal), proposal.net_total, proposal.grand_total)

    def test_is_that_of_the_client_of_a_deal(self, propose: Propose, regular: Shop) -> None:
        assert ("Percent", 5) == discount(propose({"item": "PRINTER", "qty": 1}, deal=regular.deal))

    def test_of_nobody_changes_nothing(self, propose: Propose) -> None:
        assert (None, 0) == discount(propose({"item": "PRINTER", "qty": 1}))

    @pytest.mark.parametrize(
        ("said", "expected"),
        [
            ({"discount_type": "Percent", "discount_percent": 2}, ("Percent", 2)),
            ({"discount_type": "Amount", "discount_amount": 1}, ("Amount", 0)),
            ({"discount_type": None, "discount_percent": 5}, (None, 0)),
        ],
        ids=["percent", "amount", "taken back on the form"],
    )
    def test_gives_way_to_another(
        self, propose: Propose, regular: Shop, said: dict[str, Any], expected: tuple[Any, ...]
    ) -> None:
        assert expected == discount(propose({"item": "PRINTER", "qty": 1}, **said))

    def test_follows_the_client_of_a_draft(self, propose: Propose, better: str, shop: Shop) -> None:
        proposal = propose({"item": "PRINTER", "qty": 1})
        proposal.client = better
        assert ("Percent", 7.5) == discount(proposal.save())
        frappe.db.set_value("Client", shop.client, "discount_percent", 0)
        proposal.client = shop.client
        assert (None, 0) == discount(proposal.save())

    def test_that_was_changed_stays_with_another_client(self, propose: Propose, better: str) -> None:
        proposal = propose({"item": "PRINTER", "qty": 1})
        proposal.discount_percent = 6
        proposal.save().client = better
        assert ("Percent", 6) == discount(proposal.save())

    def test_that_was_taken_back_does_not_return(self, propose: Propose, better: str) -> None:
        proposal = propose({"item": "PRINTER", "qty": 1})
        proposal.discount_type = None
        assert (None, 0) == discount(proposal.save())
        proposal.title = "Another subject"
        assert (None, 0) == discount(proposal.save())
        proposal.client = better
        assert (None, 0) == discount(proposal.save())

    def test_does_not_come_over_a_draft_that_was_there_before(self, propose: Propose, shop: Shop) -> None:
        proposal = propose({"item": "PRINTER", "qty": 1})
        frappe.db.set_value("Client", shop.client, "discount_percent", 5)
        assert (None, 0) == discount(proposal.save())

    def test_does_not_come_over_a_revision(self, propose: Propose, shop: Shop) -> None:
        proposal = propose({"item": "PRINTER", "qty": 1}).submit()
        frappe.db.set_value("Client", shop.client, "discount_percent", 5)
        revision = frappe.copy_doc(proposal.cancel())
        revision.amended_from = proposal.name
        assert (None, 0) == discount(revision.insert())

    def test_is_shown_when_the_client_is_chosen(self, ctx: Context, better: str) -> None:
        assert {
            "client_name": "Omega",
            "discount_type": "Percent",
            "discount_percent": 7.5,
        } == api.fetch_values(ctx, "Proposal", "client", better)

    def test_is_shown_beside_client_and_deal(self, ctx: Context, regular: Shop) -> None:
        for doctype, name, link in (
            ("Client", regular.client, "client"),
            ("Deal", regular.deal, "deal"),
        ):
            made = linked.new_from(ctx, doctype, name, "Proposal", link)
            assert ("Percent", 5) == (made["discount_type"], made["discount_percent"])

    def test_is_shown_on_a_copy_that_says_none(self, ctx: Context, propose: Propose, shop: Shop) -> None:
        plain, reduced = (
            propose({"item": "PRINTER", "qty": 1}, **said)
            for said in ({}, {"discount_type": "Percent", "discount_percent": 2})
        )
        frappe.db.set_value("Client", shop.client, "discount_percent", 5)
        copies = [api.duplicate(ctx, "Proposal", each.name) for each in (plain, reduced)]
        assert [5, 2] == [copy["discount_percent"] for copy in copies]

    def test_is_told_to_nobody_who_does_not_read_the_client(
        self, ctx: Context, acting_as: Any, held_to_branches: None, new: New, company: Any
    ) -> None:
        far = new("Client", client_name="Far", branch=company.head_office, discount_percent=9).name
        with acting_as(company.anna.user):
            told = api.fetch_values(current(), "Proposal", "client", str(far))
        assert not told.get("discount_percent")


def discount(proposal: Any) -> tuple[Any, ...]:
    stored = frappe.db.get_value("Proposal", proposal.name, ["discount_type", "discount_percent"])
    assert tuple(stored) == (proposal.discount_type, proposal.discount_percent)
    return (proposal.discount_type or None, proposal.discount_percent)


class TestDiscounts:
    @pytest.fixture
    def proposal(self, propose: Propose) -> Any:
        """Ten per cent off a line of 200, and then ten per cent off the whole."""
        line = {"item": "PRINTER", "qty": 2, "discount_percent": 10}
        return propose(line, discount_type="Percent", discount_percent=10)

    def test_of_lines_and_of_the_whole_are_taken_from_what_it_was_before(self, proposal: Any) -> None:
        assert (200, 38, 162) == (proposal.total, proposal.discount_total, proposal.net_total)

    def test_are_told_anew_on_what_was_stored_before(self, proposal: Any) -> None:
        frappe.db.set_value("Proposal", proposal.name, "total", 180, update_modified=False)
        set_totals_before_discounts.execute()
        assert (200, proposal.grand_total) == frappe.db.get_value(
            "Proposal", proposal.name, ["total", "grand_total"]
        )


class TestPaper:
    def test_tells_the_client_no_cost(self, propose: Propose) -> None:
        proposal = propose({"item": "CARTRIDGE", "qty": 2})
        page = frappe.get_print("Proposal", proposal.name)
        assert "Cartridge" in page
        for told in ("Cost", "Margin", "Markup", "Mark-up"):
            assert told not in page


class TestPrices:
    def test_come_from_the_price_list(self, propose: Propose) -> None:
        line = propose({"item": "PRINTER", "qty": 2}).items[0]
        assert ("Price List", 100, 200, 40, 240) == (
            line.price_source,
            line.rate,
            line.amount,
            line.tax_amount,
            line.total,
        )

    def test_come_from_cost_and_markup_where_no_list_knows_one(self, propose: Propose) -> None:
        line = propose({"item": "CARTRIDGE", "qty": 1}).items[0]
        assert ("Mark-up", 10, 15) == (line.price_source, line.cost, line.rate)

    def test_typed_one_stays(self, propose: Propose) -> None:
        line = propose({"item": "PRINTER", "qty": 1, "rate": 90}).items[0]
        assert ("Manual", 90, 50) == (line.price_source, line.rate, line.markup_percent)

    def test_changed_by_hand_stays_changed(self, propose: Propose) -> None:
        proposal = propose({"item": "PRINTER", "qty": 1})
        proposal.items[0].rate = 95
        proposal.save()
        assert ("Manual", 95) == (proposal.items[0].price_source, proposal.items[0].rate)

    def test_draft_follows_the_list(self, new: New, propose: Propose) -> None:
        proposal = propose({"item": "PRINTER", "qty": 1})
        new("Item Price", item="PRINTER", price_list="Euro Prices", rate=110, valid_from=nowdate())
        assert 110 == proposal.save().items[0].rate

    def test_are_those_of_the_day(self, new: New, propose: Propose) -> None:
        new("Item Price", item="PRINTER", price_list="Euro Prices", rate=110, valid_from=nowdate())
        assert (
            100 == propose({"item": "PRINTER", "qty": 1}, posting_date=add_days(nowdate(), -1)).items[0].rate
        )

    def test_large_quantity_has_its_own(self, new: New, propose: Propose) -> None:
        new(
            "Item Price",
            item="PRINTER",
            price_list="Euro Prices",
            rate=80,
            min_qty=10,
            valid_from=add_days(nowdate(), -100),
        )
        proposal = propose({"item": "PRINTER", "qty": 9}, {"item": "PRINTER", "qty": 10})
        assert [100, 80] == [line.rate for line in proposal.items]

    def test_twice_for_one_day_is_refused(self, new: New, shop: Shop) -> None:
        with pytest.raises(frappe.DuplicateEntryError):
            new(
                "Item Price",
                item="PRINTER",
                price_list="Euro Prices",
                rate=80,
                valid_from=add_days(nowdate(), -100),
            )

    def test_cost_is_rolled_up_from_the_bill_of_materials(self, new: New, propose: Propose) -> None:
        parts = [{"item": "CARTRIDGE", "qty": 3}]
        new("Bill of Materials", item="PRINTER", cost_from="Standard Cost", items=parts)
        assert 30 == propose({"item": "PRINTER", "qty": 1}).items[0].cost

    @pytest.mark.parametrize(
        ("currency", "rate", "told"), [("USD", 1, 1), ("USD", 0, 1), ("USD", 0.8, 0), ("EUR", 1, 0)]
    )
    def test_in_another_currency_at_the_rate_of_one_are_doubted_once(
        self, ctx: Context, propose: Propose, currency: str, rate: float, told: int
    ) -> None:
        frappe.db.set_single_value("System Settings", "currency", "EUR")
        proposal = propose({"item": "CARTRIDGE", "qty": 1}, currency=currency, exchange_rate=rate)
        proposal.update({"title": "Another"}).save()
        assert told == sum("exchange rate is 1" in message.message for message in ctx.messages)

    def test_in_another_currency_costs_are_converted(self, propose: Propose) -> None:
        line = propose({"item": "CARTRIDGE", "qty": 1}, currency="USD", exchange_rate=0.8).items[0]
        assert (12.5, 18.75) == (line.cost, line.rate)


class TestTotals:
    def test_of_the_document(self, propose: Propose) -> None:
        proposal = propose(
            {"item": "PRINTER", "qty": 2, "discount_percent": 5}, {"item": "CARTRIDGE", "qty": 1},
            discount_type="Amount", discount_amount=5,
        )  # fmt: skip
        assert (215, 15, 200, 40, 240, 130, 70, 35) == (
            proposal.total, proposal.discount_total, proposal.net_total, proposal.tax_total, proposal.grand_total,
            proposal.cost_total, proposal.margin, proposal.margin_percent,
        )  # fmt: skip

    def test_are_what_is_stored(self, propose: Propose) -> None:
        proposal = propose({"item": "PRINTER", "qty": 3, "rate": 33.335})
        stored = frappe.db.get_value("Proposal", proposal.name, ["net_total", "tax_total", "grand_total"])
        assert (100.01, 20.0, 120.01) == tuple(stored)

    def test_of_sections(self, propose: Propose) -> None:
        proposal = propose(
            {"item": "PRINTER", "qty": 2, "section": "Devices"}, {"item": "CARTRIDGE", "qty": 2, "section": "Supplies"},
            sections=[{"title": "Devices"}, {"title": "Supplies"}],
        )  # fmt: skip
        assert [("Devices", 200, 240), ("Supplies", 30, 36)] == [
            (row.title, row.net_total, row.total) for row in proposal.sections
        ]

    def test_numbers_that_are_sent_do_not_count(self, propose: Propose) -> None:
        proposal = propose({"item": "PRINTER", "qty": 1, "amount": 1, "total": 1}, grand_total=1, total=1)
        assert (120, 100, 120) == (proposal.grand_total, proposal.items[0].amount, proposal.items[0].total)

    def test_larger_discount_than_the_whole_is_refused(self, propose: Propose) -> None:
        with pytest.raises(frappe.ValidationError, match=r"discount of 100\.01 is more than the 100"):
            propose({"item": "PRINTER", "qty": 1}, discount_type="Amount", discount_amount=100.01)

    def test_unknown_section_is_refused(self, propose: Propose) -> None:
        with pytest.raises(frappe.ValidationError, match="there is no section “Supplies”"):
            propose({"item": "PRINTER", "qty": 1, "section": "Supplies"}, sections=[{"title": "Devices"}])


class TestOptions:
    def test_not_taken_stay_out_of_the_total(self, propose: Propose) -> None:
        proposal = propose({"item": "PRINTER", "qty": 1}, {"item": "CARTRIDGE", "qty": 1, "kind": "Option"})
        assert (120, 18, 0) == (proposal.grand_total, proposal.options_total, proposal.items[1].counts)

    def test_taken_count(self, propose: Propose) -> None:
        option = {"item": "CARTRIDGE", "qty": 1, "kind": "Option", "included": 1}
        assert 138 == propose({"item": "PRINTER", "qty": 1}, option).grand_total

    def variants(self, *included: int) -> list[dict[str, Any]]:
        common = {"item": "PRINTER", "qty": 1, "kind": "Variant", "variant_group": "Device"}
        return [
            {**common, "rate": 100 * (place + 1), "included": chosen} for place, chosen in enumerate(included)
        ]

    def test_one_variant_is_chosen(self, propose: Propose) -> None:
        assert 240 == propose(*self.variants(0, 1)).grand_total

    def test_two_chosen_variants_are_refused(self, propose: Propose) -> None:
        with pytest.raises(frappe.ValidationError, match="Include only one"):
            propose(*self.variants(1, 1))

    def test_undecided_variants_are_not_sent(self, propose: Propose) -> None:
        with pytest.raises(frappe.ValidationError, match="None of the variants of “Device”"):
            propose(*self.variants(0, 0)).submit()


class TestSent:
    @pytest.fixture
    def sent(self, propose: Propose) -> Any:
        return propose({"item": "PRINTER", "qty": 1}).submit()

    def test_says_so(self, sent: Any) -> None:
        assert "Sent" == frappe.db.get_value("Proposal", sent.name, "status")

    def test_is_frozen(self, sent: Any) -> None:
        sent.items[0].rate = 1
        with pytest.raises(frappe.UpdateAfterSubmitError):
            sent.save()

    def test_does_not_follow_the_list_any_more(self, new: New, sent: Any) -> None:
        new("Item Price", item="PRINTER", price_list="Euro Prices", rate=110, valid_from=nowdate())
        sent.status = "Accepted"
        assert ("Accepted", 120) == (sent.save().status, sent.grand_total)

    def test_cannot_become_a_draft(self, sent: Any) -> None:
        sent.status = "Draft"
        with pytest.raises(frappe.ValidationError, match="is submitted"):
            sent.save()

    def test_expires_when_nobody_answers(self, sent: Any) -> None:
        frappe.db.set_value("Proposal", sent.name, "valid_till", add_days(nowdate(), -1))
        expire()
        assert "Expired" == frappe.db.get_value("Proposal", sent.name, "status")

    def test_empty_one_is_not_sent(self, propose: Propose) -> None:
        with pytest.raises(frappe.ValidationError, match="offers nothing"):
            propose().submit()


class TestRevision:
    def test_amending_makes_the_next_one(self, propose: Propose) -> None:
        first = propose({"item": "PRINTER", "qty": 1, "rate": 90}).submit()
        first.cancel()
        second = frappe.copy_doc(first)
        second.amended_from = first.name
        second.docstatus = 0
        second.insert()
        assert (f"{first.name}-1", 1, "Draft", 108) == (
            second.name,
            second.revision,
            second.status,
            second.grand_total,
        )

    def test_cancelled_one_says_so(self, propose: Propose) -> None:
        proposal = propose({"item": "PRINTER", "qty": 1}).submit()
        proposal.cancel()
        assert "Cancelled" == frappe.db.get_value("Proposal", proposal.name, "status")


class TestSalesPerson:
    """Knows prices, not costs."""

    def test_works_without_seeing_costs(self, propose: Propose, acting_as: Any, company: Any) -> None:
        with acting_as(company.anna.user):
            proposal = propose({"item": "PRINTER", "qty": 1})
        assert (60, 120) == tuple(
            frappe.db.get_value("Proposal", proposal.name, ["cost_total", "grand_total"])
        )

    def test_cannot_set_a_cost(self, propose: Propose, acting_as: Any, company: Any) -> None:
        with acting_as(company.anna.user):
            proposal = propose({"item": "PRINTER", "qty": 1, "cost": 1})
        assert 60 == frappe.db.get_value("Proposal", proposal.name, "cost_total")
