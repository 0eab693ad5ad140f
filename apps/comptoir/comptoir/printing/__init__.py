"""Documents on paper: a sheet of plain values made from document and declaration, laid out by a template."""

from comptoir.printing.layout import Layout
from comptoir.printing.render import STANDARD, Printed, as_page, as_pdf, html_to_pdf, printed

__all__ = ["STANDARD", "Layout", "Printed", "as_page", "as_pdf", "html_to_pdf", "printed"]
