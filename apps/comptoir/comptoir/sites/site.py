"""``Site``: one tenant. Everything a unit of work needs hangs here; nothing is shared between sites."""

from __future__ import annotations

import os
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any, cast

import sqlalchemy as sa

from comptoir.bounded import Bounded
from comptoir.clock import Clock, SystemClock
from comptoir.context import ADMINISTRATOR, Context, use
from comptoir.db.database import Database
from comptoir.db.engine import create_engine
from comptoir.errors import ConfigurationError, SiteMovedError
from comptoir.hooks.manifest import Manifest, read_manifest
from comptoir.i18n import Catalogues
from comptoir.sites.cache import Cache
from comptoir.sites.config import COMMON, SITE, SiteConfig, read_json
from comptoir.sites.connections import Tally
from comptoir.sites.registry import Registry
from comptoir.sites.settings import SYSTEM_SETTINGS, SiteSettings, read_settings, singles

Stamp = tuple[tuple[int, int, int], ...]
"""What tells one state of a configuration's files from another."""

MOST_PRINCIPALS = 10_000
PORT_VARIABLE = "COMPTOIR_PORT"
"""Where ``./bench start`` tells its processes which port it listens on."""
LOOK_SECONDS = 1.0
"""How often at most the files of the configuration are asked whether they have changed."""


class Site:
    """A tenant with its own database, cache namespace, files and metadata."""

    def __init__(
        self, name: str, path: Path, config: SiteConfig, cache: Cache, root: Path, tally: Tally | None = None
    ):
        self.name = name
        self.path = path
        self.config = config
        self.cache = cache
        self.root = root
        self.clock: Clock = SystemClock(lambda: self.settings.zone)
        self._stamp = self._guarded = _stamp(path / SITE, path.parent / COMMON)
        self._look_at = time.monotonic() + LOOK_SECONDS
        settings = config.database(path)
        self._file = settings.path
        self._number = _number(self._file)
        self.engine: sa.Engine = create_engine(settings, existing=True)
        if tally is not None:
            tally.watch(self.engine)
        self.registry = Registry(self.engine, cache)
        self.principals: Bounded[str, Any] = Bounded(MOST_PRINCIPALS)
        """Who asked lately; kept and judged by ``comptoir.access.principals`` alone."""
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
        return Database(self.engine, self._writer, self.guard)

    @property
    def url(self) -> str:
        """The address of the site for the world, by its configuration: what a request says its host is can be forged.

        Where nothing is configured it is the name of the site; one of this machine is at the port that ``start`` listens on.
        """
        host = str(self.config.raw.get("host_name") or f"{self.name}{_local_port(self.name)}")
        return (host if "://" in host else f"http://{host}").rstrip("/")

    @property
    def is_current(self) -> bool:
        """Whether configuration and database file are still those this site was opened with; looked at once a second."""
        now = time.monotonic()
        if now < self._look_at:
            return True
        if not self._is_here or self._stamp != _stamp(self.path / SITE, self.path.parent / COMMON):
            return False  # and so it is the next time: who asks first is not who opens it anew
        self._look_at = now + LOOK_SECONDS
        return True

    @property
    def _is_here(self) -> bool:
        """Whether SQLite's file is the one that was opened: what was deleted or replaced is read and written unseen."""
        return self._number == _number(self._file)

    @property
    def in_use(self) -> bool:
        """Whether somebody works on one of its connections."""
        return cast("sa.QueuePool", self.engine.pool).checkedout() > 0

    @property
    def is_resting(self) -> bool:
        """Whether it holds no connection."""
        pool = cast("sa.QueuePool", self.engine.pool)
        return pool.checkedin() == 0 and pool.checkedout() == 0

    def rest(self) -> None:
        """Give the connections nobody uses back to the system; the next question opens one."""
        self.engine.dispose()

    def guard(self) -> None:
        """Raise ``SiteMovedError`` where the site, or its files, were moved elsewhere, or dropped, since it was opened.

        Asked when a write begins and before it is kept: what is written to a place that was left is lost.
        """
        if not self._is_here:
            raise SiteMovedError()
        stamp = _stamp(self.path / SITE, self.path.parent / COMMON)
        if stamp == self._guarded:
            return
        try:
            own = read_json(self.path / SITE)
            present = SiteConfig.from_mapping(read_json(self.path.parent / COMMON) | own)
        except ConfigurationError as error:
            raise SiteMovedError() from error
        stays = present.database(self.path) == self.config.database(self.path)
        if not own or not stays or present.files.storage != self.config.files.storage:
            raise SiteMovedError()
        self._guarded = stamp

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


def _local_port(name: str) -> str:
    """What follows the name of a site that no proxy stands before."""
    port = os.environ.get(PORT_VARIABLE, "")
    is_local = name == "localhost" or name.endswith(".localhost")
    return f":{port}" if is_local and port not in ("", "80") else ""


def _number(file: Path | None) -> int:
    """What tells one file from another that takes its place; 0 where there is none."""
    try:
        return os.stat(file).st_ino if file is not None else 0
    except OSError:
        return 0


def _stamp(*paths: Path) -> Stamp:
    found = []
    for path in paths:
        try:
            state = os.stat(path)
        except OSError:
            found.append((0, 0, 0))
        else:
            found.append((state.st_mtime_ns, state.st_ino, state.st_size))
    return tuple(found)
