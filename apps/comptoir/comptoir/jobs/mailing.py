"""Sending what waits in the outbox: a job after the commit, a later one where the server did not take it, an hourly look."""

from __future__ import annotations

import base64
import logging
import mimetypes
import smtplib
import time
from collections.abc import Iterator, Sequence
from datetime import timedelta
from html import escape
from typing import Any

import redis

from comptoir.context import ADMINISTRATOR, Context, current
from comptoir.documents import Document, get_document
from comptoir.errors import ServiceUnavailableError
from comptoir.files import content_at
from comptoir.jobs.delaying import call_at
from comptoir.jobs.queue import QUEUES, connection_of, push
from comptoir.mail import accounts, letters, outbox, smtp, unsubscribing
from comptoir.mail.smtp import Attached, MailServer, NotSentError, TakenError
from comptoir.mail.states import DOCTYPE, NOT_SENT, REFUSED, UNSUBSCRIBED, Outcome
from comptoir.mail.unsubscribing import Subscription
from comptoir.sentences import _

SEND = "comptoir.jobs.mailing.send_letters"
HOUR = 3600
LONGEST = 150
"""Seconds a job begins new letters; another one goes on."""
log = logging.getLogger("comptoir.mail")


def is_possible(ctx: Context) -> bool:
    """Whether the site can send mail."""
    return accounts.server(ctx) is not None


def send_soon(ctx: Context) -> None:
    """Send what waits once this unit of work is committed; an hourly job sends what could not be queued."""
    if not is_possible(ctx):
        return
    site = ctx.site

    def queue() -> None:
        try:
            push(connection_of(site), _payload(site.name), queue="short", timeout=QUEUES["short"])
        except (ServiceUnavailableError, redis.RedisError) as error:
            log.warning("Mail of %s waits for the next hour: %s", site.name, error)

    ctx.db.on_commit(queue)


def send_letters() -> None:
    """Send every letter that is due. What fails waits and is tried again."""
    ctx = current()
    if not is_possible(ctx):
        return
    outbox.take_back(ctx)
    until = time.monotonic() + LONGEST
    while claimed := outbox.claim(ctx):
        ctx.db.commit()
        for account, names in claimed.items():
            server = accounts.server(ctx, account)
            if server is not None:
                _send(ctx, server, names)
        if time.monotonic() > until:
            push(connection_of(ctx.site), _payload(ctx.site.name), queue="short", timeout=QUEUES["short"])
            return


def _send(ctx: Context, server: MailServer, names: Sequence[Any]) -> None:
    waiting = list(names)
    while waiting:
        try:
            with smtp.connected(server) as connection:
                while waiting and connection.sock is not None:
                    _send_one(ctx, server, connection, waiting.pop(0))
        except NotSentError as error:
            for name in waiting:
                _let_go(ctx, name, str(error))
            return


def _send_one(ctx: Context, server: MailServer, connection: smtplib.SMTP, name: Any) -> None:
    letter = get_document(ctx, DOCTYPE, name)
    if _is_over_the_limit(ctx, letter):
        return
    reason = ""
    try:
        for copy in _copies(ctx, letter):
            _hand_over(ctx, server, connection, letter, copy)
    except TakenError:
        return
    except (NotSentError, ServiceUnavailableError) as error:
        reason = str(error)
    except (ValueError, LookupError, FileNotFoundError) as error:
        reason = str(error)
        outbox.settle(ctx, {row.name: Outcome(REFUSED, reason) for row in _waiting(letter)})
    _let_go(ctx, name, reason)


def _hand_over(
    ctx: Context, server: MailServer, connection: smtplib.SMTP, letter: Document, rows: list[Any]
) -> None:
    message = _message(ctx, server, letter, rows)
    outcomes = smtp.hand_over(
        connection,
        message,
        message["From"],
        [row.recipient for row in rows],
        lambda places: outbox.promise(ctx, letter.name, [rows[place].name for place in places]),
    )
    outbox.settle(ctx, {row.name: outcome for row, outcome in zip(rows, outcomes, strict=True)})
    ctx.db.commit()


def _copies(ctx: Context, letter: Document) -> Iterator[list[Any]]:
    """The rows that get one e-mail together: all, or each their own where they may unsubscribe from it."""
    rows = _waiting(letter)
    if not letter.add_unsubscribe_link:
        if rows:
            yield rows
        return
    for row in rows:
        if unsubscribing.is_ended(ctx, _subscription(letter, row)):
            outbox.settle(ctx, {row.name: Outcome(UNSUBSCRIBED)})
            ctx.db.commit()
        else:
            yield [row]


def _waiting(letter: Document) -> list[Any]:
    return [row for row in letter.recipients if row.status == NOT_SENT]


def _let_go(ctx: Context, name: Any, reason: str) -> None:
    call_at(ctx, SEND, outbox.conclude(ctx, name, reason[:1000]))
    ctx.db.commit()


def _is_over_the_limit(ctx: Context, letter: Document) -> bool:
    """Whether this hour's e-mails are all sent; the letter then waits for the next."""
    most = ctx.site.config.limits.mails_per_hour
    if not most:
        return False
    now = time.time()
    count = len(letter.recipients)
    key = f"mails:{int(now // HOUR)}"
    if ctx.site.cache.increment(key, HOUR, count) - count < most:
        return False
    ctx.site.cache.increment(key, HOUR, -count)
    following = ctx.clock.now() + timedelta(seconds=HOUR - now % HOUR)
    outbox.put_off(ctx, letter.name, following)
    call_at(ctx, SEND, following)
    ctx.db.commit()
    return True


def _message(ctx: Context, server: MailServer, letter: Document, rows: list[Any]) -> Any:
    values = letter.as_dict()
    values["message"] = letters.with_secret(ctx, letter.name, str(letter.message or ""))
    files = [_attached(ctx, entry) for entry in letters.attachments_of(letter)]
    if not letter.add_unsubscribe_link:
        return smtp.message_of(server, values, files)
    link = unsubscribing.link(ctx, _subscription(letter, rows[0]))
    values["recipients"] = [row.as_dict() | {"kind": "To"} for row in rows]
    said = escape(ctx.site.translate(_("Receive no more of these e-mails"), ctx.site.settings.language))
    values["message"] += f'<p><a href="{escape(link)}">{said}</a></p>'
    return smtp.message_of(server, values, files, link)


def _subscription(letter: Document, row: Any) -> Subscription:
    return Subscription(row.recipient, letter.reference_doctype or "", letter.reference_name or "")


def _attached(ctx: Context, entry: dict[str, Any]) -> Attached:
    name = str(entry["fname"])
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    if "content" in entry:
        return Attached(name, base64.b64decode(entry["content"]), kind)
    file = get_document(ctx, "File", entry["fid"])
    content = content_at(ctx, str(file.file_url))
    if content is None:
        raise FileNotFoundError(f"The content of the attached file {name} is missing.")
    return Attached(name, content.read(), kind)


def _payload(site: str) -> dict[str, Any]:
    return {"site": site, "user": ADMINISTRATOR, "method": SEND, "kwargs": {}}
