"""Form bodies as programs send them: percent-encoded or raw UTF-8, and nothing that is neither."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from comptoir.web.requests import MOST_FIELDS, call_of
from starlette.requests import Request

from .conftest import Caller

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def post(caller: Caller, content: bytes) -> httpx.Response:
    return caller("POST", "/api/resource/Client", content=content, headers=FORM)


@pytest.mark.parametrize(
    "content",
    [
        "client_name=Épicerie+du+Château&city=Αθήνα",
        "client_name=%C3%89picerie%20du%20Ch%C3%A2teau&city=%CE%91%CE%B8%CE%AE%CE%BD%CE%B1",
        "client_name=%C3%89picerie du Château&city=Αθήνα",
    ],
)
def test_utf_8_is_read_raw_and_percent_encoded(admin: Caller, content: str) -> None:
    made = post(admin, content.encode()).json()["data"]
    assert ("Épicerie du Château", "Αθήνα") == (made["client_name"], made["city"])


def test_raw_utf_8_in_the_query_is_read_too() -> None:
    scope = {
        "type": "http", "method": "GET", "scheme": "http", "path": "/", "headers": [], "query_string": "txt=Épicerie".encode(),
    }  # fmt: skip
    assert {"txt": "Épicerie"} == call_of(Request(scope)).query


@pytest.mark.parametrize("content", [b"client_name=Ch\xe2teau", b"client_name=Ch%E2teau", b"\xff=x"])
def test_what_is_not_utf_8_is_refused(admin: Caller, content: bytes) -> None:
    answer = post(admin, content)
    assert (400, "BadRequestError") == (answer.status_code, answer.json()["exc_type"])
    assert "not valid UTF-8" in answer.text


def test_a_blank_field_is_empty_and_the_last_of_two_counts(admin: Caller) -> None:
    made: dict[str, Any] = post(admin, b"client_name=Old&client_name=New&city=").json()["data"]
    assert ("New", None) == (made["client_name"], made.get("city"))


def test_too_many_fields_are_refused(admin: Caller) -> None:
    assert 400 == post(admin, b"client_name=x" + b"&a=1" * MOST_FIELDS).status_code
