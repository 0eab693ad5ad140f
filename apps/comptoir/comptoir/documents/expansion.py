"""What rows of a list point at, in place of its name: linked documents and child rows, one statement for each field."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from comptoir.access import masking, policy
from comptoir.attrdict import AttrDict
from comptoir.context import Context
from comptoir.documents import storage
from comptoir.documents.listing import get_list
from comptoir.errors import BadRequestError, PermissionError
from comptoir.meta.model import DocType, Field
from comptoir.sentences import Label, _

MOST_ROWS = 1000


def expandable(meta: DocType, names: Iterable[Any]) -> list[Field]:
    """The Link and Table fields called ``names``. Raises ``BadRequestError`` for anything else."""
    found = []
    for name in names:
        field = meta.by_name.get(name) if isinstance(name, str) else None
        if field is None or not field.options or not (field.is_table or field.fieldtype == "Link"):
            raise BadRequestError(
                _(
                    "{doctype} has no link field or table {name!r} to expand.",
                    doctype=Label(meta.name),
                    name=str(name)[:60],
                )
            )
        found.append(field)
    return found


def expand(ctx: Context, meta: DocType, rows: Sequence[dict[str, Any]], fields: Iterable[Field]) -> None:
    """Replace what ``rows`` hold in ``fields`` by the documents meant, as far as the actor may read them.

    A link to a document the actor may not see stays a name. Rows need their ``name`` for tables.
    """
    if len(rows) > MOST_ROWS:
        raise BadRequestError(
            _("Only pages of up to {most} rows can be expanded. Ask for a smaller limit.", most=MOST_ROWS)
        )
    for field in fields:
        if field.is_table:
            _expand_table(ctx, meta, rows, field)
        else:
            _expand_link(ctx, rows, field)


def _expand_link(ctx: Context, rows: Sequence[dict[str, Any]], field: Field) -> None:
    name = field.fieldname
    target = ctx.site.registry.get(field.options or "")
    wanted = sorted({row[name] for row in rows if row.get(name)})
    if not wanted or target.issingle or target.is_virtual or not policy.decide(ctx, "select", target).allow:
        return
    found = get_list(ctx, target.name, fields=["*"], filters=[["name", "in", wanted]], limit=0)
    by_name = {row["name"]: row for row in found}
    for row in rows:
        if row.get(name):
            row[name] = by_name.get(row[name], row[name])


def _expand_table(ctx: Context, meta: DocType, rows: Sequence[dict[str, Any]], field: Field) -> None:
    levels = policy.readable_levels(ctx, meta)
    names = _readable(ctx, meta, [row["name"] for row in rows]) if (field.permlevel or 0) in levels else []
    children = storage.load_children(ctx, meta, names, field.fieldname) if names else {}
    child = ctx.site.registry.get(field.options or "")
    hidden = {f.fieldname for f in child.fields if f.permlevel and f.permlevel not in levels}
    masks = masking.masked_fields(ctx, child, meta)
    hidden -= masks.keys()
    for row in rows:
        row[field.fieldname] = shown = [
            AttrDict({key: None if key in hidden else value for key, value in stored.items()})
            for stored in children.get((row["name"], field.fieldname), ())
        ]
        masking.mask_rows(shown, masks)


def _readable(ctx: Context, meta: DocType, names: list[Any]) -> list[Any]:
    """Those of ``names`` whose whole document the actor may read; a list shows what they may select."""
    decision = policy.decide(ctx, "read", meta)
    if not decision.allow:
        raise PermissionError(
            ctx.site.translate("You are not permitted to read {doctype}: {reason}.", ctx.lang).format(
                doctype=meta.name, reason=decision.reason
            )
        )
    narrower = policy.predicate(ctx, "read", meta)
    if narrower is None or narrower == policy.predicate(ctx, "select", meta):
        return names
    found = get_list(ctx, meta.name, filters=[["name", "in", names]], limit=0, right="read")
    return [row["name"] for row in found]
