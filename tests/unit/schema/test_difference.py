"""The plan between two snapshots, and how it reads."""

from __future__ import annotations

from dataclasses import replace

import pytest
from comptoir.errors import DeclarationError
from comptoir.meta.model import DocType, Field
from comptoir.schema import Column, Index, Plan, Snapshot, SqlType, Step, Table, desired, diff
from comptoir.schema.fit import ROW_BYTES, fit, row_bytes
from comptoir.schema.model import Dialect, index
from comptoir.schema.plan import (
    AddColumn,
    AddIndex,
    AddUnique,
    ChangeColumns,
    CreateTable,
    DropColumn,
    DropIndex,
    DropTable,
    LiftUnique,
)
from comptoir.schema.sqlite_text import ColumnText, column_texts


def declared(*fields: Field, name: str = "Thing") -> Snapshot:
    return desired([DocType(name, fields=fields)])


def plan(*, before: Snapshot, after: Snapshot, dialect: Dialect = "sqlite") -> Plan:
    return diff(replace(before, dialect=dialect), after)


def kinds(steps: tuple[Step, ...]) -> list[type]:
    return [type(step) for step in steps]


class TestNothingChanged:
    def test_gives_an_empty_plan(self) -> None:
        same = declared(Field("title"))
        assert () == plan(before=same, after=same).steps

    def test_says_so(self) -> None:
        same = declared(Field("title"))
        assert "nothing to do" in plan(before=same, after=same).render()


class TestAnEmptyDatabase:
    def test_gets_every_table(self) -> None:
        made = diff(Snapshot({}, "sqlite"), declared())
        assert {CreateTable} == set(kinds(made.steps))
        assert set(declared().tables) == {step.table.name for step in made.steps}


class TestANewField:
    def test_is_a_column(self) -> None:
        made = plan(before=declared(), after=declared(Field("title")))
        assert [AddColumn] == kinds(made.steps)
        assert "add column tabThing.title varchar(140)" in made.render()

    def test_says_what_existing_rows_get(self) -> None:
        made = plan(before=declared(), after=declared(Field("status", "Select", default="Open")))
        assert "existing rows get 'Open'" in made.render()

    def test_that_is_a_link_has_its_index_after_the_column(self) -> None:
        made = plan(before=declared(), after=declared(Field("client", "Link")))
        assert [AddColumn, AddIndex] == kinds(made.steps)


class TestAChangedType:
    def test_that_widens_is_safe(self) -> None:
        made = plan(before=declared(Field("a")), after=declared(Field("a", "Small Text")))
        (step,) = made.steps
        assert isinstance(step, ChangeColumns)
        assert step.changes[0].is_safe
        assert "checked" not in made.render()

    def test_that_narrows_is_marked_as_checked(self) -> None:
        made = plan(before=declared(Field("a", "Small Text")), after=declared(Field("a")))
        assert "a text -> a varchar(140) (checked: every value fits)" in made.render()

    def test_joins_the_other_changes_of_the_table(self) -> None:
        made = plan(
            before=declared(Field("a"), Field("b", "Int")),
            after=declared(Field("a", "Text"), Field("b", "Float")),
        )
        assert [ChangeColumns] == kinds(made.steps)
        assert "rewriting (1):" in made.render()


class TestAFieldThatVanished:
    before, after = declared(Field("old"), Field("kept")), declared(Field("kept"))

    def test_leaves_its_column_in_place(self) -> None:
        made = plan(before=self.before, after=self.after)
        assert [DropColumn] == kinds(made.leftovers)
        assert made.is_empty

    def test_is_reported_with_the_way_to_drop_it(self) -> None:
        text = plan(before=self.before, after=self.after).render()
        assert "drop column tabThing.old" in text
        assert "--allow-destructive" in text

    def test_is_dropped_only_on_request(self) -> None:
        made = plan(before=self.before, after=self.after)
        assert () == made.runnable()
        assert [DropColumn] == kinds(made.runnable(allow_destructive=True))

    def test_is_relaxed_so_that_rows_without_it_can_be_inserted(self) -> None:
        table = self.before.tables["tabThing"]
        strict = [replace(c, nullable=False, default=None) if c.name == "old" else c for c in table.columns]
        before = replace(self.before, tables={**self.before.tables, "tabThing": table.with_columns(strict)})
        (step,) = plan(before=before, after=self.after).runnable()
        assert isinstance(step, ChangeColumns)
        assert step.changes[0].new.nullable


