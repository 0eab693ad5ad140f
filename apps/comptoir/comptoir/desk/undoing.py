"""Taking back the last save of a document: a save of its own, with the values of the version before."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson

from comptoir.access import policy
from comptoir.context import Context
from comptoir.documents import Document, get_document, get_list, update
from comptoir.documents.listing import hide_unreadable
from comptoir.errors import ValidationError
from comptoir.hooks import whitelist
from comptoir.meta import fieldtypes
from comptoir.meta.model import STANDARD_FIELDS
from comptoir.sentences import Label, Sentence, _

STATUS = "docstatus"


@whitelist(methods=["POST"])
def undo(ctx: Context, doctype: str, name: str, modified: str) -> dict[str, Any]:
    """Put back what the actor's save at ``modified`` has changed; refused where anything was saved since.

    It goes the way of every save: rights, rules and hooks are asked, and a version says who undid it.
    """
    doc = get_document(ctx, doctype, name, for_update=True)
    policy.require(ctx, "write", doc.meta, doc)
    _check(ctx, doc, modified)
    _lay_back(doc, _last_changes(ctx, doc))
    done = update(ctx, doc)
    hide_unreadable(ctx, done)
    return done.as_dict()


def _check(ctx: Context, doc: Document, modified: str) -> None:
    if int(doc.docstatus or 0) != 0:
        raise _refused(
            doc, _("{doctype} {name} is a draft no longer. Cancel it instead of undoing the last save.")
        )
    if doc.modified != _moment(modified) or doc.modified_by != ctx.user:
        raise _refused(
            doc, _("{doctype} {name} was saved again since, so nothing was undone. Its history says by whom.")
        )


def _last_changes(ctx: Context, doc: Document) -> Mapping[str, Any]:
    """What the last save changed. A version is written after the moment that its save gives the document."""
    rows = get_list(
        ctx, "Version", fields=["data"], order_by="creation desc", limit=1, ignore_permissions=True,
        filters=[["ref_doctype", "=", doc.doctype], ["docname", "=", str(doc.name)], ["creation", ">=", doc.modified]],
    )  # fmt: skip
    changes: Mapping[str, Any] = orjson.loads(rows[0]["data"] or "{}") if rows else {}
    if not any(changes.get(kind) for kind in ("changed", "added", "removed", "row_changed")):
        raise _refused(doc, _("The last save of {doctype} {name} left no version, so it cannot be undone."))
    return changes


def _lay_back(doc: Document, changes: Mapping[str, Any]) -> None:
    doc.update({field: old for field, old, _new in changes.get("changed") or () if field != STATUS})
    # A row has no name yet when its version is written, but its place.
    added = {(table, row["idx"]) for table, row in changes.get("added") or ()}
    cells = {(table, name): entries for table, _index, name, entries in changes.get("row_changed") or ()}
    for table in doc.meta.table_fields:
        fieldname = table.fieldname
        rows = [row for row in doc.get(fieldname) or () if (fieldname, row.idx) not in added]
        for row in rows:
            row.update(
                {field: old for field, old, _new in cells.get((fieldname, row.name), ()) if field != STATUS}
            )
        gone = [dict(row) for of, row in changes.get("removed") or () if of == fieldname]
        for row in sorted(gone, key=lambda row: int(row.get("idx") or 0)):
            place = max(int(row.pop("idx", 0) or 0) - 1, 0)
            row.pop("name", None)
            rows.insert(place, row)
        doc.set(fieldname, rows)


def _moment(value: str) -> Any:
    return fieldtypes.get("Datetime").parse(STANDARD_FIELDS["modified"], value)


def _refused(doc: Document, sentence: Sentence) -> ValidationError:
    return ValidationError(sentence.filled(doctype=Label(doc.doctype), name=doc.name))
