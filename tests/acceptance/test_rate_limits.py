"""How often something may be asked for: what a site sets for users, addresses and methods, and what a method sets itself."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import frappe
import httpx
import pytest
import regioncrm.stock.units as module
from comptoir.access import rates
from comptoir.sites import Bench, Site
from comptoir.sites.config import SITE, read_json, write_json
from frappe.rate_limiter import rate_limit

from .conftest import Caller

COUNT = "/api/method/frappe.client.get_count?doctype=Task"


@pytest.fixture(autouse=True)
def moment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything happens within one minute."""
    monkeypatch.setattr(rates, "time", SimpleNamespace(time=lambda: 1_800_000_010.0))


def limit(bench: Bench, site: Site, **limits: Any) -> None:
    path = bench.sites_path / site.name / SITE
    write_json(path, read_json(path) | {"rate_limits": limits})
    bench.forget(site.name)


def states(answers: Iterator[httpx.Response]) -> list[int]:
    return [answer.status_code for answer in answers]


class TestOfASite:
    def test_a_method_is_asked_so_often_by_each_user(
        self, bench: Bench, site: Site, admin: Caller, driver: Caller
    ) -> None:
        limit(bench, site, methods={"frappe.client.get_count": 2})
        assert [200, 200, 429] == states(admin("GET", COUNT) for _ in range(3))
        assert [200, 200] == [driver("GET", COUNT).status_code, admin("GET", "/api/method/ping").status_code]

    def test_the_refusal_says_when_to_come_again(self, bench: Bench, site: Site, admin: Caller) -> None:
        limit(bench, site, methods={"frappe.client.get_count": 1})
        refused = [admin("GET", COUNT) for _ in range(2)][-1]
        assert (429, "RateLimitExceededError") == (
            refused.status_code,
            refused.json().get("exc_type", refused.text),
        )
        assert 0 < int(refused.headers["retry-after"]) <= 60

    @pytest.mark.parametrize(
        ("path", "body"),
        [
            ("/api/v1/method/frappe.client.get_count", {}),
            ("/api/v2/method/frappe.client.get_count", {}),
            ("/api//method//frappe.client.get_count", {}),
            ("/api/method/frappe.client.get%5Fcount", {}),
            ("/?cmd=frappe.client.get_count", {}),
            ("/", {"cmd": "frappe.client.get_count"}),
            ("/?cmd=ping", {"cmd": "frappe.client.get_count"}),
        ],
    )
    def test_no_other_spelling_is_counted_apart(
        self, bench: Bench, site: Site, admin: Caller, path: str, body: dict[str, str]
    ) -> None:
        limit(bench, site, methods={"frappe.client.get_count": 1})
        assert 200 == admin("GET", COUNT).status_code
        assert 429 == admin("POST", path, json=body | {"doctype": "Task"}).status_code

    def test_a_user_and_an_address_ask_so_often_in_all(
        self, bench: Bench, site: Site, admin: Caller, guest: Caller
    ) -> None:
        limit(bench, site, user=2, address=4)
        assert [200, 200, 429] == states(admin("GET", "/api/method/ping") for _ in range(3))
        assert [200, 429] == states(guest("GET", "/api/method/ping") for _ in range(2))

    def test_wrong_keys_are_counted(self, bench: Bench, site: Site, guest: Caller) -> None:
        limit(bench, site, address=2)
        wrong = {"Authorization": "token x:y"}
        assert [401, 401, 429] == states(guest("GET", "/api/method/ping", headers=wrong) for _ in range(3))


class TestOfAMethod:
    @pytest.fixture(autouse=True)
    def methods(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Methods of an app, each of which may be called twice."""

        def method(**terms: Any) -> Any:
            def limited(value: str = "") -> str:
                return f"done {value}"

            return frappe.whitelist(allow_guest=True)(rate_limit(limit=2, seconds=60, **terms)(limited))

        for name, terms in {
            "by_address": {}, "by_value": {"key": "value"}, "by_user": {"ip_based": False}, "of_posts": {"methods": ["POST"]},
        }.items():  # fmt: skip
            made = method(**terms)
            made.__wrapped__.__qualname__ = name
            monkeypatch.setattr(module, name, made, raising=False)

    def call(self, caller: Caller, name: str, value: str = "", method: str = "POST") -> int:
        path = f"/api/method/regioncrm.stock.units.{name}"
        return caller(method, path, params={"value": value}).status_code

    def test_one_address_calls_it_so_often(self, admin: Caller, guest: Caller) -> None:
        assert [200, 200, 429] == [self.call(caller, "by_address") for caller in (admin, guest, admin)]

    def test_each_value_is_counted(self, guest: Caller) -> None:
        called = [self.call(guest, "by_value", value) for value in ("a", "a", "b", "a")]
        assert [200, 200, 200, 429] == called

    def test_a_missing_value_is_told(self, guest: Caller) -> None:
        assert 417 == guest("POST", "/api/method/regioncrm.stock.units.by_value").status_code

    def test_each_user_is_counted(self, admin: Caller, driver: Caller) -> None:
        assert [200, 200, 429, 200] == [
            self.call(caller, "by_user") for caller in (admin, admin, admin, driver)
        ]

    def test_only_what_it_limits_is_counted(self, admin: Caller) -> None:
        assert [200] * 4 + [200, 200, 429] == [
            self.call(admin, "of_posts", method=method) for method in ["GET"] * 4 + ["POST"] * 3
        ]
