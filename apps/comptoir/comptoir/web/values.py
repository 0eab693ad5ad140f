"""The values of a document in a request, reduced to what its declaration knows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from comptoir.context import Context
from comptoir.errors import DataError
from comptoir.meta.model import DocType
from comptoir.sentences import _
from comptoir.web.requests import Call, json_value

SENT_STANDARD = frozenset({"docstatus", "modified", "amended_from"})
SENT_ROW = frozenset({"name", "idx"})


def document_body(call: Call) -> dict[str, Any]:
    """The values sent: a JSON object, form fields, or a form field ``data`` with a JSON object."""
    data = call.body.get("data")
    if data is not None and len(call.body) == 1:
        value = json_value("data", data)
        if not isinstance(value, dict):
            raise DataError(_("data must be a JSON object of field names and values."))
        return value
    return call.body


def sent_values(ctx: Context, meta: DocType, body: Mapping[str, Any]) -> dict[str, Any]:
    """What ``body`` says about fields of ``meta``; keys that are no fields are left out."""
    values: dict[str, Any] = {key: body[key] for key in SENT_STANDARD if key in body}
    if isinstance(body.get("name"), str) or isinstance(body.get("__newname"), str):
        values["name"] = body.get("__newname") or body.get("name")
    for field in meta.fields:
        if field.fieldname not in body or field.is_layout:
            continue
        value = body[field.fieldname]
        values[field.fieldname] = (
            _rows(ctx, field.fieldname, field.options or "", value) if field.is_table else value
        )
    return values


def _rows(ctx: Context, fieldname: str, doctype: str, value: Any) -> list[dict[str, Any]]:
    value = json_value(fieldname, value)
    if value in (None, ""):
        return []
    if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
        raise DataError(
            _(
                "{fieldname} must be a list of rows, each an object of field names and values.",
                fieldname=fieldname,
            )
        )
    meta = ctx.site.registry.get(doctype)
    rows = []
    for row in value:
        kept = {key: row[key] for key in SENT_ROW if key in row}
        kept |= {f.fieldname: row[f.fieldname] for f in meta.fields if f.fieldname in row and f.has_column}
        rows.append(kept)
    return rows
