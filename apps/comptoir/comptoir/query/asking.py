"""Whose question it is. "Me", "my branch" and "today" in a filter are resolved when it is asked, so that one filter
means something of their own to everybody.

``__user`` stands for the asking user wherever a column names a user or a document that stands for one, ``__scope`` for their scopes wherever one names a
scope, and ``today``, ``today + 7 days`` or ``today - 1 month`` for a day where a column holds days. Elsewhere these
texts are what they are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from comptoir.meta.model import DocType, Field, column_field
from comptoir.query.model import NOTHING, And, Column, Filter
from comptoir.query.periods import UNITS, moved, period
from comptoir.query.values import PERIOD_OPERATORS, make_condition

ME = "__user"
MINE = "__scope"
PEOPLE = "User"
OF_PEOPLE = frozenset({"owner", "modified_by"})
DAYS = frozenset({"Date", "Datetime"})
_RELATIVE = re.compile(r"today(?: ?([+-]) ?(\d{1,4}) (day|week|month|quarter|year)s?)?", re.IGNORECASE)
_EITHER = {"=": "in", "in": "in", "!=": "not in", "<>": "not in", "not in": "not in"}


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, where and when. What takes a look into the database is a function."""

    now: Callable[[], datetime]
    """The moment, in the zone of the site."""
    user: str
    scope: str | None
    """The doctype of scopes."""
    scopes: Callable[[], Sequence[str] | None]
    """The scopes of the user; None where they are every one."""
    persons: Collection[str]
    """The doctypes whose documents stand for users."""
    person: Callable[[str], str | None]
    """The document of such a doctype that stands for the user; None where there is none."""
    zones: Callable[[], tuple[ZoneInfo, ZoneInfo]]
    """The zone of the user and that of the site."""

    def today(self) -> date:
        """The day it is where the user is."""
        theirs, sites = self.zones()
        return self.now().replace(tzinfo=sites).astimezone(theirs).date()

    def stored(self, day: date, moment: time) -> datetime:
        """A moment of the user's day as the site writes it."""
        theirs, sites = self.zones()
        return datetime.combine(day, moment, theirs).astimezone(sites).replace(tzinfo=None)

    def condition(
        self, column: Column, operator: str, value: Any, lookup: Callable[[str], DocType]
    ) -> Filter:
        """``make_condition`` with the words of the asker resolved."""
        field = column_field(lookup(column.doctype), column.name)
        assert field is not None, "parse() only makes columns that exist"
        operator = " ".join(operator.lower().split())
        if field.fieldtype in DAYS:
            operator, value = self._in_days(field, operator, value)
        elif _names(field, column, PEOPLE):
            value = _replaced(value, ME, [self.user])
        elif operator in _EITHER and (persons := self._persons(field, column)) is not None:
            operator, value = self._in_persons(persons, operator, value)
        elif self.scope and operator in _EITHER and _names(field, column, self.scope):
            listed = value if isinstance(value, (list, tuple)) else [value]
            if MINE in listed:
                own = self.scopes()
                if own is None:
                    return And() if _EITHER[operator] == "in" else NOTHING
                operator, value = _EITHER[operator], _replaced(listed, MINE, own)
        return make_condition(column, operator, value, lookup, self.now())

    def _persons(self, field: Field, column: Column) -> str | None:
        """The doctype whose documents stand for users, where ``column`` names such."""
        return next((doctype for doctype in self.persons if _names(field, column, doctype)), None)

    def _in_persons(self, doctype: str, operator: str, value: Any) -> tuple[str, Any]:
        """Nobody stands for some users: then nothing is theirs."""
        listed = value if isinstance(value, (list, tuple)) else [value]
        if ME not in listed:
            return operator, value
        own = self.person(doctype)
        return _EITHER[operator], _replaced(listed, ME, [] if own is None else [own])

    def _in_days(self, field: Field, operator: str, value: Any) -> tuple[str, Any]:
        exact = field.fieldtype == "Datetime"
        if operator in PERIOD_OPERATORS:
            first, last = period(operator, value, self.today())
            if exact:
                return "between", [self.stored(first, time.min), self.stored(last, time.max)]
            return "between", [first, last]
        if isinstance(value, (list, tuple)):
            ends = [time.min] * len(value)
            if operator == "between" and len(value) == 2:
                ends[1] = time.max
            return operator, [self._day(each, exact, end) for each, end in zip(value, ends, strict=True)]
        return operator, self._day(value, exact, time.max if operator in (">", "<=") else time.min)

    def _day(self, value: Any, exact: bool, end: time) -> Any:
        found = _RELATIVE.fullmatch(value.strip()) if isinstance(value, str) else None
        if found is None:
            return value
        sign, count, unit = found.groups()
        day = self.today()
        if sign:
            day = moved(day, int(count) * (-1 if sign == "-" else 1), UNITS[unit.lower()])
        return self.stored(day, end) if exact else day


def _names(field: Field, column: Column, doctype: str) -> bool:
    """Whether values of ``column`` are names of documents of ``doctype``."""
    if column.name == "name":
        return column.doctype == doctype
    if column.name in OF_PEOPLE:
        return doctype == PEOPLE
    return field.fieldtype == "Link" and field.options == doctype


def _replaced(value: Any, word: str, meant: Sequence[str]) -> Any:
    """``value`` with ``meant`` in place of ``word``."""
    if value == word:
        return meant[0]
    if isinstance(value, (list, tuple)):
        return [each for item in value for each in (meant if item == word else [item])]
    return value
