"""Sites on MariaDB from the command line."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from comptoir.db import DatabaseSettings, create_engine

from ...databases import Databases
from .conftest import NAME, Run

DATABASE = "made_by_the_command"


@pytest.fixture
def server(databases: Databases) -> Iterator[DatabaseSettings]:
    """The test run's MariaDB, without the database the tests make."""
    settings = databases.mariadb("")
    drop(settings)
    yield settings
    drop(settings)


def drop(settings: DatabaseSettings) -> None:
    engine = create_engine(settings)
    with engine.connect() as connection:
        connection.execute(sa.schema.DropSchema(DATABASE, if_exists=True))
    engine.dispose()


def schemas(settings: DatabaseSettings) -> list[str]:
    engine = create_engine(settings)
    with engine.connect() as connection:
        names = sa.inspect(connection).get_schema_names()
    engine.dispose()
    return names


def options(settings: DatabaseSettings) -> tuple[str, ...]:
    return (
        "--db-type", "mariadb", "--db-name", DATABASE, "--db-user", settings.user, "--db-socket", settings.socket,
    )  # fmt: skip


class TestNewSite:
    def test_makes_its_database(self, run: Run, server: DatabaseSettings) -> None:
        done = run("new-site", NAME, *options(server))
        assert 0 == done.returncode, done.stderr
        assert DATABASE in schemas(server)
        assert f"{NAME} (default)\tmariadb" in run("list-sites").stdout
        assert run("migrate").stdout.endswith(f"{NAME}: nothing to do\n")

    def test_refuses_a_database_that_holds_tables(self, run: Run, server: DatabaseSettings) -> None:
        engine = create_engine(server)
        with engine.connect() as connection:
            connection.execute(sa.schema.CreateSchema(DATABASE))
            table = sa.Table("theirs", sa.MetaData(), sa.Column("id", sa.Integer), schema=DATABASE)
            table.create(connection)
        engine.dispose()
        refused = run("new-site", NAME, *options(server))
        assert (2, True) == (refused.returncode, "holds tables already" in refused.stderr)

    def test_says_where_the_server_does_not_answer(self, run: Run) -> None:
        refused = run(
            "new-site", NAME, "--db-type", "mariadb", "--db-user", "x", "--db-socket", "/nowhere.sock"
        )
        assert (1, True) == (refused.returncode, "MariaDB at /nowhere.sock refused" in refused.stderr)


class TestDropSite:
    def test_drops_its_database(self, run: Run, server: DatabaseSettings) -> None:
        run("new-site", NAME, *options(server))
        assert 0 == run("drop-site", NAME, "--yes").returncode
        assert DATABASE not in schemas(server)
