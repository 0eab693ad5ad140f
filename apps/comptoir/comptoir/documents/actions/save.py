"""Create and Update, with the transitions of docstatus (submit, cancel, change after submit) an update may be.

Order of Frappe: ``before_insert``, naming, ``before_validate``, ``validate``, ``before_save`` (or
``before_submit`` / ``before_cancel``), checks, write, ``after_insert``, ``on_update`` (``on_submit`` /
``on_cancel``), ``on_change``. Anything that raises leaves nothing behind: the caller rolls back.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from comptoir import realtime
from comptoir.access import policy, secrets
from comptoir.access.masking import keep_masked
from comptoir.context import Context
from comptoir.documents import storage, versions
from comptoir.documents.actions.freezing import check_constants, check_frozen
from comptoir.documents.batches import batch_of
from comptoir.documents.lifecycle import run
from comptoir.documents.links import KnownTargets, check_links, check_not_linked
from comptoir.documents.loading import check_stored, get_document, stored_state
from comptoir.documents.naming import make_hash, set_name
from comptoir.documents.titles import fill_title
from comptoir.documents.transfers import check_transfer
from comptoir.documents.unseen import note_unseen
from comptoir.documents.values import apply_defaults, check_values, is_empty, read_values
from comptoir.errors import (
    DocstatusTransitionError,
    TimestampMismatchError,
    ValidationError,
)
from comptoir.meta import fieldtypes
from comptoir.meta.fieldtypes.text import is_masked
from comptoir.meta.model import OPTIONAL_COLUMNS, STANDARD_FIELDS
from comptoir.sentences import Label, _

if TYPE_CHECKING:
    from comptoir.documents.document import Document

DRAFT, SUBMITTED, CANCELLED = 0, 1, 2
_STATES = {DRAFT: _("Draft"), SUBMITTED: _("Submitted"), CANCELLED: _("Cancelled")}
_STEPS = {(0, 0): "save", (0, 1): "submit", (1, 1): "update_after_submit", (1, 2): "cancel"}
_RIGHTS = {"submit": "submit", "cancel": "cancel"}


def create(ctx: Context, doc: Document) -> Document:
    """Store a new document."""
    ctx.db.begin()
    if doc.meta.istable:
        raise ValidationError(
            _("{doctype} is a table of other documents and is stored with them.", doctype=Label(doc.doctype))
        )
    check_stored(doc.meta)
    wanted = _docstatus(doc)
    if wanted == CANCELLED:
        raise DocstatusTransitionError(_("A new document cannot be cancelled."))
    doc.__dict__["docstatus"] = DRAFT
    _stamp_new(ctx, doc)
    reset_unwritable(ctx, doc, None)
    keep_masked(doc, None)
    apply_defaults(doc)
    read_values(doc)
    permit(ctx, "create", doc)
    note_unseen(doc, None)
    _check_amendment(ctx, doc)
    run(doc, "before_insert")
    set_name(ctx, doc)
    doc.__dict__["docstatus"] = wanted
    if wanted == SUBMITTED:
        permit(ctx, "submit", doc)
    place_children(doc)
    _before_write(doc, "submit" if wanted == SUBMITTED else "save")
    _write_new(ctx, doc)
    doc._new = False
    run(doc, "after_insert")
    _after_write(doc, "submit" if wanted == SUBMITTED else "save")
    doc._stored = doc.column_values()
    realtime.document_changed(ctx, doc.doctype, doc.name, doc.modified)
    return doc


def update(ctx: Context, doc: Document) -> Document:
    """Store the changes of a document; a changed docstatus makes it a submit or a cancel.

    Who has no right to the change is refused before anything is said of what is stored.
    """
    ctx.db.begin()
    before = stored_state(ctx, doc)
    doc.__dict__["_before"] = before
    doc.__dict__["owner"], doc.__dict__["creation"] = before.owner, before.creation
    doc.__dict__.update({name: before.__dict__.get(name) for name in OPTIONAL_COLUMNS})
    wanted = _docstatus(doc)
    steps = int(before.docstatus or 0), wanted
    permit(ctx, _RIGHTS.get(_STEPS.get(steps, ""), "write"), doc, before)
    if before.modified is not None and _moment(doc.modified) != before.modified:
        raise TimestampMismatchError(
            _(
                "{doctype} {name} was changed at {now}, after you opened it ({then}). "
                "Reload it to see what is new, then make your change again.",
                doctype=Label(doc.doctype),
                name=doc.name,
                now=before.modified,
                then=doc.modified,
            )
        )
    doc.__dict__["docstatus"] = wanted
    action = _transition(*steps)
    reset_unwritable(ctx, doc, before)
    keep_masked(doc, before)
    read_values(doc)
    place_children(doc)
    note_unseen(doc, before)
    _before_write(doc, action)
    transferred = check_transfer(doc, before)
    changes = versions.diff(before, doc)
    if (
        doc.meta.issingle
        or not versions.is_empty(changes)
        or _children_moved(before, doc)
        or _has_secret(doc)
    ):
        _write_changes(ctx, doc, before)
        if not doc.flags.ignore_version:
            versions.record(ctx, doc, changes, always=transferred)
    if action == "cancel":
        check_not_linked(doc, submitted_only=True)
    _after_write(doc, action)
    doc._stored = doc.column_values()
    realtime.document_changed(ctx, doc.doctype, doc.name, doc.modified)
    return doc


def _before_write(doc: Document, action: str) -> None:
    doc.__dict__["_action"] = action
    before = doc.__dict__.get("_before")
    frozen = None if doc.flags.ignore_validate_update_after_submit else before
    if action == "cancel":
        if frozen is not None:
            check_frozen(doc, frozen)
        run(doc, "before_cancel")
        return
    going_on = batch_of(doc._ctx)
    known: KnownTargets = {} if going_on is None else going_on.targets
    if action == "update_after_submit":
        run(doc, "before_update_after_submit")
    else:
        check_links(doc, known)
        if not doc.flags.ignore_validate:
            run(doc, "before_validate")
            run(doc, "validate")
            run(doc, "before_submit" if action == "submit" else "before_save")
        fill_title(doc)
    place_children(doc)
    read_values(doc)
    check_values(doc)
    check_links(doc, known)
    if before is not None:
        check_constants(doc, before)
    if frozen is not None and action == "update_after_submit":
        check_frozen(doc, frozen)


def _after_write(doc: Document, action: str) -> None:
    if action in ("save", "submit"):
        run(doc, "on_update")
    if action == "submit":
        run(doc, "on_submit")
    if action == "cancel":
        run(doc, "on_cancel")
    if action == "update_after_submit":
        run(doc, "on_update_after_submit")
    run(doc, "on_change")


def _transition(before: int, after: int) -> str:
    step = _STEPS.get((before, after))
    if step is not None:
        return step
    if before == CANCELLED:
        raise ValidationError(_("A cancelled document does not change any more. Amend it instead."))
    raise DocstatusTransitionError(
        _(
            "A document does not go from {old} ({before}) to {new} ({after}).",
            old=_STATES[before],
            before=before,
            new=_STATES[after],
            after=after,
        )
    )


def _docstatus(doc: Document) -> int:
    try:
        status = 0 if doc.docstatus in (None, "") else int(doc.docstatus)
    except (TypeError, ValueError):
        status = -1
    if status not in _STATES:
        raise DocstatusTransitionError(
            _("The docstatus of a document is 0 (draft), 1 (submitted) or 2 (cancelled).")
        )
    if status and not doc.meta.is_submittable:
        raise DocstatusTransitionError(_("{doctype} is not submittable.", doctype=Label(doc.doctype)))
    return status


def permit(ctx: Context, action: str, doc: Document, judged: Document | None = None) -> None:
    """Ask for the right on ``doc``, or on the stored document it comes from."""
    if not doc.flags.ignore_permissions and not ctx.flags.get("ignore_permissions"):
        policy.require(ctx, action, doc.meta, judged or doc)


def _stamp_new(ctx: Context, doc: Document) -> None:
    now = ctx.clock.now()
    for part in (doc, *doc.all_children()):
        part.__dict__.update(owner=ctx.user, modified_by=ctx.user, creation=now, modified=now)
        part.__dict__["idx"] = part.__dict__.get("idx") or 0


def reset_unwritable(ctx: Context, doc: Document, before: Document | None) -> None:
    """Values of fields above the user's level are put back: whoever sends them changes nothing."""
    if ctx.is_administrator or doc.flags.ignore_permissions or ctx.flags.get("ignore_permissions"):
        return
    levels = policy.writable_levels(ctx, doc.meta)
    for field in doc.meta.fields:
        if field.permlevel and field.permlevel not in levels and not field.is_layout:
            stored = before.get(field.fieldname) if before is not None else None
            doc.set(field.fieldname, stored)
    for table in doc.meta.table_fields:
        old = {row.name: row for row in (before.get(table.fieldname) or [] if before is not None else [])}
        for row in doc.get(table.fieldname) or []:
            for field in row.meta.value_fields:
                if field.permlevel and field.permlevel not in levels:
                    previous = old.get(row.name)
                    row.set(field.fieldname, previous.get(field.fieldname) if previous is not None else None)


