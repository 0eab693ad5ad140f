"""Moving a site to another database: SQLite to MariaDB, or back, or to another server.

The site is put in maintenance and its database locked against writing; every table is copied and measured on both
sides; then one change of ``site_config.json`` makes the new database the site's. Until then the old one is untouched,
and afterwards it stays, as ``previous_database``. ``Site.guard`` refuses writes that waited for the lock: they would be
written to a database that was left.

``transfer.json`` in the site's folder says that a transfer has begun. Where it was killed the site stays in maintenance,
and the next run goes on: tables that are on the other side already, by their checksums, are not copied again.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson
import sqlalchemy as sa
from sqlalchemy.exc import OperationalError

from comptoir.apps.databases import PREVIOUS, Root, check_empty, complete, create_database, drop_database
from comptoir.apps.progress import Step, quiet
from comptoir.backups import trail
from comptoir.backups.archive import ArchiveError
from comptoir.backups.dump import PLACE, counters, read_rows, schema_at_rest
from comptoir.backups.measure import Measure, measure
from comptoir.backups.restore import fill_table, scratch_engine
from comptoir.schema import Snapshot, Table, apply, diff, inspect
from comptoir.schema.ddl import set_counter
from comptoir.sites import Bench, Site
from comptoir.sites.config import SITE, SiteConfig, read_json, write_json
from comptoir.sites.filelock import FileLock
from comptoir.sites.site import LOOK_SECONDS

JOURNAL = "transfer.json"
LOCK = "transfer.lock"
REPORTS = Path("private") / "transfers"
MAINTENANCE = "maintenance_mode"
UNDONE = "undone"
"""Says of the previous database that a transfer to it was undone: undoing again does not go there."""
DRAIN_SECONDS = LOOK_SECONDS + 0.2
"""How long running processes take at most to learn of the maintenance."""
LOCK_SECONDS = 60
VOLATILE = (
    frozenset({"__session", "__idempotency", "__job_run", "__bulk", "__bulk_row", "__search"}) | trail.TABLES
)
"""Tables whose rows say nothing of what people entered."""
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Transferred:
    """What a transfer did; ``report`` names every table and file with its checksum."""

    name: str
    database: str
    tables: int
    rows: int
    files: int
    report: Path


def transfer(
    bench: Bench, name: str, database: Mapping[str, Any], step: Step = quiet, *, drain: float = DRAIN_SECONDS
) -> Transferred:
    """Move the site ``name`` to the database that ``database`` (``db_*`` keys) describes.

    Raises ``ArchiveError`` where nothing was changed and the site works as before.
    """
    with _alone(bench, name) as path:
        root = Root.of(database, bench.common())
        journal = read_json(path / JOURNAL) or _begin(bench, name, database, root)
        if database.get("db_type", "sqlite") != journal["database"]["db_type"]:
            raise ArchiveError(
                f"A transfer of {name} to {journal['database']['db_type']} was interrupted. Finish it with ./bench transfer "
                f"--site {name} --to {journal['database']['db_type']}, or give it up with --cancel."
            )
        if not _is_switched(path, journal):
            try:
                _set_maintenance(bench, name, on=True)
                time.sleep(drain)
                _copy(bench, name, journal, root, step)
            except BaseException:
                if not _is_switched(path, journal):
                    _give_up(bench, name, journal, root)
                raise
        _finish(bench, name, journal, root)
    report = read_json(path / REPORTS / journal["report"])
    rows = sum(table["rows"] for table in report["tables"].values())
    return Transferred(
        name, journal["database"]["db_type"], len(report["tables"]), rows, len(report["files"]),
        path / REPORTS / journal["report"],
    )  # fmt: skip


def cancel(bench: Bench, name: str, root: Root) -> None:
    """Give up an interrupted transfer: the site is where it was, and what was copied is deleted."""
    with _alone(bench, name) as path:
        journal = read_json(path / JOURNAL)
        if not journal:
            raise ArchiveError(f"No transfer of {name} was interrupted.")
        if _is_switched(path, journal):
            _finish(bench, name, journal, root)
            raise ArchiveError(f"The transfer of {name} was done. Go back with --undo.")
        _give_up(bench, name, journal, root)


def undo(bench: Bench, name: str, *, discard: bool = False) -> None:
    """Make the database that the last transfer left the site's again.

    Raises ``ArchiveError`` where something was entered since, unless that is to be discarded.
    """
    with _alone(bench, name) as path:
        site = bench.site(name)
        held = read_json(path / SITE)
        previous = held.get(PREVIOUS)
        if (path / JOURNAL).exists():
            raise ArchiveError(
                f"A transfer of {name} was interrupted. Finish it, or give it up with --cancel, first."
            )
        if not previous:
            raise ArchiveError(f"{name} has no database to go back to.")
        if previous.get(UNDONE):
            raise ArchiveError(
                f"The transfer of {name} is undone. Transfer it to {previous['db_type']} to move it there again."
            )
        config = SiteConfig.from_mapping(bench.common() | previous)
        with schema_at_rest(site), _locked(site) as here, scratch_engine(config, path) as engine:
            with engine.connect() as there:
                changed = _changed(here, there)
            if changed and not discard:
                raise ArchiveError(
                    f"Since its transfer something was written to {name}, in {', '.join(changed)}. Transfer it to "
                    f"{config.db_type} to keep that, or say --discard-changes."
                )
            _take_trail_along(here, engine)
            _switch(bench, name, previous, maintenance=bool(held.get(MAINTENANCE)), undone=True)


def _take_trail_along(here: sa.Connection, engine: sa.Engine) -> None:
    """What was recorded since the transfer is never discarded: the trail goes back with the site."""
    with engine.connect() as there:
        kept = inspect(there).tables
        for name, table in inspect(here, trail.TABLES).tables.items():
            if name in kept:
                _copy_table(here, there, table, None)


def drop_previous(bench: Bench, name: str, root: Root) -> None:
    """Delete the database that the last transfer left, for good."""
    with _alone(bench, name) as path:
        previous = read_json(path / SITE).get(PREVIOUS)
        if not previous:
            raise ArchiveError(f"{name} has left no database behind.")
        drop_database(SiteConfig.from_mapping(bench.common() | previous), path, root)
        held = read_json(path / SITE)
        held.pop(PREVIOUS)
        write_json(path / SITE, held)
        bench.forget(name)


def _begin(bench: Bench, name: str, database: Mapping[str, Any], root: Root) -> dict[str, Any]:
    path, stamp = bench.sites_path / name, f"{datetime.now():%Y%m%d_%H%M%S_%f}"
    held = read_json(path / SITE)
    target = complete(f"{name} {stamp}", database)
    if target["db_type"] == held.get("db_type", "sqlite") == "sqlite":
        raise ArchiveError(f"{name} is on SQLite already.")
    if target["db_type"] == "sqlite":
        target["db_name"] = f"site_{stamp}"
    check_empty(SiteConfig.from_mapping(bench.common() | target), path, root)
    journal = {
        "database": target,
        "maintenance": bool(held.get(MAINTENANCE)),
        "stale": held.get(PREVIOUS) or {},
        "report": f"{stamp}.json",
    }
    write_json(path / JOURNAL, journal)
    return journal


def _copy(bench: Bench, name: str, journal: Mapping[str, Any], root: Root, step: Step) -> None:
    """Copy, compare, and switch, all while nobody can write."""
    site = bench.site(name)
    config = SiteConfig.from_mapping(bench.common() | journal["database"])
    create_database(config, site.path, root, resumed=True)
    files = _file_checksums(site, step)
    with schema_at_rest(site), _locked(site) as source, scratch_engine(config, site.path) as engine:
        tables = sorted(inspect(source).tables.values(), key=lambda table: table.name)
        apply(engine, diff(inspect(engine), Snapshot.of(tables)))
        following = counters(source, tables)
        measured = {}
        with engine.connect() as target:
            for done, table in enumerate(tables, 1):
                measured[table.name] = _copy_table(source, target, table, following.get(table.name))
                step("Copying tables", done, len(tables))
            found = inspect(target).tables
        other = [table.name for table in tables if found.get(table.name) != table]
        if other:
            raise ArchiveError(
                f"{name} was not moved: on the other side, {', '.join(other)} has another shape."
            )
        if files != _file_checksums(site, step):
            raise ArchiveError(f"{name} was not moved: its files changed meanwhile. Try again.")
        _write_report(site, journal["report"], measured, files)
        _switch(bench, name, journal["database"], maintenance=journal["maintenance"])


def _copy_table(source: sa.Connection, target: sa.Connection, table: Table, counter: int | None) -> Measure:
    """Copy one table unless it is there already; what it holds on both sides."""
    wanted = measure(source, table)
    if measure(target, table) != wanted:
        target.execute(sa.delete(sa.table(table.name))).close()
        fill_table(target, table, read_rows(source, table))
        there = measure(target, table)
        if there != wanted:
            raise ArchiveError(
                f"{table.name} came out differently on the other side ({there.rows} rows for {wanted.rows}): its "
                "values cannot be kept there exactly. The site is where it was."
            )
    if counter is not None:
        set_counter(target, table.name, counter)
    return wanted


def _switch(
    bench: Bench, name: str, place: Mapping[str, Any], *, maintenance: bool, undone: bool = False
) -> None:
    """The one step that moves the site. The lock on the old database is still held."""
    path = bench.sites_path / name / SITE
    held = read_json(path)
    previous = {"db_type": "sqlite"} | {key: held[key] for key in PLACE if key in held}
    previous |= {UNDONE: True} if undone else {}
    kept = {key: value for key, value in held.items() if key not in (*PLACE, MAINTENANCE)}
    write_json(path, kept | dict(place) | {PREVIOUS: previous} | ({MAINTENANCE: True} if maintenance else {}))
    bench.forget(name)


def _is_switched(path: Path, journal: Mapping[str, Any]) -> bool:
    held = read_json(path / SITE)
    return all(held.get(key) == value for key, value in journal["database"].items())


def _finish(bench: Bench, name: str, journal: Mapping[str, Any], root: Root) -> None:
    """After the switch: delete what the transfer before this one left, and forget that one was going on."""
    path = bench.sites_path / name
    if journal["stale"]:
        drop_database(SiteConfig.from_mapping(bench.common() | journal["stale"]), path, root)
    (path / JOURNAL).unlink()


def _give_up(bench: Bench, name: str, journal: Mapping[str, Any], root: Root) -> None:
    path = bench.sites_path / name
    drop_database(SiteConfig.from_mapping(bench.common() | journal["database"]), path, root)
    _set_maintenance(bench, name, on=journal["maintenance"])
    (path / JOURNAL).unlink()


def _set_maintenance(bench: Bench, name: str, *, on: bool) -> None:
    path = bench.sites_path / name / SITE
    held = {key: value for key, value in read_json(path).items() if key != MAINTENANCE}
    write_json(path, held | ({MAINTENANCE: True} if on else {}))
    bench.forget(name)


@contextmanager
def _alone(bench: Bench, name: str) -> Iterator[Path]:
    """The site's folder, for one transfer at a time."""
    path = bench.site(name).path
    lock = FileLock(path / LOCK)
    if not lock.acquire():
        raise ArchiveError(f"Another transfer of {name} runs.")
    try:
        yield path
    finally:
        lock.release()


