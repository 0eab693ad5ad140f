"""Several documents in one request."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from comptoir.sites import Bench, Site
from comptoir.sites.config import SITE, read_json, write_json

from .conftest import Caller

BASE = "/api/v2/document/Branch"


def post(caller: Caller, action: str, body: Any, base: str = BASE, **headers: str) -> httpx.Response:
    return caller("POST", f"{base}/{action}", json=body, headers=headers)


def branches(caller: Caller) -> dict[str, str | None]:
    query = {"fields": '["name", "city"]', "limit": "0"}
    return {row["name"]: row["city"] for row in caller("GET", BASE, params=query).json()["data"]}


@pytest.fixture
def three(admin: Caller) -> list[str]:
    docs = [{"branch_name": name, "city": "Lyon"} for name in ("A", "B", "C")]
    answer = post(admin, "bulk_create", {"docs": docs})
    assert answer.status_code == 200, answer.text
    return list(answer.json()["data"]["created"])


class TestCreating:
    def test_stores_every_row(self, admin: Caller, three: list[str]) -> None:
        assert ["A", "B", "C"] == three == sorted(branches(admin))

    def test_says_which_row_failed_and_stores_the_others(self, admin: Caller) -> None:
        docs = [
            {"branch_name": "A"},
            {"city": "Lyon"},
            "x",
            {"branch_name": "B", "manager": "no"},
            {"branch_name": "C"},
        ]
        data = post(admin, "bulk_create", {"docs": docs}).json()["data"]
        assert (["A", "C"], 5, 2, 3) == (
            data["created"],
            data["total"],
            data["success_count"],
            data["failure_count"],
        )
        assert [(1, "ValidationError"), (2, "DataError"), (3, "LinkValidationError")] == [
            (row["index"], row["type"]) for row in data["failed"]
        ]
        assert "manager" == data["failed"][2]["fields"][0]["fieldname"]
        assert ["A", None, None, None, "C"] == [
            None if "error" in row else row["name"] for row in data["results"]
        ]
        assert ["A", "C"] == sorted(branches(admin))

    def test_of_all_or_none_stores_none(self, admin: Caller) -> None:
        body = {"docs": [{"branch_name": "A"}, {"branch_name": "A"}], "atomic": True}
        answer = post(admin, "bulk_create", body)
        assert (417, "BulkError") == (answer.status_code, answer.json()["errors"][0]["type"])
        data = answer.json()["data"]
        assert ([], [1], 0, 2) == (
            data["created"],
            [row["index"] for row in data["failed"]],
            data["success_count"],
            data["failure_count"],
        )
        assert {} == branches(admin)

    def test_of_all_or_none_stores_all(self, admin: Caller) -> None:
        body = {"docs": [{"branch_name": "A"}, {"branch_name": "B"}], "atomic": 1}
        assert 200 == post(admin, "bulk_create", body).status_code
        assert ["A", "B"] == sorted(branches(admin))

    def test_twice_under_one_key_stores_once(self, admin: Caller) -> None:
        body, key = {"docs": [{"branch_name": "A"}, {}]}, {"Idempotency-Key": "k"}
        first, second = (post(admin, "bulk_create", body, **key) for _ in range(2))
        assert (first.content, {"A": None}) == (second.content, branches(admin))


class TestUpdating:
    def test_changes_the_fields_named(self, admin: Caller, three: list[str]) -> None:
        docs = [{"name": "A", "city": "Nice"}, {"name": "nope", "city": "Nice"}, {"city": "Nice"}]
        data = post(admin, "bulk_update", {"docs": docs}).json()["data"]
        assert (["A"], ["nope", None]) == (data["updated"], [row["name"] for row in data["failed"]])
        assert {"A": "Nice", "B": "Lyon", "C": "Lyon"} == branches(admin)

    def test_holds_a_row_to_the_version_it_was_made_for(self, admin: Caller, three: list[str]) -> None:
        docs = [
            {"name": "A", "city": "Nice", "modified": "2020-01-01 00:00:00"},
            {"name": "B", "city": "Nice"},
        ]
        data = post(admin, "bulk_update", {"docs": docs}).json()["data"]
        assert (["B"], ["TimestampMismatchError"]) == (
            data["updated"],
            [row["type"] for row in data["failed"]],
        )


class TestDeleting:
    def test_takes_names(self, admin: Caller, three: list[str]) -> None:
        data = post(admin, "bulk_delete", {"names": ["A", "nope", "B", None, []]}).json()["data"]
        assert (["A", "B"], ["nope", None, None]) == (
            data["deleted"],
            [row["name"] for row in data["failed"]],
        )
        assert ["C"] == list(branches(admin))

    def test_leaves_what_others_point_at(self, admin: Caller, three: list[str]) -> None:
        admin("PUT", f"{BASE}/B", json={"parent_branch": "A"})
        data = post(admin, "bulk_delete", {"names": three}).json()["data"]
        assert (["B", "C"], ["LinkExistsError"]) == (data["deleted"], [row["type"] for row in data["failed"]])


class TestAcrossDoctypes:
    def test_each_row_names_its_own(self, admin: Caller, three: list[str]) -> None:
        docs = [
            {"doctype": "Branch", "name": "A", "city": "Nice"},
            {"doctype": "Nope", "name": "A"},
            {"name": "A"},
            {"doctype": "Client", "name": "nope"},
        ]
        data = post(admin, "bulk_update", {"docs": docs}, "/api/v2/method").json()["data"]
        assert [{"index": 0, "doctype": "Branch", "name": "A"}] == data["updated"]
        assert ["DoesNotExistError", "DataError", "DoesNotExistError"] == [
            row["type"] for row in data["failed"]
        ]
        gone = post(admin, "bulk_delete", {"docs": docs[:1]}, "/api/v2/method").json()["data"]
        assert 1 == gone["success_count"]


class TestRefused:
    def test_what_the_user_may_not_do(self, driver: Caller, admin: Caller, three: list[str]) -> None:
        for action, body in (
            ("bulk_create", {"docs": [{"branch_name": "D"}]}),
            ("bulk_update", {"docs": [{"name": "A", "city": "Nice"}]}),
            ("bulk_delete", {"names": ["A"]}),
        ):
            failed = post(driver, action, body).json()["data"]["failed"]
            assert ["PermissionError"] == [row["type"] for row in failed], action
        assert dict.fromkeys(three, "Lyon") == branches(admin)

    def test_guests(self, guest: Caller) -> None:
        failed = post(guest, "bulk_create", {"docs": [{"branch_name": "D"}]}).json()["data"]["failed"]
        assert ["PermissionError"] == [row["type"] for row in failed]

    @pytest.mark.parametrize("body", [{}, {"docs": "x"}, {"docs": {"a": 1}}, {"names": "A"}, {"docs": None}])
    def test_what_is_no_list(self, admin: Caller, body: dict[str, Any]) -> None:
        answers = [post(admin, action, body) for action in ("bulk_create", "bulk_update", "bulk_delete")]
        assert all(answer.status_code in (400, 417) for answer in answers)

    def test_an_unknown_parameter(self, admin: Caller) -> None:
        assert 400 == post(admin, "bulk_create", {"docs": [], "atomik": 1}).status_code

    def test_an_unknown_doctype(self, admin: Caller) -> None:
        assert 404 == post(admin, "bulk_create", {"docs": []}, "/api/v2/document/Nope").status_code

    def test_more_rows_than_the_site_takes(self, admin: Caller, site: Site, bench: Bench) -> None:
        path = bench.sites_path / site.name / SITE
        write_json(path, read_json(path) | {"bulk_limit": 2})
        bench.forget(site.name)
        answer = post(admin, "bulk_create", {"docs": [{"branch_name": name} for name in "ABC"]})
        assert (413, True) == (answer.status_code, "2 documents" in answer.text)
        assert {} == branches(admin)
