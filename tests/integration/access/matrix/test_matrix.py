"""Role by doctype by right by way of asking: nobody is told anything of a side that is not theirs."""

from __future__ import annotations

from itertools import chain
from typing import Any

import pytest
import sqlalchemy as sa
from comptoir import realtime
from comptoir.db.tables import table_for
from comptoir.web import rooms

from .company import Company
from .conftest import Asking
from .oracle import Person
from .people import ALL_A, ALL_B, BOTH, GUEST, HEAD, STAFF_A, STRANGER
from .surfaces import Ask, counts, everywhere, fetches, get, lists, reads, writes

EVERYBODY = (GUEST, STRANGER, BOTH, HEAD, ALL_A, ALL_B, *STAFF_A.values())
READERS = (GUEST, BOTH, ALL_A, ALL_B, STAFF_A["Sales User"], STAFF_A["Production User"], STAFF_A["Driver"])
"""Enough to have every right, and its absence, on both sides."""
ON_EVERY_DATABASE = (GUEST, ALL_A, STAFF_A["Driver"])
"""Of the readers: what the others ask differs by who asks, not by the database, and takes minutes."""
HELD = (GUEST, STRANGER, ALL_A, STAFF_A["Production User"])
"""Those who try to change what they may not see."""


def who(person: Person) -> str:
    return person.user.partition("@")[0]


def readers() -> list[Any]:
    only = pytest.mark.only_on("sqlite")
    return [pytest.param(each, marks=() if each in ON_EVERY_DATABASE else only) for each in READERS]


@pytest.mark.parametrize("person", readers(), ids=who)
def test_lists_tell_nothing_of_others(person: Person, asking: Asking) -> None:
    doctypes = [meta for meta in asking.company.oracle.doctypes if not meta.istable]
    asks = chain(everywhere(), *map(lists, doctypes))
    leaks = [leak for ask in asks for leak in asking.leaks(person, ask)]
    assert [] == leaks, "\n".join(leaks[:60])


@pytest.mark.parametrize("person", EVERYBODY, ids=who)
def test_lists_and_counts_hold_what_one_may_see(person: Person, asking: Asking) -> None:
    company, wrong = asking.company, []
    for doctype in sorted({made.meta.name for made in company.made}):
        ask = get(f"/api/resource/{doctype}", fields=["name"], limit="0")
        rows = {row["name"] for row in asking(person, ask).json().get("data", ())}
        ours = {name for name in rows if name.startswith("nm")}
        if ours != company.expected(person, doctype):
            wrong.append(f"{doctype}: {sorted(ours)} instead of {sorted(company.expected(person, doctype))}")
        for ask, place in counts(doctype):
            answer = asking(person, ask)
            if answer.status_code == 200 and number_at(answer.json(), place) != len(rows):
                wrong.append(f"{ask}: {answer.text[:200]} instead of {len(rows)}")
            elif answer.status_code != 200 and rows:
                wrong.append(f"{ask}: {answer.status_code}")
    assert [] == wrong, "\n".join(wrong)


@pytest.mark.parametrize("person", readers(), ids=who)
def test_documents_tell_nothing_of_others(person: Person, asking: Asking) -> None:
    leaks = [
        leak
        for made in asking.company.made
        if made.which == "2" and made.side in "AB"
        for ask in reads(made.meta, made.name)
        for leak in asking.leaks(person, ask)
    ]
    assert [] == leaks, "\n".join(leaks[:60])


@pytest.mark.parametrize("person", HELD, ids=who)
def test_what_is_hidden_is_not_changed(person: Person, asking: Asking) -> None:
    company, broken = asking.company, []
    before = stored(company)
    for doctype in sorted({made.meta.name for made in company.made}):
        seen = sorted(company.expected(person, doctype))
        hidden = [made for made in company.hidden(person, doctype) if made.which == "2"]
        for made in hidden[-1:]:
            for ask in writes(made.meta, made.name, seen[0] if seen else None):
                broken += asking.leaks(person, ask)
    assert [] == broken, "\n".join(broken[:60])
    assert before == stored(company)


@pytest.mark.parametrize("person", HELD, ids=who)
def test_choosing_what_is_hidden_brings_nothing_along(person: Person, asking: Asking) -> None:
    company = asking.company
    leaks = [
        leak
        for meta in company.oracle.doctypes
        for made in company.made
        if made.side == "B" and made.which == "2"
        for ask in fetches(meta, made.meta.name, made.name)
        for leak in asking.leaks(person, ask)
    ]
    assert [] == leaks, "\n".join(leaks[:60])


@pytest.mark.parametrize("person", EVERYBODY, ids=who)
def test_private_files_are_opened_by_readers_alone(person: Person, asking: Asking) -> None:
    company, wrong = asking.company, []
    for made in company.made:
        if made.which != "1":
            continue
        answer = asking(person, Ask("GET", made.file_url))
        may = company.oracle.opens(person, made.meta, "read") and company.shows(person, made)
        if (answer.status_code == 200) != may:
            wrong.append(f"{made.meta.name} of {made.side}: {answer.status_code}")
        if not may and made.word in answer.text:
            wrong.append(f"{made.meta.name} of {made.side}: {answer.text[:200]}")
    assert [] == wrong, "\n".join(wrong)


@pytest.mark.parametrize("person", EVERYBODY, ids=who)
def test_open_screens_hear_of_what_one_may_see(person: Person, asking: Asking) -> None:
    company, wrong = asking.company, []
    with company.site.context(person.user) as ctx:
        for made in company.made:
            doctype = made.meta.name
            may = company.oracle.opens(person, made.meta, "read") and company.shows(person, made)
            change = {"doctype": doctype, "name": made.name}
            told = {
                "enters its room": rooms.may_enter(ctx, realtime.document_room(doctype, made.name)),
                "hears in its room": rooms.may_hear(ctx, realtime.document_room(doctype, made.name), change),
                "hears in the room of lists": rooms.may_hear(ctx, realtime.doctype_room(doctype), change),
            }
            wrong += [
                f"{doctype} of {made.side}: {what} is {is_so}" for what, is_so in told.items() if is_so != may
            ]
    assert [] == wrong, "\n".join(wrong)


def stored(company: Company) -> dict[str, Any]:
    """Every row of the company's documents and of what accompanies them, as the database holds it."""
    with company.site.context() as ctx:
        found = {}
        for meta in company.oracle.doctypes:
            if not meta.issingle and not meta.is_virtual and meta.name not in ("Error Log", "Activity Log"):
                rows = ctx.db.execute(_rows_of(meta)).all()
                found[meta.name] = sorted(str(row) for row in rows)
        return found


def _rows_of(meta: Any) -> Any:
    return sa.select(table_for(meta))


def number_at(value: Any, place: str) -> Any:
    """What stands at a dotted place of an answer."""
    for step in place.split("."):
        value = value[int(step)] if step.isdigit() else value[step]
    return value
