"""Comparing text the way people do, on a database that only folds ASCII.

MariaDB's ``utf8mb4_unicode_ci`` ignores case and accents in every script. SQLite's ``NOCASE`` and ``LIKE`` fold
ASCII alone; for any other text the query compiler compares ``fold(column)`` with ``fold(value)``.
"""

from __future__ import annotations

import unicodedata
from typing import Any


def fold(value: Any) -> Any:
    """``value`` without case and accents where it is text; anything else as it is."""
    if not isinstance(value, str) or value.isascii():
        return value.lower() if isinstance(value, str) else value
    decomposed = unicodedata.normalize("NFKD", value.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def needs_folding(value: object) -> bool:
    """Whether SQLite's own comparison would miss other spellings of ``value``."""
    return isinstance(value, str) and not value.isascii()
