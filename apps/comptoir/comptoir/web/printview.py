"""``/printview``: a document laid out for paper, as a page."""

from __future__ import annotations

from starlette.responses import HTMLResponse

from comptoir.access.principals import Principal
from comptoir.context import GUEST, Context
from comptoir.errors import BadRequestError, MethodNotAllowedError, PageDoesNotExistError, PermissionError
from comptoir.sentences import _
from comptoir.traces import operations, record_apart
from comptoir.web.envelope import NO_STORE
from comptoir.web.requests import Call

POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'self'"


def at(ctx: Context, call: Call, principal: Principal) -> HTMLResponse:
    """The page. A guest is not told which documents there are."""
    # What draws paper brings the template engine, which most processes never need.
    from comptoir.printing import as_page, printed
    from comptoir.printing.asked import asked

    if not call.is_safe:
        raise MethodNotAllowedError(_("This address does not answer to {method}.", method=call.method))
    doctype, name = call.query.get("doctype", ""), call.query.get("name", "")
    if not doctype or not name:
        raise BadRequestError(_("Say what to print: doctype and name."))
    try:
        paper = printed(ctx, doctype, name, asked(call.query))
    except PermissionError as error:
        if ctx.user == GUEST:
            raise PageDoesNotExistError() from error
        raise
    record_apart(ctx, operations.PRINTED, doctype=doctype, name=name, detail={"format": paper.format})
    headers = {"Cache-Control": NO_STORE, "Content-Security-Policy": POLICY, "X-Page-Name": "printview"}
    return HTMLResponse(as_page(paper), headers=headers)
