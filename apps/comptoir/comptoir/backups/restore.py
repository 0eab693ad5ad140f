"""Restoring: an archive becomes a site. A site is there from the moment its configuration is, the last step.

A site that is replaced is not deleted: its folder, and on MariaDB its database, stay under a name that is printed,
until ``drop_set_aside``. Its backups go over to the new one.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from comptoir.apps.databases import Root, check_empty, complete, create_database, drop_database
from comptoir.apps.install import alone, check_hosts
from comptoir.apps.progress import Step, quiet
from comptoir.backups.archive import Archive, ArchiveError
from comptoir.backups.dump import FOLDER
from comptoir.backups.trail import record_restore
from comptoir.backups.values import Stored, driver_value
from comptoir.db.engine import create_engine
from comptoir.schema import Snapshot, Table, apply, diff, inspect
from comptoir.schema.ddl import set_counter
from comptoir.sites import Bench
from comptoir.sites.config import SITE, SiteConfig, read_json, write_json

WORK = ".restore-"
ASIDE = ".replaced-"
DRAFT = "site_config.draft.json"
REPLACED = f"{SITE}.replaced"
NOTE = ".restored.json"
"""In a folder that is filled and lacks only the last steps: of which archive, and where the site it replaces goes."""
ORIGIN = ("site", "created", "rows")
"""What the trail of a restored site says of its archive."""
ROWS_PER_STATEMENT = 500


@dataclass(frozen=True, slots=True)
class Restored:
    """What ``restore`` did; ``aside`` is the folder of the site that was replaced."""

    name: str
    rows: int
    files: int
    aside: Path | None = None


def restore(
    bench: Bench, archive: Archive, name: str, *, database: Mapping[str, Any] | None = None,
    host_names: Sequence[str] | None = None, replace_existing: bool = False, step: Step = quiet,
) -> Restored:  # fmt: skip
    """Make the site ``name`` from ``archive``. ``database`` holds ``db_*`` keys; SQLite where it is empty.

    Raises ``ArchiveError`` where the site exists and is not to be replaced, and where the archive is damaged: then
    nothing has changed.
    """
    with alone(bench, name):
        return _restore(bench, archive, name, database or {}, host_names, replace_existing, step)


def drop_set_aside(bench: Bench, name: str, root: Root) -> list[Path]:
    """Delete for good what restores have set aside of ``name``, with databases and their users; returns the folders."""
    with alone(bench, name):
        found = sorted(bench.sites_path.glob(f"{ASIDE}{name}-*"))
        for folder in found:
            for note in (folder / REPLACED, folder / SITE):
                if note.exists():
                    drop_database(SiteConfig.from_mapping(bench.common() | read_json(note)), folder, root)
            shutil.rmtree(folder)
    return found


def fill_database(archive: Archive, engine: sa.Engine, step: Step = quiet) -> None:
    """Create the archive's tables in the empty database of ``engine`` and insert their rows."""
    contents = archive.inventory.tables
    apply(engine, diff(inspect(engine), Snapshot.of(content.table for content in contents)))
    with engine.connect() as connection:
        for done, content in enumerate(contents, 1):
            fill_table(connection, content.table, archive.rows(content))
            if content.counter is not None:
                set_counter(connection, content.table.name, content.counter)
            step("Restoring tables", done, len(contents))


def _restore(
    bench: Bench, archive: Archive, name: str, database: Mapping[str, Any], host_names: Sequence[str] | None,
    replace_existing: bool, step: Step,
) -> Restored:  # fmt: skip
    path, work = bench.sites_path / name, bench.sites_path / f"{WORK}{name}"
    identity = _identity(archive, database)
    if (path / NOTE).exists():
        note, aside = _finish(bench, name, path)
        if note["identity"] == identity:
            return _restored(name, archive, aside)
    if (path / SITE).exists() and not replace_existing:
        raise ArchiveError(
            f"The site {name} exists. Restore under another name with --as, or say --force: the site that is there "
            "is then set aside, not deleted."
        )
    root = Root.of(database, bench.common())
    stamp = f"{datetime.now():%Y%m%d%H%M%S%f}"
    if not _is_built(work, identity):
        clear_work(bench, work, root)
        values = dict(archive.config) | complete(f"{name} {stamp}", database)
        if host_names is not None or name != archive.inventory.site:
            values["host_names"] = list(host_names or ())
        check_hosts(bench, name, values.get("host_names", ()))
        if path.exists() and values["db_type"] == "sqlite":
            values["db_name"] = (
                f"site_{stamp}"  # so that a process that has the old one open learns that it was moved
            )
        origin = {key: getattr(archive.inventory, key) for key in ORIGIN}
        note = {"identity": identity, "aside": f"{ASIDE}{name}-{stamp}", "origin": origin}
        _build(bench, archive, work, values, root, step, note)
    _swap(bench, name, path, work)
    _, aside = _finish(bench, name, path)
    return _restored(name, archive, aside)


