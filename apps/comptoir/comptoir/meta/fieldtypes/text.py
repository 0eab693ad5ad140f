"""Plain text: Data, Small Text, Text, Long Text, Read Only, Phone, Password.

Short text loses the blanks around it when read; text of several lines keeps what was written.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from comptoir.errors import (
    CharacterLengthExceededError,
    DataError,
    InvalidEmailAddressError,
    InvalidPhoneNumberError,
    ValidationError,
)
from comptoir.meta import rules
from comptoir.meta.fieldtypes.base import FieldType, Storage, StorageKind
from comptoir.meta.locale import Locale
from comptoir.meta.values import DEFAULT_SETTINGS, Fault, ValueSettings, excerpt, fault
from comptoir.sentences import Sentence, _, _n

if TYPE_CHECKING:
    from comptoir.meta.model import Field

VARCHAR_LENGTH = 140
LONGEST_VARCHAR = 1000
TEXT_BYTES = 65_535
MASKED_PASSWORD = "*" * 10

TOO_LONG = _n(
    "{label} is too long: it has {count} character, at most {most} can be stored.",
    "{label} is too long: it has {count} characters, at most {most} can be stored.",
)
_EMAIL = re.compile(
    r"[^\s@,;<>()\[\]\\\"]{1,64}@(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_](?:[\w-]{0,61}[^\W_])", re.UNICODE
)
_LOCAL_PHONE = re.compile(r"[0-9 ().\-/]{3,30}")
_UNNAMELIKE = re.compile(r"[<>{}\[\]|\\/@#$%^*=+~`\"\x00-\x1f]")


def read_text(field: Field, value: Any) -> str | None:
    """``value`` as text; None if it is empty. Lists, mappings and bytes are no text."""
    if value is None or isinstance(value, str):
        text = value or ""
    elif isinstance(value, bool):
        text = str(int(value))
    elif isinstance(value, int | float | Decimal | date | datetime | time | timedelta):
        text = str(value)
    else:
        template = _("{label} must be text, but {value} is not.")
        raise fault(DataError, template, field, value=excerpt(value)).as_error()
    if "\x00" in text:
        template = _("{label} contains a character that cannot be stored.")
        raise fault(DataError, template, field).as_error()
    return text or None


class Text(FieldType):
    """Text of several lines."""

    name = "Text"
    storage = Storage(StorageKind.TEXT)
    widget = "textarea"
    purpose = "Text of several lines."

    def parse(self, field: Field, value: Any, settings: ValueSettings = DEFAULT_SETTINGS) -> str | None:
        text = read_text(field, value)
        if text is None or not text.strip():
            return None
        return rules.normalise(field, text, settings) or None if field.normalise else text

    def check(self, field: Field, value: Any, settings: ValueSettings = DEFAULT_SETTINGS) -> Sequence[Fault]:
        if not value:
            return ()
        too_long = self.check_length(field, value)
        return too_long or rules.check_text(field, value, settings)

    def check_length(self, field: Field, value: str) -> list[Fault]:
        """The complaint about text that its column cannot hold."""
        storage = self.column(field) or self.storage
        if storage is None or storage.kind is StorageKind.LONGTEXT:
            return []
        if storage.kind is StorageKind.TEXT:
            if len(value) * 4 <= TEXT_BYTES or len(value.encode()) <= TEXT_BYTES:
                return []
            template = _n(
                "{label} is too long: it has {count} character, about {most} can be stored.",
                "{label} is too long: it has {count} characters, about {most} can be stored.",
            )
            return [self._too_long(template, field, value, TEXT_BYTES)]
        most = storage.length or VARCHAR_LENGTH
        if len(value) <= most:
            return []
        return [self._too_long(TOO_LONG, field, value, most)]

    @staticmethod
    def _too_long(template: Sentence, field: Field, value: str, most: int) -> Fault:
        return fault(CharacterLengthExceededError, template, field, count=len(value), most=most)

    def check_declaration(self, field: Field) -> Sequence[str]:
        return rules.check_text_declaration(field)


class SmallText(Text):
    """A few lines of text."""

    name = "Small Text"
    purpose = "A few lines of text."


class LongText(Text):
    """Text without a length limit."""

    name = "Long Text"
    storage = Storage(StorageKind.LONGTEXT)
    purpose = "Text of any length."


class ShortText(Text):
    """Base of the types kept in one line: blanks around the text are dropped, ``length`` is respected."""

    storage = Storage(StorageKind.VARCHAR, VARCHAR_LENGTH)

    def column(self, field: Field) -> Storage | None:
        if field.is_virtual or not field.length:
            return None if field.is_virtual else self.storage
        return Storage(StorageKind.VARCHAR, min(field.length, LONGEST_VARCHAR))

    def parse(self, field: Field, value: Any, settings: ValueSettings = DEFAULT_SETTINGS) -> str | None:
        text = super().parse(field, value, settings)
        return text.strip() or None if text else None

    def check_declaration(self, field: Field) -> Sequence[str]:
        problems = list(super().check_declaration(field))
        if not 0 <= field.length <= LONGEST_VARCHAR:
            problems.append(
                _(
                    "The length must lie between 1 and {most}; use Text for longer values.",
                    most=LONGEST_VARCHAR,
                )
            )
        return problems


def is_email(text: str) -> bool:
    """Whether ``text`` is one e-mail address."""
    return len(text) <= 254 and ".." not in text and bool(_EMAIL.fullmatch(text))


def is_phone(text: str, region: str | None) -> bool:
    """Whether ``text`` is a number that could be dialled: international, or local in ``region``."""
    if text.lstrip().startswith("+") or region:
        return rules.read_phone(text, region) is not None
    return bool(_LOCAL_PHONE.fullmatch(text)) and 3 <= sum(map(str.isdigit, text)) <= 15


def is_url(text: str) -> bool:
    """Whether ``text`` is an absolute web address."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return (
        parts.scheme in {"http", "https", "ftp", "ftps"}
        and bool(parts.hostname)
        and not re.search(r"[\s<>]", text)
    )


