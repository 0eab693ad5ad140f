"""``frappe.core.doctype.data_import.data_import``: templates of files to import."""

from __future__ import annotations

from typing import Any

from comptoir.context import current
from comptoir.data import Selection, as_csv, rows_of
from comptoir.desk.answers import Download
from comptoir.errors import ValidationError
from comptoir.sentences import _

import frappe


@frappe.whitelist()
def download_template(
    doctype: str, export_fields: Any = None, export_records: str | None = None, export_filters: Any = None,
    file_type: str = "CSV",
) -> Download:  # fmt: skip
    """A CSV file with the chosen fields as columns and the chosen documents as rows."""
    if file_type != "CSV":
        raise ValidationError(_("Templates are CSV files; choose CSV."))
    chosen = frappe.parse_json(export_fields) if export_fields else None
    selection = Selection(
        doctype, chosen, export_records or "blank_template", frappe.parse_json(export_filters)
    )
    return Download(f"{doctype}.csv", as_csv(rows_of(current(), selection)), "text/csv; charset=utf-8")
