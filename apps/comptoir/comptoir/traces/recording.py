"""Recording: what was done, by whom, to what, written where it belongs."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from typing import Any

import sqlalchemy as sa

from comptoir.context import Context
from comptoir.db import Database
from comptoir.traces.counting import FAILED_LOGINS, counted
from comptoir.traces.entries import TraceKey, canonical, new_entry, trace_table
from comptoir.traces.operations import LOGIN_FAILED, OPERATIONS
from comptoir.traces.sealing import AFTER_COMMIT_MS, seal

_DUE = "traces_to_seal"
VIEWER = "viewer"
"""The flag of a unit of work that names who really asks, where somebody views as another user."""


def record(
    ctx: Context, operation: str, *, user: str | None = None, doctype: str | None = None, name: Any = None,
    address: str | None = None, detail: Mapping[str, Any] | None = None,
) -> None:  # fmt: skip
    """Record ``operation`` in the transaction of ``ctx``: the entry is kept if, and only if, the work is.

    ``user`` is whom it concerns, by default the actor, who is recorded in any case; ``doctype`` and ``name`` are the
    document; ``address`` is the client's, by default that of the request; ``detail`` is any JSON, without secrets.
    """
    values = values_of(ctx, operation, user=user, doctype=doctype, name=name, address=address, detail=detail)
    entry = new_entry(TraceKey(ctx.site), ctx.clock.now(), values)
    ctx.db.begin()
    ctx.db.execute(sa.insert(trace_table).values(**entry))
    ctx.flags[_DUE] = True
    ctx.db.on_commit(lambda: _seal_once(ctx))


def record_apart(
    ctx: Context, operation: str, *, user: str | None = None, doctype: str | None = None, name: Any = None,
    address: str | None = None, detail: Mapping[str, Any] | None = None,
) -> None:  # fmt: skip
    """Record what stands even though the work of ``ctx`` does not, such as a refusal (arguments as of ``record``).

    Written at once in a transaction of its own, or, inside one, when that ends, either way.
    """
    values = values_of(ctx, operation, user=user, doctype=doctype, name=name, address=address, detail=detail)
    entry = new_entry(TraceKey(ctx.site), ctx.clock.now(), values)

    def write() -> None:
        with closing(ctx.site.database()) as db:
            write_entries(db, [entry])
            db.commit()
        seal(ctx.site, AFTER_COMMIT_MS)

    if operation == LOGIN_FAILED:
        counted(ctx, FAILED_LOGINS, 1, user)
    if ctx.db.in_transaction:
        ctx.db.on_commit(write)
        ctx.db.on_rollback(write)
    else:
        write()


def write_entries(db: Database, entries: list[dict[str, Any]]) -> None:
    """Insert ready entries in the transaction of ``db``."""
    db.begin()
    db.execute(sa.insert(trace_table), entries)


def _seal_once(ctx: Context) -> None:
    """Of the entries of one transaction the first to be followed up seals them all."""
    if ctx.flags.pop(_DUE, False):
        seal(ctx.site, AFTER_COMMIT_MS)


def values_of(
    ctx: Context, operation: str, *, user: str | None = None, doctype: str | None = None, name: Any = None,
    address: str | None = None, detail: Mapping[str, Any] | None = None,
) -> dict[str, Any]:  # fmt: skip
    """What an entry says."""
    if operation not in OPERATIONS:
        raise ValueError(f"{operation!r} is no operation of comptoir.traces.operations.")
    if address is None and ctx.request is not None:
        address = ctx.request.address
    return {
        "owner": ctx.flags.get(VIEWER) or ctx.user,
        "operation": operation,
        "user": ctx.user if user is None else user,
        "reference_doctype": doctype,
        "reference_name": name,
        "ip_address": address or None,
        "detail": canonical(detail).decode() if detail else None,
    }
