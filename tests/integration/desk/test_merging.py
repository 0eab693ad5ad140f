"""Two documents become one: what is taken, what is kept beside it, and that nothing moves to where it must not."""

from __future__ import annotations

from typing import Any

import frappe
import orjson
import pytest
from comptoir.companions import comments, tags
from comptoir.context import Context, use
from comptoir.desk.merging import linked, merge
from comptoir.desk.timeline import page
from comptoir.documents import get_document, get_list
from comptoir.errors import DoesNotExistError, PermissionError, TimestampMismatchError, ValidationError
from comptoir.files import NewFile, attach

ANN, EVE = "ann@example.com", "eve@example.com"
KIND, LINKED = "Merged Matter", "Merged Task"


def person(email: str, *roles: str) -> None:
    rows = [{"role": role} for role in roles]
    frappe.get_doc(doctype="User", email=email, first_name=email.split("@")[0].title(), roles=rows).insert()


@pytest.fixture(autouse=True)
def matters(ctx: Context) -> None:
    """Ann writes matters but not their price, Eve reads them."""
    for role in ("Merger", "Merge Reader", "Merge Boss"):
        frappe.get_doc(doctype="Role", role_name=role).insert()
    person(ANN, "Merger")
    person(EVE, "Merge Reader")
    fields = [
        {"fieldname": "title", "fieldtype": "Data", "label": "Title"},
        {"fieldname": "code", "fieldtype": "Data", "label": "Code", "unique": 1},
        {"fieldname": "price", "fieldtype": "Int", "label": "Price", "permlevel": 1},
    ]
    frappe.get_doc(
        doctype="DocType", name=KIND, autoname="hash", title_field="title", allow_rename=1, fields=fields,
        permissions=[
            {"role": "Merger", "read": 1, "write": 1, "create": 1}, {"role": "Merge Reader", "read": 1, "write": 0, "create": 0},
            {"role": "Merge Boss", "read": 1}, {"role": "Merge Boss", "read": 1, "permlevel": 1},
        ],
    ).insert()  # fmt: skip
    ctx.db.commit()
    frappe.get_doc(
        doctype="DocType", name=LINKED, autoname="hash",
        fields=[{"fieldname": "matter", "fieldtype": "Link", "options": KIND, "label": "Matter"}],
        permissions=[{"role": "Merger", "read": 1}],
    ).insert()  # fmt: skip
    ctx.db.commit()
    frappe.get_doc(doctype=KIND, title="Roof", code="R1", price=10).insert(set_name="A")
    frappe.get_doc(doctype=KIND, title="The roof", code="R2", price=4711).insert(set_name="B")
    for name in ("A", "B", "B"):
        frappe.get_doc(doctype=LINKED, matter=name).insert()
    ctx.db.commit()


def merged(ctx: Context, user: str = ANN, take: tuple[str, ...] = (), **more: Any) -> str:
    other = ctx.acting_as(user)
    with use(other):
        seen = {name: str(get_document(other, KIND, name).modified) for name in ("A", "B")}
        return merge(
            other,
            KIND,
            "A",
            "B",
            take,
            more.get("modified", seen["A"]),
            more.get("other_modified", seen["B"]),
        )


def test_everything_moves_and_what_was_not_taken_is_kept(ctx: Context) -> None:
    comments.add(ctx, KIND, "B", "said of B")
    tags.add(ctx, KIND, ["B"], ["urgent"])
    attach(ctx, NewFile("b.txt", b"hello", doctype=KIND, name="B"))
    ctx.db.commit()
    assert "A" == merged(ctx, take=("code",))
    kept = get_document(ctx, KIND, "A")
    assert ("Roof", "R2", 10) == (kept.title, kept.code, kept.price)
    with pytest.raises(DoesNotExistError):
        get_document(ctx, KIND, "B")
    assert 3 == frappe.db.count(LINKED, {"matter": "A"})
    assert 1 == frappe.db.count("File", {"attached_to_name": "A", "attached_to_doctype": KIND})
    assert "urgent" in kept.get("_user_tags")
    told = page(ctx, KIND, "A")["entries"]
    assert "said of B" in [entry.get("content") for entry in told]
    assert "Ann merged B into this" in [entry.get("content") for entry in told]
    versions = [orjson.loads(entry["data"]) for entry in told if entry["source"] == "Version"]
    lost = [change for version in versions for change in version["changed"]]
    assert ["title", "The roof", "Roof"] in lost
    assert ["price", 4711, 10] in lost


def test_its_versions_are_told_by_the_rights_of_who_reads_them(ctx: Context) -> None:
    merged(ctx)
    eve = ctx.acting_as(EVE)
    with use(eve):
        told = str(page(eve, KIND, "A")["entries"])
    assert "The roof" in told
    assert "4711" not in told


def test_it_asks_for_the_right_to_write_both(ctx: Context) -> None:
    for user in (EVE, "Guest"):
        with pytest.raises(PermissionError):
            merged(ctx, user)
    assert {"A", "B"} == {row["name"] for row in get_list(ctx, KIND)}


@pytest.mark.parametrize("field", ["price", "nothing", "name", "owner"])
def test_it_takes_no_value_that_is_not_the_actor_s_to_write(ctx: Context, field: str) -> None:
    with pytest.raises(ValidationError, match="cannot be taken over"):
        merged(ctx, take=(field,))
    assert 2 == frappe.db.count(KIND)


@pytest.mark.parametrize("spelling", ["A", "a"])
def test_a_document_is_not_merged_into_itself(ctx: Context, spelling: str) -> None:
    seen = str(get_document(ctx, KIND, "A").modified)
    with pytest.raises(ValidationError, match="Choose two documents"):
        merge(ctx, KIND, "A", spelling, [], seen, seen)
    assert "Roof" == get_document(ctx, KIND, "A").title


def test_it_is_refused_where_somebody_changed_one_since(ctx: Context) -> None:
    for stamp in ("modified", "other_modified"):
        with pytest.raises(TimestampMismatchError, match="Compare again"):
            merged(ctx, **{stamp: "2026-01-01 00:00:00.000000"})
    seen = str(get_document(ctx, KIND, "A").modified)
    with pytest.raises(ValidationError, match="two documents"):
        merge(ctx, KIND, "A", "A", (), seen, seen)


def test_what_points_at_it_is_counted_as_far_as_the_actor_reads_it(ctx: Context) -> None:
    for user, count in ((ANN, [(LINKED, 2)]), (EVE, [])):
        other = ctx.acting_as(user)
        with use(other):
            assert count == [(row["doctype"], row["count"]) for row in linked(other, KIND, "B")]
    guest = ctx.acting_as("Guest")
    with use(guest), pytest.raises(PermissionError):
        linked(guest, KIND, "B")
