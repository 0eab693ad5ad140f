"""Large files pass through a process in pieces, on their way in and on their way out."""

from __future__ import annotations

import hashlib
import tracemalloc
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager

import pytest
from comptoir.context import ADMINISTRATOR, use
from comptoir.files import content_at
from comptoir.sites import Bench, Site
from comptoir.sites.config import SITE, read_json, write_json

from .conftest import Caller

MEGABYTE = 1024 * 1024
MOST = 20 * MEGABYTE
PIECE = bytes(range(256)) * 4096
BOUNDARY = "two-hundred-megabytes"


@pytest.fixture
def roomy(bench: Bench, site: Site) -> Site:
    """The site, which accepts files of 300 megabytes."""
    path = site.path / SITE
    write_json(path, read_json(path) | {"max_file_size": 300 * MEGABYTE})
    bench.forget(site.name)
    return bench.site(site.name)


@contextmanager
def little_memory() -> Iterator[None]:
    """Fails where the block needs more memory at one time than a few pieces."""
    tracemalloc.start()
    try:
        yield
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < MOST, f"{peak / MEGABYTE:.0f} MB were in memory at one time."


async def form(pieces: int) -> AsyncIterator[bytes]:
    """A form with one file, sent in pieces of a megabyte."""
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="large.bin"\r\n\r\n'
    yield head.encode()
    for _ in range(pieces):
        yield PIECE
    yield f"\r\n--{BOUNDARY}--\r\n".encode()


@pytest.mark.slow
@pytest.mark.only_on("sqlite")
def test_two_hundred_megabytes_in_and_out(roomy: Site, admin: Caller) -> None:
    kind = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
    with little_memory():
        answer = admin("POST", "/api/method/upload_file", content=form(200), headers=kind, timeout=600)
    assert 200 == answer.status_code, answer.text
    found = hashlib.sha256()
    with use(roomy.open(ADMINISTRATOR)) as ctx, little_memory():
        content = content_at(ctx, answer.json()["message"]["file_url"])
        assert content is not None
        for piece in content.pieces():
            found.update(piece)
        ctx.db.close()
    assert hashlib.sha256(PIECE * 200).hexdigest() == found.hexdigest()


def test_one_that_is_too_large_is_refused_while_it_comes(site: Site, admin: Caller) -> None:
    kind = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
    answer = admin("POST", "/api/method/upload_file", content=form(40), headers=kind)
    assert 413 == answer.status_code
    assert [] == [path for path in site.private_files().rglob("*") if path.is_file()]
