"""A declaration that was never seen before: after ``migrate`` its table, REST and form exist."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import orjson
import pytest
from comptoir.apps.install import NewSite, create_site
from comptoir.apps.migrate import migrate_site
from comptoir.sites import Bench

from .servers import Server

SITE = "fresh.localhost"
GADGET = {
    "doctype": "DocType",
    "name": "Gadget",
    "module": "Workshop",
    "autoname": "GAD-.####",
    "title_field": "title",
    "fields": [
        {"fieldname": "title", "fieldtype": "Data", "label": "Title", "reqd": 1, "in_list_view": 1},
        {"fieldname": "weight", "fieldtype": "Float", "label": "Weight", "minimum": 0},
        {"fieldname": "bought_on", "fieldtype": "Date", "label": "Bought on"},
    ],
    "permissions": [{"role": "System Manager", "read": 1, "write": 1, "create": 1, "delete": 1}],
}


@pytest.fixture
def bench(bench_root: Path, tmp_path: Path) -> Bench:
    made = Bench(bench_root, tmp_path / "sites")
    create_site(made, NewSite(SITE, "secret"))
    return made


@pytest.fixture
def server(bench: Bench, tmp_path: Path) -> Iterator[Server]:
    made = Server(bench, SITE, tmp_path / "web.log")
    yield made.start()
    made.stop()


def test_table_rest_list_and_form(bench: Bench, bench_root: Path, server: Server) -> None:
    (bench_root / "doctypes" / "workshop").mkdir()
    (bench_root / "doctypes" / "workshop" / "gadget.json").write_bytes(orjson.dumps(GADGET))
    migrate_site(bench, SITE)
    with httpx.Client(base_url=server.url, headers=server.headers, timeout=20) as client:
        assert (
            200
            == client.post("/api/method/login", data={"usr": "Administrator", "pwd": "secret"}).status_code
        )
        boot = client.get("/api/method/comptoir.desk.api.boot").json()["message"]
        assert "Gadget" in [entry["name"] for module in boot["modules"] for entry in module["doctypes"]]
        client.headers["X-Frappe-CSRF-Token"] = boot["csrf_token"]
        made = client.post(
            "/api/resource/Gadget", json={"title": "Lathe", "weight": "12.5", "bought_on": "2026-01-31"}
        )
        assert (200, "GAD-0001", 12.5) == (
            made.status_code,
            made.json()["data"]["name"],
            made.json()["data"]["weight"],
        )
        refused = client.post("/api/resource/Gadget", json={"title": "Feather", "weight": -1})
        assert (417, "weight") == (refused.status_code, refused.json()["_field_errors"][0]["fieldname"])
        rows = client.get(
            "/api/method/comptoir.desk.api.list", params={"doctype": "Gadget", "fields": '["name","title"]'}
        )
        assert [{"name": "GAD-0001", "title": "Lathe"}] == rows.json()["message"]["rows"]
        form = client.get("/api/method/comptoir.desk.api.meta", params={"doctype": "Gadget"}).json()[
            "message"
        ]["doctype"]
        assert ["title"] == form["list_columns"]


def test_a_second_migration_has_nothing_to_do(bench: Bench) -> None:
    assert "nothing to do" == migrate_site(bench, SITE).summary()
