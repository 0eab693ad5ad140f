"""The cache in Redis and its twin in memory: what one does, the other does."""

from __future__ import annotations

import pytest
from comptoir.sites import Site
from comptoir.sites.cache import Cache, MemoryCache

pytestmark = pytest.mark.only_on("sqlite")


@pytest.fixture(params=["redis", "memory"])
def cache(request: pytest.FixtureRequest, site: Site) -> Cache:
    return site.cache if request.param == "redis" else MemoryCache()


class TestSettling:
    def test_takes_what_was_read_and_leaves_what_came_since(self, cache: Cache) -> None:
        cache.hash_set("seen", {"a": "1", "b": "1", "c": "1"})
        read = cache.hash_get("seen")
        cache.hash_set("seen", {"b": "2", "d": "1"})
        cache.hash_settle("seen", read)
        assert {"b": "2", "d": "1"} == cache.hash_get("seen")

    def test_of_nothing_changes_nothing(self, cache: Cache) -> None:
        cache.hash_set("seen", {"a": "1"})
        cache.hash_settle("seen", {})
        assert {"a": "1"} == cache.hash_get("seen")
