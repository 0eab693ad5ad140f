"""Uploading, and who may fetch what was uploaded."""

from __future__ import annotations

from typing import Any

from .conftest import Caller


def upload(caller: Caller, name: str, content: bytes, **values: str) -> dict[str, Any]:
    answer = caller("POST", "/api/method/upload_file", files={"file": (name, content)}, data=values)
    assert answer.status_code == 200, answer.text
    return dict(answer.json()["message"])


class TestPrivateFile:
    def test_its_owner_fetches_it(self, admin: Caller) -> None:
        url = upload(admin, "a.txt", b"hello", is_private="1")["file_url"]
        assert admin("GET", url).content == b"hello"

    def test_a_guest_does_not(self, admin: Caller, guest: Caller) -> None:
        url = upload(admin, "a.txt", b"hello", is_private="1")["file_url"]
        assert guest("GET", url).status_code == 403

    def test_another_user_does_not(self, admin: Caller, driver: Caller) -> None:
        url = upload(admin, "a.txt", b"hello", is_private="1")["file_url"]
        assert driver("GET", url).status_code == 403


class TestPublicFile:
    def test_anybody_fetches_it(self, admin: Caller, guest: Caller) -> None:
        url = upload(admin, "a.txt", b"hello", is_private="0")["file_url"]
        assert guest("GET", url).content == b"hello"

    def test_a_page_is_only_ever_a_download(self, admin: Caller, guest: Caller) -> None:
        url = upload(admin, "a.html", b"<script>1</script>", is_private="0")["file_url"]
        headers = guest("GET", url).headers
        assert headers["content-disposition"].startswith("attachment")
        assert headers["x-content-type-options"] == "nosniff"

    def test_it_is_out_of_reach_once_deleted(self, admin: Caller, guest: Caller) -> None:
        file = upload(admin, "gone.txt", b"gone soon", is_private="0")
        assert admin("DELETE", f"/api/resource/File/{file['name']}").status_code == 202
        assert guest("GET", file["file_url"]).status_code == 404

    def test_it_stays_in_reach_while_another_document_holds_the_same_content(
        self, admin: Caller, guest: Caller
    ) -> None:
        first = upload(admin, "one.txt", b"twice", is_private="0")
        second = upload(admin, "two.txt", b"twice", is_private="0")
        admin("DELETE", f"/api/resource/File/{first['name']}")
        assert guest("GET", second["file_url"]).content == b"twice"


class TestUpload:
    def test_a_guest_may_not(self, guest: Caller) -> None:
        answer = guest("POST", "/api/method/upload_file", files={"file": ("a.txt", b"x")})
        assert answer.status_code == 403

    def test_no_file_is_a_bad_request(self, admin: Caller) -> None:
        assert admin("POST", "/api/method/upload_file").status_code == 400
