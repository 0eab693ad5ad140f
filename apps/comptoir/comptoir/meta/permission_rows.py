"""The permission rows of a doctype: what a site writes in place of the shipped ones, and what differs between two sets.

A row is known by its role, level and whether it holds for one's own documents alone. Rows of higher levels open fields,
so that they give reading and writing and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from comptoir.meta.load import permission_from_json
from comptoir.meta.model import RIGHTS, Permission, Right

ADMINISTERED = frozenset(
    {
        "Custom DocPerm", "DocType", "Has Role", "Role", "Role Profile", "Row Rule", "System Settings", "User",
        "User Permission",
    }
)  # fmt: skip
"""The doctypes that access is administered with: System Manager keeps what the engine gives on them."""
KEEPER = "System Manager"
FIELD_RIGHTS: tuple[Right, ...] = ("read", "write")
"""What a row of a higher level can give."""

Key = tuple[str, int, bool]
"""(role, level, only own documents)"""


@dataclass(frozen=True, slots=True)
class Difference:
    """What one row gives or no longer gives."""

    key: Key
    rights: tuple[str, ...]
    gains: bool


def key_of(row: Permission) -> Key:
    """What ``row`` is known by."""
    return row.role, row.permlevel, row.if_owner


def by_key(rows: Iterable[Permission]) -> dict[Key, Permission]:
    """One row for each key: rows of the same key add up, as they do for users."""
    found: dict[Key, Permission] = {}
    for row in rows:
        key = key_of(row)
        known = found.get(key)
        found[key] = row if known is None else replace(known, rights=known.rights | row.rights)
    return found


def rows_by_doctype(documents: Iterable[Mapping[str, Any]]) -> dict[str, tuple[Permission, ...]]:
    """The rows that Custom DocPerm documents write, by doctype."""
    found: dict[str, tuple[Permission, ...]] = {}
    for document in documents:
        doctype = str(document["parent"])
        row = cleaned(permission_from_json(document, doctype))
        found[doctype] = (*found.get(doctype, ()), row)
    return {doctype: ordered(rows) for doctype, rows in found.items()}


def cleaned(row: Permission) -> Permission:
    """``row`` without what its level cannot give."""
    if not row.permlevel:
        return row
    return replace(row, rights=row.rights & frozenset(FIELD_RIGHTS), if_owner=False)


def ordered(rows: Iterable[Permission]) -> tuple[Permission, ...]:
    """One row for each key, level by level."""
    return tuple(sorted(by_key(rows).values(), key=lambda row: (row.permlevel, row.role, row.if_owner)))


def with_kept(
    doctype: str, shipped: Iterable[Permission], rows: tuple[Permission, ...]
) -> tuple[Permission, ...]:
    """``rows`` and what nobody can take away: a site without its keeper could not be administered any more."""
    return (*rows, *lost(doctype, shipped, rows))


def lost(doctype: str, shipped: Iterable[Permission], rows: Iterable[Permission]) -> tuple[Permission, ...]:
    """The shipped rows of the keeper of ``doctype`` that ``rows`` give less than."""
    if doctype not in ADMINISTERED:
        return ()
    present = by_key(rows)
    return tuple(
        row
        for row in shipped
        if row.role == KEEPER and not row.rights <= getattr(present.get(key_of(row)), "rights", frozenset())
    )


def differences(before: Iterable[Permission], after: Iterable[Permission]) -> Iterator[Difference]:
    """What the rows ``after`` give more and less than those ``before``."""
    old, new = by_key(before), by_key(after)
    for key in sorted({*old, *new}, key=lambda key: (key[1], key[0], key[2])):
        had: frozenset[str] = old[key].rights if key in old else frozenset()
        has: frozenset[str] = new[key].rights if key in new else frozenset()
        for rights, gains in ((has - had, True), (had - has, False)):
            if rights:
                yield Difference(key, tuple(right for right in RIGHTS if right in rights), gains)
