"""Entries of the audit trail: how one is written down, marked with the site's key, and read again.

The mark is an HMAC over the canonical JSON of everything the entry says. It is made when the entry is written, so
nobody without the site's key can write one or change one, sealed or not.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import orjson
import sqlalchemy as sa

from comptoir.db.tables import DATETIME
from comptoir.errors import ConfigurationError
from comptoir.sites.site import Site

trace_table = sa.Table(
    "__trace",
    sa.MetaData(),
    sa.Column("name", sa.String(32), primary_key=True),
    sa.Column("creation", DATETIME),
    sa.Column("modified", DATETIME),
    sa.Column("owner", sa.String(140)),
    sa.Column("modified_by", sa.String(140)),
    sa.Column("operation", sa.String(140)),
    sa.Column("user", sa.String(140)),
    sa.Column("reference_doctype", sa.String(140)),
    sa.Column("reference_name", sa.String(255)),
    sa.Column("ip_address", sa.String(140)),
    sa.Column("detail", sa.Text),
    sa.Column("mark", sa.String(64)),
    sa.Column("seq", sa.BigInteger),
    sa.Column("seal", sa.String(64)),
)
MARKED = (
    "name", "creation", "owner", "operation", "user", "reference_doctype", "reference_name", "ip_address", "detail",
)  # fmt: skip
"""What an entry's mark covers: all it says."""
_LENGTHS = {column.name: column.type.length for column in trace_table.c if isinstance(column.type, sa.String)}
_PURPOSE = b"comptoir audit trail 1"


class TraceKey:
    """The site's key of the trail, derived from its ``encryption_key``; marks and seals."""

    def __init__(self, site: Site):
        secret = site.config.encryption_key
        if not secret:
            raise ConfigurationError(
                f"The site {site.name} has no encryption_key in its site_config.json, so its audit trail cannot be "
                "sealed. Put back the key the site was made with."
            )
        self._key = hmac.digest(secret.encode(), _PURPOSE, "sha256")
        self.id = self.sign("key")[:16]
        """Tells the key from others without giving it away."""

    def sign(self, *parts: Any) -> str:
        """The HMAC over the canonical JSON of ``parts``, in hexadecimal."""
        return hmac.new(self._key, canonical(parts), hashlib.sha256).hexdigest()

    def mark(self, entry: Mapping[str, Any]) -> str:
        """What tells that ``entry``, a row of the trail, is as it was written."""
        return self.sign("entry", {name: _plain(entry[name]) for name in MARKED})

    def seal(self, chain: str, seq: int, before: str, mark: str | None) -> str:
        """What binds the entry marked ``mark`` to the one sealed ``before`` it."""
        return self.sign("seal", chain, seq, before, mark)


def canonical(value: Any) -> bytes:
    """JSON with sorted keys and without spaces: one form per value."""
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS | orjson.OPT_NON_STR_KEYS, default=str)


def new_entry(key: TraceKey, moment: datetime, values: Mapping[str, Any]) -> dict[str, Any]:
    """A row of the trail that holds ``values``, cut to what their columns hold, and the mark over them."""
    entry: dict[str, Any] = {name: _fitting(name, values.get(name)) for name in MARKED}
    entry |= {"name": secrets.token_hex(12), "creation": moment, "detail": values.get("detail")}
    return entry | {"modified": moment, "modified_by": entry["owner"], "mark": key.mark(entry)}


def _fitting(name: str, value: Any) -> str | None:
    """A text the column of both databases takes: no half characters, no more than it holds."""
    if value is None:
        return None
    return str(value).encode("utf-8", "replace").decode()[: _LENGTHS.get(name)]


def _plain(value: Any) -> Any:
    return value.isoformat(" ", "microseconds") if isinstance(value, datetime) else value
