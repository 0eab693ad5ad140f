"""From declarations to tables: what the database should hold, under Frappe's names and types.

Pure. The same declarations give the same snapshot on every machine; what one database cannot hold as declared
is fitted to it by ``comptoir.schema.fit`` when the difference is taken.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import get_args

from comptoir.errors import DeclarationError
from comptoir.meta import fieldtypes
from comptoir.meta.checks.fields import INDEXED_VARCHAR
from comptoir.meta.dynamic import DYNAMIC_DEFAULTS
from comptoir.meta.fieldtypes import Storage
from comptoir.meta.model import CHILD_COLUMNS, OPTIONAL_COLUMNS, DocType, Field, column_field
from comptoir.meta.scoping import scope_column
from comptoir.meta.timeline import timeline_keys
from comptoir.schema.conversion import fits
from comptoir.schema.engine_tables import ENGINE_TABLES
from comptoir.schema.model import (
    BIGINT,
    DATETIME,
    INT,
    LONGTEXT,
    NAME,
    TEXT,
    Column,
    Index,
    Kind,
    Snapshot,
    SqlType,
    Table,
    index,
)
from comptoir.sentences import Label, _

_KINDS: Mapping[str, Kind] = {kind: kind for kind in get_args(Kind)}
MOST_INDEXES = 63
"""InnoDB holds 64 in a table, the primary key included."""


def desired(doctypes: Iterable[DocType], scope: str | None = None) -> Snapshot:
    """The tables of ``doctypes`` and of the engine. Single and virtual doctypes have none of their own.

    ``scope`` is the doctype that divides the company: documents of one part are then found in the order of their list.
    """
    declared = (table_of(doctype, scope) for doctype in doctypes if doctype.has_table)
    return Snapshot.of((*ENGINE_TABLES, *declared))


def table_of(doctype: DocType, scope: str | None = None) -> Table:
    """The table of one doctype."""
    columns = (*_leading_columns(doctype), *_declared_columns(doctype), *_trailing_columns(doctype))
    return Table(doctype.table, columns, frozenset(_indexes(doctype, scope)))


def _leading_columns(doctype: DocType) -> Iterator[Column]:
    yield name_column(doctype)
    yield Column("creation", DATETIME)
    yield Column("modified", DATETIME)
    yield Column("modified_by", NAME, collation="nocase")
    yield Column("owner", NAME, collation="nocase")
    yield Column("docstatus", INT, nullable=False, default=0)
    yield Column("idx", INT, nullable=False, default=0)
    if doctype.istable:
        for name in CHILD_COLUMNS:
            yield Column(name, NAME, collation="nocase")


def _trailing_columns(doctype: DocType) -> Iterator[Column]:
    if not doctype.istable:
        for name in OPTIONAL_COLUMNS:
            yield Column(name, TEXT, collation="nocase")


def name_column(doctype: DocType) -> Column:
    """The primary key: a number the database counts for autoincrement naming, else text. Rows are named by hashes."""
    if not doctype.istable and (doctype.autoname or "").strip().lower() == "autoincrement":
        return Column("name", BIGINT, nullable=False, primary_key=True, autoincrement=True)
    return Column("name", NAME, nullable=False, primary_key=True, collation="nocase")


def _declared_columns(doctype: DocType) -> Iterator[Column]:
    standard = frozenset(doctype.standard_columns)
    for field in doctype.value_fields:
        storage = fieldtypes.get(field.fieldtype).column(field)
        if storage is not None and field.fieldname not in standard:
            yield _column(field, storage)


def _column(field: Field, storage: Storage) -> Column:
    sql_type = _sql_type(storage)
    is_text = sql_type.family == "text"
    default: int | str | None = storage.default
    if default is None and field.not_nullable and is_text:
        default = ""
    return Column(
        field.fieldname,
        sql_type,
        nullable=default is None,
        default=default,
        collation="nocase" if is_text else None,
        fill=_fill(field, sql_type),
    )


def _sql_type(storage: Storage) -> SqlType:
    kind = _KINDS[storage.kind]
    if kind == "varchar":
        return SqlType(kind, storage.length or NAME.length)
    if kind == "decimal":
        return SqlType(kind, storage.length or 21, storage.scale or 0)
    return SqlType(kind)


def _fill(field: Field, sql_type: SqlType) -> float | str | None:
    """The declared default, where rows that are older than the field can be given it."""
    text = (field.default or "").strip()
    if not text or field.unique or text.casefold() in DYNAMIC_DEFAULTS or text.startswith((":", "eval:")):
        return None
    if sql_type.family not in ("text", "number") or not fits(
        text, LONGTEXT, Column(field.fieldname, sql_type)
    ):
        return None
    if sql_type.family == "text":
        return text
    return float(text) if sql_type.kind == "decimal" else int(text)


def _scope_indexes(doctype: DocType, scope: str | None) -> Iterator[Index]:
    """The scope and what lists are sorted by, with the name that decides between equal ones.

    A list of one part of the company is then read from the index in its order, pages that are skipped alone.
    """
    column = scope_column(doctype, scope)
    for key in dict.fromkeys((doctype.sort_field.strip(), doctype.title_field)):
        if column is not None and key not in (None, column, "name") and _can_index(doctype, key):
            yield index(column, key, "name")


def _can_index(doctype: DocType, column: str) -> bool:
    field = column_field(doctype, column)
    storage = fieldtypes.get(field.fieldtype).column(field) if field is not None else None
    sql_type = _sql_type(storage) if storage is not None else None
    return (
        sql_type is not None
        and sql_type.kind not in ("text", "longtext")
        and (sql_type.length or 0) <= INDEXED_VARCHAR - 2 * NAME.length
    )


def _indexes(doctype: DocType, scope: str | None) -> Iterator[Index]:
    """As many as a table can have: those of the engine and those asked for, then those of links, in order."""
    asked = [index("parent"), index("parenttype", "parent")] if doctype.istable else []
    asked += [] if doctype.istable else [index("modified"), index("creation")]
    asked += _scope_indexes(doctype, scope)
    asked += [Index(name, columns) for name, columns in timeline_keys(doctype)]
    leading = {one.columns[0] for one in asked}
    unique: list[Index] = []
    links: list[Index] = []
    standard = frozenset(doctype.standard_columns)
    for field in doctype.value_fields:
        if field.fieldname in standard or (field.fieldname in leading and not field.unique):
            continue
        storage = fieldtypes.get(field.fieldtype).column(field)
        if storage is not None:
            found = _field_indexes(doctype, field, _sql_type(storage))
            (unique if field.unique else asked if field.search_index else links).extend(found)
    yield from (*unique, *asked, *links)[:MOST_INDEXES]


def _field_indexes(doctype: DocType, field: Field, sql_type: SqlType) -> Iterator[Index]:
    can_index = sql_type.kind not in ("text", "longtext") and not (
        sql_type.kind == "varchar" and sql_type.length > INDEXED_VARCHAR
    )
    if field.unique:
        if not can_index:
            raise DeclarationError(
                _(
                    'Field "{fieldname}" of "{doctype}" is declared unique, but a column of type {sql_type} cannot carry a unique index. Make it a Data field of at most {most} characters, or take the flag away.',
                    fieldname=field.fieldname,
                    doctype=Label(doctype.name),
                    sql_type=sql_type,
                    most=INDEXED_VARCHAR,
                )
            )
        yield index(field.fieldname, unique=True)
    elif (field.search_index and sql_type.kind == "text") or (
        can_index and (field.search_index or field.fieldtype in ("Link", "Dynamic Link"))
    ):
        yield index(field.fieldname)
