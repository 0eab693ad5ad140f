"""Contract: what is agreed with a client, with clauses from a template.

While it is a draft its clauses follow client, amount and dates; a clause that somebody typed stays as it is. It is
submitted when it is signed, and ends on its last day, or when it is terminated.
"""

from __future__ import annotations

import frappe
from frappe import _
from frappe.utils import getdate, nowdate

from regioncrm.sales.clauses import filled, values_of
from regioncrm.sales.contract_template import usual_template
from regioncrm.sales.numbering import NumberedDocument
from regioncrm.sales.sales_document import SalesDocument, mark_run_out

FROM_PROPOSAL = ("payment_terms", "delivery_terms", "warranty_terms")


class Contract(SalesDocument, NumberedDocument):
    """Goes from Draft to Signed, and from there to its end."""

    def validate(self) -> None:
        self.complete_header()
        self.complete_signatories()
        self.place = self.place or frappe.db.get_value("Branch", self.branch, "city")
        self.check_dates()
        self.take_clauses()
        self.fill_clauses()
        self.update({"status": "Draft", "terminated_on": None, "termination_reason": None})

    def before_submit(self) -> None:
        if not self.get("clauses"):
            frappe.throw(_("{0} has no clauses yet. Choose a template, or type them.").format(self.name))
        self.signed_on = self.signed_on or nowdate()
        self.status = "Signed"

    def on_update_after_submit(self) -> None:
        self.check_dates()
        status = term_status(self)
        if status != self.status:
            self.db_set("status", status, update_modified=False)

    def before_cancel(self) -> None:
        self.status = "Cancelled"

    def complete_header(self) -> None:
        """What deal, proposal and client already know is not typed again."""
        self.posting_date = self.posting_date or nowdate()
        self.valid_from = self.valid_from or self.posting_date
        self.take_branch()
        self.take_from("Proposal", self.proposal, FROM_PROPOSAL)
        self.check_deal()
        self.check_proposal()
        if not self.amount and self.proposal:
            self.amount, self.currency = frappe.db.get_value(
                "Proposal", self.proposal, ["grand_total", "currency"]
            )
        self.title = self.title or self.client_name

    def check_dates(self) -> None:
        if self.valid_till and getdate(self.valid_till) < getdate(self.valid_from):
            frappe.throw(_("The contract would end before it begins. Correct its dates."))

    def take_clauses(self) -> None:
        """The clauses of the template, when it is chosen; the usual one where a new contract has none."""
        if self.is_new() and not self.template and not self.get("clauses"):
            self.template = usual_template(frappe.db.get_value("Client", self.client, "language"))
        chosen = self.template and (self.is_new() or self.has_value_changed("template"))
        if not chosen or (self.is_new() and self.get("clauses")):
            return
        template = frappe.get_doc("Contract Template", self.template)
        self.contract_type = template.contract_type
        self.set("clauses", [])
        for row in template.get("clauses"):
            self.append("clauses", {"title": row.title, "source": row.text})

    def fill_clauses(self) -> None:
        before = self.get_doc_before_save()
        earlier = {row.name: row.text for row in before.get("clauses")} if before else {}
        language = (
            frappe.db.get_value("Contract Template", self.template, "language") if self.template else None
        )
        values = values_of(self, language or "")
        for row in self.get("clauses"):
            if row.name in earlier and row.text != earlier[row.name]:
                row.source = None
            if row.source:
                row.text = filled(row.source, values, language or "")

    @frappe.whitelist()
    def terminate(self, on: str, reason: str) -> str:
        """End a signed contract before its time. Returns the day."""
        if self.docstatus != 1 or self.status != "Signed":
            frappe.throw(_("Only a signed contract can be terminated; {0} is not.").format(self.name))
        if getdate(on) < getdate(self.valid_from):
            frappe.throw(_("{0} cannot end before it begins. Choose a later day.").format(self.name))
        self.flags.ignore_validate_update_after_submit = True
        self.update({"status": "Terminated", "terminated_on": on, "termination_reason": reason})
        self.save()
        return on


def term_status(contract: Contract) -> str:
    """The status of a submitted contract by its last day."""
    if contract.status == "Terminated":
        return "Terminated"
    return "Ended" if contract.valid_till and getdate(contract.valid_till) < getdate(nowdate()) else "Signed"


def end() -> None:
    """Mark what has run out; runs once a day."""
    mark_run_out("Contract", "Signed", "Ended")
