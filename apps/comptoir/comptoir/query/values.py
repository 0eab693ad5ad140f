"""Conditions whose value fits their column: numbers read, dates parsed, relative periods resolved."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from comptoir.errors import DataError, ValidationError
from comptoir.meta import fieldtypes
from comptoir.meta.fieldtypes import StorageKind
from comptoir.meta.fieldtypes.numbers import read_decimal
from comptoir.meta.model import DocType, Field, column_field
from comptoir.meta.values import DEFAULT_SETTINGS
from comptoir.query.model import NOTHING, OPERATORS, Column, Condition, Filter
from comptoir.query.periods import period
from comptoir.sentences import Label, _

LIST_OPERATORS = frozenset({"in", "not in"})
TEXT_OPERATORS = frozenset({"like", "not like"})
TREE_OPERATORS = frozenset({op for op in OPERATORS if op.split("(")[0].strip().endswith("of")})
PERIOD_OPERATORS = frozenset({"timespan", "previous", "next"})
MAX_LIST = 10_000
MOST_INTEGER = 2**63
FARTHEST = Decimal("1e300")
DATE_TYPES = {StorageKind.DATE: "Date", StorageKind.DATETIME: "Datetime", StorageKind.TIME: "Time"}
NUMBER_KINDS = frozenset({StorageKind.TINYINT, StorageKind.INT, StorageKind.BIGINT, StorageKind.DECIMAL})


def make_condition(
    column: Column, operator: str, value: Any, lookup: Callable[[str], DocType], now: datetime
) -> Filter:
    """A condition with a checked operator and a value of the column's type. Raises ``ValidationError``."""
    operator = " ".join(operator.lower().split())
    if operator == "<>":
        operator = "!="
    if operator not in OPERATORS:
        raise ValidationError(
            _(
                "There is no operator {operator!r}. There are {operators}.",
                operator=operator[:40],
                operators=tuple(OPERATORS),
            )
        )
    doctype = lookup(column.doctype)
    field = column_field(doctype, column.name)
    assert field is not None, "parse() only makes columns that exist"
    if operator == "is":
        return Condition(column, "is", _set_or_not(value))
    if operator in TREE_OPERATORS:
        return Condition(column, operator, _tree_value(field, doctype, column, value))
    if operator in PERIOD_OPERATORS:
        return _between(column, field, period(operator, value, now.date()))
    if operator == "between":
        return _between(column, field, _pair(value))
    if operator in LIST_OPERATORS:
        return Condition(column, operator, tuple(_coerce(field, item) for item in _list(value)))
    if operator in TEXT_OPERATORS:
        return Condition(column, operator, _text(value))
    if value is None:
        return NOTHING if operator == "=" else Condition(column, operator, "")
    if isinstance(value, (list, tuple, dict)):
        raise DataError(_("The operator {operator} takes one value, not a list.", operator=operator))
    return Condition(column, operator, _coerce(field, value))


def _coerce(field: Field, value: Any) -> Any:
    if value is None or value == "":
        return ""
    if isinstance(value, (list, tuple, dict)):
        raise DataError(_("{label} cannot be compared with a list.", label=Label(field.title)))
    storage = fieldtypes.get(field.fieldtype).column(field)
    kind = storage.kind if storage is not None else StorageKind.VARCHAR
    try:
        if kind in DATE_TYPES:
            return fieldtypes.get(DATE_TYPES[kind]).parse(field, value)
        if kind in NUMBER_KINDS:
            number = read_decimal(field, value, DEFAULT_SETTINGS)
            return "" if number is None else _comparable(number)
    except ValidationError as error:
        raise DataError(error.message) from error
    return str(int(value)) if isinstance(value, bool) else str(value)


def _comparable(number: Decimal) -> int | float:
    """``number`` as every database compares it: what no column holds is as far away as can be said."""
    whole = abs(number) < MOST_INTEGER and number == number.to_integral_value()
    return int(number) if whole else float(max(-FARTHEST, min(FARTHEST, number)))


def _between(column: Column, field: Field, bounds: tuple[Any, Any]) -> Condition:
    low, high = (_coerce(field, bound) for bound in bounds)
    if low == "" or high == "":
        raise DataError(_("The operator between takes two values for {label}.", label=Label(field.title)))
    if field.fieldtype == "Datetime" and not _has_time(bounds[1]) and isinstance(high, datetime):
        high = datetime.combine(high.date(), time.max)
    return Condition(column, "between", (low, high))


def _has_time(value: Any) -> bool:
    if isinstance(value, datetime):
        return True
    return isinstance(value, str) and len(value.strip()) > len("2026-01-31")


def _pair(value: Any) -> tuple[Any, Any]:
    parts = _list(value)
    if len(parts) != 2:
        raise DataError(_("The operator between takes two values."))
    return parts[0], parts[1]


def _list(value: Any) -> Sequence[Any]:
    if isinstance(value, str):
        items: list[Any] = [part.strip() for part in value.split(",")]
    elif isinstance(value, (list, tuple, set, frozenset)):
        items = list(value)
    elif isinstance(value, (int, float, bool, date, datetime, timedelta)):
        items = [value]
    else:
        raise DataError(_("The operators in and not in take a list of values."))
    check_length(len(items))
    return items


def check_length(count: int) -> None:
    """Raise where lists of ``count`` values are too many for one query."""
    if count > MAX_LIST:
        raise DataError(_("A list of values takes at most {most} of them.", most=MAX_LIST))


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, (list, tuple, dict)):
        raise DataError(_("The operators like and not like take a text."))
    return str(value)


def _set_or_not(value: Any) -> str:
    word = str(value).strip().lower()
    if word not in ("set", "not set"):
        raise DataError(_('The operator is takes "set" or "not set".'))
    return word


def _tree_value(field: Field, doctype: DocType, column: Column, value: Any) -> tuple[str, str]:
    """(tree doctype, node): the tree is the link's target, or the doctype itself for its name."""
    tree = doctype.name if column.name == "name" else (field.options or "")
    if field.fieldtype != "Link" and column.name != "name":
        raise DataError(_("{label} does not link to a tree.", label=Label(field.title)))
    if not isinstance(value, str):
        raise DataError(_("The operators of trees take the name of a node."))
    return tree, value
