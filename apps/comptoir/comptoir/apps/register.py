"""Making a doctype part of a site: its row in ``__doctype`` and its mirror as a document of ``DocType``.

``__doctype`` is what the engine runs on; ``tabDocType``, ``tabDocField`` and ``tabDocPerm`` show the same to people
and to Frappe's API. Both are written in one transaction, so they never differ.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from comptoir.apps.loader import Declaration
from comptoir.context import Context
from comptoir.db.tables import table_for
from comptoir.documents.indexing import forget_in_indexes
from comptoir.documents.storage import insert_rows
from comptoir.documents.values import typed_fields
from comptoir.meta.load import to_json
from comptoir.meta.model import DocType
from comptoir.sites.registry import declarations as declared_table

DOCTYPE = "DocType"
Row = dict[str, Any]


def register(ctx: Context, declaration: Declaration, metas: Mapping[str, DocType]) -> None:
    """Write one doctype that the site does not have, or that was withdrawn.

    ``metas`` knows DocType and its child doctypes. The caller commits, then tells other processes with
    ``site.registry.bump()``.
    """
    ctx.db.begin()
    doctype, source = declaration.doctype, declaration.source
    row = {
        "name": doctype.name,
        "app": declaration.app,
        "module": doctype.module,
        "custom": 0,
        "hash": source.digest,
        "json": source.text,
    }
    ctx.db.execute(sa.insert(declared_table).values(row))
    _mirror(ctx, doctype, metas)


def withdraw(ctx: Context, names: Sequence[str], metas: Mapping[str, DocType]) -> None:
    """Take doctypes out of the site; their own tables and rows stay."""
    if not names:
        return
    ctx.db.begin()
    ctx.db.execute(sa.delete(declared_table).where(declared_table.c.name.in_(names)))
    for _, child in _children(metas):
        table = table_for(child)
        ctx.db.execute(sa.delete(table).where(table.c.parent.in_(names), table.c.parenttype == DOCTYPE))
    table = table_for(metas[DOCTYPE])
    ctx.db.execute(sa.delete(table).where(table.c.name.in_(names)))
    forget_in_indexes(ctx, metas[DOCTYPE], names)


def _mirror(ctx: Context, doctype: DocType, metas: Mapping[str, DocType]) -> None:
    data = to_json(doctype)
    stamp = _stamp(ctx)
    head = stamp | {"name": doctype.name, "idx": 0}
    insert_rows(ctx, metas[DOCTYPE], [head | _values(metas[DOCTYPE], data | {"custom": 0})])
    for fieldname, child in _children(metas):
        rows: Sequence[Mapping[str, Any]] = data.get(fieldname, ())
        place = {"parent": doctype.name, "parenttype": DOCTYPE, "parentfield": fieldname}
        insert_rows(
            ctx,
            child,
            [
                stamp
                | place
                | {"idx": idx, "name": _row_name(doctype.name, fieldname, idx)}
                | _values(child, row)
                for idx, row in enumerate(rows, 1)
            ],
        )


def _children(metas: Mapping[str, DocType]) -> list[tuple[str, DocType]]:
    return [(field.fieldname, metas[field.options or ""]) for field in metas[DOCTYPE].table_fields]


def _values(meta: DocType, data: Mapping[str, Any]) -> Row:
    return {
        name: kind.empty if data.get(name) is None else kind.parse(field, data[name])
        for name, field, kind in typed_fields(meta)
    }


def _stamp(ctx: Context) -> Row:
    now = ctx.clock.now()
    return {"creation": now, "modified": now, "owner": ctx.user, "modified_by": ctx.user, "docstatus": 0}


def _row_name(parent: str, fieldname: str, idx: int) -> str:
    return hashlib.sha256(f"{parent}|{fieldname}|{idx}".encode()).hexdigest()[:10]
