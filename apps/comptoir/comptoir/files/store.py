"""Storing a file: its content once, under the hash of it; its name and place in a File document."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass, replace
from pathlib import Path, PurePath
from typing import Any

from comptoir import documents
from comptoir.access import policy
from comptoir.context import GUEST, Context
from comptoir.documents import Document, get_document, get_list
from comptoir.errors import DoesNotExistError, PermissionError, RequestTooLargeError
from comptoir.files.addresses import address_of
from comptoir.files.kinds import check_kind
from comptoir.files.pictures import prepared, small
from comptoir.files.storage import Place, storage_of
from comptoir.sentences import _
from comptoir.sites.usage import check_storage

MAX_EXTENSION = 12
HOME, ATTACHMENTS = "Home", "Home/Attachments"
FOLDERS = (HOME, ATTACHMENTS)


@dataclass(frozen=True, slots=True)
class NewFile:
    """What to store. ``doctype`` and ``name`` say what it is attached to; neither, or both."""

    filename: str
    content: bytes
    is_private: bool = True
    doctype: str = ""
    name: str = ""
    fieldname: str = ""
    folder: str = ""

    @property
    def place(self) -> Place:
        """Where its content is to lie."""
        return "private" if self.is_private else "public"


def attach(ctx: Context, file: NewFile) -> Document:
    """Store ``file`` and its File document."""
    if ctx.user == GUEST:
        raise PermissionError(_("Sign in to upload a file."))
    if len(file.content) > ctx.site.config.max_file_size:
        raise RequestTooLargeError()
    check_kind(ctx, file.filename, file.content)
    file = replace(file, content=prepared(ctx, file.filename, file.content))
    check_storage(ctx.site, ctx.db, len(file.content))
    preview = small(file.filename, file.content)
    attached = bool(file.doctype and file.name)
    values = _described(file) | {
        "thumbnail_url": None if preview is None else _address(file.place, _digest(preview), ".webp"),
        "doctype": "File",
        "is_private": int(file.is_private),
        "folder": file.folder if file.folder in FOLDERS else HOME,
        "attached_to_doctype": file.doctype if attached else None,
        "attached_to_name": file.name if attached else None,
        "attached_to_field": (file.fieldname or None) if attached else None,
    }
    doc = documents.new_document(ctx, values)
    doc.flags.ignore_links = True
    doc.flags.is_stored = True
    documents.create(ctx, doc)
    for url, content in ((values["file_url"], file.content), (values["thumbnail_url"], preview)):
        if content is not None:
            storage_of(ctx.site).write(file.place, PurePath(str(url)).name, io.BytesIO(content))
    return doc


def keep(ctx: Context, filename: str, path: Path) -> Document:
    """Store the file that the site has made at ``path``, which is moved, as a private one of the actor."""
    size = path.stat().st_size
    check_storage(ctx.site, ctx.db, size)
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    values = _addressed(filename, digest, size, "private")
    doc = documents.new_document(ctx, values | {"doctype": "File", "is_private": 1, "folder": HOME})
    doc.flags.ignore_links = True
    doc.flags.is_stored = True
    documents.create(ctx, doc)
    storage_of(ctx.site).take("private", PurePath(str(values["file_url"])).name, path)
    return doc


def reattach(ctx: Context, doctype: str, draft: str, name: str) -> None:
    """Give a stored document the files its maker attached to it while it only had the name of a draft."""
    filters = {"attached_to_doctype": doctype, "attached_to_name": draft, "owner": ctx.user}
    for row in get_list(ctx, "File", fields=["name"], filters=filters, limit=0, ignore_permissions=True):
        file = get_document(ctx, "File", row["name"], for_update=True)
        file.attached_to_name = name
        documents.update(ctx, file)


def permit(ctx: Context, doctype: str, name: str) -> None:
    """Who may write a document may attach to it; to one that is not stored yet, who may create it."""
    try:
        doc = get_document(ctx, doctype, name)
    except DoesNotExistError:
        policy.require(ctx, "create", ctx.site.registry.get(doctype))
        return
    policy.require(ctx, "write", doc.meta, doc)


def _described(file: NewFile) -> dict[str, Any]:
    return _addressed(file.filename, _digest(file.content), len(file.content), file.place)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _addressed(filename: str, digest: str, size: int, place: Place) -> dict[str, Any]:
    name = PurePath(filename.replace("\\", "/")).name.strip() or "file"
    extension = PurePath(name).suffix.lower()
    if len(extension) > MAX_EXTENSION or not extension[1:].isalnum() or not extension.isascii():
        extension = ""
    return {
        "file_name": name[-255:],
        "file_type": extension[1:].upper(),
        "file_size": size,
        "content_hash": digest,
        "file_url": _address(place, digest, extension),
    }


def _address(place: Place, digest: str, extension: str) -> str:
    return address_of(place, f"{digest[:32]}{extension}")
