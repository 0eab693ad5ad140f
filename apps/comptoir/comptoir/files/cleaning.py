"""Contents that no File names any more, and files of the storage that were never finished.

A content goes some time after its last File, so that whoever stores the same meanwhile finds it; until then nobody can
open it. What a document still shows in an Attach field stays: a copy of a document shows the file of the original.
"""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from comptoir.context import Context, current
from comptoir.db.tables import table_for
from comptoir.files.addresses import ADDRESSES, content_of
from comptoir.files.storage import PLACES, Place, Stored, storage_of
from comptoir.sites.settings import singles

GRACE = 3600.0
"""Seconds that a content stays at least: longer than any work that stores it takes to be committed."""
FIELD_TYPES = frozenset({"Attach", "Attach Image"})
Named = tuple[Place, str]


@dataclass(frozen=True, slots=True)
class Cleaned:
    """What was removed, or would be, and which contents that Files name are not there."""

    removed: tuple[Stored, ...]
    lost: tuple[str, ...]

    @property
    def size(self) -> int:
        """Bytes that are free again."""
        return sum(stored.size for stored in self.removed)


def plan_cleaning(ctx: Context) -> Cleaned:
    """What ``clean`` would remove now."""
    named = _of_files(ctx)
    stored = list(storage_of(ctx.site).stored())
    unnamed = [one for one in stored if one.age >= GRACE and (one.place, one.key) not in named]
    shown = _shown(ctx) if unnamed else set()
    removed = tuple(one for one in unnamed if (one.place, one.key) not in shown)
    present = {(one.place, one.key) for one in stored}
    lost = tuple(sorted(f"{ADDRESSES[place]}{key}" for place, key in named - present))
    return Cleaned(removed, lost)


def clean(ctx: Context) -> Cleaned:
    """Remove what nothing names. The plan with what is really gone."""
    planned, storage = plan_cleaning(ctx), storage_of(ctx.site)
    gone = tuple(one for one in planned.removed if storage.remove(one.place, one.key, GRACE))
    return Cleaned(gone, planned.lost)


def clean_daily() -> None:
    """Remove what nothing names from the site of the job."""
    clean(current())


def _shown(ctx: Context) -> set[Named]:
    """The contents that documents show. Reads every document with a field for files."""
    found: set[Named] = set()
    for meta in ctx.site.registry.all().values():
        columns = [field.fieldname for field in meta.value_fields if field.fieldtype in FIELD_TYPES]
        if not meta.has_table or meta.name == "File":
            continue
        for column in columns:
            found |= _of_column(ctx, table_for(meta).c[column])
    return found | _of_column(ctx, singles.c.value)


def _of_files(ctx: Context) -> set[Named]:
    """The contents that Files name, with what was made of them."""
    table = table_for(ctx.site.registry.get("File"))
    return _of_column(ctx, table.c.file_url) | _of_column(ctx, table.c.thumbnail_url)


def _of_column(ctx: Context, column: sa.ColumnElement[str]) -> set[Named]:
    ours = sa.or_(*(column.startswith(ADDRESSES[place]) for place in PLACES))
    urls = ctx.db.execute(sa.select(column).where(ours).distinct()).scalars()
    return {content for url in urls if (content := content_of(str(url))) is not None}
