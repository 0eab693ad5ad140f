"""``Bench``: one installation, its folder of sites and its apps."""

from __future__ import annotations

import importlib
import os
import re
import sys
import threading
from collections import OrderedDict
from pathlib import Path

import redis

from comptoir.errors import ConfigurationError, SiteNotFoundError
from comptoir.sites.announcements import Listener
from comptoir.sites.cache import Cache, MemoryCache, RedisCache
from comptoir.sites.config import COMMON, SITE, SiteConfig, read_json
from comptoir.sites.site import Site

REDIS_URL_VARIABLE = "COMPTOIR_REDIS_URL"
REDIS_URL_FILE = ".redis-url"
OPEN_SITES = 500
_SITE_NAME = re.compile(r"[a-z0-9]([a-z0-9.-]{0,126}[a-z0-9])?", re.ASCII)


class Bench:
    """``root`` holds ``apps/``, ``doctypes/``, ``fixtures/``; ``sites_path`` defaults to ``root/sites``."""

    def __init__(self, root: Path, sites_path: Path | None = None):
        self.root = root
        self.sites_path = sites_path or root / "sites"
        self._open: OrderedDict[str, Site] = OrderedDict()
        self._hosts: dict[str, str] = {}
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
        return sorted(p.parent.name for p in self.sites_path.glob(f"*/{SITE}"))

    def site(self, name: str) -> Site:
        """The site called ``name``. Raises ``SiteNotFoundError``."""
        with self._lock:
            site = self._open.get(name)
            if site is None:
                site = self._load(name)
                self._open[name] = site
                while len(self._open) > OPEN_SITES:
                    self._open.popitem(last=False)[1].close()
            else:
                self._open.move_to_end(name)
            return site

    def sites(self) -> list[Site]:
        """All sites."""
        return [self.site(name) for name in self.site_names()]

    def resolve(self, host: str) -> Site:
        """The site that answers to ``host`` (port ignored): its own name or one of its ``host_names``."""
        name = self.host_name(host)
        if name not in self._hosts:
            self._hosts = self._read_hosts()
        if name not in self._hosts:
            raise SiteNotFoundError()
        return self.site(self._hosts[name])

    def opened(self, host: str) -> Site | None:
        """What ``resolve`` answers, where it needs no file for that."""
        name = self._hosts.get(self.host_name(host))
        return self.site(name) if name is not None and name in self._open else None

    def forget(self, name: str) -> None:
        """Close a site and forget its hosts (after a drop or a change of its configuration)."""
        with self._lock:
            site = self._open.pop(name, None)
            self._hosts.clear()
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
        return SiteConfig.from_mapping(
            read_json(self.sites_path / COMMON) | read_json(self.sites_path / name / SITE)
        )

    def redis(self) -> redis.Redis | None:
        """The Redis server of this installation, or None where none is configured or running."""
        if self._redis is None:
            url = self.redis_url()
            if url:
                self._redis = redis.Redis.from_url(url, health_check_interval=30)
        return self._redis

    def redis_url(self) -> str:
        """From the environment, ``common_site_config.json``, or the embedded server's own note."""
        note = self.sites_path / REDIS_URL_FILE
        return (
            os.environ.get(REDIS_URL_VARIABLE, "")
            or str(read_json(self.sites_path / COMMON).get("redis_url", ""))
            or (note.read_text().strip() if note.exists() else "")
        )

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
        return name

    def _load(self, name: str) -> Site:
        if not _SITE_NAME.fullmatch(name) or not (self.sites_path / name / SITE).exists():
            raise SiteNotFoundError()
        return Site(name, self.sites_path / name, self.config(name), self._cache(name), self.root)

    def _cache(self, name: str) -> Cache:
        client = self.redis()
        if client is None:
            return MemoryCache()
        if self._listener is None:
            self._listener = Listener(client)
        return RedisCache(client, name, self._listener)

    def _read_hosts(self) -> dict[str, str]:
        hosts: dict[str, str] = {}
        for name in self.site_names():
            for host in (name, *self.config(name).host_names):
                hosts.setdefault(host.lower(), name)
        return hosts
