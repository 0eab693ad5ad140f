"""The generated reference pages are those the registries would make today."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from comptoir.meta.checks import RULES
from comptoir.meta.docs import PAGES, checks_page, field_types_page, main
from comptoir.meta.fieldtypes import REGISTRY
from comptoir.meta.rules import NORMALISERS

REFERENCE = Path(__file__).parents[3] / "docs" / "reference"


class TestTheReferencePages:
    @pytest.mark.parametrize(("name", "page"), PAGES.items(), ids=list(PAGES))
    def test_have_not_drifted(self, name: str, page: Callable[[], str]) -> None:
        assert page() == (REFERENCE / name).read_text(encoding="utf-8")

    def test_name_every_field_type(self) -> None:
        page = field_types_page()
        assert [] == [name for name in REGISTRY.names() if f"| {name} |" not in page]

    def test_name_every_normaliser(self) -> None:
        page = field_types_page()
        assert [] == [name for name in NORMALISERS if f"`{name}`" not in page]

    def test_name_every_check(self) -> None:
        page = checks_page()
        assert [] == [rule.id for rule in RULES if f"`{rule.id}`" not in page]

    def test_are_written_by_one_command(self, tmp_path: Path) -> None:
        main(str(tmp_path))
        assert sorted(PAGES) == sorted(path.name for path in tmp_path.iterdir())
