"""Handing letters to a mail server by SMTP."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.utils import formataddr, formatdate, make_msgid, parseaddr
from html.parser import HTMLParser
from typing import Any

PATIENCE = 20
"""Seconds the server has for each answer."""


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where mail goes, and as whom."""

    host: str
    port: int
    sender: str
    sender_name: str = ""
    use_tls: bool = False
    """Whether the connection is encrypted after the greeting (STARTTLS)."""
    use_ssl: bool = False
    """Whether it is encrypted from the start."""
    login: str = ""
    password: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Attached:
    """A file of a letter."""

    name: str
    content: bytes
    kind: str = "application/octet-stream"


class NotSentError(Exception):
    """The server did not take a letter. ``worth_another`` says whether it may later."""

    def __init__(self, reason: str, *, worth_another: bool):
        self.worth_another = worth_another
        super().__init__(reason)


def server_of(config: Mapping[str, Any], site: str) -> MailServer | None:
    """The mail server a site's configuration names; None where it names none."""
    host = str(config.get("mail_server") or "")
    if not host:
        return None
    use_ssl = bool(config.get("use_ssl"))
    use_tls = bool(config.get("use_tls")) and not use_ssl
    login = str(config.get("mail_login") or "")
    return MailServer(
        host,
        int(config.get("mail_port") or (465 if use_ssl else 587 if use_tls else 25)),
        str(config.get("auto_email_id") or (login if "@" in login else f"notifications@{site}")),
        str(config.get("email_sender_name") or ""),
        use_tls,
        use_ssl,
        login,
        str(config.get("mail_password") or ""),
    )


def message_of(server: MailServer, letter: Mapping[str, Any], files: Sequence[Attached] = ()) -> EmailMessage:
    """The e-mail of a row of Email Queue with its ``recipients``. Who is in BCC is not named in it."""
    message = EmailMessage()
    name, address = parseaddr(str(letter.get("sender") or ""))
    message["From"] = formataddr((name or server.sender_name, address or server.sender))
    for header, kind in (("To", "To"), ("Cc", "CC")):
        people = [row["recipient"] for row in letter["recipients"] if row["kind"] == kind]
        if people:
            message[header] = ", ".join(people)
    message["Subject"] = _one_line(letter.get("subject"))
    for header, key in (("Reply-To", "reply_to"), ("In-Reply-To", "in_reply_to")):
        if letter.get(key):
            message[header] = _one_line(letter[key])
    message["Date"] = formatdate()
    message["Message-ID"] = make_msgid(domain=parseaddr(server.sender)[1].rpartition("@")[2] or None)
    message["Auto-Submitted"] = "auto-generated"
    html = str(letter.get("message") or "")
    message.set_content(as_text(html))
    message.add_alternative(html, subtype="html")
    for file in files:
        main, _, sub = file.kind.partition("/")
        message.add_attachment(file.content, maintype=main, subtype=sub or "octet-stream", filename=file.name)
    return message


@contextmanager
def connected(server: MailServer) -> Iterator[smtplib.SMTP]:
    """A connection to the server. Raises ``NotSentError`` where there is none to be had."""
    context = ssl.create_default_context() if server.use_ssl or server.use_tls else None
    try:
        smtp = (
            smtplib.SMTP_SSL(server.host, server.port, timeout=PATIENCE, context=context)
            if server.use_ssl
            else smtplib.SMTP(server.host, server.port, timeout=PATIENCE)
        )
    except (OSError, smtplib.SMTPException) as error:
        raise NotSentError(f"{server.host}:{server.port}: {error}", worth_another=True) from error
    try:
        if server.use_tls:
            smtp.starttls(context=context)
        if server.login:
            smtp.login(server.login, server.password)
        yield smtp
    except (OSError, smtplib.SMTPException) as error:
        raise NotSentError(f"{server.host}:{server.port}: {error}", worth_another=True) from error
    finally:
        smtp.close()


def deliver(smtp: smtplib.SMTP, message: EmailMessage, sender: str, recipients: Sequence[str]) -> str:
    """Hand over one e-mail. What was refused of it; empty where everybody gets it."""
    envelope = [parseaddr(recipient)[1] for recipient in recipients]
    try:
        refused = smtp.send_message(message, parseaddr(sender)[1], envelope)
    except smtplib.SMTPRecipientsRefused as error:
        codes = [code for code, _text in error.recipients.values()]
        raise NotSentError(
            _told(error.recipients), worth_another=any(code < 500 for code in codes)
        ) from error
    except smtplib.SMTPResponseException as error:
        smtp.rset()
        text = f"{error.smtp_code} {_decoded(error.smtp_error)}"
        raise NotSentError(text, worth_another=error.smtp_code < 500) from error
    except (UnicodeEncodeError, smtplib.SMTPNotSupportedError) as error:
        raise NotSentError(str(error), worth_another=False) from error
    return _told(refused)


def as_text(html: str) -> str:
    """What a reader without HTML sees: the words, and the addresses of links."""
    reader = _Words()
    reader.feed(html)
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.parts).split("\n"))
    text = "\n".join(lines).strip()
    while "\n\n\n" in text:
        text = text.replace("\n\n\n", "\n\n")
    return text + "\n"


class _Words(HTMLParser):
    BLOCKS = frozenset({"p", "div", "br", "li", "tr", "h1", "h2", "h3", "ul", "ol", "table", "blockquote"})
    UNSEEN = frozenset({"style", "script", "head", "title"})

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self._link = ""
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._unseen += tag in self.UNSEEN
        if tag in self.BLOCKS:
            self.parts.append("\n")
        if tag == "a":
            self._link = dict(attrs).get("href") or ""

    def handle_endtag(self, tag: str) -> None:
        self._unseen -= tag in self.UNSEEN and self._unseen > 0
        if tag == "a" and self._link:
            if not self.parts or self.parts[-1].strip() != self._link:
                self.parts.append(f" {self._link} ")
            self._link = ""
        if tag in self.BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.parts.append(data.replace("\n", " "))


def _one_line(value: Any) -> str:
    return " ".join(str(value or "").split())


def _told(refused: Mapping[str, tuple[int, Any]]) -> str:
    return "; ".join(f"{address}: {code} {_decoded(text)}" for address, (code, text) in refused.items())


def _decoded(text: Any) -> str:
    return text.decode(errors="replace") if isinstance(text, bytes) else str(text)
