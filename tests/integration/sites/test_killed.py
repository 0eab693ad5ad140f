"""A command that is killed at any of its steps loses nothing, and the next one ends what it began.

Each test runs its command once undisturbed, and kills later ones at moments spread over the steps that one had.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from comptoir.backups import open_archive, transfer
from comptoir.backups.dump import FOLDER, read_rows
from comptoir.db import create_engine
from comptoir.jobs.queue import PARKED
from comptoir.schema import inspect
from comptoir.sites import Bench

from ...databases import Databases
from .conftest import Commands, Server

ROWS = 250
numbers = count(1)


def moments(steps: Sequence[str], samples: int) -> list[int]:
    """``samples`` moments of a command that had these steps: half of them at files, and half at statements."""
    at_files = [number for number, what in enumerate(steps, 1) if what.islower()]
    at_statements = [number for number, what in enumerate(steps, 1) if what.isupper()]
    of_files = min(len(at_files), max(samples // 2, samples - len(at_statements)))
    return sorted(spread(at_files, of_files) + spread(at_statements, samples - of_files))


def spread(all_of_them: Sequence[int], samples: int) -> list[int]:
    """So many of them, the first and the last among them."""
    last = len(all_of_them) - 1
    return sorted({all_of_them[last * sample // max(samples - 1, 1)] for sample in range(samples)})


def files(bench: Bench) -> set[str]:
    """What lies in the folder of sites, by names without their numbers; what SQLite keeps beside a file is that file."""
    paths = [path for path in bench.sites_path.rglob("*") if not _is_beside_a_database(path)]
    return {re.sub(r"\d+", "N", path.relative_to(bench.sites_path).as_posix()) for path in paths}


def _is_beside_a_database(path: Path) -> bool:
    database, _, suffix = path.name.rpartition("-")
    return suffix in ("wal", "shm") and path.with_name(database).exists()


@contextmanager
def database_of(bench: Bench, name: str) -> Iterator[sa.Connection]:
    """A connection to a site's database."""
    engine = create_engine(bench.config(name).database(bench.sites_path / name))
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


def content(bench: Bench, name: str) -> dict[str, list[str]]:
    """Every row of every table of a site, but for what commands themselves write down."""
    with database_of(bench, name) as connection:
        tables = inspect(connection).tables
        return {
            name: sorted(map(repr, read_rows(connection, table)))
            for name, table in tables.items()
            if name not in transfer.VOLATILE
        }


@pytest.fixture
def name() -> str:
    """A site nobody has made yet."""
    return f"site-{next(numbers)}.localhost"


@pytest.fixture
def filled(commands: Commands, server: Server, name: str) -> Iterator[str]:
    """A site with rows and files."""
    commands.run("new-site", name, "--app", "comptoir", *server.options)
    rows = [{"name": f"t-{number}", "description": f"🦆 {'é' * number}"} for number in range(ROWS)]
    with database_of(commands.bench, name) as connection:
        table = sa.table("tabTag", sa.column("name"), sa.column("description"))
        connection.execute(sa.insert(table), rows)
    for kind in ("public", "private"):
        (commands.bench.sites_path / name / kind / "files" / "drawing.bin").write_bytes(bytes(range(256)) * 100)
    yield name
    commands.run("drop-site", name, "--yes")


def leave_in_redis(bench: Bench, name: str) -> None:
    """A value in the cache of a site, and a job that waits for it."""
    bench.cache(name).set("seen", "1")
    bench.redis().rpush(f"{PARKED}{name}", "a job")


def is_content(commands: Commands) -> None:
    """``doctor`` finds nothing that was left half done."""
    said = commands.run("doctor").output
    assert "Nothing that RegionCRM needs is missing." in said


class TestNewSiteAndDropSite:
    def test_are_ended_by_the_next_one(self, commands: Commands, server: Server, name: str) -> None:
        new = ("new-site", name, "--app", "comptoir", *server.options)
        drop = ("drop-site", name, "--yes")
        made = commands.run(*new).steps
        full, with_site = files(commands.bench), server.holds()
        dropped = commands.run(*drop).steps
        empty, without = files(commands.bench), server.holds()
        for born, gone in zip(moments(made, 7), moments(dropped, 7), strict=False):
            commands.kill(new, born)
            commands.run(*new)
            assert (full, with_site) == (files(commands.bench), server.holds()), told(made, born)
            leave_in_redis(commands.bench, name)
            commands.kill(drop, gone)
            commands.run(*drop)
            assert [] == commands.bench.redis().keys(f"*{name}*"), told(dropped, gone)
            assert (empty, without) == (files(commands.bench), server.holds()), told(dropped, gone)
        is_content(commands)


