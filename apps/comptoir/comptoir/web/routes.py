"""Which handler answers which address. One table for the API, one for pages and files."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Route

from comptoir.access.principals import Principal
from comptoir.context import Context
from comptoir.errors import PageDoesNotExistError
from comptoir.web import installing, methods, static
from comptoir.web.dispatch import Handler, respond
from comptoir.web.envelope import Answer
from comptoir.web.loading import loaded
from comptoir.web.requests import Call

VERBS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
HANDLERS: dict[tuple[str, ...], Handler] = {
    ("api", "resource"): loaded("resource.at"),
    ("api", "v1", "resource"): loaded("resource.at"),
    ("api", "method"): methods.at,
    ("api", "v1", "method"): methods.at,
    ("api", "v2", "document"): loaded("v2.document"),
    ("api", "v2", "doctype"): loaded("v2.doctype"),
    ("api", "v2", "method"): loaded("v2.method"),
    ("api", "openapi.json"): loaded("openapi.at"),
    ("oidc",): loaded("oidc.at"),
    ("printview",): loaded("printview.at"),
    ("unsubscribe",): loaded("unsubscribe.at"),
    ("calendar",): loaded("calendar_feed.at"),
    ("files",): loaded("uploads.download"),
    ("private", "files"): loaded("uploads.download"),
}
"""By the first parts of the path."""


def find(call: Call) -> Handler:
    """The handler of a call."""
    if not call.segments:
        return methods.by_command
    for length in (3, 2, 1):
        handler = HANDLERS.get(call.segments[:length])
        if handler is not None:
            return handler
    return nothing


async def door(request: Request) -> Response:
    """The front door; a request with a ``cmd`` calls a method."""
    if request.method == "POST" or "cmd" in request.query_params:
        return await api(request)
    return await static.home(request)


def nothing(ctx: Context, call: Call, principal: Principal) -> Answer:
    """Where no handler is."""
    raise PageDoesNotExistError()


async def api(request: Request) -> Response:
    """Everything that needs a site and a principal."""
    if request.method == "OPTIONS":
        return PlainTextResponse("", headers={"Allow": ", ".join(VERBS)})
    response = await respond(request, find)
    if request.method == "HEAD" and not isinstance(response, FileResponse):
        response.body = b""
    return response


ROUTES = [
    Route("/api/docs", static.api_docs),
    Route("/api/{path:path}", api, methods=VERBS),
    Route("/", door, methods=["GET", "HEAD", "POST"]),
    Route("/app", static.desk),
    Route("/app/{path:path}", static.desk),
    Route("/desk/{path:path}", static.desk),
    Route("/login", static.desk),
    Route("/login/forgot", static.desk),
    Route("/update-password", static.desk),
    Route(f"{static.ASSETS}{{path:path}}", static.asset),
    Route("/assets/{app}/{path:path}", static.app_asset),
    Route(installing.MANIFEST, installing.manifest),
    Route(installing.WORKER, installing.worker),
    Route("/{path:path}", api, methods=VERBS),
]
"""Tried in this order: what is asked for most comes first."""
