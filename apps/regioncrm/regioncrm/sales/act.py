"""Act: work that was done and goods that were handed over, as both parties sign it.

Lines and totals are those of proposals (``priced``). Submitting issues it to the client, who signs it or objects.
"""

from __future__ import annotations

import frappe
from frappe import _
from frappe.utils import getdate, nowdate

from regioncrm.dates import check_posting
from regioncrm.sales import lines, offered
from regioncrm.sales.numbering import NumberedDocument
from regioncrm.sales.priced import PricedDocument


class Act(PricedDocument, NumberedDocument):
    """Adds up its lines, and goes from Issued to what the client says."""

    def validate(self) -> None:
        self.complete_header()
        self.doubt_exchange_rate()
        lines.complete(self)
        self.add_up()
        self.set_title()
        self.update({"status": "Draft", "signed_on": None, "objections": None})

    def after_insert(self) -> None:
        offered.warn(self)

    def before_submit(self) -> None:
        offered.check(self)
        self.status = "Issued"

    def before_cancel(self) -> None:
        self.status = "Cancelled"

    def complete_header(self) -> None:
        """What the documents it comes from already know is not typed again."""
        self.posting_date = self.posting_date or nowdate()
        check_posting(self.posting_date)
        self.take_branch()
        self.check_deal()
        self.check_proposal()
        self.check_contract()
        self.check_invoice()
        self.complete_signatories()
        if self.period_from and self.period_to and getdate(self.period_to) < getdate(self.period_from):
            frappe.throw(_("The work would end before it begins. Correct its dates."))

    def check_invoice(self) -> None:
        if self.invoice and frappe.db.get_value("Invoice", self.invoice, "client") != self.client:
            frappe.throw(
                _("Invoice {0} was written to another client. Choose an invoice of {1}.").format(
                    self.invoice, self.client
                )
            )

    @frappe.whitelist()
    def sign(self, on: str, by: str | None = None) -> str:
        """Note that the client signed. Returns the day."""
        if self.docstatus != 1 or self.status == "Signed":
            frappe.throw(_("Only an issued act can be signed; {0} is not.").format(self.name))
        if getdate(on) < getdate(self.posting_date):
            frappe.throw(_("{0} cannot be signed before it was written. Correct the date.").format(self.name))
        self.judge({"status": "Signed", "signed_on": on, "their_signatory": by or self.their_signatory})
        return on

    @frappe.whitelist()
    def dispute(self, objections: str) -> None:
        """Note what the client objects to."""
        if self.docstatus != 1 or self.status != "Issued":
            frappe.throw(_("Only an issued act can be disputed; {0} is not.").format(self.name))
        self.judge({"status": "Disputed", "objections": objections})

    def judge(self, values: dict[str, str | None]) -> None:
        """Store what the client said of an act that does not change any more."""
        self.flags.ignore_validate_update_after_submit = True
        self.update(values)
        self.save()
