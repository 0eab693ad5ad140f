"""Letters: what is to be said to whom. ``put`` writes one into the outbox, in the transaction that causes it."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import make_msgid
from typing import Any
from urllib.parse import urlsplit

import orjson
import sqlalchemy as sa

from comptoir.access.secrets import get_secret, set_secret
from comptoir.context import Context
from comptoir.db.tables import table_for
from comptoir.documents import Document, new_document
from comptoir.errors import InvalidEmailAddressError, ValidationError
from comptoir.mail.states import DOCTYPE, NOT_SENT
from comptoir.meta.fieldtypes.text import is_email
from comptoir.sentences import _

SECRET_PLACE = "[[secret]]"  # noqa: S105  where it stands, not what it is
"""Where the secret of a letter stands in its message."""
MOST_RECIPIENTS = 500


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter to be sent. ``attachments`` are JSON objects: ``fid``, ``file_url``, or ``fname`` with ``fcontent``."""

    recipients: Sequence[str]
    subject: str
    message: str
    sender: str = ""
    cc: Sequence[str] = ()
    bcc: Sequence[str] = ()
    reply_to: str = ""
    attachments: Sequence[Mapping[str, Any]] = ()
    reference_doctype: str | None = None
    reference_name: str | None = None
    in_reply_to: str | None = None
    message_id: str = ""
    communication: str | None = None
    """The Communication that shows it; such a letter was written by somebody, not by the site."""
    account: str | None = None
    """The Email Account it leaves from; the usual one where none is named."""
    send_after: datetime | None = None
    urgent: bool = False
    unsubscribe: bool = False
    """Whether each recipient gets a copy of their own, with a link to receive no more of these."""
    secret: str = ""
    """What stands at ``SECRET_PLACE`` in the e-mail, and nowhere in the outbox: such as a link that signs in."""


def put(ctx: Context, letter: Letter) -> Document:
    """Keep a letter until it is sent. Raises for addresses that are none and attachments that do not exist."""
    if letter.sender:
        check_addresses([letter.sender])
    values = {
        "doctype": DOCTYPE,
        "status": NOT_SENT,
        "sender": letter.sender or None,
        "recipients": _rows(letter),
        "subject": letter.subject,
        "message": letter.message,
        "message_id": letter.message_id or new_message_id(ctx),
        "communication": letter.communication,
        "email_account": letter.account,
        "reply_to": letter.reply_to or None,
        "in_reply_to": letter.in_reply_to,
        "attachments": orjson.dumps([_attachment(ctx, entry) for entry in letter.attachments]).decode(),
        "reference_doctype": letter.reference_doctype,
        "reference_name": letter.reference_name,
        "send_after": letter.send_after,
        "priority": int(letter.urgent),
        "add_unsubscribe_link": int(letter.unsubscribe),
    }
    doc = new_document(ctx, values)
    doc.flags.ignore_permissions = True
    doc.insert()
    if letter.secret:
        set_secret(ctx, DOCTYPE, str(doc.name), "message", letter.secret)
    return doc


def new_message_id(ctx: Context) -> str:
    """What tells a letter of this site from every other."""
    return make_msgid(domain=urlsplit(ctx.site.url).hostname)


def attachments_of(letter: Document) -> list[dict[str, Any]]:
    """The attachments of a letter: each has ``fname`` and either ``fid``, a File, or ``content`` in base64."""
    found: list[dict[str, Any]] = orjson.loads(letter.attachments or "[]")
    return found


def with_secret(ctx: Context, name: Any, message: str) -> str:
    """``message`` of the letter ``name`` as it is sent."""
    if SECRET_PLACE not in message:
        return message
    return message.replace(SECRET_PLACE, get_secret(ctx, DOCTYPE, str(name), "message") or "")


def bare(address: str) -> str:
    """The address alone of ``Anna <anna@example.com>``."""
    return address[address.rfind("<") + 1 : -1] if address.endswith(">") and "<" in address else address


def check_addresses(addresses: Sequence[str]) -> list[str]:
    """The addresses, each once. Raises ``InvalidEmailAddressError`` for one that is none."""
    found: dict[str, str] = {}
    for address in (str(address or "").strip() for address in addresses):
        if address and not is_email(bare(address)):
            raise InvalidEmailAddressError(_("{address} is not an e-mail address.", address=address[:140]))
        if address:
            found.setdefault(bare(address).casefold(), address)
    return list(found.values())


def _rows(letter: Letter) -> list[dict[str, Any]]:
    rows: dict[str, dict[str, Any]] = {}
    for kind, addresses in (("To", letter.recipients), ("CC", letter.cc), ("BCC", letter.bcc)):
        for address in check_addresses(addresses):
            row = {"recipient": address, "kind": kind, "status": NOT_SENT}
            rows.setdefault(bare(address).casefold(), row)
    if not rows:
        raise ValidationError(_("Name somebody who receives this e-mail."))
    if len(rows) > MOST_RECIPIENTS:
        raise ValidationError(
            _(
                "An e-mail has at most {most} recipients, this one has {count}.",
                most=MOST_RECIPIENTS,
                count=len(rows),
            )
        )
    return list(rows.values())


def _attachment(ctx: Context, entry: Mapping[str, Any]) -> dict[str, Any]:
    content = entry.get("fcontent")
    if content is not None:
        data = content.encode() if isinstance(content, str) else bytes(content)
        if len(data) > ctx.site.config.max_file_size:
            raise ValidationError(
                _("The attachment {name} is larger than this site accepts.", name=entry.get("fname"))
            )
        return {"fname": str(entry.get("fname") or "file"), "content": base64.b64encode(data).decode()}
    field = "name" if entry.get("fid") else "file_url"
    wanted = entry.get("fid") or entry.get("file_url")
    table = table_for(ctx.site.registry.get("File"))
    found = (
        wanted
        and ctx.db.execute(
            sa.select(table.c.name, table.c.file_name).where(table.c[field] == wanted).limit(1)
        ).first()
    )
    if not found:
        raise ValidationError(_("The attachment {name} is no file of this site.", name=wanted or dict(entry)))
    return {"fid": found.name, "fname": found.file_name}
