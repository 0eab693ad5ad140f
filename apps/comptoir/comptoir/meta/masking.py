"""What stands in place of a value that its reader may not see in clear: the property ``masking`` of a field.

A masked value is a text whatever the type of its field, and says no more than its kind allows. An empty value stays
empty.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from comptoir.meta.model import Field
from comptoir.meta.rules import read_phone
from comptoir.sentences import Sentence, _

DOT = "•"
HIDDEN = DOT * 5
LEAST_DIGITS = 7
"""A number with fewer digits is hidden whole: what stays visible of it would be most of it."""
LEAST_LETTERS = 8
TEXT_TYPES = frozenset(
    {"Data", "Small Text", "Text", "Long Text", "Phone", "Read Only", "Autocomplete", "Barcode"}
)
UNMASKED_TYPES = frozenset(
    {
        "Password",
        "Check",
        "Link",
        "Dynamic Link",
        "Attach",
        "Attach Image",
        "Signature",
        "Geolocation",
        "Table MultiSelect",
    }
)
"""Types whose value leads to another document or a file, or is no value to be shown: a permission level hides them."""


def masked(field: Field, value: Any) -> Any:
    """``value`` of ``field`` as who may not see it in clear reads it."""
    if value is None or value == "":
        return value
    return KINDS.get(field.masking or "", _all)(str(value))


def looks_masked(value: Any) -> bool:
    """Whether ``value`` is what ``masked`` makes of another."""
    return isinstance(value, str) and DOT * 2 in value


def declaration_problems(field: Field) -> Iterator[Sentence]:
    """What is wrong with the ``masking`` that ``field`` declares."""
    if not field.masking:
        return
    if field.masking not in KINDS:
        yield _(
            'There is no masking "{masking}"; choose one of {kinds}.',
            masking=field.masking,
            kinds=tuple(KINDS),
        )
    if not field.has_column or field.fieldtype in UNMASKED_TYPES:
        yield _(
            "A {fieldtype} cannot be shown masked; a permission level hides it.", fieldtype=field.fieldtype
        )
    elif field.masking != "All" and field.fieldtype not in TEXT_TYPES:
        yield _('Of a {fieldtype} nothing can be shown; choose the masking "All".', fieldtype=field.fieldtype)
    if not field.permlevel:
        yield _(
            "Everybody who reads the document reads the field; give it a permission level for those who may."
        )


def _phone(text: str) -> str:
    """Country and kind of a number and its last two digits: ``+33 6 •• •• •• 42``."""
    number, first = read_phone(text, None), 2
    if number is not None:
        # Large, and loaded by read_phone already.
        library = importlib.import_module("phonenumbers")
        number.extension = None
        text = str(library.format_number(number, library.PhoneNumberFormat.INTERNATIONAL))
        first = len(str(number.country_code)) + 1
    digits = [place for place, char in enumerate(text) if char.isdigit()]
    if len(digits) < LEAST_DIGITS:
        return HIDDEN
    hidden = {*digits[first:-2], *(place for place, char in enumerate(text) if char.isalpha())}
    return "".join(DOT if place in hidden else char for place, char in enumerate(text))


def _email(text: str) -> str:
    """The first letter and the host: ``a•••@example.com``; of several addresses each."""
    return ", ".join(_address(part.strip()) for part in text.replace(";", ",").split(",") if part.strip())


def _address(text: str) -> str:
    local, at, host = text.rpartition("@")
    return f"{local[:1]}{DOT * 3}@{host}" if at and len(local) > 1 else f"{DOT * 3}@{host}" if at else HIDDEN


def _last_four(text: str) -> str:
    """The last four letters and digits: ``•••• 0185``."""
    written = "".join(char for char in text if char.isalnum())
    return f"{DOT * 4} {written[-4:]}" if len(written) >= LEAST_LETTERS else HIDDEN


def _all(text: str) -> str:
    return HIDDEN


KINDS: Mapping[str, Callable[[str], str]] = {
    "Phone": _phone,
    "E-mail": _email,
    "Last 4": _last_four,
    "All": _all,
}
"""What may be named in ``masking``."""
