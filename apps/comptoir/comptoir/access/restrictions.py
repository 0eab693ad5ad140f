"""From where and at which hours people with a role may work: asked when they sign in and with every request."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from comptoir.sentences import Label, Sentence, _

Network = IPv4Network | IPv6Network

DAY_HOURS = 24
NOWHERE: tuple[Network, ...] = (ip_network("0.0.0.0/32"),)
"""An address nobody has."""


@dataclass(frozen=True, slots=True)
class Restriction:
    """What one role asks of those who have it."""

    role: str
    networks: tuple[Network, ...] = ()
    """Empty: from anywhere."""
    after: int = 0
    before: int = 0
    """Hours of the site's clock; 0 is no limit. A night shift begins after it ends: 20 to 6."""

    def refusal(self, address: str, moment: datetime) -> Sentence | None:
        """Why somebody may not work from ``address`` at ``moment``; None where they may."""
        if self.networks and not is_within(address, self.networks):
            return _(
                "People with the role {role} may not work from the address {address}. "
                "Ask an administrator to allow it.",
                role=Label(self.role),
                address=address or "?",
            )
        if not self._is_open(moment.hour):
            return _(
                "People with the role {role} may work from {after}:00 to {before}:00 only.",
                role=Label(self.role),
                after=self.after,
                before=self.before or DAY_HOURS,
            )
        return None

    def _is_open(self, hour: int) -> bool:
        after, before = self.after, self.before or DAY_HOURS
        return after <= hour < before if after <= before else hour >= after or hour < before


def restriction_of(
    role: str, addresses: str | None, after: int | None, before: int | None
) -> Restriction | None:
    """What a row of Role asks; None where it asks nothing."""
    found = Restriction(role, _stored_networks(addresses), after or 0, before or 0)
    return found if found.networks or found.after or found.before else None


def refusal(restrictions: Iterable[Restriction], address: str, moment: datetime) -> Sentence | None:
    """The first reason not to work from ``address`` at ``moment``: every restriction must let pass."""
    for restriction in restrictions:
        reason = restriction.refusal(address, moment)
        if reason is not None:
            return reason
    return None


def networks_of(text: str | None) -> tuple[Network, ...]:
    """The networks in ``text``, one in a line or divided by commas. Raises ``ValueError`` naming the first bad one."""
    return tuple(ip_network(part, strict=False) for part in written(text))


def written(text: str | None) -> list[str]:
    """The addresses in ``text`` as they were written."""
    return (text or "").replace(",", " ").split()


def _stored_networks(text: str | None) -> tuple[Network, ...]:
    """What can be read of ``text``; where that is nothing, nobody is let in."""
    found = []
    for part in written(text):
        with suppress(ValueError):
            found.append(ip_network(part, strict=False))
    return tuple(found) or (NOWHERE if written(text) else ())


def is_within(address: str, networks: Iterable[Network]) -> bool:
    """Whether ``address`` belongs to one of ``networks``; what is no address belongs to none."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, IPv6Address) and found.ipv4_mapped is not None:
        found = found.ipv4_mapped
    return any(found in network for network in networks)
