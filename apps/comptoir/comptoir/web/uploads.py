"""Files in and out: stored under the hash of their content, served after a check of what they are attached to."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path, PurePath
from urllib.parse import quote

from starlette.responses import FileResponse, Response

from comptoir import documents
from comptoir.access import policy
from comptoir.access.auth import Principal
from comptoir.context import GUEST, Context
from comptoir.documents import get_document, get_list
from comptoir.errors import (
    BadRequestError,
    DoesNotExistError,
    PageDoesNotExistError,
    PermissionError,
    RequestTooLargeError,
)
from comptoir.sentences import _
from comptoir.web.envelope import NO_STORE, Answer
from comptoir.web.requests import Call, Upload, truth

ACTIVE_CONTENT = frozenset({".html", ".htm", ".xhtml", ".svg", ".xml", ".xsl", ".mht", ".shtml"})
"""What a browser could run as a page of this site: always handed over as a download."""
SHOWN = frozenset(
    {".png", ".jpg", ".jpeg", ".gif", ".webp", ".bmp", ".ico", ".pdf", ".txt", ".mp3", ".mp4", ".webm"}
)
MAX_EXTENSION = 12


def upload_file(ctx: Context, call: Call, principal: Principal) -> Answer:
    """Store the file of a multipart request and its File document."""
    if call.method != "POST":
        raise PermissionError(_("Uploading needs a POST request."))
    if ctx.user == GUEST:
        raise PermissionError(_("Sign in to upload a file."))
    upload = call.uploads.get("file")
    if upload is None:
        raise BadRequestError(_("The request holds no file. Send it as the form field 'file'."))
    if len(upload.content) > ctx.site.config.max_file_size:
        raise RequestTooLargeError()
    doctype, name = _target(ctx, call)
    private = truth(call.body.get("is_private", "1"))
    values = _values(upload, private) | {
        "doctype": "File",
        "is_private": int(private),
        "attached_to_doctype": doctype,
        "attached_to_name": name,
        "attached_to_field": str(call.body.get("fieldname") or "") or None,
    }
    doc = documents.create(ctx, documents.new_document(ctx, values))
    folder = ctx.site.private_files() if private else ctx.site.public_files()
    store(folder, PurePath(str(values["file_url"])).name, upload.content)
    return Answer(doc.as_dict(no_nulls=True))


def store(folder: Path, name: str, content: bytes) -> None:
    """Write a file whole or not at all. The name says the content, so an existing one is the same."""
    path = folder / name
    if path.exists():
        return
    folder.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=folder, prefix=".upload-")
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    Path(temporary).replace(path)


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
    )
    if call.method not in ("GET", "HEAD") or not plain or not path.is_file():
        raise PageDoesNotExistError()
    shown_name = _permitted_name(ctx, f"/private/files/{name}") if private else _public_name(ctx, f"/files/{name}")
    return _file(path, shown_name, private)


def _target(ctx: Context, call: Call) -> tuple[str | None, str | None]:
    doctype, name = str(call.body.get("doctype") or ""), str(call.body.get("docname") or "")
    if not doctype or not name:
        return None, None
    doc = get_document(ctx, doctype, name)
    policy.require(ctx, "write", doc.meta, doc)
    return doctype, str(doc.name)


def _values(upload: Upload, private: bool) -> dict[str, str | int]:
    name = PurePath(upload.filename.replace("\\", "/")).name.strip() or "file"
    digest = hashlib.sha256(upload.content).hexdigest()
    extension = PurePath(name).suffix.lower()
    if len(extension) > MAX_EXTENSION or not extension[1:].isalnum() or not extension.isascii():
        extension = ""
    return {
        "file_name": name[-255:],
        "file_type": extension[1:].upper(),
        "file_size": len(upload.content),
        "content_hash": digest,
        "file_url": f"{'/private' if private else ''}/files/{digest[:32]}{extension}",
    }


def _public_name(ctx: Context, url: str) -> str:
    """The file name of a public File document at ``url``; content whose File was deleted is out of reach."""
    rows = get_list(
        ctx, "File", fields=["file_name"], filters={"file_url": url, "is_private": 0}, limit=1, ignore_permissions=True
    )
    if not rows:
        raise PageDoesNotExistError()
    return str(rows[0].file_name)


def _permitted_name(ctx: Context, url: str) -> str:
    """The file name of a File document at ``url`` that the actor may read, by itself or by what it is attached to."""
    rows = get_list(
        ctx,
        "File",
        fields=["name", "owner", "file_name", "attached_to_doctype", "attached_to_name"],
        filters={"file_url": url, "is_private": 1},
        limit=0,
        ignore_permissions=True,
    )
    for row in rows:
        if ctx.is_administrator or (ctx.user != GUEST and row.owner == ctx.user) or _reads_target(ctx, row):
            return str(row.file_name)
    if not rows:
        raise PageDoesNotExistError()
    raise PermissionError(_("You are not permitted to open this file."))


def _reads_target(ctx: Context, row: dict[str, str]) -> bool:
    if not row["attached_to_doctype"] or not row["attached_to_name"]:
        return False
    try:
        doc = get_document(ctx, row["attached_to_doctype"], row["attached_to_name"])
    except DoesNotExistError:
        return False
    return policy.decide(ctx, "read", doc.meta, doc).allow


def _file(path: Path, name: str, private: bool) -> Response:
    extension = path.suffix.lower()
    kind = "inline" if extension in SHOWN and extension not in ACTIVE_CONTENT else "attachment"
    headers = {
        "Content-Disposition": f"{kind}; filename*=UTF-8''{quote(name, safe='')}",
        "Cache-Control": NO_STORE if private else "public, max-age=3600",
        "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    }
    return FileResponse(path, headers=headers)
