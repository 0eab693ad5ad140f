"""Requests to other servers: the one way out, which leads to public addresses alone.

The name is looked up once, every address it has is judged, and the connection goes to the one that was judged, so a
name that answers differently a moment later gains nothing. Redirects are answers, not followed. Proxies named by the
environment are not asked. Hosts of one's own network are reached where they are named one by one.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import SplitResult, urlsplit

from comptoir.errors import ServiceUnavailableError, ValidationError
from comptoir.sentences import _

PATIENCE = 10
"""Seconds the whole exchange may take."""
LARGEST = 1024 * 1024
"""Bytes of an answer that are read."""
CHUNK = 65_536
PORTS = {"http": 80, "https": 443}
_TRANSLATING = (IPv6Network("64:ff9b::/96"), IPv6Network("64:ff9b:1::/48"))
"""Networks whose addresses carry one of version 4 in their last 32 bits."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Question:
    """What it is asked."""

    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes = b""


def ask(question: Question, *, internal: Collection[str] = (), patience: float = PATIENCE) -> Answer:
    """The answer, whatever its status. ``internal`` names hosts that may have private addresses.

    Raises ``ValidationError`` for an address that is not asked, ``ServiceUnavailableError`` where no answer comes.
    """
    parts = _parts(question.url)
    until = time.monotonic() + patience
    try:
        with _line(parts, _checked(parts, internal), until) as line:
            return _exchange(line, parts, question, until)
    except (OSError, http.client.HTTPException) as error:
        raise ServiceUnavailableError(
            _(
                "{host} does not answer: {reason}",
                host=parts.hostname,
                reason=str(error) or type(error).__name__,
            )
        ) from error
    except ValueError as error:
        raise ValidationError(
            _("The request to {host} cannot be sent as it is.", host=parts.hostname)
        ) from error


def check(url: str, *, internal: Collection[str] = ()) -> None:
    """Raise ``ValidationError`` for an address that is not asked, as far as it says so by itself."""
    parts = _parts(url)
    try:
        literal = ip_address(parts.hostname or "")
    except ValueError:
        return
    _judge(parts, literal, internal)


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Whether ``address`` is one of the open internet, whatever it is wrapped in."""
    if isinstance(address, IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1]
        if inner is None and any(address in network for network in _TRANSLATING):
            inner = IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(inner)
    return address.is_global and not address.is_multicast


def _parts(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        known = parts.scheme in PORTS and bool(parts.hostname) and parts.username is None and parts.port != 0
    except ValueError:
        known = False
    if not known or not url.isprintable() or " " in url:
        raise ValidationError(_("{url} is no address of a server: it begins with https://.", url=url[:140]))
    return parts


def _checked(parts: SplitResult, internal: Collection[str]) -> str:
    """The address to connect to: all that the name has are public, or the name is a known one."""
    host = parts.hostname or ""
    port = parts.port or PORTS[parts.scheme]
    found = [str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    for address in found:
        _judge(parts, ip_address(address.partition("%")[0]), internal)
    return found[0]


def _judge(parts: SplitResult, address: IPv4Address | IPv6Address, internal: Collection[str]) -> None:
    if not is_public(address) and parts.hostname not in internal:
        raise ValidationError(
            _(
                "{host} is an address of an internal network, which this site does not ask.",
                host=parts.hostname,
            )
        )


def _line(parts: SplitResult, address: str, until: float) -> socket.socket:
    """A connection to ``address``, encrypted for the name that was asked for where the scheme says so."""
    line = socket.create_connection((address, parts.port or PORTS[parts.scheme]), timeout=_left(until))
    if parts.scheme == "http":
        return line
    try:
        return ssl.create_default_context().wrap_socket(line, server_hostname=parts.hostname)
    except OSError:
        line.close()
        raise


def _exchange(line: socket.socket, parts: SplitResult, question: Question, until: float) -> Answer:
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port or PORTS[parts.scheme])
    connection.default_port = PORTS[parts.scheme]
    connection.sock = line
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    connection.request(question.method, path, question.body or None, dict(question.headers))
    with connection.getresponse() as response:
        return Answer(response.status, dict(response.headers), _read(line, response, until))


def _read(line: socket.socket, response: http.client.HTTPResponse, until: float) -> bytes:
    """The body, at most ``LARGEST`` of it: a server that drips must not hold the process."""
    content = b""
    while len(content) < LARGEST:
        line.settimeout(_left(until))
        chunk = response.read1(CHUNK)
        if not chunk:
            return content
        content += chunk
    return content[:LARGEST]


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError("it takes too long")
    return left
