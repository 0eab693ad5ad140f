"""What becomes of errors nobody foresaw, and of transactions that collide."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from comptoir.access.principals import Principal
from comptoir.context import Context
from comptoir.errors import QueryDeadlockError
from comptoir.sites import Bench, Site
from comptoir.web import routes
from comptoir.web.app import create_app
from comptoir.web.envelope import Answer
from comptoir.web.requests import Call

from ...asynchronous import finish


def ask(bench: Bench, site: Site, path: str) -> httpx.Response:
    async def send() -> httpx.Response:
        transport = httpx.ASGITransport(create_app(bench), raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url=f"http://{site.name}") as client:
            return await client.get(path)

    return finish(send())


class TestAnUnforeseenError:
    def test_says_its_number_and_nothing_else(
        self, bench: Bench, site: Site, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fail(ctx: Context, call: Call, principal: Principal) -> Answer:
            raise RuntimeError("a secret of the server")

        monkeypatch.setitem(routes.HANDLERS, ("api", "boom"), fail)
        answer = ask(bench, site, "/api/boom")
        body: dict[str, Any] = answer.json()
        assert (answer.status_code, body["exc_type"]) == (500, "InternalServerError")
        assert body["request_id"] == answer.headers["x-request-id"]
        assert "secret" not in answer.text


class TestADeadlock:
    def test_is_tried_again(self, bench: Bench, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
        attempts: list[int] = []

        def collide(ctx: Context, call: Call, principal: Principal) -> Answer:
            attempts.append(1)
            if len(attempts) < 3:
                raise QueryDeadlockError()
            return Answer("done")

        monkeypatch.setitem(routes.HANDLERS, ("api", "collide"), collide)
        assert ask(bench, site, "/api/collide").json() == {"message": "done"}

    def test_is_given_up_after_three_attempts(
        self, bench: Bench, site: Site, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def collide(ctx: Context, call: Call, principal: Principal) -> Answer:
            raise QueryDeadlockError()

        monkeypatch.setitem(routes.HANDLERS, ("api", "collide"), collide)
        assert ask(bench, site, "/api/collide").status_code == 503
