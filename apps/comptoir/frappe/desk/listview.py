"""``frappe.desk.listview``: what a list offers to narrow it by."""

from __future__ import annotations

from typing import Any

from comptoir.companions import counts
from comptoir.context import current

import frappe
from frappe import _documents


@frappe.whitelist()
def get_group_by_count(doctype: str, current_filters: Any, field: str) -> Any:
    """How many documents have each value of ``field``, the most frequent first."""
    return counts.by_value(current(), doctype, field, _documents.json_in(current_filters))
