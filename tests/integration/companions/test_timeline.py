"""The timeline of a document page by page: whole, in order, to those who may read it, and as cheap with ten thousand entries."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import frappe
import httpx
import pytest
import sqlalchemy as sa
from comptoir.access.sessions import open_session
from comptoir.companions import assignments, comments, likes, timeline
from comptoir.context import Context, use
from comptoir.db.tables import table_for
from comptoir.desk.timeline import page
from comptoir.documents import get_document
from comptoir.errors import BadRequestError, PermissionError
from comptoir.sites import Bench, Site
from comptoir.web.app import create_app

from ...asynchronous import finish

READER, STRANGER, BOSS = "reader@example.com", "stranger@example.com", "boss@example.com"
KIND = "Talked Matter"
METHOD = "/api/method/comptoir.desk.timeline.page"
START = datetime(2026, 1, 1, 8)


def person(email: str, *roles: str) -> None:
    rows = [{"role": role} for role in roles]
    frappe.get_doc(doctype="User", email=email, first_name=email.split("@")[0], roles=rows).insert()


@pytest.fixture
def matter(ctx: Context) -> str:
    """A document of which the reader may not read the price."""
    for role in ("Talker", "Talked Boss"):
        frappe.get_doc(doctype="Role", role_name=role).insert()
    person(READER, "Talker")
    person(BOSS, "Talker", "Talked Boss")
    person(STRANGER)
    frappe.get_doc(
        doctype="DocType", name=KIND, autoname="hash", track_changes=1,
        fields=[
            {"fieldname": "title", "fieldtype": "Data", "label": "Title"},
            {"fieldname": "price", "fieldtype": "Int", "label": "Price", "permlevel": 1},
        ],
        permissions=[
            {"role": "Talker", "read": 1, "write": 1}, {"role": "Talked Boss", "read": 1},
            {"role": "Talked Boss", "read": 1, "permlevel": 1},
        ],
    ).insert()  # fmt: skip
    ctx.db.commit()
    for name in ("A", "B"):
        frappe.get_doc(doctype=KIND, title=name).insert(set_name=name)
    ctx.db.commit()
    return "A"


def fill(ctx: Context, name: str, count: int) -> None:
    """``count`` comments and versions, two of each moment."""
    for doctype, values in (
        ("Comment", {"comment_type": "Comment", "reference_doctype": KIND, "reference_name": name, "content": "x"}),
        ("Version", {"ref_doctype": KIND, "docname": name, "data": '{"changed":[["title","a","b"]]}'}),
    ):  # fmt: skip
        rows = [
            values
            | {"name": f"{name}{doctype[0]}{number:06d}".lower(), "owner": READER, "modified_by": READER}
            | dict.fromkeys(("creation", "modified"), START + timedelta(minutes=number))
            for number in range(count // 2)
        ]
        ctx.db.begin()
        ctx.db.execute(sa.insert(table_for(ctx.site.registry.get(doctype))), rows)
    ctx.db.commit()


def walked(ctx: Context, name: str, kinds: tuple[str, ...] = ()) -> list[Any]:
    """Every entry, by way of all pages."""
    found: list[Any] = []
    after: str | None = None
    while True:
        told = page(ctx, KIND, name, kinds, after)
        found += told["entries"]
        after = told["next"]
        if after is None:
            return found


def shaped(entries: list[Any]) -> list[str]:
    return [entry.get("comment_type") or entry["source"] for entry in entries]


def test_pages_hold_everything_once_and_in_order(ctx: Context, matter: str) -> None:
    fill(ctx, matter, 101)
    fill(ctx, "B", 10)
    found = walked(ctx, matter)
    names = [entry["name"] for entry in found]
    assert (100, 100) == (len(names), len(set(names)))
    assert sorted(found, key=lambda entry: (entry["creation"], entry["name"]), reverse=True) == found


def test_what_happens_while_somebody_reads_moves_nothing(ctx: Context, matter: str) -> None:
    fill(ctx, matter, 80)
    first = page(ctx, KIND, matter)
    comments.add(ctx, KIND, matter, "new")
    second = page(ctx, KIND, matter, after=first["next"])
    assert set() == {e["name"] for e in first["entries"]} & {e["name"] for e in second["entries"]}
    assert "new" == page(ctx, KIND, matter)["entries"][0]["content"]
    assert {"fullname": "Administrator"}.items() <= page(ctx, KIND, matter)["user_info"][
        "Administrator"
    ].items()


def test_kinds_are_chosen(ctx: Context, matter: str) -> None:
    comments.add(ctx, KIND, matter, "said")
    likes.toggle(ctx, KIND, matter, liked=True)
    assignments.add(ctx, KIND, matter, [READER], {})
    doc = get_document(ctx, KIND, matter, for_update=True)
    doc.title = "Other"
    doc.save()
    mail = {
        "subject": "Offer",
        "sent_or_received": "Sent",
        "reference_doctype": KIND,
        "reference_name": matter,
    }
    frappe.get_doc({"doctype": "Communication", **mail}).insert(ignore_permissions=True)
    call = {"call_id": "1", "type": "Incoming", "status": "Completed", "received_by": READER}
    frappe.get_doc(
        {"doctype": "Call Log", **call, "reference_doctype": KIND, "reference_name": matter}
    ).insert(ignore_permissions=True)
    assert [["Comment"], ["Like"], ["Assigned"], ["Version"], ["Communication"], ["Call Log"]] == [
        shaped(walked(ctx, matter, (kind,)))
        for kind in ("comments", "likes", "assignments", "changes", "mails", "calls")
    ]
    assert ["Communication", "Comment"] == shaped(walked(ctx, matter, ("comments", "mails")))
    assert 6 == len(walked(ctx, matter))
    letter = walked(ctx, matter, ("mails",))[0]["letter"]
    assert ("Offer", [], []) == (letter["subject"], letter["delivery"], letter["attachments"])
    with pytest.raises(BadRequestError, match="no gossip to show"):
        page(ctx, KIND, matter, ["gossip"])


def test_calls_are_shown_to_whose_they_are(ctx: Context, matter: str) -> None:
    for number, user in enumerate((READER, BOSS)):
        call = {"call_id": str(number), "type": "Incoming", "status": "Completed", "received_by": user}
        about = {"reference_doctype": KIND, "reference_name": matter}
        frappe.get_doc({"doctype": "Call Log", **call, **about}).insert(ignore_permissions=True)
    ctx.db.commit()
    reader = ctx.acting_as(READER)
    with use(reader):
        assert {READER} >= {entry["call"]["received_by"] for entry in walked(reader, matter, ("calls",))}


def test_who_may_not_read_the_document_is_told_nothing(ctx: Context, matter: str) -> None:
    fill(ctx, matter, 10)
    for user in (STRANGER, "Guest"):
        other = ctx.acting_as(user)
        with use(other), pytest.raises(PermissionError):
            page(other, KIND, matter)


def test_changes_of_hidden_fields_are_not_told(ctx: Context, matter: str) -> None:
    for values in ({"price": 4711}, {"price": 12, "title": "Both"}):
        doc = get_document(ctx, KIND, matter, for_update=True)
        doc.update(values).save()
    ctx.db.commit()
    told = {}
    for user in (READER, BOSS):
        other = ctx.acting_as(user)
        with use(other):
            told[user] = [entry["data"] for entry in walked(other, matter, ("changes",))]
    assert (1, 2) == (len(told[READER]), len(told[BOSS]))
    assert "4711" not in str(told[READER])


@pytest.mark.parametrize("after", ["", "x", "2026-13-40/a", "2026-01-01T00:00:00+00:00/' OR 1=1 --"])
def test_a_strange_place_gives_no_more_than_a_page(ctx: Context, matter: str, after: str) -> None:
    try:
        found = page(ctx, KIND, matter, after=after)
    except BadRequestError:
        return
    assert [] == found["entries"]


def test_it_answers_over_rest_by_the_same_rights(bench: Bench, site: Site, ctx: Context, matter: str) -> None:
    fill(ctx, matter, 80)
    transport = httpx.ASGITransport(create_app(bench))
    client = httpx.AsyncClient(transport=transport, base_url=f"http://{site.name}")
    asked = {"doctype": KIND, "name": matter, "kinds": '["comments"]'}
    for user, status in ((READER, 200), (STRANGER, 403)):
        headers = {"Cookie": f"sid={open_session(ctx, user).sid}"}
        ctx.db.commit()
        answer = finish(client.get(METHOD, params=asked, headers=headers))
        assert status == answer.status_code
    assert 403 == finish(client.get(METHOD, params=asked)).status_code
    finish(client.aclose())


def cost(ctx: Context, name: str, *kinds: str) -> tuple[int, int]:
    """Statements of a page, and rows the database touches for it where it says so."""
    doc = get_document(ctx, KIND, name)
    ctx.memo.clear()
    before, handled = ctx.db.statements, rows_touched(ctx)
    told = timeline.page(ctx, doc, kinds, None)
    touched, statements = rows_touched(ctx) - handled, ctx.db.statements - before
    assert timeline.PAGE == len(told["entries"])
    return statements, touched


def rows_touched(ctx: Context) -> int:
    if ctx.db.dialect == "sqlite":
        return 0
    status = ctx.db.connection.exec_driver_sql("SHOW SESSION STATUS LIKE 'Handler_read%%'")
    return sum(int(row[1]) for row in status)


@pytest.mark.parametrize("kinds", [(), ("comments",), ("changes",), ("comments", "changes")])
def test_ten_thousand_entries_cost_what_a_few_do(ctx: Context, matter: str, kinds: tuple[str, ...]) -> None:
    fill(ctx, "B", 80)
    fill(ctx, matter, 10_000)
    few, many = cost(ctx, "B", *kinds), cost(ctx, matter, *kinds)
    assert few[0] == many[0] <= 2
    assert many[1] <= few[1] + 100


def test_each_part_of_a_page_is_read_from_its_index(ctx: Context, matter: str) -> None:
    fill(ctx, matter, 2_000)
    doc = get_document(ctx, KIND, matter)
    place = timeline.Place(START + timedelta(minutes=500), "zzz")
    branches = [
        *timeline._branches(ctx, doc, timeline.KINDS, place),
        *timeline._branches(ctx, doc, frozenset({"comments"}), place),
    ]
    for branch in branches[:2] + branches[3:]:
        told = plan(ctx, branch)
        assert "timeline_" in told, told
        assert "TEMP B-TREE" not in told
        assert "filesort" not in told


def plan(ctx: Context, statement: sa.Select[Any]) -> str:
    """How the database would find what ``statement`` asks for."""
    dialect = ctx.db.connection.dialect
    sql = str(statement.compile(dialect=dialect, compile_kwargs={"literal_binds": True}))
    explain = "EXPLAIN QUERY PLAN" if dialect.name == "sqlite" else "EXPLAIN"
    return "\n".join(
        str(tuple(row)) for row in ctx.db.connection.exec_driver_sql(f"{explain} {sql.replace('%', '%%')}")
    )
