"""What saving a customisation does: check it against its doctype, then change table and metadata together."""

from __future__ import annotations

from comptoir.access.scopes import scope_doctype
from comptoir.context import Context
from comptoir.documents import Document
from comptoir.errors import DeclarationError, FieldProblem
from comptoir.meta.checks import check
from comptoir.meta.model import DocType
from comptoir.meta.overlay import Overlay, problems
from comptoir.meta.overlay import apply as overlaid
from comptoir.schema import apply, apply_within, desired, diff, inspect
from comptoir.sentences import joined
from comptoir.sites.overlays import read_overlays


def check_customisation(doc: Document, target: str, overlay: Overlay) -> None:
    """Raise ``DeclarationError`` with everything that would be wrong with ``target`` under ``overlay``."""
    registry = doc._ctx.site.registry
    base = registry.get(target)
    misfits = [joined((misfit.message, "."), "") for misfit in problems(base, [overlay])]
    known = dict(registry.all()) | {target: overlaid(base, [overlay])}
    found = misfits + [joined((p.message, p.hint, f"({p.id})")) for p in check(known, only=[target])]
    if found:
        raise DeclarationError(joined(found), fields=[FieldProblem("fieldname", found[0])])


def take_effect(ctx: Context, target: str) -> None:
    """Bring the table of ``target`` to its customised declaration, and tell every process after the commit."""
    registry = ctx.site.registry
    shipped, overlays = registry.shipped(target), read_overlays(ctx.db.connection, registry.names())
    overlay = overlays.get(target)
    change_table(ctx, overlaid(shipped, [overlay]) if overlay is not None else shipped)


def change_table(ctx: Context, declaration: DocType) -> None:
    """Give the table of ``declaration`` what it lacks before anybody learns of the declaration.

    A table that cannot be changed refuses the whole save. MariaDB keeps what was added if the save fails later: an
    unused column or table, which the next plan takes into account.
    """
    scope = scope_doctype(ctx)
    wanted = desired([declaration], None if scope is None else scope.name)
    if ctx.db.dialect == "sqlite":
        ctx.db.begin()
        connection = ctx.db.connection
        apply_within(connection, diff(inspect(connection, wanted.tables), wanted))
    else:
        engine = ctx.site.engine
        apply(engine, diff(inspect(engine, wanted.tables), wanted))
    ctx.db.on_commit(ctx.site.registry.bump)
