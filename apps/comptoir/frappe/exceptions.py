"""Frappe's exception names. Each carries ``http_status_code``; an application's own classes may set theirs."""

from comptoir.errors import (
    AuthenticationError,
    CancelledLinkError,
    CannotChangeConstantError,
    CharacterLengthExceededError,
    ComptoirError,
    CSRFTokenError,
    DataError,
    DocstatusTransitionError,
    DoctypeNotFoundError,
    DoesNotExistError,
    DuplicateEntryError,
    InvalidEmailAddressError,
    InvalidNameError,
    InvalidPhoneNumberError,
    InvalidStatusError,
    LinkExistsError,
    LinkValidationError,
    MandatoryError,
    NameError,
    NonNegativeError,
    PageDoesNotExistError,
    PermissionError,
    QueryDeadlockError,
    RateLimitExceededError,
    SessionExpired,
    TimestampMismatchError,
    TooManyRequestsError,
    UniqueValidationError,
    UnsupportedError,
    UpdateAfterSubmitError,
    ValidationError,
)
from comptoir.templates import TemplateMissingError as TemplateNotFoundError

__all__ = [
    "AppNotInstalledError", "AttachmentLimitReached", "AuthenticationError", "CSRFTokenError",
    "CancelledLinkError", "CannotChangeConstantError", "CharacterLengthExceededError",
    "CircularLinkingError", "ComptoirError", "DataError", "DataTooLongException", "DocTypeNotFoundError",
    "DocstatusTransitionError", "DoctypeNotFoundError", "DocumentAlreadyRestored", "DocumentLockedError",
    "DoesNotExistError", "DuplicateEntryError", "EmptyTableError", "ExecutableNotFound",
    "FileAlreadyAttachedException", "FrappeTypeError", "ImplicitCommitError", "InReadOnlyMode",
    "IncorrectSitePath", "InvalidAuthorizationHeader", "InvalidAuthorizationPrefix",
    "InvalidAuthorizationToken", "InvalidColumnName", "InvalidDates", "InvalidEmailAddressError",
    "InvalidKeyError", "InvalidNameError", "InvalidPhoneNumberError", "InvalidSignatureError",
    "InvalidStatusError", "LinkExistsError", "LinkExpired", "LinkValidationError", "MandatoryError",
    "MappingMismatchError", "NameError", "NonNegativeError", "OutgoingEmailError",
    "PageDoesNotExistError", "PermissionError", "QueryDeadlockError", "QueryTimeoutError",
    "RateLimitExceededError", "RetryBackgroundJobError", "SecurityException", "SessionExpired",
    "SessionStopped", "TemplateNotFoundError", "TimestampMismatchError", "TooManyRequestsError",
    "TooManyWritesError", "UniqueValidationError", "UnknownDomainError", "UnsupportedError",
    "UnsupportedMediaType", "UpdateAfterSubmitError", "ValidationError",
]  # fmt: skip

DocTypeNotFoundError = DoctypeNotFoundError


class FrappeTypeError(ValidationError):
    """An argument has the wrong type."""


class InvalidDates(ValidationError):
    """The dates do not fit each other."""


class MappingMismatchError(ValidationError):
    """The documents cannot be mapped onto each other."""


class EmptyTableError(ValidationError):
    """The table has no rows."""


class AppNotInstalledError(ValidationError):
    """The app is not installed on this site."""


class IncorrectSitePath(ValidationError):
    """There is no site in this folder."""


class InvalidSignatureError(ValidationError):
    """The signature is not right."""


class InvalidColumnName(ValidationError):
    """The column cannot have this name."""


class DataTooLongException(ValidationError):
    """The value is too long for its column."""


class FileAlreadyAttachedException(ValidationError):
    """The file is attached already."""


class AttachmentLimitReached(ValidationError):
    """The document can have no more attachments."""


class DocumentAlreadyRestored(ValidationError):
    """The document was restored already."""


class DocumentLockedError(ValidationError):
    """Somebody else is working on the document."""


class CircularLinkingError(ValidationError):
    """The documents point at each other."""


class UnknownDomainError(ValidationError):
    """The domain is not known."""


class SecurityException(ComptoirError):
    """The request is not secure."""

    http_status_code = 417


class OutgoingEmailError(ComptoirError):
    """The e-mail could not be sent."""

    http_status_code = 501


class SessionStopped(ComptoirError):
    """The site is being maintained. Try again later."""

    http_status_code = 503


class UnsupportedMediaType(ComptoirError):
    """The request has content of a kind that is not read."""

    http_status_code = 415


class ImplicitCommitError(ComptoirError):
    """The statement would commit the transaction going on."""


class QueryTimeoutError(ComptoirError):
    """The database took too long to answer."""


class TooManyWritesError(ComptoirError):
    """One transaction writes too much."""


class InReadOnlyMode(ValidationError):
    """The site can be read only. Try again later."""

    http_status_code = 503


class RetryBackgroundJobError(ComptoirError):
    """The job asks to be run again."""


class ExecutableNotFound(ComptoirError):
    """A program this needs is not on this machine."""


class InvalidAuthorizationHeader(CSRFTokenError):
    """The Authorization header cannot be read."""


class InvalidAuthorizationPrefix(CSRFTokenError):
    """The Authorization header has an unknown scheme."""


class InvalidAuthorizationToken(CSRFTokenError):
    """The token is not right."""


class LinkExpired(ValidationError):
    """The link is no longer valid."""

    http_status_code = 410


class InvalidKeyError(ValidationError):
    """The key is not right."""

    http_status_code = 401
