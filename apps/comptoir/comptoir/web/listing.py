"""The parameters of a list request, as both versions of the interface take them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from comptoir import documents
from comptoir.context import Context
from comptoir.errors import BadRequestError
from comptoir.meta.model import Field
from comptoir.query import ListArgs
from comptoir.sentences import _
from comptoir.web.envelope import Answer
from comptoir.web.requests import json_value, truth, whole_number

TRANSPORT = frozenset({"_", "cmd", "csrf_token", "_lang", "debug"})
"""Parameters that say nothing about the data."""
KNOWN = TRANSPORT | {
    "fields", "filters", "or_filters", "order_by", "group_by", "limit", "limit_start", "limit_page_length",
    "start", "page_length", "as_dict", "distinct", "parent", "parent_doctype", "expand", "cursor",
}  # fmt: skip
DEFAULT_PAGE = 20


def refuse_unknown(parameters: Mapping[str, Any], known: frozenset[str] = KNOWN) -> None:
    """Raise ``BadRequestError`` for a parameter nobody would look at."""
    for name in parameters:
        if name not in known:
            raise BadRequestError(_("There is no parameter {name!r} here.", name=name[:60]))


def page_of(parameters: Mapping[str, Any]) -> tuple[int, int]:
    """Where the page starts and how long it is; 0 means everything."""
    start = _first(parameters, ("limit_start", "start"), 0)
    return start, _first(parameters, ("limit_page_length", "limit", "page_length"), DEFAULT_PAGE)


def list_answer(ctx: Context, doctype: str, parameters: Mapping[str, Any]) -> Answer:
    """What a list request asks for: the rows, and with ``cursor`` where the next page begins."""
    refuse_unknown(parameters)
    meta = ctx.site.registry.get(doctype)
    expanded = documents.expandable(meta, names_in("expand", parameters.get("expand")))
    args = _arguments(parameters, expanded)
    parent = _text(parameters, "parent") or _text(parameters, "parent_doctype")
    rows: list[Any]
    if "cursor" in parameters:
        rows, following = documents.get_page(ctx, doctype, args, str(parameters["cursor"]), parent)
    else:
        rows, following = documents.get_rows(ctx, doctype, args, parent), None
    documents.expand(ctx, meta, rows, expanded)
    if not truth(parameters.get("as_dict", "1")):
        rows = [list(row.values()) for row in rows]
    return (
        Answer({"data": rows, "next_cursor": following}, None)
        if "cursor" in parameters
        else Answer(rows, "data")
    )


def expand_links(ctx: Context, doctype: str, value: dict[str, Any], parameters: Mapping[str, Any]) -> None:
    """Replace names in a document by the documents they name: those of ``expand``, with ``expand_links`` all."""
    meta = ctx.site.registry.get(doctype)
    fields = documents.expandable(meta, names_in("expand", parameters.get("expand")))
    if truth(parameters.get("expand_links", "")):
        fields += meta.link_fields
    documents.expand(ctx, meta, [value], (field for field in fields if not field.is_table))


def names_in(name: str, value: Any) -> list[Any]:
    """A parameter that names fields: a JSON list, or names between commas."""
    found = json_value(name, value)
    if isinstance(found, str):
        return [part.strip() for part in found.split(",") if part.strip()]
    if found is None or isinstance(found, list):
        return found or []
    raise BadRequestError(_("The parameter {name} must be a list of field names.", name=name))


def _arguments(parameters: Mapping[str, Any], expanded: Sequence[Field]) -> ListArgs:
    start, length = page_of(parameters)
    fields = json_value("fields", parameters.get("fields"))
    if expanded:
        fields = names_in("fields", parameters.get("fields")) or ["name"]
        needed = ["name" if field.is_table else field.fieldname for field in expanded]
        fields += [] if "*" in fields else [name for name in dict.fromkeys(needed) if name not in fields]
    return ListArgs(
        fields=fields,
        filters=json_value("filters", parameters.get("filters")),
        or_filters=json_value("or_filters", parameters.get("or_filters")),
        order_by=_text(parameters, "order_by"),
        group_by=_text(parameters, "group_by"),
        limit=length,
        offset=start,
        distinct=truth(parameters.get("distinct", "")),
    )


def _first(parameters: Mapping[str, Any], names: tuple[str, ...], default: int) -> int:
    for name in names:
        if parameters.get(name) not in (None, ""):
            return whole_number(name, parameters[name])
    return default


def _text(parameters: Mapping[str, Any], name: str) -> str | None:
    value = parameters.get(name)
    if value is None or isinstance(value, str):
        return value or None
    raise BadRequestError(_("The parameter {name} must be text.", name=name))
