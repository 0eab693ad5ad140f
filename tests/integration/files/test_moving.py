"""Moving files: everything arrives, as it was, whatever interrupts it; then the site is switched."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import frappe
import pytest
from comptoir.backups.archive import open_archive
from comptoir.backups.dump import drafted
from comptoir.backups.restore import restore
from comptoir.errors import ConfigurationError, SiteMovedError, ValidationError
from comptoir.files import NewFile, attach, content_at
from comptoir.files.moving import Moved, move
from comptoir.files.storage import SiteFolder, storage_of
from comptoir.sites import Bench, Site

from .conftest import Configure

CONTENTS = {f"{number}.txt": f"content {number}".encode() for number in range(5)}


class Interrupted(Exception):
    """Somebody pressed Ctrl-C."""


def quiet(label: str, done: int, total: int) -> None:
    """Say nothing."""


def interrupt(label: str, done: int, total: int) -> None:
    if done == 3:
        raise Interrupted


@pytest.fixture
def filled(configure: Configure, bucket: dict[str, Any]) -> Site:
    """A site with files in its folder and a bucket that it does not use yet."""
    site = configure(**bucket)
    with site.context() as ctx:
        for name, content in CONTENTS.items():
            attach(ctx, NewFile(name, content, is_private=name != "0.txt"))
    return site


def contents(bench: Bench, name: str) -> dict[str, bytes]:
    with bench.site(name).context() as ctx:
        found = {}
        for row in frappe.get_all("File", {"file_name": ["in", list(CONTENTS)]}, ["file_name", "file_url"]):
            content = content_at(ctx, row.file_url)
            found[row.file_name] = b"" if content is None else content.read()
        return found


class TestMoving:
    def test_there_and_back(self, filled: Site, bench: Bench) -> None:
        assert Moved(5, 0) == move(bench, filled.name, "s3", quiet)
        for folder in (filled.public_files(), filled.private_files()):
            for path in folder.iterdir():
                path.unlink()
        assert CONTENTS == contents(bench, filled.name)
        assert Moved(5, 0) == move(bench, filled.name, "folder", quiet)
        assert "folder" == bench.site(filled.name).config.files.storage
        assert CONTENTS == contents(bench, filled.name)

    def test_goes_on_where_it_was_interrupted(self, filled: Site, bench: Bench) -> None:
        with pytest.raises(Interrupted):
            move(bench, filled.name, "s3", interrupt)
        assert "folder" == bench.site(filled.name).config.files.storage
        assert Moved(2, 3) == move(bench, filled.name, "s3", quiet)
        assert Moved(0, 5) == move(bench, filled.name, "s3", quiet)
        assert CONTENTS == contents(bench, filled.name)

    def test_a_damaged_copy_is_written_anew(self, filled: Site, bench: Bench) -> None:
        one, *_others = storage_of(filled, "folder").stored()
        storage_of(filled, "s3").write(one.place, one.key, io.BytesIO(b"x" * one.size))
        assert Moved(5, 0) == move(bench, filled.name, "s3", quiet)
        assert CONTENTS == contents(bench, filled.name)

    def test_a_copy_that_does_not_become_the_same_stops_it(
        self, filled: Site, bench: Bench, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        move(bench, filled.name, "s3", quiet)
        for path in (*filled.public_files().iterdir(), *filled.private_files().iterdir()):
            path.unlink()

        def lose(self: SiteFolder, place: Any, key: str, content: Any) -> None:
            self._must(place, key).write_bytes(b"something else")

        monkeypatch.setattr(SiteFolder, "write", lose)
        with pytest.raises(ValidationError, match="not what was copied"):
            move(bench, filled.name, "folder", quiet)
        assert "s3" == bench.site(filled.name).config.files.storage

    def test_what_is_stored_meanwhile_comes_along(self, filled: Site, bench: Bench) -> None:
        def store(label: str, done: int, total: int) -> None:
            if (done, total) == (5, 5):
                with filled.context() as ctx:
                    attach(ctx, NewFile("late.txt", b"late"))

        assert 6 == move(bench, filled.name, "s3", store).copied

    def test_who_began_before_the_switch_keeps_nothing(self, filled: Site, bench: Bench) -> None:
        def write_and_be_switched() -> None:
            with filled.context() as ctx:
                attach(ctx, NewFile("late.txt", b"late"))
                move(bench, filled.name, "s3", quiet)

        with pytest.raises(SiteMovedError):
            write_and_be_switched()

    def test_without_a_bucket_it_is_said_what_is_missing(self, site: Site, bench: Bench) -> None:
        with pytest.raises(ConfigurationError, match="has no bucket"):
            move(bench, site.name, "s3", quiet)


def test_a_backup_holds_what_lies_in_the_bucket(filled: Site, bench: Bench, tmp_path: Path) -> None:
    move(bench, filled.name, "s3", quiet)
    for path in (*filled.public_files().iterdir(), *filled.private_files().iterdir()):
        path.unlink()
    with (
        drafted(bench.site(filled.name), with_files=True, folder=tmp_path) as draft,
        open_archive(draft.path) as archive,
    ):
        assert 5 == len(archive.inventory.files)
        name = f"copy-{filled.name}"
        restore(bench, archive, name)
    copy = bench.site(name)
    assert ("folder", "") == (copy.config.files.storage, copy.config.files.secret_key)
    assert CONTENTS == contents(bench, name)
