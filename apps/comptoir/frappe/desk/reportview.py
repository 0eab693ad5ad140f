"""``frappe.desk.reportview``: the list screens' reads, and deleting several documents."""

from __future__ import annotations

from typing import Any

from comptoir import documents
from comptoir.companions import counts
from comptoir.context import current
from comptoir.desk import exporting
from comptoir.desk.answers import StoredDownload
from comptoir.errors import ComptoirError, DataError
from comptoir.printing.listed import KINDS
from comptoir.sentences import _

import frappe
from frappe import _documents, client

MOST_DELETED = 500


@frappe.whitelist()
def get(
    doctype: str, fields: Any = None, filters: Any = None, or_filters: Any = None, order_by: str | None = None,
    group_by: str | None = None, start: int = 0, page_length: int = 20, **_ignored: Any,
) -> Any:  # fmt: skip
    """Rows as ``{keys, values}``; an empty list where there are none."""
    rows = get_list(doctype, fields, filters, or_filters, order_by, group_by, start, page_length)
    if not rows:
        return []
    keys = list(rows[0])
    return {"keys": keys, "values": [list(row.values()) for row in rows], "user_info": {}}


@frappe.whitelist()
def get_list(
    doctype: str, fields: Any = None, filters: Any = None, or_filters: Any = None, order_by: str | None = None,
    group_by: str | None = None, start: int = 0, page_length: int = 20, **_ignored: Any,
) -> Any:  # fmt: skip
    """Rows as dictionaries."""
    return client.get_list(
        doctype,
        fields=fields,
        filters=filters,
        or_filters=or_filters,
        order_by=order_by,
        group_by=group_by,
        limit_start=start,
        limit_page_length=page_length,
    )


@frappe.whitelist()
def export_query(
    doctype: str, fields: Any = None, filters: Any = None, or_filters: Any = None, order_by: str | None = None,
    file_format_type: str = "CSV", title: str | None = None, selected_items: Any = None, **_ignored: Any,
) -> StoredDownload:  # fmt: skip
    """The list as a file, CSV, Excel, ODS, JSON or PDF, of what the user may export."""
    wanted = exporting.Export(
        doctype=doctype,
        fields=_documents.json_in(fields),
        filters=_documents.json_in(filters),
        or_filters=_documents.json_in(or_filters),
        order_by=order_by,
        chosen=_documents.json_in(selected_items) if selected_items else None,
        format=file_format_type,
        title=title or "",
    )
    return exporting.export(current(), wanted, KINDS)


@frappe.whitelist()
def get_count(doctype: str, filters: Any = None, limit: int | None = None, **_ignored: Any) -> int:
    """How many documents the user may see, counting no further than ``limit``."""
    return documents.count(current(), doctype, _documents.json_in(filters), limit=limit)


@frappe.whitelist()
def get_sidebar_stats(stats: Any, doctype: str, filters: Any = None) -> dict[str, Any]:
    """How many documents have each tag, or each value of another field."""
    return {"stats": counts.stats(current(), doctype, _documents.json_in(stats), _documents.json_in(filters))}


@frappe.whitelist(methods=["POST", "DELETE"])
def delete_items(items: Any, doctype: str) -> None:
    """Delete several documents; those that cannot be deleted stay, and messages say why."""
    ctx = current()
    names = _documents.json_in(items)
    plain = isinstance(names, list) and all(isinstance(name, (str, int)) for name in names)
    if not plain or len(names) > MOST_DELETED:
        raise DataError(_("items must be a list of at most {most} names.", most=MOST_DELETED))
    for name in names:
        try:
            with ctx.db.savepoint():
                documents.delete(ctx, doctype, name)
        except ComptoirError as error:
            if error.http_status >= 500:
                raise
            frappe.msgprint(_("{name}: {problem}", name=name, problem=error.message), indicator="red")
