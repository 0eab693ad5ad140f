"""Sending a Notification about a document: in each user's own words of it, with what that user may read.

Somebody who is no user is told the fields everybody who reads the document may read (level 0).
"""

from __future__ import annotations

from typing import Any

from frappe._printing import attach_print
from frappe._render import HELPERS

from comptoir import outgoing
from comptoir.access.secrets import get_secret
from comptoir.automation.bodies import filled
from comptoir.automation.recipients import Told, told_by
from comptoir.automation.subscriptions import NOTIFICATION
from comptoir.companions.subject import acting_as
from comptoir.context import ADMINISTRATOR, Context, current, use
from comptoir.correspondence.filling import one_line
from comptoir.desk.bell import ring
from comptoir.documents import Document, get_document
from comptoir.documents.document import set_columns
from comptoir.documents.faults import log_fault
from comptoir.documents.listing import hide_unreadable
from comptoir.errors import ComptoirError, DoesNotExistError
from comptoir.jobs import enqueue
from comptoir.mail import Letter, put
from comptoir.outgoing import Question
from comptoir.printing.render import as_pdf, laid_out_as_read
from comptoir.templates import render

SEND = "comptoir.automation.notifying.send"
SAYS_ALL = '{"text": "{{ subject }}"}'


def send_later(ctx: Context, notification: str, doc: Document) -> None:
    """Send it by a job after the commit."""
    enqueue(
        ctx.acting_as(ADMINISTRATOR), SEND, queue="short", notification=notification, doctype=doc.doctype,
        name=str(doc.name),
    )  # fmt: skip


def send(notification: str, doctype: str, name: str) -> None:
    """Send a Notification about a document to everybody it tells; one that fails stops no other."""
    ctx = current()
    try:
        told, doc = get_document(ctx, NOTIFICATION, notification), get_document(ctx, doctype, name)
    except DoesNotExistError:
        return
    if told.channel == "HTTP":
        _attempt(ctx, told, doc, lambda: _post(ctx, told, doc))
    else:
        for person in told_by(ctx, told, doc):
            _attempt(ctx, told, doc, lambda person=person: _tell(ctx, told, doc, person))
    if told.set_property_after_alert:
        set_columns(doc, {told.set_property_after_alert: told.property_value})


def _attempt(ctx: Context, told: Document, doc: Document, act: Any) -> None:
    try:
        with ctx.db.savepoint():
            act()
    except ComptoirError as error:
        log_fault(ctx, f"Notification {told.name}", str(error), doc.doctype, doc.name)


def _tell(ctx: Context, told: Document, doc: Document, person: Told) -> None:
    values = _readable(ctx, doc, person)
    subject = one_line(render(ctx, str(told.subject or ""), values, HELPERS))
    message = render(ctx, str(told.message or ""), values, HELPERS)
    if person.user and (told.channel == "System Notification" or told.send_system_notification):
        ring(ctx, person.user, subject, doc, message)
    if told.channel == "Email":
        attachments = [_paper(ctx, doc, person)] if told.attach_print else []
        letter = Letter(
            [person.address], subject, message, attachments=attachments, reference_doctype=doc.doctype,
            reference_name=str(doc.name), unsubscribe=person.user is None,
        )  # fmt: skip
        put(ctx, letter)


def _paper(ctx: Context, doc: Document, person: Told) -> dict[str, Any]:
    """The document on paper: as a user may print it, or with what everybody who reads it may read."""
    if person.user:
        with use(acting_as(ctx, person.user)):
            return attach_print(doc.doctype, str(doc.name))
    seen = get_document(ctx, doc.doctype, doc.name)
    _leave_level_zero(seen)
    return {"fname": f"{doc.name}.pdf", "fcontent": as_pdf(ctx, laid_out_as_read(ctx, seen))}


def _post(ctx: Context, told: Document, doc: Document) -> None:
    """One request to a program such as a messenger: the body is a template, made of what everybody may read."""
    values = _readable(ctx, doc, Told(""))
    subject = one_line(render(ctx, str(told.subject or ""), values, HELPERS))
    content = filled(ctx, str(told.http_body or SAYS_ALL), values | {"subject": subject})
    url = get_secret(ctx, NOTIFICATION, str(told.name), "http_url") or ""
    headers = {"Content-Type": "application/json"}
    answer = outgoing.ask(
        Question("POST", url, headers, content.encode()),
        internal=ctx.site.config.internal_hosts,
    )
    if answer.status >= 300:
        log_fault(ctx, f"Notification {told.name}", f"HTTP {answer.status}", doc.doctype, doc.name)


def _readable(ctx: Context, doc: Document, person: Told) -> dict[str, Any]:
    seen = get_document(ctx, doc.doctype, doc.name)
    if person.user:
        hide_unreadable(acting_as(ctx, person.user), seen)
    else:
        _leave_level_zero(seen)
    values: dict[str, Any] = seen.as_dict()
    return {**values, "doc": values}


def _leave_level_zero(doc: Document) -> None:
    for part in (doc, *doc.all_children()):
        for field in part.meta.levelled_fields:
            part.__dict__[field.fieldname] = [] if field.is_table else ""
