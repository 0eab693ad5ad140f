"""A site whose files lie in a bucket, as a browser sees it: no different; and while the bucket is away."""

from __future__ import annotations

import socket
from collections.abc import Callable

import pytest
from comptoir.sites import Bench, Site
from comptoir.sites.config import SITE, read_json, write_json

from tests.s3_server import ACCESS_KEY, REGION, SECRET_KEY
from tests.services import Services

from .conftest import Caller
from .test_files import upload

Lay = Callable[[int], None]


@pytest.fixture
def lay(bench: Bench, site: Site) -> Lay:
    """Lets the files of the site lie in a bucket behind a port of this machine."""

    def change(port: int) -> None:
        path = site.path / SITE
        place = {"storage": "s3", "bucket": "web", "endpoint": f"http://127.0.0.1:{port}", "region": REGION}
        keys = {"files_access_key": ACCESS_KEY, "files_secret_key": SECRET_KEY}
        write_json(path, read_json(path) | {"files": place} | keys)
        bench.forget(site.name)

    return change


@pytest.fixture
def nobody() -> int:
    """A port where nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def test_files_come_and_go_as_from_a_folder(
    lay: Lay, services: Services, admin: Caller, guest: Caller, site: Site
) -> None:
    lay(services.s3().port)
    content = bytes(range(256)) * 50
    url = upload(admin, "a.bin", content, is_private="1")["file_url"]
    first = admin("GET", url)
    assert (200, content) == (first.status_code, first.content)
    assert content[10:20] == admin("GET", url, headers={"Range": "bytes=10-19"}).content
    assert 304 == admin("GET", url, headers={"If-None-Match": first.headers["etag"]}).status_code
    assert 403 == guest("GET", url).status_code
    assert 404 == admin("GET", url.replace("/private", "")).status_code
    assert [] == [path for path in site.private_files().rglob("*") if path.is_file()]


def test_while_it_is_away_that_is_said_and_nothing_is_stored(
    lay: Lay, services: Services, admin: Caller, guest: Caller, nobody: int
) -> None:
    lay(services.s3().port)
    url = upload(admin, "a.txt", b"hello")["file_url"]
    lay(nobody)
    sent = admin("POST", "/api/method/upload_file", files={"file": ("b.txt", b"x")}, data={"is_private": "1"})
    assert "StorageUnavailableError" == sent.json()["exc_type"]
    for answer in (sent, admin("GET", url)):
        assert 503 == answer.status_code
        assert "The storage of files does not answer" in answer.text
        assert SECRET_KEY not in answer.text
    assert "30" == sent.headers["retry-after"]
    assert (403, 404) == (guest("GET", url).status_code, guest("GET", "/files/no-such.txt").status_code)
    lay(services.s3().port)
    assert {"data": 1} == admin("GET", "/api/v2/doctype/File/count").json()
    assert b"hello" == admin("GET", url).content
