"""Fields that hold JSON, as the screens of dashboards and workspaces read them."""

from __future__ import annotations

from typing import Any

import orjson

from comptoir.documents import Document
from comptoir.errors import ValidationError
from comptoir.sentences import Label, _


def json_of(doc: Document, fieldname: str, kind: type) -> Any:
    """What stands in a field; nothing is an empty one. Raises ``ValidationError`` where it is not of ``kind``."""
    return read_json(doc, fieldname, doc.get(fieldname), kind)


def read_json(doc: Document, fieldname: str, text: Any, kind: type) -> Any:
    """``text`` as ``kind``, filters of an object as a list of conditions; ``fieldname`` is named where it is none."""
    try:
        found = orjson.loads(text) if text else kind()
    except orjson.JSONDecodeError:
        found = None
    if isinstance(found, dict) and kind is list:
        found = [[name, "=", value] for name, value in found.items()]
    if not isinstance(found, kind):
        label = Label(doc.meta.by_name[fieldname].title)
        raise ValidationError.at(fieldname, _("{label} is no JSON of the kind that is needed.", label=label))
    return found
