"""From Frappe's list arguments to a ``Query``.

Accepts what Frappe clients send (``fields`` as names, back-ticked names, aliases, aggregates, dotted links and
child tables; ``filters`` as dictionaries, triples or quadruples; ``order_by`` and ``group_by`` as text) and turns
every name into a ``Column`` that metadata knows, or raises ``DataError``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from comptoir.errors import DataError, ValidationError
from comptoir.meta.model import DocType
from comptoir.query.asking import Asker
from comptoir.query.groups import read_filters
from comptoir.query.model import (
    AGGREGATES,
    Aggregate,
    And,
    Column,
    Filter,
    GroupKey,
    Order,
    Query,
    Select,
    all_of,
    any_of,
)
from comptoir.query.values import make_condition
from comptoir.sentences import Label, _

_NAME = r"`?([A-Za-z_][A-Za-z0-9_]*)`?"
_TABLE = r"`tab([^`]+)`|tab([A-Za-z0-9_]+)"
_REFERENCE = re.compile(rf"(?:(?:{_TABLE})\.{_NAME}|{_NAME}\.{_NAME}|{_NAME})")
_ALIAS = re.compile(r"(?<=\S)\s++as\s++[`'\"]?([A-Za-z_][A-Za-z0-9_ ]*+)[`'\"]?\s*+$", re.IGNORECASE)
_LABEL = re.compile(r"[A-Za-z_][A-Za-z0-9_ ]*")
_CALL = re.compile(r"(count|sum|avg|min|max)\s*+\((?:\s*+(distinct)\s)?(.+)\)", re.IGNORECASE)
MAX_LIMIT = 100_000
MAX_FIELDS = 1000
MAX_KEYS = 64
"""By so many fields a list is sorted, or grouped."""
MAX_TEXT = 250
"""So long is the text that names a field, at most: a label of the database is hardly longer."""

Lookup = Callable[[str], DocType]


@dataclass(frozen=True, slots=True)
class ListArgs:
    """The arguments of a list request as they arrive (JSON already decoded)."""

    fields: Any = None
    filters: Any = None
    or_filters: Any = None
    order_by: str | None = None
    group_by: str | None = None
    limit: int | None = 20
    offset: int = 0
    distinct: bool = False


@dataclass(frozen=True, slots=True)
class Parser:
    """Parses for one doctype. ``lookup`` finds metadata, ``now`` tells what relative dates count from.

    ``asker`` is whoever words such as "me" in filters mean; without one they are plain values.
    """

    doctype: DocType
    lookup: Lookup
    now: Callable[[], datetime]
    asker: Asker | None = None

    def parse(self, args: ListArgs) -> Query:
        """The query value of ``args``. Raises ``DataError`` for anything metadata does not know."""
        fields = self._fields(args.fields)
        where = all_of((self.filters(args.filters), self._or_filters(args.or_filters)))
        group_by = tuple(self.column(part) for part in _keys(args.group_by))
        aggregated = bool(group_by) or any(isinstance(s.expression, Aggregate) for s in fields)
        order_by = self._order(args.order_by, fields, aggregated)
        if not aggregated and not args.distinct:
            order_by += self._row_order(fields)
        return Query(
            doctype=self.doctype.name,
            fields=fields,
            where=where,
            order_by=order_by,
            group_by=group_by,
            limit=_bounded(args.limit),
            offset=max(0, args.offset),
            distinct=args.distinct,
        )

    def column(self, text: str) -> Column:
        """The column that ``text`` names."""
        if text in self.doctype.valid_columns:
            return Column(self.doctype.name, text)
        match = _REFERENCE.fullmatch(text.strip()) if len(text) <= MAX_TEXT else None
        if match is None:
            raise self._unknown(text)
        quoted, plain, table_column, head, tail, own = match.groups()
        if table_column:
            return self._of_table(quoted or plain, table_column, text)
        if head:
            return self._of_path(head, tail, text)
        return self._own(own)

    def filters(self, filters: Any) -> Filter:
        """A filter tree: everything in ``filters`` must hold."""
        return all_of(self._read(filters)) if filters else And()

    def _or_filters(self, filters: Any) -> Filter:
        return any_of(self._read(filters)) if filters else And()

    def _read(self, filters: Any) -> list[Filter]:
        if isinstance(filters, str):
            return [self._made(self._own("name"), "=", filters)]
        return read_filters(filters, self._condition)

    def _made(self, column: Column, operator: str, value: Any) -> Filter:
        if self.asker is None:
            return make_condition(column, operator, value, self.lookup, self.now())
        return self.asker.condition(column, operator, value, self.lookup)

    def _condition(self, entry: Any) -> Filter:
        if not isinstance(entry, (list, tuple)) or not entry or not isinstance(entry[0], str):
            raise DataError(
                _("A condition is [field, operator, value] or [document type, field, operator, value].")
            )
        parts = list(entry)
        if len(parts) == 2:
            parts = [parts[0], "=", parts[1]]
        if len(parts) == 3:
            reference, operator, value = parts
            column = self.column(reference)
        elif len(parts) in (4, 5) and isinstance(parts[1], str):
            doctype, name, operator, value = parts[:4]
            plain = _REFERENCE.fullmatch(name)
            dotted = plain is not None and plain.group(6) is None
            column = self.column(name) if dotted else self._of_table(doctype, name.strip("`"), name)
        else:
            raise DataError(
                _("A condition is [field, operator, value] or [document type, field, operator, value].")
            )
        if not isinstance(operator, str):
            raise DataError(_("The operator of a condition is a word such as = or like."))
        return self._made(column, operator, value)

    def _fields(self, fields: Any) -> tuple[Select, ...]:
        if fields is None or fields == "" or fields == []:
            fields = ["name"]
        if isinstance(fields, str):
            fields = _split(fields)
        if not isinstance(fields, (list, tuple)):
            raise DataError(_("Fields must be a list of field names."))
        if len(fields) > MAX_FIELDS:
            raise DataError(_("A list shows at most {most} fields.", most=MAX_FIELDS))
        if all(type(field) is str and field in self.doctype.valid_columns for field in fields):
            return _own_columns(self.doctype, tuple(fields))
        selects: list[Select] = []
        for field in fields:
            if isinstance(field, Mapping):
                selects.extend(self._field_object(field))
            elif not isinstance(field, str):
                raise DataError(_("Fields must be a list of field names."))
            elif field.strip() in ("*", f"`tab{self.doctype.name}`.*"):
                selects.extend(self._star())
            else:
                selects.append(self._field(field))
        unique = {select.label: select for select in selects}
        return tuple(unique.values())

    def _field(self, text: str) -> Select:
        if text in self.doctype.valid_columns:
            return Select(Column(self.doctype.name, text), text)
        if len(text) > MAX_TEXT:
            raise self._unknown(text)
        body, alias = text.strip(), None
        if found := _ALIAS.search(body):
            alias = found.group(1).strip()
            body = body[: found.start()].strip()
        expression = self._expression(body)
        if alias is None:
            alias = expression.name if isinstance(expression, Column) else body
        return Select(expression, alias)

    def _field_object(self, field: Mapping[Any, Any]) -> list[Select]:
        """``{"SUM": "amount", "as": "total"}``, the object spelling of an aggregate."""
        alias = field.get("as")
        calls = [(str(key).lower(), value) for key, value in field.items() if key != "as"]
        if len(calls) != 1 or calls[0][0] not in AGGREGATES or not isinstance(calls[0][1], str):
            raise DataError(
                _("An aggregate field is one of {aggregates} of a field.", aggregates=tuple(AGGREGATES))
            )
        function, argument = calls[0]
        expression = self._aggregate(function, argument, distinct=False)
        if alias and not (isinstance(alias, str) and len(alias) <= MAX_TEXT and _LABEL.fullmatch(alias)):
            raise DataError(_("The name of a column is made of letters, digits and _."))
        return [Select(expression, alias or f"{function}({argument})")]

    def _expression(self, body: str) -> Column | Aggregate:
        if call := _CALL.fullmatch(body):
            function, distinct, argument = call.groups()
            return self._aggregate(function.lower(), argument.strip(), distinct=bool(distinct))
        return self.column(body)

    def _aggregate(self, function: str, argument: str, *, distinct: bool) -> Aggregate:
        if argument == "*":
            if function != "count":
                raise DataError(_("{function}(*) has no meaning; name a field.", function=function))
            return Aggregate("count")
        return Aggregate(function, self.column(argument), distinct)

    def _star(self) -> list[Select]:
        own = self.doctype
        names = [*own.standard_columns, *(f.fieldname for f in own.value_fields)]
        return [Select(Column(own.name, name), name) for name in names]

    def _order(self, text: str | None, fields: tuple[Select, ...], aggregated: bool) -> tuple[Order, ...]:
        if not text:
            if aggregated:
                return ()
            return _usual_order(self.doctype)
        labels = {select.label: select.expression for select in fields}
        orders = self._orders(text, labels)
        if aggregated:
            return orders
        if any(isinstance(order.expression, Aggregate) for order in orders):
            raise ValidationError(
                _(
                    "A list of single documents has no {text!r} to sort by: group it, or ask for an aggregate.",
                    text=text[:140],
                )
            )
        return self._with_tiebreak(orders)

    def usual_order(self) -> tuple[Order, ...]:
        """The order of a list that names none."""
        own = self.doctype
        sortable = all(part.strip() in own.valid_columns for part in own.sort_field.split(","))
        usual = f"{own.sort_field} {own.sort_order}" if sortable else "modified desc"
        text = "idx asc" if own.istable else usual
        return self._with_tiebreak(self._orders(text, {}))

    def _orders(self, text: str, labels: Mapping[str, Column | Aggregate | GroupKey]) -> tuple[Order, ...]:
        orders = []
        for part in _keys(text):
            words = part.rsplit(None, 1)
            descending = len(words) == 2 and words[1].lower() == "desc"
            if len(words) == 2 and words[1].lower() in ("asc", "desc"):
                part = words[0].strip()
            expression = labels.get(part.strip("`")) or self._sort_key(part)
            orders.append(Order(expression, descending))
        return tuple(orders)

    def _sort_key(self, part: str) -> Column | Aggregate:
        known = len(part) <= MAX_TEXT and (_REFERENCE.fullmatch(part) or _CALL.fullmatch(part))
        if not known:
            raise ValidationError(
                _("A list is sorted by fields and aggregates of fields, not by {part!r}.", part=part[:140])
            )
        return self._expression(part)

    def _with_tiebreak(self, orders: tuple[Order, ...]) -> tuple[Order, ...]:
        """Pages must not overlap, so the order always ends at ``name``."""
        name = Column(self.doctype.name, "name")
        if any(order.expression == name for order in orders):
            return orders
        return (*orders, Order(name, orders[-1].descending if orders else False))

    def _row_order(self, fields: tuple[Select, ...]) -> tuple[Order, ...]:
        """Child rows listed beside their document come in the order of its table."""
        tables = {field.fieldname: field.options or "" for field in self.doctype.table_fields}
        columns = [select.expression for select in fields if isinstance(select.expression, Column)]
        joined = dict.fromkeys(column.via for column in columns if column.via in tables)
        return tuple(Order(Column(tables[via], "idx", via)) for via in joined)

    def _unknown(self, text: str) -> DataError:
        return DataError(
            _(
                "{doctype} has no field {text!r} to list, filter or sort by.",
                doctype=Label(self.doctype.name),
                text=text[:140],
            )
        )

    def _own(self, name: str) -> Column:
        if name not in self.doctype.valid_columns:
            raise self._unknown(name)
        return Column(self.doctype.name, name)

    def _of_table(self, doctype: str, name: str, text: str) -> Column:
        if doctype == self.doctype.name:
            return self._own(name)
        for field in self.doctype.table_fields:
            if field.options == doctype and name in self.lookup(doctype).valid_columns:
                return Column(doctype, name, field.fieldname)
        raise self._unknown(text)

    def _of_path(self, head: str, tail: str, text: str) -> Column:
        field = self.doctype.field(head)
        if field is not None and field.options and (field.is_table or field.fieldtype == "Link"):
            target = self.lookup(field.options)
            if tail in target.valid_columns and not target.issingle:
                return Column(target.name, tail, head)
        raise self._unknown(text)


@lru_cache(maxsize=1024)
def _usual_order(doctype: DocType) -> tuple[Order, ...]:
    """Of columns of its own alone, so it looks up no other; what kept the site's lookup would keep a closed site."""
    return Parser(doctype, {doctype.name: doctype}.__getitem__, datetime.now).usual_order()


@lru_cache(maxsize=1024)
def _own_columns(doctype: DocType, names: tuple[str, ...]) -> tuple[Select, ...]:
    """The columns of ``doctype`` that lists show by plain ``names``."""
    return tuple(Select(Column(doctype.name, name), name) for name in dict.fromkeys(names))


def _split(text: str | None) -> list[str]:
    """The comma-separated parts of ``text``, commas inside parentheses left alone."""
    parts, depth, start = [], 0, 0
    for index, char in enumerate(text or ""):
        if char == "(":
            depth += 1
        elif char == ")":
            depth -= 1
        elif char == "," and depth == 0:
            parts.append((text or "")[start:index])
            start = index + 1
    parts.append((text or "")[start:])
    return [part.strip() for part in parts if part.strip()]


def _keys(text: str | None) -> list[str]:
    """The fields by which a list is sorted, or grouped."""
    parts = _split(text)
    if len(parts) > MAX_KEYS:
        raise DataError(_("A list is sorted and grouped by at most {most} fields.", most=MAX_KEYS))
    return parts


def _bounded(limit: int | None) -> int | None:
    if limit is None or limit <= 0:
        return None
    return min(limit, MAX_LIMIT)
