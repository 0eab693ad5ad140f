"""Proving the chain: every entry as it was written, every one in its place, none missing, the end where it was noted."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from comptoir.db.snapshot import snapshot
from comptoir.sites.site import Site
from comptoir.traces.anchor import FILE, Anchor, AnchorError, read_anchor
from comptoir.traces.entries import TraceKey, trace_table
from comptoir.traces.sealing import Chain, read_chain

PAGE = 1000
Progress = Callable[[int, int], None]
_columns = trace_table.c


@dataclass(frozen=True, slots=True)
class Report:
    """What a verification found; ``problem`` is a sentence naming the first entry that is not as it should be."""

    site: str
    entries: int = 0
    pruned: int = 0
    head: Anchor | None = None
    unsealed: int = 0
    oldest_unsealed: datetime | None = None
    problem: str = ""


class BrokenError(ValueError):
    """The first thing found wrong, as a sentence."""


def verify(
    site: Site, progress: Progress = lambda _done, _total: None, noted: tuple[int, str] | None = None
) -> Report:
    """Prove the audit trail of ``site``, and that it holds the number and seal ``noted`` elsewhere. Changes nothing."""
    key = TraceKey(site)
    try:
        anchor = read_anchor(site, key)
    except AnchorError:
        return Report(
            site.name, problem=f"{FILE} was not written by {site.name} with its present encryption_key."
        )
    with snapshot(site.engine) as connection:
        chain = read_chain(connection)
        waiting, oldest = _unsealed(connection)
        if chain is None and anchor is None and noted is None and not waiting:
            return Report(site.name)
        known = ([(anchor.seq, anchor.seal)] if anchor is not None else []) + ([noted] if noted else [])
        walk = _Walk(key, connection, chain, known, progress)
        try:
            walk.check()
            problem = "" if anchor is not None or not walk.done else _lost_anchor(site)
        except BrokenError as error:
            problem = str(error)
    head = Anchor(chain.chain, walk.seq, walk.last) if chain is not None else None
    pruned = chain.pruned_seq if chain is not None else 0
    return Report(site.name, walk.done, pruned, head, waiting, oldest, problem)


class _Walk:
    """One pass over the entries, from the first kept to the last and on to those not sealed yet."""

    def __init__(
        self,
        key: TraceKey,
        connection: sa.Connection,
        chain: Chain | None,
        known: list[tuple[int, str]],
        progress: Progress,
    ):
        self.key, self.connection, self.chain, self.progress = key, connection, chain, progress
        self.known = known
        self.furthest = max((seq for seq, _ in known), default=0)
        self.done, self.seq, self.last = 0, 0, ""

    def check(self) -> None:
        """Raise ``BrokenError`` at the first thing that is wrong."""
        chain = self._begin()
        for row in self._rows():
            self._entry(chain, row)
            if self.done % PAGE == 0:
                self.progress(self.done, chain.seq - chain.pruned_seq)
        self.progress(self.done, self.done)
        self._end(chain)
        for row in self.connection.execute(sa.select(trace_table).where(_columns.seq.is_(None))).mappings():
            self._marked(row, "An entry that is not sealed yet")

    def _begin(self) -> Chain:
        chain = self.chain
        if chain is None:
            raise BrokenError("The row of __trace_chain is gone: nothing says where the chain ends.")
        if chain.key_id != self.key.id:
            raise BrokenError(
                "The trail was sealed with another encryption_key than the site has now. Put that key back."
            )
        self.seq, self.last = chain.pruned_seq, chain.pruned_seal
        if chain.pruned_seq == 0:
            self.last = self.key.sign("genesis", chain.chain)
        elif not _same(
            chain.pruned_mark, pruned_mark(self.key, chain.chain, chain.pruned_seq, chain.pruned_seal)
        ):
            raise BrokenError(
                f"The entries up to {chain.pruned_seq} are gone, and it was not the site that pruned them."
            )
        self._compare()
        return chain

    def _rows(self) -> Iterator[sa.RowMapping]:
        """The sealed entries in their order, a page at a time."""
        statement = sa.select(trace_table).where(_columns.seq.is_not(None)).order_by(_columns.seq).limit(PAGE)
        after = None
        while True:
            page = statement if after is None else statement.where(_columns.seq > after)
            rows = self.connection.execute(page).mappings().all()
            yield from rows
            if len(rows) < PAGE:
                return
            after = rows[-1]["seq"]

    def _entry(self, chain: Chain, row: sa.RowMapping) -> None:
        expected = self.seq + 1
        if row["seq"] > expected:
            raise BrokenError(f"Entry {expected} is missing: {_told(row)} comes next.")
        if row["seq"] < expected:
            raise BrokenError(f"{_told(row)} was pruned or never sealed, and yet is there.")
        self._marked(row, "")
        if not _same(row["seal"], self.key.seal(chain.chain, expected, self.last, row["mark"])):
            raise BrokenError(
                f"{_told(row)} does not follow the one before it: it was moved, or one was exchanged."
            )
        self.seq, self.last = expected, row["seal"]
        self.done += 1
        self._compare()

    def _marked(self, row: sa.RowMapping, called: str) -> None:
        if not _same(row["mark"], self.key.mark(dict(row))):
            raise BrokenError(f"{called or _told(row)} was changed after it was written, or not written by the site"
                              f"{'' if not called else ': ' + _said(row)}.")  # fmt: skip

    def _compare(self) -> None:
        """Where the present entry was noted outside the database, it must be the one noted."""
        if any(seq == self.seq and not _same(seal, self.last) for seq, seal in self.known):
            raise BrokenError(f"Entry {self.seq} is another one than was noted outside the database.")

    def _end(self, chain: Chain) -> None:
        if self.seq < self.furthest:
            raise BrokenError(
                f"The trail ends with entry {self.seq}, but entry {self.furthest} had been sealed: its end was cut "
                "off, or an older state of the table put in its place."
            )
        if (chain.seq, chain.seal) != (self.seq, self.last) and (self.seq or chain.seq):
            raise BrokenError(f"The trail ends with entry {self.seq}, but __trace_chain says {chain.seq}.")


def pruned_mark(key: TraceKey, chain: str, seq: int, seal: str) -> str:
    """What proves that the site itself pruned the entries up to ``seq``."""
    return key.sign("pruned", chain, seq, seal)


def _unsealed(connection: sa.Connection) -> tuple[int, datetime | None]:
    found = connection.execute(
        sa.select(sa.func.count(), sa.func.min(_columns.creation)).where(_columns.seq.is_(None))
    ).one()
    return int(found[0]), found[1]


def _lost_anchor(site: Site) -> str:
    return f"{FILE} of {site.name} is gone: nothing outside the database says where the trail ends."


def _same(stored: str | None, computed: str) -> bool:
    return hmac.compare_digest((stored or "").encode(), computed.encode())


def _told(row: sa.RowMapping) -> str:
    return f"Entry {row['seq']} ({_said(row)})"


def _said(row: sa.RowMapping) -> str:
    moment = row["creation"]
    when = moment.isoformat(" ", "seconds") if isinstance(moment, datetime) else moment
    about = " ".join(str(row[key]) for key in ("reference_doctype", "reference_name") if row[key])
    return ", ".join(part for part in (str(row["operation"]), str(row["user"]), about, str(when)) if part)
