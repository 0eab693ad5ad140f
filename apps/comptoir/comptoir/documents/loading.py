"""From rows to documents and back to nothing: the only way a stored document comes into memory."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from comptoir.context import Context
from comptoir.documents import storage, virtual
from comptoir.documents.controllers import controller_for
from comptoir.documents.data import Locked
from comptoir.documents.storage import ChildRows
from comptoir.documents.values import ASSUMED
from comptoir.errors import DoesNotExistError, ValidationError
from comptoir.meta import fieldtypes
from comptoir.meta.model import DocType
from comptoir.sentences import Label, _
from comptoir.sites.settings import SYSTEM_SETTINGS, fallbacks

if TYPE_CHECKING:
    from comptoir.documents.document import Document


def make(ctx: Context, meta: DocType, data: Mapping[str, Any]) -> Document:
    """A new, unsaved document of its controller's class."""
    return controller_for(ctx.site.registry, meta)(ctx, meta, data)


def get_document(ctx: Context, doctype: str, name: Any, *, for_update: bool = False) -> Document:
    """The stored document, without a permission check. Raises ``DoesNotExistError``.

    ``for_update`` opens the write transaction and locks the row, so that what is read is what is changed.
    """
    meta = ctx.site.registry.get(doctype)
    if for_update:
        ctx.db.begin()
    if meta.issingle:
        return _single(ctx, meta)
    if meta.is_virtual and not for_update:
        return _virtual(ctx, meta, name)
    check_stored(meta)
    row = storage.load_row(ctx, meta, name, for_update=for_update)
    if row is None:
        raise DoesNotExistError(_("There is no {doctype} {name}.", doctype=Label(doctype), name=name))
    children = storage.load_children(ctx, meta, [row["name"]]) if meta.table_fields else {}
    doc = _from_rows(ctx, meta, row, children)
    if for_update:
        doc._locked = Locked(ctx.db, ctx.db.changes, row, children)
    return doc


def stored_state(ctx: Context, doc: Document) -> Document:
    """What is stored of ``doc`` now, locked.

    A document that was loaded ``for_update`` still knows it, as long as nothing was written since.
    """
    known = doc._locked
    if known is not None and known.db is ctx.db and known.changes == ctx.db.changes:
        return _from_rows(ctx, doc.meta, known.row, known.children)
    return get_document(ctx, doc.doctype, doc.name, for_update=True)


def check_stored(meta: DocType) -> None:
    """Raise ``ValidationError`` for a doctype whose documents are nowhere in the database."""
    if meta.is_virtual:
        raise ValidationError(
            _("{doctype} is virtual: its documents are read here, and not changed.", doctype=Label(meta.name))
        )


def _virtual(ctx: Context, meta: DocType, name: Any) -> Document:
    doc = make(ctx, meta, {})
    doc.__dict__["name"] = name
    doc._new = False
    virtual.load(ctx, doc)
    return doc


def _from_rows(ctx: Context, meta: DocType, row: storage.Row, children: ChildRows) -> Document:
    doc = make(ctx, meta, {})
    doc.__dict__.update(row)
    for field in meta.table_fields:
        child_meta = ctx.site.registry.get(field.options or "")
        doc.__dict__[field.fieldname] = [
            _child(ctx, child_meta, child, doc) for child in children.get((row["name"], field.fieldname), ())
        ]
    doc._new, doc._stored = False, row
    return doc


def _child(ctx: Context, meta: DocType, row: storage.Row, parent: Document) -> Document:
    child = controller_for(ctx.site.registry, meta)(ctx, meta, {}, parent=parent)
    child.__dict__.update(row)
    child._new, child._stored = False, row
    return child


def _single(ctx: Context, meta: DocType) -> Document:
    stored = storage.load_single(ctx, meta)
    values: dict[str, Any] = {f.fieldname: fieldtypes.get(f.fieldtype).empty for f in meta.value_fields}
    assumed: dict[str, Any] = {}
    for field in meta.value_fields:
        if field.fieldname not in stored and field.default and not str(field.default).startswith(":"):
            values[field.fieldname] = fieldtypes.get(field.fieldtype).parse(field, field.default)
            if field.fieldtype == "Link":
                assumed[field.fieldname] = values[field.fieldname]
    if meta.name == SYSTEM_SETTINGS:
        values |= fallbacks(ctx.site.config)
    values |= {"owner": "Administrator", "docstatus": 0, "idx": 0} | stored | {"name": meta.name}
    doc = make(ctx, meta, {})
    doc.__dict__.update(values)
    if assumed:
        doc.flags[ASSUMED] = assumed
    children = storage.load_children(ctx, meta, [meta.name]) if meta.table_fields else {}
    for field in meta.table_fields:
        child_meta = ctx.site.registry.get(field.options or "")
        rows = children.get((meta.name, field.fieldname), ())
        doc.__dict__[field.fieldname] = [_child(ctx, child_meta, row, doc) for row in rows]
    doc._new, doc._stored = False, values
    return doc
