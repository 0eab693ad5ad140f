"""Writing columns without the life of a document: values of their fields' types, no hooks, no checks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from comptoir.context import Context
from comptoir.documents import storage
from comptoir.documents.naming import make_hash
from comptoir.documents.settings import value_settings
from comptoir.errors import DataError, DoesNotExistError
from comptoir.meta import fieldtypes
from comptoir.meta.fieldtypes.text import is_masked
from comptoir.meta.model import DocType, column_field
from comptoir.sentences import Label, _

if TYPE_CHECKING:
    from comptoir.documents.document import Document


def typed_columns(ctx: Context, meta: DocType, values: Mapping[str, Any]) -> dict[str, Any]:
    """``values`` in the types of their columns. Raises ``DataError`` for a column the doctype does not have."""
    settings = value_settings(ctx)
    typed: dict[str, Any] = {}
    for key, value in values.items():
        field = column_field(meta, key)
        if field is None:
            raise DataError(
                _("{doctype} has no column {fieldname}.", doctype=Label(meta.name), fieldname=key)
            )
        if field.fieldtype == "Password" and value and not is_masked(value):
            raise DataError(
                _("{label} is a secret: set it on the document and save that.", label=Label(field.title))
            )
        kind = fieldtypes.get(field.fieldtype)
        typed[key] = kind.empty if value is None else kind.parse(field, value, settings)
    return typed


def write_columns(
    ctx: Context,
    meta: DocType,
    names: Sequence[Any],
    values: Mapping[str, Any],
    *,
    update_modified: bool = True,
) -> dict[str, Any]:
    """Write ``values`` to the rows called ``names`` and return them typed."""
    typed = typed_columns(ctx, meta, values)
    if update_modified:
        typed |= {"modified": ctx.clock.now(), "modified_by": ctx.user}
    ctx.db.begin()
    if meta.issingle:
        storage.store_single(ctx, meta, storage.load_single(ctx, meta) | typed)
    else:
        storage.update_rows(ctx, meta, names, typed)
    return typed


def insert_as_is(ctx: Context, doc: Document) -> None:
    """Insert the row of ``doc``, which has its name, and those of its tables."""
    ctx.db.begin()
    now = ctx.clock.now()
    for part in (doc, *doc.all_children()):
        own = part.__dict__
        for key, value in (
            ("owner", ctx.user),
            ("modified_by", ctx.user),
            ("creation", now),
            ("modified", now),
        ):
            own[key] = own.get(key) or value
        own["docstatus"], own["idx"] = int(own.get("docstatus") or 0), int(own.get("idx") or 0)
    if doc.meta.issingle:
        storage.store_single(ctx, doc.meta, _typed_row(ctx, doc))
    else:
        storage.insert_rows(ctx, doc.meta, [_typed_row(ctx, doc)])
    for table in doc.meta.table_fields:
        rows = doc.get(table.fieldname) or []
        for index, row in enumerate(rows, 1):
            row.__dict__.update(name=make_hash(), parent=doc.name, idx=index)
        if rows:
            storage.insert_rows(ctx, rows[0].meta, [_typed_row(ctx, row) for row in rows])
        for row in rows:
            row._new = False
    doc._new, doc._stored = False, doc.column_values()


def update_as_is(ctx: Context, doc: Document) -> None:
    """Write every column of ``doc`` (not its tables). Raises ``DoesNotExistError`` where it has no row."""
    if not doc.meta.issingle and storage.load_row(ctx, doc.meta, doc.name) is None:
        raise DoesNotExistError(_("There is no {doctype} {name}.", doctype=Label(doc.doctype), name=doc.name))
    values = {key: value for key, value in doc.column_values().items() if key not in ("name", "creation")}
    write_columns(ctx, doc.meta, [doc.name], values, update_modified=False)
    doc._stored = doc.column_values()


def _typed_row(ctx: Context, doc: Any) -> dict[str, Any]:
    return typed_columns(ctx, doc.meta, doc.column_values())
