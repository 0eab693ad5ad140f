"""What a storage promises, held by the folder of a site and by a bucket alike."""

from __future__ import annotations

import io
import multiprocessing
import os
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import frappe
import pytest
from comptoir.context import ADMINISTRATOR, Context, use
from comptoir.data.imports import path_of
from comptoir.data.tables import open_table
from comptoir.errors import StorageUnavailableError
from comptoir.files import NewFile, attach, content_at
from comptoir.files.cleaning import clean, plan_cleaning
from comptoir.files.s3 import PIECE, Bucket
from comptoir.files.storage import Storage, storage_of
from comptoir.jobs.mailing import _attached
from comptoir.printing.contained import contained_html
from comptoir.sites import Site
from PIL import Image

from .conftest import Configure

LARGE = bytes(range(256)) * (PIECE // 256) * 3 + b"end"


@pytest.fixture(params=["folder", "s3"])
def storage(
    request: pytest.FixtureRequest, site: Site, configure: Configure, bucket: dict[str, Any]
) -> Storage:
    """A storage with nothing in it."""
    return storage_of(configure(**bucket), request.param)


def write(storage: Storage, key: str, content: bytes, place: Any = "private") -> None:
    storage.write(place, key, io.BytesIO(content))


def read(storage: Storage, key: str, place: Any = "private", *part: int) -> bytes:
    return b"".join(storage.pieces(place, key, *part))


@pytest.mark.only_on("sqlite")
class TestStorage:
    def test_gives_back_what_it_was_given(self, storage: Storage) -> None:
        for key, content in (("a.txt", b"hello"), ("empty", b""), ("large.bin", LARGE)):
            write(storage, key, content)
            assert (len(content), content) == (storage.size("private", key), read(storage, key))

    def test_gives_a_part(self, storage: Storage) -> None:
        write(storage, "large.bin", LARGE)
        assert LARGE[PIECE - 2 : PIECE + 5] == read(storage, "large.bin", "private", PIECE - 2, PIECE + 5)
        assert b"end" == read(storage, "large.bin", "private", len(LARGE) - 3)

    def test_keeps_places_apart(self, storage: Storage) -> None:
        write(storage, "a.txt", b"hello")
        assert storage.size("public", "a.txt") is None

    def test_shares(self, storage: Storage) -> None:
        assert not storage.share("a.txt", "public", "private")
        write(storage, "a.txt", b"hello", "public")
        assert storage.share("a.txt", "public", "private")
        assert b"hello" == read(storage, "a.txt")

    def test_has_a_file_of_this_machine(self, storage: Storage) -> None:
        assert storage.local("private", "a.txt") is None
        write(storage, "a.txt", b"hello")
        for _ in range(2):
            path = storage.local("private", "a.txt")
            assert path is not None
            assert (b"hello", ".txt") == (path.read_bytes(), path.suffix)

    def test_takes_a_file_over(self, storage: Storage, tmp_path: Path) -> None:
        (tmp_path / "made").write_bytes(b"made")
        storage.take("private", "a.txt", tmp_path / "made")
        assert (b"made", False) == (read(storage, "a.txt"), (tmp_path / "made").exists())

    def test_removes_only_what_is_old(self, storage: Storage) -> None:
        write(storage, "a.txt", b"hello")
        assert not storage.remove("private", "a.txt", 3600)
        assert b"hello" == read(storage, "a.txt")
        assert storage.remove("private", "a.txt", -1)
        assert (None, None) == (storage.size("private", "a.txt"), storage.local("private", "a.txt"))
        assert not storage.remove("private", "a.txt", -1)

    def test_tells_everything_it_keeps(self, storage: Storage) -> None:
        keys = [f"{number}.txt" for number in range(7)]
        for key in keys:
            write(storage, key, key.encode())
        write(storage, "shown.txt", b"x", "public")
        found = sorted((one.place, one.key, one.size) for one in storage.stored())
        assert [("private", key, 5) for key in keys] + [("public", "shown.txt", 1)] == found
        assert all(abs(one.age) < 60 for one in storage.stored())

    @pytest.mark.parametrize("key", ["", "..", "../x", "a/b", ".hidden", "x" * 65])
    def test_takes_no_path_for_a_key(self, storage: Storage, key: str) -> None:
        assert storage.size("private", key) is None
        with pytest.raises(ValueError, match="no key"):
            write(storage, key, b"x")


class Slow(Bucket):
    """A bucket whose contents are old, and whose removals wait until somebody stored meanwhile."""

    def __init__(self, site: Site) -> None:
        super().__init__(site, site.config.files)
        self.looked, self.stored_again = threading.Event(), threading.Event()

    def _head(self, place: Any, key: str) -> tuple[int, float] | None:
        found = super()._head(place, key)
        self.looked.set()
        assert self.stored_again.wait(20)
        return None if found is None else (found[0], 9999.0)


class Watched(Bucket):
    """A bucket that tells ``slow`` when something was stored."""

    def __init__(self, site: Site, slow: Slow) -> None:
        super().__init__(site, site.config.files)
        self._slow = slow

    def _put(self, path: str, content: Any) -> None:
        super()._put(path, content)
        self._slow.stored_again.set()


@pytest.mark.only_on("sqlite")
def test_what_is_stored_while_it_is_removed_stays(in_bucket: Site) -> None:
    storage = storage_of(in_bucket)
    write(storage, "a.txt", b"hello")
    slow = Slow(in_bucket)
    removing = threading.Thread(target=slow.remove, args=("private", "a.txt", 3600))
    removing.start()
    assert slow.looked.wait(20)
    write(Watched(in_bucket, slow), "a.txt", b"hello")
    removing.join()
    assert b"hello" == read(storage, "a.txt")


@pytest.mark.only_on("sqlite")
def test_a_forked_process_does_not_wait_for_ever(in_bucket: Site) -> None:
    storage = storage_of(in_bucket)
    write(storage, "a.txt", b"hello")
    said = multiprocessing.get_context("fork").Queue()

    def ask() -> None:
        try:
            storage.size("private", "a.txt")
        except RuntimeError as error:
            said.put(str(error))

    child = multiprocessing.get_context("fork").Process(target=ask)
    child.start()
    assert "was forked" in said.get(timeout=20)
    child.join()


class TestSiteInABucket:
    @pytest.fixture
    def ctx(self, in_bucket: Site) -> Iterator[Context]:
        with use(in_bucket.open(ADMINISTRATOR)) as made:
            yield made
            made.db.close()

    def test_nothing_lies_in_its_folder(self, ctx: Context) -> None:
        file = attach(ctx, NewFile("a.txt", b"hello"))
        content = content_at(ctx, file.file_url)
        assert content is not None
        assert b"hello" == content.read()
        assert [] == [path for path in ctx.site.private_files().rglob("*") if path.is_file()]

    def test_lies_beside_others_in_the_same_bucket(self, ctx: Context, neighbour: Site) -> None:
        attach(ctx, NewFile("a.txt", b"hello"))
        assert [] == list(Bucket(neighbour, ctx.site.config.files).stored())

    def test_its_letters_pictures_and_imports_read_there(self, ctx: Context) -> None:
        picture = io.BytesIO()
        Image.new("RGB", (2, 2)).save(picture, "PNG")
        file = attach(ctx, NewFile("a.png", picture.getvalue(), is_private=False))
        rows = attach(ctx, NewFile("rows.csv", b"Name\nAcme\n"))
        assert picture.getvalue() == _attached(ctx, {"fname": "a.png", "fid": file.name}).content
        assert "data:image/png;base64," in contained_html(ctx, f'<img src="{file.file_url}">')
        assert [["Acme"]] == [row for _number, row in open_table(path_of(ctx, rows.file_url)).rows()]

    def test_a_copy_of_this_machine_goes_when_nobody_asked_for_long(self, ctx: Context) -> None:
        storage = storage_of(ctx.site)
        paths = []
        for key in ("a.txt", "b.txt"):
            write(storage, key, b"hello")
            paths.append(storage.local("private", key))
        old, young = paths
        assert old is not None
        assert young is not None
        os.utime(old, (0, 0))
        assert young == storage.local("private", "b.txt")
        assert (False, True) == (old.exists(), young.exists())
        assert old == storage.local("private", "a.txt")

    def test_is_cleaned(self, ctx: Context, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("comptoir.files.cleaning.GRACE", -1.0)
        kept, gone = attach(ctx, NewFile("a.txt", b"kept")), attach(ctx, NewFile("b.txt", b"gone"))
        gone.delete()
        assert 1 == len(clean(ctx).removed)
        assert ([Path(kept.file_url).name], ()) == (
            [one.key for one in storage_of(ctx.site).stored()],
            plan_cleaning(ctx).lost,
        )


@pytest.mark.only_on("sqlite")
class TestAway:
    def test_it_is_said_and_nothing_is_stored(
        self, configure: Configure, bucket: dict[str, Any], caplog: pytest.LogCaptureFixture
    ) -> None:
        with socket.socket() as closed:
            closed.bind(("127.0.0.1", 0))
            endpoint = f"http://127.0.0.1:{closed.getsockname()[1]}"
        site = configure(**bucket | {"files": bucket["files"] | {"storage": "s3", "endpoint": endpoint}})
        with pytest.raises(StorageUnavailableError, match="nothing was stored"), site.context() as ctx:
            attach(ctx, NewFile("a.txt", b"hello"))
        with site.context():
            assert not frappe.db.exists("File", {"file_name": "a.txt"})
        assert bucket["files_secret_key"] not in caplog.text

    def test_a_wrong_key_is_no_way_in(
        self, configure: Configure, bucket: dict[str, Any], caplog: pytest.LogCaptureFixture
    ) -> None:
        site = configure(
            **bucket | {"files": bucket["files"] | {"storage": "s3"}, "files_secret_key": "not the secret"}
        )
        with pytest.raises(StorageUnavailableError):
            storage_of(site).size("private", "a.txt")
        assert "403" in caplog.text
        assert "not the secret" not in caplog.text
