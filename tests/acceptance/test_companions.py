"""Remarks, assignments, tags, likes and shares over HTTP, as Frappe's clients ask and are answered."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from comptoir.sites import Site

from .conftest import Browser, Caller, key_of, make_user

CLERK, OUTSIDER = "clerk@example.com", "outsider@example.com"
FORM_LISTS = (
    "comments", "shared", "assignment_logs", "attachment_logs", "info_logs", "like_logs", "workflow_logs",
    "attachments", "communications", "automated_messages", "versions", "assignments", "views",
    "energy_point_logs", "additional_timeline_content", "milestones",
)  # fmt: skip

Call = Callable[..., Any]


@pytest.fixture
def name(admin: Caller, site: Site) -> str:
    """A client, and somebody who may read clients and somebody who may not."""
    make_user(site, CLERK, "Sales User")
    make_user(site, OUTSIDER)
    made = admin("POST", "/api/resource/Client", json={"client_name": "Golden One", "city": "GoldenCity"})
    return str(made.json()["data"]["name"])


@pytest.fixture
def clerk(client: Browser, site: Site, name: str) -> Caller:
    return Caller(client, key_of(site, CLERK))


@pytest.fixture
def outsider(client: Browser, site: Site, name: str) -> Caller:
    return Caller(client, key_of(site, OUTSIDER))


def call(caller: Caller, method: str, **form: Any) -> Any:
    """POST as a form, as Frappe's Desk does; lists and objects travel as JSON text."""
    sent = {
        key: json.dumps(value) if isinstance(value, (list, dict)) else value for key, value in form.items()
    }
    return caller("POST", f"/api/method/frappe.{method}", data=sent)


def ask(caller: Caller, method: str, **query: Any) -> Any:
    sent = {
        key: json.dumps(value) if isinstance(value, (list, dict)) else value for key, value in query.items()
    }
    return caller("GET", f"/api/method/frappe.{method}", params=sent)


class TestAsRecorded:
    """The exchanges 253 to 258 with a real Frappe, in their order."""

    def test_every_answer_has_its_shape(self, admin: Caller, clerk: Caller, name: str) -> None:
        at = {"doctype": "Client", "name": name}
        said = call(admin, "desk.form.utils.add_comment", reference_doctype="Client", reference_name=name,
                    content="<p>hi</p>", comment_email="x@y.z", comment_by="X").json()["message"]  # fmt: skip
        assigned = call(
            admin, "desk.form.assign_to.add", **at, assign_to=[CLERK], description="please"
        ).json()
        assert [("name", "owner")] == [tuple(sorted(row)) for row in assigned["message"]]
        assert CLERK == assigned["message"][0]["owner"]
        assert {"message": "vip"} == call(
            admin, "desk.doctype.tag.tag.add_tag", dt="Client", dn=name, tag="vip"
        ).json()
        assert {} == call(admin, "desk.like.toggle_like", **at, add="Yes").json()

        fields = ["name", "_user_tags", "_assign", "_liked_by", "_comments"]
        query = {"fields": json.dumps(fields), "filters": json.dumps([["name", "=", name]])}
        comment = {"comment": "<p>hi</p>", "by": "Administrator", "name": said["name"]}
        assert {
            "name": name,
            "_user_tags": "vip",
            "_assign": json.dumps([CLERK]),
            "_liked_by": json.dumps(["Administrator"]),
            "_comments": json.dumps([comment]),
        } == admin("GET", "/api/resource/Client", params=query).json()["data"][0]

        call(admin, "share.add", **at, user=CLERK, read=1, write=1)
        body = ask(admin, "desk.form.load.get_docinfo", **at).json()
        assert ["docinfo"] == list(body)
        info = body["docinfo"]
        assert {"user_info", "doctype", "name", "permissions", "is_document_followed", "tags", "document_email",
                *FORM_LISTS} == set(info)  # fmt: skip
        assert all(isinstance(info[key], list) for key in FORM_LISTS)
        assert {"name", "creation", "content", "owner", "comment_type"} == set(info["comments"][0])
        assert {"name", "user", "read", "write", "submit", "share", "everyone", "owner", "creation"} == set(
            info["shared"][0]
        )
        assert {"name", "owner", "description", "status"} == set(info["assignments"][0])
        assert {"fullname", "image", "name", "email", "time_zone"} == set(info["user_info"][CLERK])
        assert ("vip", ["Liked"]) == (info["tags"], [row["content"] for row in info["like_logs"]])
        assert (0, False, 1) == (
            len(info["permissions"]["if_owner"]),
            info["permissions"]["has_if_owner_enabled"],
            info["permissions"]["share"],
        )

    def test_the_form_brings_the_same(self, admin: Caller, name: str) -> None:
        at = {"doctype": "Client", "name": name}
        form = ask(admin, "desk.form.load.getdoc", **at).json()
        assert {"docs", "docinfo", "_link_titles"} == set(form)
        assert form["docinfo"] == ask(admin, "desk.form.load.get_docinfo", **at).json()["docinfo"]


