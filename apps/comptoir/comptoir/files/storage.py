"""Where the contents of files lie: a port, and the folders of the site behind it.

A content has a key, which is made of its hash, and lies in one of two places or in both: what everybody may fetch, and what
is handed over after a check. Nothing a user typed is part of a key.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import BinaryIO, Literal, Protocol

from comptoir.sites import Site
from comptoir.sites.file_storage import S3

Place = Literal["public", "private"]
PLACES: tuple[Place, ...] = ("public", "private")
DRAFT = ".upload-"
LEAVING = ".leaving-"
LONGEST_KEY = 64
"""Half a hash and an extension are shorter."""
PIECE = 256 * 1024
"""Bytes of a content that are in memory at one time."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A content as it lies in its place."""

    place: Place
    key: str
    size: int
    age: float
    """Seconds since it was last stored."""

    @property
    def is_draft(self) -> bool:
        """Whether it was left half written, or half removed, and is no content."""
        return self.key.startswith((DRAFT, LEAVING))


class Storage(Protocol):
    """Keeps contents under keys. Each method is whole or did nothing."""

    def write(self, place: Place, key: str, content: BinaryIO) -> None:
        """Store all of ``content``; one that is there already is the same, and becomes young again."""
        ...

    def take(self, place: Place, key: str, path: Path) -> None:
        """Store the content of the file at ``path``, which is moved away."""
        ...

    def share(self, key: str, source: Place, target: Place) -> bool:
        """Let what lies in ``source`` lie in ``target`` as well. Whether there was anything."""
        ...

    def size(self, place: Place, key: str) -> int | None:
        """Bytes of a content; None where there is none."""
        ...

    def pieces(self, place: Place, key: str, start: int = 0, end: int | None = None) -> Iterator[bytes]:
        """The bytes of a content from ``start`` and before ``end``, one after the other. The content is there."""
        ...

    def local(self, place: Place, key: str) -> Path | None:
        """A file of this machine with the content, to be read at once; None where there is none."""
        ...

    def remove(self, place: Place, key: str, older_than: float) -> bool:
        """Remove a content that nobody stored again for ``older_than`` seconds. Whether it is gone."""
        ...

    def stored(self) -> Iterator[Stored]:
        """Everything that is kept, and what was left half written."""
        ...


class SiteFolder:
    """The storage in the folders of the site."""

    def __init__(self, public: Path, private: Path):
        self._folders: dict[Place, Path] = {"public": public, "private": private}

    def write(self, place: Place, key: str, content: BinaryIO) -> None:
        """Store ``content``; see ``Storage``."""
        path = self._must(place, key)
        try:
            os.utime(path)
        except FileNotFoundError:
            _write_whole(path, content)

    def take(self, place: Place, key: str, path: Path) -> None:
        """Store the content of a file; see ``Storage``."""
        target = self._must(place, key)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(path, target)
        os.utime(target)

    def share(self, key: str, source: Place, target: Place) -> bool:
        """Let what lies in ``source`` lie in ``target`` as well; see ``Storage``."""
        path = self.local(source, key)
        if path is None:
            return False
        with path.open("rb") as content:
            self.write(target, key, content)
        return True

    def size(self, place: Place, key: str) -> int | None:
        """Bytes of a content; see ``Storage``."""
        path = self.local(place, key)
        return None if path is None else path.stat().st_size

    def pieces(self, place: Place, key: str, start: int = 0, end: int | None = None) -> Iterator[bytes]:
        """The bytes of a content; see ``Storage``."""
        with self._must(place, key).open("rb") as file:
            left = file.seek(0, os.SEEK_END) if end is None else end
            left -= file.seek(start)
            while left > 0 and (piece := file.read(min(left, PIECE))):
                left -= len(piece)
                yield piece

    def local(self, place: Place, key: str) -> Path | None:
        """The file with the content; see ``Storage``. A link to elsewhere is none."""
        path = self._path(place, key)
        return path if path is not None and path.is_file() and not path.is_symlink() else None

    def remove(self, place: Place, key: str, older_than: float) -> bool:
        """Remove an old content; see ``Storage``. It is set aside first, so that whoever stores it meanwhile is seen."""
        path = self._folders[place] / PurePath(key).name
        aside = path.with_name(f"{LEAVING}{path.name}")
        try:
            path.replace(aside)
        except FileNotFoundError:
            return False
        if time.time() - aside.stat().st_mtime < older_than:
            aside.replace(path)
            return False
        aside.unlink()
        return True

    def stored(self) -> Iterator[Stored]:
        """Every file of the folders; see ``Storage``."""
        now = time.time()
        for place, folder in self._folders.items():
            for entry in os.scandir(folder) if folder.is_dir() else ():
                if entry.is_file(follow_symlinks=False):
                    found = entry.stat(follow_symlinks=False)
                    yield Stored(place, entry.name, found.st_size, now - found.st_mtime)

    def _must(self, place: Place, key: str) -> Path:
        path = self._path(place, key)
        if path is None:
            raise ValueError(f"{key!r} is no key of a content.")
        return path

    def _path(self, place: Place, key: str) -> Path | None:
        return self._folders[place] / key if is_key(key) else None


def is_key(key: str) -> bool:
    """Whether ``key`` can be that of a content, and is no path."""
    plain = PurePath(key).name == key and not key.startswith(".") and "\0" not in key
    return plain and 0 < len(key) <= LONGEST_KEY


def storage_of(site: Site, kind: str = "") -> Storage:
    """The storage of ``site``; with a ``kind``, what would be its storage of that kind."""
    if (kind or site.config.files.storage) == S3:
        from comptoir.files.s3 import Bucket  # its library is installed where a site wants it

        return Bucket(site, site.config.files)
    return SiteFolder(site.public_files(), site.private_files())


def _write_whole(path: Path, content: BinaryIO) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=DRAFT)
    with os.fdopen(handle, "wb") as file:
        shutil.copyfileobj(content, file, PIECE)
        file.flush()
        os.fsync(file.fileno())
    Path(draft).replace(path)