def place_children(doc: Document) -> None:
    """Number the rows of each table and say whose they are."""
    for table in doc.meta.table_fields:
        for index, row in enumerate(doc.get(table.fieldname) or [], 1):
            own = row.__dict__
            own.update(idx=index, parent=doc.name, parenttype=doc.doctype, parentfield=table.fieldname)
            own["docstatus"] = doc.docstatus or 0


def _check_amendment(ctx: Context, doc: Document) -> None:
    if not doc.meta.has_field("amended_from") or is_empty(doc.amended_from):
        return
    source = get_document(ctx, doc.doctype, doc.amended_from)
    if source.docstatus != CANCELLED:
        raise ValidationError(
            _(
                "{doctype} {name} must be cancelled before it can be amended.",
                doctype=Label(doc.doctype),
                name=source.name,
            )
        )
    permit(ctx, "amend", doc, source)


def _write_new(ctx: Context, doc: Document) -> None:
    keep_secrets(ctx, doc)
    if doc.meta.issingle:
        _write_single(ctx, doc)
    else:
        storage.insert_rows(ctx, doc.meta, [doc.column_values()])
    for table in doc.meta.table_fields:
        rows = doc.get(table.fieldname) or []
        for row in rows:
            row.name = make_hash()
        _insert_children(ctx, doc, rows)


