"""The rules of a task: statuses, overdue, progress, repetition."""

from __future__ import annotations

from datetime import datetime

import pytest
from regioncrm.tasks import flow

NOW = datetime(2026, 11, 23, 12, 0)
EARLIER, LATER = datetime(2026, 11, 23, 11, 59), datetime(2026, 11, 23, 12, 1)
STATUSES = (flow.OPEN, flow.STARTED, flow.HANDED_IN, flow.DONE, flow.CANCELLED)


class TestTaskThatNeedsAcceptance:
    @pytest.mark.parametrize("before", [flow.OPEN, flow.STARTED, flow.HANDED_IN])
    def test_the_assignee_cannot_finish_it(self, before: str) -> None:
        assert not flow.may_follow(before, flow.DONE, needs_acceptance=True, may_accept=False)

    def test_the_assignee_can_hand_it_in(self) -> None:
        assert flow.may_follow(flow.STARTED, flow.HANDED_IN, needs_acceptance=True, may_accept=False)

    def test_the_assignee_can_take_it_back(self) -> None:
        assert flow.may_follow(flow.HANDED_IN, flow.STARTED, needs_acceptance=True, may_accept=False)

    def test_the_setter_can_finish_it(self) -> None:
        assert flow.may_follow(flow.HANDED_IN, flow.DONE, needs_acceptance=True, may_accept=True)

    def test_the_assignee_can_neither_cancel_nor_reopen_it(self) -> None:
        moves = [(flow.OPEN, flow.CANCELLED), (flow.DONE, flow.OPEN), (flow.CANCELLED, flow.OPEN)]
        assert [False] * 3 == [
            flow.may_follow(a, b, needs_acceptance=True, may_accept=False) for a, b in moves
        ]


class TestTaskWithoutAcceptance:
    def test_anybody_can_finish_it(self) -> None:
        assert flow.may_follow(flow.OPEN, flow.DONE, needs_acceptance=False, may_accept=False)

    def test_it_is_never_handed_in(self) -> None:
        assert not flow.may_follow(flow.OPEN, flow.HANDED_IN, needs_acceptance=False, may_accept=True)

    def test_a_cancelled_task_is_reopened_before_it_is_done(self) -> None:
        assert not flow.may_follow(flow.CANCELLED, flow.DONE, needs_acceptance=False, may_accept=True)

    @pytest.mark.parametrize("status", STATUSES)
    def test_staying_is_always_allowed(self, status: str) -> None:
        assert flow.may_follow(status, status, needs_acceptance=True, may_accept=False)


class TestOverdue:
    def test_unfinished_after_the_due_time(self) -> None:
        assert flow.is_overdue(flow.STARTED, EARLIER, NOW)

    def test_not_before_the_due_time(self) -> None:
        assert not flow.is_overdue(flow.OPEN, LATER, NOW)

    def test_not_without_a_due_time(self) -> None:
        assert not flow.is_overdue(flow.OPEN, None, NOW)

    @pytest.mark.parametrize("status", [flow.HANDED_IN, flow.DONE, flow.CANCELLED])
    def test_not_once_it_left_the_assignee(self, status: str) -> None:
        assert not flow.is_overdue(status, EARLIER, NOW)


class TestProgress:
    def test_part_of_the_checklist(self) -> None:
        assert flow.progress([True, False, False], flow.OPEN) == 33.3

    def test_without_a_checklist_only_done_counts(self) -> None:
        assert [flow.progress([], flow.STARTED), flow.progress([], flow.DONE)] == [0.0, 100.0]


class TestRepetition:
    def test_a_week_later_at_the_same_time(self) -> None:
        assert flow.next_time(NOW, "Weekly") == datetime(2026, 11, 30, 12, 0)

    def test_the_end_of_a_short_month(self) -> None:
        assert flow.next_time(datetime(2027, 1, 31, 9), "Monthly") == datetime(2027, 2, 28, 9)

    def test_december_is_followed_by_january(self) -> None:
        assert flow.next_time(datetime(2026, 12, 15), "Monthly") == datetime(2027, 1, 15)

    def test_a_leap_day_repeats_on_the_28th(self) -> None:
        assert flow.next_time(datetime(2028, 2, 29), "Yearly") == datetime(2029, 2, 28)

    def test_never_has_no_next_time(self) -> None:
        assert flow.next_time(NOW, "Never") is None
