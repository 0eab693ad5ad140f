"""A company of two branches and a head office, every value of which says whose it is.

Documents of every doctype of the registry are written straight into the tables, so that a new doctype is covered
without a word here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any

import orjson
from comptoir.access.tokens import generate_keys
from comptoir.context import Context
from comptoir.documents import create, get_document, new_document, storage, update
from comptoir.files import NewFile, attach
from comptoir.meta import fieldtypes
from comptoir.meta.model import DocType, Field
from comptoir.sites import Site

from . import marks
from .marks import PLAIN, SHOWN
from .oracle import Oracle, Person, is_divided, way
from .people import ALL_A, ALL_B, GUEST, PEOPLE

BRANCHES = {"A": "Alpha", "B": "Bravo", "C": "Bravo", "T": "Alpha"}
"""Where the documents of a side say they belong; those of the whole company name the other branch."""
EACH = ("1", "2")
"""Two documents of every doctype on every side."""
ENGINE = "Core"
"""The module whose documents are the machinery of the site: these are not made at random."""
COMPANY, TENANT = "ABHC", "T"
LONG_AGO = datetime(2021, 1, 1)
TEXTS = frozenset({
    "Data", "Small Text", "Text", "Long Text", "Text Editor", "HTML Editor", "Markdown Editor", "Code", "Read Only",
    "Autocomplete", "Phone", "Barcode", "Select", "Attach", "Attach Image",
})  # fmt: skip
NUMBERS = frozenset({"Int", "Float", "Currency", "Long Int"})
MASKED = {"E-mail": "x{}@example.com", "Last 4": "{}zzzz", "Phone": "00{}00"}
"""Texts whose mask does not show the mark in them."""
ALWAYS_THERE = {"Currency": "EUR", "Country": "France", "DocType": "Client", "User": "Administrator"}


@dataclass(frozen=True, slots=True)
class Made:
    """One document: ``which`` tells it from others of its side."""

    meta: DocType
    place: int
    side: str
    which: str

    @property
    def name(self) -> str:
        """Its name, which is a mark."""
        return marks.name(self.side, self.place, self.which)

    @property
    def word(self) -> str:
        """The mark of what its readers read."""
        return marks.word(self.side, self.place, PLAIN)

    @property
    def content(self) -> bytes:
        """What stands in its private file."""
        return f"content {self.word}".encode()

    @property
    def file_url(self) -> str:
        """Where its private file is."""
        return f"/private/files/{hashlib.sha256(self.content).hexdigest()[:32]}.txt"


@dataclass(slots=True)
class Company:
    """What was made, and who may see it."""

    site: Site
    made: list[Made]
    oracle: Oracle
    keys: dict[Person, dict[str, str]] = field(default_factory=dict)

    def of(self, doctype: str) -> list[Made]:
        """The documents of a doctype."""
        return [made for made in self.made if made.meta.name == doctype]

    def expected(self, person: Person, doctype: str) -> set[str]:
        """Names of the documents a list shows ``person``."""
        return {made.name for made in self.of(doctype) if self.shows(person, made)}

    def hidden(self, person: Person, doctype: str) -> list[Made]:
        """Documents that ``person`` may not even select."""
        return [made for made in self.of(doctype) if not self.shows(person, made)]

    def shows(self, person: Person, made: Made) -> bool:
        """Whether ``person`` may select it."""
        return self.oracle.decides(person, marks.Mark(made.side, made.place, marks.NAME, made.name))

    def sign_in(self) -> None:
        """Keys for everybody."""
        with self.site.context() as ctx:
            for person in PEOPLE:
                key, secret = generate_keys(ctx, person.user)
                self.keys[person] = {"Authorization": f"token {key}:{secret}"}
        self.keys[GUEST] = {}


def company_of(site: Site, sides: str = COMPANY) -> Company:
    """What ``found`` made of ``site``; the same every time."""
    plan = Plan(site, sides)
    made = list(plan.documents())
    linked = frozenset(one.name for one in made if one.side == "B" and one.which == "1")
    return Company(site, made, Oracle(plan.doctypes, linked))


def found(site: Site, sides: str = COMPANY) -> None:
    """Make the company."""
    plan = Plan(site, sides)
    with site.context() as ctx:
        _people_and_branches(ctx)
        for made in plan.documents():
            plan.write(ctx, made)
        ctx.db.commit()
    with site.context() as ctx:
        for made in plan.documents():
            _accompany(ctx, made)


class Plan:
    """Which documents there are, and the values of their fields."""

    def __init__(self, site: Site, sides: str):
        self.site = site
        self.sides = sides

    @cached_property
    def doctypes(self) -> list[DocType]:
        """Every doctype of the site, in the order of the marks."""
        return sorted(self.site.registry.all().values(), key=lambda meta: meta.name)

    @cached_property
    def places(self) -> dict[str, int]:
        """The number of a doctype in marks."""
        return {meta.name: place for place, meta in enumerate(self.doctypes)}

    @cached_property
    def by_name(self) -> dict[str, DocType]:
        """The doctypes."""
        return {meta.name: meta for meta in self.doctypes}

    def documents(self) -> Iterator[Made]:
        """Every document of the company."""
        for place, meta in enumerate(self.doctypes):
            apart = meta.istable or meta.issingle or meta.is_virtual
            if not apart and meta.module != ENGINE and meta.name != "Branch":
                for side in self._sides(meta):
                    yield from (Made(meta, place, side, which) for which in EACH)

    def write(self, ctx: Context, made: Made) -> None:
        """A document and its rows, as rows of the tables."""
        meta = made.meta
        row = standard(meta, made.name) | {
            own.fieldname: self._value(meta, own, made, own.permlevel) for own in meta.value_fields
        }
        row |= {
            "_user_tags": f",{made.word}tag",
            "_comments": orjson.dumps([{"comment": made.word}]).decode(),
        }
        storage.insert_rows(ctx, meta, [row])
        for number, table in enumerate(meta.table_fields):
            child = self.by_name[table.options or ""]
            place = {"parent": made.name, "parenttype": meta.name, "parentfield": table.fieldname, "idx": 1}
            values = {
                own.fieldname: self._value(child, own, made, max(own.permlevel or 0, table.permlevel or 0), row=True)
                for own in child.value_fields
            }  # fmt: skip
            storage.insert_rows(ctx, child, [standard(child, f"{made.name[:-1]}r{number}q") | place | values])

    def _sides(self, meta: DocType) -> Iterator[str]:
        divided = is_divided(meta, self.by_name)
        for side in self.sides:
            here = side == TENANT or (side == "C") != divided
            if here and (side != "H" or not self._must_belong(meta)):
                yield side

    def _must_belong(self, meta: DocType) -> bool:
        """Whether every document of ``meta`` has a branch."""
        steps = []
        for step in way(meta, self.by_name):
            link = meta.by_name[step]
            steps.append(bool(link.reqd))
            meta = self.by_name[link.options or ""]
        return all(steps)

    def _value(self, meta: DocType, own: Field, made: Made, level: int, *, row: bool = False) -> Any:
        """The value of a field: a mark where its type can hold one."""
        shown = not row and own.fieldname in (*meta.search_columns, meta.image_field)
        kind = str(level) if level else SHOWN if shown else PLAIN
        if own.fieldtype in TEXTS:
            word = MASKED.get(own.masking or "", "{}").format(marks.word(made.side, made.place, kind))
            word = f"{word} {made.which}" if own.unique else word
            return f"/files/{word}.png" if own.fieldtype.startswith("Attach") else word
        if own.fieldtype in NUMBERS:
            return marks.number(made.side, made.place, kind)
        if own.fieldtype in ("Link", "Dynamic Link"):
            return (
                None
                if own.unique
                else self._link(made, "Client" if own.fieldtype == "Dynamic Link" else own.options or "")
            )
        if own.fieldtype == "Date":
            return date(2021, 1, 1)
        return LONG_AGO if own.fieldtype == "Datetime" else fieldtypes.get(own.fieldtype).empty

    def _link(self, made: Made, doctype: str) -> str | None:
        """A document of the same side; those of the whole company link to the other branch."""
        if doctype == "Branch":
            return BRANCHES.get(made.side)
        target = self.by_name.get(doctype)
        if doctype in ALWAYS_THERE or target is None or doctype == made.meta.name:
            return ALWAYS_THERE.get(doctype)
        if target.module == ENGINE or target.istable or target.is_virtual or target.issingle:
            return None
        side, which = made.side, made.which
        if side != TENANT and not is_divided(target, self.by_name):
            side = "C"
        elif side == "C":
            side, which = "B", "1"
        return marks.name(side, self.places[doctype], which)


def standard(meta: DocType, name: str) -> dict[str, Any]:
    """A row of ``meta`` with nothing in it yet."""
    values: dict[str, Any] = dict.fromkeys(meta.valid_columns)
    values |= {own.fieldname: fieldtypes.get(own.fieldtype).empty for own in meta.value_fields}
    return values | {
        "name": name, "owner": "Administrator", "modified_by": "Administrator", "creation": LONG_AGO,
        "modified": LONG_AGO, "docstatus": 0, "idx": 0,
    }  # fmt: skip


def _people_and_branches(ctx: Context) -> None:
    for branch in ("Alpha", "Bravo"):
        create(ctx, new_document(ctx, {"doctype": "Branch", "branch_name": branch}))
    for person in PEOPLE:
        values = {"doctype": "User", "email": person.user, "first_name": "Somebody"}
        roles = [{"role": role} for role in sorted(person.roles)]
        scopes = [{"scope": BRANCHES[side]} for side in sorted(person.branches)]
        create(ctx, new_document(ctx, values | {"roles": roles, "scopes": scopes}))
    settings = get_document(ctx, "System Settings", "System Settings", for_update=True)
    settings.limit_to_scope = 1
    update(ctx, settings)


def _accompany(ctx: Context, made: Made) -> None:
    """A remark, a version, a tag, something to do and a file, and what the machinery keeps about the document."""
    doctype, name, word = made.meta.name, made.name, made.word
    allocated = {"A": ALL_B.user, "B": ALL_A.user}.get(made.side, "Administrator")
    rows: dict[str, dict[str, Any]] = {
        "Comment": {
            "comment_type": "Comment", "content": word, "reference_doctype": doctype, "reference_name": name
        },
        "Version": {"ref_doctype": doctype, "docname": name, "data": _changes(made)},
        "Tag Link": {"document_type": doctype, "document_name": name, "tag": f"{word}tag", "title": word},
        "ToDo": {
            "reference_type": doctype, "reference_name": name, "description": word, "status": "Open",
            "allocated_to": allocated, "assigned_by": "Administrator",
        },
        "Deleted Document": {"deleted_doctype": doctype, "deleted_name": name, "data": word},
        "Error Log": {"method": word, "error": word, "reference_doctype": doctype, "reference_name": name},
    }  # fmt: skip
    for kind, values in rows.items():
        meta = ctx.site.registry.get(kind)
        storage.insert_rows(ctx, meta, [standard(meta, f"{name[:-1]}{kind[0].lower()}q") | values])
    if made.which == EACH[0]:
        tag = ctx.site.registry.get("Tag")
        storage.insert_rows(ctx, tag, [standard(tag, f"{word}tag")])
        attach(ctx, NewFile(f"{word}.txt", made.content, True, doctype, name))


def _changes(made: Made) -> str:
    """A version that tells a change of every field of text."""
    changed = [
        [own.fieldname, None, marks.word(made.side, made.place, str(own.permlevel or PLAIN))]
        for own in made.meta.value_fields
        if own.fieldtype in TEXTS and not own.masking
    ]
    return orjson.dumps({"changed": changed, "added": [], "removed": [], "row_changed": []}).decode()
