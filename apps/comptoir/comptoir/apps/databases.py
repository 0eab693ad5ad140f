"""Making and dropping the database of a site: a file for SQLite, a schema for MariaDB.

On MariaDB a site gets a user of its own with a random password and rights on its database alone. An account of the
server (``Root``) makes both and drops both. Where ``db_user`` is given, that account is used as it is.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.schema import CreateSchema, DropSchema

from comptoir.db.engine import DatabaseSettings, create_engine
from comptoir.errors import ConfigurationError, ServiceUnavailableError
from comptoir.sites.config import SiteConfig

PREVIOUS = "previous_database"
LOCAL = ("localhost", "127.0.0.1", "::1")
"""What a server may call a client on its own machine."""
ANYWHERE = "%"
_DATABASE_NAME = re.compile(r"[A-Za-z0-9_]{1,64}", re.ASCII)
_HOST = re.compile(r"[A-Za-z0-9.:%_/-]{1,255}", re.ASCII)
_PASSWORD = re.compile(r"[A-Za-z0-9_-]{20,}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Root:
    """The account of a MariaDB server that makes databases and users."""

    user: str = "root"
    password: str = ""

    @classmethod
    def of(cls, *places: Mapping[str, Any]) -> Root:
        """The account the first of ``places`` names under ``db_root_user`` and ``db_root_password``."""
        for place in places:
            if place.get("db_root_user") or place.get("db_root_password"):
                return cls(str(place.get("db_root_user") or "root"), str(place.get("db_root_password") or ""))
        return cls()


def complete(site: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """The database keys of a new site's configuration: for MariaDB a name, and a user where none is given."""
    values = {key: value for key, value in given.items() if not key.startswith("db_root_")}
    if values.get("db_type", "sqlite") == "sqlite":
        return {"db_type": "sqlite"}
    values.setdefault("db_name", "_" + hashlib.sha256(site.encode()).hexdigest()[:16])
    if not _DATABASE_NAME.fullmatch(str(values["db_name"])):
        raise ConfigurationError(
            f"{values['db_name']!r} cannot be a database's name: use letters, digits and underscores."
        )
    if not values.get("db_user"):
        near = bool(values.get("db_socket")) or values.get("db_host", "") in ("", *LOCAL)
        values |= {"db_user": values["db_name"], "db_password": secrets.token_urlsafe(24)}
        values["db_user_host"] = values.get("db_user_host") or (LOCAL[0] if near else ANYWHERE)
    return values


def check_empty(config: SiteConfig, path: Path, root: Root) -> None:
    """Raise ``ConfigurationError`` where the database is there already and holds tables."""
    settings = config.database(path)
    if settings.type == "sqlite":
        return
    with _server(config, settings, root) as connection:
        if settings.name not in sa.inspect(connection).get_schema_names():
            return
        if sa.inspect(connection).get_table_names(schema=settings.name):
            raise ConfigurationError(
                f"The database {settings.name} holds tables already. Choose another with --db-name, or empty it."
            )


def create_database(config: SiteConfig, path: Path, root: Root, *, resumed: bool = False) -> None:
    """Make the empty database, and on MariaDB the site's own user. Raises ``ConfigurationError`` as ``check_empty``.

    What is ``resumed`` may hold tables: those that the interrupted attempt made.
    """
    settings = config.database(path)
    if settings.path is not None:
        settings.path.parent.mkdir(parents=True, exist_ok=True)
        settings.path.touch(mode=0o600)
        return
    if not resumed:
        check_empty(config, path, root)
    with _server(config, settings, root) as connection:
        if settings.name not in sa.inspect(connection).get_schema_names():
            connection.execute(CreateSchema(settings.name))
        for account in _accounts(config):
            if not _PASSWORD.fullmatch(settings.password):
                raise ConfigurationError("The site's own user needs a password made by new-site.")
            connection.exec_driver_sql(
                f"CREATE OR REPLACE USER {account} IDENTIFIED BY '{settings.password}'"
            )
            connection.exec_driver_sql(f"GRANT ALL PRIVILEGES ON `{_exactly(settings.name)}`.* TO {account}")


def drop_database(config: SiteConfig, path: Path, root: Root) -> None:
    """Delete the database with everything in it, and the site's own user. Deleting the folder is the caller's.

    What the site left behind at its last ``transfer`` goes too.
    """
    previous = config.raw.get(PREVIOUS)
    if isinstance(previous, Mapping) and previous:
        drop_database(SiteConfig.from_mapping({**_shared(config), **previous}), path, root)
    settings = config.database(path)
    if settings.path is not None:
        for part in settings.path.parent.glob(f"{settings.path.name}*"):
            part.unlink()
        return
    with _server(config, settings, root) as connection:
        connection.execute(DropSchema(settings.name, if_exists=True))
        for account in _accounts(config):
            connection.exec_driver_sql(f"DROP USER IF EXISTS {account}")


def check_reachable(config: SiteConfig, path: Path, root: Root) -> None:
    """Raise where the account that drops the site's database is not let in."""
    settings = config.database(path)
    if settings.type == "mariadb":
        with _server(config, settings, root):
            pass


def _shared(config: SiteConfig) -> dict[str, Any]:
    """What the databases of a site have in common: where the server is."""
    names = ("db_host", "db_port", "db_socket")
    return {name: config.raw[name] for name in names if name in config.raw}


def _accounts(config: SiteConfig) -> list[str]:
    """The quoted accounts of the site's own user: one for each name the server may know this machine by."""
    if not config.db_user_host:
        return []
    if not _DATABASE_NAME.fullmatch(config.db_user) or not _HOST.fullmatch(config.db_user_host):
        raise ConfigurationError(
            f"{config.db_user}@{config.db_user_host} cannot be an account: use letters, digits and underscores."
        )
    hosts = LOCAL if config.db_user_host in LOCAL else (config.db_user_host,)
    return [f"'{config.db_user}'@'{host}'" for host in hosts]


def _exactly(name: str) -> str:
    """The name of a database in a grant, where _ stands for any letter unless it is escaped."""
    return name.replace("_", r"\_")


@contextmanager
def _server(config: SiteConfig, settings: DatabaseSettings, root: Root) -> Iterator[sa.Connection]:
    """A connection to the server, in no database, as the account that makes and drops what the site has there."""
    login = replace(settings, name="")
    if config.db_user_host:
        login = replace(login, user=root.user, password=root.password)
    try:
        engine = create_engine(login)
    except ModuleNotFoundError as error:
        raise ConfigurationError(
            "MariaDB's connector is not installed here. Install it with ./bench setup mariadb."
        ) from error
    try:
        with engine.connect() as connection:
            yield connection
    except SQLAlchemyError as error:
        raise _unreachable(login, error) from error
    finally:
        engine.dispose()


def _unreachable(settings: DatabaseSettings, error: SQLAlchemyError) -> ServiceUnavailableError:
    where = settings.socket or f"{settings.host or '127.0.0.1'}:{settings.port}"
    reason = str(getattr(error, "orig", None) or error)
    return ServiceUnavailableError(
        f"MariaDB at {where} refused {settings.user} ({reason}). Check address, user and rights; the account that "
        "makes databases is named with --db-root-user, or as db_root_user in common_site_config.json."
    )
