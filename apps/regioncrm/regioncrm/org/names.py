"""Names of people, put together the same way wherever they are shown."""

from __future__ import annotations


def full_name(first: str | None, middle: str | None = None, last: str | None = None) -> str:
    """The given parts in writing order, without the empty ones.

    >>> full_name("Anna", None, "Petit")
    'Anna Petit'
    """
    return " ".join(part.strip() for part in (first, middle, last) if part and part.strip())
