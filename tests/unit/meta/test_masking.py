"""What a masked value says, and what it does not."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from comptoir.meta import foreign
from comptoir.meta.additions import packed
from comptoir.meta.fitting import fit
from comptoir.meta.load import from_json, to_json
from comptoir.meta.masking import KINDS, looks_masked, masked
from comptoir.meta.model import DocType, Field


def mask(kind: str, value: Any, fieldtype: str = "Data") -> Any:
    return masked(Field("value", fieldtype, masking=kind, permlevel=1), value)


class TestAPhone:
    @pytest.mark.parametrize(
        ("value", "shown"),
        [
            ("+33612345642", "+33 6 •• •• •• 42"),
            ("+79123456789", "+7 9•• •••-••-89"),
            ("+33199001234 ext. 77", "+33 1 •• •• •• 34"),
            ("06 12 34 56 42", "06 •• •• •• 42"),
            ("call Ann 0612345642", "•••• ••• 06••••••42"),
            ("15", "•••••"),
        ],
    )
    def test_keeps_its_country_and_last_digits(self, value: str, shown: str) -> None:
        assert shown == mask("Phone", value)


class TestAnEmail:
    @pytest.mark.parametrize(
        ("value", "shown"),
        [
            ("ann.lee@example.com", "a•••@example.com"),
            ("a@example.com", "•••@example.com"),
            ("ann@a.com, bob@b.com", "a•••@a.com, b•••@b.com"),
            ("nobody", "•••••"),
        ],
    )
    def test_keeps_its_first_letter_and_host(self, value: str, shown: str) -> None:
        assert shown == mask("E-mail", value)


class TestTheLastFour:
    @pytest.mark.parametrize(
        ("value", "shown"), [("FR76 3000 6000 0112 3456 7890 185", "•••• 0185"), ("1234567", "•••••")]
    )
    def test_stay_of_a_long_value(self, value: str, shown: str) -> None:
        assert shown == mask("Last 4", value)


class TestAnyMask:
    @pytest.mark.parametrize("kind", [*KINDS, "of another installation"])
    def test_leaves_what_is_empty(self, kind: str) -> None:
        assert [None, ""] == [mask(kind, None), mask(kind, "")]

    @pytest.mark.parametrize("kind", [*KINDS, "of another installation"])
    def test_is_known_for_one(self, kind: str) -> None:
        assert looks_masked(mask(kind, "+33612345642 ann@example.com"))

    @pytest.mark.parametrize("value", [0.0, 12.5, date(1990, 2, 3)])
    def test_is_a_text_whatever_the_value(self, value: Any) -> None:
        assert "•••••" == mask("All", value, "Currency")


class TestTheProperty:
    DECLARED = {"name": "A", "fields": [{"fieldname": "x", "masking": "Phone", "permlevel": 1}]}

    def test_travels_in_a_spelling_that_frappe_leaves_alone(self) -> None:
        assert packed(self.DECLARED)["fields"] == [
            {"fieldname": "x", "comptoir_masking": "Phone", "permlevel": 1}
        ]

    def test_comes_back_whole(self) -> None:
        doctype = from_json(self.DECLARED)
        assert doctype == from_json(packed(to_json(doctype)))

    def test_of_another_installation_that_cannot_be_carried_out_hides_the_field(self) -> None:
        declared = {"name": "A", "fields": [{"fieldname": "x", "masking": "Half", "permlevel": 1}]}
        doctype = foreign.read(declared)
        fitted, notes = fit(doctype, {"A": doctype})
        assert (None, 1, 1) == (fitted.fields[0].masking, fitted.fields[0].permlevel, len(notes))

    def test_means_nothing_where_everybody_reads_the_field(self) -> None:
        assert () == DocType("A", fields=(Field("x", masking="All"),)).masking_fields
