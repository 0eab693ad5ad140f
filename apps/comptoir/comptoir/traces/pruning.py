"""Pruning: the oldest entries go, the chain stays provable from where it begins now.

The number and seal of the last entry taken are kept with a mark of the site's key, and an entry says who pruned what.
Nothing beyond the anchor is ever pruned, so what was noted outside the database can still be compared.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import sqlalchemy as sa

from comptoir.context import Context
from comptoir.traces.anchor import read_anchor
from comptoir.traces.entries import TraceKey, trace_table
from comptoir.traces.operations import PRUNED
from comptoir.traces.recording import record
from comptoir.traces.sealing import Chain, hold_chain, keep_chain
from comptoir.traces.verifying import pruned_mark

BATCH = 5000
_columns = trace_table.c


def prune_older_than(ctx: Context, days: int) -> int:
    """Prune what is older than ``days``; nothing where ``days`` is 0. How many entries went."""
    return prune(ctx, ctx.clock.now() - timedelta(days=days)) if days > 0 else 0


def prune(ctx: Context, before: datetime) -> int:
    """Take away the entries written before ``before``, in transactions of ``BATCH``. How many went."""
    before = min(before, ctx.clock.now())  # what pruning itself records stays
    taken = 0
    while went := _prune_some(ctx, before):
        taken += went
    return taken


def _prune_some(ctx: Context, before: datetime) -> int:
    key = TraceKey(ctx.site)
    anchor = read_anchor(ctx.site, key)
    ctx.db.begin()
    chain = hold_chain(ctx.db, key, wait=True)
    through = min(
        _older(ctx, before, chain), anchor.seq - 1 if anchor is not None else 0, chain.pruned_seq + BATCH
    )
    if through <= chain.pruned_seq:
        ctx.db.commit()
        return 0
    seal = str(ctx.db.execute(sa.select(_columns.seal).where(_columns.seq == through)).scalar_one())
    ctx.db.execute(sa.delete(trace_table).where(_columns.seq <= through))
    mark = pruned_mark(key, chain.chain, through, seal)
    keep_chain(ctx.db, replace(chain, pruned_seq=through, pruned_seal=seal, pruned_mark=mark))
    went = through - chain.pruned_seq
    record(ctx, PRUNED, detail={"entries": went, "through": through, "seal": seal, "before": str(before)})
    ctx.db.commit()
    return went


def _older(ctx: Context, before: datetime, chain: Chain) -> int:
    """The place of the last entry of the chain's beginning that was written before ``before``."""
    younger = sa.select(sa.func.min(_columns.seq)).where(
        _columns.creation >= before, _columns.seq.is_not(None)
    )
    first = ctx.db.execute(younger).scalar()
    return int(first) - 1 if first is not None else chain.seq
