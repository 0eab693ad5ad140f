"""Mentions: offered and told are those who may read the document, each once, by the bell and the way they want."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import frappe
import pytest
from comptoir.companions import comments
from comptoir.context import Context, use
from comptoir.desk import personal
from comptoir.desk.mentioning import people
from comptoir.documents import get_document, get_list
from comptoir.errors import BadRequestError, PermissionError, ValidationError

ANN, BEN, EVE, OFF = "ann@example.com", "ben@example.com", "eve@example.com", "off@example.com"
KIND = "Mentioned Matter"


def person(email: str, *roles: str, **more: Any) -> None:
    rows = [{"role": role} for role in roles]
    first = email.split("@")[0].title()
    frappe.get_doc(doctype="User", email=email, first_name=first, roles=rows, **more).insert()


@pytest.fixture(autouse=True)
def matter(ctx: Context) -> None:
    """Ann and Ben read the matter, Eve does not, and one who did is disabled."""
    frappe.get_doc(doctype="Role", role_name="Mentioner").insert()
    person(ANN, "Mentioner", "System Manager")
    person(BEN, "Mentioner", language="fr")
    person(EVE)
    person(OFF, "Mentioner", enabled=0)
    frappe.get_doc(
        doctype="DocType", name=KIND, autoname="hash", title_field="title",
        fields=[{"fieldname": "title", "fieldtype": "Data", "label": "Title"}],
        permissions=[{"role": "Mentioner", "read": 1}],
    ).insert()  # fmt: skip
    ctx.db.commit()
    frappe.get_doc(doctype=KIND, title="Roof").insert(set_name="A")
    ctx.db.commit()


def mention(user: str) -> str:
    return f'<span data-id="{user}" data-label="x" class="mention" data-type="mention">@{user}</span>'


def said(ctx: Context, author: str, content: str) -> str:
    other = ctx.acting_as(author)
    with use(other):
        name = str(comments.add(other, KIND, "A", content).name)
    ctx.db.commit()
    return name


def rung(ctx: Context, user: str) -> list[Any]:
    fields = ["subject", "type", "from_user", "document_type", "document_name"]
    return get_list(
        ctx, "Notification Log", fields=fields, filters={"for_user": user}, ignore_permissions=True
    )


def mailed(ctx: Context) -> list[str]:
    queued = frappe.get_all("Email Queue", pluck="name")
    return [row.recipient for name in queued for row in get_document(ctx, "Email Queue", name).recipients]


def test_who_is_mentioned_is_told_once(ctx: Context) -> None:
    name = said(ctx, ANN, f"<p>{mention(BEN)} and again {mention(BEN)}, and me: {mention(ANN)}</p>")
    found = rung(ctx, BEN)
    assert [("Mention", ANN, KIND, "A")] == [
        (row.type, row.from_user, row.document_type, row.document_name) for row in found
    ]
    assert found[0].subject.startswith("Ann ")
    assert "Roof" in found[0].subject
    assert "mentioned" not in found[0].subject, "Ben reads French"
    assert ([BEN], []) == (mailed(ctx), rung(ctx, ANN))
    comments.edit(ctx, name, f"<p>better: {mention(BEN)}</p>")
    assert 1 == len(rung(ctx, BEN))
    assert 1 == len(mailed(ctx))


def test_a_mention_that_is_added_later_tells_as_well(ctx: Context) -> None:
    name = said(ctx, BEN, "<p>hm</p>")
    comments.edit(ctx, name, f"<p>{mention(ANN)}</p>")
    assert 1 == len(rung(ctx, ANN))


@pytest.mark.parametrize("user", [EVE, OFF, "Guest", "nobody@example.com"])
def test_who_may_not_read_it_is_not_told_and_stays_as_text(ctx: Context, user: str) -> None:
    other = ctx.acting_as(ANN)
    with use(other):
        made = comments.add(other, KIND, "A", f"<p>{mention(user)} {mention(BEN)}</p>")
    content = get_document(ctx, "Comment", made.name).content
    assert user in content
    assert (f'data-id="{user}"' in content, f'data-id="{BEN}"' in content) == (False, True)
    assert [] == rung(ctx, user)
    sentence = "Eve was not told: they may not read" if user == EVE else f"{user} may not read this document"
    assert sentence in str(other.messages[0].message)
    assert [BEN] == mailed(ctx)


def test_the_author_hears_whom_to_share_it_with(ctx: Context) -> None:
    def heard(author: str, lang: str) -> list[str]:
        other = replace(ctx.acting_as(author), lang=lang, messages=[])
        with use(other):
            comments.add(other, KIND, "A", f"<p>{mention(EVE)}</p>")
        return [other.say(message.message) for message in other.messages]

    told = f"Eve was not told: they may not read {KIND} Roof."
    assert [f"{told} Share it with them first."] == heard(ANN, "en")
    french = f"Cette personne n’est pas avertie, car elle ne peut pas lire {KIND} Roof\u00a0: Eve."
    assert [f"{french} Partagez d’abord le document avec elle."] == heard(ANN, "fr")
    frappe.get_doc(doctype="Custom DocPerm", parent=KIND, role="Mentioner", read=1, share=0).insert()
    ctx.db.commit()
    assert [told] == heard(ANN, "en"), "nobody may share it"


def test_an_e_mail_comes_to_those_who_want_it(ctx: Context) -> None:
    ben = ctx.acting_as(BEN)
    with use(ben):
        assert 0 == personal.change_me(ben, {"email_on_mention": 0})["email_on_mention"]
        with pytest.raises(BadRequestError):
            personal.change_me(ben, {"email_on_mention": "yes"})
    ctx.db.commit()
    said(ctx, ANN, f"<p>{mention(BEN)}</p>")
    assert ([], 1) == (mailed(ctx), len(rung(ctx, BEN)))


def test_who_may_not_read_it_is_offered_last_and_marked(ctx: Context) -> None:
    ann = ctx.acting_as(ANN)
    with use(ann):
        assert {BEN, "Administrator"} == {row["name"] for row in people(ann, KIND, "A")}
        assert [BEN] == [row["name"] for row in people(ann, KIND, "A", "be")]
        assert [(EVE, 1)] == [(row["name"], row["unreadable"]) for row in people(ann, KIND, "A", "eve")]
        assert [BEN, EVE] == [row["name"] for row in people(ann, KIND, "A", "example")]
        assert "unreadable" not in people(ann, KIND, "A", "be")[0]
        assert [] == people(ann, KIND, "A", "%") + people(ann, KIND, "A", "b_n")
    for user in (EVE, "Guest"):
        other = ctx.acting_as(user)
        with use(other), pytest.raises(PermissionError):
            people(other, KIND, "A")


def test_a_comment_does_not_ring_at_everybody(ctx: Context) -> None:
    crowd = "".join(mention(f"u{number}@example.com") for number in range(51))
    with pytest.raises(ValidationError, match="at most 50"):
        comments.add(ctx, KIND, "A", crowd)


def test_what_is_written_into_a_mention_does_not_run(ctx: Context) -> None:
    evil = f'<span class="mention" data-id="{BEN}" onclick="alert(1)">@<img src=x onerror=alert(1)></span>'
    content = get_document(ctx, "Comment", comments.add(ctx, KIND, "A", evil).name).content
    assert f'data-id="{BEN}"' in content
    assert "alert" not in content
