"""How much may be stored: by a site, and by each of its users."""

from __future__ import annotations

from typing import Any

import pytest
from comptoir.sites import Bench, Site
from comptoir.sites.config import SITE, read_json, write_json

from .conftest import Caller
from .test_files import upload

MEGABYTE = 1024 * 1024


@pytest.fixture
def limits(bench: Bench, site: Site) -> Any:
    """Sets the limits of the site."""
    path = site.path / SITE

    def change(**values: int) -> None:
        write_json(path, read_json(path) | {"limits": values})
        bench.forget(site.name)

    return change


def refused(caller: Caller, content: bytes) -> str:
    answer = caller("POST", "/api/method/upload_file", files={"file": ("a.txt", content)})
    assert (417, "SiteLimitError") == (answer.status_code, answer.json()["exc_type"])
    return str(answer.json()["_server_messages"])


class TestUser:
    def test_is_told_how_much_is_free(self, driver: Caller, limits: Any) -> None:
        limits(user_storage_mb=3)
        upload(driver, "a.txt", b"a" * MEGABYTE)
        told = refused(driver, b"b" * (2 * MEGABYTE + 1))
        assert "Your files may have 3 MB. 2 MB are free, and this file needs 3 MB." in told
        upload(driver, "b.txt", b"b" * (2 * MEGABYTE))
        assert "0 MB are free, and this file needs 1 MB" in refused(driver, b"c")

    def test_has_room_again_after_deleting(self, driver: Caller, limits: Any) -> None:
        limits(user_storage_mb=1)
        file = upload(driver, "a.txt", b"a" * MEGABYTE)
        refused(driver, b"b")
        assert 202 == driver("DELETE", f"/api/resource/File/{file['name']}").status_code
        upload(driver, "b.txt", b"b")

    def test_is_not_in_the_way_of_others(self, driver: Caller, admin: Caller, limits: Any) -> None:
        limits(user_storage_mb=1)
        upload(driver, "a.txt", b"a" * MEGABYTE)
        upload(admin, "b.txt", b"b" * 2 * MEGABYTE)

    def test_cannot_talk_a_file_small(self, driver: Caller, limits: Any) -> None:
        limits(user_storage_mb=1)
        file = upload(driver, "a.txt", b"a" * MEGABYTE)
        driver("PUT", f"/api/resource/File/{file['name']}", json={"file_size": 0})
        refused(driver, b"b")
        copy = {"file_name": "a.txt", "file_url": file["file_url"], "is_private": 1, "file_size": 0}
        assert MEGABYTE == driver("POST", "/api/resource/File", json=copy).json()["data"]["file_size"]
        driver("DELETE", f"/api/resource/File/{file['name']}")
        refused(driver, b"b")

    def test_sees_what_is_used(self, driver: Caller, guest: Caller, limits: Any) -> None:
        limits(user_storage_mb=3)
        upload(driver, "a.txt", b"a" * MEGABYTE)
        told = driver("GET", "/api/method/comptoir.desk.profile.storage").json()["message"]
        assert {"used": 1.0, "most": 3} == told
        assert 403 == guest("GET", "/api/method/comptoir.desk.profile.storage").status_code


class TestSite:
    def test_is_told_how_much_is_free(self, admin: Caller, limits: Any) -> None:
        limits(storage_mb=1000)
        upload(admin, "a.txt", b"a")
        limits(storage_mb=1)
        assert "This site may hold 1 MB. 0 MB are free, and this file needs 2 MB." in refused(
            admin, b"a" * (MEGABYTE + 1)
        )
