"""Making and dropping the database of a site: a file for SQLite, a schema for MariaDB."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.schema import CreateSchema, DropSchema

from comptoir.db.engine import DatabaseSettings, create_engine
from comptoir.errors import ConfigurationError, ServiceUnavailableError
from comptoir.sites.config import SiteConfig

_DATABASE_NAME = re.compile(r"[A-Za-z0-9_]{1,64}", re.ASCII)


def complete(site: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """The database keys of a new site's configuration, with a name for the MariaDB schema."""
    values = dict(given)
    if values.get("db_type", "sqlite") == "sqlite":
        return {"db_type": "sqlite"}
    values.setdefault("db_name", "_" + hashlib.sha256(site.encode()).hexdigest()[:16])
    if not _DATABASE_NAME.fullmatch(str(values["db_name"])):
        raise ConfigurationError(
            f"{values['db_name']!r} cannot be a database's name: use letters, digits and underscores."
        )
    return values


def create_database(config: SiteConfig, path: Path) -> None:
    """Make an empty database. Raises ``ConfigurationError`` where one with tables is there already."""
    settings = config.database(path)
    if settings.type == "sqlite" and settings.path is not None:
        settings.path.parent.mkdir(parents=True, exist_ok=True)
        return
    engine = _server(settings)
    try:
        with engine.connect() as connection:
            if settings.name not in sa.inspect(connection).get_schema_names():
                connection.execute(CreateSchema(settings.name))
            elif sa.inspect(connection).get_table_names(schema=settings.name):
                raise ConfigurationError(
                    f"The database {settings.name} holds tables already. Choose another with --db-name, or empty it."
                )
    except SQLAlchemyError as error:
        raise _unreachable(settings, error) from error
    finally:
        engine.dispose()


def drop_database(config: SiteConfig, path: Path) -> None:
    """Delete the database with everything in it. Deleting the site's folder is the caller's."""
    settings = config.database(path)
    if settings.type == "sqlite":
        return
    engine = _server(settings)
    try:
        with engine.connect() as connection:
            connection.execute(DropSchema(settings.name, if_exists=True))
    except SQLAlchemyError as error:
        raise _unreachable(settings, error) from error
    finally:
        engine.dispose()


def _server(settings: DatabaseSettings) -> sa.Engine:
    try:
        return create_engine(replace(settings, name=""))
    except ModuleNotFoundError as error:
        raise ConfigurationError(
            "MariaDB's connector is not installed here. Install it with ./bench setup mariadb."
        ) from error


def _unreachable(settings: DatabaseSettings, error: SQLAlchemyError) -> ServiceUnavailableError:
    where = settings.socket or f"{settings.host or '127.0.0.1'}:{settings.port}"
    reason = str(getattr(error, "orig", None) or error)
    return ServiceUnavailableError(f"MariaDB at {where} refused ({reason}). Check address, user and rights.")