def _write_changes(ctx: Context, doc: Document, before: Document) -> None:
    now = ctx.clock.now()
    if before.modified is not None and now <= before.modified:
        now = before.modified + timedelta(microseconds=1)
    for part in (doc, *doc.all_children()):
        part.__dict__.update(modified=now, modified_by=ctx.user)
    keep_secrets(ctx, doc)
    if doc.meta.issingle:
        _write_single(ctx, doc)
    else:
        stored, values = before.column_values(), doc.column_values()
        changed = {key: value for key, value in values.items() if stored.get(key) != value}
        storage.update_row(ctx, doc.meta, doc.name, changed | {"modified": now, "modified_by": ctx.user})
    for table in doc.meta.table_fields:
        _write_table(ctx, doc, before.get(table.fieldname) or [], doc.get(table.fieldname) or [])


def _write_table(ctx: Context, doc: Document, before: list[Any], after: list[Any]) -> None:
    old = {row.name: row for row in before}
    fresh = []
    changes: dict[Any, dict[str, Any]] = {}
    for row in after:
        previous = old.pop(row.name, None)
        if previous is None:
            row.__dict__.update(name=make_hash(), owner=ctx.user, creation=doc.modified)
            fresh.append(row)
            continue
        row.__dict__.update(owner=previous.owner, creation=previous.creation)
        stored, values = previous.column_values(), row.column_values()
        changed = {key: value for key, value in values.items() if stored.get(key) != value}
        if changed:
            changes[row.name] = changed
    if changes:
        storage.update_each(ctx, after[0].meta, changes)
    if old:
        storage.delete_rows(ctx, next(iter(old.values())).meta, old)
    _insert_children(ctx, doc, fresh)


def _insert_children(ctx: Context, doc: Document, rows: list[Any]) -> None:
    if rows:
        storage.insert_rows(ctx, rows[0].meta, [row.column_values() for row in rows])
    for row in rows:
        row._new, row.flags.inserted = False, True


def _write_single(ctx: Context, doc: Document) -> None:
    own = doc.__dict__
    values = {field.fieldname: own.get(field.fieldname) for field in doc.meta.value_fields}
    storage.store_single(
        ctx, doc.meta, values | {k: own.get(k) for k in ("owner", "modified", "modified_by")}
    )


def _children_moved(before: Document, doc: Document) -> bool:
    return any(
        [row.name for row in before.get(t.fieldname) or []]
        != [row.name for row in doc.get(t.fieldname) or []]
        for t in doc.meta.table_fields
    )


def _secrets(doc: Document) -> list[tuple[str, str]]:
    """Password fields that carry a new clear value."""
    return [
        (field.fieldname, str(doc.get(field.fieldname)))
        for field in doc.meta.value_fields
        if field.fieldtype == "Password"
        and not is_empty(doc.get(field.fieldname))
        and not is_masked(doc.get(field.fieldname))
    ]


def _has_secret(doc: Document) -> bool:
    return bool(_secrets(doc))


def keep_secrets(ctx: Context, doc: Document) -> None:
    """Store the new values of Password fields encrypted and leave stars in their columns."""
    for fieldname, value in _secrets(doc):
        if doc.doctype == "User" and fieldname == "new_password":
            secrets.set_password(ctx, str(doc.name), value)
            doc.__dict__[fieldname] = None
        else:
            secrets.set_secret(ctx, doc.doctype, str(doc.name), fieldname, value)
            doc.__dict__[fieldname] = "*" * min(len(value), 10)


def _moment(value: Any) -> Any:
    return (
        fieldtypes.get("Datetime").parse(STANDARD_FIELDS["modified"], value)
        if isinstance(value, str)
        else value
    )
