"""What papers that go to a client have in common."""

from __future__ import annotations

import frappe
from frappe.model.document import Document

from regioncrm.sales.clauses import CODES


def language_of(doc: Document) -> str | None:
    """The code of the language in which the client reads ``doc``: that of its clauses, else that of the client."""
    template, client = doc.get("template"), doc.get("client")
    name = frappe.db.get_value("Contract Template", template, "language") if template else None
    if not name and client:
        name = frappe.db.get_value("Client", client, "language")
    return CODES.get(name or "")
