"""``frappe.utils.print_format``: documents as PDF over HTTP."""

from __future__ import annotations

from typing import Any

from comptoir import traces
from comptoir.context import current
from comptoir.desk.answers import Download
from comptoir.printing import printed
from comptoir.printing.asked import asked

import frappe
from frappe._printing import pdf


@frappe.whitelist(methods=["GET", "POST"])
def download_pdf(doctype: str, name: str, pdf_generator: str | None = None, **choices: Any) -> Download:
    """The document on paper, as a file. ``pdf_generator`` is ``weasyprint`` or ``wkhtmltopdf``.

    ``format``, ``letterhead``, ``no_letterhead`` and ``_lang`` choose how it looks.
    """
    ctx = current()
    paper = printed(ctx, doctype, name, asked(choices))
    content = pdf(paper, pdf_generator)
    detail = {"format": paper.format, "as": "PDF"}
    traces.record_apart(ctx, traces.operations.PRINTED, doctype=doctype, name=name, detail=detail)
    return Download(f"{paper.title}.pdf", content, "application/pdf")
