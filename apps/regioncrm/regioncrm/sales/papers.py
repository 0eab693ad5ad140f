"""What papers that go to a client have in common."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import frappe
from frappe.model.document import Document

from regioncrm.decimals import exact
from regioncrm.sales.clauses import CODES
from regioncrm.sales.tax_rates import Taxed, by_rate


def language_of(doc: Document) -> str | None:
    """The code of the language in which the client reads ``doc``: that of its clauses, else that of the client."""
    template, client = doc.get("template"), doc.get("client")
    name = frappe.db.get_value("Contract Template", template, "language") if template else None
    if not name and client:
        name = frappe.db.get_value("Client", client, "language")
    return CODES.get(name or "")


def tax_rates(doc: Document) -> list[dict[str, Decimal]]:
    """Percent, net and tax of each rate of the lines that count; nothing where the reader may not see all of them."""
    rows = [row for row in doc.get("items") if is_counted(row)]
    figures = [[row.get(name) for name in ("tax_percent", "net_amount", "tax_amount")] for row in rows]
    if any(value is None or isinstance(value, str) for line in figures for value in line):
        return []
    rates = by_rate(Taxed(*map(exact, line)) for line in figures)
    return [{"percent": rate.percent, "net": rate.net, "tax": rate.tax} for rate in rates]


def is_counted(row: Any) -> bool:
    """Whether a line is part of the totals: lines of invoices and acts always are."""
    return row.get("kind") not in ("Option", "Variant") or bool(row.get("counts"))
