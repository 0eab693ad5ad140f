"""The parameters of a list request, as both versions of the interface take them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from comptoir.context import Context
from comptoir.documents import get_list
from comptoir.errors import BadRequestError
from comptoir.web.requests import json_value, truth, whole_number

TRANSPORT = frozenset({"_", "cmd", "csrf_token", "_lang", "debug"})
"""Parameters that say nothing about the data."""
KNOWN = TRANSPORT | {
    "fields", "filters", "or_filters", "order_by", "group_by", "limit", "limit_start", "limit_page_length",
    "start", "page_length", "as_dict", "distinct", "parent", "parent_doctype", "expand", "expand_links",
}  # fmt: skip
DEFAULT_PAGE = 20


def refuse_unknown(parameters: Mapping[str, Any], known: frozenset[str] = KNOWN) -> None:
    """Raise ``BadRequestError`` for a parameter nobody would look at."""
    for name in parameters:
        if name not in known:
            raise BadRequestError(f"There is no parameter {name[:60]!r} here.")


def page_of(parameters: Mapping[str, Any]) -> tuple[int, int]:
    """Where the page starts and how long it is; 0 means everything."""
    start = _first(parameters, ("limit_start", "start"), 0)
    return start, _first(parameters, ("limit_page_length", "limit", "page_length"), DEFAULT_PAGE)


def rows_of(ctx: Context, doctype: str, parameters: Mapping[str, Any]) -> list[Any]:
    """The rows a list request asks for."""
    refuse_unknown(parameters)
    start, length = page_of(parameters)
    rows: list[Any] = get_list(
        ctx,
        doctype,
        fields=json_value("fields", parameters.get("fields")),
        filters=json_value("filters", parameters.get("filters")),
        or_filters=json_value("or_filters", parameters.get("or_filters")),
        order_by=_text(parameters, "order_by"),
        group_by=_text(parameters, "group_by"),
        limit_start=start,
        limit=length,
        distinct=truth(parameters.get("distinct", "")),
        parent=_text(parameters, "parent") or _text(parameters, "parent_doctype"),
    )
    expand_links(ctx, doctype, rows, json_value("expand", parameters.get("expand")))
    if not truth(parameters.get("as_dict", "1")):
        return [list(row.values()) for row in rows]
    return rows


def expand_links(ctx: Context, doctype: str, rows: list[Any], wanted: Any) -> None:
    """Replace the values of Link fields by the documents they name, as far as the actor may read them."""
    if not wanted:
        return
    names = [wanted] if isinstance(wanted, str) else wanted
    meta = ctx.site.registry.get(doctype)
    for name in names if isinstance(names, list) else ():
        field = meta.by_name.get(str(name))
        if field is None or field.fieldtype != "Link" or not field.options:
            raise BadRequestError(f"{doctype} has no link field {str(name)[:60]!r} to expand.")
        targets = sorted({row[name] for row in rows if row.get(name)})
        found = get_list(ctx, field.options, fields=["*"], filters=[["name", "in", targets]], limit=0) if targets else []
        by_name = {row["name"]: row for row in found}
        for row in rows:
            row[name] = by_name.get(row.get(name), row.get(name))


def _first(parameters: Mapping[str, Any], names: tuple[str, ...], default: int) -> int:
    for name in names:
        if parameters.get(name) not in (None, ""):
            return whole_number(name, parameters[name])
    return default


def _text(parameters: Mapping[str, Any], name: str) -> str | None:
    value = parameters.get(name)
    if value is None or isinstance(value, str):
        return value or None
    raise BadRequestError(f"The parameter {name} must be text.")
