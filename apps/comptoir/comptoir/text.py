"""Names in their several spellings: ``Warehouse Entry`` -> ``warehouse_entry``, ``WarehouseEntry``, a slug; and text in a LIKE."""

from __future__ import annotations

import re
from functools import lru_cache


@lru_cache(maxsize=4096)
def scrub(name: str) -> str:
    """``Warehouse Entry`` -> ``warehouse_entry``: file, module and field spelling."""
    return name.replace(" ", "_").replace("-", "_").lower()


def unscrub(name: str) -> str:
    """``warehouse_entry`` -> ``Warehouse Entry``: a title made of a field name."""
    return name.replace("_", " ").replace("-", " ").title()


@lru_cache(maxsize=4096)
def class_name(doctype: str) -> str:
    """``Warehouse Entry`` -> ``WarehouseEntry``: the controller's class."""
    return doctype.replace(" ", "").replace("-", "")


@lru_cache(maxsize=4096)
def slug(doctype: str) -> str:
    """``Warehouse Entry`` -> ``warehouse-entry``: the spelling in addresses of the Desk."""
    return re.sub(r"[\s_]+", "-", doctype.strip().lower())


def literal_like(text: str) -> str:
    """``50 %`` -> ``50 \\%``: a pattern for LIKE that only ``text`` itself fits."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
