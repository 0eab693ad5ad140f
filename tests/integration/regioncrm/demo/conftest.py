"""A site with the demo company, filled once for all tests of this folder, which only read."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from comptoir.context import ADMINISTRATOR, Context, use
from comptoir.sites import Bench, Site
from regioncrm.demo import install

from ....site_templates import SiteTemplates


@pytest.fixture(scope="module")
def demo_site(bench: Bench, site_templates: SiteTemplates, db_type: str) -> Iterator[Site]:
    site = site_templates.restore(bench, db_type)
    with use(site.open(ADMINISTRATOR)) as ctx:
        ctx.db.begin()
        install()
        ctx.db.commit()
        ctx.db.close()
    yield site
    bench.forget(site.name)


@pytest.fixture
def demo(demo_site: Site) -> Iterator[Context]:
    with use(demo_site.open(ADMINISTRATOR)) as ctx:
        yield ctx
        ctx.db.close()
