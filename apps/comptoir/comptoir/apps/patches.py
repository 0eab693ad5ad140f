"""Patches: changes of data that run once per site, recorded in ``__patch_log``.

A patch and its record are one transaction: a patch that was interrupted is run again from its beginning.
"""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa

from comptoir.apps.loader import Patch
from comptoir.apps.target import patch_log
from comptoir.context import Context
from comptoir.hooks import resolve
from comptoir.sites import Site


def run_patch(site: Site, patch: Patch) -> None:
    """Call the patch's ``execute()`` and record it."""
    with site.context() as ctx:
        ctx.db.begin()
        resolve(f"{patch.module}.execute")()
        _record(ctx, patch)


def record_patches(ctx: Context, patches: Iterable[Patch]) -> None:
    """Record patches that a new site does not need."""
    for patch in patches:
        _record(ctx, patch)


def _record(ctx: Context, patch: Patch) -> None:
    ctx.db.begin()
    ctx.db.execute(sa.insert(patch_log).values(patch=patch.key, applied_at=ctx.clock.now()))
