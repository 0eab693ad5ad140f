"""From where a request really comes, where proxies stand between.

``X-Forwarded-For`` is believed only of the proxies that ``trusted_proxies`` names, and only as far back as they
vouch for it: anybody can write the rest.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from comptoir.access.restrictions import Network, is_within, networks_of
from comptoir.web.requests import Call, every_line

FORWARDED_FOR = "x-forwarded-for"
FORWARDED_PROTO = "x-forwarded-proto"


def see_through(call: Call, trusted: Sequence[str]) -> None:
    """Set the address and the scheme of ``call`` to those of the client behind the ``trusted`` proxies."""
    if not trusted or not is_within(call.address, networks := _networks(tuple(trusted))):
        return
    call.address = client_behind(call.address, every_line(call.headers, FORWARDED_FOR), networks)
    scheme = every_line(call.headers, FORWARDED_PROTO).rpartition(",")[2].strip().lower()
    if scheme:
        call.secure = scheme == "https"


def client_behind(peer: str, forwarded: str, trusted: Sequence[Network]) -> str:
    """The nearest address in ``forwarded`` that is no trusted proxy; the farthest proxy where all are."""
    address = peer
    for hop in reversed([part.strip() for part in forwarded.split(",") if part.strip()]):
        address = _without_port(hop)
        if not is_within(address, trusted):
            break
    return address


def _without_port(hop: str) -> str:
    if hop.startswith("["):
        return hop[1:].partition("]")[0]
    return hop.partition(":")[0] if hop.count(":") == 1 else hop


@lru_cache(maxsize=64)
def _networks(trusted: tuple[str, ...]) -> tuple[Network, ...]:
    return networks_of(" ".join(trusted))
