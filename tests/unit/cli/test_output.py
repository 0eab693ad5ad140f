"""What commands print where nobody watches."""

from __future__ import annotations

import pytest
from comptoir.cli import output
from comptoir.cli.output import _PlainSteps


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(output, "time", made)
    return made


class TestPlainSteps:
    def test_short_work_is_silent(self, clock: Clock) -> None:
        said: list[str] = []
        step = _PlainSteps(said.append)
        for done in range(1, 4):
            step("Loading", done, 3)
        assert [] == said

    def test_long_work_is_told_now_and_then_and_at_its_end(self, clock: Clock) -> None:
        said: list[str] = []
        step = _PlainSteps(said.append)
        for done in range(1, 31):
            step("Loading", done, 30)
            clock.now += 0.5
        assert ["Loading: 3 of 30", "Loading: 23 of 30", "Loading: 30 of 30"] == said

    def test_work_without_a_count_is_told_at_once(self, clock: Clock) -> None:
        said: list[str] = []
        _PlainSteps(said.append)("Filling in", 0, 0)
        assert ["Filling in"] == said
