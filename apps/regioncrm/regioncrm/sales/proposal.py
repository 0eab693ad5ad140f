"""Proposal: a commercial or technical-commercial offer, calculated to the cent.

Saving a draft prices its lines (``proposal_lines``) and adds them up (``proposal_math``). Submitting freezes it
as sent to the client; amending a cancelled proposal makes its next revision.
"""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _
from frappe.utils import add_days, flt, getdate, nowdate

from regioncrm.sales import proposal_lines
from regioncrm.sales.priced import PricedDocument
from regioncrm.sales.proposal_math import Calculation, Line, Totals
from regioncrm.sales.sales_document import mark_run_out

VALID_DAYS = 30
AFTER_SUBMIT = ("Sent", "Accepted", "Rejected", "Expired")


class Proposal(PricedDocument):
    """Prices, adds up and goes through Draft, Sent and what the client says."""

    def before_insert(self) -> None:
        if self.amended_from:
            self.revision = (frappe.db.get_value("Proposal", self.amended_from, "revision") or 0) + 1

    def validate(self) -> None:
        self.complete_header()
        self.check_price_list()
        self.check_sections()
        self.doubt_exchange_rate()
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
        self.take_discount()
        self.check_deal()
        if not self.get("title"):
            first = next((row for row in self.get("items") if row.item), None)
            self.title = (
                first.item_name or frappe.db.get_value("Item", first.item, "item_name")
                if first
                else self.client_name
            )

    def take_discount(self) -> None:
        """What is taken off for the client as a rule, unless somebody or an earlier revision said otherwise.

        Another client brings another discount as long as the draft has that of the one before.
        """
        before = self.get_doc_before_save()
        if self.amended_from or (before is not None and before.client == self.client):
            return
        earlier = standing_discount(before.client if before is not None else None)
        if not self.discount_amount and discount_said(self) == discount_said(earlier):
            self.update(standing_discount(self.client))

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

    def lines(self) -> list[Line]:
        return [proposal_lines.to_line(row) for row in self.get("items")]

    def show(self, result: Calculation) -> None:
        """Write a calculation on the document, with costs, options and the totals of sections."""
        super().show(result)
        for row, line in zip(self.get("items"), result.lines, strict=True):
            row.update({"cost_amount": float(line.cost), "margin_percent": float(line.margin_percent)})
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
        self.options_total, self.cost_total = float(whole.options), float(whole.cost)
        self.margin, self.margin_percent = float(whole.margin), float(whole.margin_percent)


def standing_discount(client: str | None) -> dict[str, Any]:
    """The discount on the whole that proposals for a client begin with; also shown as soon as the client is chosen."""
    percent = flt(frappe.db.get_value("Client", client, "discount_percent")) if client else 0
    return {"discount_type": "Percent" if percent else None, "discount_percent": percent}


def discount_said(values: Any) -> tuple[str, float]:
    """Kind and percent of a discount, none being none however it is stored."""
    return values.get("discount_type") or "", flt(values.get("discount_percent"))


def expire() -> None:
    """Mark what nobody answered in time; runs once a day."""
    mark_run_out("Proposal", "Sent", "Expired")
