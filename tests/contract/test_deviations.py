"""The page of deviations says what the exchanges declare, and every declaration is whole."""

from __future__ import annotations

from .deviations import COLUMNS, PAGE, declared, page
from .replay import exchanges, groups


def test_the_page_is_up_to_date() -> None:
    assert page(PAGE.read_text()) == PAGE.read_text()


def test_one_request_has_one_answer() -> None:
    requests = [entry["request"] for entry in declared()]
    assert sorted(set(requests)) == sorted(requests)


def test_every_deviation_says_what_differs_and_why() -> None:
    assert [] == [entry for entry in declared() if set(entry) != set(COLUMNS) or not all(entry.values())]


def test_no_two_exchanges_share_a_name() -> None:
    names = [one["case"] for group in groups() for one in exchanges(group)]
    repeated = {name for name in names if names.count(name) > 1}
    assert set() == {name for name in repeated if not name.startswith("draft_")}


def test_every_exchange_expects_something() -> None:
    kinds = {"body", "error", "holds", "empty", "kind"}
    empty = [one["case"] for group in groups() for one in exchanges(group) if not kinds & one.keys()]
    assert [] == empty
