"""Who changed a field of a document, when, and from what to what."""

from __future__ import annotations

from typing import Any

import orjson

from comptoir.companions.docinfo import user_info
from comptoir.companions.history import tellable_versions
from comptoir.context import Context
from comptoir.documents import get_list, read_document
from comptoir.errors import BadRequestError, ValidationError
from comptoir.hooks import whitelist
from comptoir.sentences import Label, _

PAGE = 20
FURTHEST = 100_000


@whitelist(methods=["GET"])
def changes_of(ctx: Context, doctype: str, name: str, fieldname: str, start: int = 0) -> dict[str, Any]:
    """Versions in which ``fieldname`` changed, the newest first, holding nothing but that change.

    The reader is told no more of a version than its document tells them.
    """
    if not 0 <= start <= FURTHEST:
        raise BadRequestError(_("A history is read from 0 to {furthest} on.", furthest=FURTHEST))
    doc = read_document(ctx, doctype, name)
    if fieldname not in doc.meta.by_name:
        raise ValidationError(
            _("{doctype} has no field {fieldname}.", doctype=Label(doctype), fieldname=fieldname)
        )
    rows = get_list(
        ctx, "Version", fields=["name", "owner", "creation", "data"], order_by="creation desc, name desc",
        limit_start=start, limit=PAGE + 1, ignore_permissions=True,
        filters=[["ref_doctype", "=", doctype], ["docname", "=", str(doc.name)], ["data", "like", f'%["{fieldname}",%']],
    )  # fmt: skip
    told = [_narrowed(row, fieldname) for row in tellable_versions(ctx, doc.meta, rows[:PAGE])]
    versions = [row for row in told if row is not None]
    people = user_info(ctx, [row["owner"] for row in versions])
    return {"versions": versions, "has_more": len(rows) > PAGE, "read": len(rows[:PAGE]), "user_info": people}


def _narrowed(row: Any, fieldname: str) -> dict[str, Any] | None:
    """The version with the changes of one field, and of the rows where it is a table."""
    data = orjson.loads(row["data"] or "{}")
    kept = {
        kind: [entry for entry in data.get(kind) or () if entry[0] == fieldname]
        for kind in ("changed", "added", "removed", "row_changed")
    }
    if not any(kept.values()):
        return None
    return {**row, "data": orjson.dumps(kept).decode()}
