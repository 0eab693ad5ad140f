"""What a migration would do, as a value: steps in order, each of one kind, printable beforehand.

- *additive*: nothing that exists changes;
- *rewriting*: existing rows are written anew and keep their values; where they might not fit, the data is
  checked first and the whole plan is refused before its first step;
- *destructive*: something stored is lost even though all goes well. Runs only with ``allow_destructive``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Literal

from comptoir.schema.conversion import is_widening
from comptoir.schema.model import Column, Index, Table

StepKind = Literal["additive", "rewriting", "destructive"]
KINDS: tuple[StepKind, ...] = ("additive", "rewriting", "destructive")


@dataclass(frozen=True, slots=True)
class CreateTable:
    """Make a table with its columns and indexes, at once."""

    table: Table
    kind: ClassVar[StepKind] = "additive"

    def __str__(self) -> str:
        indexes = len(self.table.indexes)
        return f"create table {self.table.name}: {len(self.table.columns)} columns, {indexes} indexes"


@dataclass(frozen=True, slots=True)
class AddColumn:
    """Add one column; existing rows receive its ``fill``."""

    table: str
    column: Column
    kind: ClassVar[StepKind] = "additive"

    def __str__(self) -> str:
        fill = "" if self.column.fill is None else f", existing rows get {self.column.fill!r}"
        return f"add column {self.table}.{self.column}{fill}"


@dataclass(frozen=True, slots=True)
class AddIndex:
    """Add an index that no data can forbid."""

    table: str
    index: Index
    kind: ClassVar[StepKind] = "additive"

    def __str__(self) -> str:
        return f"add {self.index} of {self.table}"


@dataclass(frozen=True, slots=True)
class AddUnique:
    """Forbid duplicates in existing columns. Refused while there are any."""

    table: str
    index: Index
    added: tuple[Column, ...] = ()
    """The columns of the index that the same plan adds."""
    kind: ClassVar[StepKind] = "rewriting"

    def __str__(self) -> str:
        return f"add {self.index} of {self.table} (checked: no duplicates)"


@dataclass(frozen=True, slots=True)
class ColumnChange:
    """One column before and after."""

    old: Column
    new: Column

    @property
    def is_safe(self) -> bool:
        """Whether every value the column can hold has a place in the new one."""
        return is_widening(self.old.type, self.new.type)

    @property
    def is_instant(self) -> bool:
        """Whether only the default changes, so that no row is touched."""
        old, new = self.old, self.new
        return (old.type, old.nullable, old.collation, old.autoincrement) == (
            new.type,
            new.nullable,
            new.collation,
            new.autoincrement,
        )

    def __str__(self) -> str:
        return f"{self.old} -> {self.new}{'' if self.is_safe else ' (checked: every value fits)'}"


@dataclass(frozen=True, slots=True)
class ChangeColumns:
    """Change columns of one table; the values stay."""

    table: str
    changes: tuple[ColumnChange, ...]
    kind: ClassVar[StepKind] = "rewriting"

    def __str__(self) -> str:
        return f"change {self.table}: " + "; ".join(str(change) for change in self.changes)


@dataclass(frozen=True, slots=True)
class LiftUnique:
    """Take away a unique index that is no longer declared, as it would refuse rows that are now permitted."""

    table: str
    index: Index
    kind: ClassVar[StepKind] = "rewriting"

    def __str__(self) -> str:
        return f"lift {self.index} of {self.table}"


@dataclass(frozen=True, slots=True)
class DropIndex:
    """Drop an index nothing declares."""

    table: str
    index: Index
    kind: ClassVar[StepKind] = "destructive"

    def __str__(self) -> str:
        return f"drop {self.index} of {self.table} ({self.index.name})"


@dataclass(frozen=True, slots=True)
class DropColumn:
    """Drop a column nothing declares, with its values."""

    table: str
    column: Column
    kind: ClassVar[StepKind] = "destructive"

    def __str__(self) -> str:
        return f"drop column {self.table}.{self.column.name}"


@dataclass(frozen=True, slots=True)
class DropTable:
    """Drop the table of a doctype nothing declares, with its rows."""

    table: str
    kind: ClassVar[StepKind] = "destructive"

    def __str__(self) -> str:
        return f"drop table {self.table}"


Step = (
    CreateTable
    | AddColumn
    | AddIndex
    | AddUnique
    | ChangeColumns
    | LiftUnique
    | DropIndex
    | DropColumn
    | DropTable
)


@dataclass(frozen=True, slots=True)
class Plan:
    """The steps from one snapshot to another, in the order they run."""

    steps: tuple[Step, ...] = ()

    def runnable(self, allow_destructive: bool = False) -> tuple[Step, ...]:
        """The steps that ``apply`` would run."""
        return tuple(step for step in self.steps if allow_destructive or step.kind != "destructive")

    @property
    def leftovers(self) -> tuple[Step, ...]:
        """The destructive steps: what the database holds and nothing declares any more."""
        return tuple(step for step in self.steps if step.kind == "destructive")

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to do; leftovers that stay in place do not count."""
        return not self.runnable()

    def render(self) -> str:
        """The plan as ``./bench migrate --plan`` prints it."""
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        if self.is_empty:
            yield "The database is as declared: nothing to do."
        for kind in KINDS:
            steps = [step for step in self.steps if step.kind == kind]
            if steps:
                yield f"{kind} ({len(steps)}):"
                yield from (f"  {step}" for step in steps)
        if self.leftovers:
            yield (
                "Destructive steps run only with --allow-destructive. Until then what is no longer declared "
                "stays in place, unused."
            )
