"""Titles of linked documents, one statement per target type, of documents the actor may see."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from comptoir.access import policy
from comptoir.context import Context
from comptoir.documents import get_list
from comptoir.meta.model import DocType


def link_titles(ctx: Context, meta: DocType, rows: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """``{"Client::CLI-0001": "Acme"}`` for every link in ``rows`` whose target shows its title."""
    wanted: dict[str, set[str]] = {}
    collect(ctx, meta, rows, wanted)
    return titles_of(ctx, wanted)


def collect(ctx: Context, meta: DocType, rows: Iterable[Mapping[str, Any]], wanted: dict[str, set[str]]) -> None:
    """Add the names that ``rows`` link to, by target type."""
    for row in rows:
        for field in (*meta.link_fields, *meta.dynamic_link_fields):
            target = field.options if field.fieldtype == "Link" else row.get(field.options or "")
            if target and row.get(field.fieldname):
                wanted.setdefault(str(target), set()).add(str(row[field.fieldname]))


def titles_of(ctx: Context, wanted: Mapping[str, set[str]]) -> dict[str, str]:
    """The titles of the documents named."""
    found: dict[str, str] = {}
    for doctype, names in wanted.items():
        meta = ctx.site.registry.find(doctype)
        title = meta.title_field if meta is not None and meta.show_title_field_in_link else None
        if meta is None or not title or meta.istable or not policy.decide(ctx, "select", meta).allow:
            continue
        rows = get_list(ctx, doctype, fields=["name", title], filters=[["name", "in", sorted(names)]], limit=0)
        found |= {f"{doctype}::{row['name']}": str(row[title]) for row in rows if row.get(title)}
    return found
