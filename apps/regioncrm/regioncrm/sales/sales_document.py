"""What documents of the sales desk have in common: what the documents they link to know is not typed again."""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import nowdate

FROM_DEAL = ("branch", "responsible", "contact")
FROM_CLIENT = ("branch", "responsible", "price_list")


class SalesDocument(Document):
    """Takes over fields of linked documents, and refuses links to those of other clients."""

    def take_from(self, doctype: str, name: str | None, fieldnames: tuple[str, ...]) -> None:
        """Copy the fields that are still empty from a linked document."""
        wanted = [
            fieldname
            for fieldname in fieldnames
            if self.meta.has_field(fieldname) and not self.get(fieldname)
        ]
        if not name or not wanted:
            return
        found = frappe.db.get_value(doctype, name, wanted, as_dict=True) or {}
        for fieldname in wanted:
            if found.get(fieldname) and self.fits(fieldname, found[fieldname]):
                self.set(fieldname, found[fieldname])

    def fits(self, fieldname: str, value: Any) -> bool:
        """Whether a value found elsewhere can be used here: a price list only in the currency of the document."""
        return (
            fieldname != "price_list" or frappe.db.get_value("Price List", value, "currency") == self.currency
        )

    def take_branch(self) -> None:
        """What the deal knows, and then the client, with the branch."""
        self.take_from("Deal", self.deal, FROM_DEAL)
        self.take_from("Client", self.client, FROM_CLIENT)

    def check_deal(self) -> None:
        if self.deal and frappe.db.get_value("Deal", self.deal, "client") != self.client:
            frappe.throw(
                _("Deal {0} belongs to another client. Choose a deal of {1}.").format(self.deal, self.client)
            )

    def check_proposal(self) -> None:
        if self.proposal and frappe.db.get_value("Proposal", self.proposal, "client") != self.client:
            frappe.throw(
                _("Proposal {0} was made for another client. Choose a proposal for {1}.").format(
                    self.proposal, self.client
                )
            )

    def check_contract(self) -> None:
        if self.contract and frappe.db.get_value("Contract", self.contract, "client") != self.client:
            frappe.throw(
                _("Contract {0} was made with another client. Choose a contract with {1}.").format(
                    self.contract, self.client
                )
            )

    def complete_signatories(self) -> None:
        """Who signs, as the requisites of both parties say."""
        self.take("our_", "Branch", self.branch, ("signatory", "signatory_title"))
        self.take("their_", "Client", self.client, ("signatory", "signatory_title"))
        if not self.their_basis:
            self.their_basis = frappe.db.get_value("Client", self.client, "signatory_basis")

    def take(self, side: str, doctype: str, name: str | None, fieldnames: tuple[str, ...]) -> None:
        """Copy fields of a party to those named after its side, unless somebody signs already."""
        if not name or self.get(f"{side}signatory"):
            return
        found = frappe.db.get_value(doctype, name, fieldnames, as_dict=True) or {}
        self.update({f"{side}{fieldname}": found.get(fieldname) for fieldname in fieldnames})


def mark_run_out(doctype: str, status: str, becomes: str) -> None:
    """Give what is ``status`` and whose last day is over the status ``becomes``."""
    over = frappe.get_all(
        doctype,
        filters={"docstatus": 1, "status": status, "valid_till": ["<", nowdate()]},
        pluck="name",
        limit_page_length=0,
    )
    for name in over:
        frappe.db.set_value(doctype, name, "status", becomes)