class TestBackup:
    @pytest.mark.parametrize("options", [["--with-files"], ["--prove", "--encrypt"]], ids=["plain", "proven"])
    def test_appears_whole_or_not_at_all(
        self, commands: Commands, server: Server, filled: str, options: list[str]
    ) -> None:
        order = ("backup", "--site", filled, *options, *server.root)
        commands.run(*order)
        steps = commands.run(*order).steps
        whole, before, kept = files(commands.bench), server.holds(), content(commands.bench, filled)
        for moment in moments(steps, 6):
            commands.kill(order, moment)
            for path in (commands.bench.sites_path / filled / FOLDER).glob("[0-9]*.zip"):
                assert options == ["--with-files"], "what is to be encrypted lies open for nobody"
                with open_archive(path) as archive:
                    assert ROWS == sum(table.rows for table in archive.inventory.tables if table.table.name == "tabTag")
            commands.run(*order)
            assert (whole, before) == (files(commands.bench), server.holds()), told(steps, moment)
        assert kept == content(commands.bench, filled)
        is_content(commands)


class TestRestore:
    def test_is_ended_by_the_next_one(
        self, commands: Commands, server: Server, filled: str, name: str, tmp_path: Path
    ) -> None:
        commands.run("backup", "--site", filled, "--with-files", "--out", str(tmp_path))
        (archive,) = tmp_path.glob("*.zip")
        new = f"new-{filled}"
        order, drop = ("restore", str(archive), "--as", new, *server.options), ("drop-site", new, "--yes")
        steps = commands.run(*order).steps
        whole, there, kept = files(commands.bench), server.holds(), content(commands.bench, new)
        for moment in moments(steps, 8):
            commands.run(*drop)
            commands.kill(order, moment)
            ended = commands.attempt(order)
            assert 0 == ended.status or f"The site {new} exists" in ended.output, told(steps, moment)
            assert kept == content(commands.bench, new), told(steps, moment)
            assert (whole, len(there[0]), len(there[1])) == (files(commands.bench), *map(len, server.holds())), told(steps, moment)
        is_content(commands)
        commands.run(*drop)

    def test_that_replaces_a_site_loses_neither(
        self, commands: Commands, server: Server, filled: str, tmp_path: Path
    ) -> None:
        commands.run("backup", "--site", filled, "--with-files", "--out", str(tmp_path))
        commands.run("backup", "--site", filled)
        (archive,) = tmp_path.glob("*.zip")
        order = ("restore", str(archive), "--force", *server.options)
        steps = commands.run(*order).steps
        commands.run("drop-site", filled, "--set-aside", "--yes")
        whole, there, kept = files(commands.bench), server.holds(), content(commands.bench, filled)
        for moment in moments(steps, 8):
            commands.kill(order, moment)
            if commands.bench.is_site(filled):
                assert kept == content(commands.bench, filled), told(steps, moment)
            said = commands.run(*order).output
            assert "The site it replaces is in" in said, told(steps, moment)
            assert kept == content(commands.bench, filled), told(steps, moment)
            commands.run("drop-site", filled, "--set-aside", "--yes")
            assert (whole, len(there[0]), len(there[1])) == (files(commands.bench), *map(len, server.holds())), told(steps, moment)
        is_content(commands)


def told(steps: Sequence[str], moment: int) -> str:
    """Where a command was killed."""
    return f"killed before step {moment} of {len(steps)}: {' '.join(steps[max(moment - 3, 0) : moment + 2])}"


