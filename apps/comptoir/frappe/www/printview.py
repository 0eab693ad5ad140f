"""``frappe.www.printview``: what the print dialog of a stock Desk shows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from comptoir import traces
from comptoir.context import current
from comptoir.errors import ValidationError
from comptoir.printing import printed
from comptoir.printing.asked import asked
from comptoir.sentences import _

import frappe


@frappe.whitelist()
def get_html_and_style(doc: str | dict, name: str | None = None, **choices: Any) -> dict[str, str]:
    """HTML and style of a stored document: ``doc`` is its doctype with ``name``, or the document as JSON."""
    found = frappe.parse_json(doc) if isinstance(doc, str) and doc.strip()[:1] == "{" else doc
    if isinstance(found, Mapping):
        if found.get("__islocal") or not found.get("name"):
            raise ValidationError(_("Save the document before you print it."))
        doctype, name = str(found.get("doctype") or ""), str(found["name"])
    else:
        doctype = str(found)
    paper = printed(current(), doctype, name or doctype, asked(choices))
    traces.record_apart(
        current(),
        traces.operations.PRINTED,
        doctype=doctype,
        name=name or doctype,
        detail={"format": paper.format},
    )
    return {"html": paper.as_one(), "style": paper.style}
