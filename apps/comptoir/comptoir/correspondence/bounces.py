"""Recognising an e-mail by which a mail server gives a letter back: RFC 3464, and what servers write in their own words.

Nothing of it is proven. ``returning`` believes it only of a letter of this site that went to such a recipient.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from email import message_from_string
from email.message import Message

MOST_PARTS = 20
MOST_FAILURES = 500
LONGEST_TEXT = 100_000
LONGEST_ID = 500
REPORT = "multipart/report"
DAEMONS = frozenset({"mailer-daemon", "postmaster", "mail-daemon"})
"""Names of mailboxes in which programs write."""
_STATUS = frozenset({"message/delivery-status", "message/global-delivery-status"})
_RETURNED = frozenset({
    "message/rfc822", "message/global", "text/rfc822-headers", "message/rfc822-headers", "message/global-headers",
})  # fmt: skip
_ID = re.compile(r"(?im)^message-id:[ \t]*\r?\n?[ \t]*(<[^<>\s]{3,500}>)")
_ADDRESS_LINE = re.compile(r"<?([^\s<>@\"]{1,64}@[^\s<>:;,]{1,255})>?:?")
_BETWEEN_GROUPS = re.compile(r"\n[ \t\r]*\n")
_FOR_NOW = re.compile(
    r"\bdelayed\b|\bdelay reason|still being retried|will be retried|not yet been delivered", re.I
)


@dataclass(frozen=True, slots=True)
class Failure:
    """Somebody who did not get a letter: under which addresses the server knows them, and why."""

    addresses: tuple[str, ...]
    words: str


@dataclass(frozen=True, slots=True)
class Bounce:
    """A letter that comes back. Without failures it is only late, or has arrived."""

    letters: tuple[str, ...]
    """The ids of the letter, as the e-mail gives them."""
    failures: tuple[Failure, ...]


def bounce_of(message: Message, sender: str, answers: Sequence[str]) -> Bounce | None:
    """What the e-mail of ``sender`` gives back; None for one of another kind. ``answers`` are the ids in its headers."""
    parts = list(_outer(message))
    reports = [part for part in parts if part.get_content_type() in _STATUS]
    if not _is_by_daemon(message, sender) and (not reports or message.get_content_type() != REPORT):
        return None
    text = next((_text(part) for part in parts if part.get_content_type() == "text/plain"), "")
    groups = [group for part in reports for group in _groups(part)]
    named = [_unquoted(group.get("Original-Envelope-Id")) for group in groups]
    ids = [*(f"<{name}>" for name in named if name), *_returned(parts), *_ID.findall(text)[:1], *answers]
    failures = tuple(_reported(groups) if reports else _written(message, text))
    return Bounce(tuple(dict.fromkeys(ids)), failures) if reports or failures else None


def _is_by_daemon(message: Message, sender: str) -> bool:
    """Whether it seems that a mail server wrote ``message`` rather than a person."""
    mailbox = sender.partition("@")[0].lower()
    return mailbox in DAEMONS or _value(message, "Return-Path") == "<>" or "X-Failed-Recipients" in message


def _outer(message: Message) -> Iterator[Message]:
    """The parts of ``message`` itself, not of e-mails that are attached to it."""
    waiting = [message]
    for _turn in range(MOST_PARTS):
        if not waiting:
            return
        part = waiting.pop(0)
        inner = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(inner, list):
            waiting += [each for each in inner[:MOST_PARTS] if isinstance(each, Message)]
        else:
            yield part


def _groups(part: Message) -> Iterator[Message]:
    """The groups of fields in a report: one about the letter, one about each recipient."""
    inner = part.get_payload()
    for group in inner[: MOST_FAILURES + 1] if isinstance(inner, list) else ():
        if isinstance(group, Message):
            yield group
            # Of a report in another alphabet only the first group is read as one.
            for block in _BETWEEN_GROUPS.split(_text(group)):
                yield message_from_string(block.lstrip())


def _reported(groups: Sequence[Message]) -> Iterator[Failure]:
    for group in groups[: MOST_FAILURES + 1]:
        names = (_value(group, field).partition(";") for field in ("Original-Recipient", "Final-Recipient"))
        addresses = tuple(found for kind, _semicolon, name in names if (found := _bare(name or kind)))
        status, action = _value(group, "Status"), _value(group, "Action").lower()
        if addresses and (action == "failed" or (not action and status.startswith("5"))):
            kind, semicolon, words = _value(group, "Diagnostic-Code").partition(";")
            yield Failure(addresses, (words if semicolon else kind).strip() or status)


def _returned(parts: Sequence[Message]) -> Iterator[str]:
    """The id of the letter in what is attached of it."""
    for part in parts:
        if part.get_content_type() in _RETURNED:
            inner = part.get_payload()
            first = inner[0] if isinstance(inner, list) and inner else None
            found = first if isinstance(first, Message) else message_from_string(_text(part).lstrip())
            yield from filter(None, (_value(found, "Message-ID")[:LONGEST_ID],))


def _written(message: Message, text: str) -> Iterator[Failure]:
    """The failures a server tells in its own words: an address in a line, and why in those below it."""
    mark = _ID.search(text)
    said = text[: mark.start()] if mark else text
    if _FOR_NOW.search(f"{_value(message, 'Subject')}\n{said}"):
        return
    told = _told(said)
    named = [_bare(name) for name in _value(message, "X-Failed-Recipients").split(",")]
    for address in [name for name in named if name][:MOST_FAILURES] or told:
        yield Failure((address,), told.get(address, ""))


def _told(text: str) -> Mapping[str, str]:
    told: dict[str, str] = {}
    address = ""
    for line in (line.strip() for line in text.splitlines()):
        found = _ADDRESS_LINE.fullmatch(line)
        if found and len(told) < MOST_FAILURES:
            address = found[1].lower()
            told.setdefault(address, "")
        elif not line:
            address = ""
        elif address:
            told[address] = f"{told[address]} {line}".strip()
    return told


def _text(part: Message) -> str:
    content = part.get_payload(decode=True)
    return content[:LONGEST_TEXT].decode("utf-8", errors="replace") if isinstance(content, bytes) else ""


def _value(message: Message, name: str) -> str:
    raw = next((value for key, value in message.raw_items() if key.lower() == name.lower()), "")
    text = str(raw)[:LONGEST_TEXT].encode("utf-8", errors="surrogateescape").decode("utf-8", errors="replace")
    return " ".join(text.replace("\0", "").split())


def _bare(name: str) -> str:
    return name.strip().strip("<>").lower()[:255]


def _unquoted(value: object) -> str:
    """An envelope id as it was given to the server, which writes some signs as ``+`` and two digits."""
    return re.sub(r"\+([0-9A-F]{2})", lambda found: chr(int(found[1], 16)), str(value or "").strip())[
        :LONGEST_ID
    ]
