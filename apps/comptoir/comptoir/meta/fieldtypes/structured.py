"""Text with a structure of its own: JSON, Geolocation, Barcode."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Never

from comptoir.errors import DataError
from comptoir.meta.fieldtypes.base import FieldType, Storage, StorageKind
from comptoir.meta.fieldtypes.text import is_barcode
from comptoir.meta.values import DEFAULT_SETTINGS, Fault, ValueSettings, excerpt, fault
from comptoir.sentences import _

if TYPE_CHECKING:
    from comptoir.meta.model import Field

_BARCODE_VALUE = re.compile(r"""<svg\b[^>]*\bdata-barcode-value=(?:"([^"<>]*)"|'([^'<>]*)')""", re.IGNORECASE)
_GEOMETRIES = {
    "FeatureCollection": "features", "Feature": "geometry", "GeometryCollection": "geometries",
    "Point": "coordinates", "MultiPoint": "coordinates", "LineString": "coordinates",
    "MultiLineString": "coordinates", "Polygon": "coordinates", "MultiPolygon": "coordinates",
}  # fmt: skip


def _no_constant(name: str) -> Never:
    raise ValueError(f"{name} is no JSON")


class JSON(FieldType):
    """A JSON document, kept as the text that was given."""

    name = "JSON"
    storage = Storage(StorageKind.LONGTEXT)
    widget = "json"
    purpose = "A JSON document; app code sees its text."

    def parse(self, field: Field, value: Any, settings: ValueSettings = DEFAULT_SETTINGS) -> str | None:
        if value is None or (isinstance(value, str) and not value.strip()):
            return None
        try:
            if isinstance(value, str):
                json.loads(value, parse_constant=_no_constant)
                return value
            return json.dumps(value, ensure_ascii=False, allow_nan=False)
        except (ValueError, TypeError, RecursionError) as error:
            template = _("{label} must be valid JSON: {reason}.")
            reason = excerpt(error, 120)
            raise fault(DataError, template, field, reason=reason).as_error() from error


class Geolocation(JSON):
    """Places and shapes on a map, as GeoJSON."""

    name = "Geolocation"
    widget = "geolocation"
    purpose = "Places and shapes on a map, as GeoJSON."

    def check(self, field: Field, value: Any, settings: ValueSettings = DEFAULT_SETTINGS) -> Sequence[Fault]:
        if not value:
            return ()
        shape = json.loads(value)
        member = _GEOMETRIES.get(str(shape.get("type"))) if isinstance(shape, dict) else None
        if member is not None and member in shape:
            return ()
        template = _("{label} must be GeoJSON, such as a FeatureCollection with its features.")
        return [fault(DataError, template, field)]


class Barcode(FieldType):
    """The text of a barcode. A drawing of one, as Frappe's Desk sends, is reduced to its text."""

    name = "Barcode"
    storage = Storage(StorageKind.LONGTEXT)
    widget = "barcode"
    purpose = (
        "The text of a barcode or QR code, typed or scanned by the camera; it is drawn where it is shown."
    )
    options_meaning = "nothing, `QR` to be drawn as a QR code, or the kind of barcode as JSON"

    def parse(self, field: Field, value: Any, settings: ValueSettings = DEFAULT_SETTINGS) -> str | None:
        text = "" if value is None else str(value).strip()
        drawing = _BARCODE_VALUE.search(text)
        if drawing:
            text = (drawing[1] or drawing[2] or "").strip()
        return text or None

    def check(self, field: Field, value: Any, settings: ValueSettings = DEFAULT_SETTINGS) -> Sequence[Fault]:
        if not value or (is_barcode(value) and "<" not in value):
            return ()
        template = _('{label}: "{value}" cannot be printed as a barcode. Use digits and unaccented letters.')
        return [fault(DataError, template, field, value=excerpt(value))]


TYPES = (JSON, Geolocation, Barcode)
