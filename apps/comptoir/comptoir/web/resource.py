"""Documents over HTTP: what v1 and v2 do alike, and the v1 addresses under ``/api/resource``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.responses import Response

from comptoir import documents
from comptoir.access import policy
from comptoir.access.auth import Principal
from comptoir.context import Context
from comptoir.documents import Document
from comptoir.documents.listing import hide_unreadable
from comptoir.errors import (
    DataError,
    DocstatusTransitionError,
    DoesNotExistError,
    MethodNotAllowedError,
    PageDoesNotExistError,
    PermissionError,
)
from comptoir.hooks import whitelisted
from comptoir.meta.model import DocType
from comptoir.sentences import Label, _
from comptoir.web import etags
from comptoir.web.arguments import bound
from comptoir.web.envelope import Answer
from comptoir.web.listing import TRANSPORT, expand_links, list_answer, refuse_unknown
from comptoir.web.requests import Call, json_value

TRANSITIONS = {
    "submit": (0, _("Only a draft can be submitted.")),
    "cancel": (1, _("Only a submitted document can be cancelled.")),
}
SENT_STANDARD = frozenset({"docstatus", "modified", "amended_from"})
SENT_ROW = frozenset({"name", "idx"})
READ_PARAMETERS = TRANSPORT | {"expand", "expand_links", "run_method"}


def list_rows(ctx: Context, call: Call, doctype: str) -> Answer:
    """GET on a document type."""
    return list_answer(ctx, doctype, call.query)


def create(ctx: Context, call: Call, doctype: str) -> Answer:
    """POST on a document type."""
    meta = ctx.site.registry.get(doctype)
    values = sent_values(ctx, meta, document_body(call))
    doc = documents.new_document(ctx, values | {"doctype": doctype})
    return etags.tagged(shown(ctx, documents.create(ctx, doc)))


def read(ctx: Context, call: Call, doctype: str, name: str) -> Answer | Response:
    """GET on a document."""
    if call.query.get("run_method"):
        return run_method(ctx, call, doctype, name, call.query["run_method"])
    refuse_unknown(call.query, READ_PARAMETERS)
    doc = documents.read_document(ctx, doctype, name)
    value = doc.as_dict(no_nulls=True)
    expand_links(ctx, doctype, value, call.query)
    return etags.unless_known(call, etags.tagged(value))


def update(ctx: Context, call: Call, doctype: str, name: str) -> Answer:
    """PUT on a document: the fields sent change, the others stay."""
    body = document_body(call)
    doc = documents.get_document(ctx, doctype, name, for_update=True)
    etags.check(call, doc)
    if body.get("name") not in (None, "", doc.name):
        raise DoesNotExistError(
            _(
                "A document is not renamed by an update: {doctype} {name} keeps its name. Rename it instead.",
                doctype=Label(doctype),
                name=doc.name,
            )
        )
    doc.update(sent_values(ctx, doc.meta, body))
    return etags.tagged(shown(ctx, documents.update(ctx, doc)))


def delete(ctx: Context, call: Call, doctype: str, name: str) -> Answer:
    """DELETE on a document."""
    if etags.is_conditional(call):
        etags.check(call, documents.get_document(ctx, doctype, name, for_update=True))
    documents.delete(ctx, doctype, name)
    return Answer("ok", "data", 202)


def post(ctx: Context, call: Call, doctype: str, name: str) -> Answer | Response:
    """POST on a document: ``{"run_method": ...}``."""
    method = call.arguments.get("run_method")
    if not isinstance(method, str) or not method:
        raise PageDoesNotExistError(_("A document takes POST only with a run_method."))
    return run_method(ctx, call, doctype, name, method)


def run_method(ctx: Context, call: Call, doctype: str, name: str, method: str) -> Answer:
    """Run a whitelisted method of a document, or submit or cancel it."""
    doc = documents.get_document(ctx, doctype, name, for_update=not call.is_safe)
    etags.check(call, doc)
    if method in TRANSITIONS:
        if call.is_safe:
            raise PermissionError(_("{method} needs a POST request.", method=method))
        return etags.tagged(shown(ctx, transition(ctx, doc, method)))
    function = getattr(type(doc), method, None) if method.isidentifier() else None
    if not callable(function) or method.startswith("_"):
        raise PageDoesNotExistError(
            _("{doctype} has no method {method!r}.", doctype=Label(doctype), method=method[:60])
        )
    terms = whitelisted(function)
    if terms is None or call.method not in (*terms.methods, "HEAD"):
        raise PermissionError(
            _(
                "The method {method} of {doctype} cannot be called over HTTP in this way.",
                method=method,
                doctype=Label(doctype),
            )
        )
    if ctx.user == "Guest" and not terms.allow_guest:
        raise PermissionError(
            _("Sign in to call the method {method} of {doctype}.", method=method, doctype=Label(doctype))
        )
    policy.require(ctx, "read" if call.is_safe else "write", doc.meta, doc)
    arguments = {k: v for k, v in call.arguments.items() if k not in TRANSPORT | {"run_method"}}
    value = function(doc, **bound(function, arguments, skip=1))
    return Answer(shown(ctx, value) if isinstance(value, Document) else value, "data")


def transition(ctx: Context, doc: Document, action: str) -> Document:
    """Submit or cancel."""
    wanted, sentence = TRANSITIONS[action]
    if int(doc.docstatus or 0) != wanted:
        policy.require(ctx, action, doc.meta, doc)
        raise DocstatusTransitionError(sentence)
    doc.docstatus = wanted + 1
    return documents.update(ctx, doc)


def shown(ctx: Context, doc: Document) -> dict[str, Any]:
    """A stored document as the actor may see it, without empty fields."""
    hide_unreadable(ctx, doc)
    return doc.as_dict(no_nulls=True)


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


def at(ctx: Context, call: Call, principal: Principal) -> Answer | Response:
    """Everything under ``/api/resource``."""
    start = 3 if call.segments[1] == "v1" else 2
    return route(
        ctx,
        call,
        call.segments[start:],
        {"GET": read, "HEAD": read, "PUT": update, "DELETE": delete, "POST": post},
    )


def route(ctx: Context, call: Call, rest: tuple[str, ...], verbs: Mapping[str, Any]) -> Answer | Response:
    """The handler for a document type or a document of it."""
    if not rest:
        raise PageDoesNotExistError(_("Name a document type."))
    doctype, name = rest[0], "/".join(rest[1:])
    if not name:
        whole = {"GET": list_rows, "HEAD": list_rows, "POST": create}
        if call.method not in whole:
            raise not_allowed(call)
        return whole[call.method](ctx, call, doctype)
    if call.method not in verbs:
        raise not_allowed(call)
    found: Answer | Response = verbs[call.method](ctx, call, doctype, name)
    return found


def not_allowed(call: Call) -> MethodNotAllowedError:
    """The error for a verb an address does not know."""
    return MethodNotAllowedError(_("This address does not answer to {method}.", method=call.method))
