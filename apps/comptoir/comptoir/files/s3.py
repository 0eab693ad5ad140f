"""The storage in a bucket of S3, or of a server that speaks as S3 does.

The contents of a site lie under ``<prefix>/<site>/<place>/``, so that sites can share a bucket. Who stores and who removes the
same content is told apart by a lock on this machine: S3 cannot remove only what is old.
"""

from __future__ import annotations

import logging
import os
import re
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, TypeVar, cast

from comptoir.errors import ConfigurationError, StorageUnavailableError
from comptoir.files.storage import PLACES, Place, SiteFolder, Stored, is_key
from comptoir.sites import Site
from comptoir.sites.file_storage import FileStorage
from comptoir.sites.filelock import FileLock

if TYPE_CHECKING:
    from obstore.store import S3Config, S3Store

PIECE = 4 * 1024 * 1024
"""Bytes that are asked for at one time."""
PART = 5 * 1024 * 1024
"""Bytes of a part of an upload, the least that S3 accepts; what is no larger is sent whole."""
AT_ONCE = 2
"""Parts of an upload that are on their way at one time."""
CONNECTING = timedelta(seconds=5)
ANSWERING = timedelta(seconds=60)
TRYING = timedelta(seconds=10)
LOCK_SECONDS = 60.0
COPY_SECONDS = 3600.0
"""How long a copy on this machine is kept after it was last asked for."""
MOST_STORES = 64
T = TypeVar("T")
_thread_locks: defaultdict[Path, threading.Lock] = defaultdict(threading.Lock)
"""A lock on a file holds off other processes alone."""
log = logging.getLogger("comptoir.files")


