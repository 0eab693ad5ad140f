"""Paging by cursor: a page begins after the row the page before ended with, whatever came or went meanwhile.

A cursor holds the sort key of that row. It is readable and not signed: it can only name values to start after, in
columns the query sorts by, and the query is narrowed to what the actor may see like any other.
"""

from __future__ import annotations

import binascii
import hashlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import orjson

from comptoir.errors import BadRequestError, DataError
from comptoir.meta import fieldtypes
from comptoir.meta.fieldtypes import StorageKind
from comptoir.meta.model import DocType, column_field
from comptoir.query.model import After, Aggregate, Column, GroupKey, Order, Query, Select
from comptoir.sentences import _

Lookup = Callable[[str], DocType]

LONGEST_KEY = 255
"""Characters of a text that count when sorting long ones."""


def keyed(query: Query, lookup: Lookup) -> Query:
    """``query`` in an order that tells any two of its rows apart, with the sort keys among its fields."""
    if query.group_by or query.distinct or any(isinstance(s.expression, Aggregate) for s in query.fields):
        raise DataError(_("Groups, totals and distinct values are paged by limit_start, not by a cursor."))
    if query.offset:
        raise BadRequestError(_("A page starts at its cursor or at limit_start, not at both."))
    orders = list(query.order_by)
    for column in [s.expression for s in query.fields] + list(query.filter_columns()):
        if isinstance(column, Column) and _is_child(column, lookup):
            order = Order(Column(column.doctype, "name", column.via))
            if order not in orders:
                orders.append(order)
    keys = tuple(Select(order.expression, _label(index)) for index, order in enumerate(orders))
    return replace(query, order_by=tuple(orders), fields=(*query.fields, *keys))


def after(query: Query, cursor: str, lookup: Lookup) -> Query:
    """The rows of a ``keyed`` query behind ``cursor``. Raises ``BadRequestError`` for one that is not its own."""
    try:
        order, *values = orjson.loads(urlsafe_b64decode(cursor.encode() + b"=" * (-len(cursor) % 4)))
    except (ValueError, TypeError, binascii.Error) as error:
        raise BadRequestError(_("The cursor cannot be read. Begin again with an empty one.")) from error
    if order != _order_id(query) or len(values) != len(query.order_by):
        raise BadRequestError(
            _("The cursor belongs to a list in another order. Begin again with an empty one.")
        )
    pairs = zip(query.order_by, values, strict=True)
    return query.narrowed(
        After(query.order_by, tuple(_value(order.expression, value, lookup) for order, value in pairs))
    )


def cursor_of(query: Query, row: Mapping[str, Any]) -> str:
    """The cursor that names ``row`` of a ``keyed`` query."""
    values = [_plain(row[_label(index)]) for index in range(len(query.order_by))]
    return urlsafe_b64encode(orjson.dumps([_order_id(query), *values])).decode().rstrip("=")


def without_keys(query: Query, row: Mapping[str, Any]) -> dict[str, Any]:
    """``row`` as it was asked for."""
    keys = {_label(index) for index in range(len(query.order_by))}
    return {label: value for label, value in row.items() if label not in keys}


def _label(index: int) -> str:
    return f"{index} key"  # no alias begins with a digit


def _is_child(column: Column, lookup: Lookup) -> bool:
    return bool(column.via) and lookup(column.doctype).istable


def _order_id(query: Query) -> str:
    return hashlib.sha256(repr((query.doctype, query.order_by)).encode()).hexdigest()[:12]


def _plain(value: Any) -> Any:
    if isinstance(value, timedelta):
        return value // timedelta(microseconds=1)
    return value[:LONGEST_KEY] if isinstance(value, str) else value


def _value(expression: Column | Aggregate | GroupKey, value: Any, lookup: Lookup) -> Any:
    """A value out of a cursor as its column's Python type."""
    assert isinstance(expression, Column), "keyed() refuses aggregates"
    field = column_field(lookup(expression.doctype), expression.name)
    storage = fieldtypes.get(field.fieldtype).column(field) if field is not None else None
    kind = storage.kind if storage is not None else StorageKind.VARCHAR
    try:
        match kind, value:
            case _, None:
                return None
            case StorageKind.DATE, str():
                return date.fromisoformat(value)
            case StorageKind.DATETIME, str():
                return datetime.fromisoformat(value).replace(tzinfo=None)
            case StorageKind.TIME, int():
                return timedelta(microseconds=value)
            case ((StorageKind.TINYINT | StorageKind.INT | StorageKind.BIGINT), int()) if abs(value) < 2**63:
                return value
            case StorageKind.DECIMAL, int() | float():
                return float(value)
            case ((StorageKind.VARCHAR | StorageKind.TEXT | StorageKind.LONGTEXT), str()):
                return value
    except (ValueError, OverflowError) as error:
        raise BadRequestError(_("The cursor cannot be read. Begin again with an empty one.")) from error
    raise BadRequestError(_("The cursor cannot be read. Begin again with an empty one."))
