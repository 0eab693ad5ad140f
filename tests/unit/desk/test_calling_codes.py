"""The countries the Desk offers beside a phone number are those the library of the server knows."""

from __future__ import annotations

import re
from pathlib import Path

import phonenumbers
import pytest
from comptoir.desk.calling_codes import as_file, main, rows

FILE = Path(__file__).parents[3] / "apps/comptoir/desk/src/widgets/phone/countries.json"
TOLD_APART_BY_NOTHING = {"MF"}
"""Saint Martin has the numbers of Saint Barthélemy."""


def region_of(number: str) -> str:
    """The region the Desk names: of those with the code the one whose numbers begin so, else the first."""
    sharing = [row for row in rows() if number.startswith(row[1])]
    own = (
        row[0] for row in sharing if row[3] and re.match(f"(?:{row[3]})", number.removeprefix(sharing[0][1]))
    )
    return next(own, sharing[0][0])


class TestTheCallingCodes:
    def test_have_not_drifted(self) -> None:
        assert as_file() == FILE.read_text(encoding="utf-8")

    def test_are_written_where_it_is_asked(self, tmp_path: Path) -> None:
        main(str(tmp_path / "countries.json"))
        assert FILE.read_text(encoding="utf-8") == (tmp_path / "countries.json").read_text(encoding="utf-8")

    @pytest.mark.parametrize("region", sorted(phonenumbers.SUPPORTED_REGIONS - TOLD_APART_BY_NOTHING))
    def test_tell_the_example_number_of_a_region(self, region: str) -> None:
        example = phonenumbers.example_number(region)
        number = f"{example.country_code}{phonenumbers.national_significant_number(example)}"
        assert region == region_of(number)