class Bucket:
    """The storage of ``site`` in a bucket."""

    def __init__(self, site: Site, settings: FileStorage):
        self._store = _store(settings, "/".join(filter(None, (settings.prefix.strip("/"), site.name))))
        self._copies = site.path / "private" / "copies"
        self._lock = site.path / "contents.lock"

    def write(self, place: Place, key: str, content: BinaryIO) -> None:
        """Store ``content``; see ``Storage``. One that is there already is written again, since that makes it young."""
        path = _must(place, key)
        begin = content.tell()
        self._put(path, content)
        with self._alone():
            if self.size(place, key) is not None:
                return
            content.seek(begin)
            self._put(path, content)

    def take(self, place: Place, key: str, path: Path) -> None:
        """Store the content of a file; see ``Storage``."""
        with path.open("rb") as content:
            self.write(place, key, content)
        path.unlink()

    def share(self, key: str, source: Place, target: Place) -> bool:
        """Let what lies in ``source`` lie in ``target`` as well; see ``Storage``."""
        import obstore

        with self._alone():
            if self.size(source, key) is None:
                return False
            _asked(lambda: obstore.copy(self._store, _must(source, key), _must(target, key)))
        return True

    def size(self, place: Place, key: str) -> int | None:
        """Bytes of a content; see ``Storage``."""
        found = self._head(place, key)
        return None if found is None else found[0]

    def pieces(self, place: Place, key: str, start: int = 0, end: int | None = None) -> Iterator[bytes]:
        """The bytes of a content; see ``Storage``. Each piece is asked for by itself, however slowly they are taken."""
        import obstore

        path, last = _must(place, key), end
        if last is None:
            last = _asked(lambda: obstore.head(self._store, path))["size"]
        for at in range(start, last, PIECE):
            until = min(at + PIECE, last)
            yield bytes(_asked(lambda: obstore.get_range(self._store, path, start=at, end=until)))  # noqa: B023

    def local(self, place: Place, key: str) -> Path | None:
        """A copy on this machine; see ``Storage``."""
        self._forget_copies()
        size = self.size(place, key)
        if size is None:
            return None
        copies = SiteFolder(self._copies / "public", self._copies / "private")
        path = copies.local(place, key)
        if path is None:
            with tempfile.TemporaryFile() as draft:
                for piece in self.pieces(place, key, 0, size):
                    draft.write(piece)
                draft.seek(0)
                copies.write(place, key, draft)
            return copies.local(place, key)
        os.utime(path)
        return path

    def remove(self, place: Place, key: str, older_than: float) -> bool:
        """Remove an old content; see ``Storage``."""
        import obstore

        with self._alone():
            found = self._head(place, key)
            if found is None or found[1] < older_than:
                return False
            _asked(lambda: obstore.delete(self._store, _must(place, key)))
        (self._copies / place / key).unlink(missing_ok=True)
        return True

    def stored(self) -> Iterator[Stored]:
        """Everything under the prefix of the site; see ``Storage``."""
        import obstore

        now = time.time()
        for place in PLACES:
            listed = iter(obstore.list(self._store, f"{place}/"))
            while batch := _asked(lambda: next(listed, ())):  # noqa: B023
                for one in batch:
                    yield Stored(
                        place,
                        one["path"].rpartition("/")[2],
                        one["size"],
                        now - one["last_modified"].timestamp(),
                    )

    def _head(self, place: Place, key: str) -> tuple[int, float] | None:
        """Size and age of a content."""
        import obstore

        if not is_key(key):
            return None
        try:
            found = _asked(lambda: obstore.head(self._store, f"{place}/{key}"))
        except FileNotFoundError:
            return None
        return found["size"], time.time() - found["last_modified"].timestamp()

    def _put(self, path: str, content: BinaryIO) -> None:
        import obstore

        _asked(lambda: obstore.put(self._store, path, content, chunk_size=PART, max_concurrency=AT_ONCE))

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Nobody else stores or removes a content of the site in the block."""
        lock = FileLock(self._lock)
        with _thread_locks[self._lock]:
            if not lock.acquire(wait=LOCK_SECONDS):
                raise StorageUnavailableError()
            try:
                yield
            finally:
                lock.release()

    def _forget_copies(self) -> None:
        old = time.time() - COPY_SECONDS
        for folder in (self._copies / place for place in PLACES):
            for entry in os.scandir(folder) if folder.is_dir() else ():
                with suppress(FileNotFoundError):  # another process was faster
                    if entry.stat(follow_symlinks=False).st_mtime < old:
                        Path(entry.path).unlink()


@lru_cache(maxsize=MOST_STORES)
def _store(settings: FileStorage, prefix: str) -> S3Store:
    try:
        from obstore.store import S3Store
    except ImportError as error:
        raise ConfigurationError(
            "Files are to lie in a bucket, and what speaks to it is not installed here. Install it with ./bench setup s3."
        ) from error
    given = {
        "access_key_id": settings.access_key,
        "secret_access_key": settings.secret_key,
        "endpoint": settings.endpoint,
        "region": settings.region,
    }
    return S3Store(
        settings.bucket,
        prefix=prefix,
        config=cast("S3Config", {name: text for name, text in given.items() if text}),
        client_options={
            "allow_http": settings.endpoint.startswith("http://"),
            "connect_timeout": CONNECTING,
            "timeout": ANSWERING,
        },
        retry_config={"max_retries": 2, "retry_timeout": TRYING},
    )


@lru_cache(maxsize=1)
def _first_process() -> int:
    """The process that asked a bucket first; its children inherit the answer."""
    return os.getpid()


def _asked(ask: Callable[[], T]) -> T:
    """What the server answers. Raises ``StorageUnavailableError`` where it is away, or does not let us in."""
    from obstore.exceptions import BaseError

    if _first_process() != os.getpid():
        raise RuntimeError(
            "A process that had used a bucket was forked: its client would wait here for ever."
        )
    try:
        return ask()
    except (BaseError, OSError) as error:
        if isinstance(error, FileNotFoundError):
            raise
        log.warning("The storage of files failed: %s", re.split(r"[<\n]", str(error))[0][:300])
        raise StorageUnavailableError() from None  # what the client says of itself is long, and may quote the request


def _must(place: Place, key: str) -> str:
    if not is_key(key):
        raise ValueError(f"{key!r} is no key of a content.")
    return f"{place}/{key}"
