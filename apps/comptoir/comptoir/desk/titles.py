"""Titles of linked documents, one statement per target type, of documents the actor may see."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from comptoir.access import policy
from comptoir.context import Context
from comptoir.db.collation import fold
from comptoir.documents import get_list
from comptoir.meta.model import DocType


def link_titles(ctx: Context, meta: DocType, rows: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """``{"Client::CLI-0001": "Acme"}`` for every link in ``rows`` whose target shows its title."""
    wanted: dict[str, set[str]] = {}
    collect(ctx, meta, rows, wanted)
    return titles_of(ctx, wanted)


def collect(
    ctx: Context, meta: DocType, rows: Iterable[Mapping[str, Any]], wanted: dict[str, set[str]]
) -> None:
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
        rows = get_list(
            ctx, doctype, fields=["name", title], filters=[["name", "in", sorted(names)]], limit=0
        )
        found |= {f"{doctype}::{row['name']}": str(row[title]) for row in rows if row.get(title)}
    return found


def names_meant(
    ctx: Context, doctype: str, texts: Iterable[str], filters: Any = None
) -> dict[str, dict[str, str]]:
    """``{text: {"name", "title"}}`` of the documents that ``texts`` mean: by title where links show it, else by name.

    A text that several documents have as their title means none of them.
    """
    meta = ctx.site.registry.get(doctype)
    wanted = sorted({text.strip() for text in texts} - {""})
    if not wanted:
        return {}
    title = meta.title_field or "name"
    columns = ["name", title] if meta.show_title_field_in_link else ["name"]
    either = [[column, "in", wanted] for column in dict.fromkeys(columns)]
    rows = get_list(
        ctx, doctype, fields=list(dict.fromkeys(["name", title])), filters=filters, or_filters=either, limit=0
    )
    by_name = {fold(str(row["name"])): row for row in rows}
    by_title: dict[str, list[Mapping[str, Any]]] = {}
    for row in rows:
        by_title.setdefault(fold(str(row.get(title) or "")), []).append(row)
    found: dict[str, dict[str, str]] = {}
    for text in wanted:
        called = by_title.get(fold(text), []) if title in columns else []
        named = [by_name[fold(text)]] if fold(text) in by_name else []
        meant = called or named
        if len(meant) == 1:
            found[text] = {
                "name": str(meant[0]["name"]),
                "title": str(meant[0].get(title) or meant[0]["name"]),
            }
    return found
