"""``frappe.cache`` and the decorators over it; the structures of both caches behave alike."""

from __future__ import annotations

import time
from datetime import date, datetime
from decimal import Decimal

import frappe
import pytest
from comptoir.context import Context
from comptoir.sites import Site
from comptoir.sites.cache import Cache, MemoryCache
from frappe.utils import redis_cache as imported_from_utils
from frappe.utils.caching import redis_cache, request_cache, site_cache


@pytest.fixture(params=["memory", "redis"])
def structures(request: pytest.FixtureRequest, site: Site) -> Cache:
    return MemoryCache() if request.param == "memory" else site.cache


class TestStructures:
    def test_hashes(self, structures: Cache) -> None:
        structures.hash_set("h", {"a": "1", "b": "2"})
        structures.hash_delete("h", ["a", "no such"])
        assert ({"b": "2"}, "2", None) == (
            structures.hash_get("h"),
            structures.hash_field("h", "b"),
            structures.hash_field("h", "a"),
        )
        structures.hash_delete("h", ["b"])
        assert not structures.exists("h")

    def test_lists(self, structures: Cache) -> None:
        assert 2 == structures.push("l", ["a", "b"], left=False)
        assert 3 == structures.push("l", ["c"], left=True)
        assert (["c", "a", "b"], ["a", "b"]) == (structures.items("l", 0, -1), structures.items("l", 1, 5))
        structures.trim("l", 0, 1)
        assert ("c", "a", None) == (
            structures.pop("l", left=True),
            structures.pop("l", left=False),
            structures.pop("l", left=True),
        )

    def test_sets(self, structures: Cache) -> None:
        structures.add("s", ["a", "b", "a"])
        structures.discard("s", ["b", "c"])
        assert {"a"} == structures.members("s")

    def test_keys_and_what_is_forgotten(self, structures: Cache) -> None:
        structures.set("x:1", "1")
        structures.hash_set("x:2", {"a": "1"})
        assert ["x:1", "x:2"] == sorted(structures.keys("x:*"))
        structures.expire("x:1", 1)
        structures.expire("x:2", 1)
        time.sleep(1.1)
        assert [] == structures.keys("x:*")

    def test_deleted_keys_hold_nothing(self, structures: Cache) -> None:
        structures.add("s", ["a"])
        structures.delete("s")
        assert (False, set()) == (structures.exists("s"), structures.members("s"))


@pytest.mark.usefixtures("ctx")
class TestValues:
    @pytest.mark.parametrize(
        "value",
        [
            1,
            "text",
            None,
            {"a": [1, {"b": 2}]},
            date(2026, 1, 31),
            datetime(2026, 1, 31, 9, 30),
            Decimal("1.10"),
            {1, 2},
        ],
    )
    def test_come_back_as_they_were(self, value: object) -> None:
        frappe.cache.set_value("key", value)
        assert value == frappe.cache.get_value("key") == frappe.cache().get_value("key")

    def test_dictionaries_have_attributes(self) -> None:
        frappe.cache.set_value("row", {"a": {"b": 1}})
        assert 1 == frappe.cache.get_value("row").a.b

    def test_are_made_once(self) -> None:
        calls: list[int] = []
        for _time in range(2):
            assert 5 == frappe.cache.get_value("key", generator=lambda: calls.append(1) or 5)
        assert [1] == calls

    def test_expire(self) -> None:
        frappe.cache.set_value("key", 1, expires_in_sec=1)
        time.sleep(1.1)
        assert frappe.cache.get_value("key") is None

    def test_may_be_one_users_own(self) -> None:
        frappe.cache.set_value("key", 1, user="a@b.example")
        assert (1, None) == (frappe.cache.get_value("key", user="a@b.example"), frappe.cache.get_value("key"))

    def test_are_forgotten_by_prefix(self) -> None:
        for name in ("x|1", "x|2", "y|1"):
            frappe.cache.set_value(name, name)
        assert {"x|1": "x|1", "x|2": "x|2"} == frappe.cache.get_all("x|")
        frappe.cache.delete_keys("x|")
        assert [0, 1] == [frappe.cache.exists("x|1"), frappe.cache.exists("y|1")]

    def test_of_the_engine_are_out_of_reach(self, ctx: Context) -> None:
        ctx.site.cache.set("session:x", "kept")
        frappe.cache.delete_keys("")
        assert ["kept"] == ctx.site.cache.get_many(["session:x"])

    def test_that_are_no_plain_data_are_refused(self) -> None:
        with pytest.raises(frappe.ValidationError):
            frappe.cache.set_value("key", object())
        with pytest.raises(frappe.ValidationError, match="as_dict"):
            frappe.cache.set_value("key", frappe.new_doc("Client"))

    def test_in_hashes_lists_and_sets(self) -> None:
        cache = frappe.cache
        cache.hset("h", "a", {"n": 1})
        assert ({"n": 1}, ["a"], True) == (cache.hget("h", "a"), cache.hkeys("h"), cache.hexists("h", "a"))
        assert {"a": {"n": 1}, "b": "made b"} == (
            cache.hget("h", "b", generator=lambda key: f"made {key}") and cache.hgetall("h")
        )
        cache.hdel("h", "a")
        assert ["b"] == cache.hkeys("h")
        cache.rpush("l", 1, 2)
        cache.lpush("l", 0)
        assert ([0, 1, 2], 3, 0, 2) == (
            cache.lrange("l", 0, -1),
            cache.llen("l"),
            cache.lpop("l"),
            cache.rpop("l"),
        )
        cache.sadd("s", 1, 2)
        cache.srem("s", 2)
        assert ({1}, True) == (cache.smembers("s"), cache.sismember("s", 1))

    def test_an_unsupported_name_says_so(self) -> None:
        assert not hasattr(frappe.cache, "pipeline")


@pytest.mark.usefixtures("ctx")
class TestDecorators:
    def test_request_cache(self, ctx: Context) -> None:
        calls: list[int] = []

        @request_cache
        def double(number: int) -> int:
            calls.append(number)
            return number * 2

        assert [4, 4, 6] == [double(2), double(2), double(3)]
        assert [2, 3] == calls
        double.clear_cache()
        assert (4, [2, 3, 2]) == (double(2), calls)

    def test_site_cache_with_a_time_to_live(self) -> None:
        calls: list[int] = []

        @site_cache(ttl=0.05, maxsize=1)
        def double(number: int) -> int:
            calls.append(number)
            return number * 2

        assert [4, 4] == [double(2), double(2)]
        time.sleep(0.06)
        assert (4, [2, 2]) == (double(2), calls)
        assert [6, 4] == [double(3), double(2)]
        assert [2, 2, 3, 2] == calls

    def test_redis_cache_is_shared_and_cleared(self) -> None:
        calls: list[int] = []

        @redis_cache(ttl=60)
        def rows(day: date, limit: int = 5) -> list[dict[str, date]]:
            calls.append(limit)
            return [{"day": day}] * limit

        assert (
            [{"day": date(2026, 1, 1)}] * 2
            == rows(date(2026, 1, 1), limit=2)
            == rows(date(2026, 1, 1), limit=2)
        )
        assert [2] == calls
        rows.clear_cache()
        rows(date(2026, 1, 1), limit=2)
        assert [2, 2] == calls

    def test_redis_cache_keeps_none(self) -> None:
        calls: list[int] = []

        @imported_from_utils
        def nothing() -> None:
            calls.append(1)

        assert [None, None] == [nothing(), nothing()]
        assert [1] == calls
