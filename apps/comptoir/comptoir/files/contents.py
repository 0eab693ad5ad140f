"""A content as it lies in its storage: read whole, in pieces, or as a file of this machine."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePath

from comptoir.errors import DoesNotExistError
from comptoir.files.storage import Place, Storage
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
