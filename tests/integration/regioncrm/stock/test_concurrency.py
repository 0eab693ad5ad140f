"""Many documents submitted at the same moment: nothing is sold twice, nothing is lost, nobody waits for ever."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import frappe
import pytest
from comptoir.sites import Bench, Site

from ..at_once import at_once
from . import clerk
from .conftest import PAPER, TONER, Store, balance, ledger_sum

CLERKS = 32


def drafts(number: int, lines: Callable[[int], list[dict[str, Any]]], **header: Any) -> list[str]:
    """Saved entries, not yet submitted."""
    names = [
        str(frappe.get_doc({"doctype": "Warehouse Entry", **header, "items": lines(place)}).insert().name)
        for place in range(number)
    ]
    frappe.db.commit()
    return names


def submit(name: str) -> Callable[[], None]:
    return lambda: frappe.get_doc("Warehouse Entry", name).submit()


class TestThirtyTwoClerksIssueTheLastTwentyReams:
    @pytest.fixture
    def outcome(self, site: Site, stocked: Store) -> list[str]:
        names = drafts(
            CLERKS, lambda _n: [{"item": PAPER, "qty": 1}], purpose="Issue", from_warehouse=stocked.main
        )
        return at_once(site, [submit(name) for name in names])

    def test_twenty_get_one(self, outcome: list[str]) -> None:
        assert (20, 12) == (outcome.count("done"), outcome.count("InsufficientStockError"))

    def test_nothing_is_left(self, outcome: list[str], stocked: Store) -> None:
        assert ((0, 0), (0, 0)) == (balance(PAPER, stocked.main), ledger_sum(PAPER, stocked.main))

    def test_as_many_entries_are_submitted_as_moved_stock(self, outcome: list[str]) -> None:
        assert 20 == frappe.db.count("Warehouse Entry", {"docstatus": 1, "purpose": "Issue"})

    def test_every_ledger_row_has_its_own_number(self, outcome: list[str], stocked: Store) -> None:
        numbers = frappe.get_all(
            "Stock Ledger Entry", filters={"item": PAPER}, pluck="sequence", order_by="sequence asc"
        )
        assert list(range(1, 23)) == numbers


class TestFourProcessesIssueTheLastTwentyReams:
    """As several web processes do: nothing but the database keeps them apart."""

    @pytest.fixture
    def outcome(self, bench: Bench, site: Site, stocked: Store) -> list[str]:
        line = [{"item": PAPER, "qty": 1}]
        names = drafts(CLERKS, lambda _n: line, purpose="Issue", from_warehouse=stocked.main)
        command = [sys.executable, clerk.__file__, str(bench.root), str(bench.sites_path), site.name]
        clerks = [
            subprocess.Popen(
                [*command, *names[number::4]],
                env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
            for number in range(4)
        ]
        assert ["ready\n"] * 4 == [process.stdout.readline() for process in clerks if process.stdout]
        return [line for process in clerks for line in process.communicate("go\n", timeout=120)[0].split()]

    def test_twenty_get_one_and_nothing_is_left(self, outcome: list[str], stocked: Store) -> None:
        assert (20, 12, (0, 0), (0, 0)) == (
            outcome.count("done"), outcome.count("InsufficientStockError"),
            balance(PAPER, stocked.main), ledger_sum(PAPER, stocked.main),
        )  # fmt: skip


class TestFirstReceiptsOfAnItem:
    """The balance row does not exist yet, and everybody wants to make it."""

    def test_all_are_added(self, site: Site, store: Store) -> None:
        names = drafts(
            CLERKS,
            lambda _n: [{"item": TONER, "qty": 0.5, "rate": 10}],
            purpose="Receipt",
            to_warehouse=store.main,
        )
        outcome = at_once(site, [submit(name) for name in names])
        assert (CLERKS, (16, 160)) == (outcome.count("done"), balance(TONER, store.main))

    def test_of_two_items_in_opposite_order(self, site: Site, store: Store) -> None:
        lines = [{"item": PAPER, "qty": 1, "rate": 2}, {"item": TONER, "qty": 1, "rate": 3}]
        names = drafts(
            CLERKS, lambda n: lines[:: 1 if n % 2 else -1], purpose="Receipt", to_warehouse=store.main
        )
        outcome = at_once(site, [submit(name) for name in names])
        assert (CLERKS, (32, 64), (32, 96)) == (
            outcome.count("done"), balance(PAPER, store.main), balance(TONER, store.main)
        )  # fmt: skip


class TestTransfersBackAndForth:
    """Half of them take the locks in the opposite direction."""

    def test_none_waits_for_ever_and_nothing_is_lost(self, site: Site, stocked: Store, move: Any) -> None:
        move("Transfer", PAPER, 10, from_warehouse=stocked.main, to_warehouse=stocked.other)
        there = {"from_warehouse": stocked.main, "to_warehouse": stocked.other}
        back = {"from_warehouse": stocked.other, "to_warehouse": stocked.main}
        names = [
            *drafts(8, lambda _n: [{"item": PAPER, "qty": 1}], purpose="Transfer", **there),
            *drafts(8, lambda _n: [{"item": PAPER, "qty": 1}], purpose="Transfer", **back),
        ]
        random.Random(1).shuffle(names)
        outcome = at_once(site, [submit(name) for name in names])
        assert (16, (10, 40), (10, 40)) == (
            outcome.count("done"), balance(PAPER, stocked.main), balance(PAPER, stocked.other)
        )  # fmt: skip


class TestSubmittingOneEntryTwice:
    def test_moves_the_stock_once(self, site: Site, stocked: Store) -> None:
        (name,) = drafts(
            1, lambda _n: [{"item": PAPER, "qty": 3}], purpose="Issue", from_warehouse=stocked.main
        )
        at_once(site, [submit(name)] * 8)
        assert 17 == balance(PAPER, stocked.main)[0]


class TestCancellingWhileOthersIssue:
    def test_never_below_zero(self, site: Site, stocked: Store, move: Any) -> None:
        receipt = move("Receipt", PAPER, 10, rate=4, to_warehouse=stocked.main)
        names = drafts(
            15, lambda _n: [{"item": PAPER, "qty": 2}], purpose="Issue", from_warehouse=stocked.main
        )
        cancel = [lambda: frappe.get_doc("Warehouse Entry", receipt.name).cancel()]
        at_once(site, [*(submit(name) for name in names), *cancel])
        qty, value = balance(PAPER, stocked.main)
        assert (True, True, (qty, value)) == (qty >= 0, value >= 0, ledger_sum(PAPER, stocked.main))
