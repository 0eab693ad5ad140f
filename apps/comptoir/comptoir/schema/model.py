"""Tables as values: what a database should hold, and what it holds, in the same words.

A ``Snapshot`` read from SQLite equals one read from MariaDB and one worked out from declarations whenever the
three describe the same tables. That equality is what makes a second migration empty.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

Kind = Literal[
    "varchar", "text", "longtext", "tinyint", "int", "bigint", "decimal", "date", "datetime", "time", "other"
]
Family = Literal["text", "number", "date", "time", "other"]
Collation = Literal["nocase", "binary"]
Dialect = Literal["sqlite", "mariadb"]

FAMILIES: Mapping[Kind, Family] = {
    "varchar": "text",
    "text": "text",
    "longtext": "text",
    "tinyint": "number",
    "int": "number",
    "bigint": "number",
    "decimal": "number",
    "date": "date",
    "datetime": "date",
    "time": "time",
    "other": "other",
}


@dataclass(frozen=True, slots=True)
class SqlType:
    """A column type both databases can hold.

    ``length`` is the length of a varchar or the precision of a decimal. A type of somebody else's table keeps
    the database's own words in ``raw``.
    """

    kind: Kind
    length: int = 0
    scale: int = 0
    raw: str = ""

    @property
    def family(self) -> Family:
        """Text, number, date or time: within a family values mean the same."""
        return FAMILIES[self.kind]

    def __str__(self) -> str:
        if self.kind == "varchar":
            return f"varchar({self.length})"
        if self.kind == "decimal":
            return f"decimal({self.length},{self.scale})"
        if self.kind in ("datetime", "time"):
            return f"{self.kind}(6)"
        return self.raw if self.kind == "other" else self.kind


NAME_LENGTH = 140
NAME = SqlType("varchar", NAME_LENGTH)
TEXT = SqlType("text")
LONGTEXT = SqlType("longtext")
TINYINT = SqlType("tinyint")
INT = SqlType("int")
BIGINT = SqlType("bigint")
DECIMAL = SqlType("decimal", 21, 9)
DATE = SqlType("date")
DATETIME = SqlType("datetime")
TIME = SqlType("time")


@dataclass(frozen=True, slots=True)
class Column:
    """One column. ``default`` is the neutral value of its type, never a business default.

    ``fill`` is what existing rows receive when the column is added; it is no part of the column afterwards.
    """

    name: str
    type: SqlType
    nullable: bool = True
    default: float | str | None = None
    primary_key: bool = False
    autoincrement: bool = False
    collation: Collation | None = None
    fill: float | str | None = field(default=None, compare=False)

    @property
    def key(self) -> str:
        """The name as databases compare it."""
        return self.name.casefold()

    def __str__(self) -> str:
        words = [f"{self.name} {self.type}"]
        if self.collation == "binary":
            words.append("binary")
        if not self.nullable:
            words.append("not null")
        if self.default is not None:
            words.append(f"default {self.default!r}")
        if self.autoincrement:
            words.append("autoincrement")
        return " ".join(words)


IndexKey = tuple[tuple[str, ...], bool, bool]


@dataclass(frozen=True, slots=True)
class Index:
    """One index. Two indexes over the same columns are the same, whatever their names."""

    name: str = field(compare=False)
    columns: tuple[str, ...]
    unique: bool = False
    fulltext: bool = False
    """Whether it is over the words in its one column, and not over values."""
    beginnings: tuple[str, ...] = field(default=(), compare=False)
    """Columns that are too long for an index of MariaDB, which then holds how they begin; known to their table."""

    @property
    def key(self) -> IndexKey:
        """What identifies the index in its table."""
        return tuple(column.casefold() for column in self.columns), self.unique, self.fulltext

    @property
    def is_declared_name(self) -> bool:
        """Whether the name is one the engine gives, so that the engine may take the index away again."""
        return self.name == index_name(self.columns, self.unique)

    def __str__(self) -> str:
        if self.fulltext:
            return f"full-text index on {', '.join(self.columns)}"
        return f"{'unique index' if self.unique else 'index'} on {', '.join(self.columns)}"


def index_name(columns: tuple[str, ...], unique: bool) -> str:
    """Frappe's name for an index: the column for a unique one, ``<columns>_index`` for the others."""
    joined = "_".join(columns)
    return joined if unique else f"{joined}_index"


def index(*columns: str, unique: bool = False) -> Index:
    """An index over ``columns`` under the engine's name for it."""
    return Index(index_name(columns, unique), columns, unique)


def fulltext(column: str) -> Index:
    """A full-text index over ``column`` under the engine's name for it."""
    return Index(f"{column}_text", (column,), fulltext=True)


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its columns in order, and its indexes besides the primary key."""

    name: str
    columns: tuple[Column, ...]
    indexes: frozenset[Index] = frozenset()

    def column(self, name: str) -> Column | None:
        """The column called ``name``, letter case aside, or None."""
        key = name.casefold()
        return next((column for column in self.columns if column.key == key), None)

    @property
    def primary_key(self) -> tuple[str, ...]:
        """Names of the columns of the primary key, in order."""
        return tuple(column.name for column in self.columns if column.primary_key)

    @property
    def indexed_columns(self) -> frozenset[str]:
        """Keys of the columns that an index or the primary key covers."""
        names = {name.casefold() for one in self.indexes for name in one.columns}
        return frozenset(names | {name.casefold() for name in self.primary_key})

    def sorted_indexes(self) -> tuple[Index, ...]:
        """The indexes in an order that does not depend on the run."""
        texts = {column.key for column in self.columns if column.type.kind in ("text", "longtext")}
        found = (
            replace(one, beginnings=tuple(name for name in one.columns if name.casefold() in texts))
            for one in self.indexes
        )
        return tuple(sorted(found, key=lambda one: (one.columns, one.unique)))

    def with_columns(self, columns: Iterable[Column]) -> Table:
        """The same table with other columns."""
        return replace(self, columns=tuple(columns))


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The tables of one database. ``dialect`` is None for a snapshot that comes from declarations."""

    tables: Mapping[str, Table]
    dialect: Dialect | None = None

    @classmethod
    def of(cls, tables: Iterable[Table], dialect: Dialect | None = None) -> Snapshot:
        """A snapshot of ``tables``."""
        return cls({table.name: table for table in tables}, dialect)