class TestBesideAList:
    @pytest.fixture
    def several(self, admin: Caller, name: str) -> Caller:
        for number in range(3):
            values = {"client_name": f"Client {number}", "city": "GoldenCity" if number else "Elsewhere"}
            admin("POST", "/api/resource/Client", json=values)
        return admin

    def test_values_are_counted_the_most_frequent_first(self, several: Caller) -> None:
        found = ask(
            several, "desk.listview.get_group_by_count", doctype="Client", current_filters=[], field="city"
        )
        assert [{"count": 3, "name": "GoldenCity"}, {"count": 1, "name": "Elsewhere"}] == found.json()[
            "message"
        ]

    def test_within_the_filters_of_the_list(self, several: Caller) -> None:
        filters = [["Client", "city", "=", "Elsewhere"]]
        found = ask(
            several,
            "desk.listview.get_group_by_count",
            doctype="Client",
            current_filters=filters,
            field="city",
        )
        assert [{"count": 1, "name": "Elsewhere"}] == found.json()["message"]

    def test_assignees_are_counted_of_the_documents_listed(self, several: Caller, name: str) -> None:
        call(several, "desk.form.assign_to.add", doctype="Client", name=name, assign_to=[CLERK])
        count = "desk.listview.get_group_by_count"
        found = ask(several, count, doctype="Client", current_filters=[], field="assigned_to")
        assert [{"count": 1, "name": CLERK}] == found.json()["message"]
        elsewhere = [["city", "=", "Elsewhere"]]
        found = ask(several, count, doctype="Client", current_filters=elsewhere, field="assigned_to")
        assert [] == found.json()["message"]

    def test_tags_are_counted_one_by_one(self, several: Caller, name: str) -> None:
        call(several, "desk.doctype.tag.tag.add_tags", dt="Client", docs=[name], tags=["vip", "new"])
        found = ask(
            several, "desk.reportview.get_sidebar_stats", doctype="Client", stats=["_user_tags"], filters=[]
        )
        assert {"stats": {"_user_tags": [["new", 1], ["vip", 1], ["No Tags", 3]]}} == found.json()["message"]

    def test_who_may_not_read_counts_nothing(self, outsider: Caller) -> None:
        for method, query in (
            ("desk.listview.get_group_by_count", {"current_filters": [], "field": "city"}),
            ("desk.listview.get_group_by_count", {"current_filters": [], "field": "assigned_to"}),
            ("desk.reportview.get_sidebar_stats", {"stats": ["_user_tags"]}),
        ):
            assert 403 == ask(outsider, method, doctype="Client", **query).status_code

    @pytest.mark.parametrize("field", ["nope", "sleep(1)", "name; drop", ""])
    def test_a_field_that_is_none_is_refused(self, several: Caller, field: str) -> None:
        query = {"doctype": "Client", "current_filters": [], "field": field}
        assert 400 <= ask(several, "desk.listview.get_group_by_count", **query).status_code < 500

    def test_what_cannot_be_deleted_is_told(self, admin: Caller, name: str) -> None:
        branch = admin("POST", "/api/resource/Branch", json={"branch_name": "North"}).json()["data"]["name"]
        admin("PUT", f"/api/resource/Client/{name}", json={"branch": branch})
        body = call(admin, "desk.reportview.delete_items", doctype="Branch", items=[branch]).json()
        assert (["_server_messages"], True) == (list(body), "North" in body["_server_messages"])


