"""The audit trail through backups: what was taken and what was brought back is recorded, and the chain goes on.

A restored site has the chain its archive held; the end of it is noted in the new folder, and the entry that says where
it came from names the end of the chain of the site it replaces.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from comptoir.backups.archive import Inventory
from comptoir.sites import Site
from comptoir.sites.config import read_json
from comptoir.traces import operations, record
from comptoir.traces.anchor import FILE, Anchor, advance
from comptoir.traces.entries import TraceKey, trace_table
from comptoir.traces.sealing import chain_table, read_chain

TABLES = frozenset({trace_table.name, chain_table.name})


def record_backup(site: Site, path: Path, inventory: Inventory, *, proven: bool) -> None:
    """A backup of ``site`` was taken."""
    if not _has_trail(site):
        return
    detail = {"file": path.name, "rows": inventory.rows, "files": len(inventory.files), "proven": proven}
    with site.context() as ctx:
        record(ctx, operations.BACKUP, detail=detail)


def record_restore(site: Site, origin: Mapping[str, Any], aside: Path | None) -> None:
    """``site`` was made from an archive: its chain ends where that of the archive does, and goes on from there."""
    if not _has_trail(site):
        return
    key = TraceKey(site)
    with site.engine.connect() as connection:
        chain = read_chain(connection)
    if chain is not None:
        advance(site, key, Anchor(chain.chain, chain.seq, chain.seal), lambda _known: False)
    detail: dict[str, Any] = dict(origin)
    replaced = read_json(aside / FILE) if aside is not None else {}
    if replaced:
        detail["replaced"] = {name: replaced.get(name) for name in Anchor.__slots__}
    with site.context() as ctx:
        record(ctx, operations.RESTORE, detail=detail)


def _has_trail(site: Site) -> bool:
    """Whether the site has the tables, which those of older versions lack until they are migrated, and a key."""
    with site.engine.connect() as connection:
        there = sa.inspect(connection).has_table(trace_table.name)
    return there and bool(site.config.encryption_key)
