"""What makes PDF of a page: one port, two engines. Neither fetches anything, wherever the page points."""

from comptoir.printing.engines.port import ENGINES, PdfEngine, engine_for, join_pdf, pdf_of

__all__ = ["ENGINES", "PdfEngine", "engine_for", "join_pdf", "pdf_of"]
