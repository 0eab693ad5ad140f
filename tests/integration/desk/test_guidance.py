"""What newcomers were offered and have done: remembered of each user, and of nobody else."""

from __future__ import annotations

import pytest
from comptoir.context import Context
from comptoir.desk import guidance
from comptoir.desk.boot import boot
from comptoir.errors import BadRequestError, PermissionError

from ...conftest import Acting
from .conftest import ANNA


def test_is_told_when_the_desk_starts(ctx: Context, clients: list[str], acting: Acting) -> None:
    with acting(ANNA) as anna:
        assert {} == boot(anna)["guidance"]
        guidance.remember(anna, "search", "used")
        assert {"search": "used", "tour": "declined"} == guidance.remember(anna, "tour", "declined")
        assert {"search": "used", "tour": "declined"} == boot(anna)["guidance"]
    assert {} == boot(ctx)["guidance"]


def test_a_tour_once_finished_stays_so(ctx: Context) -> None:
    guidance.remember(ctx, "tour", "declined")
    guidance.remember(ctx, "tour", "finished")
    assert {"tour": "finished"} == guidance.remember(ctx, "tour", "declined")


@pytest.mark.parametrize(
    ("what", "how"),
    [("tour", "x" * 70_000), ("tour", ""), ("User", "finished"), ("", ""), ("search", "finished")],
)
def test_nothing_else_is_remembered(ctx: Context, what: str, how: str) -> None:
    with pytest.raises(BadRequestError):
        guidance.remember(ctx, what, how)
    assert {} == guidance.told(ctx)


def test_nothing_is_remembered_of_a_guest(ctx: Context, acting: Acting) -> None:
    with acting("Guest") as guest, pytest.raises(PermissionError):
        guidance.remember(guest, "tour", "finished")
