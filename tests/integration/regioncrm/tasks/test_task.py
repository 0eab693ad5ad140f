"""Tasks: acceptance, overdue, checklist, repetition, templates."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from typing import Any

import frappe
import pytest
from frappe.utils import get_datetime, now_datetime
from regioncrm.tasks.overdue import refresh_overdue

New = Callable[..., Any]
ActingAs = Callable[[str], AbstractContextManager[None]]


def read(task: Any) -> Any:
    return frappe.get_doc("Task", task.name)


class TestTaskThatNeedsAcceptance:
    @pytest.fixture
    def task(self, new: New, company: Any, acting_as: ActingAs) -> Any:
        with acting_as(company.diane.user):
            return new(
                "Task", subject="Write the report", assigned_to=company.anna.employee, needs_acceptance=1
            )

    def test_is_set_by_whoever_made_it(self, task: Any, company: Any) -> None:
        assert company.diane.user == task.set_by

    def test_who_is_concerned_is_told(self, task: Any, company: Any, acting_as: ActingAs) -> None:
        def told(user: str) -> list[str]:
            about = {"document_name": task.name, "for_user": user}
            return frappe.get_all("Notification Log", about, pluck="subject", order_by="creation asc")

        anna, diane = company.anna.user, company.diane.user
        given = told(anna)
        assert ([True], []) == (["Write the report" in each for each in given], told(diane))
        with acting_as(anna):
            read(task).update({"description": "Soon"}).save()
            read(task).complete("Written")
        assert given == told(anna)
        assert ["say whether the result is good" in each for each in told(diane)] == [True]
        with acting_as(diane):
            read(task).reject("Too short")
        assert [False, True] == ["back to you" in each for each in told(anna)]
        assert 1 == len(told(diane))

    def test_nobody_is_told_of_what_they_gave_themselves(
        self, new: New, company: Any, acting_as: ActingAs
    ) -> None:
        with acting_as(company.anna.user):
            mine = new("Task", subject="Mine", assigned_to=company.anna.employee)
        assert not frappe.get_all("Notification Log", {"document_name": mine.name})

    def test_completing_hands_it_in(self, task: Any, company: Any, acting_as: ActingAs) -> None:
        with acting_as(company.anna.user):
            assert "Waiting for Acceptance" == read(task).complete("Written")

    def test_the_assignee_cannot_finish_it(self, task: Any, company: Any, acting_as: ActingAs) -> None:
        with acting_as(company.anna.user), pytest.raises(frappe.PermissionError, match="accepted by"):
            read(task).update({"status": "Done"}).save()

    def test_the_assignee_cannot_do_without_acceptance(
        self, task: Any, company: Any, acting_as: ActingAs
    ) -> None:
        with acting_as(company.anna.user), pytest.raises(frappe.PermissionError, match="without acceptance"):
            read(task).update({"needs_acceptance": 0, "status": "Done"}).save()

    def test_the_assignee_cannot_accept_it(self, task: Any, company: Any, acting_as: ActingAs) -> None:
        with acting_as(company.anna.user):
            read(task).complete()
            with pytest.raises(frappe.PermissionError):
                read(task).accept()

    def test_another_colleague_cannot_accept_it(self, task: Any, company: Any, acting_as: ActingAs) -> None:
        with acting_as(company.anna.user):
            read(task).complete()
        with acting_as(company.boris.user), pytest.raises(frappe.PermissionError):
            read(task).accept()

    def test_the_setter_accepts_it(self, task: Any, company: Any, acting_as: ActingAs) -> None:
        with acting_as(company.anna.user):
            read(task).complete()
        with acting_as(company.diane.user):
            read(task).accept()
        done = read(task)
        assert ("Done", company.diane.user, True) == (done.status, done.accepted_by, bool(done.completed_on))

    def test_the_setter_sends_it_back_with_a_reason(
        self, task: Any, company: Any, acting_as: ActingAs
    ) -> None:
        with acting_as(company.anna.user):
            read(task).complete()
        with acting_as(company.diane.user):
            read(task).reject("Numbers are missing")
        back = read(task)
        assert ("In Progress", 1, "Numbers are missing") == (
            back.status,
            back.rejections,
            back.rejection_reason,
        )

    def test_sending_back_needs_a_reason(self, task: Any, company: Any, acting_as: ActingAs) -> None:
        with acting_as(company.anna.user):
            read(task).complete()
        with acting_as(company.diane.user), pytest.raises(frappe.ValidationError, match="why"):
            read(task).reject(" ")

    def test_what_was_not_handed_in_is_not_accepted(self, task: Any) -> None:
        with pytest.raises(frappe.ValidationError, match="handed in"):
            task.accept()

    def test_the_setter_stays(self, task: Any, company: Any, acting_as: ActingAs) -> None:
        with acting_as(company.anna.user), pytest.raises(frappe.ValidationError):
            read(task).update({"set_by": company.anna.user}).save()

    def test_naming_oneself_the_setter_does_not_help(
        self, task: Any, company: Any, acting_as: ActingAs
    ) -> None:
        with acting_as(company.anna.user), pytest.raises(frappe.PermissionError, match=company.diane.user):
            read(task).update({"set_by": company.anna.user, "status": "Done"}).save()


class TestTaskWithoutAcceptance:
    def test_completing_finishes_it(self, new: New, company: Any, acting_as: ActingAs) -> None:
        with acting_as(company.anna.user):
            task = new("Task", subject="Call back", assigned_to=company.anna.employee)
            assert "Done" == task.complete("They will order on Monday")

    def test_reopening_forgets_the_completion(self, new: New) -> None:
        task = new("Task", subject="Call back", status="Done")
        assert task.update({"status": "In Progress"}).save().completed_on is None

    def test_it_takes_the_branch_of_the_assignee(self, new: New, company: Any) -> None:
        assert company.branch == new("Task", subject="Call back", assigned_to=company.anna.employee).branch


class TestDates:
    def test_due_before_start_is_refused(self, new: New) -> None:
        with pytest.raises(frappe.ValidationError, match="before it starts"):
            new("Task", subject="Call", start_on="2026-11-23 10:00:00", due_on="2026-11-23 09:00:00")

    def test_reminder_after_due_is_refused(self, new: New) -> None:
        with pytest.raises(frappe.ValidationError, match="reminder"):
            new("Task", subject="Call", due_on="2026-11-23 09:00:00", remind_on="2026-11-23 09:01:00")


class TestOverdue:
    def test_a_late_task_is_marked_when_saved(self, new: New) -> None:
        assert 1 == new("Task", subject="Late", due_on=now_datetime() - timedelta(hours=1)).is_overdue

    def test_the_nightly_run_marks_what_became_late(self, new: New) -> None:
        task = new("Task", subject="Soon late", due_on=now_datetime() + timedelta(hours=1))
        frappe.db.set_value("Task", task.name, "due_on", now_datetime() - timedelta(hours=1))
        modified = frappe.db.get_value("Task", task.name, "modified")
        refresh_overdue()
        assert (1, modified) == frappe.db.get_value("Task", task.name, ["is_overdue", "modified"])

    def test_the_nightly_run_clears_what_is_no_longer_late(self, new: New) -> None:
        task = new("Task", subject="Late", due_on=now_datetime() - timedelta(hours=1))
        frappe.db.set_value("Task", task.name, "due_on", now_datetime() + timedelta(days=1))
        refresh_overdue()
        assert 0 == frappe.db.get_value("Task", task.name, "is_overdue")

    def test_a_second_run_changes_nothing(self, new: New) -> None:
        new("Task", subject="Late", due_on=now_datetime() - timedelta(hours=1))
        refresh_overdue()
        assert {"marked": 0, "cleared": 0} == refresh_overdue()


class TestChecklist:
    @pytest.fixture
    def task(self, new: New) -> Any:
        steps = [{"step": "Ask"}, {"step": "Write"}]
        return new("Task", subject="Visit", checklist=steps, checklist_required=1)

    def test_progress_is_the_part_that_is_done(self, task: Any) -> None:
        task.checklist[0].done = 1
        assert 50 == task.save().progress

    def test_a_done_step_says_when_and_by_whom(self, task: Any) -> None:
        task.checklist[0].done = 1
        row = task.save().checklist[0]
        assert ("Administrator", True) == (row.done_by, bool(row.done_on))

    def test_an_open_step_keeps_the_task_open(self, task: Any) -> None:
        task.checklist[0].done = 1
        with pytest.raises(frappe.ValidationError, match="Write"):
            task.complete()


class TestRepetition:
    def test_the_next_task_follows_from_the_due_time(self, new: New) -> None:
        due = datetime(2026, 1, 31, 9, 0)
        task = new(
            "Task", subject="Report", due_on=due, repeats="Monthly", checklist=[{"step": "Count", "done": 1}]
        )
        task.complete()
        found = frappe.get_doc("Task", {"subject": "Report", "status": "Open"})
        assert (datetime(2026, 2, 28, 9, 0), 0) == (get_datetime(found.due_on), found.checklist[0].done)

    def test_it_ends_with_the_last_day(self, new: New) -> None:
        task = new(
            "Task",
            subject="Report",
            due_on="2026-01-30 09:00:00",
            repeats="Weekly",
            repeat_until="2026-02-01",
        )
        task.complete()
        assert 1 == frappe.db.count("Task", {"subject": "Report"})


class TestTemplate:
    def test_makes_a_task_with_its_steps(self, new: New, company: Any, acting_as: ActingAs) -> None:
        template = new(
            "Task Template",
            template_name="Test visit",
            subject="Visit",
            due_in_days=2,
            checklist=[{"step": "Ask"}],
        )
        with acting_as(company.anna.user):
            task = frappe.get_doc("Task", frappe.get_doc("Task Template", template.name).create_task())
        expected = ("Visit", company.anna.employee, company.anna.user, ["Ask"])
        assert expected == (task.subject, task.assigned_to, task.set_by, [row.step for row in task.checklist])


class TestPartOfAnotherTask:
    def test_a_loop_is_refused(self, new: New) -> None:
        first = new("Task", subject="First")
        second = new("Task", subject="Second", parent_task=first.name)
        with pytest.raises(frappe.ValidationError, match="below"):
            first.update({"parent_task": second.name}).save()


@pytest.mark.parametrize("fieldname", ["estimate", "spent"])
def test_nobody_works_on_a_task_for_years(new: New, fieldname: str) -> None:
    year = 366 * 24 * 3600
    assert year == new("Task", subject="Tidy up", **{fieldname: year}).get(fieldname)
    with pytest.raises(frappe.ValidationError, match="more than 366 days"):
        new("Task", subject="Tidy up", **{fieldname: year + 60})
