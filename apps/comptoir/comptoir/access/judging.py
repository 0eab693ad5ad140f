"""A filter judged against one document: what a list would do with it, for a document in memory, stored or not.

Conditions on the document's own columns are judged here, with SQL's three values and the databases' equality of text;
where that is not certain (other tables, other spellings), one SELECT asks the database about these values.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any, Protocol

from comptoir.context import Context
from comptoir.db.collation import fold, needs_folding
from comptoir.errors import ValidationError
from comptoir.meta import fieldtypes
from comptoir.meta.fieldtypes import StorageKind
from comptoir.meta.model import DocType, Field, column_field
from comptoir.query import compile_test
from comptoir.query.model import (
    And,
    Column,
    Condition,
    Filter,
    Names,
    Not,
    Nothing,
    Or,
    conditions_columns,
)


class Target(Protocol):
    """What a decision looks at in a document."""

    @property
    def name(self) -> Any:
        """The document's name."""
        ...

    def get(self, key: str) -> Any:
        """The value of a field."""
        ...


class _Ask:
    """The answer is in the database."""


ASK = _Ask()
Answer = bool | None | _Ask
"""True, False, None where SQL would say NULL, or ``ASK``."""
_NUMBERS = frozenset({StorageKind.TINYINT, StorageKind.INT, StorageKind.BIGINT, StorageKind.DECIMAL})
_TEXTS = frozenset({StorageKind.VARCHAR, StorageKind.TEXT, StorageKind.LONGTEXT})
_EMPTY_AT_ZERO = frozenset({"Int", "Check", "Float", "Currency", "Percent", "Rating"})


def holds(ctx: Context, doctype: DocType, doc: Target, where: Filter | None) -> bool:
    """Whether ``where`` would keep ``doc`` in a list; None keeps every document."""
    if where is None:
        return True
    answer = _Judge(doctype, doc, ctx.db.dialect).judge(where)
    if not isinstance(answer, _Ask):
        return answer is True
    wanted = {column.via or column.name for column in conditions_columns(where)} | {"name"}
    values = {name: value_of(doctype, doc, name) for name in sorted(wanted)}
    statement = compile_test(where, doctype.name, values, ctx.site.registry.get, ctx.db.dialect)
    return ctx.db.execute(statement).first() is not None


def value_of(doctype: DocType, doc: Target, column: str) -> Any:
    """The value of a column as the database would hold it; a value it could not hold counts as none."""
    value = doc.name if column == "name" else doc.get(column)
    field = column_field(doctype, column)
    if value is None or field is None:
        return None
    kind = _kind(field)
    if kind in _TEXTS:
        return str(value)
    if isinstance(value, (bool, int, float, date, datetime, timedelta)):
        return int(value) if isinstance(value, bool) else value
    try:
        return fieldtypes.get(field.fieldtype).parse(field, value)
    except ValidationError:
        return None


class _Judge:
    """Judges what is certain without the database."""

    def __init__(self, doctype: DocType, doc: Target, dialect: str):
        self.doctype = doctype
        self.doc = doc
        self.dialect = dialect

    def judge(self, where: Filter) -> Answer:
        match where:
            case Condition():
                return self.condition(where)
            case And(items=items):
                return _all(self.judge(item) for item in items)
            case Or(items=items):
                return _opposite(_all(_opposite(self.judge(item)) for item in items))
            case Not(item=item):
                return _opposite(self.judge(item))
            case Nothing():
                return False
            case _:
                return ASK

    def condition(self, condition: Condition) -> Answer:
        field = column_field(self.doctype, condition.column.name)
        if condition.column.via or field is None:
            return ASK
        value, wanted = value_of(self.doctype, self.doc, condition.column.name), condition.value
        match condition.operator:
            case "=":
                return self.empty(field, value) if wanted == "" else self.equal(field, value, wanted)
            case "!=":
                if wanted == "":
                    return not self.empty(field, value)
                return True if value is None else _opposite(self.equal(field, value, wanted))
            case "in":
                return self.among(field, value, wanted)
            case "not in":
                return self.not_among(field, value, wanted)
            case "is":
                return self.empty(field, value) is (wanted == "not set")
            case ">" | "<" | ">=" | "<=" as operator:
                return _ordered(field, value, operator, wanted)
            case _:
                return ASK

    def empty(self, field: Field, value: Any) -> bool:
        if _kind(field) in _TEXTS:
            return value is None or value == ""
        return value is None or (field.fieldtype in _EMPTY_AT_ZERO and value == 0)

    def among(self, field: Field, value: Any, wanted: tuple[Any, ...]) -> Answer:
        if not wanted:
            return False
        names = isinstance(wanted, Names)
        return _opposite(
            _all(
                _opposite(
                    self.empty(field, value) if item == "" else self.equal(field, value, item, spelled=names)
                )
                for item in wanted
            )
        )

    def not_among(self, field: Field, value: Any, wanted: tuple[Any, ...]) -> Answer:
        inside = self.among(field, value, tuple(item for item in wanted if item != ""))
        outside = True if value is None else _opposite(inside)
        return _all([outside, not self.empty(field, value)]) if "" in wanted else outside

    def equal(self, field: Field, value: Any, wanted: Any, *, spelled: bool = False) -> Answer:
        """``value = wanted``. Names ``spelled`` as they are stored have no other spellings on SQLite."""
        if value is None or wanted is None:
            return None
        if _kind(field) not in _TEXTS:
            return _comparable(value, wanted) and bool(value == wanted)
        one, other = str(value), str(wanted)
        if one == other:
            return True
        if self.dialect == "sqlite":
            return _nocase(one) == _nocase(other) or (
                not spelled and needs_folding(other) and fold(one) == fold(other)
            )
        if one.isascii() and other.isascii() and one.isprintable() and other.isprintable():
            return one.rstrip(" ").lower() == other.rstrip(" ").lower()
        return ASK


def _ordered(field: Field, value: Any, operator: str, wanted: Any) -> Answer:
    if value is None or wanted is None:
        return None
    if _kind(field) in _TEXTS or not _comparable(value, wanted):
        return ASK
    results: Mapping[str, bool] = {
        ">": value > wanted,
        "<": value < wanted,
        ">=": value >= wanted,
        "<=": value <= wanted,
    }
    return results[operator]


def _comparable(value: Any, wanted: Any) -> bool:
    numbers = (int, float)
    if isinstance(value, numbers) and isinstance(wanted, numbers):
        return True
    return type(value) is type(wanted)


def _kind(field: Field) -> StorageKind | None:
    storage = fieldtypes.get(field.fieldtype).column(field)
    return None if storage is None else storage.kind


def _nocase(text: str) -> str:
    """``text`` as SQLite's NOCASE sees it, which folds ASCII alone."""
    if text.isascii():
        return text.lower()
    return "".join(char.lower() if char.isascii() else char for char in text)


def _all(answers: Iterable[Answer]) -> Answer:
    """Of answers that must all be True; the first False is enough."""
    found: Answer = True
    for answer in answers:
        if answer is False:
            return False
        if isinstance(answer, _Ask) or found is True:
            found = answer
    return found


def _opposite(answer: Answer) -> Answer:
    return answer if answer is None or isinstance(answer, _Ask) else not answer


def own(doctype: DocType, name: str) -> Column:
    """The column ``name`` of ``doctype`` itself."""
    return Column(doctype.name, name)
