"""Numbers of documents with the prefix of their branch before them, such as ``LYO-INV-2026-00012``."""

from __future__ import annotations

import frappe
from frappe.model.document import Document
from frappe.model.naming import make_autoname


class NumberedDocument(Document):
    """Has a number with the prefix of its branch, which it therefore knows before it has a name."""

    def before_insert(self) -> None:
        self.take_branch()

    def autoname(self) -> None:
        self.name = number(self)

    def take_branch(self) -> None:
        """Find the branch where nobody has chosen one; a document that follows from no other waits for a choice."""


def number(document: Document) -> str:
    """The next number of the series of ``document``; each branch with a prefix counts for itself."""
    prefix = (
        frappe.db.get_value("Branch", document.branch, "numbering_prefix") if document.get("branch") else None
    )
    series = document.naming_series
    return str(make_autoname(f"{prefix}-{series}" if prefix else series, doc=document))
