"""Keeping an e-mail that came: in the timeline of the document it belongs to, or of one that is made of it.

Letters that nobody wrote, and our own, are passed over: two programs that answer each other would never end. Of those that
come back it is written down whom they did not reach.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import timedelta

import sqlalchemy as sa

from comptoir.companions.markup import plain
from comptoir.context import Context
from comptoir.correspondence import returning
from comptoir.correspondence.belonging import Place, place_of
from comptoir.correspondence.markup import with_enclosed
from comptoir.correspondence.parsing import Received, read
from comptoir.db.tables import table_for
from comptoir.documents import Document, new_document
from comptoir.documents.document import set_columns
from comptoir.errors import ComptoirError
from comptoir.files import NewFile, attach
from comptoir.files.pictures import is_picture
from comptoir.mail import accounts
from comptoir.meta.fieldtypes.text import is_email

COMMUNICATION = "Communication"
SPAN, MOST_MATTERS = timedelta(hours=1), 20
"""How many documents are made of what one sender writes; what comes beyond them is kept by itself."""
log = logging.getLogger("comptoir.mail")


def keep(ctx: Context, account: Document, raw: bytes, source: str) -> Document | None:
    """The Communication an e-mail became; None where it is passed over.

    ``source`` says where it was found: what was kept from there is not kept again.
    """
    received = read(raw)
    if received.bounce is not None:
        returning.take(ctx, received.bounce)
    if _is_kept(ctx, received, source) or received.is_automatic or _is_ours(ctx, received):
        return None
    place = place_of(ctx, received) or _made(ctx, account, received)
    kept = new_document(
        ctx,
        {
            "doctype": COMMUNICATION,
            "subject": received.subject or "-",
            "content": received.content,
            "text_content": received.text or plain(received.content),
            "sent_or_received": "Received",
            "status": "Open",
            "sender": received.sender if is_email(received.sender) else None,
            "sender_full_name": received.sender_name[:255] or received.sender,
            "recipients": ", ".join(received.to),
            "cc": ", ".join(received.cc),
            "communication_date": ctx.clock.now(),
            "reference_doctype": place.doctype if place else None,
            "reference_name": place.name if place else None,
            "in_reply_to": place.answered if place else None,
            "email_account": account.name,
            "message_id": received.message_id or None,
            "source": source,
            "has_attachment": int(bool(received.files)),
        },
    )
    kept.flags.ignore_permissions = True
    kept.insert()
    _attach(ctx, kept, received)
    return kept


def _is_kept(ctx: Context, received: Received, source: str) -> bool:
    columns = table_for(ctx.site.registry.get(COMMUNICATION)).c
    same = sa.and_(columns.message_id == received.message_id, columns.sent_or_received == "Received")
    which = sa.or_(columns.source == source, same) if received.message_id else columns.source == source
    return ctx.db.execute(sa.select(columns.name).where(which).limit(1)).first() is not None


def _is_ours(ctx: Context, received: Received) -> bool:
    queue = table_for(ctx.site.registry.get("Email Queue")).c
    mailboxes = table_for(ctx.site.registry.get(accounts.DOCTYPE)).c
    sent = sa.select(queue.name).where(queue.message_id == received.message_id).limit(1)
    own = sa.select(mailboxes.name).where(sa.func.lower(mailboxes.email_id) == received.sender).limit(1)
    return any(ctx.db.execute(statement).first() is not None for statement in (sent, own))


def _made(ctx: Context, account: Document, received: Received) -> Place | None:
    """The document the account makes of a new matter, with the rights of the user it names; None where it cannot."""
    if not account.append_to or not account.append_to_owner or _has_written_enough(ctx, received):
        return None
    parts = {
        "Subject": received.subject,
        "Sender address": received.sender,
        "Sender name": received.sender_name or received.sender,
        "Text": received.text or plain(received.content),
    }
    values = {row.fieldname: parts[row.source] for row in account.append_to_fields}
    acting = ctx.acting_as(account.append_to_owner)
    try:
        with ctx.db.savepoint():
            made = new_document(
                acting, {"doctype": account.append_to, **dict(_fitting(ctx, account, values))}
            )
            made.insert()
    except ComptoirError as error:
        log.warning("No %s is made of an e-mail to %s: %s", account.append_to, account.name, error)
        return None
    return Place(made.doctype, str(made.name))


def _has_written_enough(ctx: Context, received: Received) -> bool:
    """Whether a sender has begun so many matters that it must be a program, which would never end."""
    columns = table_for(ctx.site.registry.get(COMMUNICATION)).c
    recent = sa.and_(columns.sender == received.sender, columns.creation > ctx.clock.now() - SPAN)
    begun = sa.select(sa.func.count()).where(
        recent, columns.sent_or_received == "Received", columns.in_reply_to.is_(None)
    )
    return int(ctx.db.execute(begun).scalar() or 0) >= MOST_MATTERS


def _fitting(ctx: Context, account: Document, values: dict[str, str]) -> Iterator[tuple[str, str]]:
    """What strangers write may be longer than a field holds."""
    meta = ctx.site.registry.get(account.append_to)
    for name, value in values.items():
        field = meta.by_name[name]
        yield name, value[: field.length or 140] if field.fieldtype == "Data" else value


def _attach(ctx: Context, kept: Document, received: Received) -> None:
    shown: dict[str, str] = {}
    for file in received.files:
        try:
            with ctx.db.savepoint():
                stored = attach(
                    ctx, NewFile(file.name[-140:], file.content, True, COMMUNICATION, str(kept.name))
                )
        except ComptoirError as error:
            log.warning("An attachment of the e-mail %s is left out: %s", kept.name, error)
            continue
        if file.content_id and is_picture(file.name):
            shown[file.content_id] = str(stored.file_url)
    if shown:
        content = with_enclosed(str(kept.content or ""), shown)
        set_columns(kept, {"content": content}, update_modified=False)
