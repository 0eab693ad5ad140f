"""Documents over HTTP: what v1 and v2 do alike, and the v1 addresses under ``/api/resource``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.responses import Response

from comptoir import documents
from comptoir.access.principals import Principal
from comptoir.context import Context
from comptoir.errors import DoesNotExistError, MethodNotAllowedError, PageDoesNotExistError
from comptoir.sentences import Label, _
from comptoir.web import document_methods, etags
from comptoir.web.document_methods import stored
from comptoir.web.envelope import Answer
from comptoir.web.listing import TRANSPORT, expand_links, list_answer, refuse_unknown
from comptoir.web.requests import Call
from comptoir.web.values import document_body, sent_values

READ_PARAMETERS = TRANSPORT | {"expand", "expand_links", "run_method"}


def list_rows(ctx: Context, call: Call, doctype: str) -> Answer:
    """GET on a document type."""
    return list_answer(ctx, doctype, call.query)


def create(ctx: Context, call: Call, doctype: str) -> Answer:
    """POST on a document type."""
    meta = ctx.site.registry.get(doctype)
    values = sent_values(ctx, meta, document_body(call))
    doc = documents.new_document(ctx, values | {"doctype": doctype})
    return stored(ctx, documents.create(ctx, doc))


def read(ctx: Context, call: Call, doctype: str, name: str) -> Answer | Response:
    """GET on a document."""
    if call.query.get("run_method"):
        return document_methods.of_stored(ctx, call, doctype, name, call.query["run_method"])
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
    return stored(ctx, documents.update(ctx, doc))


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
    return document_methods.of_stored(ctx, call, doctype, name, method)


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
