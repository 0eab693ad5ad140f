"""JSON with places for the values of a document: what is filled in stays inside the text it stands in."""

from __future__ import annotations

from collections.abc import Mapping
from html import unescape
from typing import Any

import orjson
from frappe._render import HELPERS

from comptoir.context import Context
from comptoir.errors import ValidationError
from comptoir.sentences import _
from comptoir.templates import render


def check_body(fieldname: str, body: str | None) -> None:
    """Raise ``ValidationError`` for a body that is no JSON."""
    try:
        orjson.loads(body or "{}")
    except orjson.JSONDecodeError as error:
        raise ValidationError.at(fieldname, _("The body is no JSON: {reason}.", reason=str(error))) from error


def filled(ctx: Context, body: str, values: Mapping[str, Any]) -> str:
    """``body``, each of its texts rendered with ``values``."""
    return orjson.dumps(_filled(ctx, orjson.loads(body), values)).decode()


def _filled(ctx: Context, value: Any, values: Mapping[str, Any]) -> Any:
    if isinstance(value, dict):
        return {key: _filled(ctx, entry, values) for key, entry in value.items()}
    if isinstance(value, list):
        return [_filled(ctx, entry, values) for entry in value]
    return unescape(render(ctx, value, values, HELPERS)) if isinstance(value, str) else value
