"""Sends the exchanges of a group in order and says where an answer differs from what is written beside the request.

``cases/<group>.json`` is a list; each entry is one exchange:

- ``case``: its name; ``by``: manager, clerk or guest (API keys), or session (the cookie; ``csrf`` says which token)
- ``ask``: method and path; ``query``, ``json``, ``form``, ``files``, ``text``, ``headers``: the rest of the request
- ``status``, ``kind`` (content type, JSON where it is missing), and one of ``body`` (a pattern), ``error`` (exc_type,
  with the ``keys`` its body has at least), ``holds`` (texts that the answer contains) and ``empty``
- ``told``: the messages beside the answer; ``cookies``: names of the cookies set; ``keep``: a name for the answer
- ``differs``: Frappe answers otherwise, on purpose: the ``request`` in words, its answer, ours and why
- ``beyond``: Frappe's own answer was not recorded; the expectation follows from its neighbours
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

import httpx

from .patterns import Roles, differences, filled

CASES = Path(__file__).parent / "cases"
JSON = "application/json"
BESIDE = frozenset({"_server_messages", "_error_message", "_field_errors"})
"""What any refusal may carry beyond Frappe's: its sentence, and the fields to correct."""

Exchange = dict[str, Any]


class Speaker(Protocol):
    """Somebody who sends requests."""

    def __call__(self, method: str, path: str, **options: Any) -> httpx.Response: ...


def groups() -> list[str]:
    """Names of the groups."""
    return sorted(path.stem for path in CASES.glob("*.json"))


def exchanges(group: str) -> list[Exchange]:
    """The exchanges of ``group``, in order."""
    found: list[Exchange] = json.loads((CASES / f"{group}.json").read_text())
    return found


def replay(group: str, speakers: dict[str, Speaker], roles: Roles) -> list[str]:
    """Send every exchange; what differed, as sentences."""
    return [f"{one['case']}: {problem}" for one in exchanges(group) for problem in play(one, speakers, roles)]


def play(one: Exchange, speakers: dict[str, Speaker], roles: Roles) -> Iterator[str]:
    """Send one exchange; what differed."""
    answer = send(one, speakers, roles)
    if answer.status_code != one["status"]:
        yield f"status {answer.status_code}, not {one['status']}: {answer.text[:600]}"
        return
    yield from _heading(one, answer)
    if one.get("empty"):
        if answer.content:
            yield f"has a body: {answer.text[:200]}"
        return
    for text in filled(one.get("holds", []), roles):
        if text not in answer.text:
            yield f"does not hold {text!r}: {answer.text[:600]}"
    if answer.headers.get("content-type", "").startswith(JSON):
        yield from _body(one, answer.json(), roles)


def send(one: Exchange, speakers: dict[str, Speaker], roles: Roles) -> httpx.Response:
    """The answer to one exchange."""
    method, path = filled(one["ask"], roles).split(" ", 1)
    return speakers[one["by"]](method, path, **_request(one, roles))


def _request(one: Exchange, roles: Roles) -> dict[str, Any]:
    query = {key: _text(value) for key, value in filled(one.get("query", {}), roles).items()}
    options: dict[str, Any] = {"params": query, "headers": filled(one.get("headers", {}), roles)}
    if "json" in one:
        options["json"] = filled(one["json"], roles)
    if "form" in one:
        options["data"] = {key: _text(value) for key, value in filled(one["form"], roles).items()}
    if "files" in one:
        options["files"] = {key: (name, text.encode()) for key, (name, text) in one["files"].items()}
    if "text" in one:
        options["content"] = filled(one["text"], roles).encode()
    return options


def _text(value: Any) -> Any:
    """Structures travel as JSON text in a query or a form."""
    return value if isinstance(value, str) else json.dumps(value)


def _heading(one: Exchange, answer: httpx.Response) -> Iterator[str]:
    kind = answer.headers.get("content-type", "")
    if not one.get("empty") and not kind.startswith(one.get("kind", JSON)):
        yield f"content type {kind!r}, not {one.get('kind', JSON)!r}"
    if "headers_back" in one:
        for name, value in one["headers_back"].items():
            if value not in answer.headers.get(name, ""):
                yield f"header {name} is {answer.headers.get(name)!r}, not {value!r}"
    if "cookies" in one:
        names = [cookie.split("=", 1)[0] for cookie in answer.headers.get_list("set-cookie")]
        if sorted(names) != sorted(one["cookies"]):
            yield f"sets the cookies {names}, not {one['cookies']}"


def _body(one: Exchange, body: Any, roles: Roles) -> Iterator[str]:
    if "error" in one:
        yield from _error(one, body)
        return
    told = json.loads(body.pop("_server_messages", "[]")) if isinstance(body, dict) else []
    messages = [json.loads(text) for text in told]
    for expected in one.get("told", []):
        if not any(expected.items() <= message.items() for message in messages):
            yield f"does not tell {expected}, but {messages}"
    if messages and "told" not in one:
        yield f"tells {messages}"
    if "body" in one:
        yield from differences(one["body"], body, roles)
        if "keep" in one:
            roles[one["keep"]] = body.get("data") or body.get("message") or body.get("docs", [None])[0]


def _error(one: Exchange, body: dict[str, Any]) -> Iterator[str]:
    errors = body.get("errors")
    entry = errors[0] if errors else body
    kind = entry.get("type") if errors else entry.get("exc_type")
    if kind != one["error"]:
        yield f"is a {kind}, not a {one['error']}: {body}"
    wanted = set(one.get("keys", ["exc_type"]))
    if missing := wanted - entry.keys():
        yield f"lacks {sorted(missing)}: {body}"
    allowed = wanted | (
        BESIDE | {"session_expired"}
        if not errors
        else {"message", "title", "indicator", "fields", "exception"}
    )
    if more := entry.keys() - allowed:
        yield f"has {sorted(more)} beside: {body}"
    if "exc" in body and json.loads(body["exc"]) != [body["exception"]]:
        yield f"exc does not repeat the exception: {body['exc']}"
    if "_server_messages" in body:
        messages = [json.loads(text) for text in json.loads(body["_server_messages"])]
        if not all(message["message"] and message["title"] for message in messages):
            yield f"tells nothing: {messages}"
    if "Traceback" in str(body) or "SELECT" in str(body):
        yield f"shows the inside of the server: {body}"
