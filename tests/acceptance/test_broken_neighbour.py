"""A company whose database, files or code are broken or slow is told so, and its neighbour in the process works on."""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import pytest
import sqlalchemy as sa
from comptoir.access.principals import Principal
from comptoir.context import Context
from comptoir.db import engine as engines
from comptoir.sites import Bench, Site
from comptoir.sites.config import SITE, read_json, write_json
from comptoir.sites.site import LOOK_SECONDS
from comptoir.web import gate, routes
from comptoir.web.envelope import Answer
from comptoir.web.requests import Call

from .conftest import Browser, key_of
from .servers import Server

CLIENTS = "/api/resource/Client"
PAGE = 4096
Ask = Callable[..., httpx.Response]
Break = Callable[[Site], None]


@pytest.fixture
def ask(client: Browser, site: Site, neighbour: Site) -> Ask:
    """Sends a request to one of the two as its Administrator."""
    keys = {company.name: key_of(company, "Administrator") for company in (site, neighbour)}

    def send(company: Site, method: str = "GET", path: str = CLIENTS, **options: Any) -> httpx.Response:
        client.cookies.clear()
        return client.request(method, path, headers={"Host": company.name} | keys[company.name], **options)

    return send


@pytest.fixture
def works(ask: Ask, neighbour: Site) -> Callable[[], None]:
    """The neighbour reads and writes."""

    def check() -> None:
        made = ask(neighbour, "POST", json={"client_name": "Goes on"})
        assert (200, 200) == (made.status_code, ask(neighbour).status_code)

    return check


def is_told(answer: httpx.Response) -> None:
    """The company is out of reach, and a sentence says so to whoever asks; nothing else is told."""
    body = answer.json()
    assert (503, True) == (
        answer.status_code,
        body["exc_type"] in ("SiteUnavailableError", "SiteMovedError"),
    ), body
    assert body["exception"].endswith((".", "doctor."))
    assert int(answer.headers.get("retry-after", 1)) > 0
    for secret in ("Traceback", "sqlite", "mariadb", "sqlalche", ".py", "SELECT", "/tmp"):
        assert secret not in answer.text.replace("sqlite.localhost", "")


def file_of(site: Site) -> Path:
    path = site.config.database(site.path).path
    assert path is not None
    return path


def settle(site: Site) -> Path:
    """Put what SQLite keeps beside the file into it."""
    with closing(sqlite3.connect(file_of(site))) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return file_of(site)


def missing(site: Site) -> None:
    for file in file_of(site).parent.iterdir():
        file.unlink()


def another(site: Site) -> None:
    missing(site)
    with closing(sqlite3.connect(file_of(site))) as connection:
        connection.execute("CREATE TABLE something (name TEXT)")


def garbage(site: Site) -> None:
    settle(site).write_bytes(b"this is no database" * PAGE)


def empty(site: Site) -> None:
    settle(site).write_bytes(b"")


