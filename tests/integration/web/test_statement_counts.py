"""What a request costs the database: a ceiling of statements per endpoint, and nothing but SELECTs for a read.

Counted where the driver talks to the database, so that no layer can hide a statement.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import frappe
import httpx
import pytest
import sqlalchemy as sa
from comptoir.access.secrets import set_password
from comptoir.access.sessions import open_session
from comptoir.access.tokens import generate_keys
from comptoir.sites import Bench, Site
from comptoir.traces import later
from comptoir.web.app import create_app

from ...asynchronous import finish

USER = "anna@company.example"
PASSWORD = "a-long-password-of-anna"
TRIGGERS = "INSERT INTO __search"
"""SQLite tells a statement again for each of its triggers, and their own statements as comments."""
ITEMS = [f"ITEM-{number}" for number in range(10)]


@dataclass
class Meter:
    """Statements and connections of an engine since it was last read."""

    engine: sa.Engine
    traced: list[str] = field(default_factory=list)
    opened: int = 0
    known: dict[int, tuple[Any, int, int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        sa.event.listen(self.engine, "connect", self._connect)
        sa.event.listen(self.engine, "checkout", self._checkout)

    def _connect(self, connection: Any, _record: object) -> None:
        self.opened += 1

    def _checkout(self, connection: Any, _record: object, _proxy: object) -> None:
        if isinstance(connection, sqlite3.Connection):
            connection.set_trace_callback(self.traced.append)
        elif id(connection) not in self.known:
            self.known[id(connection)] = connection, *self._status(connection)

    def take(self) -> tuple[int, int]:
        """(statements, SELECTs among them) since this was asked last."""
        if self.engine.dialect.name == "sqlite":
            told = [sql for sql in self.traced if not sql.startswith("--")]
            asked = [sql for before, sql in pairwise(["", *told]) if not (sql == before and TRIGGERS in sql)]
            selects = sum(sql.lstrip().upper().startswith("SELECT") for sql in asked)
            statements = len(asked)
            self.traced.clear()
            return statements, selects
        statements = selects = 0
        for key, (connection, asked, selected) in self.known.items():
            now = self._status(connection)
            self.known[key] = connection, *now
            statements += now[0] - asked - 1  # this very question
            selects += now[1] - selected
        return statements, selects

    @staticmethod
    def _status(connection: Any) -> tuple[int, int]:
        cursor = connection.cursor()
        cursor.execute("SHOW SESSION STATUS WHERE Variable_name IN ('Questions', 'Com_select')")
        found = {name: int(value) for name, value in cursor.fetchall()}
        cursor.close()
        return found["Questions"], found["Com_select"]


@dataclass(frozen=True)
class Cost:
    statements: int
    writes: int
    connections: int


@dataclass
class Web:
    """Asks the application in this process and says what a request cost."""

    bench: Bench
    site: Site
    meter: Meter
    headers: dict[str, str] = field(default_factory=dict)

    def ask(self, method: str, path: str, **options: Any) -> httpx.Response:
        async def send() -> httpx.Response:
            transport = httpx.ASGITransport(create_app(self.bench), raise_app_exceptions=False)
            async with httpx.AsyncClient(transport=transport, base_url=f"http://{self.site.name}") as client:
                return await client.request(method, path, headers=self.headers, **options)

        answer = finish(send())
        assert answer.status_code < 300, answer.text
        return answer

    def cost(self, method: str, path: str, **options: Any) -> Cost:
        self.meter.take()
        opened = self.meter.opened
        self.ask(method, path, **options)
        statements, selects = self.meter.take()
        return Cost(statements, statements - selects, self.meter.opened - opened)


@pytest.fixture(autouse=True)
def _requests_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a thread writes down half a second after reads is not theirs to pay."""
    monkeypatch.setattr(later, "_flushes", [])


