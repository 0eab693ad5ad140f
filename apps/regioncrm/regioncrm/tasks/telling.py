"""Telling people of tasks behind their bell: who is to do one, who is to accept it, who gets it back."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.utils import cint, get_fullname

from regioncrm.org.employee import user_of
from regioncrm.tasks import flow

if TYPE_CHECKING:
    from regioncrm.tasks.task import Task


def tell(task: Task) -> None:
    """Tell whom the save going on concerns, each in their language; nobody of what they did themselves."""
    before = task.get_doc_before_save()
    if task.status in flow.UNFINISHED and not (before and before.assigned_to == task.assigned_to):
        _ring(
            task, user_of(task.assigned_to), lambda lang: _("{0} gave you the task “{1}”", lang), "Assignment"
        )
    if before and before.status != task.status == flow.HANDED_IN:
        _ring(task, task.set_by, lambda lang: _("{0} finished “{1}”: say whether the result is good", lang))
    if before and cint(task.rejections) > cint(before.rejections):
        _ring(task, user_of(task.assigned_to), lambda lang: _("{0} sent “{1}” back to you", lang))


def _ring(task: Task, user: str | None, sentence: Callable[[str | None], str], kind: str = "Alert") -> None:
    here = frappe.session.user
    person = frappe.db.get_value("User", user, ["enabled", "language"], as_dict=True) if user else None
    if person is None or user == here or not person.enabled:
        return
    frappe.get_doc(
        {
            "doctype": "Notification Log", "type": kind, "for_user": user, "from_user": here,
            "document_type": task.doctype, "document_name": task.name,
            "subject": sentence(person.language or None).format(get_fullname(here), task.subject),
        }
    ).insert(ignore_permissions=True)  # fmt: skip
