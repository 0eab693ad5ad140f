"""Files in and out: stored under the hash of their content, served after a check of what they are attached to."""

from __future__ import annotations

from mimetypes import guess_type

from starlette.responses import Response

from comptoir.access.principals import Principal
from comptoir.context import GUEST, Context
from comptoir.errors import (
    BadRequestError,
    DoesNotExistError,
    PageDoesNotExistError,
    PermissionError,
)
from comptoir.files import NewFile, attach, content_at, file_name, public_name
from comptoir.files.contents import Content
from comptoir.sentences import _
from comptoir.web.contents import handed_over
from comptoir.web.envelope import NO_STORE, Answer, disposition
from comptoir.web.requests import Call, truth

ACTIVE_CONTENT = frozenset({".html", ".htm", ".xhtml", ".svg", ".xml", ".xsl", ".mht", ".shtml"})
"""What a browser could run as a page of this site: always handed over as a download."""
SHOWN = frozenset(
    {".png", ".jpg", ".jpeg", ".gif", ".webp", ".bmp", ".ico", ".pdf", ".txt", ".mp3", ".mp4", ".webm"}
)

UNKNOWN = "application/octet-stream"


def upload_file(ctx: Context, call: Call, principal: Principal) -> Answer:
    """Store the file of a multipart request and its File document."""
    if call.method != "POST":
        raise PermissionError(_("Uploading needs a POST request."))
    if ctx.user == GUEST:
        raise PermissionError(_("Sign in to upload a file."))
    upload = call.uploads.get("file")
    if upload is None:
        raise BadRequestError(_("The request holds no file. Send it as the form field 'file'."))
    sent = {key: str(call.body.get(key) or "") for key in ("doctype", "docname", "fieldname", "folder")}
    file = NewFile(
        upload.filename,
        upload.content,
        truth(call.body.get("is_private", "1")),
        sent["doctype"],
        sent["docname"],
        sent["fieldname"],
        sent["folder"],
    )
    return Answer(attach(ctx, file).as_dict(no_nulls=True))


def download(ctx: Context, call: Call, principal: Principal) -> Response:
    """``/files/<name>`` and ``/private/files/<name>``."""
    url = f"/{'/'.join(call.segments)}"
    private = call.segments[0] == "private"
    if call.method not in ("GET", "HEAD"):
        raise PageDoesNotExistError()
    shown_name = _permitted_name(ctx, url) if private else public_name(ctx, url)
    content = None if shown_name is None else content_at(ctx, url)
    if shown_name is None or content is None:
        raise PageDoesNotExistError()
    kind = guess_type(content.key)[0] or UNKNOWN
    return handed_over(call, content, kind, _headers(content, shown_name, private))


def _permitted_name(ctx: Context, url: str) -> str:
    """The name of the private file at ``url``, which the actor may open."""
    try:
        name = file_name(ctx, url)
    except DoesNotExistError as error:
        raise PageDoesNotExistError() from error
    if name is None:
        raise PermissionError(_("You are not permitted to open this file."))
    return name


def _headers(content: Content, name: str, private: bool) -> dict[str, str]:
    extension = content.extension
    kind = "inline" if extension in SHOWN and extension not in ACTIVE_CONTENT else "attachment"
    return {
        "Content-Disposition": disposition(name, kind),
        "Cache-Control": NO_STORE if private else "public, max-age=3600",
        "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    }
