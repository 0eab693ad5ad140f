"""What links are narrowed by: columns that whoever may only select documents has to filter by."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator

from comptoir.context import Context
from comptoir.meta.model import DocType, Field

TELLING_LITTLE = frozenset({"Check", "Select", "Link"})
"""Types whose values are few and known: filtering by a number or a text would let it be guessed."""


def narrowing_columns(ctx: Context, doctype: DocType) -> frozenset[str]:
    """The fields of ``doctype`` at level 0 that some link declares its ``link_filters`` by."""
    return ctx.site.registry.remember("narrowing columns", lambda: _all(ctx)).get(doctype.name, frozenset())


def _all(ctx: Context) -> dict[str, frozenset[str]]:
    named: defaultdict[str, set[str]] = defaultdict(set)
    doctypes = ctx.site.registry.all()
    for declaring in doctypes.values():
        for link in declaring.fields:
            if link.link_filters and link.fieldtype == "Link" and link.options in doctypes:
                named[link.options or ""].update(_fieldnames(link.link_filters))
    return {
        name: frozenset(field.fieldname for field in doctypes[name].fields if _is_told(field, fieldnames))
        for name, fieldnames in named.items()
    }


def _is_told(field: Field, fieldnames: set[str]) -> bool:
    return (
        field.fieldname in fieldnames
        and field.fieldtype in TELLING_LITTLE
        and not (field.permlevel or field.masking)
    )


def _fieldnames(source: str) -> Iterator[str]:
    """The fieldnames of ``[doctype, field, operator, value]``, ``[field, operator, value]`` or ``{field: value}``."""
    try:
        filters = json.loads(source)
    except ValueError:
        return
    for each in filters if isinstance(filters, list | dict) else ():
        if isinstance(each, str):
            yield each
        elif isinstance(each, list) and len(each) >= 3:
            yield str(each[1] if len(each) > 3 else each[0])
