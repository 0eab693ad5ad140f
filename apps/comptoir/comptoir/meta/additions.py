"""Comptoir's additions to Frappe's DocType JSON, and the spelling in which they travel through other installations.

Frappe ignores a key it does not know, but may one day give it a meaning of its own (version 16 has a flag ``mask``).
So an addition leaves as ``comptoir_mask``; a value that is no text or number as JSON text under ``comptoir_json_...``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields as attributes
from typing import Any

from comptoir.meta.model import RIGHTS, DocType, Field

FIELD_ADDITIONS = frozenset(
    {"mask", "pattern", "pattern_message", "normalise", "minimum", "maximum", "masking", "not_summed"}
)
"""What a field can say here and cannot in Frappe."""

DOCTYPE_ADDITIONS = frozenset({
    "scope_field", "scope_beyond", "allow_transfer", "row_rules", "calendar_start", "calendar_end", "calendar_lane",
    "calendar_color", "calendar_busy", "gantt_progress", "gantt_after", "counts_when",
})  # fmt: skip
"""What a doctype can say here and cannot in Frappe."""

BOOKKEEPING = frozenset({
    "doctype", "name", "owner", "creation", "modified", "modified_by", "docstatus", "idx",
    "parent", "parentfield", "parenttype",
})  # fmt: skip
"""Columns of a stored row; they say where it lies, not what it declares."""

_PREFIX = "comptoir_"
_JSON = _PREFIX + "json_"
_TABLES = ("fields", "permissions", "states", "links", "actions")
_FRAPPE_FIELD = BOOKKEEPING | {a.name for a in attributes(Field)} - FIELD_ADDITIONS | {
    "button_color", "show_description_on_click", "sticky", "alignment",
}  # fmt: skip
_FRAPPE_DOCTYPE = BOOKKEEPING | {a.name for a in attributes(DocType)} - DOCTYPE_ADDITIONS | {
    "field_order", "beta", "app", "allow_auto_repeat", "allow_events_in_timeline", "default_email_template",
    "email_append_to", "force_re_route_to_default_view", "grid_page_length", "has_web_view",
    "index_web_pages_for_search", "is_published_field", "make_attachments_public", "migration_hash",
    "protect_attached_files", "queue_in_background", "recipient_account_field", "restrict_to_domain", "route",
    "row_format", "rows_threshold_for_grid_search", "sender_field", "sender_name_field", "show_name_in_global_search",
    "subject", "subject_field", "website_search_field",
}  # fmt: skip
_FRAPPE_ROWS: Mapping[str, frozenset[str]] = {
    "fields": _FRAPPE_FIELD,
    "permissions": BOOKKEEPING | {"role", "permlevel", "if_owner", "match", "mask", *RIGHTS},
    "states": BOOKKEEPING | {"title", "color", "custom"},
    "links": BOOKKEEPING
    | {
        "group",
        "link_doctype",
        "link_fieldname",
        "parent_doctype",
        "table_fieldname",
        "is_child_table",
        "hidden",
        "custom",
    },
    "actions": BOOKKEEPING | {"label", "group", "action_type", "action", "hidden", "custom"},
}


def packed(declaration: Mapping[str, Any]) -> dict[str, Any]:
    """``declaration`` with every key that Frappe does not have in its travelling spelling."""
    result = _packed(declaration, _FRAPPE_DOCTYPE)
    for table in _TABLES:
        if declaration.get(table):
            result[table] = [_packed(row, _FRAPPE_ROWS[table]) for row in declaration[table]]
    return result


def unpacked(row: Mapping[str, Any]) -> Mapping[str, Any]:
    """One doctype, or one row of its tables, with the additions in their own spelling.

    Where a key travels in both spellings, Frappe reads one and we the other.
    """
    if not any(key.startswith(_PREFIX) for key in row):
        return row
    result = {key: value for key, value in row.items() if not key.startswith(_PREFIX)}
    for key, value in row.items():
        if key.startswith(_JSON):
            result[key.removeprefix(_JSON)] = json.loads(value)
        elif key.startswith(_PREFIX):
            result[key.removeprefix(_PREFIX)] = value
    return result


def _packed(row: Mapping[str, Any], known: frozenset[str]) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for key, value in row.items():
        if key in known or key.startswith(_PREFIX):
            result[key] = value
        elif isinstance(value, str | int | float):
            result[_PREFIX + key] = value
        else:
            result[_JSON + key] = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return result