class TestIndexes:
    def test_a_unique_flag_on_an_old_column_is_checked(self) -> None:
        made = plan(before=declared(Field("a")), after=declared(Field("a", unique=True)))
        assert [AddUnique] == kinds(made.steps)
        assert "checked: no duplicates" in made.render()

    def test_a_unique_flag_taken_away_lifts_the_index(self) -> None:
        made = plan(before=declared(Field("a", unique=True)), after=declared(Field("a")))
        assert [LiftUnique] == kinds(made.runnable())

    def test_a_foreign_unique_index_stays(self) -> None:
        before = declared(Field("a"))
        table = before.tables["tabThing"]
        foreign = replace(table, indexes=table.indexes | {Index("by_the_operator", ("a",), unique=True)})
        before = replace(before, tables={**before.tables, "tabThing": foreign})
        made = plan(before=before, after=declared(Field("a")))
        assert [DropIndex] == kinds(made.leftovers)
        assert made.is_empty

    def test_an_index_that_is_no_longer_declared_stays(self) -> None:
        made = plan(before=declared(Field("a", search_index=True)), after=declared(Field("a")))
        assert [DropIndex] == kinds(made.leftovers)

    def test_the_name_of_an_index_does_not_matter(self) -> None:
        assert Index("x", ("a",)) == Index("y", ("a",))


class TestADocTypeThatVanished:
    def test_leaves_its_table_in_place(self) -> None:
        made = plan(before=declared(), after=desired([]))
        assert [DropTable] == kinds(made.leftovers)
        assert made.is_empty

    def test_tables_that_are_not_doctypes_are_nobodys_business(self) -> None:
        before = replace(desired([]), tables={**desired([]).tables, "alembic": Table("alembic", ())})
        assert () == plan(before=before, after=desired([])).steps


class TestAWideTable:
    fields = tuple(Field(f"field_{number}") for number in range(150))

    def text_columns(self, table: Table) -> list[str]:
        return [c.name for c in table.columns if c.type.kind == "text" and c.name.startswith("field_")]

    def wide(self, count: int = 150) -> Table:
        return declared(*self.fields[:count]).tables["tabThing"]

    def test_keeps_its_columns_on_sqlite(self) -> None:
        assert self.wide() == fit(self.wide(), None, "sqlite")

    def test_fits_a_row_on_mariadb(self) -> None:
        fitted = fit(self.wide(), None, "mariadb")
        assert row_bytes(fitted, None) <= ROW_BYTES < row_bytes(self.wide(), None)

    def test_moves_the_last_fields_to_text(self) -> None:
        moved = self.text_columns(fit(self.wide(), None, "mariadb"))
        assert [f"field_{number}" for number in range(150 - len(moved), 150)] == moved

    def test_moves_nothing_twice(self) -> None:
        fitted = fit(self.wide(), None, "mariadb")
        assert fitted == fit(self.wide(), fitted, "mariadb")

    def test_moves_new_fields_rather_than_old_ones(self) -> None:
        grown = declared(Field("new_one"), *self.fields[:113]).tables["tabThing"]
        fitted = fit(grown, self.wide(113), "mariadb")
        assert ["new_one"] == [c.name for c in fitted.columns if c.type.kind == "text" and c.name[0] != "_"]

    def test_counts_columns_that_are_no_longer_declared(self) -> None:
        one_replaced = declared(*self.fields[1:114]).tables["tabThing"]
        assert [] == self.text_columns(fit(one_replaced, None, "mariadb"))
        assert ["field_113"] == self.text_columns(fit(one_replaced, self.wide(113), "mariadb"))

    def test_never_moves_an_indexed_column(self) -> None:
        indexed = [replace(field, search_index=True) for field in self.fields[-40:]]
        table = declared(*self.fields[:-40], *indexed).tables["tabThing"]
        moved = self.text_columns(fit(table, None, "mariadb"))
        assert moved
        assert set(moved).isdisjoint(field.fieldname for field in indexed)

    def test_is_refused_where_indexes_alone_fill_the_row(self) -> None:
        indexed = (replace(field, search_index=True, length=500) for field in self.fields)
        table = declared(*indexed).tables["tabThing"]
        with pytest.raises(DeclarationError, match='"tabThing" is too wide'):
            fit(table, None, "mariadb")


class TestSqlitesOwnWords:
    def test_tell_collation_and_counter(self) -> None:
        texts = column_texts(
            'CREATE TABLE "tabA, (b)" ("name" INTEGER PRIMARY KEY AUTOINCREMENT, "we""ird" VARCHAR(140) COLLATE'
            " NOCASE NULL DEFAULT 'a, (b) COLLATE x', -- note, COLLATE no\n [plain] DECIMAL(21,9) NOT NULL, "
            '"last" TEXT COLLATE "binary", PRIMARY KEY ("name"))'
        )
        assert ColumnText(autoincrement=True) == texts["name"]
        assert ColumnText("NOCASE") == texts['we"ird']
        assert ColumnText() == texts["plain"]
        assert ColumnText("BINARY") == texts["last"]


def test_columns_and_types_print_as_people_write_them() -> None:
    column = Column("total", SqlType("decimal", 21, 9), nullable=False, default=0)
    assert "total decimal(21,9) not null default 0" == str(column)
    assert "unique index on a, b" == str(index("a", "b", unique=True))
