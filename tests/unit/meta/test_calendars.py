"""Which fields make a calendar."""

from __future__ import annotations

from dataclasses import replace

import pytest
from comptoir.meta.additions import packed
from comptoir.meta.calendars import Calendar, calendar_of
from comptoir.meta.load import from_json, to_json
from comptoir.meta.model import DocType, Field

WHO = Field("who", "Link", options="User")
FOUND = DocType(
    "Visit",
    fields=(
        Field("noted_on", "Datetime", read_only=True),
        Field("old_on", "Date", hidden=True),
        Field("begins", "Datetime"),
        Field("asked_on", "Date"),
        Field("valid_till", "Date"),
        WHO,
    ),
)
DECLARED = replace(
    FOUND, calendar_start="asked_on", calendar_end="begins", calendar_lane="who", calendar_busy=True
)


class TestAFoundCalendar:
    def test_goes_from_the_first_date_people_set_to_one_that_says_it_ends(self) -> None:
        assert Calendar("begins", "valid_till") == calendar_of(FOUND)

    def test_has_no_end_where_nothing_says_so(self) -> None:
        fields = tuple(field for field in FOUND.fields if field.fieldname != "valid_till")
        assert Calendar("begins") == calendar_of(replace(FOUND, fields=fields))

    def test_is_none_without_a_date(self) -> None:
        assert calendar_of(DocType("Note", fields=(WHO,))) is None

    @pytest.mark.parametrize("kind", ["issingle", "istable", "is_virtual"])
    def test_is_none_of_what_has_no_list(self, kind: str) -> None:
        assert calendar_of(replace(FOUND, **{kind: True})) is None

    def test_never_tells_when_others_are_busy(self) -> None:
        found = calendar_of(replace(FOUND, calendar_busy=True))
        assert (found is not None, found and found.busy) == (True, False)


class TestADeclaredCalendar:
    def test_is_what_is_declared(self) -> None:
        assert Calendar("asked_on", "begins", "who", busy=True) == calendar_of(DECLARED)

    def test_is_none_for_who_does_not_see_its_beginning(self) -> None:
        assert calendar_of(DECLARED, lambda field: field.fieldname != "asked_on") is None

    @pytest.mark.parametrize("unseen", ["begins", "who"])
    def test_tells_nothing_of_others_to_who_does_not_see_all_of_it(self, unseen: str) -> None:
        found = calendar_of(DECLARED, lambda field: field.fieldname != unseen)
        assert (found is not None, found and found.busy) == (True, False)

    def test_travels_and_comes_back(self) -> None:
        sent = packed(to_json(DECLARED))
        assert ("asked_on", 1) == (sent["comptoir_calendar_start"], sent["comptoir_calendar_busy"])
        assert DECLARED == from_json(sent)
