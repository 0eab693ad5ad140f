"""Storing a file: its content once, under the hash of it; its name and place in a File document."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any, BinaryIO

from comptoir import documents
from comptoir.access import policy
from comptoir.context import GUEST, Context
from comptoir.documents import Document, get_document, get_list
from comptoir.errors import DoesNotExistError, PermissionError, RequestTooLargeError
from comptoir.files.addresses import address_of
from comptoir.files.contents import digest_of, size_of
from comptoir.files.kinds import READ, check_kind
from comptoir.files.pictures import check_size, is_picture, prepared, small
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
    content: bytes | BinaryIO
    """A file is read in pieces, and stays open."""
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
    content, preview = _judged(ctx, file)
    check_storage(ctx.site, ctx.db, size_of(content), ctx.user)
    attached = bool(file.doctype and file.name)
    values = _addressed(file.filename, digest_of(content), size_of(content), file.place) | {
        "thumbnail_url": None if preview is None else _address(file.place, digest_of(preview), ".webp"),
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
    for url, stored in ((values["file_url"], content), (values["thumbnail_url"], preview)):
        if stored is not None:
            storage_of(ctx.site).write(file.place, PurePath(str(url)).name, stored)
    return doc


def keep(ctx: Context, filename: str, path: Path) -> Document:
    """Store the file that the site has made at ``path``, which is moved, as a private one of the actor."""
    size = path.stat().st_size
    check_storage(ctx.site, ctx.db, size, ctx.user)
    with path.open("rb") as file:
        values = _addressed(filename, digest_of(file), size, "private")
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


def _judged(ctx: Context, file: NewFile) -> tuple[BinaryIO, BinaryIO | None]:
    """What is stored of ``file``, and its small picture. Raises where it is not accepted."""
    given = io.BytesIO(file.content) if isinstance(file.content, bytes) else file.content
    if size_of(given) > ctx.site.config.max_file_size:
        raise RequestTooLargeError()
    check_kind(ctx, file.filename, given.read(READ))
    given.seek(0)
    if not is_picture(file.filename):
        return given, None
    check_size(file.filename, size_of(given))
    picture = prepared(ctx, file.filename, given.read())
    preview = small(file.filename, picture)
    return io.BytesIO(picture), None if preview is None else io.BytesIO(preview)


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
