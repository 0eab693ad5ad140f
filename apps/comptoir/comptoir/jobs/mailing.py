"""Sending what waits in the outbox: a job per letter, a later one where the server did not take it, an hourly look."""

from __future__ import annotations

import base64
import logging
import mimetypes
import smtplib
from typing import Any

import redis

from comptoir.context import ADMINISTRATOR, Context, current
from comptoir.documents import Document, get_document
from comptoir.errors import ServiceUnavailableError
from comptoir.jobs.delaying import push_later
from comptoir.jobs.queue import QUEUES, connection_of, push
from comptoir.mail import outbox, smtp
from comptoir.mail.smtp import Attached, MailServer, NotSentError

SEND = "comptoir.jobs.mailing.send_letters"
log = logging.getLogger("comptoir.mail")


def is_possible(ctx: Context) -> bool:
    """Whether the site can send mail."""
    return _server(ctx) is not None


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
    server = _server(ctx)
    if server is None:
        return
    outbox.take_back(ctx)
    while names := outbox.claim(ctx):
        ctx.db.commit()
        _send(ctx, server, names)


def _send(ctx: Context, server: MailServer, names: list[Any]) -> None:
    waiting = list(names)
    try:
        with smtp.connected(server) as connection:
            while waiting:
                _send_one(ctx, server, connection, waiting[0])
                waiting.pop(0)
    except NotSentError as error:
        for name in waiting:
            _failed(ctx, name, error)


def _send_one(ctx: Context, server: MailServer, connection: smtplib.SMTP, name: Any) -> None:
    letter = get_document(ctx, outbox.DOCTYPE, name)
    try:
        message = _message(ctx, server, letter)
        recipients = [row.recipient for row in letter.recipients]
        remark = smtp.deliver(connection, message, message["From"], recipients)
    except NotSentError as error:
        _failed(ctx, name, error)
    except (ValueError, LookupError, FileNotFoundError) as error:
        _failed(ctx, name, NotSentError(str(error), worth_another=False))
    else:
        outbox.finish(ctx, name, remark)
        ctx.db.commit()


def _failed(ctx: Context, name: Any, error: NotSentError) -> None:
    state = outbox.fail(ctx, name, str(error)[:1000], worth_another=error.worth_another)
    ctx.db.commit()
    if state == outbox.NOT_SENT:
        tried = int(get_document(ctx, outbox.DOCTYPE, name).retry)
        pause = outbox.PAUSES[tried - 1].total_seconds()
        push_later(connection_of(ctx.site), _payload(ctx.site.name), pause + 1, "short")


def _message(ctx: Context, server: MailServer, letter: Document) -> Any:
    values = letter.as_dict()
    values["message"] = outbox.with_secret(ctx, letter.name, str(letter.message or ""))
    return smtp.message_of(server, values, [_attached(ctx, entry) for entry in outbox.attachments_of(letter)])


def _attached(ctx: Context, entry: dict[str, Any]) -> Attached:
    name = str(entry["fname"])
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    if "content" in entry:
        return Attached(name, base64.b64decode(entry["content"]), kind)
    file = get_document(ctx, "File", entry["fid"])
    folder = ctx.site.private_files() if file.is_private else ctx.site.public_files()
    return Attached(name, (folder / str(file.file_url).rpartition("/")[2]).read_bytes(), kind)


def _server(ctx: Context) -> MailServer | None:
    return smtp.server_of(ctx.site.config.raw, ctx.site.name)


def _payload(site: str) -> dict[str, Any]:
    return {"site": site, "user": ADMINISTRATOR, "method": SEND, "kwargs": {}}
