"""A content as it lies in its storage: read whole, in pieces, or as a file of this machine; and one that is to be stored."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import BinaryIO

from comptoir.errors import DoesNotExistError
from comptoir.files.storage import PIECE, Place, Storage
from comptoir.sentences import _


@dataclass(frozen=True, slots=True)
class Content:
    """A content that is there. What is under a key never changes."""

    storage: Storage
    place: Place
    key: str
    size: int

    @property
    def extension(self) -> str:
        """The extension of its key, with the dot."""
        return PurePath(self.key).suffix.lower()

    def pieces(self, start: int = 0, end: int | None = None) -> Iterator[bytes]:
        """Its bytes from ``start`` and before ``end``."""
        return self.storage.pieces(self.place, self.key, start, end)

    def read(self) -> bytes:
        """All of it, in memory."""
        return b"".join(self.pieces())

    def local(self) -> Path:
        """A file of this machine with it, to be read at once. Raises ``DoesNotExistError`` where it has just gone."""
        path = self.storage.local(self.place, self.key)
        if path is None:
            raise DoesNotExistError(_("The content of this file was removed just now."))
        return path


def find(storage: Storage, place: Place, key: str) -> Content | None:
    """The content under ``key``; None where there is none."""
    size = storage.size(place, key)
    return None if size is None else Content(storage, place, key, size)


def digest_of(file: BinaryIO) -> str:
    """SHA-256 of all of ``file``, which is at its beginning again afterwards."""
    found = hashlib.sha256()
    file.seek(0)
    while piece := file.read(PIECE):
        found.update(piece)
    file.seek(0)
    return found.hexdigest()


def size_of(file: BinaryIO) -> int:
    """Bytes of ``file``, which is at its beginning afterwards."""
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    return size
