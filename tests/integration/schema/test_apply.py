"""Plans on real databases: what was applied reads as declared, and rows keep their values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa
from comptoir.db import table_for
from comptoir.errors import DeclarationError, ServiceUnavailableError
from comptoir.meta import fieldtypes
from comptoir.meta.model import DocType, Field
from comptoir.schema import (
    Applied,
    DataInTheWayError,
    Plan,
    Progress,
    Snapshot,
    SqlType,
    apply,
    apply_mariadb,
    desired,
    diff,
    inspect,
)

Migrate = Callable[..., Applied]


def thing(*fields: Field, **properties: Any) -> DocType:
    return DocType("Thing", fields=fields, **properties)


def migrate(engine: sa.Engine, *doctypes: DocType, allow_destructive: bool = False) -> Applied:
    wanted = desired(doctypes)
    applied = apply(engine, diff(inspect(engine), wanted), allow_destructive)
    again = diff(inspect(engine), wanted)
    assert again.is_empty, again.render()
    return applied


def insert(engine: sa.Engine, doctype: DocType, *rows: dict[str, Any]) -> None:
    table = table_for(doctype)
    with engine.connect() as connection:
        for number, row in enumerate(rows):
            connection.execute(sa.insert(table).values({"name": f"row-{number}"} | row))


def values(engine: sa.Engine, doctype: DocType, column: str) -> list[Any]:
    table = table_for(doctype)
    with engine.connect() as connection:
        return list(connection.execute(sa.select(table.c[column]).order_by(table.c.name)).scalars())


def create_engine_like(engine: sa.Engine) -> sa.Engine:
    """Another way into the same database, which keeps no connection."""
    return sa.create_engine(engine.url, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)


def column(engine: sa.Engine, name: str) -> Any:
    return inspect(engine).tables["tabThing"].column(name)


EVERY_FIELD = tuple(
    Field(f"a_{fieldtype.lower().replace(' ', '_')}", fieldtype) for fieldtype in fieldtypes.REGISTRY.names()
)


class TestCreating:
    def test_every_field_type_reads_back_as_declared(self, engine: sa.Engine) -> None:
        doctypes = [
            thing(*EVERY_FIELD),
            DocType("Row", fields=EVERY_FIELD, istable=True),
            DocType("Counted", autoname="autoincrement"),
            DocType("Flags", fields=(Field("a", not_nullable=True, unique=True), Field("b", length=500))),
        ]
        wanted = desired(doctypes)
        apply(engine, diff(inspect(engine), wanted))
        assert wanted.tables == inspect(engine).tables

    def test_a_second_run_is_empty(self, engine: sa.Engine) -> None:
        migrate(engine, thing(*EVERY_FIELD))
        assert () == migrate(engine, thing(*EVERY_FIELD)).steps

    def test_odd_names_are_only_names(self, engine: sa.Engine) -> None:
        odd = DocType("Back`tick 100% :a ? -- \\ #", fields=(Field("select"), Field("order", "Link")))
        migrate(engine, odd)
        insert(engine, odd, {"select": "from", "order": "by"})
        assert ["from"] == values(engine, odd, "select")

    def test_the_metadata_tables_of_the_queries_find_their_columns(self, engine: sa.Engine) -> None:
        doctype = thing(*EVERY_FIELD)
        migrate(engine, doctype)
        names = {c.name for c in inspect(engine).tables["tabThing"].columns}
        assert names == {c.name for c in table_for(doctype).columns}

    def test_names_are_unique_whatever_their_case(self, engine: sa.Engine) -> None:
        migrate(engine, thing())
        insert(engine, thing(), {"name": "acme"})
        with pytest.raises(sa.exc.IntegrityError):
            insert(engine, thing(), {"name": "ACME"})

    def test_counted_names_go_up_by_themselves(self, engine: sa.Engine) -> None:
        counted = thing(Field("title"), autoname="autoincrement")
        migrate(engine, counted)
        with engine.connect() as connection:
            for title in ("a", "b"):
                connection.execute(sa.insert(sa.table("tabThing", sa.column("title"))).values(title=title))
            found = connection.execute(sa.text("SELECT name, title FROM `tabThing` ORDER BY name")).all()
        assert [(1, "a"), (2, "b")] == [tuple(row) for row in found]


class TestAWideTable:
    def test_is_created_and_grows(self, engine: sa.Engine) -> None:
        fields = [Field(f"field_{number}") for number in range(180)]
        migrate(engine, thing(*fields[:110]))
        insert(engine, thing(*fields[:110]), {f.fieldname: f.fieldname for f in fields[:110]})
        migrate(engine, thing(*fields))
        assert ["field_109"] == values(engine, thing(*fields), "field_109")

    @pytest.mark.only_on("mariadb")
    def test_beyond_every_limit_is_refused_with_a_sentence(self, engine: sa.Engine) -> None:
        fields = [Field(f"field_{number}", "Text") for number in range(600)]
        with pytest.raises(DeclarationError, match='"tabThing" has more columns'):
            migrate(engine, thing(*fields))

    @pytest.mark.only_on("sqlite")
    def test_may_have_more_columns_on_sqlite(self, engine: sa.Engine) -> None:
        fields = [Field(f"field_{number}", "Text") for number in range(600)]
        assert () != migrate(engine, thing(*fields)).steps


class TestANewField:
    def test_gives_existing_rows_its_default(self, engine: sa.Engine) -> None:
        migrate(engine, thing())
        insert(engine, thing(), {}, {})
        after = thing(
            Field("status", "Select", default="It's open"),
            Field("active", "Check", default="1"),
            Field("rate", "Float", default="2.5"),
            Field("notes", "Long Text", default="none"),
            Field("title"),
            Field("count", "Int"),
        )
        migrate(engine, after)
        assert ["It's open"] * 2 == values(engine, after, "status")
        assert [1, 1] == values(engine, after, "active")
        assert [2.5, 2.5] == values(engine, after, "rate")
        assert ["none", "none"] == values(engine, after, "notes")
        assert [None, None] == values(engine, after, "title")
        assert [0, 0] == values(engine, after, "count")

    def test_leaves_no_default_behind(self, engine: sa.Engine) -> None:
        migrate(engine, thing())
        migrate(engine, thing(Field("status", "Select", default="Open")))
        assert column(engine, "status").default is None


SAFE = [
    ("Data", "Small Text", "é" * 140, "é" * 140),
    ("Small Text", "Long Text", "a\nb", "a\nb"),
    ("Check", "Int", 1, 1),
    ("Int", "Float", 41, 41.0),
    ("Int", "Data", 41, "41"),
    ("Rating", "Float", 0.5, 0.5),
    ("Date", "Datetime", dt.date(2024, 2, 29), dt.datetime(2024, 2, 29)),
    ("Date", "Data", dt.date(2024, 2, 29), "2024-02-29"),
    ("Datetime", "Data", dt.datetime(2024, 2, 29, 10, 20, 30, 5), "2024-02-29 10:20:30.000005"),
    ("Time", "Data", dt.timedelta(hours=9, minutes=5), "09:05:00.000000"),
]
CHECKED = [
    ("Small Text", "Data", "x" * 140, "x" * 140),
    ("Data", "Int", " 41 ", 41),
    ("Data", "Int", "+12", 12),
    ("Data", "Float", "-2.5e3", -2500.0),
    ("Data", "Float", "2.5", 2.5),
    ("Float", "Int", 41.0, 41),
    ("Int", "Check", 1, 1),
    ("Data", "Date", "2024-02-29", dt.date(2024, 2, 29)),
    ("Data", "Datetime", "2024-02-29T10:20", dt.datetime(2024, 2, 29, 10, 20)),
    ("Datetime", "Date", dt.datetime(2024, 2, 29), dt.date(2024, 2, 29)),
    ("Data", "Time", "9:05:00", dt.timedelta(hours=9, minutes=5)),
]


class TestChangingATypeSafely:
    @pytest.mark.parametrize(("old", "new", "value", "expected"), SAFE + CHECKED)
    def test_keeps_the_value(
        self, engine: sa.Engine, old: str, new: str, value: object, expected: object
    ) -> None:
        before = thing(Field("value", old), Field("other"))
        migrate(engine, before)
        insert(engine, before, {"value": value, "other": "kept"}, {"other": "kept"})
        after = thing(Field("value", new), Field("other"))
        migrate(engine, after)
        assert expected == values(engine, after, "value")[0]
        assert ["kept", "kept"] == values(engine, after, "other")

    @pytest.mark.parametrize(
        ("old", "new", "empty", "expected"),
        [
            ("Data", "Int", "", 0),
            ("Data", "Int", None, 0),
            ("Data", "Date", " ", None),
            ("Int", "Date", 0, None),
            ("Check", "Time", 0, None),
            ("Date", "Int", None, 0),
            ("Int", "Data", 0, "0"),
        ],
    )
    def test_keeps_empty_empty(
        self, engine: sa.Engine, old: str, new: str, empty: object, expected: object
    ) -> None:
        before, after = thing(Field("value", old)), thing(Field("value", new))
        migrate(engine, before)
        insert(engine, before, {"value": empty})
        migrate(engine, after)
        assert [expected] == values(engine, after, "value")

    def test_keeps_indexes_and_other_columns(self, engine: sa.Engine) -> None:
        before = thing(
            Field("client", "Link"), Field("code", unique=True), Field("value", "Int"), Field("old")
        )
        migrate(engine, before)
        insert(engine, before, {"client": "ACME", "code": "A", "value": 1, "old": "o"})
        kept = inspect(engine).tables["tabThing"].indexes
        migrate(engine, thing(Field("client", "Link"), Field("code", unique=True), Field("value", "Float")))
        assert kept == inspect(engine).tables["tabThing"].indexes
        assert ["o"] == values(engine, before, "old")

    def test_keeps_the_counter_of_names(self, engine: sa.Engine) -> None:
        before = thing(Field("value", "Int"), autoname="autoincrement")
        after = thing(Field("value", "Float"), autoname="autoincrement")
        migrate(engine, before)
        target = sa.table("tabThing", sa.column("name"), sa.column("value"))
        with engine.connect() as connection:
            connection.execute(sa.insert(target).values(name=7, value=1))
            connection.execute(sa.delete(target))
        migrate(engine, after)
        with engine.connect() as connection:
            connection.execute(sa.insert(target).values(value=2))
            assert 8 == connection.execute(sa.select(target.c.name)).scalar_one()

    def test_turns_written_numbers_into_counted_names(self, engine: sa.Engine) -> None:
        migrate(engine, thing())
        insert(engine, thing(), {"name": "7"}, {"name": "12"})
        migrate(engine, thing(autoname="autoincrement"))
        with engine.connect() as connection:
            names = connection.execute(sa.text("SELECT name FROM `tabThing` ORDER BY name")).scalars().all()
        assert [7, 12] == names


class TestChangingATypeTheDataForbids:
    @pytest.mark.parametrize(
        ("old", "new", "value"),
        [
            ("Small Text", "Data", "x" * 141),
            ("Data", "Int", "about ten"),
            ("Float", "Int", 2.5),
            ("Int", "Check", 300),
            ("Data", "Date", "30.02.2024"),
            ("Datetime", "Date", dt.datetime(2024, 2, 29, 10)),
            ("Int", "Date", 5),
        ],
    )
    def test_is_refused_and_changes_nothing(
        self, engine: sa.Engine, old: str, new: str, value: object
    ) -> None:
        before = thing(Field("value", old))
        migrate(engine, before)
        insert(engine, before, {"value": value}, {"value": value}, {})
        untouched = inspect(engine)
        with pytest.raises(
            DataInTheWayError, match=r'Column "value" of table "tabThing".* 2 rows hold values'
        ):
            migrate(engine, thing(Field("value", new), Field("added")))
        assert untouched == inspect(engine)
        assert [value, value] == values(engine, before, "value")[:2]

    def test_tells_every_problem_at_once(self, engine: sa.Engine) -> None:
        before = thing(Field("a"), Field("b"), Field("c"))
        migrate(engine, before)
        insert(engine, before, {"a": "x", "b": "y", "c": "same"}, {"c": "SAME"})
        with pytest.raises(DataInTheWayError) as caught:
            migrate(engine, thing(Field("a", "Int"), Field("b", "Date"), Field("c", unique=True)))
        assert [True] * 3 == [f'Column "{name}"' in caught.value.message for name in "abc"]


class TestAUniqueIndex:
    def test_ignores_rows_without_a_value(self, engine: sa.Engine) -> None:
        migrate(engine, thing(Field("code")))
        insert(engine, thing(Field("code")), {}, {}, {"code": "A"})
        migrate(engine, thing(Field("code", unique=True)))
        assert column(engine, "code") is not None

    def test_on_a_new_number_is_refused_where_rows_would_share_the_zero(self, engine: sa.Engine) -> None:
        migrate(engine, thing())
        insert(engine, thing(), {}, {})
        with pytest.raises(DataInTheWayError, match="2 rows share their value"):
            migrate(engine, thing(Field("number", "Int", unique=True)))

    def test_is_lifted_when_the_flag_goes(self, engine: sa.Engine) -> None:
        migrate(engine, thing(Field("code", unique=True)))
        migrate(engine, thing(Field("code")))
        insert(engine, thing(Field("code")), {"code": "A"}, {"code": "A"})
        assert ["A", "A"] == values(engine, thing(Field("code")), "code")


class TestWhatIsNoLongerDeclared:
    before = thing(Field("old", "Link"), Field("code", not_nullable=True, unique=True), Field("kept"))
    after = thing(Field("kept"))

    def test_stays_with_its_values(self, engine: sa.Engine) -> None:
        migrate(engine, self.before)
        insert(engine, self.before, {"old": "o", "code": "c"})
        applied = migrate(engine, self.after)
        assert ["o"] == values(engine, self.before, "old")
        assert 3 == len(applied.left)

    def test_does_not_hinder_new_rows(self, engine: sa.Engine) -> None:
        migrate(engine, self.before)
        migrate(engine, self.after)
        insert(engine, self.after, {"kept": "a"}, {"kept": "b"})
        assert ["a", "b"] == values(engine, self.after, "kept")

    def test_is_relaxed_where_it_demanded_a_value(self, engine: sa.Engine) -> None:
        migrate(engine, self.after)
        with engine.connect() as connection:
            connection.exec_driver_sql("DROP TABLE `tabThing`")
            connection.exec_driver_sql(
                "CREATE TABLE `tabThing` (name VARCHAR(140) NOT NULL PRIMARY KEY, theirs DATE NOT NULL,"
                " blobs BLOB NOT NULL)"
            )
        migrate(engine, self.after)
        insert(engine, self.after, {"kept": "a"})
        assert ["a"] == values(engine, self.after, "kept")

    def test_goes_with_the_flag(self, engine: sa.Engine) -> None:
        migrate(engine, self.before, DocType("Other"))
        insert(engine, self.before, {"kept": "a", "code": "c"})
        migrate(engine, self.after, allow_destructive=True)
        now = inspect(engine)
        assert desired([self.after]).tables == now.tables
        assert ["a"] == values(engine, self.after, "kept")


class TestABusyTable:
    def test_is_a_sentence_and_can_be_tried_again(
        self, engine: sa.Engine, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(apply_mariadb, "LOCK_WAIT_SECONDS", 1)
        migrate(engine, thing())
        insert(engine, thing(), {})
        after = thing(Field("title"))
        if engine.dialect.name == "sqlite":
            with engine.connect() as connection:
                connection.exec_driver_sql("PRAGMA busy_timeout = 50")
        with create_engine_like(engine).connect() as other:
            other.exec_driver_sql("BEGIN")
            other.execute(sa.update(sa.table("tabThing", sa.column("idx"))).values(idx=1))
            with pytest.raises(ServiceUnavailableError, match='"tabThing" could not be changed'):
                migrate(engine, after)
            other.exec_driver_sql("ROLLBACK")
        migrate(engine, after)
        assert [None] == values(engine, after, "title")


class TestProgress:
    def test_is_told_before_each_statement(self, engine: sa.Engine) -> None:
        seen: list[Progress] = []
        plan = diff(inspect(engine), desired([thing()]))
        apply(engine, plan, progress=seen.append)
        assert list(plan.steps) == list(dict.fromkeys(progress.step for progress in seen))
        assert {len(plan.steps)} == {progress.total for progress in seen}

    def test_that_raises_leaves_a_state_to_go_on_from(self, engine: sa.Engine) -> None:
        migrate(engine, thing(Field("a")))
        insert(engine, thing(Field("a")), {"a": "1"})
        wanted = thing(Field("a", "Int"), Field("b", "Link"))

        def stop(progress: Progress) -> None:
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            apply(engine, diff(inspect(engine), desired([wanted])), progress=stop)
        migrate(engine, wanted)
        assert [1] == values(engine, wanted, "a")


class TestTheSnapshot:
    def test_is_the_same_read_from_an_engine_and_a_connection(self, engine: sa.Engine) -> None:
        migrate(engine, thing())
        with engine.connect() as connection:
            assert inspect(engine) == inspect(connection)

    def test_tells_foreign_types_in_the_databases_words(self, engine: sa.Engine) -> None:
        with engine.connect() as connection:
            connection.exec_driver_sql("CREATE TABLE theirs (a BLOB, b DOUBLE)")
        kinds = [c.type.kind for c in inspect(engine).tables["theirs"].columns]
        assert ["other", "other"] == kinds

    def test_of_part_of_the_tables_plans_that_part(self, engine: sa.Engine) -> None:
        migrate(engine, thing(), DocType("Other"))
        wanted = Snapshot.of([desired([thing(Field("a"))]).tables["tabThing"]])
        part = inspect(engine, wanted.tables)
        assert {"tabThing": inspect(engine).tables["tabThing"]} == part.tables
        assert 1 == len(diff(part, wanted).steps)


def test_an_index_name_of_the_operator_is_respected(engine: sa.Engine) -> None:
    migrate(engine, thing(Field("a")))
    with engine.connect() as connection:
        connection.exec_driver_sql("CREATE INDEX their_index ON `tabThing` (a)")
    wanted = desired([thing(Field("a", search_index=True))])
    assert Plan() == diff(inspect(engine), wanted)
    assert replace(SqlType("varchar"), length=140) == column(engine, "a").type