class TestWhoMayNot:
    VERBS = (
        (
            "desk.form.utils.add_comment",
            {"reference_doctype": "Client", "reference_name": "?", "content": "x"},
        ),
        ("desk.form.assign_to.add", {"doctype": "Client", "name": "?", "assign_to": [OUTSIDER]}),
        (
            "desk.form.assign_to.add",
            {"doctype": "Client", "name": "?", "assign_to": [OUTSIDER], "ignore_permissions": 1},
        ),
        ("desk.form.assign_to.add_multiple", {"doctype": "Client", "name": ["?"], "assign_to": [OUTSIDER]}),
        (
            "desk.form.assign_to.remove",
            {"doctype": "Client", "name": "?", "assign_to": CLERK, "ignore_permissions": 1},
        ),
        ("desk.form.assign_to.close", {"doctype": "Client", "name": "?", "assign_to": OUTSIDER}),
        ("desk.form.assign_to.close_all_assignments", {"doctype": "Client", "name": "?"}),
        ("desk.form.assign_to.clear", {"doctype": "Client", "name": "?"}),
        ("desk.form.assign_to.get", {"doctype": "Client", "name": "?"}),
        ("desk.doctype.tag.tag.add_tag", {"dt": "Client", "dn": "?", "tag": "x"}),
        ("desk.doctype.tag.tag.add_tags", {"dt": "Client", "docs": ["?"], "tags": ["x"]}),
        ("desk.doctype.tag.tag.remove_tag", {"dt": "Client", "dn": "?", "tag": "x"}),
        ("desk.doctype.tag.tag.get_tagged_docs", {"doctype": "Client", "tag": "x"}),
        ("desk.like.toggle_like", {"doctype": "Client", "name": "?", "add": "Yes"}),
        ("share.add", {"doctype": "Client", "name": "?", "user": OUTSIDER}),
        (
            "share.set_permission",
            {"doctype": "Client", "name": "?", "user": OUTSIDER, "permission_to": "read"},
        ),
        ("share.remove", {"doctype": "Client", "name": "?", "user": CLERK}),
        ("share.get_users", {"doctype": "Client", "name": "?"}),
    )

    @pytest.mark.parametrize(("method", "form"), VERBS, ids=[method for method, _ in VERBS])
    def test_read_a_document_does_nothing_to_it(
        self, outsider: Caller, guest: Caller, admin: Caller, name: str, method: str, form: dict[str, Any]
    ) -> None:
        sent = {
            key: name if value == "?" else [name] if value == ["?"] else value for key, value in form.items()
        }
        assert [403, 403] == [call(caller, method, **sent).status_code for caller in (outsider, guest)]
        info = ask(admin, "desk.form.load.get_docinfo", doctype="Client", name=name).json()["docinfo"]
        assert ("", []) == (info["tags"], [key for key in FORM_LISTS if info[key]])

    @pytest.mark.parametrize(
        ("method", "form"),
        [
            ("desk.form.assign_to.add", {}),
            ("desk.form.assign_to.add", {"doctype": "Client", "name": "?", "assign_to": "{"}),
            ("desk.form.assign_to.add", {"doctype": "Client", "name": "?", "assign_to": [1]}),
            (
                "desk.form.assign_to.add",
                {"doctype": "Client", "name": "?", "assign_to": ["nobody@example.com"]},
            ),
            ("desk.form.assign_to.add", {"doctype": "Nope", "name": "x", "assign_to": [CLERK]}),
            ("desk.form.assign_to.remove_multiple", {"doctype": "Client", "names": "x"}),
            ("desk.doctype.tag.tag.add_tag", {"dt": "Client", "dn": "?", "tag": "a,b"}),
            ("desk.doctype.tag.tag.add_tags", {"dt": "Client", "docs": "x", "tags": ["x"]}),
            ("desk.doctype.tag.tag.add_tags", {"dt": "Client", "docs": [["x"]], "tags": ["x"]}),
            (
                "desk.form.utils.add_comment",
                {"reference_doctype": "Client", "reference_name": "?", "content": " "},
            ),
            ("desk.form.utils.update_comment", {"name": "nope", "content": "x"}),
            ("share.add", {"doctype": "Client", "name": "?"}),
            ("share.add", {"doctype": "Client", "name": "?", "user": "nobody@example.com"}),
            ("share.add", {"doctype": "Client", "name": "?", "user": CLERK, "submit": 1}),
            (
                "share.set_permission",
                {"doctype": "Client", "name": "?", "user": CLERK, "permission_to": "delete"},
            ),
            ("desk.like.toggle_like", {"doctype": "Client", "name": "nope", "add": "Yes"}),
        ],
    )
    def test_mistakes_are_told(self, admin: Caller, name: str, method: str, form: dict[str, Any]) -> None:
        sent = {key: name if value == "?" else value for key, value in form.items()}
        answer = call(admin, method, **sent)
        assert 400 <= answer.status_code < 500, answer.text


class TestSharing:
    def test_opens_the_document_over_http_until_taken_back(
        self, admin: Caller, outsider: Caller, name: str
    ) -> None:
        path = f"/api/resource/Client/{name}"
        assert 403 == outsider("GET", path).status_code
        call(admin, "share.add", doctype="Client", name=name, user=OUTSIDER, write=1)
        assert 200 == outsider("PUT", path, json={"city": "Lyon"}).status_code
        assert [{"name": name}] == outsider("GET", "/api/resource/Client").json()["data"]
        call(admin, "share.remove", doctype="Client", name=name, user=OUTSIDER)
        assert [403, 403] == [outsider("GET", at).status_code for at in (path, "/api/resource/Client")]

    def test_a_list_of_remarks_tells_nothing_of_other_documents(
        self, admin: Caller, outsider: Caller, name: str
    ) -> None:
        call(admin, "share.add", doctype="Client", name=name, user=OUTSIDER)
        call(
            outsider,
            "desk.form.utils.add_comment",
            reference_doctype="Client",
            reference_name=name,
            content="seen",
        )
        listed = '/api/resource/Comment?filters=[["comment_type","=","Comment"]]'
        assert 1 == len(outsider("GET", listed).json()["data"])
        call(admin, "share.remove", doctype="Client", name=name, user=OUTSIDER)
        assert [] == outsider("GET", listed).json()["data"]
        assert (
            [] == outsider("GET", listed + '&or_filters=[["reference_doctype","=","Client"]]').json()["data"]
        )
