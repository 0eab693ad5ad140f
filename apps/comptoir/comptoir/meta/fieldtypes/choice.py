"""Values picked rather than written: Select, Autocomplete, Check, Color, Icon."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from comptoir.errors import DataError, ValidationError
from comptoir.meta.fieldtypes.base import FieldType, Storage, StorageKind
from comptoir.meta.fieldtypes.text import ShortText
from comptoir.meta.locale import Locale
from comptoir.meta.values import DEFAULT_SETTINGS, Fault, ValueSettings, excerpt, fault
from comptoir.sentences import Label, _, _n

if TYPE_CHECKING:
    from comptoir.meta.model import Field

_TRUE = {"1", "true"}
_FALSE = {"", "0", "false"}
_COLOR = re.compile(r"#(?:[0-9A-Fa-f]{3}|[0-9A-Fa-f]{6}|[0-9A-Fa-f]{8})")
_ICON = re.compile(r"[^<>\"'\\]+")

SERIES_FIELD = "naming_series"
"""Old documents keep a series that is no longer offered, so its value is not held against the options."""


class Select(ShortText):
    """One of the values that ``options`` lists."""

    name = "Select"
    widget = "select"
    purpose = "One value out of a fixed list."
    options_meaning = "the values, one per line; an empty line permits no value"

    def check(self, field: Field, value: Any, settings: ValueSettings = DEFAULT_SETTINGS) -> Sequence[Fault]:
        faults = super().check(field, value, settings)
        if (
            faults
            or not value
            or not field.choices
            or field.fieldname == SERIES_FIELD
            or value in field.choices
        ):
            return faults
        choices = tuple(_('"{text}"', text=Label(choice)) for choice in field.choices if choice)
        template = _('{label} cannot be "{value}". It must be one of {choices}.')
        return [fault(ValidationError, template, field, value=excerpt(value), choices=choices)]

    def check_declaration(self, field: Field) -> Sequence[str]:
        problems = list(super().check_declaration(field))
        filled = [choice for choice in field.choices if choice]
        if len(set(filled)) != len(filled):
            problems.append(_("The options name a value twice."))
        most = field.length or (self.storage.length if self.storage else None) or 0
        problems += [
            _n(
                'The option "{choice}" is longer than {count} character.',
                'The option "{choice}" is longer than {count} characters.',
                choice=excerpt(c),
                count=most,
            )
            for c in filled
            if len(c) > most
        ]
        return problems


class Autocomplete(ShortText):
    """Text with proposals, which need not be taken."""

    name = "Autocomplete"
    widget = "autocomplete"
    purpose = "A line of text with proposals."
    options_meaning = "the proposals, one per line"


class Check(FieldType):
    """Yes or no, as 1 or 0."""

    name = "Check"
    storage = Storage(StorageKind.TINYINT, default=0)
    widget = "check"
    purpose = "Yes or no, stored as 1 or 0."
    empty = 0

    def parse(self, field: Field, value: Any, settings: ValueSettings = DEFAULT_SETTINGS) -> int:
        if value is None or value is False or value is True:
            return int(bool(value))
        text = str(value).strip().lower() if isinstance(value, str | int | float) else "?"
        if text in _TRUE or value == 1:
            return 1
        if text in _FALSE or value == 0:
            return 0
        template = _('{label} must be 1 (yes) or 0 (no), but "{value}" is neither.')
        raise fault(DataError, template, field, value=excerpt(value)).as_error()

    def format(self, field: Field, value: Any, locale: Locale) -> str:
        return locale.yes if value else locale.no


class Color(ShortText):
    """A colour as #RRGGBB."""

    name = "Color"
    widget = "color"
    purpose = "A colour, written #RRGGBB."

    def check(self, field: Field, value: Any, settings: ValueSettings = DEFAULT_SETTINGS) -> Sequence[Fault]:
        faults = super().check(field, value, settings)
        if faults or not value or _COLOR.fullmatch(value):
            return faults
        template = _('{label}: "{value}" is not a colour. Write it as #RRGGBB, such as #2490EF.')
        return [fault(DataError, template, field, value=excerpt(value))]


class Icon(ShortText):
    """The name of an icon, or an emoji."""

    name = "Icon"
    widget = "icon"
    purpose = "The name of an icon."

    def check(self, field: Field, value: Any, settings: ValueSettings = DEFAULT_SETTINGS) -> Sequence[Fault]:
        faults = super().check(field, value, settings)
        if faults or not value or _ICON.fullmatch(value):
            return faults
        template = _('{label}: "{value}" is not the name of an icon.')
        return [fault(DataError, template, field, value=excerpt(value))]


TYPES = (Select, Autocomplete, Check, Color, Icon)
