"""What an attack is answered: never a 500, never a traceback."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import httpx

SLIPS = (
    "Traceback",
    "sqlalchemy.exc",
    "pymysql",
    "sqlite3.",
    "OperationalError",
    "ProgrammingError",
    'File "/',
)
"""Words that only something which broke would say."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A typed answer: the status, the type of error where it is one, and what it holds."""

    status: int
    kind: str
    text: str
    body: Any
    headers: httpx.Headers

    @property
    def data(self) -> Any:
        """What the answer holds, in v1 or v2."""
        return self.body.get("data", self.body.get("message")) if isinstance(self.body, dict) else None

    @property
    def refused(self) -> bool:
        """Whether this is an error that was made out to be one."""
        return 400 <= self.status < 500 and bool(self.kind)


def answered(response: httpx.Response) -> Answer:
    """``response`` as an answer. Raises ``AssertionError`` where the server broke."""
    said = f"{response.request.method} {response.request.url} {response.status_code}: {response.text[:600]}"
    assert response.status_code < 500, said
    assert not any(slip in response.text for slip in SLIPS), said
    try:
        body = response.json()
    except ValueError:
        body = None
    return Answer(response.status_code, _kind(body), response.text, body, response.headers)


def _kind(body: Any) -> str:
    if not isinstance(body, dict):
        return ""
    errors = body.get("errors") or [{}]
    return str(body.get("exc_type") or errors[0].get("type") or "")
