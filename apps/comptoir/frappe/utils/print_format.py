"""``frappe.utils.print_format``: documents as PDF over HTTP."""

from __future__ import annotations

from typing import Any

from comptoir import traces
from comptoir.context import current
from comptoir.desk.answers import Download
from comptoir.errors import ValidationError
from comptoir.printing import batch, printed
from comptoir.printing.asked import asked
from comptoir.sentences import _

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


@frappe.whitelist(methods=["GET", "POST"])
def download_multi_pdf(doctype: str | dict, name: str | list, **choices: Any) -> Download:
    """Several documents in one file: ``name`` is a list of names, ``doctype`` their type or ``{type: names}`` as JSON."""
    ctx = current()
    (kind, names) = _chosen(doctype, name)
    batch.check_few(names, kind)
    return Download(f"{ctx.say(kind)}.pdf", batch.in_one(ctx, kind, names, asked(choices)), "application/pdf")


@frappe.whitelist(methods=["GET", "POST"])
def download_multi_pdf_async(doctype: str | dict, name: str | list, **choices: Any) -> dict[str, str]:
    """The same as a job: ``task_id`` names it, its progress is an event of the user."""
    kind, names = _chosen(doctype, name)
    wanted = asked(choices)
    started = batch.start(kind, names, wanted.format, wanted.letter_head, wanted.lang)
    return {"task_id": started["task"]}


def _chosen(doctype: str | dict, name: str | list) -> tuple[str, list[Any]]:
    """The one type of document and the names; Frappe sends both in several forms."""
    kinds = (
        frappe.parse_json(doctype) if isinstance(doctype, str) and doctype.lstrip()[:1] == "{" else doctype
    )
    if not isinstance(kinds, dict):
        names = frappe.parse_json(name) if isinstance(name, str) and name.lstrip()[:1] == "[" else name
        return str(kinds), list(names) if isinstance(names, list) else [names]
    if len(kinds) != 1:
        raise ValidationError(_("Print documents of one type at a time."))
    ((kind, names),) = kinds.items()
    return str(kind), list(names)
