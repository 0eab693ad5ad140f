"""Refusals that a person reads in a browser: a small page instead of JSON."""

from __future__ import annotations

from html import escape
from http import HTTPStatus

from starlette.responses import HTMLResponse

from comptoir.web.envelope import NO_STORE
from comptoir.web.requests import Call

POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'"
_PAGE = (
    '<!doctype html>\n<html>\n<head>\n<meta charset="utf-8">\n<title>{title}</title>\n'
    "<style>body {{ font-family: sans-serif; margin: 4rem auto; max-width: 40rem; padding: 0 1rem }}</style>\n"
    "</head>\n<body>\n<h1>{title}</h1>\n<p>{sentence}</p>\n</body>\n</html>\n"
)


def wants_page(call: Call) -> bool:
    """Whether a refusal is shown as a page: outside the API, and where a browser asks for one inside it."""
    accepted = call.headers.get("accept", "")
    if "cmd" in call.arguments:
        return False
    return call.segments[:1] != ("api",) or ("text/html" in accepted and "json" not in accepted)


def error_page(status: int, sentence: str) -> HTMLResponse:
    """The page of a refusal."""
    content = _PAGE.format(title=HTTPStatus(status).phrase, sentence=escape(sentence))
    headers = {"Cache-Control": NO_STORE, "Content-Security-Policy": POLICY, "X-Page-Name": "error"}
    return HTMLResponse(content, status, headers)
