"""A bounded memory begins anew where it would grow too large."""

from __future__ import annotations

from comptoir.bounded import Bounded


def test_begins_anew_with_the_entry_that_is_one_too_many() -> None:
    known: Bounded[str, int] = Bounded(2)
    known["a"], known["b"], known["b"] = 1, 2, 3
    assert {"a": 1, "b": 3} == known
    known["c"] = 4
    assert {"c": 4} == known
