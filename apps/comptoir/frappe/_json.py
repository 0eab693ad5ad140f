"""JSON texts, comparisons, and what the site is set to."""

from __future__ import annotations

import json
from typing import Any

import orjson
from comptoir.attrdict import AttrDict
from comptoir.context import current
from comptoir.documents import Document
from comptoir.documents.comparing import compare as _compare
from comptoir.errors import ValidationError
from comptoir.sites.settings import SYSTEM_SETTINGS

from frappe._document_verbs import get_cached_value
from frappe._messages import _


def as_json(
    obj: Any, indent: int | None = 1, separators: Any = None, ensure_ascii: bool = False, **_ignored: Any
) -> str:
    """JSON text of documents, dictionaries and dates, its keys sorted."""
    return json.dumps(
        obj, indent=indent, separators=separators, default=_plain, sort_keys=True, ensure_ascii=ensure_ascii
    )


def parse_json(val: Any) -> Any:
    """The value of a JSON text; anything else as it is."""
    if not isinstance(val, (str, bytes)):
        return AttrDict(val) if type(val) is dict else val
    try:
        parsed = orjson.loads(val)
    except orjson.JSONDecodeError as error:
        raise ValidationError(_("This is not valid JSON: {0}").format(error)) from error
    return AttrDict(parsed) if isinstance(parsed, dict) else parsed


def compare(val1: Any, condition: str, val2: Any, fieldtype: str | None = None) -> bool:
    """Whether ``val1 condition val2`` holds."""
    return _compare(val1, condition, val2)


def get_system_settings(key: str) -> Any:
    """A value of System Settings."""
    return get_cached_value(SYSTEM_SETTINGS, SYSTEM_SETTINGS, key)


def get_website_settings(key: str) -> Any:
    """A value of Website Settings."""
    return get_cached_value("Website Settings", "Website Settings", key)


def get_lang() -> str:
    """Language of the acting user."""
    return current().lang


def _plain(value: Any) -> Any:
    if isinstance(value, Document):
        return value.as_dict()
    return sorted(value, key=repr) if isinstance(value, (set, frozenset)) else str(value)
