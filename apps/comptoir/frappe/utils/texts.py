"""Texts."""

from __future__ import annotations

import html
import re
import secrets
import string
from collections.abc import Sequence
from typing import Any

from comptoir.context import current
from comptoir.errors import InvalidEmailAddressError, InvalidPhoneNumberError
from comptoir.meta.fieldtypes.text import is_email, is_phone
from comptoir.sentences import _

_TAG = re.compile(r"<[^>]*>")


def cstr(value: Any) -> str:
    """Text; empty for None."""
    return "" if value is None else str(value)


def strip_html(text: str) -> str:
    """``text`` without tags."""
    return _TAG.sub("", text)


def escape_html(text: str) -> str:
    """``text`` safe inside HTML."""
    return html.escape(text)


def comma_and(items: Sequence[Any], add_quotes: bool = True) -> str:
    """A sentence's list."""
    words = [f"'{item}'" if add_quotes else str(item) for item in items]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}" if words else ""


def random_string(length: int) -> str:
    """Random letters and digits."""
    return "".join(secrets.choice(string.ascii_letters + string.digits) for _ in range(length))


def validate_email_address(address: str, throw: bool = False) -> str:
    """``address`` if it is an e-mail address, else an empty text or an error."""
    if is_email((address or "").strip()):
        return address.strip()
    if throw:
        raise InvalidEmailAddressError(_("{address} is not an e-mail address.", address=address))
    return ""


def validate_phone_number(number: str, throw: bool = False) -> bool:
    """Whether ``number`` is a phone number."""
    good = is_phone(number or "", None)
    if throw and not good:
        raise InvalidPhoneNumberError(_("{number} is not a phone number.", number=number))
    return good


def get_url(path: str = "", **_ignored: Any) -> str:
    """Address of the site."""
    return f"http://{current().site.name}/{path.lstrip('/')}".rstrip("/")
