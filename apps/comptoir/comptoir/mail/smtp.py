"""Handing letters to a mail server by SMTP."""

from __future__ import annotations

import re
import smtplib
import ssl
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from email.utils import formataddr, formatdate, parseaddr
from html.parser import HTMLParser
from typing import Any

from comptoir.mail.states import NOT_SENT, REFUSED, SENDING, SENT, UNSURE, Outcome

PATIENCE = 20
"""Seconds the server has for each answer."""
LAST_PATIENCE = 120
"""Seconds it has for the last one, which tells whether a letter has left."""
HEARD, GO_ON, GOING, FOR_GOOD = 250, 354, 421, 500
TAKEN = (250, 251)
LONGEST_ENVELOPE_ID = 100
_UNSAID = re.compile(r"[^!-*,-<>-~]")
_LEADING_DOT = re.compile(rb"(?m)^\.")


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
    """A letter did not reach the server. ``worth_another`` says whether it may later."""

    def __init__(self, reason: str, *, worth_another: bool):
        self.worth_another = worth_another
        super().__init__(reason)


class TakenError(Exception):
    """Another sender hands over the letter."""


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
        port_of(config.get("mail_port"), use_tls=use_tls, use_ssl=use_ssl),
        str(config.get("auto_email_id") or (login if "@" in login else f"notifications@{site}")),
        str(config.get("email_sender_name") or ""),
        use_tls,
        use_ssl,
        login,
        str(config.get("mail_password") or ""),
    )


def port_of(port: Any, *, use_tls: bool, use_ssl: bool) -> int:
    """The port that was named, else the usual one."""
    return int(port or (465 if use_ssl else 587 if use_tls else 25))


def message_of(
    server: MailServer, letter: Mapping[str, Any], files: Sequence[Attached] = (), unsubscribe: str = ""
) -> EmailMessage:
    """The e-mail of a row of Email Queue to its ``recipients``. Who is in BCC is not named in it.

    ``unsubscribe`` is the address by which its recipient ends what brings them this letter.
    """
    message = EmailMessage()
    name, address = parseaddr(str(letter.get("sender") or ""))
    message["From"] = formataddr((name or server.sender_name, address or server.sender))
    for header, kind in (("To", "To"), ("Cc", "CC")):
        people = [row["recipient"] for row in letter["recipients"] if row["kind"] == kind]
        if people:
            message[header] = ", ".join(people)
    message["Subject"] = _one_line(letter.get("subject"))
    answered = ("In-Reply-To", "in_reply_to"), ("References", "in_reply_to")
    for header, key in (("Reply-To", "reply_to"), *answered):
        if letter.get(key):
            message[header] = _one_line(letter[key])
    message["Date"] = formatdate()
    message["Message-ID"] = letter["message_id"]
    if not letter.get("communication"):
        message["Auto-Submitted"] = "auto-generated"
    if unsubscribe:
        message["List-Unsubscribe"] = f"<{unsubscribe}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
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


def hand_over(
    smtp: smtplib.SMTP,
    message: EmailMessage,
    sender: str,
    recipients: Sequence[str],
    promise: Callable[[Sequence[int]], bool],
) -> list[Outcome]:
    """Hand over one e-mail. What became of each recipient.

    ``promise`` is called with the places of the recipients the server takes it for, when all but its end is there: only
    where it agrees the end follows. Raises ``TakenError`` where it does not, ``NotSentError`` where the connection dies
    before that.
    """
    addresses = [parseaddr(recipient)[1] for recipient in recipients]
    try:
        outcomes = _announce(smtp, message, parseaddr(sender)[1], addresses)
        taken = [place for place, outcome in enumerate(outcomes) if outcome.status == SENDING]
        if not taken:
            smtp.rset()
            return outcomes
        answer = _begin(smtp, message)
    except (OSError, smtplib.SMTPException) as error:
        smtp.close()
        raise NotSentError(str(error), worth_another=True) from error
    if answer is None:
        if not promise(taken):
            smtp.close()
            raise TakenError
        answer = _end(smtp)
    for place in taken:
        outcomes[place] = answer
    return outcomes


def _announce(
    smtp: smtplib.SMTP, message: EmailMessage, sender: str, addresses: Sequence[str]
) -> list[Outcome]:
    """Name sender and recipients; ``Sending`` are those the server takes."""
    smtp.ehlo_or_helo_if_needed()
    options: list[str] = []
    if not "".join((sender, *addresses)).isascii():
        if not smtp.has_extn("smtputf8"):
            return [Outcome(REFUSED, "This server takes no addresses with such letters.") for _ in addresses]
        options = ["SMTPUTF8", "BODY=8BITMIME"]
    code, text = smtp.mail(sender, [*options, *_envelope(smtp, message)])
    if code != HEARD:
        return [_told(smtp, code, text) for _ in addresses]
    answers = [smtp.rcpt(address) for address in addresses]
    return [Outcome(SENDING) if code in TAKEN else _told(smtp, code, text) for code, text in answers]


def _envelope(smtp: smtplib.SMTP, message: EmailMessage) -> list[str]:
    """What makes a server that can (RFC 3461) name the letter, and leave out its body, when it gives it back."""
    name = str(message["Message-ID"] or "").strip("<>")
    quoted = _UNSAID.sub(lambda sign: f"+{ord(sign[0]):02X}", name)
    fits = quoted and quoted.isascii() and len(quoted) <= LONGEST_ENVELOPE_ID
    return ["RET=HDRS", f"ENVID={quoted}"] if fits and smtp.has_extn("dsn") else []


def _begin(smtp: smtplib.SMTP, message: EmailMessage) -> Outcome | None:
    """Send everything but the end of the message. The refusal, if the server does not want it."""
    smtp.putcmd("data")
    code, text = smtp.getreply()
    if code != GO_ON:
        outcome = _told(smtp, code, text)
        smtp.rset()
        return outcome
    content = message.as_bytes(policy=SMTPUTF8 if smtp.has_extn("smtputf8") else SMTP)
    smtp.send(_LEADING_DOT.sub(b"..", content.rstrip(b"\r\n")) + b"\r\n")
    return None


def _end(smtp: smtplib.SMTP) -> Outcome:
    """Send the end of the message. From here on only the answer tells whether it has left."""
    try:
        if smtp.sock is not None:
            smtp.sock.settimeout(LAST_PATIENCE)
        smtp.send(b".\r\n")
        code, text = smtp.getreply()
    except (OSError, smtplib.SMTPException) as error:
        smtp.close()
        return Outcome(UNSURE, f"No answer came: {error}")
    if smtp.sock is not None:
        smtp.sock.settimeout(PATIENCE)
    return Outcome(SENT) if code == HEARD else _told(smtp, code, text)


def _told(smtp: smtplib.SMTP, code: int, text: Any) -> Outcome:
    """What a refusal means: for good, or for now."""
    if code == GOING:
        smtp.close()
    words = text.decode(errors="replace") if isinstance(text, bytes) else str(text)
    return Outcome(REFUSED if code >= FOR_GOOD else NOT_SENT, f"{code} {words}")


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
