"""``Bench``: one installation, its folder of sites and its apps."""

from __future__ import annotations

import gc
import importlib
import logging
import os
import re
import sys
import threading
import time
from collections import OrderedDict
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from comptoir.errors import ConfigurationError, SiteNotFoundError, SiteUnavailableError
from comptoir.sites.cache import Cache, MemoryCache
from comptoir.sites.config import COMMON, SITE, SiteConfig, read_json
from comptoir.sites.connections import Tally
from comptoir.sites.site import Site

if TYPE_CHECKING:
    import redis

    from comptoir.sites.announcements import Listener

REDIS_URL_VARIABLE = "COMPTOIR_REDIS_URL"
REDIS_URL_FILE = ".redis-url"
OPEN_SITES = 500
IDLE_CONNECTIONS = 64
COLLECTED = 16
"""After so many closed sites their memory is freed at once: looking for it takes some time, so not after each."""
HOSTS_SECONDS = 1.0
"""How often at most an unknown host makes a process read every site's names again."""
log = logging.getLogger("comptoir.sites")
RESERVED = ("all", "comptoir", "rq")
"""No site's names: ``--site all`` means every site, and Redis holds what belongs to none under the others."""
_SITE_NAME = re.compile(r"[a-z0-9]([a-z0-9.-]{0,126}[a-z0-9])?", re.ASCII)


