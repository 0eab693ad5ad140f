"""The address of a request, behind proxies and behind liars."""

from __future__ import annotations

import pytest
from comptoir.web.proxies import see_through
from comptoir.web.requests import Call
from starlette.datastructures import Headers

OFFICE = ("10.0.0.0/8", "127.0.0.1")


def seen(peer: str, forwarded: str, trusted: tuple[str, ...] = OFFICE, scheme: str = "") -> Call:
    headers = {"x-forwarded-for": forwarded, "x-forwarded-proto": scheme}
    call = Call("GET", (), headers=headers, address=peer)
    see_through(call, trusted)
    return call


class TestAddress:
    @pytest.mark.parametrize(
        ("peer", "forwarded", "address"),
        [
            ("127.0.0.1", "203.0.113.9", "203.0.113.9"),
            ("127.0.0.1", "10.9.9.9, 203.0.113.9", "203.0.113.9"),
            ("127.0.0.1", "203.0.113.9, 10.0.0.2", "203.0.113.9"),
            ("127.0.0.1", "203.0.113.9:5123", "203.0.113.9"),
            ("127.0.0.1", "[2001:db8::1]:443", "2001:db8::1"),
            ("127.0.0.1", "10.0.0.3, 10.0.0.2", "10.0.0.3"),
            ("127.0.0.1", "", "127.0.0.1"),
            ("203.0.113.9", "10.1.2.3", "203.0.113.9"),
        ],
    )
    def test_is_the_nearest_no_proxy_vouches_against(self, peer: str, forwarded: str, address: str) -> None:
        assert seen(peer, forwarded).address == address

    def test_is_the_peer_where_no_proxy_is_trusted(self) -> None:
        assert seen("127.0.0.1", "10.1.2.3", ()).address == "127.0.0.1"

    def test_is_told_by_the_last_of_several_lines(self) -> None:
        """A client may write a line of its own; some proxies add theirs below it instead of lengthening it."""
        lines = [(b"x-forwarded-for", b"10.6.6.6"), (b"x-forwarded-for", b"203.0.113.9")]
        call = Call("GET", (), headers=Headers(raw=lines), address="127.0.0.1")
        see_through(call, ("127.0.0.1",))
        assert call.address == "203.0.113.9"


class TestScheme:
    def test_of_a_trusted_proxy_counts(self) -> None:
        assert seen("127.0.0.1", "203.0.113.9", scheme="http, https").secure

    def test_of_a_stranger_does_not(self) -> None:
        assert not seen("203.0.113.9", "", scheme="https").secure
