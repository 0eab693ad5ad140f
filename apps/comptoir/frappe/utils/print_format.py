"""``frappe.utils.print_format``: documents as PDF over HTTP."""

from __future__ import annotations

from typing import Any

from comptoir import traces
from comptoir.context import current
from comptoir.desk.answers import Download
from comptoir.printing import STANDARD, printed

import frappe
from frappe._printing import pdf


@frappe.whitelist(methods=["GET", "POST"])
def download_pdf(
    doctype: str, name: str, format: str | None = None, pdf_generator: str | None = None, **_ignored: Any
) -> Download:
    """The document on paper, as a file. ``pdf_generator`` is ``weasyprint`` or ``wkhtmltopdf``."""
    ctx = current()
    paper = printed(ctx, doctype, name, format or STANDARD)
    content = pdf(paper, pdf_generator)
    detail = {"format": format or STANDARD, "as": "PDF"}
    traces.record_apart(ctx, traces.operations.PRINTED, doctype=doctype, name=name, detail=detail)
    return Download(f"{paper.title}.pdf", content, "application/pdf")
