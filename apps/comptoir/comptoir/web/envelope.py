"""What goes out: JSON as Frappe writes it, in the envelope of the API version asked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import quote

import orjson
from starlette.responses import Response

from comptoir.context import Message
from comptoir.documents.data import DocumentData
from comptoir.documents.listing import hide_unreadable

NO_STORE = "no-store,no-cache,must-revalidate,max-age=0"
_OPTIONS = orjson.OPT_PASSTHROUGH_DATETIME | orjson.OPT_NON_STR_KEYS | orjson.OPT_SERIALIZE_NUMPY


@dataclass(slots=True)
class Answer:
    """A successful answer. ``key`` is where the value goes; None spreads its keys over the whole body."""

    value: Any = None
    key: str | None = "message"
    status: int = 200
    cookies: list[Cookie] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)
    beside: dict[str, Any] = field(default_factory=dict)
    """Keys that stand beside the value."""
    written: bytes | None = None
    """The value as JSON, where somebody has written it already."""

    @property
    def shown(self) -> Any:
        """The value for the body."""
        return self.value if self.written is None else orjson.Fragment(self.written)


@dataclass(frozen=True, slots=True)
class Cookie:
    """A cookie to set; an empty value deletes it."""

    name: str
    value: str
    max_age: int | None = None
    http_only: bool = False


SESSION_COOKIES = ("sid", "system_user", "full_name", "user_id", "user_lang", "user_image")


def forgotten_session() -> list[Cookie]:
    """What makes a browser forget a session."""
    return [Cookie(name, "", 0, http_only=name == "sid") for name in SESSION_COOKIES]


def set_cookies(response: Response, cookies: Iterable[Cookie], *, secure: bool) -> None:
    """Set ``cookies`` for the whole site, away from requests of other sites, and by https alone where it is ``secure``."""
    for cookie in cookies:
        response.set_cookie(
            cookie.name,
            cookie.value,
            max_age=cookie.max_age if cookie.value else 0,
            path="/",
            secure=secure,
            httponly=cookie.http_only,
            samesite="lax",
        )


def disposition(filename: str, kind: str = "attachment") -> str:
    """``Content-Disposition`` of a file (RFC 6266): its name in ASCII for old clients where that differs, and as it is."""
    clean = "".join(c for c in filename if c.isprintable() and c not in '/\\"')[:150] or "download"
    if clean.isascii() and not set(clean) & set(" ;,=%'"):
        return f"{kind}; filename={clean}"
    plain = clean.encode("ascii", "replace").decode().replace("?", "_").replace("%", "_")
    return f"{kind}; filename=\"{plain}\"; filename*=UTF-8''{quote(clean, safe='')}"


def dumps(value: Any) -> bytes:
    """JSON text with dates as Frappe writes them."""
    return orjson.dumps(value, default=_plain, option=_OPTIONS)


def body_v1(answer: Answer, messages: Iterable[Message]) -> dict[str, Any]:
    """``{data}`` or ``{message}``, with what the server has to tell beside it."""
    if answer.key is None:
        body = dict(answer.value or {})
    else:
        body = {} if answer.value is None else {answer.key: answer.shown}
    return body | answer.beside | server_messages(messages)


def body_v2(answer: Answer, messages: Iterable[Message]) -> dict[str, Any]:
    """``{data}``, with ``messages`` beside it where there are any."""
    if answer.key is None:
        body = dict(answer.value or {})
    else:
        body = {} if answer.value is None else {"data": answer.shown}
    body |= answer.beside
    told = [as_object(message) for message in messages]
    return body | ({"messages": told} if told else {})


def server_messages(messages: Iterable[Message]) -> dict[str, str]:
    """``_server_messages``: a JSON list of JSON objects, or nothing."""
    told = [dumps(as_object(message)).decode() for message in messages]
    return {"_server_messages": dumps(told).decode()} if told else {}


def as_object(message: Message) -> dict[str, Any]:
    """A message as clients read it."""
    found: dict[str, Any] = {"message": message.message, "title": message.title or "Message"}
    if message.indicator:
        found["indicator"] = message.indicator
    if message.raise_exception:
        found["raise_exception"] = 1
    if message.alert:
        found["alert"] = 1
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat(" ", "microseconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, timedelta):
        return _clock(value)
    if isinstance(value, time):
        return value.isoformat()
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, DocumentData):
        hide_unreadable(value._ctx, value)
        return value.as_dict()
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, (set, frozenset, tuple)):
        return list(value)
    if isinstance(value, bytes):
        return value.decode(errors="replace")
    raise TypeError(f"A value of type {type(value).__name__} cannot be sent as JSON.")


def _clock(value: timedelta) -> str:
    seconds = int(value.total_seconds())
    sign, seconds = ("-", -seconds) if seconds < 0 else ("", seconds)
    text = f"{sign}{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    return f"{text}.{value.microseconds:06}" if value.microseconds else text
