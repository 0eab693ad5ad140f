"""What saving a customisation does: check it against its doctype, then change table and metadata at once."""

from __future__ import annotations

from comptoir.context import Context
from comptoir.documents import Document
from comptoir.errors import DeclarationError, FieldProblem
from comptoir.meta.checks import check
from comptoir.meta.model import DocType
from comptoir.meta.overlay import Overlay, problems
from comptoir.meta.overlay import apply as overlaid
from comptoir.schema import apply, desired, diff, inspect
from comptoir.sentences import joined


def check_customisation(doc: Document, target: str, overlay: Overlay) -> None:
    """Raise ``DeclarationError`` with everything that would be wrong with ``target`` under ``overlay``."""
    registry = doc._ctx.site.registry
    base = registry.get(target)
    misfits = [joined((misfit.message, "."), "") for misfit in problems(base, [overlay])]
    known = dict(registry.all()) | {target: overlaid(base, [overlay])}
    found = misfits + [joined((f"{p.id}:", p.message, p.hint)) for p in check(known, only=[target])]
    if found:
        raise DeclarationError(joined(found), fields=[FieldProblem("fieldname", found[0])])


def apply_after_commit(ctx: Context, target: str) -> None:
    """Once the customisation is stored, bring the table of ``target`` and every process up to date."""
    site = ctx.site

    def bring_up() -> None:
        site.registry.bump()
        wanted = desired([_present(ctx, target)])
        with site.engine.connect() as connection:
            current = inspect(connection)
        apply(site.engine, diff(current.only(wanted.tables), wanted))

    ctx.db.on_commit(bring_up)


def _present(ctx: Context, target: str) -> DocType:
    return ctx.site.registry.get(target)
