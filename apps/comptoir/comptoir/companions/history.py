"""What of the changes of a document its reader may be told.

A change of a field above the reader's level is left out, or told with masks where the field is shown masked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from comptoir.access import masking, policy
from comptoir.context import Context
from comptoir.meta.masking import masked
from comptoir.meta.model import DocType, Field


def tellable_versions(ctx: Context, meta: DocType, rows: list[Any]) -> list[Any]:
    """Versions of a document of ``meta`` as the acting user may be told them."""
    parts = {"": _tellable(ctx, meta, meta)} | {
        field.fieldname: _tellable(ctx, ctx.site.registry.get(field.options or ""), meta)
        for field in meta.table_fields
    }
    if any(part.hidden or part.masks for part in parts.values()):
        for row in rows:
            row["data"] = orjson.dumps(_told(orjson.loads(row["data"] or "{}"), parts)).decode()
    return rows


@dataclass(frozen=True, slots=True)
class Tellable:
    """The fields of a doctype that are ``hidden`` from the reader, and those whose ``masks`` they see."""

    hidden: frozenset[str]
    masks: Mapping[str, Field]

    def changes(self, entries: Iterable[Any]) -> list[Any]:
        """``[fieldname, old, new]`` of what may be told."""
        return [self._change(*entry) for entry in entries if entry[0] not in self.hidden]

    def values(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """The values of an added or removed row."""
        return {key: self._value(key, value) for key, value in row.items() if key not in self.hidden}

    def _change(self, fieldname: str, old: Any, new: Any) -> list[Any]:
        return [fieldname, self._value(fieldname, old), self._value(fieldname, new)]

    def _value(self, fieldname: str, value: Any) -> Any:
        field = self.masks.get(fieldname)
        return value if field is None else masked(field, value)


def _tellable(ctx: Context, meta: DocType, holder: DocType) -> Tellable:
    levels = policy.readable_levels(ctx, holder)
    masks = masking.masked_fields(ctx, meta, holder)
    hidden = {field.fieldname for field in meta.levelled_fields if field.permlevel not in levels}
    return Tellable(frozenset(hidden - masks.keys()), masks)


def _told(changes: Mapping[str, Any], parts: Mapping[str, Tellable]) -> dict[str, Any]:
    own = parts[""]
    told: dict[str, Any] = dict(changes)
    if "changed" in changes:
        told["changed"] = own.changes(changes["changed"])
    for kind in ("added", "removed"):
        if kind in changes:
            told[kind] = [
                [table, parts[table].values(row)]
                for table, row in changes[kind]
                if table in parts and table not in own.hidden
            ]
    if "row_changed" in changes:
        told["row_changed"] = [
            [table, index, name, said]
            for table, index, name, entries in changes["row_changed"]
            if table in parts and table not in own.hidden and (said := parts[table].changes(entries))
        ]
    return told
