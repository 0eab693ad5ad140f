"""From where and when a role lets work."""

from __future__ import annotations

from datetime import datetime

import pytest
from comptoir.access.restrictions import Restriction, is_within, networks_of, refusal, restriction_of


def at(hour: int) -> datetime:
    return datetime(2026, 3, 2, hour, 30)


class TestHours:
    @pytest.mark.parametrize(
        ("after", "before", "hour", "open_"),
        [
            (8, 20, 7, False),
            (8, 20, 8, True),
            (8, 20, 19, True),
            (8, 20, 20, False),
            (20, 6, 19, False),
            (20, 6, 23, True),
            (20, 6, 5, True),
            (20, 6, 6, False),
            (8, 0, 23, True),
            (0, 8, 8, False),
            (0, 8, 7, True),
        ],
    )
    def test_hold(self, after: int, before: int, hour: int, open_: bool) -> None:
        reason = Restriction("Driver", after=after, before=before).refusal("", at(hour))
        assert (reason is None) is open_

    def test_none_are_no_restriction(self) -> None:
        assert restriction_of("Driver", "", 0, None) is None


class TestAddresses:
    @pytest.mark.parametrize("address", ["10.1.2.3", "::ffff:10.1.2.3", "2001:db8::1", "192.168.1.20"])
    def test_within_pass(self, address: str) -> None:
        assert is_within(address, networks_of("10.1.0.0/16, 2001:db8::/32\n192.168.1.20"))

    @pytest.mark.parametrize("address", ["10.2.0.1", "", "testclient", "192.168.1.21", "::1", "10.1.2.3.4"])
    def test_outside_do_not(self, address: str) -> None:
        assert not is_within(address, networks_of("10.1.0.0/16 192.168.1.20"))

    def test_that_cannot_be_read_let_nobody_in(self) -> None:
        found = restriction_of("Driver", "the office", 0, 0)
        assert found is not None
        assert found.refusal("10.1.2.3", at(9)) is not None

    def test_every_restriction_must_let_pass(self) -> None:
        wide = Restriction("A", networks_of("10.0.0.0/8"))
        narrow = Restriction("B", networks_of("10.1.0.0/16"))
        assert refusal([wide, narrow], "10.2.0.1", at(9)) is not None
        assert refusal([wide, narrow], "10.1.0.1", at(9)) is None

    def test_the_reason_names_role_and_address(self) -> None:
        reason = Restriction("Driver", networks_of("10.0.0.0/8")).refusal("192.0.2.1", at(9))
        assert "Driver" in str(reason)
        assert "192.0.2.1" in str(reason)
