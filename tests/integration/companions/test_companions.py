"""What accompanies a document: its verbs, their rights, and the summaries a document carries, on both databases."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import frappe
import frappe.share
import pytest
from comptoir import documents
from comptoir.access import decide
from comptoir.companions import assignments, comments, files, likes, shares, summaries, tags
from comptoir.companions.docinfo import docinfo
from comptoir.context import ADMINISTRATOR, Context, use
from comptoir.documents import get_document, get_list
from comptoir.errors import (
    CannotChangeConstantError,
    ComptoirError,
    DataError,
    DoesNotExistError,
    PermissionError,
)
from comptoir.sites import Site

ANN, BOB, EVE, BOSS = "ann@example.com", "bob@example.com", "eve@example.com", "boss@example.com"
SEEN = "Secret Matter"


def user(email: str, *roles: str) -> None:
    rows = [{"role": role} for role in roles]
    frappe.get_doc(doctype="User", email=email, first_name=email.split("@")[0].title(), roles=rows).insert()


def row(role: str, *rights: str, **more: Any) -> dict[str, Any]:
    absent = dict.fromkeys(
        ("read", "write", "create", "delete", "share", "report", "export", "print", "email"), 0
    )
    return {"role": role} | absent | dict.fromkeys(rights, 1) | more


@pytest.fixture
def office(site: Site) -> Site:
    """Ann and Bob work on secret matters, Eve may not even see them, the boss is a System Manager and neither."""
    with site.context():
        for role in ("Reader", "Writer"):
            frappe.get_doc(doctype="Role", role_name=role).insert()
        user(ANN, "Reader", "Writer")
        user(BOB, "Reader")
        user(EVE)
        user(BOSS, "System Manager")
        frappe.get_doc(
            doctype="DocType",
            name=SEEN,
            autoname="hash",
            fields=[{"fieldname": "title", "fieldtype": "Data", "label": "Title", "reqd": 1}],
            permissions=[row("Reader", "read"), row("Writer", "read", "write", "create", "delete", "share")],
        ).insert()
    with site.context():
        for name in ("A", "B"):
            made = frappe.get_doc(doctype=SEEN, title=name)
            made.insert(set_name=name)
    return site


def act(site: Site, who: str, work: Callable[[Context], Any]) -> Any:
    """Do ``work`` as ``who`` and commit."""
    with site.context(who) as ctx:
        return work(ctx)


def summary(site: Site, column: str, name: str = "A") -> Any:
    with site.context() as ctx:
        return get_document(ctx, SEEN, name).get(column)


def modified(site: Site) -> Any:
    return summary(site, "modified")


def refused(
    site: Site, who: str, work: Callable[[Context], Any], error: type[Exception] = PermissionError
) -> str:
    with pytest.raises(error) as caught, site.context(who) as ctx:
        work(ctx)
    return str(caught.value)


class TestComments:
    def test_a_reader_may_comment(self, office: Site) -> None:
        name = act(office, BOB, lambda ctx: comments.add(ctx, SEEN, "A", "<p>hi</p>").name)
        assert [{"comment": "<p>hi</p>", "by": BOB, "name": name}] == json.loads(summary(office, "_comments"))

    def test_the_document_does_not_look_changed(self, office: Site) -> None:
        before = modified(office)
        act(office, BOB, lambda ctx: comments.add(ctx, SEEN, "A", "hi"))
        assert before == modified(office)

    def test_who_may_not_read_may_not_comment(self, office: Site) -> None:
        refused(office, EVE, lambda ctx: comments.add(ctx, SEEN, "A", "hi"))

    def test_storing_one_directly_asks_the_same(self, office: Site) -> None:
        values = {"doctype": "Comment", "reference_doctype": SEEN, "reference_name": "A", "content": "x"}
        refused(office, EVE, lambda ctx: documents.create(ctx, documents.new_document(ctx, values)))
        assert not summary(office, "_comments")

    def test_the_author_cannot_be_forged(self, office: Site) -> None:
        values = {"reference_doctype": SEEN, "reference_name": "A", "content": "x", "comment_email": ANN}
        made = act(office, BOB, lambda _: frappe.get_doc({"doctype": "Comment"} | values).insert())
        assert (BOB, "Bob") == (made.comment_email, made.comment_by)

    def test_the_history_cannot_be_forged(self, office: Site) -> None:
        values = {
            "reference_doctype": SEEN,
            "reference_name": "A",
            "content": "x",
            "comment_type": "Workflow",
        }
        refused(office, BOB, lambda _: frappe.get_doc({"doctype": "Comment"} | values).insert())

    def test_one_s_own_can_be_changed_and_deleted(self, office: Site) -> None:
        name = act(office, BOB, lambda ctx: comments.add(ctx, SEEN, "A", "one").name)
        act(office, BOB, lambda ctx: comments.edit(ctx, name, "two"))
        assert ["two"] == [each["comment"] for each in json.loads(summary(office, "_comments"))]
        act(office, BOB, lambda ctx: documents.delete(ctx, "Comment", name))
        assert not summary(office, "_comments")

    def test_another_s_cannot(self, office: Site) -> None:
        name = act(office, BOB, lambda ctx: comments.add(ctx, SEEN, "A", "one").name)
        refused(office, ANN, lambda ctx: comments.edit(ctx, name, "two"))
        refused(office, ANN, lambda ctx: documents.delete(ctx, "Comment", name))

    def test_one_s_own_cannot_once_the_document_is_out_of_sight(self, office: Site) -> None:
        act(office, ANN, lambda ctx: shares.add(ctx, SEEN, "A", EVE, {"read": True}))
        name = act(office, EVE, lambda ctx: comments.add(ctx, SEEN, "A", "one").name)
        act(office, ANN, lambda ctx: shares.remove(ctx, SEEN, "A", EVE))
        refused(office, EVE, lambda ctx: comments.edit(ctx, name, "two"))
        assert [] == act(office, EVE, lambda ctx: get_list(ctx, "Comment"))

    def test_it_does_not_move_to_another_document(self, office: Site) -> None:
        name = act(office, BOB, lambda ctx: comments.add(ctx, SEEN, "A", "one").name)

        def move(ctx: Context) -> None:
            get_document(ctx, "Comment", name).update({"reference_name": "B"}).save()

        refused(office, BOB, move, CannotChangeConstantError)

    def test_scripts_are_cleaned_away(self, office: Site) -> None:
        act(office, BOB, lambda ctx: comments.add(ctx, SEEN, "A", "<b>x</b><script>alert(1)</script>"))
        assert "script" not in summary(office, "_comments")

    def test_a_long_one_is_summed_up_as_plain_text(self, office: Site) -> None:
        act(office, BOB, lambda ctx: comments.add(ctx, SEEN, "A", f"<p><b>{'word ' * 60}</b></p>"))
        brief = json.loads(summary(office, "_comments"))[0]["comment"]
        assert (100, "...", False) == (len(brief), brief[-3:], "<" in brief)

    def test_an_empty_one_is_refused(self, office: Site) -> None:
        refused(office, BOB, lambda ctx: comments.add(ctx, SEEN, "A", "  "), ComptoirError)


class TestSavingADocument:
    def test_keeps_what_was_said_since_it_was_opened(self, office: Site) -> None:
        def save(ctx: Context) -> None:
            opened = get_document(ctx, SEEN, "A")
            act(office, BOB, lambda other: comments.add(other, SEEN, "A", "meanwhile"))
            opened.title = "changed"
            opened.save()

        act(office, ANN, save)
        assert "meanwhile" in summary(office, "_comments")


class TestTags:
    def test_a_tag_is_made_once_and_spelt_one_way(self, office: Site) -> None:
        assert ["VIP"] == act(office, BOB, lambda ctx: tags.add(ctx, SEEN, ["A"], ["VIP"]))
        assert ["VIP"] == act(office, ANN, lambda ctx: tags.add(ctx, SEEN, ["A", "B"], ["vip"]))
        assert ("VIP", "VIP") == (summary(office, "_user_tags"), summary(office, "_user_tags", "B"))

    def test_several_are_joined_by_commas(self, office: Site) -> None:
        act(office, BOB, lambda ctx: tags.add(ctx, SEEN, ["A"], ["b", "a"]))
        act(office, BOB, lambda ctx: tags.add(ctx, SEEN, ["A"], ["c"]))
        act(office, BOB, lambda ctx: tags.remove(ctx, SEEN, "A", "A"))
        assert "b,c" == summary(office, "_user_tags")

    def test_documents_are_found_by_the_whole_tag(self, office: Site) -> None:
        act(office, BOB, lambda ctx: tags.add(ctx, SEEN, ["A"], ["vip"]))
        act(office, BOB, lambda ctx: tags.add(ctx, SEEN, ["B"], ["vip_2"]))
        assert (["A"], ["B"], []) == act(
            office, BOB, lambda ctx: tuple(tags.tagged(ctx, SEEN, tag) for tag in ("vip", "VIP_2", "v%"))
        )

    @pytest.mark.parametrize("tag", ["", "  ", "a,b", "x" * 61, None, ["a"]])
    def test_what_is_no_tag_is_refused(self, office: Site, tag: Any) -> None:
        refused(office, BOB, lambda ctx: tags.add(ctx, SEEN, ["A"], [tag]), DataError)

    def test_who_may_not_read_may_not_tag(self, office: Site) -> None:
        refused(office, EVE, lambda ctx: tags.add(ctx, SEEN, ["A"], ["x"]))
        refused(office, EVE, lambda ctx: tags.remove(ctx, SEEN, "A", "x"))

    def test_a_renamed_tag_changes_on_its_documents(self, office: Site) -> None:
        act(office, BOB, lambda ctx: tags.add(ctx, SEEN, ["A"], ["old"]))
        act(office, ADMINISTRATOR, lambda ctx: documents.rename(ctx, "Tag", "old", "new"))
        assert "new" == summary(office, "_user_tags")

    def test_a_deleted_tag_comes_off_its_documents(self, office: Site) -> None:
        act(office, BOB, lambda ctx: tags.add(ctx, SEEN, ["A"], ["old", "kept"]))
        act(office, ADMINISTRATOR, lambda ctx: documents.delete(ctx, "Tag", "old"))
        assert "kept" == summary(office, "_user_tags")


class TestLikes:
    def test_are_counted_once_for_each_person(self, office: Site) -> None:
        for who in (BOB, BOB, ANN):
            act(office, who, lambda ctx: likes.toggle(ctx, SEEN, "A", liked=True))
        assert [BOB, ANN] == json.loads(summary(office, "_liked_by"))
        act(office, BOB, lambda ctx: likes.toggle(ctx, SEEN, "A", liked=False))
        assert [ANN] == json.loads(summary(office, "_liked_by"))

    def test_who_may_not_read_may_not_like(self, office: Site) -> None:
        refused(office, EVE, lambda ctx: likes.toggle(ctx, SEEN, "A", liked=True))


class TestASummary:
    def test_keeps_the_newest_that_fit(self) -> None:
        found = json.loads(summaries._json([f"{number:05}{'é' * 35}@example.com" for number in range(2000)]))
        assert ("01999", True, True) == (found[-1][:5], len(found) < 2000, len(found) > 500)


class TestAssignments:
    def test_put_a_person_on_the_document(self, office: Site) -> None:
        found = act(
            office, ANN, lambda ctx: assignments.add(ctx, SEEN, "A", [BOB], {"description": "please"})
        )
        assert ([BOB], [BOB]) == ([each["owner"] for each in found], json.loads(summary(office, "_assign")))

    def test_a_second_one_for_the_same_person_is_not_made(self, office: Site) -> None:
        act(office, ANN, lambda ctx: assignments.add(ctx, SEEN, "A", [BOB], {}))
        found = act(office, ANN, lambda ctx: assignments.add(ctx, SEEN, "A", [BOB, ANN], {}))
        assert ([BOB, ANN], 2) == ([each["owner"] for each in found], len(found))

    def test_only_the_person_says_that_it_is_done(self, office: Site) -> None:
        act(office, ANN, lambda ctx: assignments.add(ctx, SEEN, "A", [BOB], {}))
        refused(office, ANN, lambda ctx: assignments.close(ctx, SEEN, "A", BOB))
        act(office, BOB, lambda ctx: assignments.close(ctx, SEEN, "A", BOB))
        assert not summary(office, "_assign")

    def test_saying_that_all_is_done_needs_the_right_to_write(self, office: Site) -> None:
        act(office, ANN, lambda ctx: assignments.add(ctx, SEEN, "A", [BOB, ANN], {}))
        refused(office, BOB, lambda ctx: assignments.close_all(ctx, SEEN, "A"))
        assert [] == act(office, ANN, lambda ctx: assignments.close_all(ctx, SEEN, "A"))

    @pytest.mark.parametrize("way", ["closed", "deleted", "taken"])
    def test_ending_one_takes_the_person_off(self, office: Site, way: str) -> None:
        found = act(office, ANN, lambda ctx: assignments.add(ctx, SEEN, "A", [BOB, ANN], {}))
        name = found[0]["name"]

        def end(ctx: Context) -> None:
            if way == "closed":
                get_document(ctx, "ToDo", name).update({"status": "Closed"}).save()
            elif way == "deleted":
                documents.delete(ctx, "ToDo", name)
            else:
                assignments.take_off(ctx, SEEN, "A", [BOB])

        act(office, BOB, end)
        assert [ANN] == json.loads(summary(office, "_assign"))

    def test_the_assigned_person_sees_the_todo(self, office: Site) -> None:
        act(office, ANN, lambda ctx: assignments.add(ctx, SEEN, "A", [BOB], {}))
        assert 1 == act(office, BOB, lambda ctx: documents.count(ctx, "ToDo"))
        assert 0 == act(office, EVE, lambda ctx: documents.count(ctx, "ToDo"))

    def test_whoever_may_share_shares_with_the_assigned(self, office: Site) -> None:
        act(office, ANN, lambda ctx: assignments.add(ctx, SEEN, "A", [EVE], {}))
        assert ["A"] == act(office, EVE, lambda ctx: [each.name for each in get_list(ctx, SEEN)])

    def test_whoever_may_not_share_is_refused(self, office: Site) -> None:
        said = refused(office, BOB, lambda ctx: assignments.add(ctx, SEEN, "A", [EVE], {}))
        assert (EVE in said, "share" in said, summary(office, "_assign")) == (True, True, None)

    def test_a_todo_stored_directly_asks_the_same(self, office: Site) -> None:
        about = {"reference_type": SEEN, "reference_name": "A", "description": "x"}
        refused(
            office, BOB, lambda _: frappe.get_doc({"doctype": "ToDo", "allocated_to": EVE} | about).insert()
        )
        refused(
            office, EVE, lambda _: frappe.get_doc({"doctype": "ToDo", "allocated_to": EVE} | about).insert()
        )

    def test_a_todo_does_not_move_to_what_one_may_not_read(self, office: Site) -> None:
        def move(ctx: Context) -> None:
            made = frappe.get_doc(doctype="ToDo", description="mine", allocated_to=EVE).insert()
            made.update({"reference_type": SEEN, "reference_name": "A"}).save()

        refused(office, EVE, move)

    def test_nothing_is_assigned_to_who_cannot_sign_in(self, office: Site) -> None:
        act(office, ADMINISTRATOR, lambda ctx: get_document(ctx, "User", BOB).update({"enabled": 0}).save())
        refused(office, ANN, lambda ctx: assignments.add(ctx, SEEN, "A", [BOB], {}), ComptoirError)


class TestShares:
    def test_open_one_document(self, office: Site) -> None:
        refused(office, EVE, lambda ctx: get_list(ctx, SEEN))
        act(office, ANN, lambda ctx: shares.add(ctx, SEEN, "A", EVE, {"read": True}))
        rows = act(office, EVE, lambda ctx: get_list(ctx, SEEN, fields=["name", "title"]))
        assert [{"name": "A", "title": "A"}] == rows
        act(office, EVE, lambda ctx: documents.read_document(ctx, SEEN, "A"))
        refused(office, EVE, lambda ctx: documents.read_document(ctx, SEEN, "B"))
        refused(office, EVE, lambda ctx: get_document(ctx, SEEN, "A").update({"title": "x"}).save())

    def test_open_to_each_person_their_own(self, office: Site) -> None:
        act(office, ANN, lambda ctx: shares.add(ctx, SEEN, "A", EVE, {"read": True}))
        act(office, ANN, lambda ctx: shares.add(ctx, SEEN, "B", BOSS, {"read": True}))
        found = [
            act(office, who, lambda ctx: [each.name for each in get_list(ctx, SEEN)])
            for who in (EVE, BOSS, EVE)
        ]
        assert [["A"], ["B"], ["A"]] == found

    def test_let_a_person_write(self, office: Site) -> None:
        act(office, ANN, lambda ctx: shares.add(ctx, SEEN, "A", BOB, {"write": True}))
        act(office, BOB, lambda ctx: get_document(ctx, SEEN, "A").update({"title": "x"}).save())
        refused(office, BOB, lambda ctx: get_document(ctx, SEEN, "B").update({"title": "x"}).save())
        assert "x" == summary(office, "title")

    def test_with_everyone_reach_everyone_but_guests(self, office: Site) -> None:
        act(office, ANN, lambda ctx: shares.add(ctx, SEEN, "A", None, {"read": True}))
        assert 1 == act(office, EVE, lambda ctx: documents.count(ctx, SEEN))
        refused(office, "Guest", lambda ctx: get_list(ctx, SEEN))

    def test_need_the_right_to_share(self, office: Site) -> None:
        refused(office, BOB, lambda ctx: shares.add(ctx, SEEN, "A", EVE, {"read": True}))
        refused(office, EVE, lambda ctx: shares.add(ctx, SEEN, "A", EVE, {"read": True}))

    def test_pass_on_no_right_one_does_not_have(self, office: Site) -> None:
        act(office, ANN, lambda ctx: shares.add(ctx, SEEN, "A", EVE, {"share": True}))
        refused(office, EVE, lambda ctx: shares.add(ctx, SEEN, "A", EVE, {"write": True}))
        refused(office, EVE, lambda ctx: shares.set_right(ctx, SEEN, "A", EVE, "write", given=True))
        act(office, EVE, lambda ctx: shares.add(ctx, SEEN, "A", BOB, {"read": True}))

    def test_a_system_manager_shares_only_what_they_may_share(self, office: Site) -> None:
        values = {"doctype": "DocShare", "share_doctype": SEEN, "share_name": "A", "user": BOSS, "write": 1}
        refused(office, BOSS, lambda _: frappe.get_doc(values).insert())

    def test_the_right_to_submit_needs_a_submittable_doctype(self, office: Site) -> None:
        refused(office, ANN, lambda ctx: shares.add(ctx, SEEN, "A", BOB, {"submit": True}), DataError)

    def test_taking_reading_away_takes_everything(self, office: Site) -> None:
        act(office, ANN, lambda ctx: shares.add(ctx, SEEN, "A", EVE, {"write": True}))
        assert act(office, ANN, lambda ctx: shares.set_right(ctx, SEEN, "A", EVE, "write", given=False))
        assert None is act(
            office, ANN, lambda ctx: shares.set_right(ctx, SEEN, "A", EVE, "read", given=False)
        )
        refused(office, EVE, lambda ctx: get_list(ctx, SEEN))

    def test_application_code_may_save_beyond_rights(self, office: Site) -> None:
        act(
            office,
            BOB,
            lambda ctx: get_document(ctx, SEEN, "A").update({"title": "x"}).save(ignore_permissions=True),
        )
        assert "x" == summary(office, "title")

    def test_of_a_deleted_user_are_not_inherited(self, office: Site) -> None:
        act(office, ANN, lambda ctx: shares.add(ctx, SEEN, "A", EVE, {"read": True}))
        act(office, ADMINISTRATOR, lambda ctx: documents.delete(ctx, "User", EVE))
        act(office, ADMINISTRATOR, lambda _: user(EVE))
        refused(office, EVE, lambda ctx: get_list(ctx, SEEN))

    def test_application_code_asks_for_names(self, office: Site) -> None:
        act(office, ANN, lambda ctx: shares.add(ctx, SEEN, "A", EVE, {"write": True}))
        act(office, ANN, lambda ctx: shares.add(ctx, SEEN, "B", None, {"read": True}))
        found = act(
            office,
            EVE,
            lambda _: (frappe.share.get_shared(SEEN), frappe.share.get_shared(SEEN, rights=["write"])),
        )
        assert (["A", "B"], ["A"]) == (found[0], found[1])

    def test_count_at_once_within_a_unit_of_work(self, office: Site) -> None:
        with office.context(EVE) as ctx:
            meta = ctx.site.registry.get("Comment")
            comment = documents.new_document(
                ctx, {"doctype": "Comment", "owner": EVE, "reference_doctype": SEEN}
            )
            comment.update({"reference_name": "A"})
            before = decide(ctx, "read", meta, comment).allow
            trusted = shares.add(ctx, SEEN, "A", EVE, {"read": True}, trusted=True)
            assert (False, True) == (before, decide(ctx, "read", meta, comment).allow)
            documents.delete(ctx, "DocShare", trusted.name, ignore_permissions=True)
            assert not decide(ctx, "read", meta, comment).allow

    def test_cost_no_statement_where_a_role_opens_everything(self, office: Site) -> None:
        def statements(ctx: Context) -> int:
            decide(ctx, "read", ctx.site.registry.get(SEEN))
            before = ctx.db.statements
            get_list(ctx, SEEN)
            return ctx.db.statements - before

        assert 1 == act(office, BOB, statements)


class TestWhoMayNotReadADocument:
    """Lists of companions tell nothing of documents that the reader may not see."""

    @pytest.fixture
    def told(self, office: Site) -> Site:
        act(office, ANN, lambda ctx: comments.add(ctx, SEEN, "A", "secret"))
        act(office, ANN, lambda ctx: tags.add(ctx, SEEN, ["A"], ["secret"]))
        act(office, ANN, lambda ctx: assignments.add(ctx, SEEN, "A", [BOB], {"description": "secret"}))
        act(office, ANN, lambda ctx: shares.add(ctx, SEEN, "A", BOB, {"write": True}))
        values = {"file_name": "secret", "attached_to_doctype": SEEN, "attached_to_name": "A"}
        act(office, ANN, lambda _: frappe.get_doc({"doctype": "File"} | values).insert())
        return office

    @pytest.mark.parametrize("doctype", ["Comment", "ToDo", "Tag Link", "DocShare", "File", "Version"])
    def test_lists_and_counts_nothing_of_it(self, told: Site, doctype: str) -> None:
        with told.context() as ctx:
            names = [each.name for each in get_list(ctx, doctype, limit=0)]
        assert doctype == "Version" or names
        with told.context(BOSS) as ctx:
            assert ([], 0) == (get_list(ctx, doctype, fields=["*"], limit=0), documents.count(ctx, doctype))
            for name in names:
                with pytest.raises(PermissionError):
                    documents.read_document(ctx, doctype, name)
                with pytest.raises(PermissionError):
                    documents.delete(ctx, doctype, name)

    def test_attaches_no_file_to_it(self, told: Site) -> None:
        values = {"file_name": "x", "attached_to_doctype": SEEN, "attached_to_name": "A"}
        refused(told, EVE, lambda _: frappe.get_doc({"doctype": "File"} | values).insert())
        refused(told, BOSS, lambda _: frappe.get_doc({"doctype": "File"} | values).insert())

    def test_a_reader_without_the_right_to_write_attaches_none(self, told: Site) -> None:
        values = {"file_name": "x", "attached_to_doctype": SEEN, "attached_to_name": "B"}
        refused(told, BOB, lambda _: frappe.get_doc({"doctype": "File"} | values).insert())

    def test_who_may_write_it_takes_off_any_file(self, told: Site) -> None:
        with told.context() as ctx:
            name = get_list(ctx, "File", filters={"file_name": "secret"})[0].name
        refused(told, EVE, lambda ctx: files.detach(ctx, name))
        act(told, BOB, lambda ctx: files.detach(ctx, name))
        assert 0 == act(
            told, ADMINISTRATOR, lambda ctx: documents.count(ctx, "File", {"file_name": "secret"})
        )

    def test_the_history_says_who_did_what(self, told: Site) -> None:
        with told.context(ANN) as ctx:
            found = docinfo(ctx, documents.read_document(ctx, SEEN, "A"))
        assert ["Ann assigned this to Bob: secret"] == [each.content for each in found["assignment_logs"]]
        assert ["Ann shared this with Bob"] == [each.content for each in found["info_logs"]]
        assert ["Added secret"] == [each.content for each in found["attachment_logs"]]


class TestAGoneDocument:
    @pytest.fixture
    def full(self, office: Site) -> Site:
        act(office, ANN, lambda ctx: comments.add(ctx, SEEN, "A", "x"))
        act(office, ANN, lambda ctx: tags.add(ctx, SEEN, ["A"], ["x"]))
        act(office, ANN, lambda ctx: likes.toggle(ctx, SEEN, "A", liked=True))
        act(office, ANN, lambda ctx: assignments.add(ctx, SEEN, "A", [BOB], {}))
        act(office, ANN, lambda ctx: shares.add(ctx, SEEN, "A", BOB, {"write": True}))
        values = {"file_name": "x", "attached_to_doctype": SEEN, "attached_to_name": "A"}
        act(office, ANN, lambda _: frappe.get_doc({"doctype": "File"} | values).insert())
        return office

    @staticmethod
    def left(site: Site) -> dict[str, int]:
        with site.context() as ctx:
            kinds = ("Comment", "ToDo", "Tag Link", "DocShare", "File")
            return {kind: documents.count(ctx, kind) for kind in kinds if documents.count(ctx, kind)}

    def test_takes_its_companions_along(self, full: Site) -> None:
        act(full, ANN, lambda ctx: documents.delete(ctx, SEEN, "A"))
        assert {} == self.left(full)

    def test_renamed_keeps_them(self, full: Site) -> None:
        before = self.left(full)
        act(full, ANN, lambda ctx: documents.rename(ctx, SEEN, "A", "C"))
        with full.context(BOB) as ctx:
            doc = documents.read_document(ctx, SEEN, "C")
            found = docinfo(ctx, doc)
        assert before == self.left(full)
        assert ([BOB], "x", 1) == (
            [each.owner for each in found["assignments"]], found["tags"], len(found["attachments"])
        )  # fmt: skip

    def test_merged_puts_them_together(self, full: Site) -> None:
        act(full, ANN, lambda ctx: tags.add(ctx, SEEN, ["B"], ["x", "y"]))
        act(full, ANN, lambda ctx: shares.add(ctx, SEEN, "B", BOB, {"read": True}))
        act(full, BOB, lambda ctx: comments.add(ctx, SEEN, "B", "y"))
        act(full, ANN, lambda ctx: documents.rename(ctx, SEEN, "A", "B", merge=True))
        assert ("x,y", [BOB], [ANN]) == (
            summary(full, "_user_tags", "B"),
            json.loads(summary(full, "_assign", "B")),
            json.loads(summary(full, "_liked_by", "B")),
        )
        assert ["x", "y"] == [each["comment"] for each in json.loads(summary(full, "_comments", "B"))]
        with full.context() as ctx:
            found = get_list(ctx, "DocShare", fields=["user", "write"], limit=0)
        assert [{"user": BOB, "write": 1}] == found


class TestManyAtOnce:
    def test_lose_nothing(self, office: Site) -> None:
        number = 12
        gate = Barrier(number)

        def one(place: int) -> str:
            with use(office.open(ANN if place % 2 else BOB)) as ctx:
                gate.wait()
                try:
                    comments.add(ctx, SEEN, "A", f"remark {place}")
                    tags.add(ctx, SEEN, ["A"], [f"tag {place}", "shared"])
                    likes.toggle(ctx, SEEN, "A", liked=True)
                    assignments.add(ctx, SEEN, "A", [ctx.user], {})
                    ctx.db.commit()
                except ComptoirError as error:
                    return f"{type(error).__name__}: {error}"
                finally:
                    ctx.db.close()
            return ""

        with ThreadPoolExecutor(number) as pool:
            assert [""] * number == list(pool.map(one, range(number)))
        assert number == len(json.loads(summary(office, "_comments")))
        assert number + 1 == len(summary(office, "_user_tags").split(","))
        assert sorted([ANN, BOB]) == sorted(json.loads(summary(office, "_liked_by")))
        assert sorted([ANN, BOB]) == sorted(json.loads(summary(office, "_assign")))
        with office.context() as ctx:
            assert 2 == documents.count(ctx, "ToDo")


class TestADocumentThatIsNotThere:
    def test_is_missing_for_every_verb(self, office: Site) -> None:
        for verb in (
            lambda ctx: comments.add(ctx, SEEN, "nope", "x"),
            lambda ctx: tags.add(ctx, SEEN, ["nope"], ["x"]),
            lambda ctx: likes.toggle(ctx, SEEN, "nope", liked=True),
            lambda ctx: assignments.add(ctx, SEEN, "nope", [BOB], {}),
            lambda ctx: shares.add(ctx, SEEN, "nope", BOB, {"read": True}),
        ):
            refused(office, ANN, verb, DoesNotExistError)
