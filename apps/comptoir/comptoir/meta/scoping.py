"""Which field of a document says to which scope of the company it belongs. Knows declarations alone."""

from __future__ import annotations

from collections.abc import Callable

from comptoir.meta.model import DocType
from comptoir.text import scrub

NO_SCOPE = "none"
LONGEST = 2
"""Steps from a document to its scope."""

Find = Callable[[str], DocType | None]


def scope_path(doctype: DocType, scope: str | None) -> tuple[str, ...]:
    """The fields that lead to ``scope`` as declared, or as usual: none, one, or a link and one behind it."""
    if scope is None or doctype.istable or doctype.name == scope or doctype.scope_field == NO_SCOPE:
        return ()
    if doctype.scope_field:
        return tuple(doctype.scope_field.split("."))
    usual = doctype.field(scrub(scope))
    is_link = usual is not None and usual.fieldtype == "Link" and usual.has_column and usual.options == scope
    return (scrub(scope),) if is_link else ()


def end_of(doctype: DocType, path: tuple[str, ...], find: Find) -> str | None:
    """The doctype at the end of ``path``; None where a step is no link that is stored."""
    target: DocType | None = doctype
    name: str | None = None
    for step in path:
        link = target.field(step) if target is not None else None
        if link is None or link.fieldtype != "Link" or not link.has_column or not link.options:
            return None
        name = link.options
        target = find(name)
    return name if len(path) <= LONGEST else None


def scope_column(doctype: DocType, scope: str | None) -> str | None:
    """The column of the doctype's own table that lists of limited staff are narrowed by."""
    path = scope_path(doctype, scope)
    return path[0] if len(path) == 1 and doctype.has_field(path[0]) else None
