"""``frappe.desk.form.linked_with``: the documents that point at a document."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from comptoir import documents
from comptoir.access import policy
from comptoir.context import Context, current
from comptoir.documents.links import IGNORED_ON_DELETE, dynamic_links
from comptoir.meta.model import DocType

import frappe

MOST = 100
"""So many documents of one doctype are answered, the newest."""
Conditions = list[list[Any]]


@frappe.whitelist()
def get(doctype: str, docname: str) -> dict[str, list[dict[str, Any]]]:
    """By doctype, the documents the user may see that point at this one, by themselves or in a row of a table."""
    ctx = current()
    name = str(documents.read_document(ctx, doctype, docname).name)
    found: dict[str, dict[str, dict[str, Any]]] = {}
    for source, conditions in _ways(ctx, doctype, name):
        if (
            source.issingle
            or source.name in IGNORED_ON_DELETE
            or not policy.decide(ctx, "read", source).allow
        ):
            continue
        title = [source.title_field] if source.title_field and source.title_field != "name" else []
        rows = documents.get_list(
            ctx, source.name, fields=["name", *title, "docstatus", "modified"], filters=conditions, limit=MOST, distinct=True,
        )  # fmt: skip
        for row in rows:
            if (source.name, row["name"]) != (doctype, name):
                found.setdefault(source.name, {})[row["name"]] = dict(row)
    return {source: list(rows.values())[:MOST] for source, rows in found.items()}


def _ways(ctx: Context, doctype: str, name: str) -> Iterator[tuple[DocType, Conditions]]:
    """Every (doctype that is listed, conditions) under which a document points at this one."""
    links: list[tuple[DocType, str, str | None]] = [
        (meta, field, None) for meta, field in ctx.site.registry.links_to(doctype)
    ]
    links += [(meta, field.fieldname, field.options) for meta, field in dynamic_links(ctx)]
    for meta, fieldname, type_field in links:
        conditions = [[meta.name, fieldname, "=", name]]
        if type_field is not None:
            if type_field not in meta.valid_columns:
                continue
            conditions.append([meta.name, type_field, "=", doctype])
        for source in _parents(ctx, meta) if meta.istable else [meta]:
            yield source, conditions


def _parents(ctx: Context, table: DocType) -> list[DocType]:
    metas = ctx.site.registry.all().values()
    return [meta for meta in metas if any(field.options == table.name for field in meta.table_fields)]
