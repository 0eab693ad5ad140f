"""Small pages that a person reads in a browser: refusals instead of JSON, and what links in e-mails lead to."""

from __future__ import annotations

from html import escape
from http import HTTPStatus

from starlette.responses import HTMLResponse

from comptoir.web.envelope import NO_STORE
from comptoir.web.requests import Call

POLICY = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'self'"
_PAGE = (
    '<!doctype html>\n<html>\n<head>\n<meta charset="utf-8">\n<title>{title}</title>\n'
    "<style>body {{ font-family: sans-serif; margin: 4rem auto; max-width: 40rem; padding: 0 1rem }}</style>\n"
    "</head>\n<body>\n<h1>{title}</h1>\n<p>{sentence}</p>\n{form}</body>\n</html>\n"
)


def wants_page(call: Call) -> bool:
    """Whether a refusal is shown as a page: outside the API, and where a browser asks for one inside it."""
    accepted = call.headers.get("accept", "")
    if "cmd" in call.arguments:
        return False
    return call.segments[:1] != ("api",) or ("text/html" in accepted and "json" not in accepted)


def error_page(status: int, sentence: str) -> HTMLResponse:
    """The page of a refusal."""
    return _page(status, HTTPStatus(status).phrase, sentence, "error")


def question_page(
    title: str, sentence: str, name: str, button: str = "", csrf_token: str = ""
) -> HTMLResponse:
    """A page that says something and, with a ``button``, asks for it: pressing it sends the address again by POST."""
    form = ""
    if button:
        token = f'<input type="hidden" name="csrf_token" value="{escape(csrf_token)}">'
        form = f'<form method="post">{token}<button>{escape(button)}</button></form>\n'
    return _page(200, title, sentence, name, form)


def _page(status: int, title: str, sentence: str, name: str, form: str = "") -> HTMLResponse:
    content = _PAGE.format(title=escape(title), sentence=escape(sentence), form=form)
    headers = {"Cache-Control": NO_STORE, "Content-Security-Policy": POLICY, "X-Page-Name": name}
    return HTMLResponse(content, status, headers)
