"""What the start page tells: what needs somebody now, and what a new site still needs."""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _

from regioncrm.org.employee import employee_of

OPEN = ["status", "in", ["Open", "In Progress"]]


def attention(user: str) -> list[dict[str, Any]]:
    """The route of `user` today, their tasks that are late or due, those handed in to them, and proposals that run out."""
    employee = employee_of(user)
    told = [
        _tasks(_("Waiting for your acceptance"), "handed_in_on", "calm", ["set_by", "=", user],
               ["status", "=", "Waiting for Acceptance"]),
    ]  # fmt: skip
    if employee is None:
        return told
    mine = ["assigned_to", "=", employee]
    now, end = frappe.utils.now(), f"{frappe.utils.today()} 23:59:59"
    return [
        {
            "title": _("My route today"),
            "doctype": "Route Sheet",
            "when": "route_date",
            "called": "name",
            "tone": "soon",
            "filters": [
                ["driver", "=", employee],
                ["route_date", "=", frappe.utils.today()],
                ["status", "in", ["Draft", "On the Road"]],
            ],
        },
        _tasks(_("Overdue"), "due_on", "late", mine, OPEN, ["due_on", "<", now]),
        _tasks(_("Due today"), "due_on", "soon", mine, OPEN, ["due_on", "between", [now, end]]),
        *told,
        {
            "title": _("Proposals that run out this week"),
            "doctype": "Proposal",
            "when": "valid_till",
            "tone": "soon",
            "filters": [
                ["responsible", "=", employee],
                ["status", "=", "Sent"],
                ["valid_till", "timespan", "this week"],
            ],
        },
    ]


def first_steps(user: str) -> list[dict[str, Any]]:
    """Each step with whether it is done: of the site for those who set it up, of their own for everybody else."""
    if "System Manager" not in frappe.get_roles(user):
        return _first_documents(user)
    people = frappe.db.count("User", {"name": ["not in", ["Administrator", "Guest"]], "enabled": 1})
    return [
        _step(_("Enter your branches"), frappe.db.count("Branch") > 0, "Branch", "new"),
        _step(_("Put your letterhead on paper"), _has_own_letterhead(), "Letter Head", "list"),
        _step(_("Invite people"), people > 0, "User", "new"),
        _step(_("Import your clients"), frappe.db.count("Client") > 0, "Client", "import"),
        _step(_("Write the first proposal"), frappe.db.count("Proposal") > 0, "Proposal", "new"),
    ]


def _first_documents(user: str) -> list[dict[str, Any]]:
    """What `user` may make, and whether they ever did."""
    firsts = {"Client": _("Enter your first client"), "Task": _("Plan your first task")}
    return [
        _step(title, frappe.db.count(doctype, {"owner": user}) > 0, doctype, "new")
        for doctype, title in firsts.items()
        if frappe.has_permission(doctype, "create", user=user)
    ]


def _has_own_letterhead() -> bool:
    """Whether one was made, or the one that ships changed."""
    rows = frappe.get_all("Letter Head", fields=["creation", "modified"])
    return any(row.modified > row.creation for row in rows) or len(rows) > 1


def _tasks(title: str, when: str, tone: str, *filters: Any) -> dict[str, Any]:
    return {"title": title, "doctype": "Task", "when": when, "tone": tone, "filters": list(filters)}


def _step(title: str, done: bool, doctype: str, action: str) -> dict[str, Any]:
    return {"title": title, "done": done, "doctype": doctype, "action": action}
