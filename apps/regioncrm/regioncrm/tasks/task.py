"""Task: something one person has to do by a certain time.

Invariants: a task that needs acceptance becomes Done only through the person who set it, a director or a
system manager; `completed_on` is set exactly while the task is Done; a repeating task has one successor
per completion. `is_overdue` is true as of the last save or nightly run (see `regioncrm.tasks.overdue`),
for use in filters; what is exact at the moment of reading is `Task.late_now`.
"""

from __future__ import annotations

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, flt, get_datetime, getdate, now_datetime

from regioncrm.org.tree import check_parent
from regioncrm.tasks import flow, telling

MOST_DAYS = 366
MOST_SECONDS = MOST_DAYS * 24 * 3600
ACCEPTING_ROLES = {"System Manager", "Director"}


class Task(Document):
    """Guards the flow of statuses and computes progress, overdue and completion."""

    def validate(self) -> None:
        self.set_by = self.set_by or frappe.session.user
        self.status = self.status or flow.OPEN
        self.check_dates()
        self.check_durations()
        self.check_flow()
        self.follow_checklist()
        self.follow_status()
        self.take_client_of_deal()
        self.take_branch()
        check_parent(self, "parent_task")
        self.is_overdue = cint(self.late_now())

    def late_now(self) -> bool:
        """Whether the task is overdue at this moment."""
        return flow.is_overdue(
            self.status, get_datetime(self.due_on) if self.due_on else None, now_datetime()
        )

    def setter(self) -> str:
        """The user who set the task, whatever the save going on says."""
        before = self.get_doc_before_save()
        return str(before.set_by if before else self.set_by)

    def may_be_accepted_by(self, user: str) -> bool:
        """Whether ``user`` may say that the result is good."""
        return user == self.setter() or bool(ACCEPTING_ROLES & set(frappe.get_roles(user)))

    def check_dates(self) -> None:
        start, due, remind = (
            get_datetime(v) if v else None for v in (self.start_on, self.due_on, self.remind_on)
        )
        if start and due and due < start:
            frappe.throw(
                _("“{0}” is due before it starts. Correct one of the two times.").format(self.subject)
            )
        if remind and due and remind > due:
            frappe.throw(
                _("The reminder of “{0}” comes after the due time. Set it earlier.").format(self.subject)
            )
        if self.repeats and self.repeats != "Never" and not due:
            frappe.throw(_("“{0}” repeats, so it needs a due time to count from.").format(self.subject))

    def check_durations(self) -> None:
        for fieldname in ("estimate", "spent"):
            if flt(self.get(fieldname)) > MOST_SECONDS:
                frappe.throw(
                    _("{0}: nobody works more than {1} days on “{2}”. Check the duration.").format(
                        _(self.meta.get_label(fieldname)), MOST_DAYS, self.subject
                    )
                )

    def check_flow(self) -> None:
        before = self.get_doc_before_save()
        status_before = before.status if before else flow.OPEN
        may_accept = self.may_be_accepted_by(frappe.session.user)
        needs_acceptance = bool(self.needs_acceptance)
        if before and before.needs_acceptance and not needs_acceptance and not may_accept:
            frappe.throw(
                _("Only {0}, who set “{1}”, can do without acceptance.").format(self.setter(), self.subject),
                frappe.PermissionError,
            )
        if flow.may_follow(status_before, self.status, needs_acceptance, may_accept):
            return
        if flow.may_follow(status_before, self.status, needs_acceptance, may_accept=True):
            self.refuse_to_assignee()
        frappe.throw(
            _("“{0}” cannot go from “{1}” to “{2}”.").format(self.subject, _(status_before), _(self.status))
        )

    def refuse_to_assignee(self) -> None:
        """Say what only the setter may do, and what the assignee can do instead."""
        if self.status == flow.DONE:
            sentence = _("“{0}” has to be accepted by {1}. Move it to “{2}” instead.").format(
                self.subject, self.setter(), _(flow.HANDED_IN)
            )
        else:
            sentence = _("Only {0}, who set “{1}”, can cancel or reopen it.").format(
                self.setter(), self.subject
            )
        frappe.throw(sentence, frappe.PermissionError)

    def follow_checklist(self) -> None:
        rows = self.get("checklist")
        for row in rows:
            if row.done and not row.done_on:
                row.done_on, row.done_by = now_datetime(), frappe.session.user
            elif not row.done:
                row.done_on = row.done_by = None
        self.progress = flow.progress([bool(row.done) for row in rows], self.status)
        still_open = [row.step for row in rows if not row.done]
        if self.checklist_required and still_open and self.status in (flow.HANDED_IN, flow.DONE):
            frappe.throw(
                _("“{0}” cannot be finished yet. Steps still open: {1}.").format(
                    self.subject, ", ".join(still_open)
                )
            )

    def follow_status(self) -> None:
        now = now_datetime()
        if self.status in flow.UNFINISHED:
            self.handed_in_on = None
        elif self.status != flow.CANCELLED:
            self.handed_in_on = self.handed_in_on or now
        if self.status != flow.DONE:
            self.completed_on = self.accepted_on = self.accepted_by = None
            return
        self.completed_on = self.completed_on or now
        if self.needs_acceptance and not self.accepted_on:
            self.accepted_on, self.accepted_by = now, frappe.session.user

    def take_client_of_deal(self) -> None:
        if self.deal and not self.client:
            self.client = frappe.db.get_value("Deal", self.deal, "client")

    def take_branch(self) -> None:
        """A task that nobody is assigned to belongs to the branch of what it is about."""
        for doctype, name in (("Deal", self.deal), ("Client", self.client)):
            if name and not self.branch and not self.assigned_to:
                self.branch = frappe.db.get_value(doctype, name, "branch")

    def on_update(self) -> None:
        before = self.get_doc_before_save()
        if before and before.status != flow.DONE and self.status == flow.DONE:
            self.repeat()
        telling.tell(self)

    def repeat(self) -> None:
        """Set the next task of a repeating one, counted from its due time, not from the day it was done."""
        due = flow.next_time(get_datetime(self.due_on), self.repeats or "Never") if self.due_on else None
        if due is None or (self.repeat_until and due.date() > getdate(self.repeat_until)):
            return
        copied = (
            "subject assigned_to set_by priority needs_acceptance estimate is_milestone client deal branch "
            "reference_doctype reference_name parent_task description checklist_required repeats "
            "repeat_until template"
        )
        values = {fieldname: self.get(fieldname) for fieldname in copied.split()}
        start = flow.next_time(get_datetime(self.start_on), self.repeats) if self.start_on else None
        steps = [{"step": row.step} for row in self.get("checklist")]
        successor = frappe.get_doc(
            {"doctype": "Task", **values, "start_on": start, "due_on": due, "checklist": steps}
        )
        successor.insert(ignore_permissions=True)

    @frappe.whitelist()
    def complete(self, result: str | None = None) -> str:
        """Finish the work, or hand it in where the setter accepts the result. Returns the new status."""
        if result:
            self.result = result
        accepted_by_self = not self.needs_acceptance or self.may_be_accepted_by(frappe.session.user)
        self.status = flow.DONE if accepted_by_self else flow.HANDED_IN
        self.save()
        return str(self.status)

    @frappe.whitelist()
    def accept(self) -> str:
        """Agree with the result that was handed in. Returns the new status."""
        if self.status != flow.HANDED_IN:
            frappe.throw(
                _("“{0}” has not been handed in, so there is nothing to accept.").format(self.subject)
            )
        self.status = flow.DONE
        self.save()
        return str(self.status)

    @frappe.whitelist()
    def reject(self, reason: str) -> str:
        """Send the work back to the assignee with a reason. Returns the new status."""
        if self.status != flow.HANDED_IN:
            frappe.throw(
                _("“{0}” has not been handed in, so there is nothing to send back.").format(self.subject)
            )
        if not (reason or "").strip():
            frappe.throw(_("Say why “{0}” is sent back, so that it can be corrected.").format(self.subject))
        if not self.may_be_accepted_by(frappe.session.user):
            frappe.throw(
                _("Only {0}, who set “{1}”, can send it back.").format(self.set_by, self.subject),
                frappe.PermissionError,
            )
        self.status = flow.STARTED
        self.rejections = cint(self.rejections) + 1
        self.rejection_reason = reason.strip()
        self.save()
        return str(self.status)
