"""``frappe.core.doctype.data_import.data_import``: templates of files to import, and imports as Frappe's clients ask for them."""

from __future__ import annotations

from typing import Any

from comptoir.context import current
from comptoir.data import Selection, as_csv, log, rows_of, wizard
from comptoir.data.imports import find
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


@frappe.whitelist(methods=["POST"])
def get_preview_from_template(
    data_import: str, import_file: str | None = None, google_sheets_url: str | None = None
) -> dict[str, Any]:
    """The columns and first rows of the file of an import; the address of a file is set on the import before."""
    if google_sheets_url:
        raise ValidationError(_("Files are uploaded; save the sheet as CSV or XLSX."))
    found = wizard.preview(current(), data_import)
    warnings = [
        {"row": problem["row"], "col": problem["column"] + 1, "message": problem["message"]}
        for problem in found["problems"]
    ]
    columns = [
        {"header_title": column["title"], "map_to_field": column["key"], "skip_import": not column["key"]}
        for column in found["columns"]
    ]
    data = [[row["row"], *row["cells"]] for row in found["rows"]]
    return {"data": data, "columns": columns, "warnings": warnings, "total_number_of_rows": found["count"]}


@frappe.whitelist(methods=["POST"])
def form_start_import(data_import: str) -> bool:
    """Run an import in the background."""
    wizard.start(current(), data_import)
    return True


@frappe.whitelist()
def get_import_status(data_import_name: str) -> dict[str, Any]:
    """How many documents were written and refused."""
    standing = wizard.standing(current(), data_import_name)
    return {
        "status": standing["status"],
        "total_records": standing["payload_count"],
        "success": standing["succeeded"],
        "failed": standing["failed"],
    }


@frappe.whitelist()
def get_import_logs(data_import: str) -> list[dict[str, Any]]:
    """The first records that were written, and the first that were refused."""
    ctx = current()
    find(ctx, data_import)
    entries = [*log.entries(ctx, data_import, success=False), *log.entries(ctx, data_import, success=True)]
    keys = ("log_index", "row_indexes", "docname", "exception")
    return [
        {key: entry[key] for key in keys} | {"success": int(bool(entry["action"]))}
        for entry in sorted(entries, key=lambda entry: int(entry["log_index"]))
    ]


@frappe.whitelist()
def download_errored_template(data_import_name: str) -> Download:
    """The rows that were refused, with the reason."""
    return wizard.failed_rows(current(), data_import_name)
