"""Values that follow from what is typed, shown on a form before it is saved.

The doctypes are those an app names in ``calculated_while_typed`` of its ``hooks.py``. Nothing of it is stored and nothing
is sent back: a save calculates anew from what was typed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from comptoir import documents
from comptoir.access import masking, policy
from comptoir.context import Context
from comptoir.desk.titles import link_titles
from comptoir.documents import Document
from comptoir.documents.data import DocumentData
from comptoir.documents.values import read_values
from comptoir.errors import DataError, ValidationError
from comptoir.hooks import whitelist
from comptoir.meta.model import DocType
from comptoir.sentences import Label, _

HOOK = "calculated_while_typed"


def is_calculated(ctx: Context, doctype: str) -> bool:
    """Whether forms of ``doctype`` show values that follow before they are saved."""
    return any(doctype in manifest.raw.get(HOOK, ()) for manifest in ctx.site.manifests)


@whitelist(methods=["POST"])
def calculated(ctx: Context, doc: Mapping[str, Any]) -> dict[str, Any]:
    """What saving the draft ``doc`` would change of it beyond what it says.

    ``values`` by fieldname; ``rows`` by table, one mapping for each row sent, None for one that a save would drop;
    ``_link_titles`` of links among them. Fields the actor may not read are left out.
    """
    draft = _draft(ctx, doc)
    if not is_calculated(ctx, draft.doctype):
        raise ValidationError(_("{doctype} is calculated when it is saved.", doctype=Label(draft.doctype)))
    read_values(draft)
    sent = {table.fieldname: [*(draft.get(table.fieldname) or ())] for table in draft.meta.table_fields}
    before = {id(part): dict(part.__dict__) for part in (draft, *draft.all_children())}
    documents.calculate(ctx, draft)
    kept = {id(row) for row in draft.all_children()}
    levels = policy.readable_levels(ctx, draft.meta)

    def changed(part: DocumentData) -> dict[str, Any]:
        told = _told(ctx, part.meta, draft.meta, levels)
        old, now = before[id(part)], part.__dict__
        return {name: now.get(name) for name in told if now.get(name) != old.get(name)}

    values = changed(draft)
    rows = {
        fieldname: [changed(row) if id(row) in kept else None for row in each]
        for fieldname, each in sent.items()
        if each and draft.meta.by_name[fieldname].permlevel in levels
    }
    titles = link_titles(ctx, draft.meta, [values])
    for fieldname, each in rows.items():
        child = ctx.site.registry.get(draft.meta.by_name[fieldname].options or "")
        titles |= link_titles(ctx, child, [row for row in each if row])
    return {"values": values, "rows": rows, "_link_titles": titles}


def _draft(ctx: Context, values: Mapping[str, Any]) -> Document:
    """The document as the form has it: a new one, or a stored one with its changes."""
    draft = documents.new_document(ctx, {"doctype": values.get("doctype")})
    for table in draft.meta.table_fields:
        rows = values.get(table.fieldname) or []
        if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
            raise DataError(
                _(
                    "{fieldname} must be a list of rows, each an object of field names and values.",
                    fieldname=table.fieldname,
                )
            )
    if values.get("__islocal") or values.get("name") in (None, ""):
        return draft.update({**values, "name": None})
    return documents.get_document(ctx, draft.doctype, str(values["name"])).update(values)


def _told(ctx: Context, meta: DocType, holder: DocType, levels: frozenset[int]) -> list[str]:
    """The fields of ``meta``, the doctype itself or one of its tables, that the actor may read in clear."""
    hides = masking.masked_fields(ctx, meta, holder)
    return [
        field.fieldname
        for field in meta.value_fields
        if field.permlevel in levels and field.fieldname not in hides and field.fieldtype != "Password"
    ]
