"""What changed between two states of a document, in the form Frappe keeps it, and the Version documents."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson

from comptoir.context import Context
from comptoir.documents.data import DocumentData
from comptoir.documents.naming import make_hash
from comptoir.documents.storage import insert_rows
from comptoir.documents.values import typed_fields
from comptoir.meta import fieldtypes
from comptoir.meta.model import STANDARD_FIELDS, DocType

_DOCSTATUS = ("docstatus", STANDARD_FIELDS["docstatus"], fieldtypes.get("Int"))

Change = list[Any]
Diff = dict[str, list[Any]]


def diff(before: DocumentData, after: DocumentData) -> Diff:
    """``changed`` fields, ``added`` and ``removed`` rows, and ``row_changed``; empty lists where nothing did."""
    found: Diff = {
        "changed": _changes(after.meta, before.__dict__, after.__dict__),
        "added": [],
        "removed": [],
        "row_changed": [],
    }
    for table in after.meta.table_fields:
        old = {row.name: row for row in before.get(table.fieldname) or [] if row.name}
        for row in after.get(table.fieldname) or []:
            previous = old.pop(row.name, None)
            if previous is None:
                found["added"].append([table.fieldname, _plain(row)])
            elif changes := _changes(row.meta, previous.__dict__, row.__dict__):
                found["row_changed"].append([table.fieldname, row.idx - 1, row.name, changes])
        found["removed"].extend([table.fieldname, _plain(row)] for row in old.values())
    return found


def is_empty(changes: Diff) -> bool:
    """Whether nothing changed."""
    return not any(changes.values())


def record(ctx: Context, doc: DocumentData, changes: Diff, *, always: bool = False) -> None:
    """Keep ``changes`` as a Version of ``doc`` where its doctype tracks them, or ``always``."""
    wanted = doc.meta.track_changes or always
    if not wanted or is_empty(changes) or not ctx.site.registry.has("Version"):
        return
    now = ctx.clock.now()
    meta = ctx.site.registry.get("Version")
    row: dict[str, Any] = dict.fromkeys(meta.valid_columns)
    row |= {
        "name": make_hash(), "owner": ctx.user, "modified_by": ctx.user, "creation": now, "modified": now,
        "docstatus": 0, "idx": 0, "ref_doctype": doc.doctype, "docname": str(doc.name),
        "data": orjson.dumps(changes | {"row_changed": changes["row_changed"]}, default=str).decode(),
    }  # fmt: skip
    insert_rows(ctx, meta, [row])


def _changes(meta: DocType, before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    changes: list[Change] = []
    for name, _, kind in (*typed_fields(meta), _DOCSTATUS):
        old, new = before.get(name), after.get(name)
        if old is not new and old != new and not (old in (None, "") and new in (None, "")):
            changes.append([name, kind.to_json(old), kind.to_json(new)])
    return changes


def _plain(row: DocumentData) -> dict[str, Any]:
    return {
        field.fieldname: fieldtypes.get(field.fieldtype).to_json(row.__dict__.get(field.fieldname))
        for field in row.meta.value_fields
    } | {"name": row.name, "idx": row.idx}
