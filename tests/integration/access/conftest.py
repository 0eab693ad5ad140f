"""A company of two branches with people who are held to one of them."""

from __future__ import annotations

from typing import Any

import frappe
import pytest
from comptoir.context import Context

ANNA, BORIS, DIANE = "anna@example.com", "boris@example.com", "diane@example.com"


def new(doctype: str, **values: Any) -> Any:
    return frappe.get_doc({"doctype": doctype, **values}).insert()


def names(doctype: str, **options: Any) -> list[str]:
    rows = frappe.get_list(doctype, fields=["name"], limit_page_length=0, **options)
    return sorted(row["name"] for row in rows)


def limit_staff(on: int = 1) -> None:
    settings = frappe.get_doc("System Settings")
    settings.limit_to_scope = on
    settings.save()


@pytest.fixture
def company(ctx: Context) -> dict[str, str]:
    """Lyon, with Lyon Sud under it, and Lille; Anna sells in Lyon, Boris in Lille, Diane directs."""
    for name, parent in (("Lyon", None), ("Lyon Sud", "Lyon"), ("Lille", None)):
        new("Branch", branch_name=name, parent_branch=parent)
    people = ((ANNA, "Sales User", "Lyon"), (BORIS, "Sales Manager", "Lille"), (DIANE, "Director", None))
    for user, role, branch in people:
        scopes = [{"scope": branch, "include_descendants": 1}] if branch else []
        new("User", email=user, first_name=user[:5], roles=[{"role": role}], scopes=scopes)
    limit_staff()
    return {
        branch: str(
            new("Client", client_name=f"Of {branch}", branch=branch, phone=f"+3318480001{number}").name
        )
        for number, branch in enumerate(("Lyon", "Lyon Sud", "Lille"))
    }
