"""Several documents in one request: each row goes through the one write path, and each is answered for itself.

The addresses, bodies and counts are those of Frappe 16; ``atomic`` and ``results`` are more.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy.exc import IntegrityError

from comptoir import documents
from comptoir.context import Context
from comptoir.errors import BadRequestError, ComptoirError, DataError, RequestTooLargeError
from comptoir.sentences import _
from comptoir.web.envelope import Answer
from comptoir.web.errors import failure_of, problem
from comptoir.web.requests import Call, truth
from comptoir.web.values import sent_values

Row = Callable[[Context, str, Any], Any]
"""Does what is asked for one row of a doctype; the name of its document."""

KNOWN = frozenset({"docs", "names", "atomic", "csrf_token"})


def create(ctx: Context, doctype: str, row: Any) -> Any:
    """Store a new document."""
    meta = ctx.site.registry.get(doctype)
    doc = documents.new_document(ctx, sent_values(ctx, meta, _values(row)) | {"doctype": doctype})
    return documents.create(ctx, doc).name


def update(ctx: Context, doctype: str, row: Any) -> Any:
    """Change the fields a row names; with ``modified`` only the document it was made for."""
    values = _values(row)
    doc = documents.get_document(ctx, doctype, _name(values), for_update=True)
    doc.update(sent_values(ctx, doc.meta, {key: value for key, value in values.items() if key != "name"}))
    return documents.update(ctx, doc).name


def delete(ctx: Context, doctype: str, row: Any) -> Any:
    """Delete a document; the row is its name, or an object that has it."""
    name = _name(row) if isinstance(row, Mapping) else _name({"name": row})
    documents.delete(ctx, doctype, name)
    return name


ACTIONS: Mapping[str, tuple[str, Row]] = {
    "bulk_create": ("created", create),
    "bulk_update": ("updated", update),
    "bulk_delete": ("deleted", delete),
}
"""What the last part of the address asks for: the key of those it was done to, and the doing."""


def of_doctype(ctx: Context, call: Call, doctype: str, action: str) -> Answer:
    """``POST /api/v2/document/<doctype>/<action>``."""
    ctx.site.registry.get(doctype)
    rows = _rows(ctx, call, "names" if action == "bulk_delete" and "names" in call.body else "docs")
    return _answer(ctx, call, action, [(doctype, row) for row in rows], across=False)


def of_any(ctx: Context, call: Call, action: str) -> Answer:
    """``POST /api/v2/method/<action>``: each row names its doctype."""
    rows = _rows(ctx, call, "docs")
    pairs = [(row.get("doctype") if isinstance(row, Mapping) else None, row) for row in rows]
    return _answer(ctx, call, action, pairs, across=True)


def _answer(ctx: Context, call: Call, action: str, rows: list[tuple[Any, Any]], *, across: bool) -> Answer:
    done_key, do = ACTIONS[action]
    ctx.db.begin()
    results = [_result(ctx, do, doctype, row, index, across) for index, (doctype, row) in enumerate(rows)]
    failed = [result for result in results if "error" in result]
    done = [result for result in results if "error" not in result]
    undone = bool(failed) and truth(call.body.get("atomic", ""))
    if undone:
        ctx.db.rollback()
        done = []
    value = {
        done_key: done if across else [result["name"] for result in done],
        "failed": failed,
        "total": len(rows),
        "success_count": len(done),
        "failure_count": len(rows) - len(done),
        "results": failed if undone else results,
    }
    if not undone:
        return Answer(value, "data")
    sentence = _(
        "Nothing was changed: {failed} of {total} rows cannot be.", failed=len(failed), total=len(rows)
    )
    told = {"type": "BulkError", "message": ctx.say(sentence), "indicator": "red"}
    return Answer({"data": value, "errors": [told]}, None, 417)


def _result(ctx: Context, do: Row, doctype: Any, row: Any, index: int, across: bool) -> dict[str, Any]:
    """What became of one row; what it did is undone where it fails."""
    result: dict[str, Any] = {"index": index} | ({"doctype": doctype} if across else {})
    try:
        if not isinstance(doctype, str) or not doctype:
            raise DataError(_("A row needs its doctype."))
        with ctx.db.savepoint():
            return result | {"name": do(ctx, doctype, row)}
    except (ComptoirError, IntegrityError) as error:
        failure = failure_of(error, ctx.request_id, ctx.say)
        if failure.status >= 500:
            raise
    name = row.get("name") if isinstance(row, Mapping) else row
    result |= {"name": name if isinstance(name, (str, int)) else None, "error": failure.message}
    fields = [problem(item) for item in failure.fields]
    return result | {"type": failure.exc_type} | ({"fields": fields} if fields else {})


def _rows(ctx: Context, call: Call, key: str) -> list[Any]:
    for name in call.body:
        if name not in KNOWN:
            raise BadRequestError(_("There is no parameter {name!r} here.", name=name[:60]))
    rows = call.body.get(key)
    if not isinstance(rows, list):
        raise DataError(_("{fieldname} must be a list.", fieldname=key))
    most = ctx.site.config.bulk_limit
    if len(rows) > most:
        raise RequestTooLargeError(
            _("This site takes at most {most} documents in one request; send them in several.", most=most)
        )
    return rows


def _values(row: Any) -> Mapping[str, Any]:
    if not isinstance(row, Mapping):
        raise DataError(_("A document must be a JSON object."))
    return row


def _name(values: Mapping[str, Any]) -> str:
    name = values.get("name")
    if isinstance(name, bool) or not isinstance(name, (str, int)) or name == "":
        raise DataError(_("A stored document is named by a text or a number."))
    return str(name)
