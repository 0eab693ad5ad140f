"""``frappe.desk.search``: what a Link field offers while somebody types."""

from __future__ import annotations

from typing import Any

from comptoir import documents
from comptoir.context import Context, current
from comptoir.documents.called import called
from comptoir.errors import BadRequestError
from comptoir.meta.model import DocType
from comptoir.sentences import _

import frappe

MOST = 10_000
"""So many documents are answered to whoever asks for more, as a client does that wants them all."""


@frappe.whitelist()
def search_link(
    doctype: str,
    txt: str = "",
    query: str | None = None,
    filters: Any = None,
    page_length: int = 10,
    searchfield: str | None = None,
    reference_doctype: str | None = None,
    ignore_user_permissions: bool = False,
    link_fieldname: str | None = None,
) -> list[dict[str, Any]]:
    """Documents whose name, title or search fields begin with ``txt``, then those with words that begin like its words."""
    if query:
        raise BadRequestError(_("Searching by a query function is not supported."))
    if page_length < 1:
        raise BadRequestError(_("A search answers with 1 to {most} documents.", most=MOST))
    ctx = current()
    meta = ctx.site.registry.get(doctype)
    wanted = (
        frappe.parse_json(filters) if isinstance(filters, str) and filters.strip()[:1] in "[{" else filters
    )
    rows = documents.search(ctx, doctype, txt, wanted or None, min(page_length, MOST))
    return _in_order(ctx, meta, rows, txt.strip())


@frappe.whitelist()
def search_widget(
    doctype: str,
    txt: str = "",
    query: str | None = None,
    filters: Any = None,
    start: int = 0,
    page_length: int = 10,
    as_dict: bool = False,
    **_ignored: Any,
) -> list[Any]:
    """As ``search_link``, a page of rows: lists of name, title and description, or with ``as_dict`` what they are called."""
    if start < 0:
        raise BadRequestError(_("A search begins at document 0 or later."))
    choices = search_link(doctype, txt, query, filters, start + max(page_length, 0))[start:]
    if as_dict:
        return [{"name": choice["value"], **_named(choice)} for choice in choices]
    return [[choice["value"], *_named(choice).values()] for choice in choices]


def _named(choice: dict[str, Any]) -> dict[str, Any]:
    return {key: choice[key] for key in ("label", "description") if choice.get(key)}


def _in_order(ctx: Context, meta: DocType, rows: list[Any], txt: str) -> list[dict[str, Any]]:
    """What begins with ``txt`` first, then by name."""
    wanted = txt.casefold()
    length = len(wanted)

    def rank(found: tuple[Any, dict[str, Any]]) -> tuple[bool, str]:
        row, choice = found
        said = (*row.values(), choice.get("label"))
        begins = any(value and str(value)[:length].casefold().startswith(wanted) for value in said)
        return not (begins or not wanted), str(row["name"])

    return [choice for _row, choice in sorted(((row, _choice(ctx, meta, row)) for row in rows), key=rank)]


def _choice(ctx: Context, meta: DocType, row: Any) -> dict[str, Any]:
    title = row.get(meta.title_field) if meta.title_field else None
    shown = meta.show_title_field_in_link and title
    unsaid = [
        str(v)
        for k, v in row.items()
        if k != "name" and v not in (None, "") and not (shown and k == meta.title_field)
    ]
    choice = {"value": row["name"], "description": ", ".join(dict.fromkeys(unsaid))}
    label = called(ctx, meta, str(title if shown else row["name"]))
    if shown or label != row["name"]:
        choice["label"] = label
    return choice
