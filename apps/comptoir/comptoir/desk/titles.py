"""Titles of linked documents, one statement per target type, of documents the actor may see.

Documents whose names are words are called so in the actor's language, as links and in their own lists.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from comptoir.access import policy
from comptoir.context import Context
from comptoir.db.collation import fold
from comptoir.documents import get_list
from comptoir.documents.called import called, meant_by
from comptoir.meta.model import DocType


def link_titles(ctx: Context, meta: DocType, rows: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """``{"Client::CLI-0001": "Acme"}`` for every link in ``rows`` whose target shows its title."""
    wanted: dict[str, set[str]] = {}
    rows = list(rows)
    collect(ctx, meta, rows, wanted)
    return titles_of(ctx, wanted) | own_titles(ctx, meta, rows)


def own_titles(ctx: Context, meta: DocType, rows: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """What documents of ``meta`` are called in the actor's language where their names are words, by how that is stored.

    ``{"Deal Stage::Won": "Gagné"}``, and where a title stands beside the name ``{"Workspace::Selling": "Vente"}``.
    """
    if not meta.translated_doctype:
        return {}
    titles = {str(row.get(meta.title_field or "name") or row.get("name") or "") for row in rows}
    return {f"{meta.name}::{title}": called(ctx, meta, title) for title in titles if title}


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
        if meta is None or meta.istable or not (title or meta.translated_doctype):
            continue
        if not policy.decide(ctx, "select", meta).allow:
            continue
        if not title:
            found |= own_titles(ctx, meta, ({"name": name} for name in names))
            continue
        rows = get_list(
            ctx, doctype, fields=["name", title], filters=[["name", "in", sorted(names)]], limit=0
        )
        found |= {
            f"{doctype}::{row['name']}": called(ctx, meta, str(row[title])) for row in rows if row.get(title)
        }
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
    spoken = meant_by(ctx, meta)
    stored = {text: spoken.get(fold(text), text) for text in wanted}
    title = meta.title_field or "name"
    columns = ["name", title] if meta.show_title_field_in_link else ["name"]
    either = [[column, "in", sorted(set(stored.values()))] for column in dict.fromkeys(columns)]
    rows = get_list(
        ctx, doctype, fields=list(dict.fromkeys(["name", title])), filters=filters, or_filters=either, limit=0
    )
    by_name = {fold(str(row["name"])): row for row in rows}
    by_title: dict[str, list[Mapping[str, Any]]] = {}
    for row in rows:
        by_title.setdefault(fold(str(row.get(title) or "")), []).append(row)
    found: dict[str, dict[str, str]] = {}
    for text in wanted:
        key = fold(stored[text])
        titled = by_title.get(key, []) if title in columns else []
        meant = titled or ([by_name[key]] if key in by_name else [])
        if len(meant) == 1:
            name = str(meant[0]["name"])
            found[text] = {"name": name, "title": called(ctx, meta, str(meant[0].get(title) or name))}
    return found
