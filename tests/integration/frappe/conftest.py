"""The bookshop, installed on the site of a test."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from comptoir.context import ADMINISTRATOR, Context, use
from comptoir.hooks import read_manifest, resolve
from comptoir.sites import Bench, Site
from comptoir.sites.config import SITE, read_json, write_json

APPS = Path(__file__).parent / "apps"


@pytest.fixture
def shop(bench: Bench, site: Site, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """A site with the bookshop."""
    monkeypatch.syspath_prepend(str(APPS))
    monkeypatch.setenv("COMPTOIR_BENCH", str(bench.root))
    monkeypatch.setenv("COMPTOIR_SITES", str(bench.sites_path))
    own = read_json(site.path / SITE)
    write_json(site.path / SITE, own | {"installed_apps": [*own["installed_apps"], "bookshop"]})
    bench.forget(site.name)
    yield bench.site(site.name)
    for name in [name for name in sys.modules if name.split(".")[0] == "bookshop"]:
        del sys.modules[name]
    read_manifest.cache_clear()
    resolve.cache_clear()


@pytest.fixture
def at_work(shop: Site) -> Iterator[Context]:
    """Administrator's context on the site with the bookshop."""
    with use(shop.open(ADMINISTRATOR)) as ctx:
        yield ctx
        ctx.db.close()
