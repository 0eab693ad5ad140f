"""Making one document of two that stand for the same: nothing of the one that goes is lost.

Its comments, files, versions and links move to the one that stays. Values that were not taken over are kept as a
version of that one, so that whoever may read a field finds what it was.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from comptoir import documents
from comptoir.access import masking, policy
from comptoir.companions import comments
from comptoir.companions.subject import full_name, subject
from comptoir.context import Context
from comptoir.documents import Document, get_document, update
from comptoir.documents.links import dynamic_links
from comptoir.documents.versions import diff, record
from comptoir.errors import TimestampMismatchError, ValidationError
from comptoir.hooks import whitelist
from comptoir.meta.companions import COMPANIONS
from comptoir.meta.model import CHILD_COLUMNS, STANDARD_COLUMNS, DocType, Field
from comptoir.sentences import Label, _

COUNTED = 1000
OWN = frozenset({*STANDARD_COLUMNS, *CHILD_COLUMNS})
"""What a row of a table has for itself."""


@whitelist(methods=["GET"])
def linked(ctx: Context, doctype: str, name: str) -> list[dict[str, Any]]:
    """How many documents the actor reads point at a document they read, by doctype; what it says of itself left out."""
    doc = subject(ctx, doctype, name)
    found: dict[str, int] = {}
    for source, filters in _pointing(ctx, doc):
        reads = policy.decide(ctx, "read", source).allow
        columns = {column for column, _operator, _value in filters}
        if reads and columns <= {*masking.sight_of(ctx, source).clear}:
            count = documents.count(ctx, source.name, filters, limit=COUNTED + 1)
            found[source.name] = found.get(source.name, 0) + count
    return [
        {"doctype": key, "label": ctx.say(key), "count": min(count, COUNTED), "more": count > COUNTED}
        for key, count in sorted(found.items())
        if count
    ]


@whitelist(methods=["POST"])
def merge(
    ctx: Context, doctype: str, name: str, other: str, take: Sequence[str], modified: str, other_modified: str
) -> str:
    """Fold the document ``other`` into ``name``, with the values of the fields ``take``; all of it or nothing.

    ``modified`` and ``other_modified`` say which versions the actor has seen. The name of the document that stays.
    """
    locked = {each: get_document(ctx, doctype, each, for_update=True) for each in sorted({name, other})}
    kept, gone = locked[name], locked[other]
    if kept.name == gone.name:
        raise ValidationError(_("Choose two documents to merge."))
    for doc, seen in ((kept, modified), (gone, other_modified)):
        policy.require(ctx, "write", doc.meta, doc)
        _check(doc, seen)
    fields = [_takeable(ctx, kept, fieldname) for fieldname in dict.fromkeys(take)]
    documents.rename(ctx, doctype, str(gone.name), str(kept.name), merge=True)
    merged = get_document(ctx, doctype, kept.name, for_update=True)
    for field in fields:
        merged.set(field.fieldname, _value(gone, field))
    if fields:
        merged = update(ctx, merged)
    record(ctx, merged, diff(gone, merged) | {"added": []}, always=True)
    told = {"actor": full_name(ctx, ctx.user), "other": gone.name}
    comments.log(ctx, doctype, merged.name, "Info", _("{actor} merged {other} into this"), **told)
    return str(merged.name)


def _pointing(ctx: Context, doc: Document) -> list[tuple[DocType, list[list[Any]]]]:
    found = [
        (source, [[fieldname, "=", str(doc.name)]])
        for source, fieldname in ctx.site.registry.links_to(doc.doctype)
    ]
    for source, field in dynamic_links(ctx):
        about = [[field.fieldname, "=", str(doc.name)], [field.options, "=", doc.doctype]]
        found.append((source, about))
    return [
        (source, filters)
        for source, filters in found
        if not (source.istable or source.issingle or source.is_virtual or source.name in COMPANIONS)
    ]


def _check(doc: Document, seen: str) -> None:
    if str(doc.modified) != seen.replace("T", " "):
        raise TimestampMismatchError(
            _(
                "{doctype} {name} was changed since you compared it. Compare again.",
                doctype=Label(doc.doctype),
                name=doc.name,
            )
        )
    if int(doc.docstatus or 0) != 0:
        raise ValidationError(
            _(
                "{doctype} {name} is a draft no longer, so it cannot be merged.",
                doctype=Label(doc.doctype),
                name=doc.name,
            )
        )


def _takeable(ctx: Context, doc: Document, fieldname: str) -> Field:
    """A field whose value the actor reads in the clear and may write."""
    field = doc.meta.by_name.get(fieldname)
    readable = field is not None and field.permlevel in policy.readable_levels(ctx, doc.meta)
    writable = field is not None and field.permlevel in policy.writable_levels(ctx, doc.meta)
    if field is None or not readable or not writable or fieldname in masking.masked_fields(ctx, doc.meta):
        raise ValidationError(_("The value of {fieldname} cannot be taken over by you.", fieldname=fieldname))
    return field


def _value(doc: Document, field: Field) -> Any:
    """The value of a document; of a table its rows as new ones."""
    if not field.is_table:
        return doc.get(field.fieldname)
    return [
        {key: value for key, value in row.as_dict().items() if key not in OWN}
        for row in doc.get(field.fieldname) or ()
    ]
