"""Proposal: a commercial or technical-commercial offer, calculated to the cent.

Saving a draft prices its lines (``proposal_lines``) and adds them up (``proposal_math``). Submitting freezes it
as sent to the client; amending a cancelled proposal makes its next revision.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import frappe
from babel.numbers import get_currency_precision
from frappe import _
from frappe.model.document import Document
from frappe.utils import add_days, getdate, nowdate

from regioncrm.decimals import exact
from regioncrm.sales import proposal_lines
from regioncrm.sales.proposal_math import Calculation, DiscountTooLarge, PricedLine, Totals, calculate

VALID_DAYS = 30
AFTER_SUBMIT = ("Sent", "Accepted", "Rejected", "Expired")


class Proposal(Document):
    """Prices, adds up and goes through Draft, Sent and what the client says."""

    def before_insert(self) -> None:
        if self.amended_from:
            self.revision = (frappe.db.get_value("Proposal", self.amended_from, "revision") or 0) + 1

    def validate(self) -> None:
        self.complete_header()
        self.check_price_list()
        self.check_sections()
        proposal_lines.complete(self)
        self.add_up()
        if self.docstatus == 0:
            self.status = "Draft"

    def before_submit(self) -> None:
        if not self.get("items"):
            frappe.throw(_("{0} offers nothing yet. Add an item before submitting it.").format(self.name))
        for group in proposal_lines.undecided_variants(self):
            frappe.throw(
                _("None of the variants of “{0}” is included. Choose one before submitting.").format(group)
            )
        self.status = "Sent"

    def on_update_after_submit(self) -> None:
        if self.status not in AFTER_SUBMIT:
            frappe.throw(
                _("{0} is submitted. Its status can be one of: {1}.").format(
                    self.name, ", ".join(map(_, AFTER_SUBMIT))
                )
            )
        if self.valid_till and getdate(self.valid_till) < getdate(self.posting_date):
            frappe.throw(_("The proposal would end before it begins. Correct its dates."))

    def before_cancel(self) -> None:
        self.status = "Cancelled"

    def complete_header(self) -> None:
        """What the deal and the client already know is not typed again."""
        if not self.get("posting_date"):
            self.posting_date = nowdate()
        if not self.get("valid_till"):
            self.valid_till = add_days(self.posting_date, VALID_DAYS)
        if getdate(self.valid_till) < getdate(self.posting_date):
            frappe.throw(_("The proposal would end before it begins. Correct its dates."))
        self.take_from("Deal", self.deal, ("branch", "responsible", "contact"))
        self.take_from("Client", self.client, ("branch", "responsible", "price_list"))
        if self.deal and frappe.db.get_value("Deal", self.deal, "client") != self.client:
            frappe.throw(
                _("Deal {0} belongs to another client. Choose a deal of {1}.").format(self.deal, self.client)
            )
        if not self.get("title"):
            first = next((row for row in self.get("items") if row.item), None)
            self.title = (
                first.item_name or frappe.db.get_value("Item", first.item, "item_name")
                if first
                else self.client_name
            )

    def take_from(self, doctype: str, name: str | None, fieldnames: tuple[str, ...]) -> None:
        """Copy the fields that are still empty from a linked document."""
        wanted = [fieldname for fieldname in fieldnames if not self.get(fieldname)]
        if not name or not wanted:
            return
        found = frappe.db.get_value(doctype, name, wanted, as_dict=True) or {}
        for fieldname in wanted:
            if found.get(fieldname) and self.fits(fieldname, found[fieldname]):
                self.set(fieldname, found[fieldname])

    def fits(self, fieldname: str, value: Any) -> bool:
        """Whether a value found elsewhere can be used here: a price list only in the currency of the proposal."""
        return (
            fieldname != "price_list" or frappe.db.get_value("Price List", value, "currency") == self.currency
        )

    def check_price_list(self) -> None:
        if not self.price_list:
            return
        prices = frappe.db.get_value("Price List", self.price_list, ["currency", "selling"], as_dict=True)
        if not prices:
            return
        if not prices["selling"]:
            frappe.throw(
                _("{0} holds purchase prices. Choose a price list for selling.").format(self.price_list)
            )
        if prices["currency"] != self.currency:
            frappe.throw(
                _("The prices of {0} are in {1}, this proposal is in {2}. Change one of them.").format(
                    self.price_list, prices["currency"], self.currency
                )
            )

    def check_sections(self) -> None:
        titles = [row.title for row in self.get("sections")]
        for place, title in enumerate(titles):
            if title in titles[:place]:
                frappe.throw(
                    _("Row {0}: there are two sections called “{1}”. Rename one.").format(place + 1, title)
                )
        for row in self.get("items"):
            if row.section and row.section not in titles:
                frappe.throw(
                    _("Row {0}: there is no section “{1}”. Add it, or choose one of: {2}.").format(
                        row.idx, row.section, ", ".join(titles) or "–"
                    )
                )
            if titles and not row.section:
                row.section = titles[0]

    def add_up(self) -> None:
        """Calculate lines, sections and totals."""
        percent, amount = self.document_discount()
        try:
            result = calculate(
                [proposal_lines.to_line(row) for row in self.get("items")],
                discount_percent=percent,
                discount_amount=amount,
                places=get_currency_precision(self.currency or "EUR"),
            )
        except DiscountTooLarge as error:
            frappe.throw(
                _("A discount of {0} is more than the {1} it is taken from.").format(
                    error.discount, error.total
                )
            )
        self.show(result)

    def document_discount(self) -> tuple[Decimal, Decimal]:
        """The discount on the whole as percent and amount, of which one at most is set."""
        if self.discount_type != "Percent":
            self.discount_percent = 0
        if self.discount_type != "Amount":
            self.discount_amount = 0
        return exact(self.discount_percent), exact(self.discount_amount)

    def show(self, result: Calculation) -> None:
        """Write a calculation on the document."""
        for row, line in zip(self.get("items"), result.lines, strict=True):
            row.update(line_values(line))
        for section in self.get("sections"):
            totals = result.sections.get(section.title, Totals())
            section.update(
                {
                    "net_total": float(totals.net),
                    "tax_total": float(totals.tax),
                    "total": float(totals.total),
                    "options_total": float(totals.options),
                    "cost_total": float(totals.cost),
                    "margin_percent": float(totals.margin_percent),
                }
            )
        whole = result.totals
        self.total, self.discount_total = float(whole.amount), float(whole.discount)
        self.net_total, self.tax_total = float(whole.net), float(whole.tax)
        self.grand_total, self.options_total = float(whole.total), float(whole.options)
        self.cost_total, self.margin = float(whole.cost), float(whole.margin)
        self.margin_percent = float(whole.margin_percent)


def line_values(line: PricedLine) -> dict[str, float]:
    """The fields of a line that are calculated."""
    return {
        "amount": float(line.amount),
        "discount_amount": float(line.discount),
        "document_discount": float(line.document_discount),
        "net_amount": float(line.net),
        "tax_amount": float(line.tax),
        "total": float(line.total),
        "cost_amount": float(line.cost),
        "margin_percent": float(line.margin_percent),
    }


def expire() -> None:
    """Mark what nobody answered in time; runs once a day."""
    overdue = frappe.get_all(
        "Proposal",
        filters={"docstatus": 1, "status": "Sent", "valid_till": ["<", nowdate()]},
        pluck="name",
        limit_page_length=0,
    )
    for name in overdue:
        frappe.db.set_value("Proposal", name, "status", "Expired")
