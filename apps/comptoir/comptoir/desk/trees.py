"""Trees: documents below each other, a few branches at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from comptoir.access.masking import sight_of
from comptoir.context import Context
from comptoir.desk.titles import link_titles
from comptoir.documents.listing import get_steps, permitted_names
from comptoir.errors import BadRequestError, PermissionError
from comptoir.hooks import whitelist
from comptoir.meta.model import DocType
from comptoir.query import And, Column, Condition, Filter, ListArgs, any_of
from comptoir.query.model import Names, Not, Within
from comptoir.query.trees import parent_field
from comptoir.sentences import _

MOST_BRANCHES = 100
LONGEST_BRANCH = 200
COUNT = "how many"
"""A label that no field can have."""
TOP = ""


@whitelist(methods=["GET", "POST"])
def branches(
    ctx: Context,
    doctype: str,
    parents: Sequence[str],
    fields: Sequence[Any] | None = None,
    filters: Sequence[Any] | Mapping[str, Any] | None = None,
    or_filters: Sequence[Any] | Mapping[str, Any] | None = None,
    order_by: str | None = None,
    start: int = 0,
) -> dict[str, Any]:
    """What lies directly below each of ``parents``, and how much below that.

    The top ("") is whatever has no parent among the documents that the actor sees and the filters leave, so that
    nothing of a tree is out of reach for who sees only a part of it.
    """
    if (
        start < 0
        or not 0 < len(parents) <= MOST_BRANCHES
        or not all(isinstance(name, str) for name in parents)
    ):
        raise BadRequestError(_("Ask for 1 to {most} branches of a tree at once.", most=MOST_BRANCHES))
    meta = ctx.site.registry.get(doctype)
    link = parent_field(meta)
    if link not in sight_of(ctx, meta).clear:
        raise PermissionError(_("You are not permitted to filter or sort by {fieldname}.", fieldname=link))
    shown = [*(fields or ()), "name", "docstatus", "modified", link]
    args = ListArgs(shown, filters, or_filters, order_by, None, LONGEST_BRANCH + 1, start)
    wheres = (_where(ctx, meta, name, args) for name in parents)
    found = dict(zip(parents, get_steps(ctx, doctype, args, wheres), strict=True))
    rows = [row for branch in found.values() for row in branch[:LONGEST_BRANCH]]
    return {
        "branches": {
            name: {"rows": branch[:LONGEST_BRANCH], "has_more": len(branch) > LONGEST_BRANCH}
            for name, branch in found.items()
        },
        "below": _counted(ctx, meta, [str(row["name"]) for row in rows], args),
        "link_titles": link_titles(ctx, meta, rows),
    }


def _where(ctx: Context, meta: DocType, parent: str, args: ListArgs) -> Filter:
    column = Column(meta.name, parent_field(meta))
    if parent != TOP:
        return Condition(column, "in", Names((parent,)))
    without = Condition(column, "is", "not set")
    seen = permitted_names(ctx, meta.name, args.filters, args.or_filters)
    return without if seen.where == And() else any_of((without, Not(Within((column,), seen))))


def _counted(ctx: Context, meta: DocType, names: Sequence[str], args: ListArgs) -> dict[str, int]:
    """How many documents lie directly below each of ``names``."""
    if not names:
        return {}
    link = parent_field(meta)
    counts = ListArgs([link, f"count(*) as {COUNT}"], args.filters, args.or_filters, None, link, None)
    below = Condition(Column(meta.name, link), "in", Names(names))
    rows = next(iter(get_steps(ctx, meta.name, counts, [below])))
    return {str(row[link]): row[COUNT] for row in rows}
