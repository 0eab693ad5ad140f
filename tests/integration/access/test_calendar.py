"""What a calendar shows: documents of a time, and of those one may not read the times alone."""

from __future__ import annotations

import json
from typing import Any

import pytest
from comptoir.context import Context
from comptoir.desk import calendar
from comptoir.errors import BadRequestError, PermissionError
from comptoir.sites import Site

from ...conftest import Acting
from .conftest import ANNA, BORIS, new

WEEK = {"start": "2026-11-23", "end": "2026-11-30"}


def subjects(answer: dict[str, Any]) -> list[str]:
    return sorted(row["subject"] for row in answer["rows"])


def task(subject: str, start: str | None = None, due: str | None = None, **values: Any) -> str:
    return str(new("Task", subject=subject, start_on=start, due_on=due, **values).name)


class TestTheDocumentsOfATime:
    ASKED = {"doctype": "Task", "fields": ["subject"]} | WEEK

    @pytest.fixture(autouse=True)
    def tasks(self, ctx: Context) -> None:
        task("within", "2026-11-24 09:00:00", "2026-11-24 10:00:00")
        task("without end", "2026-11-29 23:59:59")
        task("into it", "2026-11-01 09:00:00", "2026-11-23 00:00:00")
        task("all over it", "2026-11-01 09:00:00", "2026-12-24 10:00:00")
        task("due", None, "2026-11-23 08:00:00")
        task("before", "2026-11-20 09:00:00", "2026-11-22 23:59:59")
        task("begun without end", "2026-11-20 09:00:00")
        task("after", "2026-11-30 00:00:00", "2026-11-30 10:00:00")
        task("due after", None, "2026-11-30 00:00:00")
        task("whenever")

    def test_are_those_that_touch_it(self, ctx: Context) -> None:
        found = calendar.between(ctx, **self.ASKED)
        assert ["all over it", "due", "into it", "within", "without end"] == subjects(found)
        assert found["has_more"] is False

    def test_are_those_of_the_list(self, ctx: Context) -> None:
        found = calendar.between(ctx, **self.ASKED, filters=[["subject", "like", "%it%"]])
        assert ["all over it", "into it", "within", "without end"] == subjects(found)
        found = calendar.between(ctx, **self.ASKED, or_filters=[["subject", "=", "due"], ["name", "=", "x"]])
        assert ["due"] == subjects(found)

    def test_can_go_by_other_dates(self, ctx: Context) -> None:
        found = calendar.between(ctx, **self.ASKED, start_field="due_on")
        assert ["due", "into it", "within"] == subjects(found)

    @pytest.mark.parametrize("fieldname", ["subject", "gone", "checklist", "name"])
    def test_go_by_dates_alone(self, ctx: Context, fieldname: str) -> None:
        with pytest.raises(BadRequestError, match=f"no date {fieldname}"):
            calendar.between(ctx, **self.ASKED, start_field=fieldname)

    def test_are_bounded(self, ctx: Context, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(calendar, "MOST", 3)
        found = calendar.between(ctx, **self.ASKED)
        assert (3, True) == (len(found["rows"]), found["has_more"])


@pytest.fixture
def routes(company: dict[str, str]) -> dict[str, str]:
    """A driver of Lille with two tours on one day, one on another and a cancelled one; a tour of Lyon."""
    people = {}
    for branch in ("Lille", "Lyon"):
        values = {"first_name": "Driver", "last_name": branch, "branch": branch}
        people[branch] = str(new("Employee", **values).name)
    stops = [{"address": "A secret place"}]
    for day in ("2026-11-24", "2026-11-24", "2026-11-26"):
        new("Route Sheet", driver=people["Lille"], route_date=day, stops=stops, remarks="Hush")
    cancelled = new("Route Sheet", driver=people["Lille"], route_date="2026-11-27", stops=stops)
    cancelled.submit()
    cancelled.cancel()
    new("Route Sheet", driver=people["Lyon"], route_date="2026-11-24", stops=stops)
    return people


class TestWhatOthersDo:
    def test_is_told_as_times_and_lane_alone(self, routes: dict[str, str], acting: Acting) -> None:
        with acting(ANNA) as ctx:
            told = calendar.busy(ctx, "Route Sheet", **WEEK)
            shown = calendar.between(ctx, "Route Sheet", fields=["driver"], **WEEK)
        days = [{"lane": routes["Lille"], "start": day, "end": day} for day in ("2026-11-24", "2026-11-26")]
        assert {"rows": days, "has_more": False} == told
        assert [routes["Lyon"]] == [row["driver"] for row in shown["rows"]]
        assert "secret" not in json.dumps(told)

    def test_is_no_news_to_who_may_read_it(self, routes: dict[str, str], acting: Acting) -> None:
        with acting(BORIS) as ctx:
            assert [routes["Lyon"]] == [
                row["lane"] for row in calendar.busy(ctx, "Route Sheet", **WEEK)["rows"]
            ]

    def test_is_kept_where_the_doctype_does_not_tell(self, company: Any, acting: Acting) -> None:
        task("Hush", "2026-11-24 09:00:00", branch="Lille")
        with acting(ANNA) as ctx, pytest.raises(PermissionError, match="does not tell"):
            calendar.busy(ctx, "Task", **WEEK)

    def test_is_kept_from_who_may_see_no_such_documents(self, routes: Any, acting: Acting) -> None:
        new("User", email="nobody@example.com", first_name="N")
        with acting("nobody@example.com") as ctx, pytest.raises(PermissionError):
            calendar.busy(ctx, "Route Sheet", **WEEK)

    def test_times_within_one_another_become_one(self) -> None:
        rows = [
            {"a": "2026-11-24 09:00", "b": "2026-11-24 12:00"},
            {"a": "2026-11-24 10:00", "b": "2026-11-24 11:00"},
            {"a": "2026-11-24 12:00", "b": "2026-11-24 13:00"},
            {"a": None, "b": "2026-11-24 15:00"},
        ]
        joined = [
            (row["start"][11:], row["end"][11:])
            for row in calendar._joined(rows, calendar.Calendar("a", "b"))
        ]
        assert [("09:00", "13:00"), ("15:00", "15:00")] == joined


@pytest.mark.parametrize("unread", ["driver", "route_date"])
def test_nothing_is_told_of_fields_one_may_not_read(site: Site, unread: str) -> None:
    with site.context():
        new("User", email=ANNA, first_name="Anna", roles=[{"role": "Sales User"}])
    with site.context(ANNA) as ctx:
        assert calendar.busy(ctx, "Route Sheet", **WEEK)["rows"] == []
    hidden = {"doc_type": "Route Sheet", "field_name": unread, "property": "permlevel", "value": "1"}
    with site.context():
        new("Property Setter", doctype_or_field="DocField", **hidden)
    with site.context(ANNA) as ctx, pytest.raises(PermissionError, match="does not tell"):
        calendar.busy(ctx, "Route Sheet", **WEEK)
