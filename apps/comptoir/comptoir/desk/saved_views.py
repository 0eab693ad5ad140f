"""The saved views that the acting user sees, each as they may read it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from comptoir import documents
from comptoir.access import policy
from comptoir.access.saved_views import SAVED_VIEW, may_share, sharing_roles, visible
from comptoir.access.scopes import scope_doctype
from comptoir.access.users import administers
from comptoir.context import Context
from comptoir.hooks import whitelist
from comptoir.meta.model import DocType

MOST = 500
GROUP = "_where"
"""The parameter that holds groups of conditions; all others that begin with a line hold no value of a field."""
ROLES = "Saved View Role"
COLUMNS = (
    "name", "title", "document_type", "view", "query", "owner", "everybody", "scope", "pinned", "is_default", "modified",
)  # fmt: skip


@whitelist(methods=["GET"])
def saved_views(ctx: Context) -> dict[str, Any]:
    """Every saved view of the acting user and those shared with them, and whether they may share their own.

    Who may not is told by ``sharers`` the roles that may, as they are called in the reader's language.
    """
    rows = documents.get_list(
        ctx, SAVED_VIEW, fields=COLUMNS, filters=visible(ctx.user), order_by="title asc", limit=MOST
    )
    registry, roles = ctx.site.registry, _roles(ctx, [row.name for row in rows])
    found = []
    for row in rows:
        meta = registry.find(row.document_type)
        if meta is None or not policy.decide(ctx, "select", meta).allow:
            continue
        own = row.owner == ctx.user
        query = readable_query(json.loads(row.query or "{}"), policy.readable_columns(ctx, meta))
        found.append(
            {**row, "query": query, "own": own, "can_write": own or administers(ctx)}
            | {"roles": roles.get(row.name, [])}
        )
    sharing = may_share(ctx)
    sharers = [] if sharing else [ctx.site.translate(role, ctx.lang) for role in sharing_roles(ctx)]
    return {"views": found, "may_share": sharing, "sharers": sharers, "scope_doctype": _scope(ctx)}


def readable_query(query: dict[str, Any], readable: frozenset[str]) -> dict[str, Any]:
    """``query`` without what it says of fields that are not ``readable``."""
    kept = {name: value for name, value in query.items() if name.startswith("_") or name in readable}
    if GROUP in kept:
        group = _readable_group(_parsed(kept.pop(GROUP)), readable)
        kept |= {GROUP: json.dumps(group, ensure_ascii=False)} if group else {}
    return kept


def _readable_group(group: Any, readable: frozenset[str]) -> list[Any]:
    """``group`` without its conditions on other fields, and without the joiners in front of these."""
    kept: list[Any] = []
    if not isinstance(group, list):
        return kept
    for place, item in enumerate(group[::2]):
        found = _readable_item(item, readable)
        if found:
            kept += [group[2 * place - 1], found] if kept else [found]
    return kept


def _readable_item(item: Any, readable: frozenset[str]) -> list[Any]:
    if isinstance(item, list) and item and isinstance(item[0], str):
        return item if item[0] in readable else []
    return _readable_group(item, readable)


def _parsed(text: Any) -> Any:
    try:
        return json.loads(text)
    except (ValueError, TypeError, RecursionError):
        return None


def _roles(ctx: Context, names: Sequence[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in documents.get_list(
        ctx,
        ROLES,
        fields=["parent", "role"],
        filters=[["parent", "in", names]],
        parent=SAVED_VIEW,
        limit=None,
    ):
        found.setdefault(row.parent, []).append(row.role)
    return found


def _scope(ctx: Context) -> dict[str, str] | None:
    """The doctype of the branches a view is shared with."""
    scope: DocType | None = scope_doctype(ctx)
    if scope is None:
        return None
    return {"name": scope.name, "label": ctx.site.translate(scope.name, ctx.lang)}
