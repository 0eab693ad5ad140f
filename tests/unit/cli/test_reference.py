"""The reference of the command line is made from the commands, and is the one in ``docs/``."""

from __future__ import annotations

from pathlib import Path

from comptoir.cli.main import COMMANDS
from comptoir.cli.reference import render

PAGE = Path(__file__).resolve().parents[3] / "docs/reference/cli.md"


def test_the_page_is_up_to_date() -> None:
    assert render() == PAGE.read_text(), "Run: .venv/bin/python -m comptoir.cli.reference"


def test_every_command_is_described() -> None:
    page = PAGE.read_text()
    assert [] == [name for name in COMMANDS if f"## {name}\n" not in page]
