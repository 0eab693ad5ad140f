"""A small company to act in: two branches, three people with logins, the stages of the pipeline."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Any

import frappe
import pytest
from comptoir.context import Context

ActingAs = Callable[[str], AbstractContextManager[None]]
STAGES = (
    ("Qualification", "Open", 10, 10),
    ("Proposal", "Open", 45, 30),
    ("Won", "Won", 100, 60),
    ("Lost", "Lost", 0, 70),
)


@dataclass(frozen=True)
class Person:
    """An employee and the login."""

    employee: str
    user: str


@dataclass(frozen=True)
class Company:
    """Who there is: Anna sells, Boris sells, Diane directs."""

    head_office: str
    branch: str
    anna: Person
    boris: Person
    diane: Person


def ensure(doctype: str, name: str, **values: Any) -> str:
    """The record called ``name``, made where the site does not have it."""
    if not frappe.db.exists(doctype, name):
        frappe.get_doc({"doctype": doctype, **values}).insert()
    return name


@pytest.fixture
def new(ctx: Context) -> Callable[..., Any]:
    """Inserts a document: ``new("Client", client_name="Acme")``."""

    def insert(doctype: str, **values: Any) -> Any:
        return frappe.get_doc({"doctype": doctype, **values}).insert()

    return insert


@pytest.fixture
def acting_as(ctx: Context) -> ActingAs:
    """Acts as another user for a while: ``with acting_as(user): ...``."""

    @contextmanager
    def act(user: str) -> Iterator[None]:
        before = frappe.session.user
        frappe.set_user(user)
        try:
            yield
        finally:
            frappe.set_user(before)

    return act


@pytest.fixture
def company(ctx: Context) -> Company:
    """Branches, people, stages and a reason to lose."""
    for name, kind, probability, position in STAGES:
        ensure("Deal Stage", name, stage_name=name, kind=kind, probability=probability, position=position)
    ensure("Lost Reason", "Price", reason="Price")
    head_office = ensure("Branch", "Test Paris", branch_name="Test Paris", numbering_prefix="TPAR")
    branch = ensure(
        "Branch", "Test Lyon", branch_name="Test Lyon", parent_branch=head_office, numbering_prefix="TLYO"
    )
    return Company(
        head_office,
        branch,
        hire("Anna", "Petit", branch, "Sales User"),
        hire("Boris", "Orlov", head_office, "Sales User"),
        hire("Diane", "Roux", head_office, "Director"),
    )


def hire(first_name: str, last_name: str, branch: str, role: str) -> Person:
    """A user with a role, and the employee who signs in with it."""
    email = f"{first_name.lower()}@company.example"
    ensure("Role", role, role_name=role)
    ensure("User", email, email=email, first_name=first_name, enabled=1, roles=[{"role": role}])
    employee = frappe.get_doc(
        {
            "doctype": "Employee",
            "first_name": first_name,
            "last_name": last_name,
            "branch": branch,
            "user": email,
        }
    ).insert()
    return Person(str(employee.name), email)
