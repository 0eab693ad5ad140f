"""The life of a document of any doctype: made, read, changed, submitted, cancelled, deleted."""

from __future__ import annotations

from typing import Any

from comptoir.documents import Document, delete, get_document, get_list
from comptoir.meta.model import DocType, Field
from comptoir.testing.values import Filler, accepts, candidates


def live(filler: Filler, meta: DocType) -> None:
    """Take a document of ``meta`` through its life; raises at the first thing that goes wrong."""
    ctx = filler.ctx
    if meta.issingle:
        _keep(filler, meta, get_document(ctx, meta.name, meta.name).update(filler.values(meta)))
        return
    made = filler.document(meta)
    rows = get_list(ctx, meta.name, fields=["name"], filters={"name": made.name})
    assert [{"name": made.name}] == rows, f"{meta.name} {made.name} is not listed"
    _keep(filler, meta, get_document(ctx, meta.name, made.name))
    if meta.is_submittable:
        doc = get_document(ctx, meta.name, made.name).submit()
        assert doc.docstatus == 1
        get_document(ctx, meta.name, made.name).cancel()
    delete(ctx, meta.name, made.name)
    assert [] == get_list(ctx, meta.name, fields=["name"], filters={"name": made.name})


def _keep(filler: Filler, meta: DocType, doc: Document) -> None:
    """Change what can be changed, and read it back."""
    given = filler.given.get(meta.name, {})
    field = next((f for f in meta.value_fields if _is_free(f) and f.fieldname not in given), None)
    if field is None:
        doc.save()
        return
    value = next(value for value in candidates(field) if accepts(field, value))
    doc.set(field.fieldname, value)
    doc.save()
    stored: Any = get_document(doc._ctx, meta.name, doc.name).get(field.fieldname)
    assert stored == value, (
        f"{meta.name}.{field.fieldname} was written as {value!r} and is read as {stored!r}"
    )


def _is_free(field: Field) -> bool:
    """Whether any text will do: nothing reads or rewrites it."""
    ruled = (
        field.normalise
        or field.options
        or field.fetch_from
        or field.set_only_once
        or field.read_only
        or field.depends_on
    )
    return field.fieldtype in ("Data", "Small Text", "Text") and not ruled and not field.permlevel