class TestTransfer:
    def test_is_ended_by_the_next_one(
        self, commands: Commands, server: Server, filled: str, own_mariadb: Databases
    ) -> None:
        """There and back, each time killed at another moment."""
        there, here = ("--to", "mariadb", *server.mariadb(own_mariadb)[2:]), ("--to", "sqlite")
        first, second = (here, there) if server.databases else (there, here)
        kept, both = content(commands.bench, filled), Server(own_mariadb)
        steps = [commands.run("transfer", "--site", filled, *side).steps for side in (first, second)]
        commands.run("transfer", "--site", filled, "--drop-previous")
        whole, before = files(commands.bench), both.holds()
        for pair in zip(moments(steps[0], 6), moments(steps[1], 6), strict=True):
            for moment, taken, side in zip(pair, steps, (first, second), strict=True):
                order = ("transfer", "--site", filled, *side)
                commands.kill(order, moment)
                commands.run(*order)
                assert kept == content(commands.bench, filled), told(taken, moment)
            commands.run("transfer", "--site", filled, "--drop-previous")
            assert whole == files(commands.bench), pair
            assert [len(names) for names in before] == [len(names) for names in both.holds()], pair
        is_content(commands)


WARES = 120
PATCH = """from comptoir.context import current
import sqlalchemy as sa

def execute():
    ware = sa.table("tabWare", sa.column("stock"))
    current().db.execute(sa.update(ware).values(stock=ware.c.stock + 1))
"""


class Shop:
    """An app whose declarations are others every time: columns change their type, an index and a table come."""

    def __init__(self, bench: Bench):
        self._package = bench.root / "apps" / "shop" / "shop"
        self._edition = 0
        (self._package / "goods" / "doctypes").mkdir(parents=True)
        (self._package / "hooks.py").write_text('app_name = "shop"\napp_title = "Shop"\n')
        (self._package / "modules.txt").write_text("Goods\n")
        (self._package / "__init__.py").touch()
        (self._package / "count.py").write_text(PATCH)
        (self._package / "patches.txt").touch()
        self._declare("Ware", stock="Int", price="Data", label="Data")

    def change(self) -> None:
        """Declare the next edition, which begins with the patch that adds one to every stock."""
        self._edition += 1
        odd = self._edition % 2
        self._declare("Ware", stock="Int", price="Int" if odd else "Data", label="Small Text" if odd else "Data")
        self._declare(f"Shelf {self._edition}", ware="Link", place="Data")
        with (self._package / "patches.txt").open("a") as file:
            file.write(f"shop.count #{self._edition}\n")

    def _declare(self, doctype: str, **fields: str) -> None:
        rows = [
            {"fieldname": name, "fieldtype": kind, "label": name} | ({"options": "Ware"} if kind == "Link" else {})
            for name, kind in fields.items()
        ]
        rights = [{"role": "System Manager", "read": 1}]
        declared = {"doctype": "DocType", "name": doctype, "module": "Goods", "fields": rows, "permissions": rights}
        file = self._package / "goods" / "doctypes" / f"{doctype.lower().replace(' ', '_')}.json"
        file.write_text(json.dumps(declared))


class TestMigrate:
    def test_is_ended_by_the_next_one(self, commands: Commands, server: Server, name: str) -> None:
        shop = Shop(commands.bench)
        commands.run("new-site", name, "--app", "comptoir", "--app", "shop", *server.options)
        rows = [{"name": f"w-{n}", "stock": 0, "price": str(n), "label": f"Étiquette {n}"} for n in range(WARES)]
        with database_of(commands.bench, name) as connection:
            table = sa.table("tabWare", *(sa.column(column) for column in rows[0]))
            connection.execute(sa.insert(table), rows)
        shop.change()
        steps = commands.run("migrate", "--site", name).steps
        whole = files(commands.bench)
        for edition, moment in enumerate(moments(steps, 8), 2):
            shop.change()
            commands.kill(("migrate", "--site", name), moment)
            commands.run("migrate", "--site", name)
            assert "nothing to do" in commands.run("migrate", "--site", name).output, told(steps, moment)
            assert whole == files(commands.bench), told(steps, moment)
            with database_of(commands.bench, name) as connection:
                held = connection.execute(sa.select(table).order_by(sa.cast(table.c.price, sa.Integer))).all()
                tables = set(sa.inspect(connection).get_table_names())
            wanted = [(f"w-{n}", edition, str(n), f"Étiquette {n}") for n in range(WARES)]
            assert wanted == [(key, stock, str(price), label) for key, stock, price, label in held], told(steps, moment)
            assert {f"tabShelf {number}" for number in range(1, edition + 1)} <= tables
            assert not [table for table in tables if table.startswith("__rebuild_")]
        is_content(commands)
        commands.run("drop-site", name, "--yes")
