"""What reading a value depends on besides its field, and what is said when a value is wrong.

``ValueSettings`` is built by the document layer from the site's settings; the defaults suit tests and tools.
A ``Fault`` is a sentence that knows which error class reports it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import tzinfo
from enum import StrEnum
from typing import TYPE_CHECKING, Self

from comptoir.errors import FieldProblem, ValidationError
from comptoir.sentences import Label, Sentence

if TYPE_CHECKING:
    from comptoir.meta.model import Field


class Rounding(StrEnum):
    """How a half is rounded; the values are the options of System Settings."""

    BANKERS = "Banker's Rounding"
    """To the even neighbour: 0.125 -> 0.12, 0.135 -> 0.14. The default, as in Frappe 15."""
    COMMERCIAL = "Commercial Rounding"
    """Away from zero: 0.125 -> 0.13, -0.125 -> -0.13."""


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


DEFAULT_SETTINGS = ValueSettings()


class Fault(Sentence):
    """One complaint about a value: a sentence, and the error class that reports it."""

    __slots__ = ("error", "fieldname")

    error: type[ValidationError]
    fieldname: str

    @classmethod
    def of(cls, sentence: Sentence, error: type[ValidationError], fieldname: str) -> Self:
        """``sentence`` as the complaint about a field that ``error`` reports."""
        fault = cls(sentence.template, sentence.plural, sentence.values)
        fault.error = error
        fault.fieldname = fieldname
        return fault

    def as_error(self) -> ValidationError:
        """The exception to raise for this fault; it points at its field."""
        return self.error(self, fields=[FieldProblem(self.fieldname, self)])


def fault(error: type[ValidationError], template: Sentence, field: Field, **values: object) -> Fault:
    """A fault whose sentence is ``template``; ``{label}`` is the field's. A ``Label`` is said as it stands."""
    sentence = (
        template if isinstance(template, Label) else template.filled(label=Label(field.title), **values)
    )
    return Fault.of(sentence, error, field.fieldname)


def excerpt(value: object, limit: int = 60) -> str:
    """``value`` as an error message quotes it: short, on one line."""
    text = " ".join(str(value).split())
    return text if len(text) <= limit else text[: limit - 1] + "…"
