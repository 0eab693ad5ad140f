"""Defaults: values kept for the site or a user under a key (Frappe's DefaultValue rows), and System Settings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from comptoir.context import Context
from comptoir.db.tables import table_for
from comptoir.documents import storage
from comptoir.documents.loading import get_document
from comptoir.documents.naming import make_hash
from comptoir.sites.settings import SYSTEM_SETTINGS

DOCTYPE = "DefaultValue"
SITE = "__default"
GLOBAL = "__global"


def defaults_of(ctx: Context, parent: str = SITE) -> dict[str, list[str]]:
    """Every value kept under ``parent``, by key."""
    table = table_for(ctx.site.registry.get(DOCTYPE))
    rows = ctx.db.execute(
        sa.select(table.c.defkey, table.c.defvalue)
        .where(table.c.parent == parent)
        .order_by(table.c.idx, table.c.creation)
    )
    found: dict[str, list[str]] = {}
    for row in rows:
        found.setdefault(row.defkey, []).append(row.defvalue)
    return found


def get_default(ctx: Context, key: str, parent: str = SITE) -> Any:
    """The value of ``key`` under ``parent``: one, a list where several are kept, or System Settings' for the site."""
    values = defaults_of(ctx, parent).get(key, [])
    if values:
        return values[0] if len(values) == 1 else values
    settings = ctx.site.registry.find(SYSTEM_SETTINGS)
    if parent in (SITE, GLOBAL) and settings is not None and settings.has_field(key):
        return get_document(ctx, SYSTEM_SETTINGS, SYSTEM_SETTINGS).get(key)
    return None


def set_default(ctx: Context, key: str, value: Any, parent: str = SITE) -> None:
    """Keep one value of ``key`` under ``parent`` instead of those there are; None keeps none."""
    clear_default(ctx, key=key, parent=parent)
    if value is not None:
        add_default(ctx, key, value, parent)


def add_default(ctx: Context, key: str, value: Any, parent: str = SITE) -> None:
    """Keep one more value of ``key`` under ``parent``."""
    meta = ctx.site.registry.get(DOCTYPE)
    now = ctx.clock.now()
    ctx.db.begin()
    row: dict[str, Any] = dict.fromkeys(meta.valid_columns)
    row |= {
        "name": make_hash(), "owner": ctx.user, "modified_by": ctx.user, "creation": now, "modified": now,
        "docstatus": 0, "idx": 0, "parent": parent, "parenttype": parent if parent.startswith("__") else "User",
        "parentfield": "system_defaults" if parent.startswith("__") else "defaults", "defkey": key,
        "defvalue": str(int(value)) if isinstance(value, bool) else str(value),
    }  # fmt: skip
    storage.insert_rows(ctx, meta, [row])


def clear_default(
    ctx: Context, *, key: str | None = None, value: Any = None, parent: str | Sequence[str] | None = None
) -> None:
    """Forget the values that have this key, this value and this parent, where given."""
    table = table_for(ctx.site.registry.get(DOCTYPE))
    where: list[sa.ColumnElement[bool]] = []
    if key is not None:
        where.append(table.c.defkey == key)
    if value is not None:
        where.append(table.c.defvalue == str(value))
    if parent is not None:
        where.append(table.c.parent.in_([parent] if isinstance(parent, str) else list(parent)))
    if not where:
        return
    ctx.db.begin()
    ctx.db.execute(sa.delete(table).where(*where))
