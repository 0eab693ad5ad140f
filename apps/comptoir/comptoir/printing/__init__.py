"""Documents on paper: a sheet of plain values made from document and declaration, laid out by a template."""

from comptoir.printing.render import STANDARD, Printed, as_page, printed

__all__ = ["STANDARD", "Printed", "as_page", "printed"]
