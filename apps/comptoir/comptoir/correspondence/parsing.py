"""Reading an e-mail that anybody may have sent: bounded in every direction, and never raising for what is in it.

Headers that cannot be decoded stay as they are, parts beyond ``MOST_PARTS`` are left out, attachments are bytes with a
name: nothing is opened, unpacked or fetched.
"""

from __future__ import annotations

import mimetypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.parser import BytesHeaderParser
from email.utils import getaddresses
from html import escape
from pathlib import PurePath

from comptoir.correspondence import markup
from comptoir.correspondence.bounces import REPORT, Bounce, bounce_of

MOST_PARTS = 100
LONGEST = 300_000
"""Characters of a text; the rest of a longer one is left out."""
LONGEST_HEADER = 500
MOST_IDS = 50
AUTOMATIC = frozenset({"bulk", "junk", "list", "auto_reply"})
"""Values of ``Precedence`` of letters that nobody wrote."""


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that came with an e-mail."""

    name: str
    content: bytes
    content_id: str = ""
    """By which the text of the e-mail names it."""


@dataclass(slots=True)
class Received:
    """What an e-mail says of itself; none of it is proven."""

    message_id: str
    subject: str
    sender: str
    sender_name: str
    to: list[str]
    cc: list[str]
    answers: list[str]
    """The ids of the e-mails it answers, the nearest first."""
    is_automatic: bool
    bounce: Bounce | None = None
    """The letter it gives back, if it does."""
    html: str = ""
    text: str = ""
    files: list[Attached] = field(default_factory=list)

    @property
    def content(self) -> str:
        """What is shown of it: HTML that does nothing."""
        if self.html:
            return markup.received(self.html)
        return escape(self.text, quote=False).replace("\n", "<br>")


def read(raw: bytes) -> Received:
    """The e-mail in ``raw``, as much of it as can be read."""
    try:
        message = message_from_bytes(raw)
        parts = list(_parts(message))
    except (MessageError, RecursionError, ValueError, LookupError):
        message, parts = BytesHeaderParser().parsebytes(raw), []
    received = _headers(message)
    received.bounce = bounce_of(message, received.sender, received.answers)
    received.is_automatic |= received.bounce is not None
    for part in parts:
        _take(received, part)
    return received


def _headers(message: Message) -> Received:
    name, sender = (_addresses(message, "From") or [("", "")])[0]
    submitted = _header(message, "Auto-Submitted").lower()
    is_automatic = (
        submitted not in ("", "no")
        or _header(message, "Precedence").lower() in AUTOMATIC
        or bool(message.get("X-Autoreply") or message.get("X-Autorespond"))
        or _header(message, "Return-Path") == "<>"
        or message.get_content_type() == REPORT
        or sender.lower().startswith("mailer-daemon@")
    )
    told = f"{_header(message, 'References', 10_000)} {_header(message, 'In-Reply-To')}".split()
    return Received(
        _header(message, "Message-ID"),
        _header(message, "Subject"),
        sender.lower(),
        name,
        [address for _name, address in _addresses(message, "To", "Delivered-To", "X-Original-To")],
        [address for _name, address in _addresses(message, "Cc")],
        list(dict.fromkeys(reversed(told[-MOST_IDS:]))),
        is_automatic,
    )


def _parts(message: Message) -> Iterator[Message]:
    """The parts that are not made of others, at most ``MOST_PARTS``, looked for in as many places times ten."""
    waiting, looked = [message], 0
    found = 0
    while waiting and found < MOST_PARTS and looked < MOST_PARTS * 10:
        part = waiting.pop(0)
        looked += 1
        inner = part.get_payload()
        if isinstance(inner, list):
            waiting = [each for each in inner if isinstance(each, Message)] + waiting
        else:
            found += 1
            yield part


def _take(received: Received, part: Message) -> None:
    kind = part.get_content_type()
    name = _decoded(part.get_filename() or "")
    content = part.get_payload(decode=True)
    data = content if isinstance(content, bytes) else b""
    if name or part.get_content_disposition() == "attachment" or not kind.startswith("text/"):
        shown = _header(part, "Content-ID").strip("<>") if kind.startswith("image/") else ""
        given = PurePath(name.replace("\\", "/")).name or f"attachment{_ending(kind)}"
        received.files.append(Attached(given, data, shown))
    elif kind == "text/html":
        received.html = (received.html + _text(part, data))[:LONGEST]
    elif kind == "text/plain":
        received.text = (received.text + _text(part, data))[:LONGEST]


def _ending(kind: str) -> str:
    return ".eml" if kind.startswith("message/") else mimetypes.guess_extension(kind) or ".bin"


def _text(part: Message, data: bytes) -> str:
    try:
        return data.decode(part.get_content_charset() or "utf-8", errors="replace").replace("\0", "")
    except (LookupError, ValueError):
        return data.decode("utf-8", errors="replace").replace("\0", "")


def _addresses(message: Message, *headers: str) -> list[tuple[str, str]]:
    values = [str(value) for header in headers for value in message.get_all(header, [])]
    try:
        found = getaddresses([value[:10_000] for value in values])
    except RecursionError:
        return []
    return [(_decoded(name), address[:255]) for name, address in found if "@" in address][:MOST_PARTS]


def _header(message: Message, name: str, longest: int = LONGEST_HEADER) -> str:
    return " ".join(_decoded(str(message.get(name) or "")).split())[:longest]


def _decoded(value: str) -> str:
    try:
        text = str(make_header(decode_header(value[:20_000])))
    except (MessageError, LookupError, ValueError):
        text = value
    return text.encode("utf-8", errors="replace").decode().replace("\0", "")
