"""The one error mapper: any exception becomes a status and a body; tracebacks go to the server log only."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from html import escape
from typing import Any

from sqlalchemy.exc import DBAPIError, IntegrityError

from comptoir.context import TITLE, Message, Say
from comptoir.db.reach import is_out_of_reach
from comptoir.errors import (
    AuthenticationError,
    ComptoirError,
    CSRFTokenError,
    DoesNotExistError,
    DuplicateEntryError,
    FieldProblem,
    MandatoryError,
    PermissionError,
    ServiceUnavailableError,
    SiteUnavailableError,
    TimestampMismatchError,
)
from comptoir.sentences import Sentence, _
from comptoir.web.envelope import as_object, dumps, server_messages

WITHOUT_EXCEPTION = frozenset({DoesNotExistError.__name__, CSRFTokenError.__name__})
"""Refusals that Frappe's clients do not take for an exception: a document that is not there reads as nothing."""

SHOWN = (DoesNotExistError, TimestampMismatchError)
"""Errors whose kinds clients know by one name."""

log = logging.getLogger("comptoir.web")


@dataclass(slots=True)
class Failure:
    """What a client learns of an error."""

    status: int
    exc_type: str
    message: str
    title: str | None = None
    fields: tuple[FieldProblem, ...] = ()
    extra: dict[str, Any] = field(default_factory=dict)
    retry_after: int | None = None
    is_markup: bool = False
    """Whether ``message`` is HTML, as what applications throw is; the engine's own sentences are plain text."""

    @property
    def told(self) -> str:
        """What to tell the user, as HTML. The message of a missing value names fields, as programs read it."""
        if self.exc_type == MandatoryError.__name__ and self.fields:
            return escape(" ".join(problem.message for problem in self.fields), quote=False)
        return self.message if self.is_markup else escape(self.message, quote=False)


def failure_of(error: Exception, request_id: str, say: Say) -> Failure:
    """The failure behind ``error`` in the reader's language.

    What nobody expected is logged under ``request_id`` and not told.
    """
    if isinstance(error, IntegrityError):
        log.warning("request %s: %s", request_id, error.orig)
        error = DuplicateEntryError(_("A document with one of these values exists already."))
    if isinstance(error, DBAPIError) and is_out_of_reach(error):
        log.error("request %s: the database cannot be reached: %s", request_id, error.orig)
        return _known(SiteUnavailableError(), say)
    if isinstance(error, ComptoirError) and error.http_status < 500:
        return _known(error, say)
    if isinstance(error, ServiceUnavailableError):
        log.warning("request %s: %s", request_id, error.__cause__ or error.message)
        return _known(error, say)
    log.error("request %s failed", request_id, exc_info=error)
    if isinstance(error, ComptoirError) and error.http_status != 500:
        return _known(error, say)
    sentence = _(
        "Something went wrong on the server. Tell your administrator the number {request_id}.",
        request_id=request_id,
    )
    return Failure(500, "InternalServerError", say(sentence), say(TITLE), extra={"request_id": request_id})


def body_v1(failure: Failure, messages: Iterable[Message]) -> dict[str, Any]:
    """The body of a v1 error."""
    told = [*messages, Message(failure.told, failure.title, "red", raise_exception=True)]
    body: dict[str, Any] = {"exc_type": failure.exc_type} | failure.extra
    if failure.exc_type not in WITHOUT_EXCEPTION:
        body["exception"] = _exception(failure)
        body["exc"] = dumps([body["exception"]]).decode()
    if failure.exc_type != AuthenticationError.__name__:
        body |= server_messages(told)
    if failure.exc_type == PermissionError.__name__:
        body["_error_message"] = failure.told
    if failure.fields:
        body["_field_errors"] = [problem(found) for found in failure.fields]
    return body


def body_v2(failure: Failure, messages: Iterable[Message]) -> dict[str, Any]:
    """The body of a v2 error."""
    entry = (
        {"type": failure.exc_type} | as_object(Message(failure.told, failure.title, "red")) | failure.extra
    )
    if failure.exc_type not in WITHOUT_EXCEPTION:
        entry["exception"] = _exception(failure)
    if failure.fields:
        entry["fields"] = [problem(found) for found in failure.fields]
    told = [as_object(message) for message in messages]
    return {"errors": [entry]} | ({"messages": told} if told else {})


def _exception(failure: Failure) -> str:
    """The last line of a traceback, which is all that a client learns of one."""
    return f"frappe.exceptions.{failure.exc_type}: {failure.message}"


def _known(error: ComptoirError, say: Say) -> Failure:
    kind = next((shown for shown in SHOWN if isinstance(error, shown)), type(error))
    title = say(error.title or TITLE)
    fields = tuple(replace(problem, message=say(problem.message)) for problem in error.fields)
    is_markup = not isinstance(error.message, Sentence)
    return Failure(
        error.http_status, kind.__name__, say(error.message), title, fields,
        retry_after=error.retry_after, is_markup=is_markup,
    )  # fmt: skip


def problem(found: FieldProblem) -> dict[str, Any]:
    """A problem as clients read it."""
    told: dict[str, Any] = {"fieldname": found.fieldname, "message": found.message}
    if found.parentfield is not None:
        told |= {"parentfield": found.parentfield, "idx": found.idx}
    return told