def cut_off(site: Site) -> None:
    path = settle(site)
    os.truncate(path, path.stat().st_size // 3)


def overwritten(site: Site) -> None:
    path = settle(site)
    with path.open("r+b") as file:
        for page in range(1, path.stat().st_size // PAGE, 2):
            file.seek(page * PAGE)
            file.write(b"\xff" * PAGE)


def a_folder(site: Site) -> None:
    missing(site)
    file_of(site).mkdir()


def without_folder(site: Site) -> None:
    missing(site)
    file_of(site).parent.rmdir()


@pytest.mark.only_on("sqlite")
class TestADatabaseFile:
    @pytest.mark.parametrize(
        "broken",
        [missing, another, garbage, empty, cut_off, overwritten, a_folder, without_folder],
        ids=lambda broken: broken.__name__,
    )
    def test_that_is_broken_is_told(
        self, ask: Ask, works: Callable[[], None], site: Site, bench: Bench, broken: Break,
        caplog: pytest.LogCaptureFixture,
    ) -> None:  # fmt: skip
        """First while the site is open, and some of its pages are in memory, and then opened anew."""
        assert 200 == ask(site).status_code
        broken(site)
        is_told(ask(site, "POST", json={"client_name": "Lost"}))
        works()
        bench.forget(site.name)
        for method, path in (
            ("GET", CLIENTS),
            ("POST", CLIENTS),
            ("GET", "/api/method/ping"),
            ("POST", "/api/method/login"),
        ):
            is_told(
                ask(site, method, path, **({"json": {"client_name": "Lost"}} if method == "POST" else {}))
            )
        works()
        assert [] == [record for record in caplog.records if record.exc_info], (
            "an operator reads sentences too"
        )

    def test_that_is_put_back_is_read_again(self, ask: Ask, site: Site, bench: Bench) -> None:
        kept = settle(site).read_bytes()
        assert 200 == ask(site).status_code
        missing(site)
        is_told(ask(site, "POST", json={"client_name": "Lost"}))
        bench.forget(site.name)
        is_told(ask(site))
        assert [] == list(file_of(site).parent.iterdir()), "nobody makes an empty one"
        file_of(site).write_bytes(kept)
        bench.forget(site.name)
        assert 200 == ask(site, "POST", json={"client_name": "Found"}).status_code

    def test_that_somebody_locks_is_waited_for_and_told(
        self, ask: Ask, works: Callable[[], None], site: Site, bench: Bench, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(engines, "BUSY_TIMEOUT_MS", 100)
        bench.forget(site.name)
        with closing(sqlite3.connect(file_of(site), isolation_level=None)) as other:
            other.execute("PRAGMA locking_mode = EXCLUSIVE")
            other.execute("BEGIN EXCLUSIVE")
            answer = ask(site)
            assert (503, False) == (answer.status_code, "Traceback" in answer.text), answer.text
            works()
            other.execute("ROLLBACK")
        assert 200 == ask(site).status_code


@pytest.mark.only_on("mariadb")
class TestADatabaseOfAServer:
    def change(self, site: Site, **values: Any) -> None:
        write_json(site.path / SITE, read_json(site.path / SITE) | values)
        site._look_at = 0

    @pytest.mark.parametrize(
        "wrong",
        [
            {"db_user": "nobody", "db_password": "wrong"},
            {"db_name": "there_is_no_such_database"},
            {"db_socket": "/nowhere/mariadb.sock"},
            {"db_socket": "", "db_host": "127.0.0.1", "db_port": 1},
        ],
        ids=["user", "database", "socket", "port"],
    )
    def test_that_refuses_is_told(
        self,
        ask: Ask,
        works: Callable[[], None],
        site: Site,
        wrong: dict[str, Any],
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        assert 200 == ask(site).status_code
        self.change(site, **wrong)
        for method in ("GET", "POST"):
            is_told(ask(site, method, **({"json": {"client_name": "Lost"}} if method == "POST" else {})))
        works()
        assert [] == [record for record in caplog.records if record.exc_info]

    @pytest.mark.parametrize("kept", [True, False], ids=["connections-kept", "connections-new"])
    def test_that_was_dropped_is_told(
        self, ask: Ask, works: Callable[[], None], site: Site, kept: bool, caplog: pytest.LogCaptureFixture
    ) -> None:
        assert 200 == ask(site).status_code
        with site.engine.connect() as connection:
            connection.execute(sa.schema.DropSchema(site.config.db_name))
        if not kept:
            site.rest()
        for method in ("GET", "POST"):
            is_told(ask(site, method, **({"json": {"client_name": "Lost"}} if method == "POST" else {})))
        works()
        assert [] == [record for record in caplog.records if record.exc_info]


class TestAConfiguration:
    @pytest.mark.parametrize("content", ["{not json", "[]", '{"db_type": "oracle"}', '{"limits": 7}', ""])
    def test_that_cannot_be_read_is_told(
        self, ask: Ask, works: Callable[[], None], site: Site, content: str
    ) -> None:
        assert 200 == ask(site).status_code
        (site.path / SITE).write_text(content)
        site._look_at = 0
        for _ in range(2):
            is_told(ask(site))
        works()

    def test_that_is_a_folder_is_told(
        self, ask: Ask, works: Callable[[], None], site: Site, bench: Bench
    ) -> None:
        (site.path / SITE).unlink()
        (site.path / SITE).mkdir()
        bench.forget(site.name)
        is_told(ask(site))
        works()


class TestASlowCompany:
    """Its requests hold its own places in the process."""

    @pytest.fixture
    def held(
        self, ask: Ask, site: Site, monkeypatch: pytest.MonkeyPatch
    ) -> Iterator[list[Future[httpx.Response]]]:
        """Twice as many requests as the company has places, none of which comes to an end."""
        begun, go_on = threading.Semaphore(0), threading.Event()

        def wait(ctx: Context, call: Call, principal: Principal) -> Answer:
            begun.release()
            go_on.wait(60)
            return Answer("done")

        monkeypatch.setitem(routes.HANDLERS, ("api", "slow"), wait)
        with ThreadPoolExecutor(2 * gate.PLACES) as pool:
            futures = [pool.submit(ask, site, "GET", "/api/slow") for _ in range(2 * gate.PLACES)]
            for _ in range(gate.PLACES):
                assert begun.acquire(timeout=30)
            yield futures
            go_on.set()
            assert {200, 503} >= {future.result().status_code for future in futures}

    def test_does_not_hold_its_neighbour(
        self, held: list[Future[httpx.Response]], works: Callable[[], None]
    ) -> None:
        for _ in range(3):
            works()
        assert not any(future.done() for future in held)

    @pytest.mark.only_on("sqlite")
    def test_that_waits_for_its_writer_does_not_either(
        self, ask: Ask, works: Callable[[], None], site: Site
    ) -> None:
        with (
            ThreadPoolExecutor(1) as pool,
            closing(sqlite3.connect(file_of(site), isolation_level=None)) as other,
        ):
            other.execute("BEGIN IMMEDIATE")
            waiting = pool.submit(ask, site, "POST", json={"client_name": "In the end"})
            works()
            assert not waiting.done()
            other.execute("ROLLBACK")
            assert 200 == waiting.result().status_code


@pytest.mark.only_on("sqlite")
class TestAFolder:
    @pytest.fixture
    def server(
        self, bench: Bench, neighbour: Site, tmp_path: Path, as_its_owner: tuple[str, ...]
    ) -> Iterator[Server]:
        made = Server(bench, neighbour.name, tmp_path / "web.log", wrapper=as_its_owner).start()
        yield made
        made.stop()

    def test_that_may_not_be_read_is_told(
        self, server: Server, site: Site, neighbour: Site, tmp_path: Path
    ) -> None:
        keys = {company.name: key_of(company, "Administrator") for company in (site, neighbour)}

        def ask(company: Site) -> httpx.Response:
            return httpx.get(f"{server.url}{CLIENTS}", headers={"Host": company.name} | keys[company.name])

        def until(status: int) -> httpx.Response:
            """The answer of the company once the process has seen what became of it."""
            deadline = time.monotonic() + 10 * LOOK_SECONDS
            while (answer := ask(site)).status_code != status and time.monotonic() < deadline:
                continue
            return answer

        for path in (site.path, site.path / SITE, site.path / "db"):
            mode = path.stat().st_mode
            write_json(site.path / SITE, read_json(site.path / SITE))  # so that the process opens it anew
            path.chmod(0)
            try:
                is_told(until(503))
                assert 200 == ask(neighbour).status_code
            finally:
                path.chmod(mode)
            assert 200 == until(200).status_code
        assert "Traceback" not in (tmp_path / "web.log").read_text()
