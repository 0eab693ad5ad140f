"""Every parameter of every exchange, replaced by what nobody should send: the server has a sentence for it, never a 500."""

from __future__ import annotations

import copy
import itertools
import random
from collections.abc import Iterator
from typing import Any

import pytest

from .patterns import Roles
from .replay import Exchange, Speaker, exchanges, groups, send

HOSTILE: tuple[Any, ...] = (
    None, "", "\x00", "'\"`;-- ", "{", "[", "[[", '{"a": [', [], {}, [[]], [{}], {"a": {"b": []}}, [None], 0, -1,
    10**30, 1e308, True, "x" * 5000, "../../etc/passwd", "\U0001f600", "%s%n{0}{{7*7}}", "NaN", "Infinity", "1e999",
    {"name": ["like", None]}, [["name", "=", {}]], [["name", "between", "x"]], "0001-01-01", "9999-99-99 99:99:99",
)  # fmt: skip
PLACES = ("query", "json", "form")
PER_PARAMETER = 1


def spoiled(one: Exchange, values: Iterator[Any]) -> Iterator[Exchange]:
    """``one`` with one of its parameters replaced, a few times for each."""
    for place in PLACES:
        for key in one.get(place) or ():
            for value in itertools.islice(values, PER_PARAMETER):
                changed = copy.deepcopy(one)
                changed[place][key] = value
                yield changed


def hostile(seed: str) -> Iterator[Any]:
    """The hostile values over and over, in an order that ``seed`` decides."""
    order = random.Random(seed)
    while True:
        yield from order.sample(HOSTILE, len(HOSTILE))


@pytest.mark.parametrize("group", groups())
def test_no_parameter_breaks_the_server(group: str, speakers: dict[str, Speaker], roles: Roles) -> None:
    broken = []
    values = hostile(group)
    for one in exchanges(group):
        for changed in spoiled(one, values):
            answer = send(changed, speakers, roles)
            if answer.status_code >= 500:
                sent = {place: changed[place] for place in PLACES if place in changed}
                broken.append(f"{changed['ask']} {sent!r:.300}: {answer.status_code} {answer.text[:200]}")
        send(one, speakers, roles)
    assert [] == broken, "\n" + "\n".join(broken)
