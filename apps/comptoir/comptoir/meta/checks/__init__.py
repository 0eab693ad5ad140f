"""Checks of declarations: every problem of every doctype at once, before anything is applied.

Each problem has a stable id (``meta.E012``), the place, a sentence and a hint. ``docs/reference/checks.md`` lists all
checks. Checks look only at declarations: no database, no user.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from comptoir.meta.checks import (
    access,
    actions,
    calendars,
    doctype,
    fields,
    linked,
    masking,
    names,
    references,
)
from comptoir.meta.checks.rules import RULES, Rule, Subject
from comptoir.meta.model import DocType

__all__ = ["FAMILIES", "RULES", "Problem", "Rule", "check"]

FAMILIES = (names, fields, references, doctype, actions, linked, access, masking, calendars)
"""The modules with checks; importing one registers its checks."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with a declaration."""

    id: str
    file: str | None
    doctype: str
    field: str | None
    message: str
    hint: str

    def __str__(self) -> str:
        place = f"{self.doctype}.{self.field}" if self.field else self.doctype
        source = f"{self.file}: " if self.file else ""
        return f"{source}{self.id} {place}: {self.message} {self.hint}"


def check(
    doctypes: Mapping[str, DocType],
    *,
    files: Mapping[str, Path] | None = None,
    only: Collection[str] | None = None,
) -> list[Problem]:
    """Every problem of ``doctypes``, by doctype and id.

    Args:
        doctypes: all declarations by name; references are looked up among them.
        files: the file of a doctype, to be named in its problems.
        only: look at these doctypes alone, for a doctype that is being saved.
    """
    problems: list[Problem] = []
    for name in sorted(doctypes if only is None else set(only) & doctypes.keys()):
        subject = Subject(doctypes[name], doctypes)
        file = (files or {}).get(name)
        for rule in RULES:
            for finding in rule.look(subject):
                place = str(file) if file else None
                problems.append(Problem(rule.id, place, name, finding.field, finding.message, finding.hint))
    return problems
