"""Proving a backup: restore it into a scratch database and compare every table with what was written."""

from __future__ import annotations

import logging
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from comptoir.apps.databases import Root, complete, create_database, drop_database
from comptoir.apps.progress import Step, quiet
from comptoir.backups.archive import Archive, TableContent
from comptoir.backups.measure import measure
from comptoir.backups.restore import fill_database, scratch_engine
from comptoir.db.snapshot import snapshot
from comptoir.errors import ServiceUnavailableError
from comptoir.schema import inspect
from comptoir.schema.model import Snapshot
from comptoir.sites.config import SiteConfig, read_json, write_json
from comptoir.sites.filelock import in_use, is_in_use

PROOF_SUFFIX = ".proof.json"
SCRATCH = ".prove-"
log = logging.getLogger("comptoir.backups")
PLACE = "scratch.json"
"""In the folder of a proof: where its scratch database is, for who clears up after it."""


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
    """Restore ``archive`` into a scratch database beside it and compare.

    ``database`` holds ``db_*`` keys of a MariaDB server on which a database may be made; SQLite where it is empty.
    """
    keys = {key: value for key, value in (database or {}).items() if key != "db_name"}
    root = Root.of(keys)
    sweep_scratch(archive.path.parent, root)
    folder = Path(tempfile.mkdtemp(prefix=SCRATCH, dir=archive.path.parent))
    with in_use(folder):
        values = complete(f"prove {folder.name}", keys)
        config = SiteConfig.from_mapping(values)
        write_json(folder / PLACE, values)
        try:
            create_database(config, folder, root)
            differences = _differences(archive, config, folder, step)
        finally:
            _clear(folder, config, root)
    inventory = archive.inventory
    return Proof(
        backup=archive.path.name,
        proven=datetime.now().isoformat(" ", "seconds"),
        database=config.db_type,
        tables=len(inventory.tables),
        rows=inventory.rows,
        files=len(inventory.files),
        differences=tuple(differences),
    )


def sweep_scratch(parent: Path, root: Root) -> None:
    """Delete the scratch databases that proofs which were killed left behind, and their folders in ``parent``."""
    for folder in parent.glob(f"{SCRATCH}*"):
        if is_in_use(folder):
            continue
        try:
            _clear(folder, SiteConfig.from_mapping(read_json(folder / PLACE)), root)
        except ServiceUnavailableError:
            log.warning("The scratch database of %s cannot be dropped now", folder)


def _clear(folder: Path, config: SiteConfig, root: Root) -> None:
    drop_database(config, folder, root)
    shutil.rmtree(folder)


def keep_proof(proof: Proof, backup: Path) -> None:
    """Write down what was proven of ``backup``, beside it."""
    write_json(proof_file(backup), asdict(proof) | {"backup": backup.name})


def proof_file(backup: Path) -> Path:
    """Where the proof of a backup lies."""
    return backup.with_name(backup.name + PROOF_SUFFIX)


def read_proof(backup: Path) -> Proof | None:
    """What the proof of a backup showed, where it has one."""
    values = read_json(proof_file(backup))
    return Proof(**values | {"differences": tuple(values["differences"])}) if values else None


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
