"""Documents on paper: a sheet of plain values made from document and declaration, laid out by a template."""

from comptoir.printing.formats import STANDARD
from comptoir.printing.layout import Layout
from comptoir.printing.render import Printed, Wanted, as_page, as_pdf, html_to_pdf, printed

__all__ = ["STANDARD", "Layout", "Printed", "Wanted", "as_page", "as_pdf", "html_to_pdf", "printed"]
