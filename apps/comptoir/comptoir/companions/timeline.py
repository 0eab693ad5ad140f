"""What was said about a document and what happened to it, page by page, the newest first.

However much there is, a page reads no more of each table than it shows, by the indexes that ``comptoir.meta.timeline``
declares.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
import sqlalchemy as sa

from comptoir.access import policy
from comptoir.companions import letters
from comptoir.companions.history import tellable_versions
from comptoir.context import Context
from comptoir.db.tables import table_for
from comptoir.documents import Document, get_list
from comptoir.errors import BadRequestError
from comptoir.meta.timeline import SOURCES, Source
from comptoir.sentences import _

PAGE = 30
EARLIEST = datetime(1900, 1, 1)
"""When something happened that came from elsewhere without a moment."""
COMMENTS, MAILS, CALLS, CHANGES = "comments", "mails", "calls", "changes"
OF_COMMENTS: Mapping[str, tuple[str, ...]] = {
    COMMENTS: ("Comment",),
    CHANGES: ("Workflow", "Created", "Updated", "Submitted", "Cancelled", "Deleted", "Edit"),
    "assignments": ("Assigned", "Assignment Completed"),
    "files": ("Attachment", "Attachment Removed"),
    "likes": ("Like",),
    "others": ("Info", "Label", "Shared", "Unshared", "Relinked"),
}
"""The types of Comment that are told under each kind."""
KINDS = frozenset({*OF_COMMENTS, MAILS, CALLS})
BODIES: Mapping[str, str] = {"Comment": "content", "Version": "data", "Communication": "name"}
CALL_FIELDS = ("name", "owner", "creation", "type", "status", "caller_number", "received_by", "start_time", "duration", "summary")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """An entry a page ends with: the next one begins behind it."""

    at: datetime
    name: str

    @classmethod
    def read(cls, text: str) -> Place:
        """The place that ``text`` names, as a page told it."""
        moment, _blank, name = text.partition("/")
        try:
            return cls(datetime.fromisoformat(moment).replace(tzinfo=None), name)
        except ValueError as error:
            raise BadRequestError(
                _("The place in the history cannot be read. Begin again without one.")
            ) from error

    def __str__(self) -> str:
        return f"{self.at.isoformat()}/{self.name}"


def page(ctx: Context, doc: Document, kinds: Collection[str], after: str | None) -> dict[str, Any]:
    """At most ``PAGE`` entries about a document the caller has read with the right to, and where the next page begins.

    ``kinds`` are of ``KINDS``; none at all are all of them. Of versions the reader is told what they may read, and
    of calls those that are theirs to see.
    """
    if not KINDS.issuperset(kinds):
        unknown = ", ".join(sorted(str(kind) for kind in set(kinds) - KINDS))
        raise BadRequestError(_("A history has no {kinds} to show.", kinds=unknown))
    chosen, place = frozenset(kinds) or KINDS, Place.read(after) if after else None
    found = [*_stored(ctx, doc, chosen, place), *_calls(ctx, doc, chosen, place)]
    for entry in found:
        entry["creation"] = entry["creation"] or EARLIEST
    found.sort(key=lambda entry: (entry["creation"], str(entry["name"]).lower()), reverse=True)
    shown = found[:PAGE]
    more = Place(shown[-1]["creation"], str(shown[-1]["name"])) if len(found) > PAGE else None
    return {"entries": _told(ctx, doc, shown), "next": str(more) if more else None}


def _stored(ctx: Context, doc: Document, kinds: frozenset[str], place: Place | None) -> list[dict[str, Any]]:
    """Comments, versions and e-mails with one statement, each of them from its index."""
    branches = list(_branches(ctx, doc, kinds, place))
    if not branches:
        return []
    together = sa.union_all(*branches).subquery()
    newest = sa.select(together).order_by(together.c.creation.desc(), together.c.name.desc()).limit(PAGE + 1)
    return [dict(row) for row in ctx.db.execute(newest).mappings()]


def _branches(
    ctx: Context, doc: Document, kinds: frozenset[str], place: Place | None
) -> Iterator[sa.Select[Any]]:
    if kinds >= OF_COMMENTS.keys():
        yield _newest(ctx, doc, SOURCES["Comment"], place)
    else:
        for type_ in (type_ for kind in sorted(kinds & OF_COMMENTS.keys()) for type_ in OF_COMMENTS[kind]):
            yield _newest(ctx, doc, SOURCES["Comment"], place, type_)
    if CHANGES in kinds:
        yield _newest(ctx, doc, SOURCES["Version"], place)
    if MAILS in kinds:
        yield _newest(ctx, doc, SOURCES["Communication"], place)


def _newest(
    ctx: Context, doc: Document, source: Source, place: Place | None, type_: str | None = None
) -> sa.Select[Any]:
    columns = table_for(ctx.site.registry.get(source.doctype)).c
    kind = columns[source.kind_field] if source.kind_field else sa.literal("")
    where = [columns[source.name_field] == str(doc.name), columns[source.type_field] == doc.doctype]
    if type_ is not None:
        where.append(kind == type_)
    if place is not None:
        # Said in two parts, the first of which is a range both databases find in the index.
        where += [
            columns.creation <= place.at,
            sa.or_(columns.creation < place.at, columns.name < place.name),
        ]
    newest = (
        sa.select(
            sa.literal(source.doctype).label("source"), columns.name, columns.creation, columns.owner,
            kind.label("type"), columns[BODIES[source.doctype]].label("body"),
        )
        .where(*where).order_by(columns.creation.desc(), columns.name.desc()).limit(PAGE + 1)
    )  # fmt: skip
    return sa.select(newest.subquery())


def _calls(ctx: Context, doc: Document, kinds: frozenset[str], place: Place | None) -> list[dict[str, Any]]:
    """Calls have rights of their own."""
    if CALLS not in kinds or not policy.decide(ctx, "read", ctx.site.registry.get("Call Log")).allow:
        return []
    filters: list[Any] = [["reference_name", "=", str(doc.name)], ["reference_doctype", "=", doc.doctype]]
    if place is not None:
        filters.append(["creation", "<=", place.at])
    rows = get_list(
        ctx, "Call Log", fields=list(CALL_FIELDS), filters=filters, order_by="creation desc, name desc",
        limit=PAGE + 1, right="read",
    )  # fmt: skip
    behind = (row for row in rows if place is None or (row["creation"], row["name"]) < (place.at, place.name))
    return [
        {"source": "Call Log", "call": {k: v for k, v in row.items() if k not in ("owner", "creation")}}
        | {key: row[key] for key in ("name", "owner", "creation")}
        for row in behind
    ]


def _told(ctx: Context, doc: Document, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    mails = [row["name"] for row in rows if row["source"] == "Communication"]
    by_name = {mail["name"]: mail for mail in letters.called(ctx, mails)}
    versions = [row for row in rows if row["source"] == "Version"]
    for row in versions:
        row["data"] = row["body"]
    tellable_versions(ctx, doc.meta, versions)
    return [told for row in rows if (told := _entry(row, by_name)) is not None]


def _entry(row: dict[str, Any], by_name: Mapping[Any, Any]) -> dict[str, Any] | None:
    """An entry as it is told; nothing where the reader may be told nothing of it."""
    told = {key: row[key] for key in ("source", "name", "creation", "owner")}
    if row["source"] == "Comment":
        return told | {"comment_type": row["type"], "content": row["body"]}
    if row["source"] == "Version":
        return told | {"data": row["data"]} if _says_something(row["data"]) else None
    if row["source"] == "Communication":
        return told | {"letter": by_name[row["name"]]} if row["name"] in by_name else None
    return told | {"call": row["call"]}


def _says_something(data: str | None) -> bool:
    return any(orjson.loads(data or "{}").values())
