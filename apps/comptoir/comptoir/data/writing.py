"""Writing records: each becomes a document through the one write path, as whoever imports, with every hook and check.

A chunk is written in one transaction. What refuses a record before it has written anything leaves nothing behind; where
it has, the chunk is written anew with a savepoint around each record.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from comptoir import documents
from comptoir.context import Context
from comptoir.data.columns import NAME
from comptoir.data.links import Links
from comptoir.data.records import Record
from comptoir.db.collation import fold
from comptoir.documents import Document, get_list
from comptoir.documents.batches import Batch, batch, batch_of
from comptoir.documents.series import give_back_all, give_back_unused
from comptoir.errors import ComptoirError, DataError, ServiceUnavailableError
from comptoir.meta import fieldtypes
from comptoir.meta.model import DocType
from comptoir.sentences import Label, _, joined

INSERT, UPDATE, UPSERT = "Insert New Records", "Update Existing Records", "Insert or Update Records"
KINDS = (INSERT, UPDATE, UPSERT)
INSERTED, UPDATED = "Inserted", "Updated"
GIVEN_NAMES = ("prompt", "field:")
"""Naming rules by which a document can be called as its file says."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What to do with the records of a file. ``key`` is the field by which stored documents are found."""

    doctype: str
    kind: str = INSERT
    key: str = NAME
    submits: bool = False
    makes_links: bool = False


@dataclass(slots=True)
class Outcome:
    """What became of a record: ``action`` on the document ``name``, or the ``message`` that says why nothing did."""

    record: Record
    action: str = ""
    name: str = ""
    message: str = ""
    notes: list[str] = field(default_factory=list)
    before: dict[str, Any] | None = None
    """What an update has replaced."""
    modified: datetime | None = None

    @property
    def done(self) -> bool:
        """Whether the record was written."""
        return bool(self.action)


class _Unclean(Exception):
    """A record was refused that had written something already."""


