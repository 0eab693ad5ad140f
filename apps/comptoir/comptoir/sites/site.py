"""``Site``: one tenant. Everything a unit of work needs hangs here; nothing is shared between sites."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from comptoir.clock import Clock, SystemClock
from comptoir.context import ADMINISTRATOR, Context, use
from comptoir.db.database import Database
from comptoir.db.engine import create_engine
from comptoir.hooks.manifest import Manifest, read_manifest
from comptoir.i18n import Catalogues
from comptoir.sites.cache import Cache
from comptoir.sites.config import SiteConfig
from comptoir.sites.registry import Registry
from comptoir.sites.settings import SYSTEM_SETTINGS, SiteSettings, read_settings, singles


class Site:
    """A tenant with its own database, cache namespace, files and metadata."""

    def __init__(self, name: str, path: Path, config: SiteConfig, cache: Cache, root: Path):
        self.name = name
        self.path = path
        self.config = config
        self.cache = cache
        self.root = root
        self.clock: Clock = SystemClock(lambda: self.settings.zone)
        self.engine: sa.Engine = create_engine(config.database(path))
        self.registry = Registry(self.engine, cache)
        self.principals: dict[str, Any] = {}
        """Who asked lately; kept and judged by ``comptoir.access.auth`` alone."""
        self._writer = threading.Lock() if config.db_type == "sqlite" else None

    @cached_property
    def manifests(self) -> tuple[Manifest, ...]:
        """Manifests of the installed apps, in order of installation."""
        return tuple(read_manifest(app) for app in self.config.installed_apps)

    @cached_property
    def catalogues(self) -> Catalogues:
        """Translations of the engine and the installed apps."""
        return Catalogues(manifest.path / "locale" for manifest in self.manifests)

    @property
    def settings(self) -> SiteSettings:
        """What System Settings and the configuration say, as last committed."""
        return self.registry.remember(SYSTEM_SETTINGS, self._read_settings)

    def translate(self, text: str, lang: str) -> str:
        """``text``, a sentence or a word of metadata, in ``lang``."""
        return self.catalogues.translate(text, lang)

    def database(self) -> Database:
        """A new unit of work's connection."""
        return Database(self.engine, self._writer)

    def open(self, user: str, lang: str | None = None, request_id: str = "") -> Context:
        """A context that the caller closes with ``ctx.db.close()``."""
        return Context(
            site=self,
            user=user,
            db=self.database(),
            clock=self.clock,
            lang=lang or self.settings.language,
            request_id=request_id or secrets.token_hex(8),
        )

    @contextmanager
    def context(self, user: str = ADMINISTRATOR, lang: str | None = None) -> Iterator[Context]:
        """A current context that commits when the block ends well and rolls back when it raises."""
        self.registry.sync()
        ctx = self.open(user, lang)
        try:
            with use(ctx):
                yield ctx
                ctx.db.commit()
        except BaseException:
            ctx.db.rollback()
            raise
        finally:
            ctx.db.close()

    def _read_settings(self) -> SiteSettings:
        with self.engine.connect() as connection:
            if not sa.inspect(connection).has_table(singles.name):
                return read_settings(self.config, lambda _statement: [])
            return read_settings(self.config, lambda statement: list(connection.execute(statement)))

    def private_files(self) -> Path:
        """Folder of files that need a permission check."""
        return self.path / "private" / "files"

    def public_files(self) -> Path:
        """Folder of files anybody may fetch."""
        return self.path / "public" / "files"

    def close(self) -> None:
        """Give every connection back to the system."""
        self.engine.dispose()
