"""Links to documents the actor may not see: to them such a document does not exist, so they cannot link to it.

What a document links to already stays, whoever saves it.
"""

from __future__ import annotations

from comptoir.access import policy
from comptoir.context import Context
from comptoir.documents.batches import batch_of
from comptoir.documents.data import DocumentData
from comptoir.documents.links import UNSEEN, Link, filled_links, is_ignoring_permissions, visible_names
from comptoir.meta.companions import COMPANIONS
from comptoir.meta.model import DocType

DESCRIBED = frozenset({"DocType", "Module Def"})
"""What documents link to in order to say of which kind something is, without showing anything of it."""


def note_unseen(doc: DocumentData, before: DocumentData | None) -> None:
    """Note on ``doc`` which links somebody has sent that lead to what they may not see, for ``check_links``."""
    ctx = doc._ctx
    doc.__dict__[UNSEEN] = frozenset()
    if is_ignoring_permissions(doc):
        return
    known = set() if before is None else {(link.target, link.value) for link in filled_links(before)}
    wanted: dict[str, set[str]] = {}
    for link in filled_links(doc):
        if (link.target, link.value) in known or link.target in DESCRIBED or _is_subject(link):
            continue
        wanted.setdefault(link.target, set()).add(link.value)
    found: set[tuple[str, str]] = set()
    for target, values in wanted.items():
        meta = ctx.site.registry.find(target)
        if meta is not None and not meta.istable and not meta.issingle and not meta.is_virtual:
            found |= {(target, value) for value in _unseen(ctx, meta, values)}
    doc.__dict__[UNSEEN] = frozenset(found)


def _is_subject(link: Link) -> bool:
    """Whether a companion says what it is about: rights on it depend on that anyway."""
    companion = COMPANIONS.get(link.part.doctype)
    return companion is not None and companion.name_field == link.field.fieldname


def _unseen(ctx: Context, meta: DocType, values: set[str]) -> set[str]:
    where = policy.predicate(ctx, "select", meta)
    if where is None:
        return set()
    going_on = batch_of(ctx)
    known = set() if going_on is None else going_on.seen.setdefault((ctx.user, meta.name), set())
    asked = {value for value in values if value.lower() not in known}
    seen = visible_names(ctx, meta, where, asked) if asked else set()
    known |= seen
    return {value for value in asked if value.lower() not in seen}
