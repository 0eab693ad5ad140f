"""Followers: they hear of what others do, once until they have read it, and only of what they may read now."""

from __future__ import annotations

from typing import Any

import frappe
import pytest
from comptoir.companions import assignments, comments, following, shares
from comptoir.context import Context, use
from comptoir.desk import personal
from comptoir.documents import delete, get_document, get_list, rename
from comptoir.errors import PermissionError
from frappe.desk.form import document_follow
from frappe.desk.form.load import get_docinfo

ANN, BEN, EVE = "ann@example.com", "ben@example.com", "eve@example.com"
KIND = "Followed Matter"


def person(email: str, *roles: str) -> None:
    rows = [{"role": role} for role in roles]
    frappe.get_doc(doctype="User", email=email, first_name=email.split("@")[0].title(), roles=rows).insert()


@pytest.fixture(autouse=True)
def matters(ctx: Context) -> None:
    """Ann and Ben read matters, Eve reads the first by a share."""
    frappe.get_doc(doctype="Role", role_name="Follower").insert()
    person(ANN, "Follower")
    person(BEN, "Follower")
    person(EVE)
    frappe.get_doc(
        doctype="DocType", name=KIND, autoname="hash", title_field="title", track_changes=1, allow_rename=1,
        is_submittable=1,
        fields=[
            {"fieldname": "title", "fieldtype": "Data", "label": "Title"},
            {"fieldname": "status", "fieldtype": "Select", "label": "Status", "options": "Open\nClosed", "default": "Open"},
        ],
        permissions=[{"role": "Follower", "read": 1, "write": 1, "create": 1, "submit": 1, "cancel": 1, "share": 1, "delete": 1}],
    ).insert()  # fmt: skip
    ctx.db.commit()
    for name in ("A", "B"):
        frappe.get_doc(doctype=KIND, title=f"Roof {name}").insert(set_name=name)
    shares.add(ctx, KIND, "A", EVE, {"read": True})
    ctx.db.commit()


def act(ctx: Context, user: str, work: Any) -> Any:
    other = ctx.acting_as(user)
    with use(other):
        found = work(other)
    ctx.db.commit()
    return found


def follow(ctx: Context, user: str, name: str = "A") -> None:
    act(ctx, user, lambda _: document_follow.follow_document(KIND, name, user))


def rung(ctx: Context, user: str) -> list[str]:
    rows = get_list(ctx, "Notification Log", fields=["subject"], filters={"for_user": user}, order_by="creation asc", limit=0, ignore_permissions=True)  # fmt: skip
    return [row["subject"] for row in rows]


def read_all(ctx: Context) -> None:
    for name in frappe.get_all("Notification Log", pluck="name"):
        frappe.db.set_value("Notification Log", name, "read", 1)
    ctx.db.commit()


def test_a_follower_hears_once_until_they_have_read_it(ctx: Context) -> None:
    follow(ctx, BEN)
    for text in ("one", "two"):
        act(ctx, ANN, lambda other, text=text: comments.add(other, KIND, "A", text))
    assert [f"Ann commented on {KIND} Roof A"] == rung(ctx, BEN)
    read_all(ctx)
    act(ctx, ANN, lambda other: comments.add(other, KIND, "A", "three"))
    assert 2 == len(rung(ctx, BEN))


@pytest.mark.parametrize(
    ("work", "said"),
    [
        (lambda other: assignments.add(other, KIND, "A", [ANN], {}), "changed who is to act on"),
        (lambda other: _changed(other, status="Closed"), "changed the state of"),
        (lambda other: get_document(other, KIND, "A").submit(), "submitted"),
    ],
)
def test_it_hears_of_assignments_and_states(ctx: Context, work: Any, said: str) -> None:
    follow(ctx, BEN)
    act(ctx, ANN, work)
    assert [f"Ann {said} {KIND} Roof A"] == rung(ctx, BEN)


def _changed(other: Context, **values: Any) -> None:
    doc = get_document(other, KIND, "A", for_update=True)
    doc.update(values).save()


def test_it_does_not_hear_of_its_own_doings_nor_of_mere_edits(ctx: Context) -> None:
    follow(ctx, BEN)
    act(ctx, BEN, lambda other: comments.add(other, KIND, "A", "mine"))
    act(ctx, ANN, lambda other: _changed(other, title="Roof of A"))
    assert [] == rung(ctx, BEN)


def test_who_may_no_longer_read_it_hears_nothing(ctx: Context) -> None:
    follow(ctx, EVE)
    shares.remove(ctx, KIND, "A", EVE)
    ctx.db.commit()
    before = rung(ctx, EVE)
    act(ctx, ANN, lambda other: comments.add(other, KIND, "A", "secret"))
    assert before == rung(ctx, EVE)
    act(ctx, EVE, lambda _: document_follow.unfollow_document(KIND, "A", EVE))
    assert [] == following.followers(ctx, KIND, "A")


def test_following_asks_for_the_right_to_read_and_for_oneself(ctx: Context) -> None:
    for user, name, follower in ((EVE, "B", EVE), (ANN, "A", BEN), ("Guest", "A", "Guest")):
        with pytest.raises(PermissionError):
            act(ctx, user, lambda _, n=name, f=follower: document_follow.follow_document(KIND, n, f))
    for method in (document_follow.get_follow_users, document_follow.is_document_followed):
        with pytest.raises(PermissionError):
            act(ctx, EVE, lambda _, method=method: method(KIND, "B"))
    with pytest.raises(PermissionError):
        act(ctx, ANN, lambda other: frappe.get_doc(doctype="Document Follow", ref_doctype=KIND, ref_docname="A", user=BEN).insert())  # fmt: skip


def test_it_is_said_who_follows(ctx: Context) -> None:
    follow(ctx, BEN)
    follow(ctx, BEN)
    told = act(ctx, ANN, lambda _: document_follow.get_follow_users(KIND, "A"))
    assert [(BEN, "Ben")] == [(row["user"], row["full_name"]) for row in told]
    answers = {
        user: act(ctx, user, lambda _: get_docinfo(KIND, "A").values["docinfo"]["is_document_followed"])
        for user in (ANN, BEN)
    }
    assert {ANN: None, BEN: True} == answers


def test_people_choose_what_they_follow_unasked(ctx: Context) -> None:
    wishes = {f"follow_{what}_documents": 1 for what in ("created", "commented", "assigned")}
    act(ctx, BEN, lambda other: personal.change_me(other, wishes))
    made = act(ctx, BEN, lambda _: frappe.get_doc(doctype=KIND, title="Mine").insert().name)
    act(ctx, BEN, lambda other: comments.add(other, KIND, "A", "said"))
    act(ctx, ANN, lambda other: assignments.add(other, KIND, "B", [BEN], {}))
    assert [[BEN]] * 3 == [following.followers(ctx, KIND, name) for name in (made, "A", "B")]
    act(ctx, ANN, lambda other: comments.add(other, KIND, "A", "said"))
    assert [BEN] == following.followers(ctx, KIND, "A")


def test_followers_go_with_the_document_and_move_with_it(ctx: Context) -> None:
    follow(ctx, ANN)
    follow(ctx, BEN)
    follow(ctx, BEN, "B")
    rename(ctx, KIND, "A", "B", merge=True)
    assert {ANN, BEN} == set(following.followers(ctx, KIND, "B"))
    assert 2 == frappe.db.count("Document Follow")
    delete(ctx, KIND, "B")
    assert 0 == frappe.db.count("Document Follow")
