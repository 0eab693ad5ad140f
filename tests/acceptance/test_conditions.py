"""``ETag`` of documents, and requests that hold only for the document one knows."""

from __future__ import annotations

import pytest
from comptoir.documents import get_document
from comptoir.sites import Site

from .conftest import Caller

BOTH = pytest.mark.parametrize("base", ["/api/resource", "/api/v2/document"])


@pytest.fixture
def path(admin: Caller) -> str:
    """Address of a client, without its base."""
    made = admin("POST", "/api/resource/Client", json={"client_name": "Acme"})
    return f"/Client/{made.json()['data']['name']}"


def tag_of(caller: Caller, address: str) -> str:
    return str(caller("GET", address).headers["etag"])


class TestReading:
    @BOTH
    def test_what_one_has_is_304_without_a_body(self, admin: Caller, path: str, base: str) -> None:
        tag = tag_of(admin, base + path)
        answer = admin("GET", base + path, headers={"If-None-Match": f'"other", W/{tag}'})
        assert (304, b"", tag) == (answer.status_code, answer.content, answer.headers["etag"])

    def test_what_changed_is_sent(self, admin: Caller, path: str) -> None:
        tag = tag_of(admin, "/api/resource" + path)
        admin("PUT", "/api/resource" + path, json={"city": "Lyon"})
        answer = admin("GET", "/api/resource" + path, headers={"If-None-Match": tag})
        assert (200, "Lyon") == (answer.status_code, answer.json()["data"]["city"])

    def test_a_change_that_is_no_new_version_is_one_to_readers_alone(
        self, admin: Caller, path: str, site: Site
    ) -> None:
        tag = tag_of(admin, "/api/resource" + path)
        with site.context() as ctx:
            get_document(ctx, *path.strip("/").split("/")).db_set("city", "Nice", update_modified=False)
        assert 200 == admin("GET", "/api/resource" + path, headers={"If-None-Match": tag}).status_code
        assert (
            200
            == admin(
                "PUT", "/api/resource" + path, json={"notes": "n"}, headers={"If-Match": tag}
            ).status_code
        )

    def test_an_expanded_document_has_a_tag_of_its_own(self, admin: Caller, path: str) -> None:
        admin("POST", "/api/resource/Branch", json={"branch_name": "North"})
        admin("PUT", "/api/resource" + path, json={"branch": "North"})
        address = f"/api/resource{path}?expand=branch"
        tag = tag_of(admin, address)
        assert 304 == admin("GET", address, headers={"If-None-Match": tag}).status_code
        admin("PUT", "/api/resource/Branch/North", json={"city": "Lille"})
        assert 200 == admin("GET", address, headers={"If-None-Match": tag}).status_code

    def test_of_another_version_than_wanted_is_412(self, admin: Caller, path: str) -> None:
        assert 412 == admin("GET", "/api/resource" + path, headers={"If-Match": '"other"'}).status_code

    def test_readers_with_other_rights_have_other_tags(self, admin: Caller, driver: Caller) -> None:
        admin("POST", "/api/resource/Branch", json={"branch_name": "North"})
        values = {"first_name": "Ann", "branch": "North", "notes": "secret"}
        name = admin("POST", "/api/resource/Employee", json=values).json()["data"]["name"]
        address = f"/api/resource/Employee/{name}"
        assert tag_of(admin, address) != tag_of(driver, address)


class TestChanging:
    @pytest.mark.parametrize(
        ("method", "base"),
        [("PUT", "/api/resource"), ("PUT", "/api/v2/document"), ("PATCH", "/api/v2/document")],
    )
    def test_the_document_one_knows_is_permitted_once(
        self, admin: Caller, path: str, method: str, base: str
    ) -> None:
        tag = tag_of(admin, base + path)
        first = admin(method, base + path, json={"city": "Lyon"}, headers={"If-Match": tag})
        second = admin(method, base + path, json={"city": "Nice"}, headers={"If-Match": tag})
        assert (200, 412) == (first.status_code, second.status_code)
        assert "read it again" in second.text.lower()
        assert "Lyon" == admin("GET", base + path).json()["data"]["city"]
        third = admin(method, base + path, json={"city": "Nice"}, headers={"If-Match": first.headers["etag"]})
        assert (200, "Nice") == (third.status_code, third.json()["data"]["city"])

    def test_another_one_is_refused_as_a_stale_update(self, admin: Caller, path: str) -> None:
        answer = admin("PUT", "/api/resource" + path, json={"city": "Lyon"}, headers={"If-Match": '"0-0"'})
        assert (412, "TimestampMismatchError") == (answer.status_code, answer.json()["exc_type"])

    def test_any_stored_document_is_meant_by_a_star(self, admin: Caller, path: str) -> None:
        address = "/api/resource" + path
        assert 200 == admin("PUT", address, json={"city": "Lyon"}, headers={"If-Match": "*"}).status_code
        assert 412 == admin("PUT", address, json={"city": "Nice"}, headers={"If-None-Match": "*"}).status_code
        assert 404 == admin("PUT", address + "x", json={}, headers={"If-Match": "*"}).status_code

    @pytest.mark.parametrize("header", ["", "abc", "W/abc", '"', "0-0"])
    def test_what_is_no_tag_matches_nothing(self, admin: Caller, path: str, header: str) -> None:
        answer = admin("PUT", "/api/resource" + path, json={"city": "Lyon"}, headers={"If-Match": header})
        assert 412 == answer.status_code


class TestDeleting:
    @BOTH
    def test_the_document_one_knows(self, admin: Caller, path: str, base: str) -> None:
        tag = tag_of(admin, base + path)
        admin("PUT", base + path, json={"city": "Lyon"})
        assert 412 == admin("DELETE", base + path, headers={"If-Match": tag}).status_code
        tag = tag_of(admin, base + path)
        assert 202 == admin("DELETE", base + path, headers={"If-Match": tag}).status_code


def test_a_method_holds_for_the_document_one_knows(admin: Caller, path: str) -> None:
    address = f"/api/v2/document{path}/method/submit"
    assert 412 == admin("POST", address, headers={"If-Match": '"0-0"'}).status_code