@pytest.fixture
def records(site: Site) -> dict[str, str]:
    with site.context() as ctx:
        frappe.get_doc(
            doctype="User", email=USER, first_name="Anna", enabled=1, roles=[{"role": "Sales Manager"}]
        ).insert()
        set_password(ctx, USER, PASSWORD)
        frappe.get_doc(doctype="Item Group", item_group_name="Things", default_tax_percent=20).insert()
        for code in ITEMS:
            frappe.get_doc(
                doctype="Item",
                item_code=code,
                item_name=code,
                item_group="Things",
                unit="Piece",
                cost=3,
                markup_percent=50,
            ).insert()
        for number in range(30):
            client = frappe.get_doc(
                doctype="Client", client_name=f"Client {number}", phones=[{"phone": "+33184800010"}]
            ).insert()
        lines = [{"item": code, "qty": 1} for code in ITEMS]
        proposals = [
            frappe.get_doc(doctype="Proposal", client=client.name, currency="EUR", items=lines).insert()
            for _ in range(2)
        ]
    return {"client": client.name, "warm": proposals[0].name, "proposal": proposals[1].name}


@pytest.fixture(params=["session", "token"])
def web(bench: Bench, site: Site, records: dict[str, str], request: pytest.FixtureRequest) -> Iterator[Web]:
    with site.context() as ctx:
        if request.param == "token":
            key, secret = generate_keys(ctx, USER)
            headers = {"Authorization": f"token {key}:{secret}"}
        else:
            opened = open_session(ctx, USER)
            headers = {"Cookie": f"sid={opened.sid}", "X-Frappe-CSRF-Token": opened.principal.csrf_token}
    return Web(bench, site, Meter(site.engine), headers)


LIST = '/api/resource/Client?fields=["name","client_name","status","city"]'
READS: dict[str, tuple[Callable[[dict[str, str]], str], int]] = {
    "list": (lambda r: LIST, 1),
    "filtered list": (lambda r: f'{LIST}&filters=[["status","=","New"]]&order_by=client_name asc', 1),
    "v2 list": (lambda r: LIST.replace("/resource/", "/v2/document/"), 1),
    "get": (lambda r: f"/api/resource/Client/{r['client']}", 2),
    "get without tables": (lambda r: "/api/resource/Unit/Piece", 1),
    "count": (lambda r: "/api/method/frappe.client.get_count?doctype=Client", 1),
    "link search by words": (
        lambda r: "/api/method/frappe.desk.search.search_link?doctype=Deal Stage&txt=nego",
        2,
    ),
    "link search": (lambda r: "/api/method/frappe.desk.search.search_link?doctype=Client&txt=clie", 3),
    "meta": (lambda r: "/api/method/frappe.desk.form.load.getdoctype?doctype=Client", 6),
    "start of the Desk": (lambda r: "/api/method/comptoir.desk.api.boot", 2),
    "what is kept for a dashboard": (lambda r: "/api/method/comptoir.desk.dashboards.about?doctype=Deal", 2),
    "choosing a colleague": (lambda r: "/api/method/comptoir.desk.mentioning.colleagues?txt=an", 1),
    "what became of what was told": (
        lambda r: f"/api/method/comptoir.desk.bell.receipts?doctype=Client&name={r['client']}",
        3,
    ),
}


@pytest.mark.parametrize("endpoint", READS)
class TestARead:
    def test_stays_below_its_ceiling_and_writes_nothing(
        self, web: Web, records: dict[str, str], endpoint: str
    ) -> None:
        path, ceiling = READS[endpoint]
        web.ask("GET", path(records))
        cost = web.cost("GET", path(records))
        assert cost == Cost(min(cost.statements, ceiling), 0, 0)


class TestTheForm:
    def test_is_read_with_few_statements(self, web: Web, records: dict[str, str]) -> None:
        path = f"/api/method/frappe.desk.form.load.getdoc?doctype=Client&name={records['client']}"
        web.ask("GET", path)
        cost = web.cost("GET", path)
        assert cost == Cost(min(cost.statements, 12), 0, 0)
        without = web.cost("GET", f"{path}&with_history=0")
        assert without.statements <= cost.statements - 2, (
            "remarks and e-mails come by the pages of the timeline"
        )


