"""The outbox: letters wait as Email Queue documents, written in the transaction that causes them.

``Not Sent`` -> ``Sending`` -> ``Sent`` or ``Error``; a failed attempt that is worth another goes back to ``Not Sent``.
Each step is one conditional UPDATE, so of two senders only one gets a letter.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import orjson
import sqlalchemy as sa

from comptoir.access.secrets import forget_secrets, get_secret, set_secret
from comptoir.context import Context
from comptoir.db.tables import table_for
from comptoir.documents import Document, new_document
from comptoir.errors import (
    DocstatusTransitionError,
    DoesNotExistError,
    InvalidEmailAddressError,
    ValidationError,
)
from comptoir.meta.fieldtypes.text import is_email
from comptoir.sentences import Label, _

DOCTYPE = "Email Queue"
NOT_SENT, SENDING, SENT, ERROR = "Not Sent", "Sending", "Sent", "Error"
NEXT: Mapping[str, tuple[str, ...]] = {
    NOT_SENT: (SENDING, ERROR),
    SENDING: (SENT, ERROR, NOT_SENT),
    ERROR: (NOT_SENT,),
    SENT: (),
}
"""Which states may follow which."""

ATTEMPTS = 5
PAUSES = (timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1), timedelta(hours=4))
"""How long a letter waits after each attempt that failed."""
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
    send_after: datetime | None = None
    urgent: bool = False
    secret: str = ""
    """What stands at ``SECRET_PLACE`` in the e-mail, and nowhere in the outbox: such as a link that signs in."""


def put(ctx: Context, letter: Letter) -> Document:
    """Keep a letter until it is sent. Raises for addresses that are none and attachments that do not exist."""
    rows = [
        {"recipient": address, "kind": kind}
        for kind, addresses in (("To", letter.recipients), ("CC", letter.cc), ("BCC", letter.bcc))
        for address in _checked(ctx, addresses)
    ]
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
    if letter.sender:
        _checked(ctx, [letter.sender])
    values = {
        "doctype": DOCTYPE,
        "status": NOT_SENT,
        "sender": letter.sender or None,
        "recipients": rows,
        "subject": letter.subject,
        "message": letter.message,
        "reply_to": letter.reply_to or None,
        "in_reply_to": letter.in_reply_to,
        "attachments": orjson.dumps([_attachment(ctx, entry) for entry in letter.attachments]).decode(),
        "reference_doctype": letter.reference_doctype,
        "reference_name": letter.reference_name,
        "send_after": letter.send_after,
        "priority": int(letter.urgent),
    }
    doc = new_document(ctx, values)
    doc.flags.ignore_permissions = True
    doc.insert()
    if letter.secret:
        set_secret(ctx, DOCTYPE, str(doc.name), "message", letter.secret)
    return doc


def attachments_of(letter: Document) -> list[dict[str, Any]]:
    """The attachments of a letter: each has ``fname`` and either ``fid``, a File, or ``content`` in base64."""
    found: list[dict[str, Any]] = orjson.loads(letter.attachments or "[]")
    return found


def with_secret(ctx: Context, name: Any, message: str) -> str:
    """``message`` of the letter ``name`` as it is sent."""
    if SECRET_PLACE not in message:
        return message
    return message.replace(SECRET_PLACE, get_secret(ctx, DOCTYPE, str(name), "message") or "")


def claim(ctx: Context, limit: int = 50) -> list[Any]:
    """Names of the letters that are due, now ``Sending`` and nobody else's; the urgent ones first."""
    table = table_for(ctx.site.registry.get(DOCTYPE))
    due = sa.or_(table.c.send_after.is_(None), table.c.send_after <= ctx.clock.now())
    waiting = ctx.db.execute(
        sa.select(table.c.name)
        .where(table.c.status == NOT_SENT, due)
        .order_by(table.c.priority.desc(), table.c.creation, table.c.name)
        .limit(limit)
    ).scalars()
    return [name for name in list(waiting) if _move(ctx, name, NOT_SENT, SENDING)]


def finish(ctx: Context, name: Any, remark: str = "") -> None:
    """The letter has left; ``remark`` is who did not get it."""
    _must(ctx, name, SENDING, SENT, sent_on=ctx.clock.now(), error=remark or None)
    forget_secrets(ctx, DOCTYPE, str(name))


def fail(ctx: Context, name: Any, reason: str, *, worth_another: bool = True) -> str:
    """The attempt failed: the letter waits again, or is given up after ``ATTEMPTS``. The new state."""
    table = table_for(ctx.site.registry.get(DOCTYPE))
    tried = int(ctx.db.execute(sa.select(table.c.retry).where(table.c.name == name)).scalar() or 0) + 1
    state = NOT_SENT if worth_another and tried < ATTEMPTS else ERROR
    after = ctx.clock.now() + PAUSES[tried - 1] if state == NOT_SENT else None
    _must(ctx, name, SENDING, state, error=reason, retry=tried, send_after=after)
    if state == ERROR:
        forget_secrets(ctx, DOCTYPE, str(name))
    return state


def take_back(ctx: Context, older_than: timedelta = timedelta(minutes=15)) -> int:
    """Letters whose sender died while sending wait again. How many."""
    table = table_for(ctx.site.registry.get(DOCTYPE))
    ctx.db.begin()
    changed = ctx.db.execute(
        sa.update(table)
        .where(table.c.status == SENDING, table.c.modified < ctx.clock.now() - older_than)
        .values(status=NOT_SENT, modified=ctx.clock.now())
    )
    return int(changed.rowcount)


def _must(ctx: Context, name: Any, before: str, after: str, **values: Any) -> None:
    if _move(ctx, name, before, after, **values):
        return
    table = table_for(ctx.site.registry.get(DOCTYPE))
    found = ctx.db.execute(sa.select(table.c.status).where(table.c.name == name)).scalar()
    if found is None:
        raise DoesNotExistError(_("There is no {doctype} {name}.", doctype=Label(DOCTYPE), name=name))
    raise DocstatusTransitionError(
        _(
            "The e-mail {name} is {before}, so it cannot become {after}.",
            name=name,
            before=Label(found),
            after=Label(after),
        )
    )


def _move(ctx: Context, name: Any, before: str, after: str, **values: Any) -> bool:
    table = table_for(ctx.site.registry.get(DOCTYPE))
    ctx.db.begin()
    stamp = {"status": after, "modified": ctx.clock.now(), "modified_by": ctx.user}
    moved = ctx.db.execute(
        sa.update(table).where(table.c.name == name, table.c.status == before).values(stamp | values)
    )
    return bool(moved.rowcount)


def _checked(ctx: Context, addresses: Sequence[str]) -> list[str]:
    found = list(dict.fromkeys(str(address).strip() for address in addresses if str(address or "").strip()))
    for address in found:
        bare = address[address.rfind("<") + 1 : -1] if address.endswith(">") and "<" in address else address
        if not is_email(bare):
            raise InvalidEmailAddressError(_("{address} is not an e-mail address.", address=address[:140]))
    return found


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
