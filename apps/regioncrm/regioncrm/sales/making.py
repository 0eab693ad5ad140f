"""One document made of another: invoices of deals and proposals, payments of invoices.

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
LINES = {"doctype": "Sales Line", "condition": lambda row: bool(row.counts), "field_no_map": ["description"]}  # fmt: skip
DEAL_LINES = {"doctype": "Sales Line", "field_map": {"description": "item_name"}, "field_no_map": ["description"]}  # fmt: skip


@frappe.whitelist()
def make_invoice(doc: str | dict[str, Any]) -> dict[str, str]:
    """Make an invoice of a deal or a proposal. Returns its name."""
    source = stored(doc, ("Deal", "Proposal"))
    return {"name": store(carried_over(source, "Invoice"))}


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


def carried_over(source: Document, target: str) -> Document:
    """An unsaved document of type ``target`` with the header and the lines of ``source``."""
    back = {"name": source.doctype.lower()}
    maps: Maps = {source.doctype: {"doctype": target, "field_map": back}}
    if source.doctype == "Deal":
        maps[source.doctype]["field_map"] = back | {"deal_title": "title"}
        maps["Deal Item"] = DEAL_LINES
    elif source.doctype == "Proposal":
        maps["Proposal Item"] = LINES
    made: Document = get_mapped_doc(source.doctype, source.name, maps)
    made.flags.lines_are_complete = source.doctype != "Deal"
    if source.doctype == "Deal" and not made.get("items") and exact(source.amount):
        made.append("items", {"item_name": source.deal_title, "qty": 1, "rate": source.amount})
    return made


def store(document: Document) -> str:
    """Insert a draft; its name."""
    return str(document.insert().name)
