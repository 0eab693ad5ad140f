"""Declarations as the sites of one process share them: equal texts are kept and parsed once.

A source is found by the SHA-256 that was computed here, never by what a database says of its text: what one site
stores cannot become what another reads. Sources that no site holds any more are forgotten.
"""

from __future__ import annotations

import hashlib
import threading
from functools import cached_property
from weakref import WeakValueDictionary

import orjson

from comptoir.meta.load import from_json
from comptoir.meta.model import DocType


class Source:
    """One declaration: its text, and the doctype it declares, parsed when first asked for."""

    def __init__(self, text: str, digest: str):
        self.text = text
        self.digest = digest

    @cached_property
    def doctype(self) -> DocType:
        """What the text declares."""
        return from_json(orjson.loads(self.text))


class Sources:
    """The declarations of a process by the hash of their text."""

    def __init__(self) -> None:
        self._known: WeakValueDictionary[str, Source] = WeakValueDictionary()
        self._lock = threading.Lock()

    def find(self, digest: str) -> Source | None:
        """The source with this hash, where some site holds it."""
        return self._known.get(digest)

    def of(self, text: str, doctype: DocType | None = None) -> Source:
        """The source of ``text``, which declares ``doctype`` where that is known already."""
        digest = hashlib.sha256(text.encode()).hexdigest()
        with self._lock:
            known = self._known.get(digest)
            if known is None:
                known = self._known[digest] = Source(text, digest)
            if doctype is not None:
                known.__dict__.setdefault("doctype", doctype)
            return known


SHARED = Sources()
"""Those of this process."""
