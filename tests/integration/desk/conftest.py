"""A company of two branches, and jobs that are run in this process."""

from __future__ import annotations

from typing import Any

import frappe
import pytest
from comptoir.context import Context

ANNA, BORIS = "anna@example.com", "boris@example.com"


def new(doctype: str, **values: Any) -> Any:
    return frappe.get_doc({"doctype": doctype, **values}).insert()


@pytest.fixture
def clients(ctx: Context) -> list[str]:
    """Two clients of Lyon, where Anna sells, and one of Lille, where Boris leads sales."""
    for branch in ("Lyon", "Lille"):
        new("Branch", branch_name=branch)
    for user, role, branch in ((ANNA, "Sales User", "Lyon"), (BORIS, "Sales Manager", "Lille")):
        new("User", email=user, first_name=user[:5], roles=[{"role": role}], scopes=[{"scope": branch}])
    settings = frappe.get_doc("System Settings")
    settings.limit_to_scope = 1
    settings.save()
    made = [
        new("Client", client_name=f"Client {number}", branch=branch, city="Old", bank_account="0001234").name
        for number, branch in enumerate(("Lyon", "Lyon", "Lille"))
    ]
    ctx.db.commit()
    return [str(name) for name in made]
