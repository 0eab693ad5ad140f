"""``transfer``: to the other database and back, not one value is another, and the site is never in two places."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

import frappe
import pytest
import sqlalchemy as sa
from comptoir.apps.databases import Root
from comptoir.backups import ArchiveError
from comptoir.backups import transfer as moving
from comptoir.backups.dump import read_rows
from comptoir.errors import SiteMovedError
from comptoir.schema import Column, Snapshot, SqlType, Table, apply, diff, inspect
from comptoir.sites import Bench, Site
from comptoir.sites.config import SITE, read_json

from ...databases import Databases

EVERY_TYPE = Table(
    "tabEvery Type",
    (
        Column("name", SqlType("varchar", 140), nullable=False, primary_key=True, collation="nocase"),
        Column("short", SqlType("varchar", 255), collation="nocase"),
        Column("exact", SqlType("varchar", 140), collation="binary"),
        Column("medium", SqlType("text"), collation="nocase"),
        Column("long", SqlType("longtext"), collation="nocase"),
        Column("yes", SqlType("tinyint")),
        Column("whole", SqlType("int")),
        Column("large", SqlType("bigint")),
        Column("money", SqlType("decimal", 21, 9)),
        Column("share", SqlType("decimal", 7, 2)),
        Column("day", SqlType("date")),
        Column("moment", SqlType("datetime")),
        Column("hour", SqlType("time")),
    ),
)
ROWS: tuple[tuple[Any, ...], ...] = (
    ("nothing", *[None] * 12),
    ("empty", "", "", "", "", 0, 0, 0, "0", "0", "1000-01-01", "1000-01-01 00:00:00.000000", "00:00:00.000000"),
    ("most", "x" * 255, "É" * 140, "é" * 32_000, "🦆" * 300_000, 127, 2**31 - 1, 2**63 - 1, "999999.999999999",
     "99999.99", "9999-12-31", "9999-12-31 23:59:59.999999", "23:59:59.999999"),
    ("least", "a", "A", "b", "B", -128, -(2**31), -(2**63), "-999999.999999999", "-99999.99", "1970-01-01",
     "1969-12-31 23:59:59.000001", "00:00:00.000001"),
    ("odd signs", "\\ ' \" ` % %s _ ; -- \t", "tab\there", "line\nline\r\nline\u2028end", "<b>&amp;</b>\u0007\u200b👩‍👩‍👧‍👦 ضباب",
     1, 7, 7, "0.000000001", "0.1", "2024-02-29", "2026-03-29 02:30:00.500000", "12:00:00.000000"),
)  # fmt: skip


@pytest.fixture
def filled(site: Site, bench: Bench) -> Iterator[Site]:
    """A site with every type of column, documents, an encrypted secret, files and a series that goes on."""
    apply(site.engine, diff(inspect(site.engine), Snapshot.of([*inspect(site.engine).tables.values(), EVERY_TYPE])))
    columns: list[Any] = [sa.column(column.name) for column in EVERY_TYPE.columns]
    names = [column.name for column in EVERY_TYPE.columns]
    table = sa.table(EVERY_TYPE.name, *columns)
    with site.engine.connect() as connection:
        for row in ROWS:
            connection.execute(sa.insert(table), dict(zip(names, row, strict=True)))
    with site.context():
        for number in range(3):
            frappe.get_doc(doctype="Client", client_name=f"Moved 🦆 {number}").insert()
    for folder, name in ((site.private_files(), "drawing.bin"), (site.public_files(), "Büro 🦆.txt")):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(bytes(range(256)) * 100)
    yield site


@pytest.fixture
def there(databases: Databases, site: Site, worker: str) -> Mapping[str, Any]:
    """The database on the other side."""
    if site.config.db_type == "mariadb":
        return {"db_type": "sqlite"}
    name = f"t_{worker}_moved_{datetime.now():%H%M%S%f}"
    return {"db_type": "mariadb", "db_socket": databases.mariadb("").socket, "db_name": name}


@pytest.fixture
def back(databases: Databases, site: Site, worker: str) -> Mapping[str, Any]:
    """A new database on the side the site came from."""
    if site.config.db_type == "sqlite":
        return {"db_type": "sqlite"}
    name = f"t_{worker}_back_{datetime.now():%H%M%S%f}"
    return {"db_type": "mariadb", "db_socket": databases.mariadb("").socket, "db_name": name}


def content(site: Site) -> dict[str, list[str]]:
    """Every row of every table, by table; sessions and all."""
    with site.engine.connect() as connection:
        tables = inspect(connection).tables
        return {name: sorted(map(repr, read_rows(connection, table))) for name, table in tables.items()}


def raw(site: Site) -> list[tuple[Any, ...]]:
    """What lies in the columns of every type, as text and bytes, so that nothing is made equal on the way."""
    with site.engine.connect() as connection:
        shape = "CAST({} AS CHAR)" if site.config.db_type == "mariadb" else "CAST({} AS TEXT)"
        texts = ("short", "exact", "medium", "long", "whole", "large", "day")
        quote = connection.dialect.identifier_preparer.quote_identifier
        parts = ", ".join(shape.format(quote(name)) for name in texts)
        table = quote(EVERY_TYPE.name)
        return sorted(map(tuple, connection.exec_driver_sql(f"SELECT name, {parts} FROM {table}")))


class TestThereAndBack:
    def test_every_value_of_every_table_is_the_same(
        self, filled: Site, bench: Bench, there: Mapping[str, Any], back: Mapping[str, Any]
    ) -> None:
        name, kind = filled.name, filled.config.db_type
        before, exact = content(filled), raw(filled)
        seen = {len(rows) for rows in before.values()}
        assert len(seen) > 1 and len(before["tabEvery Type"]) == len(ROWS)
        for target in (there, back):
            moving.transfer(bench, name, target, drain=0)
            site = bench.site(name)
            assert (target["db_type"], exact) == (site.config.db_type, raw(site))
            after = content(site)
            assert [] == [table for table in before if before[table] != after.get(table)]
            assert before.keys() == after.keys()
        assert kind == bench.site(name).config.db_type
        with bench.site(name).context():
            fresh = frappe.get_doc(doctype="Client", client_name="After").insert()
            assert 1 == frappe.get_all("Client", pluck="name").count(fresh.name), "the series goes on"
        assert bytes(range(256)) * 100 == (filled.public_files() / "Büro 🦆.txt").read_bytes()
        moving.drop_previous(bench, name, Root())

    def test_its_report_names_every_table_and_file(
        self, filled: Site, bench: Bench, there: Mapping[str, Any]
    ) -> None:
        done = moving.transfer(bench, filled.name, there, drain=0)
        report = read_json(done.report)
        assert len(ROWS) == report["tables"]["tabEvery Type"]["rows"]
        assert {"private/files/drawing.bin", "public/files/Büro 🦆.txt"} == set(report["files"])


class TestTheOldDatabase:
    def test_takes_no_write_of_who_has_it_open(
        self, filled: Site, bench: Bench, there: Mapping[str, Any]
    ) -> None:
        moving.transfer(bench, filled.name, there, drain=0)
        with pytest.raises(SiteMovedError), filled.context():
            frappe.get_doc(doctype="Tag", name="too late").insert()
        with bench.site(filled.name).context():
            assert not frappe.db.exists("Tag", "too late")

    def test_is_gone_back_to_while_nothing_was_written(
        self, filled: Site, bench: Bench, there: Mapping[str, Any]
    ) -> None:
        before = content(filled)
        moving.transfer(bench, filled.name, there, drain=0)
        moving.undo(bench, filled.name)
        assert before == content(bench.site(filled.name))

    def test_is_undone_once_however_often_that_is_asked(
        self, filled: Site, bench: Bench, there: Mapping[str, Any]
    ) -> None:
        moving.transfer(bench, filled.name, there, drain=0)
        moving.undo(bench, filled.name)
        place = bench.config(filled.name).db_type
        with pytest.raises(ArchiveError, match="is undone"):
            moving.undo(bench, filled.name)
        assert place == bench.config(filled.name).db_type
        moving.drop_previous(bench, filled.name, Root())

    def test_is_not_gone_back_to_where_something_was_written(
        self, filled: Site, bench: Bench, there: Mapping[str, Any]
    ) -> None:
        moving.transfer(bench, filled.name, there, drain=0)
        with bench.site(filled.name).context():
            frappe.get_doc(doctype="Tag", name="new").insert()
        with pytest.raises(ArchiveError, match="tabTag"):
            moving.undo(bench, filled.name)
        with bench.site(filled.name).context():
            assert frappe.db.exists("Tag", "new")


class TestWhatCannotBeMoved:
    @pytest.mark.only_on("sqlite")
    def test_stays_where_it_was_and_says_why(
        self, filled: Site, bench: Bench, there: Mapping[str, Any], databases: Databases
    ) -> None:
        """SQLite keeps a number where text is declared to be short; MariaDB does not."""
        with filled.engine.connect() as connection:
            table = sa.table(EVERY_TYPE.name, sa.column("name"), sa.column("share"))
            connection.execute(sa.insert(table).values(name="too much", share="1e30"))
        before = content(filled)
        with pytest.raises(ArchiveError, match="Every Type"):
            moving.transfer(bench, filled.name, there, drain=0)
        site = bench.site(filled.name)
        assert ("sqlite", False, before) == (site.config.db_type, site.config.maintenance_mode, content(site))
        assert not (site.path / moving.JOURNAL).exists()
        assert "maintenance_mode" not in read_json(site.path / SITE)
        with databases.server() as connection:
            assert there["db_name"] not in sa.inspect(connection).get_schema_names()
