"""What points at a document, and new documents made beside it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from comptoir import documents
from comptoir.access import masking, policy
from comptoir.context import Context
from comptoir.desk import offers
from comptoir.desk.unsaved import unsaved
from comptoir.documents import Document
from comptoir.errors import ValidationError
from comptoir.hooks import whitelist
from comptoir.meta.linked import NAME, Linked, read_linked
from comptoir.meta.model import DocType
from comptoir.sentences import Label, _

COUNTED = 1000
MOST_NAMED = 100
"""How many documents are named whose rows point here: no column of theirs finds them."""


@whitelist(methods=["GET"])
def overview(ctx: Context, doctype: str, name: str) -> list[dict[str, Any]]:
    """How many documents point at a document one may read, by doctype and field, and whether one may add to them.

    Doctypes and fields that the actor does not read are left out.
    """
    doc = documents.read_document(ctx, doctype, name)
    return [
        {
            "doctype": target.name,
            "fieldname": linked.fieldname,
            "label": ctx.say(target.name),
            "group": ctx.say(linked.group) if linked.group else "",
            "icon": target.icon,
            "can_create": not linked.child and _may_create(ctx, target, linked.fieldname),
            "quick_entry": target.quick_entry,
        }
        | (_named(ctx, linked, doc) if linked.child else _counted(ctx, target, linked.fieldname, doc))
        for linked, target in _shown(ctx, doc.meta)
    ]


@whitelist(methods=["GET"])
def new_from(ctx: Context, doctype: str, name: str, link_doctype: str, link_fieldname: str) -> dict[str, Any]:
    """An unsaved document that points at one the actor may read, with what the link declares taken over from it.

    Nothing is taken from fields the actor does not read in the clear, nor into fields they may not write. What the
    links that are filled offer comes along.
    """
    source = documents.read_document(ctx, doctype, name)
    linked = _linked(source.meta, link_doctype, link_fieldname)
    target = ctx.site.registry.get(linked.doctype)
    policy.require(ctx, "create", target)
    made = documents.new_document(ctx, {"doctype": target.name}).set_defaults()
    made.update(_taken(ctx, source, target, linked))
    return unsaved(offers.take(ctx, made))


def _linked(meta: DocType, link_doctype: str, link_fieldname: str) -> Linked:
    for row in meta.links:
        linked = read_linked(row)
        if not linked.child and (linked.doctype, linked.fieldname) == (link_doctype, link_fieldname):
            return linked
    raise ValidationError(
        _("{doctype} declares no link to {other}.", doctype=Label(meta.name), other=Label(link_doctype))
    )


def _taken(ctx: Context, source: Document, target: DocType, linked: Linked) -> dict[str, Any]:
    reads = policy.readable_levels(ctx, source.meta)
    writes = policy.writable_levels(ctx, target)
    masked = masking.masked_fields(ctx, source.meta)
    values: dict[str, Any] = {}
    for filled, taken in {linked.fieldname: NAME, **linked.field_map}.items():
        read = taken == NAME or (taken not in masked and source.meta.by_name[taken].permlevel in reads)
        if read and target.has_field(filled) and target.by_name[filled].permlevel in writes:
            values[filled] = source.name if taken == NAME else source.get(taken)
    return {filled: value for filled, value in values.items() if value not in (None, "")}


def _shown(ctx: Context, meta: DocType) -> Iterator[tuple[Linked, DocType]]:
    for linked in map(read_linked, meta.links):
        target = ctx.site.registry.find(linked.doctype)
        if target is None or target.istable or target.issingle or linked.hidden:
            continue
        if policy.decide(ctx, "read", target).allow and _sees(ctx, linked, target):
            yield linked, target


def _sees(ctx: Context, linked: Linked, target: DocType) -> bool:
    """Whether the actor reads the field that points here, of the documents or of their rows."""
    if not linked.child:
        return linked.fieldname in masking.sight_of(ctx, target).clear
    table, child = target.by_name.get(linked.table), ctx.site.registry.find(linked.child)
    if table is None or child is None or table.permlevel not in policy.readable_levels(ctx, target):
        return False
    return linked.fieldname in masking.sight_of(ctx, child, target).clear


def _named(ctx: Context, linked: Linked, doc: Document) -> dict[str, Any]:
    rows = documents.get_list(
        ctx,
        linked.doctype,
        fields=["name"],
        filters=[[linked.child, linked.fieldname, "=", doc.name]],
        order_by="modified desc",
        limit=MOST_NAMED + 1,
    )
    names = list(dict.fromkeys(str(row["name"]) for row in rows))
    return {"count": len(names[:MOST_NAMED]), "more": len(names) > MOST_NAMED, "names": names[:MOST_NAMED]}


def _counted(ctx: Context, target: DocType, fieldname: str, doc: Document) -> dict[str, Any]:
    found = documents.count(ctx, target.name, [[fieldname, "=", doc.name]], limit=COUNTED + 1)
    return {"count": min(found, COUNTED), "more": found > COUNTED}


def _may_create(ctx: Context, target: DocType, fieldname: str) -> bool:
    field = target.field(fieldname)
    if field is None or field.read_only:
        return False
    return (
        field.permlevel in policy.writable_levels(ctx, target) and policy.decide(ctx, "create", target).allow
    )
