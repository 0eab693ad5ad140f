"""A request with an ``Idempotency-Key`` is done once, however often and from wherever it is sent."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from comptoir.access.idempotency import KEPT, answer_table
from comptoir.access.tokens import generate_keys
from comptoir.clock import Clock
from comptoir.jobs.cleaning import forget_answers
from comptoir.sites import Bench, Site
from comptoir.web import dispatch
from sqlalchemy import func, select, update

from .conftest import Caller
from .servers import Server

KEY = {"Idempotency-Key": "order-4711"}


def send(caller: Caller, name: str = "Acme", key: dict[str, str] = KEY, **options: Any) -> httpx.Response:
    return caller("POST", "/api/resource/Client", json={"client_name": name}, headers=key, **options)


def clients(caller: Caller) -> int:
    return int(caller("GET", "/api/v2/doctype/Client/count").json()["data"])


def keys(site: Site) -> int:
    with site.context() as ctx:
        return int(ctx.db.execute(select(func.count()).select_from(answer_table)).scalar_one())


class TestASecondSending:
    def test_is_answered_like_the_first_and_does_nothing(self, admin: Caller) -> None:
        first, second = send(admin), send(admin)
        assert (200, first.content, first.headers["etag"]) == (
            second.status_code,
            second.content,
            second.headers["etag"],
        )
        assert (None, "true") == tuple(a.headers.get("idempotency-replayed") for a in (first, second))
        assert 1 == clients(admin)

    def test_of_another_body_is_refused(self, admin: Caller) -> None:
        send(admin)
        answer = send(admin, "Other")
        assert (422, "IdempotencyKeyError", 1) == (
            answer.status_code,
            answer.json()["exc_type"],
            clients(admin),
        )

    def test_at_another_address_is_refused(self, admin: Caller) -> None:
        send(admin)
        answer = admin("POST", "/api/resource/Branch", json={"client_name": "Acme"}, headers=KEY)
        assert 422 == answer.status_code

    def test_by_another_user_is_another_request(self, admin: Caller, driver: Caller) -> None:
        for caller in (admin, driver):
            body = {"subject": "Call back"}
            assert 200 == caller("POST", "/api/resource/Task", json=body, headers=KEY).status_code
        assert 2 == admin("GET", "/api/v2/doctype/Task/count").json()["data"]

    def test_of_a_file_is_told_by_its_content(self, admin: Caller) -> None:
        def upload(content: bytes) -> int:
            files = {"file": ("a.txt", content)}
            return admin("POST", "/api/method/upload_file", files=files, headers=KEY).status_code

        assert [200, 200, 422] == [upload(content) for content in (b"one", b"one", b"two")]

    def test_of_a_method_does_nothing(self, admin: Caller) -> None:
        body = {"doc": {"doctype": "Client", "client_name": "Acme"}}
        for _ in range(2):
            admin("POST", "/api/method/frappe.client.insert", json=body, headers=KEY)
        assert 1 == clients(admin)

    def test_of_a_change_shows_the_first_answer(self, admin: Caller) -> None:
        path = f"/api/resource/Client/{send(admin, key={}).json()['data']['name']}"
        first = admin("PUT", path, json={"city": "Lyon"}, headers=KEY)
        admin("PUT", path, json={"city": "Nice"})
        assert first.content == admin("PUT", path, json={"city": "Lyon"}, headers=KEY).content
        assert "Nice" == admin("GET", path).json()["data"]["city"]

    def test_after_a_refusal_is_a_new_attempt(self, admin: Caller, site: Site) -> None:
        body = {"name": "Late", "branch_name": "Late", "manager": "nobody"}
        assert 417 == admin("POST", "/api/resource/Branch", json=body, headers=KEY).status_code
        assert 0 == keys(site)
        assert 200 == send(admin).status_code

    def test_after_a_day_is_a_new_request(self, admin: Caller, site: Site) -> None:
        send(admin)
        _age(site, KEPT + timedelta(minutes=1))
        assert 200 == send(admin, "Other").status_code
        assert (2, 1) == (clients(admin), keys(site))


class TestKeys:
    @pytest.mark.parametrize("key", ["", "a b", "x" * 256])
    def test_of_another_form_are_refused(self, admin: Caller, key: str) -> None:
        assert 400 == send(admin, key={"Idempotency-Key": key}).status_code
        assert 0 == clients(admin)

    def test_of_guests_are_refused(self, guest: Caller) -> None:
        answer = send(guest)
        assert (401, "Sign in" in answer.text) == (answer.status_code, True)

    def test_say_nothing_of_reads(self, admin: Caller, site: Site) -> None:
        assert 200 == admin("GET", "/api/resource/Client", headers=KEY).status_code
        assert 0 == keys(site)

    def test_are_forgotten_when_expired(self, admin: Caller, site: Site) -> None:
        send(admin, "Old")
        _age(site, KEPT + timedelta(minutes=1))
        send(admin, "New", key={"Idempotency-Key": "new"})
        with site.context():
            forget_answers()
        assert 1 == keys(site)


def _age(site: Site, by: timedelta) -> None:
    clock: Clock = site.clock
    with site.context() as ctx:
        ctx.db.begin()
        ctx.db.execute(update(answer_table).values(created=clock.now() - by))


@pytest.fixture
def server(bench: Bench, site: Site, tmp_path: Path) -> Iterator[Server]:
    made = Server(bench, site.name, tmp_path / "web.log")
    yield made.start()
    made.stop()


@pytest.fixture
def headers(server: Server, site: Site) -> dict[str, str]:
    with site.context() as ctx:
        key, secret = generate_keys(ctx, "Administrator")
    return server.headers | {"Authorization": f"token {key}:{secret}"}


def names_of(server: Server, headers: dict[str, str]) -> list[str]:
    query = {"fields": '["client_name"]', "limit": "0"}
    rows = httpx.get(f"{server.url}/api/resource/Client", params=query, headers=headers).json()["data"]
    return sorted(row["client_name"] for row in rows)


def test_of_many_sendings_at_once_one_writes(server: Server, headers: dict[str, str]) -> None:
    together = threading.Barrier(8)

    def order(number: int) -> list[httpx.Response]:
        answers = []
        with httpx.Client(base_url=server.url, headers=headers, timeout=60) as web:
            for key in range(5):
                together.wait()
                body = {"client_name": f"Client {key}"}
                answers.append(
                    web.post("/api/resource/Client", json=body, headers={"Idempotency-Key": f"k{key}"})
                )
        return answers

    with ThreadPoolExecutor(8) as pool:
        rounds = zip(*pool.map(order, range(8)), strict=True)
        for answers in rounds:
            assert {200} == {answer.status_code for answer in answers}, [answer.text for answer in answers]
            assert 1 == len({answer.content for answer in answers})
    assert [f"Client {key}" for key in range(5)] == names_of(server, headers)


def test_what_a_killed_server_may_have_done_is_done_once(server: Server, headers: dict[str, str]) -> None:
    unanswered: list[int] = []
    reached = threading.Event()

    def order(number: int) -> None:
        body, key = {"client_name": f"Client {number:03}"}, {"Idempotency-Key": f"k{number}"}
        try:
            answer = httpx.post(
                f"{server.url}/api/resource/Client", json=body, headers=headers | key, timeout=60
            )
            assert 200 == answer.status_code, answer.text
        except httpx.TransportError:
            unanswered.append(number)
        if number >= 40:
            reached.set()

    with ThreadPoolExecutor(6) as pool:
        for number in range(120):
            pool.submit(order, number)
        assert reached.wait(60)
        server.kill()
    assert unanswered
    server.start()
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(order, list(unanswered)))
    assert [f"Client {number:03}" for number in range(120)] == names_of(server, headers)


def test_a_request_broken_off_half_way_is_not_repeated(
    admin: Caller, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def commits_and_fails(ctx: Any, call: Any, principal: Any) -> Any:
        ctx.db.commit()
        raise RuntimeError("power cut")

    with monkeypatch.context() as patched:
        patched.setattr(dispatch, "_serialise", commits_and_fails)
        assert 500 == send(admin).status_code
    answer = send(admin)
    assert (409, "RequestInProgressError", 1) == (
        answer.status_code,
        answer.json()["exc_type"],
        clients(admin),
    )
