"""Deal: a chance to sell, moving through the stages of the pipeline.

Invariants: the status follows from the stage; a lost deal has a reason; a closed deal has a closing date;
the stage log is gapless: each row begins where the one before ended, and only the last is open.
"""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import flt, get_datetime, now_datetime, nowdate

from regioncrm.crm.pipeline import Line, line_amount, seconds_between, totals, weighted_amount

USUAL = "EUR"
"""The currency of a company that has not said which is its own."""


class Deal(Document):
    """Derives status, probability, amounts and the stage log from what people enter."""

    def before_insert(self) -> None:
        if not self.stage:
            self.stage = first_stage()

    def validate(self) -> None:
        self.currency = self.currency or usual_currency()
        self.compute_amounts()
        self.follow_stage()
        self.weighted_amount = weighted_amount(self.amount, self.probability)
        self.check_contact()

    def compute_amounts(self) -> None:
        rows = self.get("items")
        for row in rows:
            row.amount = line_amount(row.qty, row.rate, row.discount_percent)
        sums = totals(Line(flt(row.qty), flt(row.rate), flt(row.discount_percent)) for row in rows)
        self.total_qty, self.discount_amount, self.items_total = sums.qty, sums.discount, sums.amount
        if rows:
            self.amount = sums.amount

    def follow_stage(self) -> None:
        stage = read_stage(self.stage)
        entered = self.is_new() or self.has_value_changed("stage")
        if entered:
            if stage["disabled"]:
                frappe.throw(
                    _("The stage {0} is no longer used. Choose another stage for {1}.").format(
                        self.stage, self.deal_title
                    )
                )
            self.take_probability(stage)
            self.log_stage()
        self.status = stage["kind"]
        if self.status == "Won":
            self.probability = 100
        elif self.status == "Lost":
            self.probability = 0
        self.close_or_reopen()

    def take_probability(self, stage: dict[str, Any]) -> None:
        """The stage offers its probability unless the person typed another one in the same save."""
        typed = flt(self.probability) != 0 if self.is_new() else self.has_value_changed("probability")
        if not typed:
            self.probability = stage["probability"]

    def close_or_reopen(self) -> None:
        if self.status == "Open":
            self.closed_on = self.lost_reason = self.lost_notes = self.competitor = None
            return
        self.closed_on = self.closed_on or nowdate()
        if self.status == "Won":
            self.lost_reason = self.lost_notes = self.competitor = None
        elif not self.lost_reason:
            frappe.throw(
                _("Choose why {0} was lost. Without a reason nobody can learn from it.").format(
                    self.deal_title
                ),
                frappe.MandatoryError,
            )

    def log_stage(self) -> None:
        now = now_datetime()
        log = self.get("stage_log")
        if self.is_new() and log:
            self.stage_entered_on = log[-1].entered_on
            return
        if log and not log[-1].left_on:
            log[-1].left_on = now
            log[-1].duration = seconds_between(get_datetime(log[-1].entered_on), now)
        self.append("stage_log", {"stage": self.stage, "entered_on": now, "changed_by": frappe.session.user})
        self.stage_entered_on = now

    def check_contact(self) -> None:
        if not self.contact:
            return
        client = frappe.db.get_value("Contact", self.contact, "client")
        if client and client != self.client:
            frappe.throw(
                _("The contact {0} speaks for another client. Choose a contact of {1}.").format(
                    self.contact, self.client
                )
            )

    def on_update(self) -> None:
        if self.status == "Won" and frappe.db.get_value("Client", self.client, "status") == "New":
            frappe.db.set_value("Client", self.client, "status", "Active")


def read_stage(name: str | None) -> dict[str, Any]:
    """The meaning, probability and availability of a stage."""
    row = (
        frappe.db.get_value("Deal Stage", name, ["kind", "probability", "disabled"], as_dict=True)
        if name
        else None
    )
    if not row:
        frappe.throw(
            _("There is no stage {0}. Choose one of the pipeline.").format(name or ""),
            frappe.LinkValidationError,
        )
    return dict(row)


def usual_currency() -> str:
    """The currency of the company."""
    return frappe.db.get_single_value("System Settings", "currency") or USUAL


def first_stage() -> str | None:
    """The open stage with the smallest position, where a deal begins."""
    names = frappe.get_all(
        "Deal Stage",
        filters={"kind": "Open", "disabled": 0},
        order_by="position asc",
        pluck="name",
        limit_page_length=1,
    )
    return names[0] if names else None
