"""What happens later or elsewhere: jobs, events for open screens, mail, and the log of errors."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from comptoir import jobs, mail, realtime
from comptoir.context import current
from comptoir.documents.faults import log_fault
from comptoir.documents.later import RUN_METHOD
from comptoir.errors import ValidationError
from comptoir.hooks import resolve
from comptoir.sentences import _

from frappe._options import refuse_unknown
from frappe._render import render_template

_WITHOUT_EFFECT = ("event", "job_name", "on_success", "on_failure", "track_job")


def enqueue(
    method: str | Callable[..., Any], queue: str = "default", timeout: int | None = None, is_async: bool = True,
    now: bool = False, enqueue_after_commit: bool | None = None, **kwargs: Any,
) -> Any:  # fmt: skip
    """Run ``method`` with ``kwargs`` in the background as the acting user; the arguments travel as JSON.

    It is queued after the commit unless ``enqueue_after_commit=False``. ``job_id`` names the job: while one of that
    name waits or runs it is not queued again (``deduplicate`` asks for nothing more). ``at_front`` puts it first.
    ``now=True`` or ``is_async=False`` calls it at once and returns its result.
    """
    if kwargs.pop("deduplicate", False) and not kwargs.get("job_id"):
        raise ValidationError(_("enqueue with deduplicate needs a job_id."))
    options = {key: kwargs.pop(key) for key in ("job_id", "at_front") if kwargs.get(key)}
    for name in (*_WITHOUT_EFFECT, "job_id", "at_front"):
        kwargs.pop(name, None)
    if now or not is_async:
        return (resolve(method) if isinstance(method, str) else method)(**kwargs)
    dotted = method if isinstance(method, str) else f"{method.__module__}.{method.__qualname__}"
    wait = enqueue_after_commit is not False
    jobs.enqueue(
        current(), dotted, queue=queue, timeout=timeout, enqueue_after_commit=wait, **options, **kwargs
    )
    return None


def enqueue_doc(
    doctype: str, name: Any = None, method: str | None = None, queue: str = "default", **kwargs: Any
) -> Any:
    """Run a method of a stored document in the background; the options of ``enqueue``."""
    return enqueue(RUN_METHOD, queue=queue, doctype=doctype, name=name, doc_method=method, **kwargs)


def publish_realtime(
    event: str | None = None, message: Any = None, room: str | None = None, user: str | None = None,
    doctype: str | None = None, docname: Any = None, task_id: str | None = None, after_commit: bool | None = None,
) -> None:  # fmt: skip
    """Send an event to open screens: of a ``room``, a task, a user, a document, a doctype, or everybody.

    Inside a transaction it waits for the commit unless ``after_commit=False``.
    """
    target = room
    if target is None and task_id:
        target = realtime.task_room(task_id)
    if target is None and user:
        target = realtime.user_room(user)
    if target is None and doctype:
        target = realtime.document_room(doctype, docname) if docname else realtime.doctype_room(doctype)
    name = event or ("task_progress" if task_id else "msgprint")
    realtime.publish(
        current(), name, message, target or realtime.EVERYBODY, after_commit=after_commit is not False
    )


def publish_progress(
    percent: float, title: str = "Progress", doctype: str | None = None, docname: Any = None,
    description: str | None = None, task_id: str | None = None,
) -> None:  # fmt: skip
    """Tell the acting user at once how far a task has come; a job also keeps it for screens that are opened later."""
    jobs.report(percent, title, description or "")
    message = {"percent": percent, "title": title, "description": description}
    about = {"doctype": doctype, "docname": docname} if doctype else {}
    user = None if doctype or task_id else current().user
    publish_realtime("progress", message | about, None, user, doctype, docname, task_id, after_commit=False)


def sendmail(
    recipients: Any = (), sender: str = "", subject: str = "No Subject", message: str = "", delayed: bool = True,
    reference_doctype: str | None = None, reference_name: Any = None, **options: Any,
) -> Any:  # fmt: skip
    """Put an e-mail into the outbox (an Email Queue document), in the transaction going on; not under ``mute_emails``.

    Options: ``content`` (instead of ``message``), ``template`` with ``args``, ``as_markdown``, ``cc``, ``bcc``,
    ``reply_to``, ``attachments``, ``send_after``, ``in_reply_to``, ``now`` or ``delayed=False`` (sent before others),
    ``add_unsubscribe_link`` (each recipient gets a copy of their own, with a link to receive no more of these).
    """
    take = options.pop
    text = message or take("content", "") or ""
    template, args = take("template", None), take("args", None)
    if template:
        text = render_template(f"templates/emails/{template}.html", args or {})
    elif take("as_markdown", False):
        text = resolve("frappe.utils.markdown")(text)
    letter = mail.Letter(
        recipients=addresses(recipients),
        subject=subject,
        message=text,
        sender=sender,
        cc=addresses(take("cc", ())),
        bcc=addresses(take("bcc", ())),
        reply_to=take("reply_to", "") or "",
        attachments=tuple(take("attachments", None) or ()),
        reference_doctype=reference_doctype or take("doctype", None),
        reference_name=_text(reference_name or take("name", None)),
        in_reply_to=take("in_reply_to", None),
        send_after=_moment(take("send_after", None)),
        urgent=bool(take("now", False)) or not delayed,
        unsubscribe=bool(take("add_unsubscribe_link", False)),
    )
    for name in (
        "content",
        "as_markdown",
        "doctype",
        "name",
        "header",
        "with_container",
        "expose_recipients",
        "retry",
    ):
        options.pop(name, None)
    refuse_unknown("frappe.sendmail", options)
    if current().flags.get("mute_emails"):
        return None
    return mail.put(current(), letter)


def log_error(
    title: str | None = None, message: str | None = None, reference_doctype: str | None = None,
    reference_name: Any = None, **_ignored: Any,
) -> Any:  # fmt: skip
    """Keep an Error Log that outlives a rollback; without ``message`` it holds the error being handled."""
    trace = get_traceback()
    if message is None:
        text, shown = (trace or title or ""), title or "Error"
    else:
        text, shown = message, title or "Error"
    if title and "\n" in title and message and "\n" not in message:
        text, shown = title, message
    return log_fault(current(), shown, text, reference_doctype, reference_name)


def get_traceback(with_context: bool = False) -> str:
    """The error being handled, as text; empty where there is none."""
    text = traceback.format_exc()
    return "" if text.strip() == "NoneType: None" else text


def logger(module: str | None = None, *_args: Any, **_ignored: Any) -> logging.Logger:
    """The log of a module: Python's own, written where the process writes its log."""
    return logging.getLogger(f"frappe.{module or 'app'}")


def addresses(given: Any) -> Sequence[str]:
    """Addresses as Frappe takes them: a list, or one text with commas, semicolons or line ends between them."""
    if not given:
        return ()
    texts = given.replace(";", ",").replace("\n", ",").split(",") if isinstance(given, str) else given
    return [str(text).strip() for text in texts if str(text or "").strip()]


def _moment(value: Any) -> datetime | None:
    if value in (None, ""):
        return None
    return value if isinstance(value, datetime) else datetime.fromisoformat(str(value))


def _text(value: Any) -> str | None:
    return None if value is None else str(value)
