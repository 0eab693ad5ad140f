"""Rules a declaration may put on a value: ``mask``, ``pattern``, ``normalise``, ``minimum``, ``maximum``.

They work on text fields (mask, pattern, normalise) and on numbers (minimum, maximum). Normalising happens when a
value is read, so what is stored, compared and searched is always the normal form; the others are checks.
"""

from __future__ import annotations

import importlib
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from types import ModuleType
from typing import TYPE_CHECKING

from comptoir.errors import PatternError, RangeError
from comptoir.meta import pattern as regular
from comptoir.meta.values import Fault, ValueSettings, fault
from comptoir.sentences import Label, _

if TYPE_CHECKING:
    import phonenumbers

    from comptoir.meta.model import Field

LONGEST_MASK = 140
_MASK_CLASSES: Mapping[str, str] = {
    "9": "[0-9]",
    "A": r"[A-Za-zÀ-ÖØ-öø-ÿЀ-ӿ]",
    "*": r"[0-9A-Za-zÀ-ÖØ-öø-ÿЀ-ӿ]",
}
_SPACES = re.compile(r"\s+")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_LETTERS = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


class MaskSyntaxError(ValueError):
    """The mask cannot be read."""


def _collapse(text: str, settings: ValueSettings) -> str:
    return _SPACES.sub(" ", text).strip()


def _title(text: str, settings: ValueSettings) -> str:
    return _LETTERS.sub(
        lambda match: _letters(match[0][:1], str.upper) + _letters(match[0][1:], str.lower), text
    )


def _letters(text: str, change: Callable[[str], str]) -> str:
    """``text`` letter by letter; a letter that would become two stays as it is, so that doing it twice is safe."""
    return "".join(changed if len(changed := change(char)) == 1 else char for char in text)


def _digits(text: str, settings: ValueSettings) -> str:
    return "".join(str(unicodedata.digit(char)) for char in text if char.isdigit())


def _email(text: str, settings: ValueSettings) -> str:
    local, at, host = text.strip().rpartition("@")
    return f"{local}{at}{host.lower()}" if at else host.lower()


def _tax_id(text: str, settings: ValueSettings) -> str:
    return "".join(char for char in text if char.isalnum()).upper()


def _phone(text: str, settings: ValueSettings) -> str:
    number = read_phone(text, settings.phone_region)
    if number is None:
        return _collapse(text, settings)
    library = _phone_library()
    return str(library.format_number(number, library.PhoneNumberFormat.E164)) + (
        f" ext. {number.extension}" if number.extension else ""
    )


def _url(text: str, settings: ValueSettings) -> str:
    text = text.strip()
    if not text or text.startswith("/"):
        return text
    if not _SCHEME.match(text) or re.match(r"[^/:]+\.[^/:]+:[0-9]+(?:/|$)", text):
        text = "https://" + text
    scheme, separator, rest = text.partition("://")
    host, slash, path = rest.partition("/")
    return f"{scheme.lower()}{separator}{host.lower()}{slash}{path}" if separator else text


NORMALISERS: Mapping[str, Callable[[str, ValueSettings], str]] = {
    "trim": lambda text, settings: text.strip(),
    "collapse": _collapse,
    "upper": lambda text, settings: text.upper(),
    "lower": lambda text, settings: text.lower(),
    "title": _title,
    "digits": _digits,
    "phone": _phone,
    "email": _email,
    "tax_id": _tax_id,
    "iban": _tax_id,
    "url": _url,
}
"""What may be named in ``normalise``, in the order the reference lists them."""


def read_phone(text: str, region: str | None) -> phonenumbers.PhoneNumber | None:
    """The number ``text`` writes, or None where it is no possible number."""
    library = _phone_library()
    try:
        number = library.parse(text, region)
    except library.NumberParseException:
        return None
    return number if library.is_possible_number(number) else None


def _phone_library() -> ModuleType:
    # Large, and needed only where somebody writes a phone number: a process starts without it.
    return importlib.import_module("phonenumbers")


