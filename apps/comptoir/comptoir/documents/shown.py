"""A document as conditions see it: what ``as_dict`` would tell, looked up when it is asked for."""

from __future__ import annotations

from typing import Any

from comptoir.documents.data import ONLOAD, STANDARD_ORDER, DocumentData
from comptoir.meta.model import CHILD_COLUMNS, OPTIONAL_COLUMNS


class Shown:
    """The values of ``doc`` by name; its rows are shown the same way."""

    __slots__ = ("_doc",)

    def __init__(self, doc: DocumentData):
        self._doc = doc

    def get(self, key: str) -> Any:
        """The value called ``key``, or None."""
        doc = self._doc
        own = doc.__dict__
        field = doc.meta.by_name.get(key)
        if field is None:
            return own.get(key) if key in _NAMES or (doc.meta.istable and key in CHILD_COLUMNS) else None
        if field.is_table:
            return [Shown(row) for row in own.get(key) or ()]
        if field.is_layout:
            return None
        return getattr(doc, key, None) if field.is_virtual else own.get(key)


_NAMES = frozenset({*STANDARD_ORDER, *OPTIONAL_COLUMNS, "doctype", ONLOAD})