class Writer:
    """Writes the records of one file, chunk by chunk. The caller commits, or rolls back."""

    def __init__(self, ctx: Context, plan: Plan):
        self._ctx = ctx
        self._plan = plan
        self._meta = ctx.site.registry.get(plan.doctype)
        self._links = Links(ctx, makes=plan.makes_links)
        self._batch: Batch | None = None

    def write(self, records: Sequence[Record]) -> list[Outcome]:
        """What became of each of ``records``."""
        self._links.resolve(records)
        stored = self._stored(records)
        try:
            outcomes = self._write_together(records, dict(stored))
        except _Unclean:
            self.undone()
            outcomes = [self._attempt(record, stored, apart=True) for record in records]
        self._stamp(outcomes)
        return outcomes

    def _write_together(self, records: Sequence[Record], stored: dict[Any, str]) -> list[Outcome]:
        with self._ctx.db.savepoint(), batch(self._ctx, len(records)) as self._batch:
            outcomes = [self._attempt(record, stored, apart=False) for record in records]
            give_back_unused(self._ctx, self._batch)
        return outcomes

    def keep(self) -> None:
        """What was written is committed."""
        self._links.keep()
        self._batch = None

    def undone(self) -> None:
        """What was written since ``keep`` is rolled back."""
        self._links.forget()
        if self._batch is not None:
            give_back_all(self._ctx, self._batch)
            self._batch = None

    def _attempt(self, record: Record, stored: dict[Any, str], *, apart: bool) -> Outcome:
        if record.problems:
            return Outcome(record, message=joined([problem.message for problem in record.problems]))
        ctx = self._ctx
        changes, made, told = ctx.db.changes, self._links.made, len(ctx.messages)
        going_on = batch_of(ctx)
        used = going_on.used() if going_on is not None else {}
        try:
            with ctx.db.savepoint() if apart else nullcontext():
                outcome = self._write_one(record, stored)
        except ServiceUnavailableError:
            raise
        except ComptoirError as error:
            if not apart and ctx.db.changes != changes:
                raise _Unclean from error
            self._links.forget(made)
            if going_on is not None:
                going_on.unuse(used)
            outcome = Outcome(record, message=_refusal(error))
        outcome.notes = [message.message for message in ctx.messages[told:]]
        del ctx.messages[told:]
        return outcome

    def _write_one(self, record: Record, stored: dict[Any, str]) -> Outcome:
        self._links.make_missing(record)
        key = record.values.get(self._plan.key)
        finds = self._plan.kind != INSERT and key is not None
        name = stored.get(_folded(key)) if finds else None
        if name is not None:
            return self._update(record, name)
        self._check_may_insert(key)
        outcome = self._insert(record)
        if finds:
            stored[_folded(key)] = outcome.name
        return outcome

    def _check_may_insert(self, key: Any) -> None:
        plan, meta = self._plan, self._meta
        by_name = plan.key == NAME
        label = Label("ID" if by_name else meta.by_name[plan.key].title)
        if plan.kind == UPDATE and key is None:
            raise DataError(_("{label} is empty: it says which document to change.", label=label))
        given = (meta.autoname or "").lower().startswith(GIVEN_NAMES) or meta.naming_rule == "Set by user"
        if plan.kind == UPDATE or (plan.kind == UPSERT and by_name and key is not None and not given):
            raise DataError(
                _(
                    "There is no {doctype} with {label} {value} that you may see.",
                    doctype=Label(meta.name),
                    label=label,
                    value=str(key)[:140],
                )
            )

    def _insert(self, record: Record) -> Outcome:
        doc = documents.new_document(
            self._ctx, record.values | record.tables | {"doctype": self._plan.doctype}
        )
        if self._plan.submits and self._meta.is_submittable:
            doc.docstatus = 1
        documents.create(self._ctx, doc)
        return Outcome(record, INSERTED, str(doc.name))

    def _update(self, record: Record, name: str) -> Outcome:
        doc = documents.get_document(self._ctx, self._plan.doctype, name, for_update=True)
        values = {key: value for key, value in record.values.items() if key != NAME}
        before = _before(doc, [*values, *record.tables])
        doc.update(values | {table: _merged(doc, table, rows) for table, rows in record.tables.items()})
        documents.update(self._ctx, doc)
        return Outcome(record, UPDATED, name, before=before)

    def _stored(self, records: Iterable[Record]) -> dict[Any, str]:
        """The names of the documents that the records are about, of those the actor may see, by their key."""
        key = self._plan.key
        wanted = {record.values[key] for record in records if record.values.get(key) is not None}
        if self._plan.kind == INSERT or not wanted:
            return {}
        fields = list({NAME, key})
        rows = get_list(
            self._ctx, self._plan.doctype, fields=fields, filters=[[key, "in", list(wanted)]], limit=0
        )
        return {_folded(row[key]): str(row[NAME]) for row in rows}

    def _stamp(self, outcomes: Iterable[Outcome]) -> None:
        """Note when the documents were written last: one that is changed afterwards has another moment."""
        written = {outcome.name: outcome for outcome in outcomes if outcome.done}
        rows = get_list(
            self._ctx,
            self._plan.doctype,
            fields=[NAME, "modified"],
            filters=[[NAME, "in", list(written)]],
            limit=0,
            ignore_permissions=True,
        )
        for row in rows:
            written[str(row[NAME])].modified = row["modified"]


def _merged(doc: Document, table: str, rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The rows of a table as a file gives them; one that says which it is keeps what the file does not mention."""
    stored = {row.name: row.as_dict() for row in doc.get(table) or []}
    return [dict(stored.get(row.get(NAME), {})) | dict(row) for row in rows]


def _before(doc: Document, fieldnames: Iterable[str]) -> dict[str, Any]:
    """What is to be replaced, as JSON; no secrets."""
    return {name: _plain(doc, name) for name in fieldnames if _type_of(doc.meta, name) != "Password"}


def _plain(doc: Document, fieldname: str) -> Any:
    value = doc.get(fieldname)
    if isinstance(value, list):
        return [
            {f.fieldname: _plain(row, f.fieldname) for f in row.meta.value_fields} | {NAME: row.name}
            for row in value
        ]
    return fieldtypes.get(_type_of(doc.meta, fieldname)).to_json(value)


def _type_of(meta: DocType, fieldname: str) -> str:
    return meta.by_name[fieldname].fieldtype


def _refusal(error: ComptoirError) -> str:
    """What the error says, with what it says of single fields where that is more."""
    said = [problem.message for problem in error.fields if problem.message not in error.message]
    return joined(dict.fromkeys(said)) if said and len(error.fields) == len(said) else error.message


def _folded(key: Any) -> Any:
    return fold(key) if isinstance(key, str) else key
