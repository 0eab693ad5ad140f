"""Contract Template: the clauses contracts of one kind begin with."""

from __future__ import annotations

import frappe
from frappe.model.document import Document

from regioncrm.sales.clauses import CODES, filled, sample


class ContractTemplate(Document):
    """Has clauses that can be filled in, and one usual template per language."""

    def validate(self) -> None:
        for row in self.get("clauses"):
            filled(row.text, sample(), self.language)

    def on_update(self) -> None:
        if not self.is_default:
            return
        others = frappe.get_all(
            "Contract Template",
            filters={"is_default": 1, "language": self.language, "name": ["!=", self.name]},
            pluck="name",
        )
        for other in others:
            frappe.db.set_value("Contract Template", other, "is_default", 0)


def usual_template(language: str | None) -> str | None:
    """The template for clients of ``language``, else that in the language of whoever writes, else any usual one."""
    usual = {"is_default": 1, "disabled": 0}
    writer = next((name for name, code in CODES.items() if code == frappe.local.lang), None)
    for wanted in filter(None, (language, writer)):
        name: str | None = frappe.db.get_value("Contract Template", {**usual, "language": wanted}, "name")
        if name:
            return name
    return frappe.db.get_value("Contract Template", usual, "name", order_by="name asc")