def normalise(field: Field, text: str, settings: ValueSettings) -> str:
    """``text`` after the field's normalisers, applied in the order they are named."""
    for name in (field.normalise or "").split():
        normaliser = NORMALISERS.get(name)
        if normaliser is not None:
            text = normaliser(text, settings)
    return text


@lru_cache(maxsize=1024)
def mask_pattern(mask: str) -> re.Pattern[str]:
    """The mask as a regular expression; raises ``MaskSyntaxError`` for an unreadable one.

    ``9`` is a digit, ``A`` a letter, ``*`` either, ``[ ]`` an optional part, a backslash makes the next
    character literal, anything else stands for itself.
    """
    if len(mask) > LONGEST_MASK:
        raise MaskSyntaxError(_("a mask has at most {most} characters", most=LONGEST_MASK))
    parts: list[str] = []
    inside = False
    chars = iter(mask)
    for char in chars:
        if char == "\\":
            literal = next(chars, None)
            if literal is None:
                raise MaskSyntaxError(_("the mask ends with a backslash"))
            parts.append(re.escape(literal))
        elif char == "[":
            if inside:
                raise MaskSyntaxError(_("optional parts cannot lie inside each other"))
            inside = True
            parts.append("(?:")
        elif char == "]":
            if not inside:
                raise MaskSyntaxError(_('"]" closes an optional part that was never opened'))
            inside = False
            parts.append(")?")
        else:
            parts.append(_MASK_CLASSES.get(char) or re.escape(char))
    if inside:
        raise MaskSyntaxError(_('the optional part opened by "[" is not closed'))
    return re.compile("".join(parts))


def check_text(field: Field, value: str, settings: ValueSettings) -> list[Fault]:
    """The complaint of ``mask`` or ``pattern`` about a filled ``value``; of both, the one that people understand best."""
    misfit = bool(field.mask) and not mask_pattern(field.mask or "").fullmatch(value)
    mismatch = bool(field.pattern) and not regular.compile(field.pattern or "").matches(value)
    if mismatch and field.pattern_message:
        return [fault(PatternError, Label(field.pattern_message), field)]
    if misfit:
        template = _("{label} must have the form {mask} (9 stands for a digit, A for a letter).")
        return [fault(PatternError, template, field, mask=field.mask)]
    if mismatch:
        template = _("{label} does not have the form that is asked for ({pattern}).")
        return [fault(PatternError, template, field, pattern=field.pattern)]
    return []


def check_range(field: Field, value: float) -> list[Fault]:
    """The complaints of ``minimum`` and ``maximum`` about a number."""
    if field.minimum is not None and value < field.minimum:
        template = _("{label} must be at least {minimum}.")
        return [fault(RangeError, template, field, minimum=f"{field.minimum:g}")]
    if field.maximum is not None and value > field.maximum:
        template = _("{label} must be at most {maximum}.")
        return [fault(RangeError, template, field, maximum=f"{field.maximum:g}")]
    return []


def check_text_declaration(field: Field) -> list[str]:
    """What is wrong with the mask, pattern and normalisers of a declaration."""
    problems: list[str] = []
    if field.mask:
        try:
            mask_pattern(field.mask)
        except MaskSyntaxError as error:
            problems.append(
                _("The mask {mask!r} cannot be used: {reason}.", mask=field.mask, reason=error.args[0])
            )
    if field.pattern:
        try:
            regular.check(field.pattern)
        except regular.PatternSyntaxError as error:
            problems.append(
                _(
                    "The pattern {pattern!r} cannot be used: {reason}.",
                    pattern=field.pattern,
                    reason=error.args[0],
                )
            )
    unknown = [name for name in (field.normalise or "").split() if name not in NORMALISERS]
    problems += [
        _('There is no normaliser "{name}"; there are {known}.', name=name, known=tuple(NORMALISERS))
        for name in unknown
    ]
    return problems


def check_range_declaration(field: Field) -> Sequence[str]:
    """What is wrong with the minimum and maximum of a declaration."""
    if field.minimum is not None and field.maximum is not None and field.minimum > field.maximum:
        values = {"minimum": f"{field.minimum:g}", "maximum": f"{field.maximum:g}"}
        return [_("The minimum {minimum} is greater than the maximum {maximum}.", **values)]
    return []
