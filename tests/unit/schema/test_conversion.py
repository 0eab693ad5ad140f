"""Which changes of type need no look at the data, and which values survive the others."""

from __future__ import annotations

import pytest
from comptoir.schema import Column, SqlType
from comptoir.schema.conversion import fits, is_widening
from comptoir.schema.declared_types import read_default, read_type

VARCHAR, TEXT, LONGTEXT = SqlType("varchar", 140), SqlType("text"), SqlType("longtext")
TINYINT, INT, BIGINT = SqlType("tinyint"), SqlType("int"), SqlType("bigint")
DECIMAL, RATING = SqlType("decimal", 21, 9), SqlType("decimal", 3, 2)
DATE, DATETIME, TIME = SqlType("date"), SqlType("datetime"), SqlType("time")


class TestWidening:
    @pytest.mark.parametrize(
        ("old", "new"),
        [
            (VARCHAR, SqlType("varchar", 200)),
            (VARCHAR, TEXT),
            (TEXT, LONGTEXT),
            (TINYINT, INT),
            (INT, BIGINT),
            (INT, DECIMAL),
            (RATING, DECIMAL),
            (DECIMAL, VARCHAR),
            (DATE, DATETIME),
            (DATETIME, VARCHAR),
            (TIME, TEXT),
        ],
    )
    def test_is_one_way(self, old: SqlType, new: SqlType) -> None:
        assert (True, False) == (is_widening(old, new), is_widening(new, old))

    @pytest.mark.parametrize(
        ("old", "new"),
        [(BIGINT, DECIMAL), (DATE, TIME), (INT, DATE), (DATE, INT), (INT, SqlType("varchar", 5))],
    )
    def test_is_not_what_may_lose_a_value(self, old: SqlType, new: SqlType) -> None:
        assert not is_widening(old, new)


class TestValues:
    @pytest.mark.parametrize(
        ("text", "old", "new", "expected"),
        [
            ("x" * 140, TEXT, VARCHAR, True),
            ("x" * 141, TEXT, VARCHAR, False),
            ("é" * 40_000, LONGTEXT, TEXT, False),
            ("12", VARCHAR, INT, True),
            ("12.0", VARCHAR, INT, False),
            ("12.0", DECIMAL, INT, True),
            ("1e3", VARCHAR, INT, False),
            ("1.0e+15", DECIMAL, BIGINT, True),
            ("", VARCHAR, INT, True),
            ("  ", VARCHAR, DATE, True),
            ("12.5", VARCHAR, INT, False),
            ("1_000", VARCHAR, INT, False),
            ("twelve", VARCHAR, INT, False),
            ("NaN", VARCHAR, DECIMAL, False),
            ("2147483648", BIGINT, INT, False),
            ("-2147483648", BIGINT, INT, True),
            ("128", INT, TINYINT, False),
            ("1.500000000", DECIMAL, RATING, True),
            ("1.505000000", DECIMAL, RATING, False),
            ("2024-02-29", VARCHAR, DATE, True),
            ("2023-02-29", VARCHAR, DATE, False),
            ("20240229", VARCHAR, DATE, False),
            ("2024-02-29 00:00:00.000000", DATETIME, DATE, True),
            ("2024-02-29 00:00:00.000001", DATETIME, DATE, False),
            ("2024-02-29T10:20", VARCHAR, DATETIME, True),
            ("2024-02-29 10:20:00+02:00", VARCHAR, DATETIME, False),
            ("9:05:00", VARCHAR, TIME, True),
            ("25:00:00", VARCHAR, TIME, False),
            ("0", INT, DATE, True),
            ("5", INT, DATE, False),
            ("2024-02-29", DATE, INT, False),
        ],
    )
    def test_fit_or_do_not(self, text: str, old: SqlType, new: SqlType, expected: bool) -> None:
        assert expected == fits(text, old, Column("value", new))

    @pytest.mark.parametrize(("text", "expected"), [("7", True), ("007", False), ("0", False), ("", False)])
    def test_become_a_counted_name_only_if_written_the_same(self, text: str, expected: bool) -> None:
        name = Column("name", BIGINT, nullable=False, primary_key=True, autoincrement=True)
        assert expected == fits(text, VARCHAR, name)


class TestWordsOfTheDatabases:
    @pytest.mark.parametrize(
        ("declared", "expected"),
        [
            ("varchar(140)", VARCHAR),
            ("VARCHAR(140)", VARCHAR),
            ("int(11)", INT),
            ("INTEGER", INT),
            ("tinyint(4)", TINYINT),
            ("bigint(20)", BIGINT),
            ("decimal(21,9)", DECIMAL),
            ("datetime(6)", DATETIME),
            ("mediumtext", LONGTEXT),
            ("datetime", SqlType("other", raw="datetime")),
            ("int(10) unsigned", SqlType("other", raw="int(10) unsigned")),
            ("", SqlType("other", raw="")),
        ],
    )
    def test_for_types(self, declared: str, expected: SqlType) -> None:
        assert expected == read_type(declared)

    @pytest.mark.parametrize(
        ("text", "sql_type", "expected"),
        [
            (None, VARCHAR, None),
            ("NULL", VARCHAR, None),
            ("''", VARCHAR, ""),
            ("'it''s'", VARCHAR, "it's"),
            ("0", INT, 0),
            ("0.000000000", DECIMAL, 0),
            ("'0'", INT, 0),
            ("1.5", DECIMAL, 1.5),
        ],
    )
    def test_for_defaults(self, text: str | None, sql_type: SqlType, expected: object) -> None:
        assert expected == read_default(text, sql_type)
