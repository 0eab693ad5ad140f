"""What a user marked and what they opened lately, on whatever device. Only these functions read and write it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from comptoir import documents
from comptoir.access import policy
from comptoir.context import Context
from comptoir.documents.called import called
from comptoir.errors import DoesNotExistError, ValidationError
from comptoir.hooks import whitelist
from comptoir.sentences import Label, _

PLACE = "Visited Place"
MOST_RECENT = 12
MOST_STARRED = 50


@whitelist(methods=["GET"])
def places(ctx: Context) -> dict[str, Any]:
    """The favourites of the acting user by title and their recent documents, the last opened first."""
    rows = _rows(ctx)
    titles = _titles(ctx, rows)
    starred = [_told(row, titles) for row in rows if row.starred and _key(row) in titles]
    recent = [_told(row, titles) for row in rows if row.seen_on and row.document_name and _key(row) in titles]
    return {
        "favourites": sorted(starred, key=lambda place: str(place["title"]).casefold()),
        "recents": recent[:MOST_RECENT],
    }


@whitelist(methods=["POST"])
def visit(ctx: Context, doctype: str, name: str) -> None:
    """Note that the acting user opened a document."""
    rows = _rows(ctx)
    if rows and rows[0].seen_on and _key(rows[0]) == (doctype, name):
        return  # it is the last one already
    _check(ctx, doctype, name)
    place = _place(ctx, rows, doctype, name)
    place.seen_on = ctx.clock.now()
    place.save(ignore_permissions=True)
    older = [row for row in rows if row.seen_on and not row.starred and row.name != place.name]
    for row in older[MOST_RECENT - 1 :]:
        documents.get_document(ctx, PLACE, row.name).delete(ignore_permissions=True)


@whitelist(methods=["POST"])
def star(ctx: Context, doctype: str, name: str | None = None, on: bool = True) -> None:
    """Mark a document, or without a name the list of a document type; ``on`` false takes the mark away."""
    rows = _rows(ctx)
    if on:
        _check(ctx, doctype, name)
        if sum(1 for row in rows if row.starred) >= MOST_STARRED:
            raise ValidationError(
                _("You have {most} favourites. Take the mark from one to add another.", most=MOST_STARRED)
            )
    place = _place(ctx, rows, doctype, name or None)
    place.starred = int(on)
    if place.starred or place.seen_on:
        place.save(ignore_permissions=True)
    elif not place.is_new():
        place.delete(ignore_permissions=True)


def _rows(ctx: Context) -> list[Any]:
    return documents.get_list(
        ctx,
        PLACE,
        fields=["name", "document_type", "document_name", "starred", "seen_on"],
        filters={"user": ctx.user},
        order_by="seen_on desc",
        limit=MOST_STARRED + 2 * MOST_RECENT,
        ignore_permissions=True,
    )


def _place(ctx: Context, rows: Iterable[Any], doctype: str, name: str | None) -> documents.Document:
    """The place as it is stored, or a new one."""
    known = next((row for row in rows if _key(row) == (doctype, name)), None)
    if known is not None:
        return documents.get_document(ctx, PLACE, known.name, for_update=True)
    values = {"doctype": PLACE, "user": ctx.user, "document_type": doctype, "document_name": name}
    return documents.new_document(ctx, values)


def _check(ctx: Context, doctype: str, name: str | None) -> None:
    """Raise where the acting user may not see the place."""
    meta = ctx.site.registry.get(doctype)
    policy.require(ctx, "read", meta)
    if name and not meta.issingle and not documents.get_list(ctx, doctype, filters={"name": name}, limit=1):
        raise DoesNotExistError(_("There is no {doctype} {name}.", doctype=Label(doctype), name=name))


def _key(row: Any) -> tuple[str, str | None]:
    return row.document_type, row.document_name or None


def _titles(ctx: Context, rows: Iterable[Any]) -> dict[tuple[str, str | None], str]:
    """The titles of the places the acting user may still see."""
    wanted: dict[str, set[str]] = {}
    for row in rows:
        wanted.setdefault(row.document_type, set()).update([row.document_name] if row.document_name else [])
    found: dict[tuple[str, str | None], str] = {}
    for doctype, names in wanted.items():
        meta = ctx.site.registry.find(doctype)
        if meta is None or not policy.decide(ctx, "read", meta).allow:
            continue
        found[doctype, None] = ctx.site.translate(doctype, ctx.lang)
        if meta.issingle:
            found |= {(doctype, name): found[doctype, None] for name in names}
        elif names:
            title = meta.title_field if meta.has_field(meta.title_field or "") else "name"
            columns = list(dict.fromkeys(["name", str(title)]))
            chosen = {"name": ["in", sorted(names)]}
            for row in documents.get_list(ctx, doctype, fields=columns, filters=chosen, limit=0):
                found[doctype, str(row["name"])] = called(ctx, meta, str(row.get(str(title)) or row["name"]))
    return found


def _told(row: Any, titles: dict[tuple[str, str | None], str]) -> dict[str, Any]:
    return {"doctype": row.document_type, "name": row.document_name or None, "title": titles[_key(row)]}
