"""Moving the contents of a site to another storage while it works.

What is there is copied and compared, then the site is switched, then what was stored in between is copied. Whoever began a
transaction before the switch cannot commit it afterwards (``Site.guard``), so nothing is missed.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import BinaryIO

from comptoir.errors import ConfigurationError, ValidationError
from comptoir.files.storage import Place, Storage, Stored, storage_of
from comptoir.sites import Bench, Site
from comptoir.sites.config import SITE, read_json, write_json
from comptoir.sites.file_storage import FOLDER, S3
from comptoir.sites.filelock import FileLock

LOCK = "move-files.lock"
LABEL = "Copying files"
Step = Callable[[str, int, int], None]
"""Called with a label, the count done, and the total."""


@dataclass(frozen=True, slots=True)
class Moved:
    """What a move did: contents that were copied, and those that were there already from one before."""

    copied: int
    present: int


class Copying:
    """Copies contents from one storage to another, each once, and compares them."""

    def __init__(self, source: Storage, target: Storage):
        self._source, self._target = source, target
        self._compared: set[tuple[Place, str]] = set()
        self._copied = 0

    @property
    def done(self) -> Moved:
        """What was done so far."""
        return Moved(self._copied, len(self._compared) - self._copied)

    def go_on(self, step: Step) -> None:
        """Copy what was not copied yet."""
        known = self._compared
        waiting = [
            one for one in self._source.stored() if (one.place, one.key) not in known and not one.is_draft
        ]
        for number, one in enumerate(waiting, 1):
            with suppress(FileNotFoundError):  # cleaned away since it was listed
                self._copy(one)
            step(LABEL, number, len(waiting))

    def _copy(self, one: Stored) -> None:
        with tempfile.TemporaryFile() as content:
            digest = _digest(self._source.pieces(one.place, one.key), content)
            if self._target.size(one.place, one.key) != one.size or digest != self._of_target(one):
                content.seek(0)
                self._target.write(one.place, one.key, content)
                self._copied += 1
                if digest != self._of_target(one):
                    raise ValidationError(
                        f"The copy of {one.place}/{one.key} is not what was copied. The site was not switched; look at "
                        "the storage and run the command again."
                    )
        self._compared.add((one.place, one.key))

    def _of_target(self, one: Stored) -> str:
        return _digest(self._target.pieces(one.place, one.key))


def move(bench: Bench, name: str, kind: str, step: Step) -> Moved:
    """Let the contents of the site ``name`` lie in its storage of this ``kind``. What is there already is compared alone."""
    site = bench.site(name)
    if not site.config.files.bucket:
        raise ConfigurationError(
            f'{name} has no bucket. Say which: ./bench set-config files \'{{"bucket": "..."}}\' --site {name}.'
        )
    lock = FileLock(site.path / LOCK)
    if not lock.acquire():
        raise ConfigurationError(f"Another process moves the files of {name}.")
    try:
        return _move(bench, site, kind, step)
    finally:
        lock.release()


def _move(bench: Bench, site: Site, kind: str, step: Step) -> Moved:
    other = FOLDER if kind == S3 else S3
    copying = Copying(storage_of(site, other), storage_of(site, kind))
    if site.config.files.storage != kind:
        copying.go_on(step)
        copying.go_on(step)
        _switch(bench, site, kind)
    copying.go_on(step)
    return copying.done


def _switch(bench: Bench, site: Site, kind: str) -> None:
    path = site.path / SITE
    held = read_json(path)
    write_json(path, held | {"files": held["files"] | {"storage": kind}})
    bench.forget(site.name)


def _digest(pieces: Iterable[bytes], copy: BinaryIO | None = None) -> str:
    found = hashlib.sha256()
    for piece in pieces:
        found.update(piece)
        if copy is not None:
            copy.write(piece)
    return found.hexdigest()
