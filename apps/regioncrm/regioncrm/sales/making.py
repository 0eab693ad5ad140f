"""One document made of another: contracts, invoices and acts of deals and proposals, payments of invoices.

What is made is a draft, with header and lines carried over and a link back; it goes through the checks of its type.
Whoever may read the source and create the other may make it.
"""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.model.mapper import get_mapped_doc
from frappe.utils import flt

from regioncrm.decimals import exact

Maps = dict[str, dict[str, Any]]
LINES: dict[str, Maps] = {
    "Deal": {
        "Deal Item": {
            "doctype": "Sales Line", "field_map": {"description": "item_name"}, "field_no_map": ["description"],
        }
    },
    "Proposal": {
        "Proposal Item": {
            "doctype": "Sales Line", "condition": lambda row: bool(row.counts), "field_no_map": ["description"],
        }
    },
    "Invoice": {"Sales Line": {"doctype": "Sales Line"}},
    "Act": {"Sales Line": {"doctype": "Sales Line"}},
}  # fmt: skip
"""What becomes of the rows of a source."""


@frappe.whitelist()
def make_invoice(doc: str | dict[str, Any]) -> dict[str, str]:
    """Make an invoice of a deal, a proposal, a contract or an act. Returns its name."""
    source = stored(doc, ("Deal", "Proposal", "Contract", "Act"))
    return {"name": store(with_lines(source, "Invoice"))}


@frappe.whitelist()
def make_act(doc: str | dict[str, Any]) -> dict[str, str]:
    """Make an act of a deal, a proposal, a contract or an invoice. Returns its name."""
    source = stored(doc, ("Deal", "Proposal", "Contract", "Invoice"))
    return {"name": store(with_lines(source, "Act"))}


@frappe.whitelist()
def make_contract(doc: str | dict[str, Any], template: str | None = None) -> dict[str, str]:
    """Make a contract of a deal or a proposal. Returns its name."""
    source = stored(doc, ("Deal", "Proposal"))
    contract = carried_over(source, "Contract")
    contract.template = template
    return {"name": store(contract)}


@frappe.whitelist()
def make_payment(
    doc: str | dict[str, Any],
    amount: float | str | None = None,
    posting_date: str | None = None,
    method: str = "Bank Transfer",
) -> dict[str, str]:
    """Enter what was paid of an invoice, all of it where no amount is given. Returns the name of the payment."""
    invoice = stored(doc, ("Invoice",))
    payment = frappe.get_doc(
        {
            "doctype": "Payment",
            "client": invoice.client,
            "branch": invoice.branch,
            "currency": invoice.currency,
            "amount": flt(amount) or invoice.outstanding_amount,
            "posting_date": posting_date,
            "method": method,
            "allocations": [{"invoice": invoice.name}],
        }
    )
    return {"name": store(payment)}


def stored(doc: str | dict[str, Any], doctypes: tuple[str, ...]) -> Document:
    """The stored document that the form shows, if something can be made of it and the actor may read it."""
    values = frappe.parse_json(doc)
    doctype = values.get("doctype") if isinstance(values, dict) else None
    if doctype not in doctypes:
        frappe.throw(_("Nothing can be made of this. Start from one of: {0}.").format(", ".join(doctypes)))
    source = frappe.get_doc(doctype, values.get("name"))
    source.check_permission("read")
    if source.meta.is_submittable and source.docstatus != 1:
        frappe.throw(_("{0} is not submitted. Submit it first.").format(source.name))
    return source


def carried_over(source: Document, target: str, tables: Maps | None = None) -> Document:
    """An unsaved document of type ``target`` with the header of ``source`` and a link back to it."""
    back = {"name": source.doctype.lower()}
    if source.doctype == "Deal":
        back["deal_title"] = "title"
    maps: Maps = {source.doctype: {"doctype": target, "field_map": back}, **(tables or {})}
    made: Document = get_mapped_doc(source.doctype, source.name, maps, ignore_child_tables=not tables)
    return made


def with_lines(source: Document, target: str) -> Document:
    """An unsaved document with header and lines of ``source``; a contract has those of its proposal."""
    made = carried_over(source, target, LINES.get(source.doctype))
    if source.doctype == "Contract" and source.proposal:
        take_lines(made, source.proposal)
    made.flags.lines_are_complete = source.doctype != "Deal"
    amount = source.get("amount")
    if not made.get("items") and exact(amount):
        made.append("items", {"item_name": made.title, "qty": 1, "rate": amount})
    return made


def take_lines(made: Document, proposal: str) -> None:
    """The lines of a proposal, and what is taken off the whole of them."""
    source = frappe.get_doc("Proposal", proposal)
    source.check_permission("read")
    offered = carried_over(source, made.doctype, LINES["Proposal"])
    for field in ("discount_type", "discount_percent", "discount_amount", "currency", "exchange_rate"):
        made.set(field, offered.get(field))
    made.set("items", offered.get("items"))


def store(document: Document) -> str:
    """Insert a draft; its name."""
    return str(document.insert().name)
