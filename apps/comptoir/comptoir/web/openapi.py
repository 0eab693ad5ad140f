"""``/api/openapi.json``: the REST interface of a site as OpenAPI 3.1, for the acting user, from metadata."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from comptoir.access import policy
from comptoir.access.auth import Principal
from comptoir.context import Context
from comptoir.errors import MethodNotAllowedError
from comptoir.meta.model import DocType, Field
from comptoir.web.envelope import Answer
from comptoir.web.requests import Call

TYPES: dict[str, dict[str, Any]] = {
    "Check": {"type": "integer", "enum": [0, 1]},
    "Int": {"type": "integer"},
    "Duration": {"type": "integer"},
    "Float": {"type": "number"},
    "Currency": {"type": "number"},
    "Percent": {"type": "number"},
    "Rating": {"type": "number"},
    "Date": {"type": "string", "examples": ["2026-01-31"]},
    "Datetime": {"type": "string", "examples": ["2026-01-31 09:30:00"]},
    "Time": {"type": "string", "examples": ["9:30:00"]},
}
LIST_PARAMETERS = ("fields", "filters", "or_filters", "order_by", "group_by", "limit", "limit_start", "limit_page_length")
COUNTS = frozenset({"limit", "limit_start", "limit_page_length"})


def at(ctx: Context, call: Call, principal: Principal) -> Answer:
    """The description."""
    if call.method not in ("GET", "HEAD"):
        raise MethodNotAllowedError()
    return Answer(describe(ctx), None)


def describe(ctx: Context) -> dict[str, Any]:
    """Every document type the actor may read, with what they may do to it."""
    paths: dict[str, Any] = {}
    schemas: dict[str, Any] = {"Error": ERROR}
    for meta in ctx.site.registry.all().values():
        if meta.istable or meta.is_virtual or not policy.decide(ctx, "read", meta).allow:
            continue
        schemas[_key(meta.name)] = _schema(ctx, meta, schemas)
        paths |= _paths(ctx, meta)
    return {
        "openapi": "3.1.0",
        "info": {"title": ctx.site.name, "version": "1"},
        "paths": paths,
        "components": {"schemas": schemas, "securitySchemes": SECURITY_SCHEMES},
        "security": [{"token": []}, {"session": []}],
    }


ERROR = {
    "type": "object",
    "properties": {"exc_type": {"type": "string"}, "exception": {"type": "string"}},
    "required": ["exc_type"],
}
SECURITY_SCHEMES = {
    "token": {"type": "apiKey", "in": "header", "name": "Authorization", "description": "token key:secret"},
    "session": {"type": "apiKey", "in": "cookie", "name": "sid"},
}


def _paths(ctx: Context, meta: DocType) -> dict[str, Any]:
    rights = policy.rights_of(ctx, meta)
    base = f"/api/resource/{quote(meta.name)}"
    one: dict[str, Any] = {"get": _operation(meta, "read", "get", {"200": _document(meta)})}
    if rights["write"]:
        one["put"] = _operation(meta, "change", "update", {"200": _document(meta)}, body=True)
    if rights["delete"] and not meta.issingle:
        one["delete"] = _operation(meta, "delete", "delete", {"202": _answer({"type": "string"})})
    name = {"name": "name", "in": "path", "required": True, "schema": {"type": "string", "minLength": 1}}
    found = {f"{base}/{{name}}": {"parameters": [name], **one}}
    if meta.issingle:
        return found
    rows = {"type": "array", "items": {"type": "object"}}
    whole = {"get": _operation(meta, "list", "list", {"200": _answer(rows)}) | {"parameters": _list_parameters()}}
    if rights["create"]:
        whole["post"] = _operation(meta, "create", "create", {"200": _document(meta)}, body=True)
    return {base: whole} | found


def _operation(
    meta: DocType, verb: str, key: str, answers: dict[str, Any], *, body: bool = False
) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": f"{key}_{_key(meta.name)}",
        "summary": f"{verb.capitalize()} {meta.name}",
        "tags": [meta.module],
        "responses": answers | {"4XX": ANY_ERROR},
    }
    if body:
        content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{_key(meta.name)}"}}}
        operation["requestBody"] = {"required": True, "content": content}
    return operation


ANY_ERROR = {
    "description": "The request was refused.",
    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}},
}


def _document(meta: DocType) -> dict[str, Any]:
    return _answer({"$ref": f"#/components/schemas/{_key(meta.name)}"})


def _answer(data: dict[str, Any]) -> dict[str, Any]:
    schema = {"type": "object", "properties": {"data": data}, "required": ["data"]}
    return {"description": "Done.", "content": {"application/json": {"schema": schema}}}


def _list_parameters() -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "in": "query",
            "schema": {"type": "integer", "minimum": 0} if name in COUNTS else {"type": "string"},
        }
        for name in LIST_PARAMETERS
    ]


def _schema(ctx: Context, meta: DocType, schemas: dict[str, Any]) -> dict[str, Any]:
    readable = policy.readable_columns(ctx, meta)
    properties: dict[str, Any] = {"name": {"type": "string"}, "docstatus": {"type": "integer", "enum": [0, 1, 2]}}
    for field in meta.fields:
        if field.is_layout or field.is_virtual or (field.has_column and field.fieldname not in readable):
            continue
        properties[field.fieldname] = _property(ctx, field, schemas)
    return {"type": "object", "title": meta.name, "properties": properties}


def _property(ctx: Context, field: Field, schemas: dict[str, Any]) -> dict[str, Any]:
    if field.is_table:
        child = ctx.site.registry.get(field.options or "")
        if _key(child.name) not in schemas:
            schemas[_key(child.name)] = {}
            schemas[_key(child.name)] = _schema(ctx, child, schemas)
        found: dict[str, Any] = {"type": "array", "items": {"$ref": f"#/components/schemas/{_key(child.name)}"}}
    else:
        found = dict(TYPES.get(field.fieldtype, {"type": "string"}))
    if field.label:
        found["title"] = field.label
    if field.description:
        found["description"] = field.description
    return found


def _key(name: str) -> str:
    return "".join(char if char.isalnum() and char.isascii() else "_" for char in name)
