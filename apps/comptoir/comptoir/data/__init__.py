"""Data in files: tables of documents that people fill in and hand back."""

from comptoir.data.template import Selection, as_csv, rows_of

__all__ = ["Selection", "as_csv", "rows_of"]
