"""The ways to ask for a list, all given the same arguments."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote

from .attacks import Answer
from .conftest import Company

Door = Callable[[Company, str, str, Mapping[str, Any]], Answer]


def _by_query(path: str) -> Door:
    def ask(company: Company, person: str, doctype: str, arguments: Mapping[str, Any]) -> Answer:
        sent = {
            key: value if isinstance(value, str) else json.dumps(value) for key, value in arguments.items()
        }
        return company.ask(person, "GET", path.format(doctype=quote(doctype, safe="")), params=sent)

    return ask


def _by_method(method: str, **fixed: Any) -> Door:
    def ask(company: Company, person: str, doctype: str, arguments: Mapping[str, Any]) -> Answer:
        return company.call(person, method, doctype=doctype, **fixed, **arguments)

    return ask


ROWS: Mapping[str, Door] = {
    "resource": _by_query("/api/resource/{doctype}"),
    "v2": _by_query("/api/v2/document/{doctype}"),
    "get_list": _by_method("frappe.client.get_list"),
    "reportview": _by_method("frappe.desk.reportview.get"),
    "desk": _by_method("comptoir.desk.api.list"),
}
"""They take fields, filters, or_filters and order_by."""
COUNTS: Mapping[str, Door] = {
    "v2 count": _by_query("/api/v2/doctype/{doctype}/count"),
    "get_count": _by_method("frappe.client.get_count"),
    "reportview count": _by_method("frappe.desk.reportview.get_count"),
    "desk count": _by_method("comptoir.desk.api.count"),
    "report": _by_method("comptoir.desk.reporting.report"),
    "stats": _by_method("frappe.desk.reportview.get_sidebar_stats", stats=["city"]),
    "search": _by_method("frappe.desk.search.search_link", txt=""),
    "get": _by_method("frappe.client.get"),
    "get_value": _by_method("frappe.client.get_value", fieldname="name"),
}
"""They take filters."""
