"""Who asks: a guest, staff of two branches in every role, a manager of both, head office, and somebody of no branch."""

from __future__ import annotations

from .oracle import Person

ROLES = (
    "Sales User", "Sales Manager", "Accountant", "Storekeeper", "Service Engineer", "Production User", "Driver", "HR Manager",
)  # fmt: skip
GUEST = Person("Guest")
STRANGER = Person("stranger@example.com")
HEAD = Person("head@example.com", frozenset({"Director"}))
BOTH = Person("both@example.com", frozenset({"Sales Manager"}), frozenset("AB"))
STAFF_A = {
    role: Person(f"{role.replace(' ', '.').lower()}@alpha.example", frozenset({role}), frozenset("A"))
    for role in ROLES
}
ALL_A = Person("everything@alpha.example", frozenset(ROLES), frozenset("A"))
ALL_B = Person("everything@bravo.example", frozenset(ROLES), frozenset("B"))
PEOPLE = (STRANGER, HEAD, BOTH, *STAFF_A.values(), ALL_A, ALL_B)
"""Everybody who signs in."""
