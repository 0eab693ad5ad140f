"""What reading a value depends on besides its field, and what is said when a value is wrong.

``ValueSettings`` is built by the document layer from the site's settings; the defaults suit tests and tools.
A ``Fault`` is a finished sentence that still knows which error class reports it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import tzinfo
from enum import StrEnum
from typing import TYPE_CHECKING, Self

from comptoir.errors import FieldProblem, ValidationError

if TYPE_CHECKING:
    from comptoir.meta.model import Field


class Rounding(StrEnum):
    """How a half is rounded; the values are the options of System Settings."""

    BANKERS = "Banker's Rounding"
    """To the even neighbour: 0.125 -> 0.12, 0.135 -> 0.14. The default, as in Frappe 15."""
    COMMERCIAL = "Commercial Rounding"
    """Away from zero: 0.125 -> 0.13, -0.125 -> -0.13."""


def untranslated(text: str) -> str:
    """The text itself: what ``ValueSettings.translate`` does without a catalogue."""
    return text


def _(text: str) -> str:
    """Marks a sentence for the catalogues; ``fault`` translates it when it is said."""
    return text


@dataclass(frozen=True, slots=True)
class ValueSettings:
    """The settings of a site that reading and checking values needs."""

    rounding: Rounding = Rounding.BANKERS
    currency_precision: int | None = None
    """Digits kept of a Currency whose field names no precision; None keeps the nine of the column."""
    time_zone: tzinfo | None = None
    """The site's zone: a time with an offset is converted to it, and refused without it."""
    phone_region: str | None = None
    """Two-letter country for phone numbers written without the international prefix."""
    translate: Callable[[str], str] = untranslated


DEFAULT_SETTINGS = ValueSettings()


class Fault(str):
    """One complaint about a value: a sentence, and the error class that reports it."""

    __slots__ = ("error", "fieldname")

    error: type[ValidationError]
    fieldname: str

    def __new__(cls, sentence: str, error: type[ValidationError], fieldname: str) -> Self:
        fault = super().__new__(cls, sentence)
        fault.error = error
        fault.fieldname = fieldname
        return fault

    def as_error(self) -> ValidationError:
        """The exception to raise for this fault; it points at its field."""
        return self.error(str(self), fields=[FieldProblem(self.fieldname, str(self))])


def fault(
    error: type[ValidationError], template: str, field: Field, settings: ValueSettings, **values: object
) -> Fault:
    """A fault whose sentence is ``template`` in the user's language; ``{label}`` is the field's."""
    label = settings.translate(field.title)
    return Fault(settings.translate(template).format(label=label, **values), error, field.fieldname)


def excerpt(value: object, limit: int = 60) -> str:
    """``value`` as an error message quotes it: short, on one line."""
    text = " ".join(str(value).split())
    return text if len(text) <= limit else text[: limit - 1] + "…"
