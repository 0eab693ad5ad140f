"""The first day of the period a column's day lies in, as each database reckons it. Nothing of it is a value."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from comptoir.query.model import Period


def first_day(dialect: str, period: Period, column: sa.ColumnElement[Any]) -> sa.ColumnElement[Any]:
    """The day on which ``period`` begins around ``column``; weeks begin on Monday."""
    return (_of_sqlite if dialect == "sqlite" else _of_mariadb)(period, column)


def _of_sqlite(period: Period, column: sa.ColumnElement[Any]) -> sa.ColumnElement[Any]:
    match period:
        case "day":
            steps: tuple[str, ...] = ()
        case "week":
            steps = ("'-6 days'", "'weekday 1'")
        case "month":
            steps = ("'start of month'",)
        case "quarter":
            month = sa.cast(sa.func.substr(column, *map(_sql, ("6", "2")), type_=sa.String()), sa.Integer)
            passed = sa.cast((month - _sql("1")) % _sql("3"), sa.String())
            back = _sql("'-'").concat(passed).concat(_sql("' months'"))
            return _date("date", column, _sql("'start of month'"), back)
        case "year":
            steps = ("'start of year'",)
    return _date("date", column, *map(_sql, steps))


def _of_mariadb(period: Period, column: sa.ColumnElement[Any]) -> sa.ColumnElement[Any]:
    day, one = _date("date", column), _sql("1")
    first_of_year = _date("makedate", sa.func.year(column), one)
    match period:
        case "day":
            return day
        case "week":
            return _date("subdate", day, sa.func.weekday(column))
        case "month":
            return _date("subdate", day, sa.func.dayofmonth(column, type_=sa.Integer()) - one)
        case "quarter":
            passed = sa.func.quarter(column, type_=sa.Integer()) - one
            return _date("timestampadd", _sql("QUARTER"), passed, first_of_year)
        case "year":
            return first_of_year


def _date(function: str, *arguments: sa.ColumnElement[Any]) -> sa.ColumnElement[Any]:
    made: sa.ColumnElement[Any] = getattr(sa.func, function)(*arguments, type_=sa.Date())
    return made


def _sql(text: str) -> sa.ColumnElement[Any]:
    """A constant as a part of the statement: databases group by expressions that are the same to the letter."""
    return sa.literal_column(text, sa.String() if text.startswith("'") else sa.Integer())
