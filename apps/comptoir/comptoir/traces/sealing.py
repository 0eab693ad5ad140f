"""Sealing: entries that were committed get their place in the chain, each bound to the one before it.

Entries are written unsealed in the transactions they belong to, so writers share nothing and wait for nobody. After
the commit whoever wrote one seals what is unsealed in a short transaction of its own, which holds the one row of
``__trace_chain``: nobody else can lengthen the chain meanwhile. Where another holds it, it is left to them and, at
last, to the job that runs every ten minutes.
"""

from __future__ import annotations

import logging
import secrets
from contextlib import closing
from dataclasses import dataclass, replace

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from comptoir.db import Database
from comptoir.db.engine import BUSY_TIMEOUT_MS
from comptoir.errors import QueryDeadlockError, ServiceUnavailableError
from comptoir.sites.site import Site
from comptoir.traces.anchor import Anchor, advance
from comptoir.traces.entries import TraceKey, trace_table

AFTER_COMMIT_MS = 20
"""How long a request waits at most for its turn to seal; what it does not seal, the next one does."""
BATCH = 500
CHAIN = "chain"
log = logging.getLogger("comptoir.traces")

chain_table = sa.Table(
    "__trace_chain",
    sa.MetaData(),
    sa.Column("name", sa.String(32), primary_key=True),
    sa.Column("chain", sa.String(64)),
    sa.Column("key_id", sa.String(64)),
    sa.Column("seq", sa.BigInteger),
    sa.Column("seal", sa.String(64)),
    sa.Column("pruned_seq", sa.BigInteger),
    sa.Column("pruned_seal", sa.String(64)),
    sa.Column("pruned_mark", sa.String(64)),
)
_columns = trace_table.c
_UNSEALED = (
    sa.select(_columns.name, _columns.mark)
    .where(_columns.seq.is_(None))
    .order_by(_columns.creation, _columns.name)
    .limit(BATCH)
)
_PLACE = (
    sa.update(trace_table)
    .where(_columns.name == sa.bindparam("entry"))
    .values(seq=sa.bindparam("place"), seal=sa.bindparam("sealed"))
)


@dataclass(frozen=True, slots=True)
class Chain:
    """The state of a site's chain: its own random name, its last entry, the last entry that was pruned."""

    chain: str
    key_id: str
    seq: int
    seal: str
    pruned_seq: int = 0
    pruned_seal: str = ""
    pruned_mark: str = ""


def seal(site: Site, wait_ms: int = BUSY_TIMEOUT_MS) -> int:
    """Seal everything unsealed of ``site``. How many entries; fewer than there are where others hold the chain."""
    done = 0
    with closing(site.database()) as db:
        try:
            more = wait_ms != BUSY_TIMEOUT_MS or db.execute(_UNSEALED.limit(1)).first() is not None
            while more:
                sealed = _seal_some(site, db, wait_ms)
                done, more = done + sealed, sealed == BATCH
        except (QueryDeadlockError, ServiceUnavailableError, IntegrityError):
            log.debug("The chain of %s is held by another; what is unsealed is left to them", site.name)
            db.rollback()
    return done


def hold_chain(db: Database, key: TraceKey, *, wait: bool) -> Chain:
    """The chain, held until ``db``'s transaction ends. Raises ``QueryDeadlockError`` where it is held and not waited for."""
    statement = sa.select(*[column for column in chain_table.c if column.name != "name"])
    row = db.execute(statement.with_for_update(nowait=not wait)).mappings().first()
    if row is not None:
        return Chain(**row)
    name = secrets.token_hex(8)
    chain = Chain(name, key.id, 0, key.sign("genesis", name), 0, "", "")
    db.execute(sa.insert(chain_table).values(name=CHAIN, **_values(chain)))
    return chain


def keep_chain(db: Database, chain: Chain) -> None:
    """Store the state of the chain, which ``db``'s transaction holds."""
    db.execute(sa.update(chain_table).where(chain_table.c.name == CHAIN).values(**_values(chain)))


def read_chain(connection: Database | sa.Connection) -> Chain | None:
    """The state of the chain; None on a site that has recorded nothing yet."""
    statement = sa.select(*[column for column in chain_table.c if column.name != "name"])
    row = connection.execute(statement).mappings().first()
    return Chain(**row) if row is not None else None


def _seal_some(site: Site, db: Database, wait_ms: int) -> int:
    key = TraceKey(site)
    db.begin(wait_ms)
    chain = hold_chain(db, key, wait=wait_ms == BUSY_TIMEOUT_MS)
    places, seq, last = [], chain.seq, chain.seal
    for row in db.execute(_UNSEALED):
        seq += 1
        last = key.seal(chain.chain, seq, last, row.mark)
        places.append({"entry": row.name, "place": seq, "sealed": last})
    if places:
        db.execute(_PLACE, places)
        keep_chain(db, replace(chain, seq=seq, seal=last))
    db.commit()
    if places:
        advance(site, key, Anchor(chain.chain, seq, last), lambda known: _holds(db, known))
    return len(places)


def _holds(db: Database, known: Anchor) -> bool:
    return db.execute(sa.select(_columns.seal).where(_columns.seq == known.seq)).scalar() == known.seal


def _values(chain: Chain) -> dict[str, object]:
    return {name: getattr(chain, name) for name in Chain.__slots__}
