"""The reference of the Python interface is made from the names, and is the one in ``docs/``."""

from __future__ import annotations

from pathlib import Path

import frappe
import pytest
from comptoir.documents import Document
from frappe import _reference, exceptions, utils
from frappe._differences import DIFFERENCES

PAGE = Path(__file__).parents[3] / "docs/reference" / _reference.PAGE


@pytest.fixture(scope="module")
def page() -> str:
    return _reference.page()


def test_has_not_drifted(page: str) -> None:
    assert page == PAGE.read_text(encoding="utf-8"), "Run: python -m frappe._reference docs/reference"


def test_names_everything(page: str) -> None:
    names = [*utils.__all__, *exceptions.__all__, *(n for n in dir(Document) if not n.startswith("_"))]
    names += [
        name
        for name in frappe.__all__
        if name not in ("defaults", "exceptions", "model", "permissions", "utils")
    ]
    assert [] == [name for name in names if f"| `{name}" not in page]


def test_every_difference_is_of_a_name_there_is(page: str) -> None:
    shown = [name for name, sentence in DIFFERENCES.items() if f"| {sentence} |".replace("||", "") in page]
    assert [] == sorted(set(DIFFERENCES) - set(shown))


def test_every_name_says_what_it_does(page: str) -> None:
    assert [] == [
        line for line in page.splitlines() if line.startswith("| `") and line.split(" | ")[1].strip() == ""
    ]


def test_is_written_by_one_command(tmp_path: Path) -> None:
    _reference.main(str(tmp_path))
    assert [PAGE.name] == [path.name for path in tmp_path.iterdir()]
