"""Lists: ``frappe.get_list`` for the user, ``frappe.get_all`` for the application."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from comptoir.context import current, use
from comptoir.documents.listing import get_list as _get_list

from frappe._options import refuse_unknown

DEFAULT_LIMIT = 20


def get_list(doctype: str, fields: Any = None, filters: Any = None, **options: Any) -> Any:
    """Rows the user may see, 20 unless ``limit``, ``page_length`` or ``limit_page_length`` says otherwise.

    ``fields`` takes names, aggregates as text or as ``{"SUM": "amount", "as": "total"}``, ``*`` and dotted links.
    Options: ``or_filters``, ``order_by``, ``group_by``, ``start`` or ``limit_start``, ``pluck``, ``distinct``,
    ``as_list``, ``parent_doctype``, ``ignore_permissions``, ``user`` for the rows that somebody else may see.
    """
    user = options.pop("user", None)
    ctx = current()
    with use(ctx.acting_as(user) if user and user != ctx.user else ctx):
        return rows_of("frappe.get_list", doctype, fields, filters, {"limit": DEFAULT_LIMIT} | options)


def get_all(doctype: str, fields: Any = None, filters: Any = None, **options: Any) -> Any:
    """All rows, without permission checks; the options of ``get_list``."""
    return rows_of(
        "frappe.get_all", doctype, fields, filters, {"limit": 0} | options | {"ignore_permissions": True}
    )


def rows_of(name: str, doctype: str, fields: Any, filters: Any, options: dict[str, Any]) -> Any:
    """The rows as dictionaries, lists or single values."""
    if _swapped(fields, filters):
        fields, filters = filters, fields
    take = options.pop
    pluck, as_list = take("pluck", None), take("as_list", False)
    limit, start = take("limit", 0), take("limit_start", None) or take("start", None)
    for synonym in ("page_length", "limit_page_length"):
        limit = take(synonym, limit)
    options.pop("start", None)
    wanted = fields
    if pluck:
        wanted = [pluck] if not options.get("distinct") or not fields else fields
    rows = _get_list(
        current(),
        doctype,
        fields=wanted,
        filters=none_as_unset(filters),
        or_filters=none_as_unset(take("or_filters", None)),
        order_by=order_of(take("order_by", None)),
        group_by=take("group_by", None),
        limit_start=int(start or 0),
        limit=int(limit or 0),
        distinct=bool(take("distinct", False)),
        parent=take("parent_doctype", None) or take("parent", None),
        ignore_permissions=bool(take("ignore_permissions", False)),
    )
    options.pop("parent", None)
    as_dict = take("as_dict", True)
    refuse_unknown(name, options)
    if pluck:
        return [row[pluck] if pluck in row else next(iter(row.values())) for row in rows]
    return [tuple(row.values()) for row in rows] if as_list or not as_dict else rows


def none_as_unset(filters: Any) -> Any:
    """Application code writes None for an empty field; in SQL nothing equals NULL."""
    if isinstance(filters, Mapping):
        return {key: _unset(value) for key, value in filters.items()}
    if isinstance(filters, (list, tuple)) and filters and not isinstance(filters[0], str):
        return [_condition(entry) for entry in filters]
    return filters


def order_of(text: Any) -> str | None:
    """An ``order_by``; the names of Frappe for "none" and "as declared" mean the declared order here."""
    return None if not text or text in ("KEEP_DEFAULT_ORDERING", "None") else str(text)


def _unset(value: Any) -> Any:
    if value is None:
        return ["is", "not set"]
    if isinstance(value, (list, tuple)) and len(value) == 2 and value[1] is None:
        return {"=": ["is", "not set"], "!=": ["is", "set"]}.get(str(value[0]), value)
    return value


def _condition(entry: Any) -> Any:
    if not isinstance(entry, (list, tuple)) or len(entry) < 3:
        return entry
    *where, operator, value = entry[:4]
    if value is None and operator in ("=", "!="):
        return [*where, "is", "not set" if operator == "=" else "set"]
    return list(entry)


def _swapped(fields: Any, filters: Any) -> bool:
    """``frappe.get_all("Task", {"status": "Open"})``: in Frappe's older order the filters come first."""
    return (isinstance(fields, Mapping) and not (len(fields) == 2 and "as" in fields)) or (
        isinstance(fields, (list, tuple))
        and bool(fields)
        and isinstance(fields[0], (list, tuple))
        and filters is None
    )
