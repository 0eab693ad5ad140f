"""Workspaces: the blocks of a page as Frappe keeps them, and as the screen draws them.

``content`` is a list of ``{"type", "data"}``, whose data name rows of the tables beside it. A user who arranges a page
gets a copy of it, named ``<workspace>-<user>``; without it they see the page as it is for everybody.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import orjson

from comptoir import documents
from comptoir.access import policy
from comptoir.context import Context
from comptoir.desk import guidance
from comptoir.desk.json_fields import json_of, read_json
from comptoir.desk.reportable import reportable
from comptoir.documents import Document
from comptoir.errors import DataError
from comptoir.hooks import resolve, whitelist
from comptoir.sentences import _

WORKSPACE = "Workspace"
MOST_BLOCKS = 60
MOST_FIELDS = 3
MOST_LISTED = 100
MOST_SHOWN, MOST_COUNTED = 5, 100
"""Of a list of what needs somebody now."""
WIDTHS = (3, 4, 6, 8, 12)
TABLES: Mapping[str, tuple[str, str]] = {
    "number_card": ("number_cards", "number_card_name"),
    "chart": ("charts", "chart_name"),
    "shortcut": ("shortcuts", "link_to"),
    "quick_list": ("quick_lists", "document_type"),
}
"""For each kind of block the table of its rows, and the column that names what it shows."""
FILTERS = {"shortcut": "stats_filter", "quick_list": "quick_list_filter"}
HEADER = "header"
ATTENTION, FIRST_STEPS = "home_attention", "home_first_steps"


@whitelist(methods=["GET"])
def workspace(ctx: Context, name: str = "") -> dict[str, Any]:
    """The blocks of a workspace, by default the first, as the actor has arranged it; and the workspaces there are."""
    listed = documents.get_list(
        ctx, WORKSPACE, fields=["name", "title", "icon"], order_by="sequence_id asc, name asc", limit=MOST_LISTED,
        filters=[["public", "=", 1], ["is_hidden", "=", 0], ["for_user", "is", "not set"]],
    )  # fmt: skip
    workspaces = [{**row, "title": ctx.say(row["title"])} for row in listed]
    if not name and not listed:
        return {"name": None, "title": "", "own": False, "blocks": [], "workspaces": workspaces}
    chosen = name or str(listed[0]["name"])
    own = _own(ctx, chosen)
    doc = documents.read_document(ctx, WORKSPACE, own or chosen)
    blocks = [{**block, "label": ctx.say(block["label"])} for block in _seen(ctx, read_blocks(doc))]
    return {
        "name": chosen,
        "title": ctx.say(doc.title),
        "own": bool(own),
        "blocks": blocks,
        "workspaces": workspaces,
    }


@whitelist(methods=["POST"])
def arrange(ctx: Context, name: str, blocks: Sequence[Any]) -> None:
    """Keep ``blocks`` as the actor's own copy of a workspace."""
    source = documents.read_document(ctx, WORKSPACE, name)
    own = _own(ctx, name)
    if own:
        doc = documents.get_document(ctx, WORKSPACE, own, for_update=True)
    else:
        values = {"label": _name_of_copy(ctx, name), "title": source.title, "icon": source.icon}
        doc = documents.new_document(ctx, {**values, "doctype": WORKSPACE, "for_user": ctx.user})
    _write_blocks(doc, blocks)
    doc.save()


@whitelist(methods=["POST"])
def reset(ctx: Context, name: str) -> None:
    """Forget the actor's own copy of a workspace."""
    own = _own(ctx, name)
    if own:
        documents.delete(ctx, WORKSPACE, own)


@whitelist(methods=["GET"])
def attention(ctx: Context) -> list[dict[str, Any]]:
    """What needs the actor now: lists that apps name, each with how many documents it has and the first of them."""
    told = []
    for entry in _told(ctx, ATTENTION):
        meta = ctx.site.registry.find(entry["doctype"])
        if meta is None or not policy.decide(ctx, "read", meta).allow:
            continue
        called = entry.get("called") or meta.title_field or "name"
        rows = documents.get_list(
            ctx, meta.name, fields=list(dict.fromkeys(["name", called, entry["when"]])),
            filters=entry["filters"], order_by=f"{entry['when']} asc", limit=MOST_SHOWN,
        )  # fmt: skip
        titles = [{"name": row["name"], "title": row.get(called), "when": row[entry["when"]]} for row in rows]
        count = len(rows)
        if count == MOST_SHOWN:
            count = documents.count(ctx, meta.name, entry["filters"], limit=MOST_COUNTED)
        told.append({**entry, "title": ctx.say(entry["title"]), "count": count, "rows": titles})
    return told


