"""A declaration as Frappe's own Desk reads it: the DocType document with every key, its rows numbered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from comptoir.context import ADMINISTRATOR, Context
from comptoir.documents import get_list
from comptoir.meta.linked import read_linked
from comptoir.meta.load import to_json
from comptoir.meta.model import RIGHTS, DocType

STAMPS = ("owner", "creation", "modified", "modified_by")
ROW_TYPES = {
    "fields": "DocField", "permissions": "DocPerm", "actions": "DocType Action", "links": "DocType Link",
    "states": "DocType State",
}  # fmt: skip
EMPTY_TEXTS = frozenset({"precision", "naming_rule", "document_type"})
"""Choices that are written as an empty text where nothing is chosen."""
SCRIPTS = ("__js", "__css", "__list_js", "__calendar_js", "__map_js", "__tree_js", "__form_grid_templates",
           "__listview_template", "__templates", "__messages", "__linked_with", "__workspaces")  # fmt: skip
"""What an app may add to a doctype's screens in Frappe. Here screens are made from declarations alone."""


def as_document(ctx: Context, meta: DocType) -> dict[str, Any]:
    """The DocType document of ``meta``, empty texts left out."""
    stamps = _stamps(ctx, meta)
    written = to_json(meta)
    found = _with_defaults(ctx, "DocType", written) | {
        "doctype": "DocType",
        "name": meta.name,
        "is_large_table": False,
    }
    for key, doctype in ROW_TYPES.items():
        rows: Sequence[Mapping[str, Any]] = written.get(key) or ()
        found[key] = [_row(ctx, doctype, row, stamps, meta.name, key, n) for n, row in enumerate(rows, 1)]
    return found | stamps | {"docstatus": 0, "idx": 0}


def with_assets(ctx: Context, meta: DocType) -> dict[str, Any]:
    """The same with what stands beside it when Frappe's Desk opens a form."""
    found = as_document(ctx, meta)
    tables = [dict(field) for field in found["fields"] if field["fieldtype"] == "Table"]
    for field in found["fields"]:
        field |= dict.fromkeys(("search_fields", "is_custom_field", "linked_document_type"))
    return (
        found
        | dict.fromkeys(SCRIPTS)
        | {
            "_table_fields": tables,
            "__custom_js": "",
            "__custom_list_js": "",
            "__assets_loaded": True,
            "__print_formats": [],
            "__workflow_docs": [],
            "__kanban_column_fields": [],
            "__dashboard": _dashboard(meta),
        }
    )


def _row(
    ctx: Context,
    doctype: str,
    row: Mapping[str, Any],
    stamps: Mapping[str, Any],
    parent: str,
    table: str,
    number: int,
) -> dict[str, Any]:
    if doctype == "DocPerm":
        row = dict.fromkeys(RIGHTS, 0) | dict(row)
    found = _with_defaults(ctx, doctype, row) | dict(stamps) | {key: [] for key in ROW_TYPES}
    if doctype == "DocField":
        found.setdefault("show_preview_popup", 0)
    return found | {
        "doctype": doctype, "name": f"{parent}-{table}-{number}", "docstatus": 0, "idx": number,
        "parent": parent, "parentfield": table, "parenttype": "DocType",
    }  # fmt: skip


def _with_defaults(ctx: Context, doctype: str, written: Mapping[str, Any]) -> dict[str, Any]:
    """``written`` with a 0 for every flag and number it leaves out."""
    found: dict[str, Any] = {}
    for field in ctx.site.registry.get(doctype).value_fields:
        if field.fieldtype in ("Check", "Int"):
            found[field.fieldname] = 0
        elif field.fieldname in EMPTY_TEXTS:
            found[field.fieldname] = ""
    kept = {key: value for key, value in written.items() if key not in ROW_TYPES and key != "field_order"}
    return found | {key: value for key, value in kept.items() if value is not None}


def _stamps(ctx: Context, meta: DocType) -> dict[str, Any]:
    """Who made the declaration and when; one that an app ships has no times."""
    rows = get_list(
        ctx, "DocType", fields=list(STAMPS), filters={"name": meta.name}, limit=1, ignore_permissions=True
    )
    return dict(rows[0]) if rows else {"owner": ADMINISTRATOR, "modified_by": ADMINISTRATOR}


def _dashboard(meta: DocType) -> dict[str, Any]:
    groups: dict[str, list[str]] = {}
    fieldnames: dict[str, str] = {}
    of_rows: dict[str, list[str]] = {}
    for linked in map(read_linked, meta.links):
        groups.setdefault(linked.group, []).append(linked.doctype)
        if linked.child:
            of_rows[linked.doctype] = [linked.table, linked.fieldname]
        else:
            fieldnames[linked.doctype] = linked.fieldname
    transactions = [{"label": label, "items": items} for label, items in groups.items()]
    return {"transactions": transactions, "non_standard_fieldnames": fieldnames, "internal_links": of_rows}
