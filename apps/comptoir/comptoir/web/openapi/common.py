"""The parts of the description that are the same on every site and for every user."""

from __future__ import annotations

from typing import Any

from comptoir.web.listing import DEFAULT_PAGE

Json = dict[str, Any]

SIGNING_IN = "Signing in"
FILES = "Files"
SEVERAL = "Several doctypes"
DESCRIPTION = """What you may do on this site, as far as REST goes: clients written for Frappe work as they are.

Sign in with an API key (`Authorization: token KEY:SECRET`), or with a session, which sends `X-Frappe-CSRF-Token` with
everything but reads."""


def ref(kind: str, name: str) -> Json:
    """A reference to a component."""
    return {"$ref": f"#/components/{kind}/{name}"}


def json_content(schema: Json, example: Any = None) -> Json:
    """A JSON body."""
    found: Json = {"schema": schema} | ({"example": example} if example is not None else {})
    return {"application/json": found}


def body(schema: Json, example: Any = None) -> Json:
    """A JSON body that a request must have."""
    return {"required": True, "content": json_content(schema, example)}


def data(schema: Json, *, tagged: bool = False, beside: Json | None = None) -> Json:
    """A successful answer: ``{"data": ...}``."""
    properties = {"data": schema} | (beside or {})
    found: Json = {
        "description": "Done.",
        "content": json_content({"type": "object", "properties": properties, "required": ["data"]}),
    }
    return found | ({"headers": {"ETag": ref("headers", "ETag")}} if tagged else {})


def _query(name: str, description: str, schema: Json, example: Any = None) -> Json:
    found: Json = {"name": name, "in": "query", "description": description, "schema": schema}
    return found | ({"example": example} if example is not None else {})


def _header(name: str, description: str, **schema: Any) -> Json:
    return {"name": name, "in": "header", "description": description, "schema": {"type": "string", **schema}}


TEXT: Json = {"type": "string"}
COUNT: Json = {"type": "integer", "minimum": 0}
FLAG: Json = {"type": "integer", "enum": [0, 1]}
LIST_PARAMETERS: dict[str, Json] = {
    "fields": _query("fields", "JSON list of field names, aliases and totals.", TEXT, '["name", "modified"]'),
    "filters": _query("filters", "JSON conditions that must all hold.", TEXT, '[["docstatus", "=", 0]]'),
    "or_filters": _query("or_filters", "JSON conditions of which one must hold.", TEXT),
    "order_by": _query("order_by", "Fields to sort by, each with asc or desc.", TEXT, "creation desc"),
    "group_by": _query("group_by", "Fields to group by.", TEXT),
    "limit": _query("limit", "Rows of a page; 0 for all.", COUNT | {"default": DEFAULT_PAGE}),
    "limit_start": _query("limit_start", "Rows to leave out at the beginning.", COUNT | {"default": 0}),
    "cursor": _query("cursor", "Empty for the first page, then `next_cursor` of the page before.", TEXT),
    "expand": _query("expand", "Links and tables to show instead of names, between commas.", TEXT),
    "as_dict": _query("as_dict", "0 for rows as lists.", FLAG | {"default": 1}),
    "distinct": _query("distinct", "1 for every combination of values once.", FLAG | {"default": 0}),
}
PARAMETERS: dict[str, Json] = LIST_PARAMETERS | {
    "name": {"name": "name", "in": "path", "required": True, "schema": {"type": "string", "minLength": 1}},
    "expand_links": _query("expand_links", "1 to show every linked document.", FLAG),
    "IdempotencyKey": _header(
        "Idempotency-Key",
        "Chosen anew for each thing to be done. Sent again within a day, the request is answered and not done again.",
        minLength=1,
        maxLength=255,
        pattern="^[!-~]+$",
    ),
    "IfMatch": _header("If-Match", "Only if the document is still the one with this ETag."),
    "IfNoneMatch": _header("If-None-Match", "Only if the document is not the one with this ETag."),
}
HEADERS: dict[str, Json] = {
    "ETag": {"description": "Names what was answered, for If-Match and If-None-Match.", "schema": TEXT},
}

_PROBLEM: Json = {
    "type": "object",
    "properties": {"fieldname": TEXT, "message": TEXT, "parentfield": TEXT, "idx": {"type": "integer"}},
    "required": ["fieldname", "message"],
}
_RESULT: Json = {
    "type": "object",
    "properties": {
        "index": {"type": "integer"},
        "doctype": TEXT,
        "name": {"type": ["string", "integer", "null"]},
        "error": TEXT,
        "type": TEXT,
        "fields": {"type": "array", "items": ref("schemas", "FieldProblem")},
    },
    "required": ["index", "name"],
}
SCHEMAS: dict[str, Json] = {
    "Error": {
        "type": "object",
        "properties": {
            "exc_type": TEXT,
            "exception": TEXT,
            "_server_messages": {"type": "string", "description": "JSON list of JSON objects."},
            "_field_errors": {"type": "array", "items": ref("schemas", "FieldProblem")},
        },
        "required": ["exc_type"],
        "examples": [
            {"exc_type": "DoesNotExistError", "exception": "DoesNotExistError: There is no Client X."}
        ],
    },
    "ErrorV2": {
        "type": "object",
        "properties": {
            "errors": {
                "type": "array",
                "items": {
                    "type": "object",
                    "properties": {
                        "type": TEXT,
                        "message": TEXT,
                        "fields": {"type": "array", "items": ref("schemas", "FieldProblem")},
                    },
                    "required": ["type", "message"],
                },
            }
        },
        "required": ["errors"],
    },
    "FieldProblem": _PROBLEM,
    "BulkResult": _RESULT,
    "Bulk": {
        "type": "object",
        "properties": {
            "created": {"type": "array"},
            "updated": {"type": "array"},
            "deleted": {"type": "array"},
            "failed": {"type": "array", "items": ref("schemas", "BulkResult")},
            "results": {"type": "array", "items": ref("schemas", "BulkResult")},
            "total": COUNT,
            "success_count": COUNT,
            "failure_count": COUNT,
        },
        "required": ["failed", "results", "total", "success_count", "failure_count"],
    },
}

