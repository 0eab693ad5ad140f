"""Cards in an order of one's own: kept for each user and board, and never a way to what one may not see."""

from __future__ import annotations

from typing import Any

import frappe
import pytest
from comptoir.context import Context
from comptoir.desk import boards, card_order, user_settings
from comptoir.errors import BadRequestError, PermissionError

from ...conftest import Acting
from .conftest import ANNA


@pytest.fixture
def cards(ctx: Context) -> dict[str, str]:
    """The names of five clients by their titles."""
    return {title: client(title) for title in "ABCDE"}


def client(title: str, status: str = "Active") -> str:
    made = frappe.get_doc(doctype="Client", client_name=title, status=status)
    return str(made.insert().name)


def shown(ctx: Context, value: str = "Active", **about: Any) -> str:
    asked = {"by": "status", "fields": ["client_name"], "order_by": "client_name asc", **about}
    answer = boards.board(ctx, "Client", **asked)
    pile = next(each for each in answer["columns"] if each["value"] == value)
    return "".join(row["client_name"] for row in pile["rows"]) + ("+" if pile["has_more"] else "")


def lay(ctx: Context, names: list[str], **about: Any) -> None:
    boards.lay(ctx, "Client", "status", names, "Active", **about)


def test_what_is_laid_comes_first_and_what_is_new_above_it(ctx: Context, cards: dict[str, str]) -> None:
    assert "ABCDE" == shown(ctx)
    lay(ctx, [cards["D"], cards["B"]])
    assert "DBACE" == shown(ctx)
    client("Z")
    assert "ZDBACE" == shown(ctx)
    frappe.db.set_value("Client", cards["D"], "status", "Lost")
    assert "ZBACE" == shown(ctx)
    lay(ctx, [])
    assert "ABCEZ" == shown(ctx)


def test_a_column_goes_on_where_it_stopped(ctx: Context, cards: dict[str, str]) -> None:
    lay(ctx, [cards["E"], cards["C"], cards["A"]])
    assert "EC+" == shown(ctx, page_length=2)
    asked = {"fields": ["client_name"], "order_by": "client_name asc", "page_length": 2}
    pages = [boards.column(ctx, "Client", "status", "Active", start=start, **asked) for start in (2, 4)]
    assert ["AB", "D"] == ["".join(row["client_name"] for row in page["rows"]) for page in pages]
    assert [True, False] == [page["has_more"] for page in pages]


def test_each_board_and_each_user_has_its_own(ctx: Context, cards: dict[str, str], acting: Acting) -> None:
    lay(ctx, [cards["E"]])
    assert "ABCDE" == shown(ctx, board="My view")
    with acting(ANNA) as anna:
        assert {} == card_order.laid_columns(anna, "Client", "", "status")


def test_names_alone_show_nothing(ctx: Context, cards: dict[str, str]) -> None:
    lay(ctx, ["CLI-nobody", cards["C"], client("Hidden", "Lost")])
    assert "CABDE" == shown(ctx)
    assert "BDE" == shown(ctx, filters=[["client_name", "not in", ["A", "C"]]])


@pytest.mark.parametrize("names", [["x"] * 201, [""], [5], ["x" * 141]])
def test_what_is_no_order_is_refused(ctx: Context, names: list[Any]) -> None:
    with pytest.raises(BadRequestError):
        lay(ctx, names)
    assert {} == user_settings.of(ctx, "Client")


def test_a_guest_lays_nothing(ctx: Context, cards: dict[str, str], acting: Acting) -> None:
    with acting("Guest") as guest, pytest.raises(PermissionError):
        lay(guest, [cards["A"]])


@pytest.mark.parametrize(
    "kept", ["x", {"order": []}, {"order": {"": {"status": {"Active": {"names": 3, "at": "?"}}}}}]
)
def test_settings_that_are_none_are_passed_over(ctx: Context, cards: dict[str, str], kept: Any) -> None:
    user_settings.keep(ctx, "Client", {"Kanban": kept})
    assert "ABCDE" == shown(ctx)
    lay(ctx, [cards["B"]])
    assert "BACDE" == shown(ctx)
