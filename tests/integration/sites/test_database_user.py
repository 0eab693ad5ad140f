"""A site on MariaDB has a user of its own that can do nothing outside its database, and that goes with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

import pytest
import sqlalchemy as sa
from comptoir.apps.databases import Root, complete, create_database, drop_database
from comptoir.db import create_engine
from comptoir.errors import ConfigurationError
from comptoir.sites.config import SiteConfig

from ...databases import Databases

pytestmark = pytest.mark.only_on("mariadb")


@pytest.fixture
def place(databases: Databases, db_type: str) -> Mapping[str, Any]:
    """The MariaDB server of this run, as keys of a new site."""
    return {"db_type": "mariadb", "db_socket": databases.mariadb("").socket}


@pytest.fixture
def made(place: Mapping[str, Any], tmp_path: Any) -> Iterator[list[SiteConfig]]:
    """The empty databases of two sites, whose names differ in one letter where one has an underscore."""
    stamp = f"{datetime.now():%H%M%S%f}"
    names = (f"t_{stamp}_a", f"tx{stamp}_a")
    configs = [
        SiteConfig.from_mapping(complete(name, {**place, "db_name": name})) for name in names
    ]
    for config in configs:
        create_database(config, tmp_path, Root())
    yield configs
    for config in configs:
        drop_database(config, tmp_path, Root())


def refused(config: SiteConfig, tmp_path: Any, statement: str) -> bool:
    """Whether the server refuses ``statement`` to the site's user for want of rights."""
    engine = create_engine(config.database(tmp_path))
    try:
        with engine.connect() as connection:
            connection.exec_driver_sql(statement)
    except sa.exc.DBAPIError as error:
        return "denied" in str(error.orig)
    finally:
        engine.dispose()
    return False


class TestItsRights:
    @pytest.mark.parametrize(
        "statement",
        [
            "CREATE TABLE t (a INT)",
            "CREATE TABLE t (a INT); DROP TABLE t",
            "LOCK TABLES t READ",
        ],
    )
    def test_reach_its_own_database(self, made: list[SiteConfig], tmp_path: Any, statement: str) -> None:
        engine = create_engine(made[0].database(tmp_path))
        with engine.connect() as connection:
            connection.exec_driver_sql("CREATE TABLE IF NOT EXISTS t (a INT)")
        engine.dispose()
        assert not refused(made[0], tmp_path, statement.replace("CREATE TABLE t", "CREATE TABLE IF NOT EXISTS t").split(";")[0])

    @pytest.mark.parametrize(
        "statement",
        [
            "USE `{other}`",
            "SELECT * FROM `{other}`.t",
            "CREATE TABLE `{other}`.t (a INT)",
            "CREATE DATABASE not_mine",
            "SELECT * FROM mysql.global_priv",
            "CREATE USER somebody",
            "GRANT ALL ON *.* TO CURRENT_USER",
            "SELECT LOAD_FILE('/etc/passwd') INTO OUTFILE '/tmp/not-mine'",
            "SET GLOBAL max_connections = 1",
        ],
    )
    def test_end_there(self, made: list[SiteConfig], tmp_path: Any, statement: str) -> None:
        for config, other in (made, reversed(made)):
            assert refused(config, tmp_path, statement.format(other=other.db_name))

    def test_show_it_no_other_database(self, made: list[SiteConfig], tmp_path: Any) -> None:
        engine = create_engine(made[0].database(tmp_path))
        with engine.connect() as connection:
            seen = set(sa.inspect(connection).get_schema_names())
        engine.dispose()
        assert {made[0].db_name, "information_schema"} == seen


class TestItsLife:
    def test_each_site_has_another_password(self, made: list[SiteConfig]) -> None:
        assert len({config.db_password for config in made}) == len(made)
        assert all(len(config.db_password) >= 32 for config in made)

    def test_ends_with_the_database(self, made: list[SiteConfig], tmp_path: Any, databases: Databases) -> None:
        drop_database(made[0], tmp_path, Root())
        with databases.server() as connection:
            users = connection.exec_driver_sql("SELECT User FROM mysql.user").scalars().all()
            assert (made[0].db_user in users, made[1].db_user in users) == (False, True)
            assert made[0].db_name not in sa.inspect(connection).get_schema_names()

    def test_a_database_that_holds_tables_is_not_taken_over(
        self, made: list[SiteConfig], tmp_path: Any, place: Mapping[str, Any]
    ) -> None:
        refused(made[0], tmp_path, "CREATE TABLE theirs (a INT)")
        again = SiteConfig.from_mapping(complete("s", {**place, "db_name": made[0].db_name}))
        with pytest.raises(ConfigurationError, match="holds tables already"):
            create_database(again, tmp_path, Root())
