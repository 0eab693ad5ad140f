"""Answers that application code shapes by ``frappe.response``: more keys, another status, a file, another address."""

from __future__ import annotations

import mimetypes
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

from starlette.responses import RedirectResponse, Response

from comptoir.errors import ConfigurationError, UnsupportedError
from comptoir.sentences import _
from comptoir.web.envelope import NO_STORE, Answer, disposition

CONTROL = frozenset({"type", "http_status_code"})


def answer_of(said: Mapping[str, Any], value: Any, version: int) -> Answer | Response:
    """The answer to a method that returned ``value`` and said more in ``frappe.response``."""
    status = int(said.get("http_status_code") or 200)
    kind = str(said.get("type") or "json")
    if kind != "json":
        make = _MAKERS.get(kind)
        if make is None:
            raise UnsupportedError(
                _(
                    "An answer of type {kind} is not supported; use one of {kinds}.",
                    kind=kind,
                    kinds=", ".join(_MAKERS),
                )
            )
        return make(said, status)
    body = {key: item for key, item in said.items() if key not in CONTROL}
    if value is not None:
        body["message"] = value
    if version == 2:
        body = {"data": body.pop("message", None)} | body
    return Answer(body, None, status=status)


def _download(said: Mapping[str, Any], status: int) -> Response:
    name = str(said.get("filename") or "download")
    kind = str(said.get("content_type") or mimetypes.guess_type(name)[0] or "application/octet-stream")
    shown = "inline" if said.get("display_content_as") == "inline" and kind in _SHOWABLE else "attachment"
    return _file(said.get("filecontent"), name, kind, status, shown)


def _csv(said: Mapping[str, Any], status: int) -> Response:
    name = str(said.get("filename") or said.get("doctype") or "data")
    content = said.get("filecontent", said.get("result"))
    return _file(content, name if name.endswith(".csv") else f"{name}.csv", "text/csv; charset=utf-8", status)


def _text(said: Mapping[str, Any], status: int) -> Response:
    name = str(said.get("filename") or said.get("doctype") or "data")
    content = said.get("filecontent", said.get("result"))
    return _file(
        content, name if name.endswith(".txt") else f"{name}.txt", "text/plain; charset=utf-8", status
    )


def _pdf(said: Mapping[str, Any], status: int) -> Response:
    name = str(said.get("filename") or "document.pdf")
    return _file(said.get("filecontent"), name, "application/pdf", status, "inline")


def _redirect(said: Mapping[str, Any], status: int) -> Response:
    location = str(said.get("location") or "/")
    if urlsplit(location).scheme not in ("", "http", "https") or "\\" in location:
        raise ConfigurationError("frappe.response['location'] is no address a browser may be sent to.")
    return RedirectResponse(location, status if status in (301, 302, 303, 307, 308) else 302)


_MAKERS: Mapping[str, Callable[[Mapping[str, Any], int], Response]] = {
    "download": _download, "binary": _download, "csv": _csv, "txt": _text, "pdf": _pdf, "redirect": _redirect,
}  # fmt: skip
_SHOWABLE = frozenset({"application/pdf", "image/png", "image/jpeg", "image/gif", "image/webp", "text/plain"})
"""What a browser may open in place: nothing that runs scripts on the site's address."""


def _file(content: Any, name: str, kind: str, status: int, shown: str = "attachment") -> Response:
    data = content if isinstance(content, bytes) else str(content or "").encode()
    headers = {
        "Content-Disposition": disposition(name, shown),
        "Cache-Control": NO_STORE,
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; sandbox",
    }
    return Response(data, status, headers, kind)