class TestABoard:
    def test_is_counted_once_and_read_once_for_each_column(
        self, web: Web, site: Site, records: dict[str, str]
    ) -> None:
        with site.context():
            for number, status in enumerate(["New", "Active", "Lost"]):
                name = frappe.get_all("Client", filters={"client_name": f"Client {number}"}, pluck="name")[0]
                frappe.db.set_value("Client", name, "status", status)
        path = (
            "/api/method/comptoir.desk.boards.board?doctype=Client&by=status&total=credit_limit"
            '&fields=["client_name","city"]'
        )
        web.ask("GET", path)
        assert web.cost("GET", path) == Cost(5, 0, 0), (
            "what the actor has laid by hand, the counts, three columns"
        )

    def test_reads_what_was_laid_by_hand_instead_of_the_column(self, web: Web, site: Site) -> None:
        with site.context():
            name = frappe.get_all("Client", pluck="name")[0]
            frappe.db.set_value("Client", name, "status", "New")
        path = "/api/method/comptoir.desk.boards.board?doctype=Client&by=status"
        web.ask("GET", path)
        before = web.cost("GET", path).statements
        laid = {"doctype": "Client", "by": "status", "value": "New", "names": [name]}
        web.ask("POST", "/api/method/comptoir.desk.boards.lay", json=laid)
        web.ask("GET", path)
        assert before + 2 == web.cost("GET", path).statements, "what is newer, what was laid, and the rest"


class TestADashboard:
    QUESTIONS = (
        {"doctype": "Deal", "numbers": ["count"]},
        {"doctype": "Deal", "numbers": ["sum:amount"], "filters": [["status", "=", "Open"]]},
        {"doctype": "Deal", "rows": ["status"], "numbers": ["count"]},
        {"doctype": "Deal", "rows": ["creation:month"], "numbers": ["sum:amount"]},
    )

    def test_is_asked_at_once_for_what_its_numbers_cost(self, web: Web) -> None:
        path = "/api/method/comptoir.desk.reporting.reports"
        refused = {"doctype": "Access Alert Rule"}
        body = {"asked": [self.QUESTIONS[0], refused, *self.QUESTIONS[1:]]}
        web.ask("POST", path, json=body)
        assert web.cost("POST", path, json=body) == Cost(6, 0, 0), "one for each card, two for each chart"


class TestAWrite:
    """Statements of a write, those that begin and end the transaction included."""

    def test_insert(self, web: Web) -> None:
        body = {"client_name": "Somebody New"}
        web.ask("POST", "/api/resource/Client", json=body | {"client_name": "Other"})
        cost = web.cost("POST", "/api/resource/Client", json=body)
        assert (cost.statements <= 12, cost.connections) == (True, 0), cost

    def test_update(self, web: Web, records: dict[str, str]) -> None:
        path = f"/api/resource/Client/{records['client']}"
        web.ask("PUT", path, json={"notes": "first"})
        cost = web.cost("PUT", path, json={"notes": "second"})
        assert (cost.statements <= 14, cost.connections) == (True, 0), cost

    def test_submit_of_ten_lines(self, web: Web, records: dict[str, str]) -> None:
        web.ask("PUT", f"/api/resource/Proposal/{records['warm']}", json={"docstatus": 1})
        cost = web.cost("PUT", f"/api/resource/Proposal/{records['proposal']}", json={"docstatus": 1})
        assert (cost.statements <= 90, cost.connections) == (True, 0), cost

    def test_sign_in(self, web: Web) -> None:
        """Nine to sign in, one for the entry of the audit trail, and nine that seal it after the commit."""
        web.headers = {}
        credentials = {"usr": USER, "pwd": PASSWORD}
        web.ask("POST", "/api/method/login", data=credentials)
        cost = web.cost("POST", "/api/method/login", data=credentials)
        assert (cost.statements <= 19, cost.connections) == (True, 0), cost
