"""An installation whose ``apps/`` takes other people's apps."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from comptoir.apps.install import NewSite, create_site
from comptoir.portable.importing import forget_loaded
from comptoir.sites import Bench
from comptoir.sites.config import COMMON, write_json

from ...conftest import ROOT
from ...databases import Databases

NAME = "apps.localhost"


@pytest.fixture(scope="module")
def open_root(tmp_path_factory: pytest.TempPathFactory, db_type: str) -> Iterator[Path]:
    """The root of an installation with the engine alone; what it put on Python's path is taken off again."""
    root = tmp_path_factory.mktemp("open") / "installation"
    (root / "apps").mkdir(parents=True)
    (root / "apps" / "comptoir").symlink_to(ROOT / "apps" / "comptoir")
    path, modules = list(sys.path), set(sys.modules)
    yield root
    sys.path[:] = path
    for name in set(sys.modules) - modules:
        if str(root) in str(getattr(sys.modules[name], "__file__", "")):
            del sys.modules[name]
    forget_loaded()


@pytest.fixture(scope="module")
def open_bench(open_root: Path, db_type: str, databases: Databases) -> Iterator[Bench]:
    """That installation with the site ``NAME``."""
    bench = Bench(open_root)
    write_json(bench.sites_path / COMMON, {"redis_url": ""})
    with databases.fresh(db_type) as settings:
        database = {"db_type": db_type}
        if db_type == "mariadb":
            database |= {"db_name": settings.name, "db_user": settings.user, "db_socket": settings.socket}
        create_site(bench, NewSite(NAME, "secret", database))
        yield bench
        bench.close()
