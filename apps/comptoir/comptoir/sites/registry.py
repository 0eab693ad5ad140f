"""The doctypes applied on one site, read from its ``__doctype`` table and parsed when first asked for.

The table is the truth at run time: what ``migrate`` or a saved DocType document applied, never a file that was
not migrated yet. An announcement tells other processes to read again. Sites that declare alike share what was parsed.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import sqlalchemy as sa

from comptoir.sentences import _
from comptoir.errors import DoctypeNotFoundError
from comptoir.meta.model import DocType
from comptoir.meta.overlay import Overlay, apply
from comptoir.sites.cache import Cache
from comptoir.sites.overlays import read_overlays
from comptoir.sites.sources import SHARED, Source

META_TOPIC = "meta"
"""What is announced when the metadata of a site has changed."""

T = TypeVar("T")

declarations = sa.Table(
    "__doctype",
    sa.MetaData(),
    sa.Column("name", sa.String(140), primary_key=True),
    sa.Column("app", sa.String(140)),
    sa.Column("module", sa.String(140)),
    sa.Column("custom", sa.Integer),
    sa.Column("hash", sa.String(64)),
    sa.Column("json", sa.Text),
)


class Registry:
    """Answers what a doctype is on this site."""

    def __init__(self, engine: sa.Engine, cache: Cache):
        self._engine = engine
        self._cache = cache
        self._heard: int | None = None
        self._loaded = False
        self._sources: dict[str, Source] = {}
        self._apps: dict[str, str] = {}
        self._parsed: dict[str, DocType] = {}
        self._overlays: dict[str, Overlay] = {}
        self._links: dict[str, tuple[tuple[DocType, str], ...]] | None = None
        self._remembered: dict[str, Any] = {}
        self._lock = threading.RLock()

    def get(self, name: str) -> DocType:
        """The doctype ``name``. Raises ``DoctypeNotFoundError``."""
        doctype = self._parsed.get(name)
        if doctype is None:
            doctype = self._parse(name)
        return doctype

    def find(self, name: str) -> DocType | None:
        """The doctype ``name``, or None."""
        return self.get(name) if self.has(name) else None

    def has(self, name: str) -> bool:
        """Whether the site has this doctype."""
        self._load()
        return name in self._sources

    def names(self) -> list[str]:
        """Names of all doctypes, sorted."""
        self._load()
        return sorted(self._sources)

    def all(self) -> Mapping[str, DocType]:
        """Every doctype by name."""
        return {name: self.get(name) for name in self.names()}

    def app_of(self, name: str) -> str:
        """The app that declares ``name``; empty for a custom doctype."""
        self._load()
        return self._apps.get(name, "")

    def links_to(self, name: str) -> tuple[tuple[DocType, str], ...]:
        """Every (doctype, fieldname) of a Link field that is stored and points at ``name``."""
        if self._links is None:
            found: dict[str, list[tuple[DocType, str]]] = {}
            for doctype in self.all().values():
                for field in () if doctype.is_virtual else doctype.link_fields:
                    found.setdefault(field.options or "", []).append((doctype, field.fieldname))
            self._links = {target: tuple(sources) for target, sources in found.items()}
        return self._links.get(name, ())

    def remember(self, key: str, read: Callable[[], T]) -> T:
        """What ``read`` returned first since the metadata was last forgotten."""
        known = self._remembered
        if key not in known:
            known[key] = read()
        value: T = known[key]
        return value

    def sync(self, heard: int | None = None) -> None:
        """Read again if another process changed the metadata. ``heard`` is what the cache says of ``META_TOPIC``."""
        if heard is None:
            (heard,) = self._cache.heard(META_TOPIC)
        if heard != self._heard:
            self.forget()
            self._heard = heard

    def bump(self) -> None:
        """Tell every process that the metadata changed, and forget it here."""
        self.forget()
        self._cache.announce(META_TOPIC)

    def forget(self) -> None:
        """Read again at the next question. The sources are kept until then: most are the same, and parsed already."""
        with self._lock:
            self._loaded = False
            self._parsed, self._links = {}, None
            self._remembered = {}

    def _load(self) -> None:
        with self._lock:
            if self._loaded:
                return
            columns = declarations.c
            with self._engine.connect() as connection:
                rows = connection.execute(sa.select(columns.name, columns.app, columns.hash)).all()
                sources = _sources(connection, {row.name: row.hash or "" for row in rows})
                names = {row.name for row in rows}
                self._overlays = read_overlays(connection, names)
            self._sources = sources
            self._apps = {name: app or "" for name, app, _ in rows}
            self._loaded = True

    def shipped(self, name: str) -> DocType:
        """The doctype ``name`` without the customisations of the site. Raises ``DoctypeNotFoundError``."""
        self._load()
        source = self._sources.get(name)
        if source is None:
            raise DoctypeNotFoundError(_("There is no document type {name}.", name=name))
        return source.doctype

    def _parse(self, name: str) -> DocType:
        with self._lock:
            doctype = self.shipped(name)
            if name in self._overlays:
                doctype = apply(doctype, [self._overlays[name]])
            self._parsed[name] = doctype
            return doctype


def _sources(connection: sa.Connection, hashes: Mapping[str, str]) -> dict[str, Source]:
    """The source of each name; only what no site of this process holds is read from the database."""
    found = {name: SHARED.find(digest) for name, digest in hashes.items()}
    missing = [name for name, source in found.items() if source is None]
    if missing:
        columns = declarations.c
        statement = sa.select(columns.name, columns.json)
        if len(missing) < len(found):
            statement = statement.where(columns.name.in_(missing))
        found |= {name: SHARED.of(text) for name, text in connection.execute(statement)}
    return {name: source for name, source in found.items() if source is not None}
