"""Rows of documents: the only code that writes a doctype's table.

Driver errors leave here as typed ones (``DuplicateEntryError``, ``UniqueValidationError``, ``DataError``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import DataError as DriverDataError
from sqlalchemy.exc import IntegrityError

from comptoir import schema
from comptoir.access import unscoped
from comptoir.context import Context
from comptoir.db.prepared import Prepared, padded, prepare, prepare_write
from comptoir.db.tables import table_for
from comptoir.documents import batches
from comptoir.documents.cached import forget
from comptoir.documents.child_rows import bound, child_query
from comptoir.documents.indexing import add_to_indexes, follow_in_indexes, forget_in_indexes
from comptoir.documents.settings import settings_changed
from comptoir.errors import (
    DataError,
    DuplicateEntryError,
    PermissionError,
    UniqueValidationError,
)
from comptoir.meta import fieldtypes
from comptoir.meta.masking import masked
from comptoir.meta.model import DocType, Field
from comptoir.sentences import Label, _
from comptoir.sites.settings import SYSTEM_SETTINGS
from comptoir.sites.settings import singles as singles_table

Row = dict[str, Any]
ChildRows = dict[tuple[Any, str], list[Row]]
"""(parent, parentfield) -> rows in order."""


def load_row(ctx: Context, meta: DocType, name: Any, *, for_update: bool = False) -> Row | None:
    """The row called ``name``; ``for_update`` locks it until the transaction ends."""
    query = _row_query(meta, for_update and ctx.db.dialect == "mariadb", ctx.db.compiler)
    found = ctx.db.rows(query.bound({"wanted": name}))
    return dict(zip(query.keys, found[0], strict=True)) if found else None


@lru_cache(maxsize=4096)
def _row_query(meta: DocType, lock: bool, dialect: sa.Dialect) -> Prepared:
    table = table_for(meta)
    statement = sa.select(table).where(table.c.name == sa.bindparam("wanted", None))
    return prepare(statement.with_for_update() if lock else statement, dialect)


def load_children(
    ctx: Context, meta: DocType, names: Sequence[Any], fieldname: str | None = None
) -> ChildRows:
    """Child rows of several documents, of all tables or of the one called ``fieldname``, by one statement."""
    tables = dict.fromkeys(f.options for f in meta.table_fields if fieldname in (None, f.fieldname))
    children: ChildRows = {}
    if not tables:
        return children
    metas = tuple(ctx.site.registry.get(child or "") for child in tables)
    for parents in padded(names):
        query = child_query(meta.name, metas, len(parents), fieldname is not None, ctx.db.compiler)
        for row in query.rows(ctx.db.rows(bound(query, parents, fieldname))):
            children.setdefault((row["parent"], row["parentfield"]), []).append(row)
    return children


def _singles(ctx: Context, meta: DocType) -> list[tuple[str, Any]]:
    columns = singles_table.c
    rows = ctx.db.execute(sa.select(columns.field, columns.value).where(columns.doctype == meta.name))
    return [(str(row.field), row.value) for row in rows]


def load_single(ctx: Context, meta: DocType) -> Row:
    """The stored values of a Single, as their Python types."""
    values: Row = {}
    for name, value in _singles(ctx, meta):
        field = meta.by_name.get(name)
        if name in ("owner", "modified_by"):
            values[name] = value
        elif name in ("creation", "modified"):
            values[name] = fieldtypes.get("Datetime").parse(Field(name, "Datetime"), value)
        elif field is not None and field.has_column:
            values[name] = fieldtypes.get(field.fieldtype).parse(field, value)
    return values


def store_single(ctx: Context, meta: DocType, values: Mapping[str, Any]) -> None:
    """Replace the stored values of a Single."""
    forget(ctx, meta)
    ctx.db.execute(sa.delete(singles_table).where(singles_table.c.doctype == meta.name))
    rows = []
    for name, value in values.items():
        field = meta.by_name.get(name) or Field(
            name, "Datetime" if name in ("creation", "modified") else "Data"
        )
        if value is not None:
            text = fieldtypes.get(field.fieldtype).to_json(value)
            rows.append({"doctype": meta.name, "field": name, "value": str(text)})
    if rows:
        ctx.db.execute(sa.insert(singles_table), rows)
    if meta.name == SYSTEM_SETTINGS:
        settings_changed(ctx)


def _touch(ctx: Context, meta: DocType) -> None:
    """Rows of ``meta`` are written: what is remembered of them no longer holds. Raises ``PermissionError``."""
    if meta.is_trail:
        raise PermissionError(
            _(
                "{doctype} is part of the audit trail: nobody can write, change or delete it.",
                doctype=Label(meta.name),
            )
        )
    forget(ctx, meta)
    batches.written(ctx, meta.name)


def insert_rows(ctx: Context, meta: DocType, rows: Sequence[Row]) -> None:
    """Insert rows that all have the same columns."""
    if not rows:
        return
    _touch(ctx, meta)
    rows = [_row(meta, row) for row in rows]
    query = _insert_query(meta, tuple(rows[0]), ctx.db.compiler)
    with _TypedErrors(meta, rows):
        ctx.db.write(query, rows)
    add_to_indexes(ctx, meta, rows)
    unscoped.written(ctx, meta, rows, new=True)


@lru_cache(maxsize=4096)
def _never_null(meta: DocType) -> tuple[str, ...]:
    """The columns that hold an empty text where a document has no value."""
    return tuple(column.name for column in schema.table_of(meta).columns if column.default == "")


def _row(meta: DocType, values: Row) -> Row:
    missing = [name for name in _never_null(meta) if name in values and values[name] is None]
    return values | dict.fromkeys(missing, "") if missing else values


@lru_cache(maxsize=4096)
def _insert_query(meta: DocType, columns: tuple[str, ...], dialect: sa.Dialect) -> Prepared:
    table = table_for(meta)
    values = {name: sa.bindparam(name, None, type_=table.c[name].type) for name in columns}
    return prepare_write(sa.insert(table).values(values), dialect)


@lru_cache(maxsize=4096)
def _update_query(meta: DocType, columns: tuple[str, ...], dialect: sa.Dialect) -> Prepared:
    table = table_for(meta)
    values = {name: sa.bindparam(f"new_{name}", None, type_=table.c[name].type) for name in columns}
    return prepare_write(
        sa.update(table).where(table.c.name == sa.bindparam("wanted", None)).values(values), dialect
    )


def update_row(ctx: Context, meta: DocType, name: Any, values: Row) -> None:
    """Change columns of one row."""
    update_each(ctx, meta, {name: values})


def update_each(ctx: Context, meta: DocType, changes: Mapping[Any, Row]) -> None:
    """Change columns of several rows, each its own. One statement for all that change the same columns."""
    alike: dict[tuple[str, ...], dict[Any, Row]] = {}
    for name, changed in changes.items():
        values = _row(meta, changed)
        alike.setdefault(tuple(values), {})[name] = values
    if changes:
        _touch(ctx, meta)
    for columns, rows in alike.items():
        query = _update_query(meta, columns, ctx.db.compiler)
        written = [
            {f"new_{key}": value for key, value in values.items()} | {"wanted": name}
            for name, values in rows.items()
        ]
        with _TypedErrors(meta, [values | {"name": name} for name, values in rows.items()]):
            ctx.db.write(query, written)
        follow_in_indexes(ctx, meta, list(rows), columns)
        unscoped.written(ctx, meta, rows.values(), new=False)


def update_rows(ctx: Context, meta: DocType, names: Sequence[Any], values: Row) -> None:
    """Write the same values to several rows."""
    _touch(ctx, meta)
    table = table_for(meta)
    with _TypedErrors(meta, [values]):
        ctx.db.execute(sa.update(table).where(table.c.name.in_(list(names))).values(_row(meta, values)))
    follow_in_indexes(ctx, meta, names, values)
    unscoped.written(ctx, meta, [values], new=False)


def delete_rows(ctx: Context, meta: DocType, names: Iterable[Any]) -> None:
    """Delete rows by name."""
    _touch(ctx, meta)
    table, wanted = table_for(meta), list(names)
    ctx.db.execute(sa.delete(table).where(table.c.name.in_(wanted)))
    forget_in_indexes(ctx, meta, wanted)


def delete_children(ctx: Context, meta: DocType, name: Any) -> None:
    """Delete every child row of a document."""
    forget(ctx, meta)
    for child in dict.fromkeys(field.options for field in meta.table_fields):
        table = table_for(ctx.site.registry.get(child or ""))
        ctx.db.execute(sa.delete(table).where(table.c.parent == name, table.c.parenttype == meta.name))


class _TypedErrors:
    """Turns what the driver says of a refused row into what a user can act on."""

    def __init__(self, meta: DocType, rows: Sequence[Mapping[str, Any]]):
        self.meta = meta
        self.rows = rows

    def __enter__(self) -> None:
        return None

    def __exit__(self, _type: object, error: BaseException | None, _traceback: object) -> None:
        if isinstance(error, IntegrityError):
            raise self._integrity(str(error.orig)) from error
        if isinstance(error, DriverDataError):
            raise DataError(
                _("A value of {doctype} does not fit its column.", doctype=Label(self.meta.name))
            ) from error

    def _integrity(self, said: str) -> Exception:
        row = self.rows[0]
        for field in self.meta.value_fields:
            if (self.meta.autoname or "").lower() == f"field:{field.fieldname}".lower():
                continue
            if field.unique and any(said.endswith(end) for end in _endings(self.meta, field.fieldname)):
                value = row.get(field.fieldname)
                sentence = _(
                    "{label} must be unique: another {doctype} already has {value}.",
                    label=Label(field.title),
                    doctype=Label(self.meta.name),
                    value=masked(field, value) if field.masking else value,
                )
                return UniqueValidationError.at(field.fieldname, sentence)
        return DuplicateEntryError(
            _("{doctype} {name} already exists.", doctype=Label(self.meta.name), name=row.get("name")),
            title=_("Duplicate Name"),
        )


def _endings(meta: DocType, fieldname: str) -> tuple[str, ...]:
    table = meta.table
    return (
        f": {table}.{fieldname}",
        f"key '{fieldname}'",
        f"key '{table}.{fieldname}'",
        f"key 'unique_{fieldname}'",
    )
