"""``frappe.model.naming``."""

from __future__ import annotations

from typing import Any

from comptoir.context import current
from comptoir.documents import naming

__all__ = ["getseries", "make_autoname"]


def make_autoname(key: str = "", doctype: str = "", doc: Any = None) -> str:
    """A name from a series pattern; ``hash`` gives a random one."""
    return naming.make_hash() if key in ("", "hash") else naming.make_name(current(), key, doc)


def getseries(key: str, digits: int) -> str:
    """The next number of a series, with leading zeros."""
    return str(naming.next_in_series(current(), key)).zfill(digits)
