"""``/api/v2``: documents, document types and methods in the newer envelope."""

from __future__ import annotations

from starlette.responses import Response

from comptoir import documents
from comptoir.access import policy
from comptoir.access.auth import Principal
from comptoir.context import Context
from comptoir.documents.controllers import module_of
from comptoir.errors import PageDoesNotExistError
from comptoir.meta.load import to_json
from comptoir.sentences import Label, _
from comptoir.text import scrub
from comptoir.web import bulk, methods, resource
from comptoir.web.envelope import Answer
from comptoir.web.requests import Call, json_value

VERBS = {
    "GET": resource.read,
    "HEAD": resource.read,
    "PUT": resource.update,
    "PATCH": resource.update,
    "DELETE": resource.delete,
}


def document(ctx: Context, call: Call, principal: Principal) -> Answer | Response:
    """``/api/v2/document/<doctype>[/<name>[/method/<method>] | /bulk_<action>]``."""
    rest = call.segments[3:]
    if len(rest) == 2 and rest[1] in bulk.ACTIONS and call.method == "POST":
        return bulk.of_doctype(ctx, call, *rest)
    if len(rest) >= 4 and rest[-2] == "method":
        return resource.run_method(ctx, call, rest[0], "/".join(rest[1:-2]), rest[-1])
    return resource.route(ctx, call, rest, VERBS)


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
    return Answer(to_json(meta), "data")


def method(ctx: Context, call: Call, principal: Principal) -> Answer:
    """``/api/v2/method/<dotted name>`` and ``/api/v2/method/<doctype>/<function of its module>``."""
    rest = call.segments[3:]
    if len(rest) == 1 and rest[0] in bulk.ACTIONS and call.method == "POST":
        return bulk.of_any(ctx, call, rest[0])
    if len(rest) == 2:
        meta = ctx.site.registry.get(rest[0])
        module = module_of(ctx.site.registry.app_of(meta.name), scrub(meta.module), meta.name)
        if module is None:
            raise PageDoesNotExistError(_("{doctype} has no functions of its own.", doctype=Label(meta.name)))
        rest = (f"{module.__name__}.{rest[1]}",)
    return methods.call_method(ctx, call, principal, "/".join(rest))
