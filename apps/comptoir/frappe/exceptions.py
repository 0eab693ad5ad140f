"""Frappe's exception names."""

from comptoir.errors import (
    AuthenticationError,
    CancelledLinkError,
    CannotChangeConstantError,
    CharacterLengthExceededError,
    ComptoirError,
    CSRFTokenError,
    DataError,
    DocstatusTransitionError,
    DoesNotExistError,
    DuplicateEntryError,
    InvalidEmailAddressError,
    InvalidNameError,
    InvalidPhoneNumberError,
    LinkExistsError,
    LinkValidationError,
    MandatoryError,
    NameError,
    NonNegativeError,
    PermissionError,
    TimestampMismatchError,
    UniqueValidationError,
    UpdateAfterSubmitError,
    ValidationError,
)

__all__ = [
    "AuthenticationError", "CSRFTokenError", "CancelledLinkError", "CannotChangeConstantError",
    "CharacterLengthExceededError", "ComptoirError", "DataError", "DocstatusTransitionError", "DoesNotExistError",
    "DuplicateEntryError", "InvalidEmailAddressError", "InvalidNameError", "InvalidPhoneNumberError",
    "LinkExistsError", "LinkValidationError", "MandatoryError", "NameError", "NonNegativeError", "PermissionError",
    "TimestampMismatchError", "UniqueValidationError", "UpdateAfterSubmitError", "ValidationError",
]  # fmt: skip