@whitelist(methods=["GET"])
def first_steps(ctx: Context) -> list[dict[str, Any]]:
    """What a new site, or somebody new, still needs, as facts say; nothing once the actor has put the list away."""
    if guidance.FIRST_STEPS in guidance.told(ctx):
        return []
    return [{**step, "title": ctx.say(step["title"])} for step in _told(ctx, FIRST_STEPS)]


def read_blocks(doc: Document) -> list[dict[str, Any]]:
    """The blocks of a workspace: kind, what it shows, label, filters and width. Raises where its content is none."""
    found: list[dict[str, Any]] = []
    for entry in json_of(doc, "content", list):
        kind, data = entry.get("type"), entry.get("data")
        if not isinstance(data, Mapping) or (kind != HEADER and kind not in TABLES):
            continue
        block = {
            "type": kind,
            "name": "",
            "label": str(data.get("text") or ""),
            "filters": [],
            "fields": _fields(data),
            "width": _width(data),
        }
        if kind in TABLES:
            row = _row_named(doc, kind, str(data.get(f"{kind}_name") or ""))
            if row is None:
                continue
            block |= {"name": row.get(TABLES[kind][1]), "label": row.get("label") or ""}
            if kind in FILTERS:
                block["filters"] = read_json(doc, "content", row.get(FILTERS[kind]), list)
        found.append(block)
    return found


def _seen(ctx: Context, blocks: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Those of ``blocks`` that lead to lists the actor may read, or count what the actor may report on."""
    named = {kind: [block["name"] for block in blocks if block["type"] == kind] for kind in TABLES}
    left = reportable(ctx, named["number_card"], named["chart"])
    shown = {"number_card": left.cards, "chart": left.charts}
    for kind in FILTERS:
        shown[kind] = frozenset(name for name in named[kind] if _may_read(ctx, str(name)))
    return [block for block in blocks if block["type"] == HEADER or block["name"] in shown[block["type"]]]


def _may_read(ctx: Context, doctype: str) -> bool:
    target = ctx.site.registry.find(doctype)
    return target is None or policy.decide(ctx, "read", target).allow


def _write_blocks(doc: Document, blocks: Sequence[Any]) -> None:
    if len(blocks) > MOST_BLOCKS or not all(isinstance(block, Mapping) for block in blocks):
        raise DataError(_("A workspace has at most {most} blocks.", most=MOST_BLOCKS))
    for table, _column in TABLES.values():
        doc.set(table, [])
    content = []
    for place, block in enumerate(blocks):
        kind, label = block.get("type"), str(block.get("label") or "")
        data: dict[str, Any] = {"col": _width({"col": block.get("width")})}
        if _fields(block):
            data["fields"] = _fields(block)
        if kind == HEADER:
            data["text"] = label
        elif kind in TABLES:
            table, column = TABLES[kind]
            # Names of blocks tell rows apart; labels may be the same.
            data[f"{kind}_name"] = called = label or str(block.get("name"))
            row = {column: block.get("name"), "label": called}
            if kind in FILTERS:
                row[FILTERS[kind]] = orjson.dumps(block.get("filters") or []).decode()
            doc.append(table, row)
        else:
            raise DataError(_("There are no blocks of the kind {kind!r}.", kind=str(kind)[:40]))
        content.append({"id": f"block-{place + 1}", "type": kind, "data": data})
    doc.set("content", orjson.dumps(content).decode())


def _row_named(doc: Document, kind: str, name: str) -> Any:
    table, column = TABLES[kind]
    return next((row for row in doc.get(table) if name in (row.get("label"), row.get(column))), None)


def _fields(data: Mapping[str, Any]) -> list[str]:
    """The fields that a list shows of each document, in place of when it was changed."""
    fields = data.get("fields")
    return (
        [field for field in fields if isinstance(field, str)][:MOST_FIELDS]
        if isinstance(fields, list)
        else []
    )


def _width(data: Mapping[str, Any]) -> int:
    width = data.get("col")
    return width if isinstance(width, int) and width in WIDTHS else 12


def _name_of_copy(ctx: Context, name: str) -> str:
    return f"{name}-{ctx.user}"


def _own(ctx: Context, name: str) -> str | None:
    """The name of the actor's copy of a workspace, where there is one."""
    filters = {"name": _name_of_copy(ctx, name), "for_user": ctx.user}
    return _name_of_copy(ctx, name) if documents.count(ctx, WORKSPACE, filters, limit=1) else None


def _told(ctx: Context, hook: str) -> list[dict[str, Any]]:
    """What the functions of apps answer about the actor."""
    told: list[dict[str, Any]] = []
    for manifest in ctx.site.manifests:
        dotted = manifest.raw.get(hook)
        function = resolve(dotted) if isinstance(dotted, str) else None
        if function is not None:
            told.extend(function(ctx.user))
    return told
