"""Tags: words that documents are marked with. A Tag is made when first used; a Tag Link says which document has it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from comptoir.companions import summaries
from comptoir.companions.subject import subject
from comptoir.context import GUEST, Context
from comptoir.documents import Document, create, delete, get_list, new_document
from comptoir.documents.storage import load_row
from comptoir.errors import DataError, DuplicateEntryError, PermissionError
from comptoir.sentences import _
from comptoir.text import literal_like

LONGEST = 60
MOST = 500
MOST_OFFERED = 100
COLUMN = "_user_tags"


def add(ctx: Context, doctype: str, names: Sequence[Any], tags: Sequence[Any]) -> list[str]:
    """Mark documents one may read with ``tags``; returns these as they are spelt here."""
    _signed_in(ctx)
    if len(names) > MOST:
        raise DataError(_("Mark at most {most} documents at once.", most=MOST))
    docs = [subject(ctx, doctype, name) for name in names]
    spelt = [_ensure(ctx, _checked(tag)) for tag in tags]
    for doc in sorted(docs, key=lambda each: str(each.name)):
        summaries.lock(ctx, doc.doctype, doc.name)
        present = {link["tag"] for link in _links(ctx, doc)}
        for tag in dict.fromkeys(spelt):
            if tag not in present:
                values = {"document_type": doc.doctype, "document_name": str(doc.name), "tag": tag}
                link = new_document(ctx, {"doctype": "Tag Link", "title": doc.get_title()[:140]} | values)
                link.flags.ignore_permissions = True
                create(ctx, link)
        summaries.refresh(ctx, doc.doctype, doc.name, COLUMN)
    return spelt


def remove(ctx: Context, doctype: str, name: Any, tag: str) -> None:
    """Take a tag off a document one may read. A tag it does not have is no mistake."""
    _signed_in(ctx)
    doc = subject(ctx, doctype, name)
    summaries.lock(ctx, doc.doctype, doc.name)
    for link in _links(ctx, doc):
        if link["tag"].casefold() == tag.strip().casefold():
            delete(ctx, "Tag Link", link["name"], ignore_permissions=True)
    summaries.refresh(ctx, doc.doctype, doc.name, COLUMN)


def tagged(ctx: Context, doctype: str, tag: str) -> list[str]:
    """Names of the documents with ``tag`` that the acting user may see."""
    wanted = tag.strip().casefold()
    filters = [[COLUMN, "like", f"%{literal_like(wanted)}%"]]
    rows = get_list(ctx, doctype, fields=["name", COLUMN], filters=filters, limit=0)
    return [row["name"] for row in rows if wanted in split(row[COLUMN].casefold())]


def known(ctx: Context, text: str) -> list[str]:
    """The first tags that hold ``text``, to choose from."""
    rows = get_list(ctx, "Tag", limit=0, order_by="name asc")
    found = [row["name"] for row in rows if text.strip().casefold() in row["name"].casefold()]
    return found[:MOST_OFFERED]


def rename(ctx: Context, tag: str) -> None:
    """The tag got this name, and its links with it: the documents that have it follow."""
    for row in _documents_with(ctx, tag):
        if summaries.lock(ctx, row["document_type"], row["document_name"]):
            summaries.refresh(ctx, row["document_type"], row["document_name"], COLUMN)


def forget(ctx: Context, tag: str) -> None:
    """The tag goes: it is taken off every document."""
    for row in _documents_with(ctx, tag):
        delete(ctx, "Tag Link", row["name"], ignore_permissions=True)


def split(tags: str | None) -> list[str]:
    """The tags of the column ``_user_tags``."""
    return [tag.strip() for tag in (tags or "").split(",") if tag.strip()]


def _documents_with(ctx: Context, tag: str) -> Iterable[Any]:
    fields = ["name", "document_type", "document_name"]
    order = "document_type asc, document_name asc"
    filters = {"tag": tag}
    return get_list(
        ctx, "Tag Link", fields=fields, filters=filters, order_by=order, limit=0, ignore_permissions=True
    )


def _links(ctx: Context, doc: Document) -> list[Any]:
    filters = {"document_type": doc.doctype, "document_name": str(doc.name)}
    return get_list(
        ctx, "Tag Link", fields=["name", "tag"], filters=filters, limit=0, ignore_permissions=True
    )


def _ensure(ctx: Context, tag: str) -> str:
    """The spelling of the Tag, which is made where it is new."""
    meta = ctx.site.registry.get("Tag")
    row = load_row(ctx, meta, tag)
    if row is None:
        try:
            with ctx.db.savepoint():
                fresh = new_document(ctx, {"doctype": "Tag", "name": tag})
                fresh.flags.ignore_permissions = True
                fresh.flags.name_set = True
                return str(create(ctx, fresh).name)
        except DuplicateEntryError:
            row = load_row(ctx, meta, tag)
    return str(row["name"]) if row is not None else tag


def _checked(tag: Any) -> str:
    text = " ".join(str(tag).split()) if isinstance(tag, (str, int)) else ""
    if not text or len(text) > LONGEST or "," in text:
        raise DataError(
            _("A tag is a word or a few, without commas, of at most {longest} characters.", longest=LONGEST)
        )
    return text


def _signed_in(ctx: Context) -> None:
    if ctx.user == GUEST:
        raise PermissionError(_("Sign in to tag a document."))
