"""Proving a backup: restore it into a scratch database and compare every table with what was written."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson
import sqlalchemy as sa

from comptoir.apps.databases import Root, complete, create_database, drop_database
from comptoir.apps.progress import Step, quiet
from comptoir.backups.archive import Archive, TableContent
from comptoir.backups.measure import measure
from comptoir.backups.restore import fill_database, scratch_engine
from comptoir.db.snapshot import snapshot
from comptoir.schema import inspect
from comptoir.schema.model import Snapshot
from comptoir.sites.config import SiteConfig

PROOF_SUFFIX = ".proof.json"


@dataclass(frozen=True, slots=True)
class Proof:
    """What a trial restore showed. ``differences`` is empty where the backup is good."""

    backup: str
    proven: str
    database: str
    tables: int
    rows: int
    files: int
    differences: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Whether everything came back as it was."""
        return not self.differences


def prove(archive: Archive, database: Mapping[str, Any] | None = None, step: Step = quiet) -> Proof:
    """Restore ``archive`` into a scratch database, compare, and write the result beside it.

    ``database`` holds ``db_*`` keys of a MariaDB server on which a database may be made; SQLite where it is empty.
    """
    folder = Path(tempfile.mkdtemp(prefix=".prove-", dir=archive.path.parent))
    keys = {key: value for key, value in (database or {}).items() if key != "db_name"}
    config = SiteConfig.from_mapping(complete(f"prove {folder.name}", keys))
    root = Root.of(keys)
    try:
        create_database(config, folder, root)
        try:
            differences = _differences(archive, config, folder, step)
        finally:
            drop_database(config, folder, root)
    finally:
        shutil.rmtree(folder)
    inventory = archive.inventory
    proof = Proof(
        backup=archive.path.name,
        proven=datetime.now().isoformat(" ", "seconds"),
        database=config.db_type,
        tables=len(inventory.tables),
        rows=inventory.rows,
        files=len(inventory.files),
        differences=tuple(differences),
    )
    content = orjson.dumps(asdict(proof), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
    proof_file(archive.path).write_bytes(content)
    return proof


def proof_file(backup: Path) -> Path:
    """Where the proof of a backup lies."""
    return backup.with_name(backup.name + PROOF_SUFFIX)


def _differences(archive: Archive, config: SiteConfig, folder: Path, step: Step) -> list[str]:
    with scratch_engine(config, folder) as engine:
        fill_database(archive, engine, step)
        found = _compare(archive, engine, step)
    for member in archive.inventory.files:
        archive.extract(member, folder / "file")
    return found


def _compare(archive: Archive, engine: sa.Engine, step: Step) -> list[str]:
    found: list[str] = []
    contents = archive.inventory.tables
    with snapshot(engine) as connection:
        there: Snapshot = inspect(connection)
        for done, content in enumerate(contents, 1):
            found += _compare_table(content, there, connection)
            step("Comparing tables", done, len(contents))
    return found


def _compare_table(content: TableContent, there: Snapshot, connection: sa.Connection) -> list[str]:
    name = content.table.name
    if there.tables.get(name) != content.table:
        return [f"{name}: the table has another shape"]
    found = measure(connection, content.table)
    if found.rows != content.rows:
        return [f"{name}: {found.rows} rows instead of {content.rows}"]
    return [] if found.checksum == content.checksum else [f"{name}: values differ"]
