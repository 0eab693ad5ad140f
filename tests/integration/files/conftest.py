"""Storages: the folder of a site, and a bucket on a server that speaks S3."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from comptoir.sites import Bench, Site
from comptoir.sites.config import SITE, read_json, write_json

from tests.s3_server import ACCESS_KEY, REGION, SECRET_KEY
from tests.services import Services

Configure = Callable[..., Site]


@pytest.fixture
def configure(bench: Bench, site: Site) -> Configure:
    """Changes the configuration of the site, and opens it anew."""

    def change(**values: Any) -> Site:
        path = site.path / SITE
        write_json(path, read_json(path) | values)
        bench.forget(site.name)
        return bench.site(site.name)

    return change


@pytest.fixture
def bucket(services: Services, tmp_path: Any) -> dict[str, Any]:
    """The configuration of a bucket of its own, which is not used yet."""
    place = {
        "bucket": f"b{abs(hash(tmp_path))}",
        "endpoint": f"http://127.0.0.1:{services.s3().port}",
        "region": REGION,
        "prefix": "crm",
    }
    return {"files": place, "files_access_key": ACCESS_KEY, "files_secret_key": SECRET_KEY}


@pytest.fixture
def in_bucket(configure: Configure, bucket: dict[str, Any]) -> Site:
    """The site with its files in a bucket."""
    return configure(**bucket | {"files": bucket["files"] | {"storage": "s3"}})
