"""Telling other programs: a request is written down with what caused it, and sent by jobs until it is answered.

At least once: ``X-Webhook-Id`` stays the same over all attempts, so that a receiver can tell a second time from the
first. What is written down holds the body as it was and can be sent again.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import orjson
import sqlalchemy as sa

from comptoir import outgoing
from comptoir.access.secrets import get_secret
from comptoir.automation.bodies import filled
from comptoir.automation.subscriptions import WEBHOOK
from comptoir.context import ADMINISTRATOR, Context, current
from comptoir.db.tables import table_for
from comptoir.documents import Document, get_document, new_document
from comptoir.documents.document import set_columns
from comptoir.errors import ComptoirError
from comptoir.jobs import enqueue
from comptoir.jobs.delaying import call_at
from comptoir.outgoing import Question

LOG = "Webhook Request Log"
SEND = "comptoir.automation.webhooks.send_waiting"
WAITING, SENDING, DELIVERED, FAILED = "Waiting", "Sending", "Delivered", "Failed"
PAUSES = (timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1), timedelta(hours=4))
"""How long a request waits after each attempt that failed; after the last one it is given up."""
DEAD = timedelta(minutes=10)
"""After which a request that is being sent waits again: its sender has died."""
TYPES = {"JSON": "application/json", "Form URL-Encoded": "application/x-www-form-urlencoded"}
SIGNATURE, ID = "X-Frappe-Webhook-Signature", "X-Webhook-Id"
LONGEST = 20_000


def write_down(ctx: Context, row: Any, doc: Document) -> None:
    """Keep a request of the webhook ``row`` about ``doc``, to be sent after the commit."""
    webhook = get_document(ctx, WEBHOOK, row.name)
    values = {
        "doctype": LOG,
        "webhook": webhook.name,
        "reference_doctype": doc.doctype,
        "reference_document": str(doc.name),
        "url": webhook.request_url,
        "data": body_of(ctx, webhook, doc),
        "status": WAITING,
    }
    new_document(ctx.acting_as(ADMINISTRATOR), values).insert(ignore_permissions=True)
    send_soon(ctx)


def send_soon(ctx: Context) -> None:
    """Send what waits by a job after the commit."""
    enqueue(ctx.acting_as(ADMINISTRATOR), SEND, queue="short")


def send_waiting() -> None:
    """Send every request that is due, and have this called when the next one is."""
    ctx = current()
    while (name := _claim(ctx)) is not None:
        _send(ctx, get_document(ctx, LOG, name))
    table = table_for(ctx.site.registry.get(LOG))
    following = sa.select(sa.func.min(table.c.next_attempt)).where(table.c.status == WAITING)
    call_at(ctx, SEND, ctx.db.execute(following).scalar())


def body_of(ctx: Context, webhook: Document, doc: Document) -> str:
    """What is sent about ``doc``."""
    values = orjson.loads(doc.as_json())
    if webhook.request_structure == "JSON" and webhook.webhook_json:
        return filled(ctx, webhook.webhook_json, {**values, "doc": values})
    chosen = {row.key: values.get(row.fieldname) for row in webhook.webhook_data} or values
    if webhook.request_structure == "Form URL-Encoded":
        return urlencode({key: "" if value is None else value for key, value in chosen.items()})
    return orjson.dumps(chosen).decode()


def _claim(ctx: Context) -> Any:
    """The next request that is due, now nobody else's."""
    table = table_for(ctx.site.registry.get(LOG))
    now = ctx.clock.now()
    waits = sa.and_(
        table.c.status == WAITING, sa.or_(table.c.next_attempt.is_(None), table.c.next_attempt <= now)
    )
    died = sa.and_(table.c.status == SENDING, table.c.modified < now - DEAD)
    for row in ctx.db.execute(
        sa.select(table.c.name, table.c.status)
        .where(sa.or_(waits, died))
        .order_by(table.c.creation)
        .limit(20)
    ).all():
        ctx.db.begin()
        moved = ctx.db.execute(
            sa.update(table)
            .where(table.c.name == row.name, table.c.status == row.status, sa.or_(waits, died))
            .values(status=SENDING, modified=now)
        )
        ctx.db.commit()
        if moved.rowcount:
            return row.name
    return None


def _send(ctx: Context, request: Document) -> None:
    values: dict[str, Any] = {"attempts": int(request.attempts or 0) + 1}
    try:
        webhook = get_document(ctx, WEBHOOK, request.webhook)
        answer = outgoing.ask(
            _question(ctx, webhook, request),
            internal=ctx.site.config.internal_hosts,
            patience=min(int(webhook.timeout or 5), 60),
        )
        values["response"] = f"{answer.status}\n{answer.body.decode(errors='replace')}"[:LONGEST]
        values["error"] = None if answer.status < 300 else f"HTTP {answer.status}"
    except ComptoirError as error:
        values["error"] = str(error)[:LONGEST]
    if values["error"] is None:
        values |= {"status": DELIVERED, "next_attempt": None}
    elif values["attempts"] <= len(PAUSES):
        pause = PAUSES[values["attempts"] - 1]
        values |= {"status": WAITING, "next_attempt": ctx.clock.now() + pause}
    else:
        values |= {"status": FAILED, "next_attempt": None}
    set_columns(request, values)
    ctx.db.commit()


def _question(ctx: Context, webhook: Document, request: Document) -> Question:
    body = str(request.data or "").encode()
    headers = {"Content-Type": TYPES.get(webhook.request_structure, TYPES["JSON"]), ID: str(request.name)}
    headers |= {row.key: str(row.value or "") for row in webhook.webhook_headers}
    if webhook.enable_security:
        secret = get_secret(ctx, WEBHOOK, str(webhook.name), "webhook_secret") or ""
        digest = hmac.new(secret.encode(), body, hashlib.sha256).digest()
        headers[SIGNATURE] = base64.b64encode(digest).decode()
    return Question(webhook.request_method or "POST", request.url, headers, body)
