"""What runs before pytest: all of it, and what failed is told with its reason."""

from __future__ import annotations

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any, cast

from comptoir.cli.main import Shell
from comptoir.cli.test import Check, _run_checks


def test_all_are_run_and_those_that_failed_say_why() -> None:
    tables: list[list[Sequence[str]]] = []
    out = SimpleNamespace(say=lambda _text: None, table=lambda _head, rows: tables.append(rows))
    ran: list[str] = []

    def check(name: str, why: str) -> Check:
        def run() -> str:
            ran.append(name)
            return why

        return Check(name, run)

    failed = _run_checks(
        cast(Shell, cast(Any, SimpleNamespace(out=out))),
        [check("types", "It ended with 1."), check("style", "")],
    )
    assert (["types", "style"], {"types": "It ended with 1."}) == (ran, failed)
    assert [("types", "FAILED"), ("style", "passed")] == [(row[0], row[1]) for row in tables[0]]
