"""Many who press the same button at the same moment: one succeeds, the others learn why they did not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import frappe
import httpx
import pytest
from comptoir.access.tokens import generate_keys
from comptoir.sites import Bench, Site

from .servers import Server

AT_ONCE = 16
STOCK = 5
Answers = list[httpx.Response]


@pytest.fixture
def server(bench: Bench, site: Site, tmp_path: Path) -> Iterator[Server]:
    made = Server(bench, site.name, tmp_path / "web.log")
    yield made.start()
    made.stop()


@pytest.fixture
def together(server: Server, site: Site) -> Iterator[Callable[[list[tuple[str, str]]], Answers]]:
    """Sends requests (method, path) so that they all arrive at the same moment."""
    with site.context() as ctx:
        key, secret = generate_keys(ctx, "Administrator")
    headers = server.headers | {"Authorization": f"token {key}:{secret}"}
    limits = httpx.Limits(max_connections=AT_ONCE)
    with httpx.Client(base_url=server.url, headers=headers, timeout=60, limits=limits) as web:

        def send(requests: list[tuple[str, str]]) -> Answers:
            line = Barrier(len(requests))

            def one(request: tuple[str, str]) -> httpx.Response:
                line.wait(30)
                return web.request(*request, json={"run_method": "submit"})

            with ThreadPoolExecutor(len(requests)) as pool:
                return list(pool.map(one, requests))

        yield send


@pytest.fixture
def warehouse(site: Site) -> str:
    """A warehouse with five reams of paper."""
    with site.context():
        frappe.get_doc(doctype="Branch", branch_name="North", code="N").insert()
        name = str(
            frappe.get_doc(doctype="Warehouse", warehouse_name="Main Store", branch="North").insert().name
        )
        frappe.get_doc(doctype="Item Group", item_group_name="Everything").insert()
        item = {
            "item_code": "PAPER",
            "item_name": "Paper",
            "item_group": "Everything",
            "unit": "Ream",
            "cost": 3,
        }
        frappe.get_doc(doctype="Item", **item).insert()
        line = {"item": "PAPER", "qty": STOCK, "rate": 3}
        frappe.get_doc(
            doctype="Warehouse Entry", purpose="Receipt", to_warehouse=name, items=[line]
        ).insert().submit()
    return name


def issue(warehouse: str) -> str:
    line = {"item": "PAPER", "qty": 1}
    values = {"doctype": "Warehouse Entry", "purpose": "Issue", "from_warehouse": warehouse, "items": [line]}
    return str(frappe.get_doc(values).insert().name)


def test_one_document_is_submitted_once(site: Site, warehouse: str, together: Callable[..., Answers]) -> None:
    with site.context():
        name = issue(warehouse)
    answers = together([("POST", f"/api/resource/Warehouse Entry/{name}")] * AT_ONCE)
    assert Counter({417: AT_ONCE - 1, 200: 1}) == Counter(answer.status_code for answer in answers)
    refused = {answer.json()["exc_type"] for answer in answers if answer.status_code == 417}
    assert {"DocstatusTransitionError"} == refused
    with site.context():
        moved = frappe.get_all("Stock Ledger Entry", filters={"voucher_no": name}, fields=["qty"])
        assert [-1.0] == [row.qty for row in moved]


def test_stock_is_never_sold_twice(site: Site, warehouse: str, together: Callable[..., Answers]) -> None:
    with site.context():
        names = [issue(warehouse) for _ in range(AT_ONCE)]
    answers = together([("POST", f"/api/resource/Warehouse Entry/{name}") for name in names])
    assert Counter({417: AT_ONCE - STOCK, 200: STOCK}) == Counter(answer.status_code for answer in answers)
    with site.context():
        left = frappe.get_all("Stock Balance", filters={"warehouse": warehouse}, fields=["qty"])
        moved = frappe.get_all(
            "Stock Ledger Entry",
            filters={"warehouse": warehouse},
            fields=["sum(qty) as qty", "count(name) as n"],
        )
        assert [0.0] == [row.qty for row in left]
        assert [(0.0, STOCK + 1)] == [(row.qty, row.n) for row in moved]
