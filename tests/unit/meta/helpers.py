"""What the tests of field types share."""

from __future__ import annotations

from collections.abc import Mapping
from gettext import NullTranslations
from typing import Any

from comptoir.errors import ValidationError
from comptoir.meta import fieldtypes
from comptoir.meta.model import Field
from comptoir.meta.values import DEFAULT_SETTINGS, Fault, ValueSettings


def field(fieldtype: str, **properties: Any) -> Field:
    """A field called ``value``, labelled Value."""
    return Field("value", fieldtype, "Value", **properties)


def parse(fieldtype: str, value: Any, settings: ValueSettings = DEFAULT_SETTINGS, **properties: Any) -> Any:
    """``value`` as the type reads it."""
    return fieldtypes.get(fieldtype).parse(field(fieldtype, **properties), value, settings)


def check(
    fieldtype: str, value: Any, settings: ValueSettings = DEFAULT_SETTINGS, **properties: Any
) -> list[Fault]:
    """What the type says about an already parsed ``value``."""
    return list(fieldtypes.get(fieldtype).check(field(fieldtype, **properties), value, settings))


def errors(fieldtype: str, value: Any, **properties: Any) -> list[str]:
    """The names of the error classes of ``check``."""
    return [fault.error.__name__ for fault in check(fieldtype, value, **properties)]


def places(fieldtype: str, value: Any, settings: ValueSettings = DEFAULT_SETTINGS) -> list[str]:
    """The fields a refusal of ``value`` points at; none where it is read."""
    try:
        parse(fieldtype, value, settings)
    except ValidationError as error:
        return [problem.fieldname for problem in error.fields] or ["nowhere"]
    return []


class Spoken(NullTranslations):
    """A language that knows ``texts`` alone."""

    def __init__(self, texts: Mapping[str, str]):
        super().__init__()
        self._texts = texts

    def gettext(self, message: str) -> str:
        return self._texts.get(message, message)
