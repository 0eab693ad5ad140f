"""The one exception tree of the engine.

Each class carries the HTTP status of its REST answer, and its class name is the ``exc_type`` a Frappe client
sees. The docstring is the default message. ``fields`` points at what the user should correct. Messages are
``Sentence`` values where the engine raises: English here, translated by the edge that answers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from comptoir.sentences import Sentence


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """One problem at one field; ``parentfield`` and ``idx`` (1-based) locate a child row."""

    fieldname: str
    message: str
    parentfield: str | None = None
    idx: int | None = None


class ComptoirError(Exception):
    """Something went wrong on the server."""

    http_status = 500
    http_status_code = 500
    """Frappe's name of the same; an application's class may set either."""
    retry_after: int | None = None
    """Seconds after which it is worth trying again."""

    def __init_subclass__(cls) -> None:
        if "http_status_code" in cls.__dict__:
            cls.http_status = cls.__dict__["http_status_code"]
        cls.http_status_code = cls.http_status

    def __init__(
        self, message: str | None = None, *, fields: Sequence[FieldProblem] = (), title: str | None = None
    ):
        self.message = message or Sentence((type(self).__doc__ or "").strip().split("\n")[0])
        self.fields = tuple(fields)
        self.title = title
        super().__init__(self.message)


class ValidationError(ComptoirError):
    """The document is not valid."""

    http_status = 417

    @classmethod
    def at(cls, fieldname: str, message: str, table: str | None = None, idx: int | None = None) -> Self:
        """The error that points at one field, or at one of the row ``idx`` (from 1) of the field ``table``."""
        return cls(message, fields=[FieldProblem(fieldname, message, table, idx)])


class MandatoryError(ValidationError):
    """A mandatory field is empty."""


class LinkValidationError(ValidationError):
    """A link points at a document that does not exist."""


class CancelledLinkError(LinkValidationError):
    """A link points at a cancelled document."""


class TimestampMismatchError(ValidationError):
    """The document was changed by somebody else after you opened it. Reload it and apply your changes again."""


class UniqueValidationError(ValidationError):
    """A value that must be unique is already used."""


class CannotChangeConstantError(ValidationError):
    """A field that is set only once cannot be changed."""


class UpdateAfterSubmitError(ValidationError):
    """A submitted document cannot be changed. Cancel and amend it instead."""


class DocstatusTransitionError(ValidationError):
    """The document cannot go from its present state to the one asked for."""


class LinkExistsError(ValidationError):
    """The document is linked by others and cannot be deleted or cancelled."""


class DataError(ValidationError):
    """A field or value in the request is not permitted."""


class InvalidEmailAddressError(ValidationError):
    """The e-mail address is not valid."""


class InvalidPhoneNumberError(ValidationError):
    """The phone number is not valid."""


class InvalidDateError(ValidationError):
    """The date or time cannot be read."""


class InvalidNumberError(ValidationError):
    """The number cannot be read."""


class CharacterLengthExceededError(ValidationError):
    """The text is too long for its field."""


class PatternError(ValidationError):
    """The value does not have the form its field asks for."""


class RangeError(ValidationError):
    """The value lies outside the permitted range."""


class NonNegativeError(RangeError):
    """The value cannot be negative."""


class ExpressionError(ValidationError):
    """The expression cannot be read or evaluated."""


class DeclarationError(ValidationError):
    """A declaration of a document type is not valid."""


class FrappeTypeError(ValidationError):
    """An argument of the method is of another kind than the method takes."""


class InvalidStatusError(ValidationError):
    """The status is not one this document can have."""


class UnsupportedError(ValidationError):
    """This part of Frappe's interface is not supported; docs/reference/frappe-api.md lists what is."""


class NameError(ComptoirError):
    """The name of the document is not valid."""

    http_status = 409


class DuplicateEntryError(NameError):
    """A document with this name exists already."""


class InvalidNameError(ValidationError):
    """The document cannot be given this name."""


class DoesNotExistError(ComptoirError):
    """The document does not exist."""

    http_status = 404


class DoctypeNotFoundError(DoesNotExistError):
    """The document type does not exist."""


class PageDoesNotExistError(DoesNotExistError):
    """There is nothing at this address."""


class SiteNotFoundError(DoesNotExistError):
    """No site answers to this host name."""


class PermissionError(ComptoirError):
    """You are not permitted to do this."""

    http_status = 403


class AuthenticationError(ComptoirError):
    """The user name or password is not right."""

    http_status = 401


class SessionExpired(AuthenticationError):
    """Your session has ended. Sign in again."""


class CSRFTokenError(ComptoirError):
    """The request carries no valid CSRF token."""

    http_status = 400


class BadRequestError(ComptoirError):
    """The request cannot be read."""

    http_status = 400


class PreconditionFailedError(TimestampMismatchError):
    """The document is not the one the request was made for."""

    http_status = 412


class IdempotencyKeyError(ComptoirError):
    """This Idempotency-Key was sent with another request before. Choose a new key for a new request."""

    http_status = 422


class RequestInProgressError(ComptoirError):
    """A request with this Idempotency-Key was begun and is not answered. Look at what it changed before you go on."""

    http_status = 409


class MethodNotAllowedError(ComptoirError):
    """This address does not answer to this HTTP method."""

    http_status = 405


class RequestTooLargeError(ComptoirError):
    """The request is larger than this site accepts."""

    http_status = 413


class SiteLimitError(ValidationError):
    """The site has reached what it may use. Ask whoever runs it for more."""


class TooManyRequestsError(ComptoirError):
    """Too many requests. Wait a moment and try again."""

    http_status = 429
    retry_after: int | None = 60


class RateLimitExceededError(TooManyRequestsError):
    """You have asked for this too often. Wait a moment and try again."""


class SiteRateError(TooManyRequestsError):
    """This site gets more requests than it may answer in a minute. Try again in a minute."""


class ServiceUnavailableError(ComptoirError):
    """The site is busy or being maintained. Try again in a moment."""

    http_status = 503
    retry_after: int | None = 5


class SiteUnavailableError(ServiceUnavailableError):
    """This site cannot be opened now. Whoever runs it finds the reason with ./bench doctor."""

    retry_after = 30


class SiteBusyError(ServiceUnavailableError):
    """This site works on as many requests as it may. Try again in a moment."""

    retry_after = 2


class SiteMovedError(ServiceUnavailableError):
    """The site was just moved or dropped, and nothing was changed. Try again in a moment."""


class StorageUnavailableError(ServiceUnavailableError):
    """The storage of files does not answer, and nothing was stored. Try again in a moment."""

    retry_after = 30


class QueryDeadlockError(ServiceUnavailableError):
    """Two changes stood in each other's way. Try again."""


class NotOnSiteError(ComptoirError):
    """No site is active here: open one with ``site.context()`` before reading or writing."""


class ConfigurationError(ComptoirError):
    """The installation is not configured correctly."""