class Bench:
    """``root`` holds ``apps/``, ``doctypes/``, ``fixtures/``; ``sites_path`` defaults to ``root/sites``."""

    def __init__(self, root: Path, sites_path: Path | None = None):
        self.root = root
        self.sites_path = sites_path or root / "sites"
        self._open: OrderedDict[str, Site] = OrderedDict()
        self._closed = 0
        self._tally = Tally()
        self._hosts: dict[str, str] = {}
        self._hosts_at = 0.0
        self._lock = threading.Lock()
        self._redis: redis.Redis | None = None
        self._listener: Listener | None = None
        self.make_importable()

    def make_importable(self) -> None:
        """Let Python find the apps of this installation first, one that came after this process started included."""
        found = {Path(folder).resolve() for folder in sys.path}
        folders = sorted(hooks.parent.parent for hooks in self.root.glob("apps/*/*/hooks.py"))
        fresh = [str(folder) for folder in folders if folder.resolve() not in found]
        sys.path[:0] = fresh
        if fresh:
            importlib.invalidate_caches()

    def site_names(self) -> list[str]:
        """Names of all sites, sorted."""
        if not self.sites_path.exists():
            return []
        return sorted(path.name for path in self.sites_path.iterdir() if self.is_site(path.name))

    def site(self, name: str) -> Site:
        """The site called ``name``, as its configuration is now. Raises ``SiteNotFoundError``."""
        with self._lock:
            site = self._open.get(name)
            if site is not None and not site.is_current:
                self._drop(name)
                site = None
            if site is None:
                site = self._load(name)
                self._open[name] = site
            self._open.move_to_end(name)
            self._make_room(name)
            return site

    def _drop(self, name: str) -> None:
        """Let go of an open site. Who works on it goes on: a connection in use closes when it is given back."""
        self._open.pop(name).close()
        self._hosts = {}

    def _make_room(self, name: str) -> None:
        """Close the sites used least, and the connections used least, except what somebody works on."""
        if len(self._open) > self._most_sites:
            for other in [key for key, site in self._open.items() if not site.in_use and key != name]:
                self._open.pop(other).close()
                self._closed += 1
                if len(self._open) <= self._most_sites:
                    break
            self._collect()
        if self._tally.open > self._most_connections:
            for other, site in self._open.items():
                if other != name and not site.in_use and not site.is_resting:
                    site.rest()
                    if self._tally.open <= self._most_connections // 2:
                        break

    def _collect(self) -> None:
        """Free what closed sites held. It refers to itself, and in a large process Python rarely looks for that."""
        if self._closed >= COLLECTED:
            self._closed = 0
            gc.collect()

    @cached_property
    def _most_sites(self) -> int:
        return int(self.common().get("open_sites") or OPEN_SITES)

    @cached_property
    def _most_connections(self) -> int:
        return int(self.common().get("db_connections") or IDLE_CONNECTIONS)

    def common(self) -> dict[str, Any]:
        """What ``common_site_config.json`` says for every site."""
        return read_json(self.sites_path / COMMON)

    @property
    def connections(self) -> int:
        """Connections to databases this process holds."""
        return self._tally.open

    def sites(self) -> list[Site]:
        """All sites."""
        return [self.site(name) for name in self.site_names()]

    def resolve(self, host: str) -> Site:
        """The site that answers to ``host`` (port ignored): its own name or one of its ``host_names``.

        Raises ``SiteUnavailableError`` where there is one and it cannot be opened.
        """
        asked = self.host_name(host)
        for _ in range(2):
            try:
                name = self._named(asked)
                site = self.site(name) if name is not None else None
            except (ConfigurationError, OSError) as error:
                raise SiteUnavailableError() from error
            if site is None:
                raise SiteNotFoundError()
            if asked == name or asked in (alias.lower() for alias in site.config.host_names):
                return site
            self._hosts, self._hosts_at = {}, 0.0
        raise SiteNotFoundError()

    def opened(self, host: str) -> Site | None:
        """What ``resolve`` answers, where it needs no file for that."""
        name = self._hosts.get(self.host_name(host))
        site = self._open.get(name) if name is not None else None
        if name is None or site is None or not site.is_current:
            return None
        return self.site(name)

    def _named(self, host: str) -> str | None:
        """The name of the site behind ``host``."""
        if host not in self._hosts and (
            self.is_site(host) or time.monotonic() > self._hosts_at
        ):
            self._hosts = self._read_hosts()
            self._hosts_at = time.monotonic() + HOSTS_SECONDS
        return self._hosts.get(host)

    def holder_of(self, host: str) -> str | None:
        """The name of the site that answers to ``host``, as the files say now."""
        return self._read_hosts().get(self.host_name(host))

    def is_site(self, name: str) -> bool:
        """Whether there is a site of this name; one whose folder is closed to us counts, and cannot be opened."""
        if _SITE_NAME.fullmatch(name) is None:
            return False
        try:
            return (self.sites_path / name / SITE).exists()
        except PermissionError:
            return True

    def forget(self, name: str) -> None:
        """Close a site and forget its hosts (after a drop or a change of its configuration)."""
        with self._lock:
            site = self._open.pop(name, None)
            self._hosts, self._hosts_at = {}, 0.0
        if site is not None:
            site.close()

    def close(self) -> None:
        """Close every site."""
        for name in list(self._open):
            self.forget(name)
        if self._listener is not None:
            self._listener.close()
            self._listener = None
        if self._redis is not None:
            self._redis.close()
            self._redis = None

    def config(self, name: str) -> SiteConfig:
        """The merged configuration of a site."""
        return SiteConfig.from_mapping(self.common() | read_json(self.sites_path / name / SITE))

    def redis(self) -> redis.Redis | None:
        """The Redis server of this installation, or None where none is configured or running."""
        if self._redis is None:
            url = self.redis_url()
            if url:
                import redis

                self._redis = redis.Redis.from_url(url, health_check_interval=30)
        return self._redis

    def redis_url(self) -> str:
        """Where Redis is; empty where none is configured or running."""
        return redis_url(self.sites_path)

    @staticmethod
    def host_name(host: str) -> str:
        """A host header without port, in lower case."""
        host = host.strip().lower()
        return (
            host.split("]")[0] + "]"
            if host.startswith("[")
            else host.rsplit(":", 1)[0]
            if ":" in host
            else host
        )

    @staticmethod
    def check_name(name: str) -> str:
        """``name`` if it can be a site's (a host name); a site name becomes a folder."""
        if not _SITE_NAME.fullmatch(name) or ".." in name:
            raise ConfigurationError(
                f"{name!r} cannot be a site's name: use a host name of lower-case letters, digits, dots and dashes."
            )
        if name in RESERVED:
            raise ConfigurationError(f"{name!r} cannot be a site's name: it means something else here.")
        return name

    def _load(self, name: str) -> Site:
        if not self.is_site(name):
            raise SiteNotFoundError()
        path, cache = self.sites_path / name, self.cache(name)
        return Site(name, path, self.config(name), cache, self.root, self._tally)

    def cache(self, name: str) -> Cache:
        """The cache of the site called ``name``, whether there is such a site or not."""
        client = self.redis()
        if client is None:
            return MemoryCache()
        from comptoir.sites.announcements import Listener
        from comptoir.sites.redis_cache import RedisCache

        if self._listener is None:
            self._listener = Listener(client)
        return RedisCache(client, name, self._listener)

    def _read_hosts(self) -> dict[str, str]:
        """Host -> site. A site's own name is never another's; one whose configuration is broken has that alone."""
        names = self.site_names()
        hosts = {name: name for name in names}
        for name in names:
            try:
                aliases = self.config(name).host_names
            except ConfigurationError as error:
                log.error("The site %s cannot be opened: %s", name, error.message)
                continue
            for alias in aliases:
                hosts.setdefault(alias.lower(), name)
        return hosts


def redis_url(sites_path: Path) -> str:
    """Where Redis is: as the environment says, ``common_site_config.json``, or the embedded server's own note."""
    note = sites_path / REDIS_URL_FILE
    return (
        os.environ.get(REDIS_URL_VARIABLE, "")
        or str(read_json(sites_path / COMMON).get("redis_url", ""))
        or (note.read_text().strip() if note.exists() else "")
    )
