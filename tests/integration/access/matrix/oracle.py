"""Who may see what, worked out from the rules in words and from nothing of the engine that answers requests.

- A role opens a doctype with a row of level 0 that gives the right; to read includes to select. Rows for owners open
  nothing here: no document of the company belongs to those who ask.
- A document belongs to a branch by its field ``branch``, or by the ``scope_field`` its doctype declares; it is then
  seen by the people of that branch and by head office. A document of no branch is seen by head office.
- A field of a level is read by whoever a row of that level lets read. Who may only select sees what a link shows.
- What accompanies a document is seen by who reads the document.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from comptoir.meta.model import DocType

from .marks import NAME, PLAIN, SHOWN, Mark, marks_in

DIVIDES = "Branch"
HEAD_OFFICE = frozenset({"Director", "System Manager"})


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who asks. ``branches`` are the sides they are held to."""

    user: str
    roles: frozenset[str] = frozenset()
    branches: frozenset[str] = frozenset()

    @property
    def every_role(self) -> frozenset[str]:
        """With the roles that come by themselves."""
        return self.roles | {"Guest"} if self.user == "Guest" else self.roles | {"All", "Desk User", "Guest"}

    @property
    def sides(self) -> frozenset[str]:
        """The sides whose documents they may be shown, where their roles open the doctype."""
        wide = frozenset("ABH") if self.roles & HEAD_OFFICE else self.branches
        return frozenset() if self.user == "Guest" else wide | {"C"}


@dataclass(slots=True)
class Oracle:
    """The expected answers for the doctypes of a company."""

    doctypes: list[DocType]
    linked: frozenset[str] = frozenset()
    """Names of documents that stand in links of documents of the whole company."""
    _known: dict[Any, bool] = field(default_factory=dict)

    def leaks(self, person: Person, text: str, said: str = "") -> set[str]:
        """The marks in an answer that ``person`` may not be shown. What they ``said`` themselves is no news to them."""
        known = {mark.text.lower() for mark in marks_in(said)}
        return {
            f"{mark.text} ({self.doctypes[mark.doctype].name})"
            for mark in marks_in(text)
            if mark.doctype < len(self.doctypes)
            and mark.text.lower() not in known
            and not self.may_be_shown(person, mark)
        }

    def may_be_shown(self, person: Person, mark: Mark) -> bool:
        """Whether ``mark`` may stand in an answer to ``person``. Links show the names of their side."""
        if mark.kind == NAME:
            return bool(person.sides) and (mark.side in person.sides or mark.text in self.linked)
        key = (person, mark.side, mark.doctype, mark.kind)
        if key not in self._known:
            self._known[key] = self.decides(person, mark)
        return self._known[key]

    def decides(self, person: Person, mark: Mark) -> bool:
        """Whether what ``mark`` says it belongs to is open to ``person``."""
        doctype = self.doctypes[mark.doctype]
        if mark.side not in person.sides:
            return False
        reads = self.opens(person, doctype, "read")
        if mark.kind in (NAME, SHOWN):
            return reads or self.opens(person, doctype, "select")
        return reads and (mark.kind == PLAIN or int(mark.kind) in self.levels(person, doctype))

    def opens(self, person: Person, doctype: DocType, right: str) -> bool:
        """Whether a role of ``person`` gives ``right`` on more than one's own documents."""
        return any(
            row.role in person.every_role and row.permlevel == 0 and not row.if_owner and right in row.rights
            for row in doctype.permissions
        )

    def levels(self, person: Person, doctype: DocType) -> set[int]:
        """The levels ``person`` reads."""
        rows = (row for row in doctype.permissions if row.role in person.every_role)
        return {0} | {row.permlevel for row in rows if "read" in row.rights}


def is_divided(doctype: DocType, find: Mapping[str, DocType]) -> bool:
    """Whether documents of ``doctype`` belong to branches."""
    return bool(way(doctype, find))


def way(doctype: DocType, find: Mapping[str, DocType]) -> tuple[str, ...]:
    """The links that lead from a document to its branch."""
    if doctype.istable or doctype.name == DIVIDES or doctype.scope_field == "none":
        return ()
    if doctype.scope_field:
        return tuple(doctype.scope_field.split("."))
    own = doctype.by_name.get("branch")
    return ("branch",) if own is not None and own.options == DIVIDES else ()
