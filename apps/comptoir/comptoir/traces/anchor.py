"""The anchor: the last sealed entry, noted in the site's folder.

Whoever can write the database could cut the end of the chain off or put an older table in its place. The anchor lies
beside the database, signed with the site's key, and only ever moves forward.
"""

from __future__ import annotations

import hmac
import logging
import threading
from collections import defaultdict
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from comptoir.sites.config import read_json, write_json
from comptoir.sites.filelock import FileLock
from comptoir.sites.site import Site
from comptoir.traces.entries import TraceKey

FILE = Path("private") / "audit-anchor.json"
LOCK_SECONDS = 10
log = logging.getLogger("comptoir.traces")
_turns: defaultdict[Path, threading.Lock] = defaultdict(threading.Lock)
"""File locks are between processes; threads of one take turns here."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """One sealed entry: which chain it is of, its place, its seal."""

    chain: str
    seq: int
    seal: str

    def __str__(self) -> str:
        return f"{self.seq}:{self.seal}"


class AnchorError(ValueError):
    """The file of the anchor is not what this site wrote."""


def read_anchor(site: Site, key: TraceKey) -> Anchor | None:
    """The anchor of ``site``, None where nothing was sealed yet. Raises ``AnchorError`` for a file of somebody else."""
    values = read_json(site.path / FILE)
    if not values:
        return None
    try:
        anchor = Anchor(str(values["chain"]), int(values["seq"]), str(values["seal"]))
    except (KeyError, TypeError, ValueError) as error:
        raise AnchorError(str(site.path / FILE)) from error
    if not hmac.compare_digest(_signature(key, anchor), str(values.get("signature", ""))):
        raise AnchorError(str(site.path / FILE))
    return anchor


def advance(site: Site, key: TraceKey, anchor: Anchor, holds: Callable[[Anchor], bool]) -> None:
    """Note ``anchor``. The one there stays where it is further, not ours, or the chain no longer ``holds`` it.

    Then it is evidence: moving on would hide what was cut off.
    """
    path = site.path / FILE
    with _turns[path]:
        lock = FileLock(path.with_suffix(".lock"))
        if not lock.acquire(wait=LOCK_SECONDS):
            log.error("The anchor of the audit trail of %s is locked by another process", site.name)
            return
        try:
            _advance(site, key, anchor, holds)
        except AnchorError:
            log.exception(
                "The anchor of the audit trail of %s is not its own; see ./bench verify-audit", site.name
            )
        finally:
            lock.release()


def _advance(site: Site, key: TraceKey, anchor: Anchor, holds: Callable[[Anchor], bool]) -> None:
    present = read_anchor(site, key)
    if present is not None and (present.chain != anchor.chain or not holds(present)):
        log.error(
            "The audit trail of %s no longer holds entry %s; run ./bench verify-audit", site.name, present.seq
        )
    elif present is None or present.seq < anchor.seq:
        values: dict[str, Any] = asdict(anchor)
        write_json(site.path / FILE, values | {"signature": _signature(key, anchor)})


def _signature(key: TraceKey, anchor: Anchor) -> str:
    return key.sign("anchor", anchor.chain, anchor.seq, anchor.seal)
