"""What goes wrong between a page and its PDF."""

from __future__ import annotations

from comptoir.errors import ValidationError


class PdfError(ValidationError):
    """An engine could not make a PDF of the page."""
