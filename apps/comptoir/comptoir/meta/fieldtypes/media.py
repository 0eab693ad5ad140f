"""Files: Attach, Attach Image, Signature. The value is the address of the file, or a small drawing itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from comptoir.errors import DataError
from comptoir.meta.fieldtypes.base import Storage, StorageKind
from comptoir.meta.fieldtypes.text import LongText, Text
from comptoir.meta.values import DEFAULT_SETTINGS, Fault, ValueSettings, excerpt, fault
from comptoir.sentences import _

if TYPE_CHECKING:
    from comptoir.meta.model import Field

_ADDRESS = re.compile(r"(?:/(?!/)|https?://)[^\s<>\"\\]*", re.IGNORECASE)
_DRAWING = re.compile(r"data:image/(?:png|jpeg|webp);base64,[A-Za-z0-9+/=\s]+")


class Attach(Text):
    """The address of a file."""

    name = "Attach"
    storage = Storage(StorageKind.TEXT)
    widget = "attach"
    purpose = "One file."

    def parse(self, field: Field, value: Any, settings: ValueSettings = DEFAULT_SETTINGS) -> str | None:
        text = super().parse(field, value, settings)
        return text.strip() if text else None

    def check(self, field: Field, value: Any, settings: ValueSettings = DEFAULT_SETTINGS) -> Sequence[Fault]:
        faults = super().check(field, value, settings)
        if faults or not value or _ADDRESS.fullmatch(value):
            return faults
        template = _('{label}: "{value}" is not the address of a file. Upload the file first.')
        return [fault(DataError, template, field, value=excerpt(value))]


class AttachImage(Attach):
    """The address of a picture."""

    name = "Attach Image"
    widget = "attach_image"
    purpose = "One picture, shown on the form."


class Signature(LongText):
    """A signature drawn by hand."""

    name = "Signature"
    widget = "signature"
    purpose = "A signature drawn by hand, kept as a picture."

    def check(self, field: Field, value: Any, settings: ValueSettings = DEFAULT_SETTINGS) -> Sequence[Fault]:
        if not value or _DRAWING.fullmatch(value) or _ADDRESS.fullmatch(value):
            return ()
        return [fault(DataError, _("{label} must be a drawing or the address of a picture."), field)]


TYPES = (Attach, AttachImage, Signature)
