"""The requests that are compared: each case as the product is asked and as the yardstick is asked."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from benchmarks.company import ITEMS, TERRITORY, Company, client_title
from benchmarks.load import Ask, Connection, Request

LIST = ["name", "client_name", "status", "city"]
RESOURCE = "/api/resource"
METHOD = "/api/method"


@dataclass(frozen=True, slots=True)
class Case:
    """One comparison. ``reach`` is the ratio of CPU time to stay below; ``bare`` is None where nothing compares."""

    name: str
    product: Ask
    bare: Ask | None
    reach: float | None = None
    weight: float = 1.0
    """How many requests a block has, against a list."""


Prepare = Callable[[Connection, str], list[str]]


def cases(company: Company, headers: dict[str, str]) -> list[Case]:
    """Every case that does not change what another one reads."""
    listed = _query(fields=json.dumps(LIST))
    chosen = _query(
        fields=json.dumps(LIST),
        filters=json.dumps([["status", "=", "Active"], ["city", "like", "L%"]]),
        order_by="client_name asc",
    )
    counted = _query(doctype="Client", filters=json.dumps({"status": "Active"}))
    return [
        Case("list", _get(f"{RESOURCE}/Client{listed}", headers), _get("/clients"), 2.5),
        Case(
            "filtered and sorted list",
            _get(f"{RESOURCE}/Client{chosen}", headers),
            _get("/clients/filtered"),
            2.5,
        ),
        Case(
            "get",
            _get_each(f"{RESOURCE}/Client/CLI-{{}}", company, headers),
            _get_each("/clients/CLI-{}", company),
            2.5,
        ),
        Case(
            "get, no child tables",
            _get(f"{RESOURCE}/Territory/{quote(TERRITORY)}", headers),
            _get(f"/territories/{quote(TERRITORY)}"),
            2.5,
        ),
        Case(
            "count",
            _get(f"{METHOD}/frappe.client.get_count{counted}", headers),
            _get("/clients/count"),
            None,
            0.3,
        ),
        Case(
            "link search",
            _search(f"{METHOD}/frappe.desk.search.search_link?doctype=Client&txt=", company, headers),
            _search("/clients/search?txt=", company),
            3,
            0.5,
        ),
        Case(
            "update",
            _update(RESOURCE + "/Client/CLI-{}", company, headers),
            _update("/clients/CLI-{}", company),
            4,
            0.5,
        ),
        Case("insert", _insert(f"{RESOURCE}/Client", headers), _insert("/clients"), 4, 0.3),
        Case(
            "insert a proposal of ten lines",
            _propose(f"{RESOURCE}/Proposal", headers),
            _propose("/proposals"),
            None,
            0.1,
        ),
        Case(
            "meta of a doctype",
            _get(f"{METHOD}/frappe.desk.form.load.getdoctype?doctype=Client", headers),
            None,
            None,
            0.1,
        ),
        Case("OpenAPI", _get("/api/openapi.json", headers), None, None, 0.02),
    ]


def submit(product: Iterable[str], bare: Iterable[str], headers: dict[str, str]) -> Case:
    """Submitting the drafts of ``product`` and ``bare``, each once."""
    ours, theirs = iter(product), iter(bare)
    body = json.dumps({"docstatus": 1}).encode()
    return Case(
        "submit a proposal of ten lines",
        lambda _: Request("PUT", f"{RESOURCE}/Proposal/{next(ours)}", body, headers),
        lambda _: Request("PUT", f"/proposals/{next(theirs)}", body),
        None,
        0.1,
    )


def draft(path: str, headers: dict[str, str]) -> Request:
    """One more proposal."""
    return _propose(path, headers)(0)


def _query(**parameters: str) -> str:
    return "?" + urlencode(parameters)


def _get(path: str, headers: dict[str, str] | None = None) -> Ask:
    request = Request("GET", path, headers=headers or {})
    return lambda _: request


def _numbered(company: Company, number: int) -> str:
    return f"{number * 7919 % company.clients + 1:05}"


def _get_each(path: str, company: Company, headers: dict[str, str] | None = None) -> Ask:
    return lambda number: Request("GET", path.format(_numbered(company, number)), headers=headers or {})


def _search(path: str, company: Company, headers: dict[str, str] | None = None) -> Ask:
    """What somebody has typed after a moment: the first word of a name, or the beginning of the second as well."""

    def ask(number: int) -> Request:
        title = company.titles[number % len(company.titles)].split()
        typed = title[0] if number % 2 else f"{title[0]} {title[1][:3]}"
        return Request("GET", path + quote(typed), headers=headers or {})

    return ask


def _update(path: str, company: Company, headers: dict[str, str] | None = None) -> Ask:
    return lambda number: Request(
        "PUT",
        path.format(_numbered(company, number)),
        json.dumps({"notes": f"Called for the {number}th time."}).encode(),
        headers or {},
    )


def _insert(path: str, headers: dict[str, str] | None = None) -> Ask:
    def ask(number: int) -> Request:
        values = {"client_name": f"{client_title(number + 10**7)} {number}", "status": "New", "city": "Lyon"}
        return Request("POST", path, json.dumps(values).encode(), headers or {})

    return ask


def _propose(path: str, headers: dict[str, str] | None = None) -> Ask:
    lines: list[dict[str, Any]] = [
        {"item": f"MEASURED-{number % ITEMS}", "qty": number + 1} for number in range(10)
    ]
    body = json.dumps(
        {"client": "CLI-00001", "currency": "EUR", "title": "Ten things", "items": lines}
    ).encode()
    return lambda _: Request("POST", path, body, headers or {})