_REFUSALS: dict[str, tuple[str, str]] = {
    "400": ("BadRequest", "The request cannot be read, or lacks its CSRF token."),
    "401": ("NotSignedIn", "The key, the secret or the password is not right."),
    "403": ("Forbidden", "The user may not do this."),
    "404": ("NotFound", "There is no such document or document type."),
    "409": ("Conflict", "The name is taken, or a request with this Idempotency-Key is unanswered."),
    "412": ("Changed", "The document is not the one with the ETag sent."),
    "413": ("TooLarge", "More than the site takes in one request."),
    "417": ("Refused", "The document breaks a rule; the error says which, and at which field."),
    "422": ("KeyReused", "The Idempotency-Key belongs to another request."),
    "503": ("Busy", "The site is busy or being maintained. Send the request again."),
}


def _refusal(description: str) -> Json:
    either = {"oneOf": [ref("schemas", "Error"), ref("schemas", "ErrorV2")]}
    return {"description": description, "content": json_content(either)}


RESPONSES: dict[str, Json] = {name: _refusal(description) for name, description in _REFUSALS.values()} | {
    "NotModified": {"description": "The document is the one with the ETag sent."}
}


def refusals(*statuses: str) -> Json:
    """References to the refusals with these statuses, and to those any request may meet."""
    chosen = sorted({*statuses, "400", "401", "403", "404", "503"})
    return {status: ref("responses", _REFUSALS[status][0]) for status in chosen}


SECURITY_SCHEMES: dict[str, Json] = {
    "token": {
        "type": "apiKey",
        "in": "header",
        "name": "Authorization",
        "description": "`token KEY:SECRET`, with the API key and secret of a user.",
    },
    "session": {"type": "apiKey", "in": "cookie", "name": "sid", "description": "The session a login opens."},
    "csrf": {
        "type": "apiKey",
        "in": "header",
        "name": "X-Frappe-CSRF-Token",
        "description": "With sessions only.",
    },
}


def _message(schema: Json) -> Json:
    return {
        "description": "Done.",
        "content": json_content({"type": "object", "properties": {"message": schema}}),
    }


_LOGIN: Json = {"type": "object", "properties": {"usr": TEXT, "pwd": TEXT}, "required": ["usr", "pwd"]}
_UPLOAD: Json = {
    "type": "object",
    "properties": {
        "file": {"type": "string", "contentMediaType": "application/octet-stream"},
        "is_private": FLAG,
        "doctype": TEXT,
        "docname": TEXT,
        "fieldname": TEXT,
    },
    "required": ["file"],
}
_ROWS: Json = {
    "type": "object",
    "properties": {
        "docs": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"doctype": TEXT, "name": TEXT},
                "required": ["doctype", "name"],
            },
        },
        "atomic": {"type": "boolean", "default": False},
    },
    "required": ["docs"],
}


def _method(tag: str, key: str, summary: str, answer: Json, **more: Any) -> Json:
    responses = {"200": answer} | refusals("417")
    return {"operationId": key, "summary": summary, "tags": [tag], "responses": responses, **more}


def _across(key: str, summary: str) -> Json:
    example = {"docs": [{"doctype": "Task", "name": "TASK-2026-00001"}]}
    responses = {"200": data(ref("schemas", "Bulk"))} | refusals("413", "417", "422", "409")
    return {
        "post": {
            "operationId": key,
            "summary": summary,
            "tags": [SEVERAL],
            "parameters": [ref("parameters", "IdempotencyKey")],
            "requestBody": body(_ROWS, example),
            "responses": responses,
        }
    }


PATHS: dict[str, Json] = {
    "/api/method/login": {
        "post": _method(
            SIGNING_IN,
            "login",
            "Open a session",
            _message(TEXT),
            requestBody=body(_LOGIN, {"usr": "anna@example.com", "pwd": "secret"}),
            security=[{}],
        )
    },
    "/api/method/logout": {"post": _method(SIGNING_IN, "logout", "End the session", _message(TEXT))},
    "/api/method/frappe.auth.get_logged_user": {
        "get": _method(SIGNING_IN, "get_logged_user", "Who asks", _message(TEXT))
    },
    "/api/method/upload_file": {
        "post": _method(
            FILES,
            "upload_file",
            "Store a file, by itself or attached to a document",
            _message({"type": "object"}),
            parameters=[ref("parameters", "IdempotencyKey")],
            requestBody={"required": True, "content": {"multipart/form-data": {"schema": _UPLOAD}}},
        )
    },
    "/api/v2/method/bulk_update": _across("bulk_update", "Change documents of several doctypes"),
    "/api/v2/method/bulk_delete": _across("bulk_delete", "Delete documents of several doctypes"),
}
