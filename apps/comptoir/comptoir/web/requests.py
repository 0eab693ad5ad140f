"""What came in: one ``Call`` value, parsed from the ASGI request before anything else happens."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, BinaryIO
from urllib.parse import parse_qsl, unquote

import orjson
from starlette.datastructures import Headers, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.types import Message as AsgiMessage

from comptoir.errors import BadRequestError, RequestTooLargeError, ValidationError
from comptoir.sentences import Sentence, _

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
BROWSER_HEADERS = ("origin", "sec-fetch-site", "referer")
OVERHEAD = 1024 * 1024
"""What a request may hold beside one file."""
MOST_FIELDS = 2000
"""So many fields a form may have."""


@dataclass(frozen=True, slots=True)
class Upload:
    """One file of a multipart request."""

    filename: str
    content: BinaryIO
    """At its beginning; on disk where it is large, and there until the request is answered."""


@dataclass(slots=True)
class Call:
    """A parsed request."""

    method: str
    segments: tuple[str, ...]
    """The decoded parts of the path."""
    query: dict[str, str] = field(default_factory=dict)
    body: dict[str, Any] = field(default_factory=dict)
    content: bytes = b""
    """The body as it came, where it is JSON: what a signature is about."""
    uploads: dict[str, Upload] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    """Of several lines with one name the first; ``every_line`` has them all."""
    cookies: Mapping[str, str] = field(default_factory=dict)
    address: str = ""
    secure: bool = False
    sid: str = ""
    signs_in: bool = False
    """Whether this is an attempt to sign in, whose refusal Frappe's clients read in ``message``."""
    session_ended: bool = False
    """Whether the request carries the cookie of a session that is over."""
    shut_out: Sentence | None = None
    """Why the session may not be used from here or now."""

    @property
    def is_safe(self) -> bool:
        """Whether the request may change nothing."""
        return self.method in SAFE_METHODS

    @property
    def by_browser(self) -> bool:
        """Whether a browser sent this for a page: on what may write, each of them says one of these."""
        return any(header in self.headers for header in BROWSER_HEADERS)

    @property
    def version(self) -> int:
        """The version of the REST interface."""
        return 2 if self.segments[:2] == ("api", "v2") else 1

    @property
    def endpoint(self) -> str:
        """What is asked for, in the words of rate limits: the dotted name of a method, or the path."""
        command = self.arguments.get("cmd")
        if not self.segments and command:
            return str(command)
        return "/".join(part for part in self.segments if part not in ("api", "method", "v1", "v2"))

    @property
    def arguments(self) -> dict[str, Any]:
        """Query and body together; the body wins."""
        return self.query | self.body


def every_line(headers: Mapping[str, str], name: str) -> str:
    """The header ``name`` as one line: what is sent several times is read like a list divided by commas (RFC 9110)."""
    lines = headers.getlist(name) if isinstance(headers, Headers) else [headers.get(name, "")]
    return ", ".join(lines)


def call_of(request: Request) -> Call:
    """The request without its body."""
    raw = request.scope.get("raw_path") or request.scope["path"].encode()
    path = raw.split(b"?")[0].decode("ascii", errors="replace")
    asked = request.scope["query_string"].decode(errors="replace")
    return Call(
        method=request.method,
        segments=tuple([unquote(part) if "%" in part else part for part in path.split("/") if part]),
        query=dict(parse_qsl(asked, keep_blank_values=True)) if asked else {},
        headers=request.headers,
        cookies=request.cookies,
        address=request.client.host if request.client else "",
        secure=request.scope["scheme"] == "https",
    )


async def read_body(request: Request, call: Call, max_file_size: int) -> None:
    """Fill ``call.body`` and ``call.uploads``."""
    if "content-length" not in request.headers and "transfer-encoding" not in request.headers:
        return
    limit = max_file_size + OVERHEAD
    if int(request.headers.get("content-length") or 0) > limit:
        raise RequestTooLargeError()
    _limit(request, limit)
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    try:
        if kind == "application/x-www-form-urlencoded":
            call.body = form_body(await request.body())
        elif kind == "multipart/form-data":
            await _read_form(request, call, limit)
        else:
            call.content = await request.body()
            call.body = json_body(call.content)
    except ClientDisconnect as error:
        raise BadRequestError(_("The request ended before its body was complete.")) from error
    except HTTPException as error:
        raise BadRequestError(
            _("The form in the request cannot be read: {detail}", detail=error.detail)
        ) from error


def json_body(content: bytes) -> dict[str, Any]:
    """The JSON object in ``content``; an empty body is an empty object."""
    if not content.strip():
        return {}
    try:
        value = orjson.loads(content)
    except orjson.JSONDecodeError as error:
        raise BadRequestError(
            _("The body of the request is not valid JSON: {error}.", error=error)
        ) from error
    if not isinstance(value, dict):
        raise ValidationError(_("The body of the request must be a JSON object."))
    return value


def form_body(content: bytes) -> dict[str, Any]:
    """The fields of a form in ``content``: UTF-8, whether its bytes are percent-encoded or sent as they are."""
    if content.count(b"&") >= MOST_FIELDS:
        raise BadRequestError(_("A form in a request has at most {most} fields.", most=MOST_FIELDS))
    try:
        return dict(parse_qsl(content.decode(), keep_blank_values=True, errors="strict"))
    except UnicodeDecodeError as error:
        raise BadRequestError(_("The form in the request is not valid UTF-8.")) from error


def json_value(name: str, value: Any) -> Any:
    """A parameter that may be JSON text: parsed where it begins like JSON, else as it is."""
    if not isinstance(value, str) or value.strip()[:1] not in ("[", "{", '"'):
        return value
    try:
        return orjson.loads(value)
    except orjson.JSONDecodeError as error:
        raise BadRequestError(
            _("The parameter {name} is not valid JSON: {error}.", name=name, error=error)
        ) from error


def whole_number(name: str, value: Any) -> int:
    """A parameter that counts: a whole number, not negative."""
    text = str(value).strip()
    if isinstance(value, bool) or not text.isascii() or not text.isdigit() or len(text) > 9:
        raise BadRequestError(
            _("The parameter {name} must be a whole number, not {text!r}.", name=name, text=text[:40])
        )
    return int(text)


def truth(value: Any) -> bool:
    """A parameter that is on or off."""
    return str(value).strip().lower() not in ("", "0", "false", "no", "none", "null")


async def _read_form(request: Request, call: Call, limit: int) -> None:
    form = await request.form(max_files=20, max_fields=MOST_FIELDS, max_part_size=limit)
    for key, value in form.multi_items():
        if isinstance(value, UploadFile):
            call.uploads[key] = Upload(value.filename or "file", value.file)
        else:
            call.body[key] = value


def _limit(request: Request, limit: int) -> None:
    """Stop reading a body that grows past ``limit``, whatever its headers say."""
    receive, seen = request._receive, 0

    async def limited() -> AsgiMessage:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > limit:
            raise RequestTooLargeError()
        return message

    request._receive = limited