def _restored(name: str, archive: Archive, aside: Path | None) -> Restored:
    return Restored(name, archive.inventory.rows, len(archive.inventory.files), aside)


def _build(
    bench: Bench, archive: Archive, work: Path, values: dict[str, Any], root: Root, step: Step,
    note: Mapping[str, Any],
) -> None:  # fmt: skip
    """Make the whole site in ``work``; its configuration gets its name last."""
    config = SiteConfig.from_mapping(bench.common() | values)
    check_empty(config, work, root)
    write_json(work / DRAFT, values)
    try:
        create_database(config, work, root)
        with scratch_engine(config, work) as engine:
            fill_database(archive, engine, step)
        _extract_files(archive, work, step)
    except BaseException:
        clear_work(bench, work, root)
        raise
    write_json(work / NOTE, note)
    (work / DRAFT).rename(work / SITE)


def _is_built(work: Path, identity: str) -> bool:
    """Whether an interrupted restore of this very archive to the same place was done but for the last step."""
    return (work / SITE).exists() and read_json(work / NOTE).get("identity") == identity


def _identity(archive: Archive, database: Mapping[str, Any]) -> str:
    place = sorted(item for item in database.items() if not item[0].startswith("db_root_"))
    return hashlib.sha256(archive.inventory.to_json() + repr(place).encode()).hexdigest()


def _swap(bench: Bench, name: str, path: Path, work: Path) -> None:
    bench.forget(name)
    if path.exists():
        path.rename(path.with_name(read_json(work / NOTE)["aside"]))
    work.rename(path)
    bench.forget(name)


def _finish(bench: Bench, name: str, path: Path) -> tuple[Mapping[str, Any], Path | None]:
    """After the swap: what the replaced site hands on, and a word in the trail. The note about it all goes last."""
    note = read_json(path / NOTE)
    aside = path.with_name(note["aside"])
    if (aside / SITE).exists():
        (aside / SITE).rename(aside / REPLACED)
    if (aside / FOLDER).exists():
        (path / FOLDER).parent.mkdir(exist_ok=True)
        (aside / FOLDER).rename(path / FOLDER)
    replaced = aside if aside.exists() else None
    site = bench.site(name)
    site.cache.clear()
    record_restore(site, note["origin"], replaced)
    (path / NOTE).unlink()
    return note, replaced


def clear_work(bench: Bench, work: Path, root: Root) -> None:
    """Remove what an interrupted restore left behind."""
    for file in (work / DRAFT, work / SITE):
        if file.exists():
            drop_database(SiteConfig.from_mapping(bench.common() | read_json(file)), work, root)
    if work.exists():
        shutil.rmtree(work)


@contextmanager
def scratch_engine(config: SiteConfig, path: Path) -> Iterator[sa.Engine]:
    """An engine on a database nobody else uses yet."""
    engine = create_engine(config.database(path), pool_size=1)
    try:
        yield engine
    finally:
        engine.dispose()


def fill_table(connection: sa.Connection, table: Table, rows: Iterator[list[Stored]]) -> None:
    """Insert ``rows`` into the empty ``table``, all or none. Raises ``ArchiveError`` where the database refuses one."""
    columns: list[sa.ColumnClause[Any]] = [sa.column(column.name) for column in table.columns]
    names = [f"p{position}" for position in range(len(columns))]
    values: dict[str, Any] = {
        column.name: sa.bindparam(name) for column, name in zip(columns, names, strict=True)
    }
    statement = sa.insert(sa.table(table.name, *columns)).values(values)
    connection.exec_driver_sql(
        "BEGIN IMMEDIATE" if connection.dialect.name == "sqlite" else "START TRANSACTION"
    )
    try:
        while batch := _batch(rows, names):
            connection.execute(statement, batch)
    except SQLAlchemyError as error:
        connection.exec_driver_sql("ROLLBACK")
        raise ArchiveError(_refused(table, error)) from error
    except BaseException:
        connection.exec_driver_sql("ROLLBACK")
        raise
    connection.exec_driver_sql("COMMIT")


def _batch(rows: Iterator[list[Stored]], names: Sequence[str]) -> list[dict[str, Any]]:
    return [
        {name: driver_value(value) for name, value in zip(names, row, strict=True)}
        for row in islice(rows, ROWS_PER_STATEMENT)
    ]


def _refused(table: Table, error: SQLAlchemyError) -> str:
    reason = str(getattr(error, "orig", None) or error)
    return (
        f"The database refuses rows of {table.name}: {reason}. MariaDB compares text without accents and "
        "checks lengths; correct these values in the source and back it up again."
    )


def _extract_files(archive: Archive, work: Path, step: Step) -> None:
    for kind in ("public", "private"):
        (work / kind / "files").mkdir(parents=True, exist_ok=True)
    members = sorted(archive.inventory.files)
    for done, member in enumerate(members, 1):
        _, kind, rest = member.split("/", 2)
        archive.extract(member, work / kind / "files" / rest)
        step("Restoring files", done, len(members))