def is_iban(text: str) -> bool:
    """Whether ``text`` is an international bank account number with the right check digits."""
    from stdnum import iban  # looks at the installed packages, which takes time

    return bool(iban.is_valid(text))


def is_person_name(text: str) -> bool:
    """Whether ``text`` could be a person's name: has a letter, and no signs that names do not have."""
    return any(map(str.isalpha, text)) and not _UNNAMELIKE.search(text)


def is_barcode(text: str) -> bool:
    """Whether ``text`` can be printed as a barcode: visible ASCII."""
    return text.isascii() and text.isprintable()


def _each_email(text: str, settings: ValueSettings) -> bool:
    return all(is_email(part.strip()) for part in text.split(","))


Check = Callable[[str, ValueSettings], bool]
_DATA_OPTIONS: Mapping[str, tuple[Check, type[ValidationError], Sentence]] = {
    "Email": (_each_email, InvalidEmailAddressError, _('{label}: "{value}" is not an e-mail address.')),
    "Phone": (
        lambda text, settings: is_phone(text, settings.phone_region),
        InvalidPhoneNumberError,
        _(
            '{label}: "{value}" is not a phone number. Write it with the country code, such as +33 1 99 00 00 00.'
        ),
    ),
    "URL": (
        lambda text, settings: is_url(text),
        DataError,
        _('{label}: "{value}" is not a web address. Write it in full, such as https://example.com.'),
    ),
    "Name": (
        lambda text, settings: is_person_name(text),
        DataError,
        _('{label}: "{value}" contains signs that names do not have.'),
    ),
    "Barcode": (
        lambda text, settings: is_barcode(text),
        DataError,
        _('{label}: "{value}" cannot be printed as a barcode. Use digits and unaccented letters.'),
    ),
    "IBAN": (
        lambda text, settings: is_iban(text),
        DataError,
        _('{label}: "{value}" is not a valid IBAN. Compare it with the bank statement.'),
    ),
}
DATA_OPTIONS = tuple(_DATA_OPTIONS)


class Data(ShortText):
    """One line of text, of a kind that ``options`` may name."""

    name = "Data"
    widget = "data"
    purpose = "One line of text."
    options_meaning = f"nothing, or the kind of text: {', '.join(DATA_OPTIONS)}"

    def check(self, field: Field, value: Any, settings: ValueSettings = DEFAULT_SETTINGS) -> Sequence[Fault]:
        faults = list(super().check(field, value, settings))
        rule = _DATA_OPTIONS.get((field.options or "").strip())
        if value and rule and not faults:
            is_good, error, template = rule
            if not is_good(value, settings):
                faults.append(fault(error, template, field, value=excerpt(value)))
        return faults

    def check_declaration(self, field: Field) -> Sequence[str]:
        problems = list(super().check_declaration(field))
        options = (field.options or "").strip()
        if options and options not in DATA_OPTIONS:
            problems.append(
                _(
                    'The options of Data can be {kinds} or nothing, not "{options}".',
                    kinds=DATA_OPTIONS,
                    options=options,
                )
            )
        return problems


class Phone(ShortText):
    """A phone number."""

    name = "Phone"
    widget = "phone"
    purpose = "A phone number."

    def check(self, field: Field, value: Any, settings: ValueSettings = DEFAULT_SETTINGS) -> Sequence[Fault]:
        faults = list(super().check(field, value, settings))
        if value and not faults and not is_phone(value, settings.phone_region):
            _, error, template = _DATA_OPTIONS["Phone"]
            faults.append(fault(error, template, field, value=excerpt(value)))
        return faults


class ReadOnly(ShortText):
    """A line of text that only the server sets."""

    name = "Read Only"
    widget = "read_only"
    purpose = "A line of text that is shown but not edited."


class Password(FieldType):
    """A secret: the column holds stars, the secret itself is kept hashed or encrypted elsewhere."""

    name = "Password"
    storage = Storage(StorageKind.TEXT)
    widget = "password"
    purpose = "A secret. It is kept encrypted or hashed outside the table and never sent back."

    def parse(self, field: Field, value: Any, settings: ValueSettings = DEFAULT_SETTINGS) -> str | None:
        return read_text(field, value)

    def check(self, field: Field, value: Any, settings: ValueSettings = DEFAULT_SETTINGS) -> Sequence[Fault]:
        if not value or len(value) <= LONGEST_VARCHAR:
            return ()
        values = {"count": len(value), "most": LONGEST_VARCHAR}
        return [fault(CharacterLengthExceededError, TOO_LONG, field, **values)]

    def format(self, field: Field, value: Any, locale: Locale) -> str:
        return MASKED_PASSWORD if value else ""

    def to_json(self, value: Any) -> Any:
        return MASKED_PASSWORD if value else value


def is_masked(value: str | None) -> bool:
    """Whether a Password came back as the stars it was shown as, and so was not changed."""
    return bool(value) and set(value or "") == {"*"}


TYPES = (Data, SmallText, Text, LongText, ReadOnly, Phone, Password)
