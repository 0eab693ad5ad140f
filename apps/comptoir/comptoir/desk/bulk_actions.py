"""What can be done to many documents at once, as it is done to one: by the one write path, with its rights and checks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.exc import IntegrityError

from comptoir import documents
from comptoir.access import masking, policy
from comptoir.companions import assignments, tags
from comptoir.context import Context
from comptoir.desk.bulk_store import CARRIED_OUT, REFUSED, Bulk, Row
from comptoir.documents import storage
from comptoir.documents.values import is_true
from comptoir.errors import (
    ComptoirError,
    DataError,
    DuplicateEntryError,
    MandatoryError,
    PermissionError,
    ServiceUnavailableError,
    ValidationError,
)
from comptoir.meta import fieldtypes
from comptoir.meta.model import DocType, Field
from comptoir.sentences import Label, Sentence, _, _n

SUBMITTED, CANCELLED = 1, 2
UNEDITABLE = frozenset({"Password", "Attach", "Attach Image", "Signature", "Read Only"})
"""What is not given in one dialog for many documents."""

Check = Callable[[Context, DocType, Mapping[str, Any]], dict[str, Any]]
Act = Callable[[Context, Bulk, Row], Row]


@dataclass(frozen=True, slots=True)
class Action:
    """An action: ``check`` refuses what can be done to no document and gives what it needs to know, ``act`` does it
    to one, ``said`` tells of how many it was done to.
    """

    check: Check
    act: Act
    said: Sentence


def carry_out(ctx: Context, bulk: Bulk, row: Row) -> Row:
    """What became of one document; where it is refused, nothing of it stays done."""
    messages = len(ctx.messages)
    try:
        with ctx.db.savepoint():
            return replace(ACTIONS[bulk.action].act(ctx, bulk, row), status=CARRIED_OUT)
    except ServiceUnavailableError:
        raise
    except IntegrityError:
        refusal: ComptoirError = DuplicateEntryError(_("A document with one of these values exists already."))
    except ComptoirError as error:
        if error.http_status >= 500:
            raise
        refusal = error
    finally:
        del ctx.messages[messages:]
    return replace(row, status=REFUSED, message=_reason(ctx, refusal))


def editable_fields(ctx: Context, meta: DocType) -> dict[str, Field]:
    """The fields that the actor may set on many documents at once."""
    levels = policy.writable_levels(ctx, meta) & policy.readable_levels(ctx, meta)
    hidden = masking.masked_fields(ctx, meta)
    return {
        field.fieldname: field
        for field in meta.value_fields
        if field.permlevel in levels
        and field.fieldname not in hidden
        and field.fieldtype not in UNEDITABLE
        and not (field.read_only or field.hidden or field.set_only_once or field.unique)
    }


def _check_edit(ctx: Context, meta: DocType, detail: Mapping[str, Any]) -> dict[str, Any]:
    policy.require(ctx, "write", meta)
    values = detail.get("values")
    if not isinstance(values, Mapping) or not values:
        raise DataError(_("Choose the fields to change, and their values."))
    allowed = editable_fields(ctx, meta)
    for fieldname in values:
        if fieldname not in allowed:
            field = meta.by_name.get(fieldname)
            title = Label(field.title) if field is not None else fieldname
            raise PermissionError(
                _("{label} cannot be changed on several {doctype} at once.", label=title, doctype=Label(meta.name))
            )  # fmt: skip
    return {"values": dict(values)}


def _edit(ctx: Context, bulk: Bulk, row: Row) -> Row:
    doc = documents.get_document(ctx, bulk.doctype, row.name, for_update=True)
    policy.require(ctx, "write", doc.meta, doc)
    return _changed(ctx, doc, bulk.detail["values"], row)


def _undo(ctx: Context, bulk: Bulk, row: Row) -> Row:
    doc = documents.get_document(ctx, bulk.doctype, row.name, for_update=True)
    policy.require(ctx, "write", doc.meta, doc)
    if doc.modified != row.stamp:
        raise ValidationError(
            _(
                "{doctype} {name} was changed since, and stays as it is.",
                doctype=Label(doc.doctype),
                name=doc.name,
            )
        )
    _changed(ctx, doc, row.kept or {}, row)
    return replace(row, kept=None)


def _changed(ctx: Context, doc: documents.Document, values: Mapping[str, Any], row: Row) -> Row:
    """The row with what stood in the fields before, where anything changed."""
    fields = [doc.meta.by_name[fieldname] for fieldname in values]
    for field in fields:
        if field.read_only_depends_on and is_true(field.read_only_depends_on, doc):
            raise ValidationError(
                _(
                    "{label} of {doctype} {name} cannot be changed as the document stands.",
                    label=Label(field.title),
                    doctype=Label(doc.doctype),
                    name=doc.name,
                )
            )
    kept = {
        field.fieldname: fieldtypes.get(field.fieldtype).to_json(doc.get(field.fieldname)) for field in fields
    }
    before = doc.modified
    doc.update(dict(values))
    documents.update(ctx, doc)
    stored = storage.load_row(ctx, doc.meta, doc.name) or {}
    stamp = stored.get("modified")
    return row if stamp == before else replace(row, kept=kept, stamp=stamp)


def _check_step(right: str) -> Check:
    def check(ctx: Context, meta: DocType, detail: Mapping[str, Any]) -> dict[str, Any]:
        if not meta.is_submittable:
            raise ValidationError(_("{doctype} is not submittable.", doctype=Label(meta.name)))
        policy.require(ctx, right, meta)
        return {}

    return check


def _step(right: str, docstatus: int, already: Sentence) -> Act:
    def act(ctx: Context, bulk: Bulk, row: Row) -> Row:
        doc = documents.get_document(ctx, bulk.doctype, row.name, for_update=True)
        policy.require(ctx, right, doc.meta, doc)
        if doc.docstatus == docstatus:
            raise ValidationError(already.filled(doctype=Label(doc.doctype), name=doc.name))
        doc.docstatus = docstatus
        documents.update(ctx, doc)
        return row

    return act


def _check_delete(ctx: Context, meta: DocType, detail: Mapping[str, Any]) -> dict[str, Any]:
    policy.require(ctx, "delete", meta)
    return {}


def _delete(ctx: Context, bulk: Bulk, row: Row) -> Row:
    documents.delete(ctx, bulk.doctype, row.name)
    return row


def _check_assign(ctx: Context, meta: DocType, detail: Mapping[str, Any]) -> dict[str, Any]:
    policy.require(ctx, "read", meta)
    known = {key: detail.get(key) for key in ("description", "date", "priority") if detail.get(key)}
    return {"users": _texts(detail.get("users"), _("Name the users to assign this to."))} | known


def _assign(ctx: Context, bulk: Bulk, row: Row) -> Row:
    details = {key: value for key, value in bulk.detail.items() if key != "users"}
    assignments.add(ctx, bulk.doctype, row.name, bulk.detail["users"], details)
    return row


def _check_tag(ctx: Context, meta: DocType, detail: Mapping[str, Any]) -> dict[str, Any]:
    policy.require(ctx, "read", meta)
    added, removed = detail.get("add") or [], detail.get("remove") or []
    missing = _("Name the tags to put on or to take off.")
    if not added and not removed:
        raise DataError(missing)
    return {
        "add": _texts(added, missing) if added else [],
        "remove": _texts(removed, missing) if removed else [],
    }


def _tag(ctx: Context, bulk: Bulk, row: Row) -> Row:
    if bulk.detail["add"]:
        tags.add(ctx, bulk.doctype, [row.name], bulk.detail["add"])
    for tag in bulk.detail["remove"]:
        tags.remove(ctx, bulk.doctype, row.name, tag)
    return row


def _check_undo(ctx: Context, meta: DocType, detail: Mapping[str, Any]) -> dict[str, Any]:
    policy.require(ctx, "write", meta)
    return {}


def _texts(value: Any, missing: Sentence) -> Sequence[str]:
    if not isinstance(value, list) or not value or not all(isinstance(text, str) and text for text in value):
        raise DataError(missing)
    return value


def _reason(ctx: Context, error: ComptoirError) -> str:
    if isinstance(error, MandatoryError) and error.fields:
        return " ".join(ctx.say(problem.message) for problem in error.fields)
    return ctx.say(error.message)


UNDO = "undo"
ACTIONS: Mapping[str, Action] = {
    "edit": Action(
        _check_edit,
        _edit,
        _n("{count} document was changed.", "{count} documents were changed."),
    ),
    "submit": Action(
        _check_step("submit"),
        _step("submit", SUBMITTED, _("{doctype} {name} is submitted already.")),
        _n("{count} document was submitted.", "{count} documents were submitted."),
    ),
    "cancel": Action(
        _check_step("cancel"),
        _step("cancel", CANCELLED, _("{doctype} {name} is cancelled already.")),
        _n("{count} document was cancelled.", "{count} documents were cancelled."),
    ),
    "delete": Action(
        _check_delete,
        _delete,
        _n("{count} document was deleted.", "{count} documents were deleted."),
    ),
    "assign": Action(
        _check_assign,
        _assign,
        _n("{count} document was assigned.", "{count} documents were assigned."),
    ),
    "tag": Action(
        _check_tag,
        _tag,
        _n("The tags of {count} document were changed.", "The tags of {count} documents were changed."),
    ),
    UNDO: Action(
        _check_undo,
        _undo,
        _n(
            "{count} document has its earlier values again.", "{count} documents have their earlier values again."
        ),
    ),
}  # fmt: skip
"""The actions by the name the Desk calls them by."""
