"""Fetching e-mails by IMAP: each is kept and counted as seen in one transaction, so it comes once whatever is killed."""

from __future__ import annotations

import imaplib
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from comptoir.context import Context, current
from comptoir.correspondence import incoming
from comptoir.documents import Document, get_document, get_list
from comptoir.documents.document import set_columns
from comptoir.mail import accounts

PATIENCE = 30
"""Seconds the server has for each answer."""
AT_ONCE = 500
"""E-mails of one account that one job fetches; the next one goes on."""
ROOM = 1024 * 1024
"""Bytes of an e-mail beside its attachments; of a larger one only the beginning is fetched."""
log = logging.getLogger("comptoir.mail")


def fetch_all() -> None:
    """Fetch what has come to every account; one that fails stops no other, and says why."""
    ctx = current()
    enabled = {"enable_incoming": 1}
    for row in get_list(ctx, accounts.DOCTYPE, filters=enabled, limit=0, ignore_permissions=True):
        fetch(ctx, row["name"])


def fetch(ctx: Context, name: str) -> int:
    """Fetch what has come to one account. How many e-mails were kept."""
    from imap_tools.errors import ImapToolsError  # only this job speaks IMAP

    kept, error = 0, None
    try:
        kept = _fetch(ctx, get_document(ctx, accounts.DOCTYPE, name))
    except (ImapToolsError, OSError, imaplib.IMAP4.error) as failure:
        ctx.db.rollback()
        error = str(failure)[:500] or type(failure).__name__
        log.warning("No e-mails were fetched for %s: %s", name, error)
    account = get_document(ctx, accounts.DOCTYPE, name)
    set_columns(account, {"last_fetched_on": ctx.clock.now(), "last_error": error}, update_modified=False)
    ctx.db.commit()
    return kept


def _fetch(ctx: Context, account: Document) -> int:
    kept = 0
    with _mailbox(ctx, account) as mailbox:
        validity = str(mailbox.folder.status("INBOX", ["UIDVALIDITY"])["UIDVALIDITY"])
        first = int(account.uidnext or 1) if account.uidvalidity == validity else 1
        for uid in _uids(mailbox, first)[:AT_ONCE]:
            raw = _content(mailbox, uid, ctx.site.config.max_file_size * 4 // 3 + ROOM)
            ctx.db.begin()
            if raw:
                kept += incoming.keep(ctx, account, raw, f"{account.name}:{validity}:{uid}") is not None
            set_columns(account, {"uidvalidity": validity, "uidnext": uid + 1}, update_modified=False)
            ctx.db.commit()
    return kept


@contextmanager
def _mailbox(ctx: Context, account: Document) -> Iterator[Any]:
    from imap_tools import MailBox, MailBoxUnencrypted

    host, port = str(account.email_server), int(account.incoming_port or (993 if account.use_ssl else 143))
    make = MailBox if account.use_ssl else MailBoxUnencrypted
    login = accounts.login_of(account.as_dict())
    with make(host, port, timeout=PATIENCE).login(login, accounts.password_of(ctx, account.name)) as mailbox:
        yield mailbox


def _uids(mailbox: Any, first: int) -> list[int]:
    """UIDs from ``first`` on; a server answers ``n:*`` with the last message even where it is before ``n``."""
    found = sorted(int(uid) for uid in mailbox.uids(f"UID {first}:*"))
    return [uid for uid in found if uid >= first]


def _content(mailbox: Any, uid: int, most: int) -> bytes:
    """The first ``most`` bytes of a message, which stays unread on the server."""
    _state, answer = mailbox.client.uid("FETCH", str(uid), f"(BODY.PEEK[]<0.{most}>)")
    parts = [part[1] for part in answer or () if isinstance(part, tuple) and re.search(rb"BODY\[\]", part[0])]
    return bytes(parts[0]) if parts else b""
