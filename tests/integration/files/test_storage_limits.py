"""Limits of storage hold where several store at once; pictures are bounded before they are read."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable
from dataclasses import replace

import frappe
import pytest
from comptoir.errors import SiteLimitError, ValidationError
from comptoir.files import NewFile, attach, pictures
from comptoir.sites import Site

MEGABYTE = 1024 * 1024
SIZE = 8
"""Megabytes of a file: how large a database is, is an estimate on MariaDB, which may change by less meanwhile."""
INES = "ines@example.com"


@pytest.mark.parametrize("limit", ["storage_mb", "user_storage_mb"])
def test_two_who_store_at_once_do_not_pass_a_limit_together(site: Site, limit: str) -> None:
    with site.context():
        frappe.get_doc(doctype="User", email=INES, first_name="Ines").insert()
    free = _database(site) if limit == "storage_mb" else 0
    site.config = replace(site.config, limits=replace(site.config.limits, **{limit: free + 3 * SIZE // 2}))
    refused: list[Exception] = []

    def store(letter: bytes) -> None:
        with site.context(INES) as ctx:
            attach(ctx, NewFile(f"{letter.decode()}.txt", letter * (SIZE * MEGABYTE)))

    second = threading.Thread(target=_caught(lambda: store(b"b"), refused))
    with site.context(INES) as ctx:
        attach(ctx, NewFile("a.txt", b"a" * (SIZE * MEGABYTE)))
        second.start()
        second.join(1)
        assert second.is_alive()
    second.join(30)
    assert [SiteLimitError] == [type(error) for error in refused]
    with site.context():
        assert ["a.txt"] == frappe.get_all("File", {"owner": INES}, pluck="file_name")


def _database(site: Site) -> int:
    from comptoir.sites.usage import usage

    return usage(site).database // MEGABYTE + 1


def _caught(act: Callable[[], None], refused: list[Exception]) -> Callable[[], None]:
    def run() -> None:
        try:
            act()
        except SiteLimitError as error:
            refused.append(error)

    return run


def test_a_picture_beyond_the_bound_is_not_read(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    class Unread(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            assert size is not None
            assert 0 <= size <= MEGABYTE
            return super().read(size)

    monkeypatch.setattr(pictures, "MOST_BYTES", 1000)
    head = b"\x89PNG\r\n\x1a\n" + b"\0" * 5000
    with site.context() as ctx, pytest.raises(ValidationError, match="a picture may have"):
        attach(ctx, NewFile("a.png", Unread(head)))
