"""Field types: one class per type, all registered here.

Where does a field type live? In the module of its family:

- ``text``: Data, Small Text, Text, Long Text, Read Only, Phone, Password
- ``markup``: Text Editor, HTML Editor, Markdown Editor, Code
- ``structured``: JSON, Geolocation, Barcode
- ``choice``: Select, Autocomplete, Check, Color, Icon
- ``numbers``: Int, Float, Currency, Percent, Rating
- ``dates``: Date, Datetime, Time, Duration
- ``links``: Link, Dynamic Link, Table, Table MultiSelect
- ``media``: Attach, Attach Image, Signature
- ``layout``: Section Break, Column Break, Tab Break, Fold, Heading, HTML, Button, Image

To add one: write a subclass of ``FieldType`` in the module of its family (or in a new module), put it into that
module's ``TYPES`` and, for a new module, add the module to ``FAMILIES`` below. The registry, the column, the
checks, REST, the reference page (``python -m comptoir.meta.docs``) and the Desk's form follow from it; the Desk
needs a control for the name given as ``widget``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from comptoir.meta.fieldtypes import choice, dates, layout, links, markup, media, numbers, structured, text
from comptoir.meta.fieldtypes.base import FieldType, Storage, StorageKind
from comptoir.meta.fieldtypes.registry import (
    DuplicateFieldTypeError,
    FieldTypeRegistry,
    UnknownFieldTypeError,
)
from comptoir.meta.locale import Locale, usual

if TYPE_CHECKING:
    from comptoir.meta.model import Field

__all__ = [
    "FAMILIES",
    "REGISTRY",
    "DuplicateFieldTypeError",
    "FieldType",
    "FieldTypeRegistry",
    "Storage",
    "StorageKind",
    "UnknownFieldTypeError",
    "format_value",
    "get",
]

FAMILIES = (text, markup, structured, choice, numbers, dates, links, media, layout)

REGISTRY = FieldTypeRegistry(fieldtype() for family in FAMILIES for fieldtype in family.TYPES)


def get(fieldtype: str) -> FieldType:
    """The field type called ``fieldtype``; raises ``UnknownFieldTypeError`` naming those that exist."""
    return REGISTRY.get(fieldtype)


def format_value(field: Field, value: Any, locale: Locale | str) -> str:
    """``value`` as people read it: in the formats of ``locale``, or the usual ones of a language."""
    return get(field.fieldtype).format(field, value, usual(locale) if isinstance(locale, str) else locale)
