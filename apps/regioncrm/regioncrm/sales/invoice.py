"""Invoice: what a client has to pay, until when, and what of it is paid.

Lines and totals are those of proposals (``priced``). Submitting freezes them; from then on payments keep what is
paid, what is outstanding and the status (``settling``).
"""

from __future__ import annotations

import frappe
from frappe import _
from frappe.utils import add_days, cint, getdate, nowdate

from regioncrm.dates import check_posting
from regioncrm.decimals import exact
from regioncrm.sales import lines, offered, settling
from regioncrm.sales.numbering import NumberedDocument
from regioncrm.sales.priced import PricedDocument


class Invoice(PricedDocument, NumberedDocument):
    """Adds up its lines, and knows its due date."""

    def validate(self) -> None:
        self.complete_header()
        self.doubt_exchange_rate()
        lines.complete(self)
        self.add_up()
        self.set_title()
        self.status = "Draft"
        self.paid_amount, self.outstanding_amount = 0, self.grand_total

    def after_insert(self) -> None:
        offered.warn(self)

    def before_submit(self) -> None:
        offered.check(self)
        self.status = settling.status_of(
            exact(self.grand_total), exact(0), getdate(self.due_date), getdate(nowdate())
        )

    def on_update_after_submit(self) -> None:
        self.check_dates()
        account = settling.lock({self.name})[self.name]
        settling.write(account, account.paid)
        self.reload()

    def before_cancel(self) -> None:
        account = settling.lock({self.name})[self.name]
        if account.paid:
            frappe.throw(
                _("{0} of {1} are paid. Cancel the payments first: {2}.").format(
                    self.get_formatted("paid_amount"), self.name, ", ".join(self.payments())
                )
            )
        self.status, self.outstanding_amount = "Cancelled", 0

    def payments(self) -> list[str]:
        """What it was paid with, as far as the actor may see it."""
        settled = [["Payment Allocation", "invoice", "=", self.name], ["docstatus", "=", 1]]
        seen: list[str] = frappe.get_list(
            "Payment", filters=settled, pluck="name", order_by="name asc", limit_page_length=0
        )
        return seen or [_("payments you may not see")]

    def complete_header(self) -> None:
        """What deal, proposal and client already know is not typed again."""
        self.posting_date = self.posting_date or nowdate()
        check_posting(self.posting_date)
        self.take_branch()
        self.check_deal()
        self.check_proposal()
        self.check_contract()
        self.set_due_date()
        self.check_dates()

    def set_due_date(self) -> None:
        """The due date follows the terms of the client and the date, unless somebody typed another one."""
        days = cint(frappe.db.get_value("Client", self.client, "payment_terms_days"))
        before = self.get_doc_before_save()
        follows = (
            before is not None
            and getdate(self.due_date) == getdate(before.due_date)
            and getdate(before.due_date) == getdate(add_days(before.posting_date, days))
        )
        if not self.due_date or follows:
            self.due_date = add_days(self.posting_date, days)

    def check_dates(self) -> None:
        if self.due_date and getdate(self.due_date) < getdate(self.posting_date):
            frappe.throw(_("The invoice would be due before it is written. Correct its dates."))


def mark_overdue() -> None:
    """Mark what was not paid in time; runs once a day."""
    late = frappe.get_all(
        "Invoice",
        filters={"docstatus": 1, "status": ["in", ["Unpaid", "Partly Paid"]], "due_date": ["<", nowdate()]},
        pluck="name",
        limit_page_length=0,
    )
    for name, account in settling.lock(set(late)).items():
        if account.submitted and account.outstanding > 0:
            frappe.db.set_value("Invoice", name, "status", "Overdue")
