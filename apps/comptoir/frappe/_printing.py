"""Documents on paper from Python: ``frappe.get_print`` and ``frappe.attach_print``."""

from __future__ import annotations

from typing import Any

from comptoir.context import current

from frappe._options import refuse_unknown


def get_print(
    doctype: str | None = None, name: Any = None, print_format: str | None = None, as_pdf: bool = False,
    pdf_generator: str | None = None, doc: Any = None, no_letterhead: int = 0, letterhead: str | None = None,
    **options: Any,
) -> str | bytes:  # fmt: skip
    """A stored document as a page of HTML, or with ``as_pdf`` as PDF by ``weasyprint`` or ``wkhtmltopdf``."""
    # What draws paper takes long to load.
    from comptoir.printing import as_page, printed
    from comptoir.printing.asked import asked

    refuse_unknown("frappe.get_print", options)
    if doc is not None:
        doctype, name = doc.doctype, doc.name
    wanted = {"format": print_format, "letterhead": letterhead, "no_letterhead": no_letterhead}
    paper = printed(current(), doctype or "", name, asked(wanted))
    return pdf(paper, pdf_generator) if as_pdf else as_page(paper)


def attach_print(
    doctype: str, name: Any, file_name: str | None = None, print_format: str | None = None, print_letterhead: bool = True,
    **options: Any,
) -> dict[str, Any]:  # fmt: skip
    """A document as PDF, in the form attachments of a mail have: ``fname`` and ``fcontent``."""
    content = get_print(
        doctype, name, print_format, as_pdf=True, no_letterhead=int(not print_letterhead), **options
    )
    return {"fname": f"{file_name or name}.pdf", "fcontent": content}


def pdf(paper: Any, generator: str | None = None) -> bytes:
    """``paper`` as PDF; ``chrome``, which is none of the engines here, takes that of the site."""
    from comptoir.printing import as_pdf

    wanted = "" if generator in (None, "chrome") else str(generator)
    return as_pdf(current(), paper, engine=wanted)
