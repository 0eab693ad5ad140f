"""What a query says itself leaves out the questions that cannot matter."""

from __future__ import annotations

import pytest
from comptoir.query import NOTHING, And, Column, Condition, Filter, Or, Query, Within, pruned, stated_by
from comptoir.query.model import Fixed, Not

TYPE, NAME = Column("Comment", "reference_doctype"), Column("Comment", "reference_name")


def about(doctype: str) -> Filter:
    return Condition(TYPE, "=", doctype)


def of(doctype: str) -> Filter:
    return And((about(doctype), Within((NAME,), Query(doctype, ()))))


UNTOLD = Condition(TYPE, "is", "not set")
WHOLE = Condition(TYPE, "in", Fixed(["Item", "Task"]))
SEEN = Or((UNTOLD, of("Client"), of("Deal"), WHOLE))


def test_one_of_many_is_left() -> None:
    assert pruned(SEEN, stated_by(And((about("Deal"), Condition(NAME, "=", "D-1"))))) == of("Deal")


@pytest.mark.parametrize("spelling", ["deal", "DEAL", "Deal"])
def test_spellings_are_compared_as_the_database_does(spelling: str) -> None:
    assert pruned(SEEN, stated_by(about(spelling))) == of("Deal")


def test_those_seen_whole_stay() -> None:
    assert pruned(SEEN, stated_by(about("Task"))) == WHOLE


def test_what_nobody_may_see_is_nothing() -> None:
    assert pruned(SEEN, stated_by(about("Proposal"))) == NOTHING


@pytest.mark.parametrize(
    "where",
    [
        Or((about("Deal"), Condition(NAME, "=", "D-1"))),
        Condition(TYPE, "!=", "Deal"),
        Condition(TYPE, "like", "Deal%"),
        Condition(TYPE, "=", ""),
        Not(about("Deal")),
    ],
)
def test_what_states_nothing_leaves_all(where: Filter) -> None:
    assert pruned(SEEN, stated_by(where)) == SEEN


def test_a_contrary_is_left_as_it_is() -> None:
    assert pruned(Not(about("Deal")), stated_by(about("Client"))) == Not(about("Deal"))