@contextmanager
def _locked(site: Site) -> Iterator[sa.Connection]:
    """A connection to the site's database, to which nobody else can write until the block ends."""
    with site.engine.connect() as connection:
        try:
            begin, end = _lock(connection)
            connection.exec_driver_sql(begin)
        except OperationalError as error:
            raise ArchiveError(
                f"Somebody writes to {site.name} and does not come to an end ({error.orig}). Try again later."
            ) from error
        try:
            yield connection
        finally:
            connection.exec_driver_sql(end)


def _lock(connection: sa.Connection) -> tuple[str, str]:
    if connection.dialect.name == "sqlite":
        return "BEGIN IMMEDIATE", "ROLLBACK"
    quote = connection.dialect.identifier_preparer.quote_identifier
    tables = ", ".join(f"{quote(name)} READ" for name in sa.inspect(connection).get_table_names())
    connection.exec_driver_sql(f"SET SESSION lock_wait_timeout = {LOCK_SECONDS}")
    return f"LOCK TABLES {tables}", "UNLOCK TABLES"


def _changed(here: sa.Connection, there: sa.Connection) -> list[str]:
    """Tables that hold something else on the two sides."""
    tables, others = inspect(here).tables, inspect(there).tables
    return [
        name
        for name in sorted({*tables, *others} - VOLATILE)
        if name not in tables
        or name not in others
        or measure(here, tables[name]) != measure(there, tables[name])
    ]


def _file_checksums(site: Site, step: Step) -> dict[str, str]:
    """SHA-256 of every uploaded file by its place in the site's folder."""
    folders = (site.public_files(), site.private_files())
    paths = [path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file()]
    found = {}
    for done, path in enumerate(paths, 1):
        content = hashlib.sha256()
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                content.update(chunk)
        found[path.relative_to(site.path).as_posix()] = content.hexdigest()
        step("Comparing files", done, len(paths))
    return found


def _write_report(site: Site, name: str, tables: Mapping[str, Measure], files: Mapping[str, str]) -> None:
    folder = site.path / REPORTS
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    report = {"tables": {table: asdict(found) for table, found in tables.items()}, "files": dict(files)}
    (folder / name).write_bytes(orjson.dumps(report, option=orjson.OPT_INDENT_2))
