"""``/api/v2``: documents, document types and methods in the newer envelope."""

from __future__ import annotations

from starlette.responses import Response

from comptoir import documents
from comptoir.access import policy
from comptoir.access.principals import Principal
from comptoir.context import Context
from comptoir.desk.declaration import as_document
from comptoir.documents.controllers import module_of
from comptoir.errors import PageDoesNotExistError, ValidationError
from comptoir.sentences import Label, _
from comptoir.text import scrub
from comptoir.web import bulk, document_methods, methods, resource
from comptoir.web.envelope import Answer
from comptoir.web.requests import Call, json_value, truth

VERBS = {
    "GET": resource.read,
    "HEAD": resource.read,
    "PUT": resource.update,
    "PATCH": resource.update,
    "DELETE": resource.delete,
}
METHOD_VERBS = frozenset({"GET", "HEAD", "POST", "PUT"})


def document(ctx: Context, call: Call, principal: Principal) -> Answer | Response:
    """``/api/v2/document/<doctype>[/<name>[/copy | /method/<method>] | /bulk_<action>]``."""
    rest = call.segments[3:]
    if len(rest) == 2 and rest[1] in bulk.ACTIONS and call.method == "POST":
        return bulk.of_doctype(ctx, call, *rest)
    if len(rest) >= 4 and rest[-2] == "method":
        if call.method not in METHOD_VERBS:
            raise resource.not_allowed(call)
        return document_methods.of_stored(ctx, call, rest[0], "/".join(rest[1:-2]), rest[-1])
    if len(rest) >= 3 and rest[-1] == "copy" and call.is_safe:
        return _copy(ctx, call, rest[0], "/".join(rest[1:-1]))
    return resource.route(ctx, call, rest, VERBS)


def _copy(ctx: Context, call: Call, doctype: str, name: str) -> Answer:
    """An unsaved copy of a document."""
    ignore_no_copy = truth(call.query.get("ignore_no_copy", "1"))
    doc = documents.duplicate(ctx, doctype, name, keep_no_copy=not ignore_no_copy)
    return Answer({key: value for key, value in doc.as_dict(no_nulls=True).items() if key != "name"}, "data")


def doctype(ctx: Context, call: Call, principal: Principal) -> Answer:
    """``/api/v2/doctype/<doctype>/meta`` and ``/count``."""
    rest = call.segments[3:]
    if call.method not in ("GET", "HEAD"):
        raise resource.not_allowed(call)
    if len(rest) != 2 or rest[1] not in ("meta", "count"):
        raise PageDoesNotExistError()
    if rest[1] == "count":
        filters = json_value("filters", call.query.get("filters"))
        return Answer(documents.count(ctx, rest[0], filters), "data")
    meta = ctx.site.registry.get(rest[0])
    policy.require(ctx, "select", meta)
    return Answer(as_document(ctx, meta), "data")


def method(ctx: Context, call: Call, principal: Principal) -> Answer | Response:
    """``/api/v2/method/<dotted name>`` and ``/api/v2/method/<doctype>/<function of its module>``."""
    rest = call.segments[3:]
    if len(rest) == 1 and rest[0] in bulk.ACTIONS and call.method == "POST":
        return bulk.of_any(ctx, call, rest[0])
    if len(rest) != 2:
        return methods.call_method(ctx, call, principal, "/".join(rest))
    meta = ctx.site.registry.get(rest[0])
    module = module_of(ctx.site.registry.app_of(meta.name), scrub(meta.module), meta.name)
    function = getattr(module, rest[1], None) if rest[1].isidentifier() else None
    if not callable(function):
        raise ValidationError(
            _("{doctype} has no function {function!r}.", doctype=Label(meta.name), function=rest[1][:60])
        )
    return methods.call_function(ctx, call, function, f"{meta.name}/{rest[1]}")
