"""``frappe.model.utils.user_settings``: what a user has set for the screens of a doctype, as JSON text."""

from __future__ import annotations

from typing import Any

import orjson
from comptoir.context import current
from comptoir.desk import user_settings as settings
from comptoir.errors import DataError
from comptoir.sentences import _

import frappe


@frappe.whitelist()
def get(doctype: str) -> str:
    """What the acting user has set for ``doctype``."""
    return orjson.dumps(settings.of(current(), doctype)).decode()


@frappe.whitelist(methods=["POST", "PUT"])
def save(doctype: str, user_settings: Any) -> str:
    """Set the parts named in ``user_settings``, an object or its JSON; the others stay, and null takes one away."""
    try:
        changes = orjson.loads(user_settings or "{}") if isinstance(user_settings, str) else user_settings
    except orjson.JSONDecodeError:
        changes = None
    if not isinstance(changes, dict):
        raise DataError(_("{fieldname} must be a JSON object.", fieldname="user_settings"))
    return orjson.dumps(settings.keep(current(), doctype, changes)).decode()
