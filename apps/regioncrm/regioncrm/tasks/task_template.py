"""Task Template: a task that is set again and again, with its steps."""

from __future__ import annotations

from datetime import timedelta

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import now_datetime

from regioncrm.org.employee import employee_of


class TaskTemplate(Document):
    """Creates tasks from itself."""

    @frappe.whitelist()
    def create_task(
        self,
        assigned_to: str | None = None,
        reference_doctype: str | None = None,
        reference_name: str | None = None,
    ) -> str:
        """Set a task from this template. Returns its name."""
        if self.disabled:
            frappe.throw(
                _("The template {0} is no longer used. Choose another one.").format(self.template_name)
            )
        assignee = assigned_to or self.assigned_to or employee_of(frappe.session.user)
        task = frappe.get_doc(
            {
                "doctype": "Task",
                "template": self.name,
                "subject": self.subject,
                "description": self.description,
                "priority": self.priority,
                "estimate": self.estimate,
                "needs_acceptance": self.needs_acceptance,
                "assigned_to": assignee,
                "due_on": now_datetime() + timedelta(days=self.due_in_days or 0),
                "reference_doctype": reference_doctype,
                "reference_name": reference_name,
                "checklist": [{"step": row.step} for row in self.get("checklist")],
            }
        )
        task.insert()
        return str(task.name)
