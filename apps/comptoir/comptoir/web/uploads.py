"""Files in and out: stored under the hash of their content, served after a check of what they are attached to."""

from __future__ import annotations

from pathlib import Path, PurePath

from starlette.responses import FileResponse, Response

from comptoir.access.principals import Principal
from comptoir.context import GUEST, Context
from comptoir.documents import get_list
from comptoir.errors import (
    BadRequestError,
    DoesNotExistError,
    PageDoesNotExistError,
    PermissionError,
)
from comptoir.files import NewFile, attach, file_name
from comptoir.sentences import _
from comptoir.web.envelope import NO_STORE, Answer, disposition
from comptoir.web.requests import Call, truth

ACTIVE_CONTENT = frozenset({".html", ".htm", ".xhtml", ".svg", ".xml", ".xsl", ".mht", ".shtml"})
"""What a browser could run as a page of this site: always handed over as a download."""
LONGEST_NAME = 64
"""What files are stored under is shorter: half a hash and an extension."""
SHOWN = frozenset(
    {".png", ".jpg", ".jpeg", ".gif", ".webp", ".bmp", ".ico", ".pdf", ".txt", ".mp3", ".mp4", ".webm"}
)


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
    private = call.segments[0] == "private"
    name = call.segments[-1]
    expected = 3 if private else 2
    folder = ctx.site.private_files() if private else ctx.site.public_files()
    path = folder / name
    plain = (
        len(call.segments) == expected
        and PurePath(name).name == name
        and not name.startswith(".")
        and "\0" not in name
        and len(name) <= LONGEST_NAME
    )
    if call.method not in ("GET", "HEAD") or not plain or not path.is_file():
        raise PageDoesNotExistError()
    shown_name = (
        _permitted_name(ctx, f"/private/files/{name}") if private else _public_name(ctx, f"/files/{name}")
    )
    return _file(path, shown_name, private)


def _public_name(ctx: Context, url: str) -> str:
    """The file name of a public File document at ``url``; content whose File was deleted is out of reach."""
    rows = get_list(
        ctx,
        "File",
        fields=["file_name"],
        filters={"file_url": url, "is_private": 0},
        limit=1,
        ignore_permissions=True,
    )
    if not rows:
        raise PageDoesNotExistError()
    return str(rows[0].file_name)


def _permitted_name(ctx: Context, url: str) -> str:
    """The name of the private file at ``url``, which the actor may open."""
    try:
        name = file_name(ctx, url)
    except DoesNotExistError as error:
        raise PageDoesNotExistError() from error
    if name is None:
        raise PermissionError(_("You are not permitted to open this file."))
    return name


def _file(path: Path, name: str, private: bool) -> Response:
    extension = path.suffix.lower()
    kind = "inline" if extension in SHOWN and extension not in ACTIVE_CONTENT else "attachment"
    headers = {
        "Content-Disposition": disposition(name, kind),
        "Cache-Control": NO_STORE if private else "public, max-age=3600",
        "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    }
    return FileResponse(path, headers=headers)
