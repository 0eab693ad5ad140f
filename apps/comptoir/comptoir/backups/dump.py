"""Backing up: every row as of one moment, then the files, into an archive that appears whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

import orjson
import sqlalchemy as sa

from comptoir import __version__
from comptoir.apps.progress import Step, quiet
from comptoir.backups.archive import CONFIG, PLAIN_SUFFIX, ArchiveWriter, Inventory, TableContent
from comptoir.backups.values import Stored, canonical
from comptoir.db.snapshot import snapshot
from comptoir.errors import ServiceUnavailableError
from comptoir.files.contents import find
from comptoir.files.storage import DRAFT, PIECE, storage_of
from comptoir.schema import Table, inspect
from comptoir.sites import Site
from comptoir.sites.config import SITE, read_json
from comptoir.sites.file_storage import SECRETS
from comptoir.sites.filelock import FileLock, draft_of, in_use, is_in_use

FOLDER = Path("private") / "backups"
WITHOUT_ROWS = frozenset({"__session", "__search"})
"""Tables whose rows stay behind: whoever restores a site signs in anew, and the search index is built anew."""
PLACE = ("db_type", "db_name", "db_user", "db_password", "db_user_host", "db_host", "db_port", "db_socket")
"""The keys of a configuration that say where its database is."""
NOT_KEPT = (*PLACE, "files", *SECRETS, "previous_database", "maintenance_mode")
"""Keys that are left out: the files of a restored site lie in its folder, since two sites must not clean one bucket."""
BATCH = 2000
_COUNTERS = {
    "sqlite": "SELECT name, seq + 1 FROM sqlite_sequence",
    "mariadb": "SELECT TABLE_NAME, AUTO_INCREMENT FROM information_schema.TABLES"
    " WHERE TABLE_SCHEMA = DATABASE() AND AUTO_INCREMENT IS NOT NULL",
}


@dataclass(frozen=True, slots=True)
class Draft:
    """A whole archive that is no backup yet: it lies under a hidden name until it is moved to ``final``."""

    path: Path
    final: Path
    inventory: Inventory


@contextmanager
def drafted(
    site: Site, *, with_files: bool = False, folder: Path | None = None, step: Step = quiet
) -> Iterator[Draft]:
    """An archive of ``site`` in ``folder`` (by default its own ``private/backups``), gone after the block unless moved."""
    target = folder or site.path / FOLDER
    target.mkdir(parents=True, exist_ok=True, mode=0o700)
    now = datetime.now()
    final = target / f"{now:%Y%m%d_%H%M%S_%f}-{site.name}{PLAIN_SUFFIX}"
    sweep_parts(target)
    part = draft_of(final)
    os.close(os.open(part, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600))
    with in_use(part):
        writer = ArchiveWriter(part)
        try:
            inventory = _write(site, writer, now.isoformat(" ", "seconds"), step, with_files=with_files)
            _flush(part)
            yield Draft(part, final, inventory)
        finally:
            writer.abandon()
            part.unlink(missing_ok=True)


def sweep_parts(folder: Path) -> None:
    """Delete what backups that were killed left half written in ``folder``."""
    for part in folder.glob(draft_of(folder / "*").name):
        if not is_in_use(part):
            part.unlink(missing_ok=True)


def _write(site: Site, writer: ArchiveWriter, created: str, step: Step, *, with_files: bool) -> Inventory:
    with schema_at_rest(site), snapshot(site.engine) as connection:
        tables = tuple(_write_tables(connection, writer, step))
    if with_files:
        _write_files(site, writer, step)
    config = {key: value for key, value in read_json(site.path / SITE).items() if key not in NOT_KEPT}
    writer.text(CONFIG, orjson.dumps(config, option=orjson.OPT_INDENT_2))
    inventory = Inventory(
        site=site.name,
        created=created,
        engine=__version__,
        database=site.config.db_type,
        apps=site.config.installed_apps,
        tables=tables,
        files=writer.files,
        with_files=with_files,
    )
    writer.close(inventory)
    return inventory


def read_rows(connection: sa.Connection, table: Table) -> Iterator[list[Stored]]:
    """Rows of ``table`` in the archive's form, its columns in the order of ``table``."""
    columns: list[sa.ColumnClause[object]] = [sa.column(column.name) for column in table.columns]
    types = [column.type for column in table.columns]
    statement = sa.select(*columns).select_from(sa.table(table.name, *columns))
    for row in connection.execute(statement.execution_options(yield_per=BATCH)):
        yield [canonical(value, sql_type) for value, sql_type in zip(row, types, strict=True)]


def _write_tables(connection: sa.Connection, writer: ArchiveWriter, step: Step) -> Iterator[TableContent]:
    tables = sorted(inspect(connection).tables.values(), key=lambda table: table.name)
    following = counters(connection, tables)
    for done, table in enumerate(tables, 1):
        rows: Iterator[list[Stored]] = iter(())
        if table.name not in WITHOUT_ROWS:
            rows = read_rows(connection, table)
        yield writer.rows(table, rows, following.get(table.name))
        step("Backing up tables", done, len(tables))


def counters(connection: sa.Connection, tables: Sequence[Table]) -> dict[str, int]:
    """The next number of each table that counts its rows."""
    if not any(column.autoincrement for table in tables for column in table.columns):
        return {}
    sql = _COUNTERS["sqlite" if connection.dialect.name == "sqlite" else "mariadb"]
    return {str(name): int(following) for name, following in connection.exec_driver_sql(sql)}


def _write_files(site: Site, writer: ArchiveWriter, step: Step) -> None:
    kept = {_member(one.place, one.key): one for one in storage_of(site).stored() if not one.is_draft}
    others = {member: path for member, path in _in_folders(site) if member not in kept}
    count = len(kept) + len(others)
    for done, (member, one) in enumerate(sorted(kept.items()), 1):
        content = find(storage_of(site), one.place, one.key)
        if content is not None:
            writer.file(content.pieces(), member)
        step("Backing up files", done, count)
    for done, (member, path) in enumerate(sorted(others.items()), len(kept) + 1):
        with path.open("rb") as file:
            writer.file(iter(partial(file.read, PIECE), b""), member)
        step("Backing up files", done, count)


def _in_folders(site: Site) -> Iterator[tuple[str, Path]]:
    """What lies in the folders of the site, whoever laid it there, with its place in an archive."""
    for place, folder in (("public", site.public_files()), ("private", site.private_files())):
        for path in folder.rglob("*"):
            if path.is_file() and not path.name.startswith(DRAFT):
                yield _member(place, path.relative_to(folder).as_posix()), path


def _member(place: str, name: str) -> str:
    return f"files/{place}/{name}"


@contextmanager
def schema_at_rest(site: Site) -> Iterator[None]:
    """No migration of ``site`` runs in the block."""
    lock = FileLock(site.path / "migrate.lock")
    if not lock.acquire(wait=60):
        raise ServiceUnavailableError(f"A migration of {site.name} runs. Back it up when it is done.")
    try:
        yield
    finally:
        lock.release()


def _flush(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())
