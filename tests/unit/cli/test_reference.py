"""The references of commands and configuration are made from both, and are the ones in ``docs/``."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from comptoir.backups.schedule import Nightly
from comptoir.cli.config_reference import SECTIONS
from comptoir.cli.main import COMMANDS
from comptoir.cli.reference import PAGES
from comptoir.sites.config import SiteConfig
from comptoir.sites.file_storage import FileStorage
from comptoir.sites.keys import KEYS
from comptoir.sites.limits import Limits, RateLimits

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize("page", PAGES)
def test_the_page_is_up_to_date(page: str) -> None:
    assert PAGES[page]() == (ROOT / page).read_text(), "Run: .venv/bin/python -m comptoir.cli.reference"


def test_every_command_is_described() -> None:
    page = (ROOT / "docs/reference/cli.md").read_text()
    assert [] == [name for name in COMMANDS if f"## {name}\n" not in page]


class TestConfiguration:
    def test_every_declared_key_is_on_the_page(self) -> None:
        shown = {key.name for _, declared in SECTIONS for key in declared}
        assert set(KEYS) == shown

    def test_everything_the_engine_reads_is_declared(self) -> None:
        read = {field.name for field in dataclasses.fields(SiteConfig)} - {"raw"}
        assert set() == read - set(KEYS)

    def test_defaults_are_those_of_the_configuration(self) -> None:
        made = SiteConfig.from_mapping({})
        told = {
            field.name: KEYS[field.name].default for field in dataclasses.fields(made) if field.name != "raw"
        }
        held = {name: getattr(made, name) for name in told}
        held |= {name: list(value) for name, value in held.items() if isinstance(value, tuple)}
        objects = {"limits": Limits(), "rate_limits": RateLimits(), "files": FileStorage()}
        assert objects == {name: held[name] for name in objects}
        held |= {name: {} for name in objects}
        assert held == told

    def test_what_objects_may_hold_is_named(self) -> None:
        for key, kind in (("limits", Limits), ("backup", Nightly)):
            names = {field.name for field in dataclasses.fields(kind)} - {"enabled"}
            assert [] == [name for name in names if f"`{name}`" not in KEYS[key].help]
