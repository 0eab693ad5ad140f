"""What a site refuses before it looks at a request: bodies too large, everything while it is being maintained."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from comptoir.sites import Bench, Site
from comptoir.sites.config import SITE, read_json, write_json
from comptoir.web.requests import OVERHEAD

from .conftest import Browser, Caller, make_user

LARGEST = 100_000


@pytest.fixture
def setting(bench: Bench, site: Site) -> Iterator[Any]:
    """Changes the configuration of the site as an administrator of the machine does."""
    path = site.path / SITE

    def change(**values: Any) -> None:
        write_json(path, read_json(path) | values)
        bench.forget(site.name)

    return change


class TestABodyThatIsTooLarge:
    def test_is_refused_by_what_its_headers_say(self, admin: Caller, setting: Any) -> None:
        setting(max_file_size=LARGEST)
        body = {"client_name": "x" * (LARGEST + OVERHEAD)}
        answer = admin("POST", "/api/resource/Client", json=body)
        assert (413, "RequestTooLargeError") == (answer.status_code, answer.json()["exc_type"])

    def test_is_refused_whatever_its_headers_say(self, admin: Caller, setting: Any) -> None:
        setting(max_file_size=LARGEST)

        async def endless() -> Any:
            for _ in range(LARGEST + OVERHEAD):
                yield b"x" * 1000

        answer = admin(
            "POST", "/api/resource/Client", content=endless(), headers={"Content-Type": "application/json"}
        )
        assert 413 == answer.status_code

    def test_counts_one_file_by_itself(self, admin: Caller, setting: Any) -> None:
        setting(max_file_size=LARGEST)
        files = {"file": ("a.txt", b"x" * (LARGEST + 1))}
        assert 413 == admin("POST", "/api/method/upload_file", files=files).status_code
        assert (
            200
            == admin("POST", "/api/method/upload_file", files={"file": ("a.txt", b"x" * LARGEST)}).status_code
        )

    def test_leaves_nothing_behind(self, admin: Caller, setting: Any) -> None:
        setting(max_file_size=LARGEST)
        admin("POST", "/api/method/upload_file", files={"file": ("a.txt", b"x" * (LARGEST + 1))})
        assert {"data": 0} == admin("GET", "/api/v2/doctype/File/count").json()


class TestASiteBeingMaintained:
    @pytest.mark.parametrize("path", ["/api/resource/Client", "/api/method/ping", "/api/method/login"])
    def test_answers_503(self, admin: Caller, setting: Any, path: str) -> None:
        setting(maintenance_mode=True)
        answer = admin("POST", path, json={})
        assert (503, "ServiceUnavailableError") == (answer.status_code, answer.json()["exc_type"])

    def test_says_so_in_version_2(self, admin: Caller, setting: Any) -> None:
        setting(maintenance_mode=True)
        answer = admin("GET", "/api/v2/document/Client")
        assert (503, "ServiceUnavailableError") == (answer.status_code, answer.json()["errors"][0]["type"])

    def test_says_so_to_people(self, admin: Caller, setting: Any) -> None:
        setting(maintenance_mode=True)
        answer = admin("GET", "/printview", params={"doctype": "Client", "name": "x"})
        assert (503, True) == (answer.status_code, answer.headers["content-type"].startswith("text/html"))

    def test_answers_again_afterwards(self, admin: Caller, setting: Any) -> None:
        setting(maintenance_mode=True)
        setting(maintenance_mode=False)
        assert 200 == admin("GET", "/api/resource/Client").status_code


class TestTheLanguage:
    def test_of_a_guest_is_kept_in_a_cookie(self, client: Browser) -> None:
        answer = client.post("/api/method/comptoir.desk.api.set_lang", json={"lang": "fr"})
        assert (200, "fr") == (answer.status_code, answer.cookies["preferred_language"])
        assert "fr" == client.get("/api/method/comptoir.desk.api.boot").json()["message"]["lang"]

    def test_of_a_user_is_kept_with_the_user(self, client: Browser, site: Site, admin: Caller) -> None:
        user = make_user(site, "nadia@example.com", "Sales User")
        keys = admin("POST", f"/api/v2/document/User/{user}/method/generate_keys", json={}).json()["data"]
        nadia = Caller(client, {"Authorization": f"token {keys['api_key']}:{keys['api_secret']}"})
        assert 200 == nadia("POST", "/api/method/comptoir.desk.api.set_lang", json={"lang": "ru"}).status_code
        assert "ru" == admin("GET", f"/api/resource/User/{user}").json()["data"]["language"]

    def test_that_nobody_speaks_is_refused(self, admin: Caller) -> None:
        answer = admin("POST", "/api/method/comptoir.desk.api.set_lang", json={"lang": "xx"})
        assert 417 == answer.status_code
