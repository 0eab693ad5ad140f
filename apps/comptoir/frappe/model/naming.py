"""``frappe.model.naming``."""

from __future__ import annotations

import re
from typing import Any

from comptoir.context import current
from comptoir.documents import naming, series
from comptoir.documents.listing import get_list
from comptoir.meta.model import DocType
from comptoir.text import literal_like

__all__ = [
    "append_number_if_name_exists", "get_default_naming_series", "getseries", "make_autoname", "parse_naming_series",
    "revert_series_if_last", "set_name_by_naming_series", "set_new_name", "validate_name",
]  # fmt: skip


def make_autoname(key: str = "", doctype: str = "", doc: Any = None, *, ignore_validate: bool = False) -> str:
    """A name from a series pattern such as ``INV-.YYYY.-.#####``; ``hash`` gives a random one."""
    return naming.make_hash() if key in ("", "hash") else naming.make_name(current(), key, doc)


def parse_naming_series(parts: str | list[str], doctype: Any = None, doc: Any = None, **_ignored: Any) -> str:
    """The name a series pattern makes; a number is taken."""
    return make_autoname(parts if isinstance(parts, str) else ".".join(parts), doc=doc)


def getseries(key: str, digits: int) -> str:
    """The next number of a series, with leading zeros."""
    return str(series.next_in_series(current(), key)).zfill(int(digits))


def revert_series_if_last(key: str, name: str, doc: Any = None) -> None:
    """Give the number of ``name`` back where it was the last taken of its series."""
    prefix = naming.series_prefix(current(), key, doc)
    if name.startswith(prefix) and name[len(prefix) :].isdigit():
        series.give_back(current(), prefix, int(name[len(prefix) :]))


def append_number_if_name_exists(
    doctype: str, value: str, fieldname: str = "name", separator: str = "-", filters: Any = None
) -> str:
    """``value``, or ``value-1``, ``value-2``, ... where a document has it."""
    ctx = current()
    wanted = {fieldname: ["like", f"{literal_like(value)}%"]} | dict(filters or {})
    taken = {
        str(row[fieldname]).lower()
        for row in get_list(
            ctx, doctype, fields=[fieldname], filters=wanted, limit=0, ignore_permissions=True
        )
    }
    if value.lower() not in taken:
        return value
    pattern = re.compile(re.escape((value + separator).lower()) + r"(\d+)")
    numbers = [int(match.group(1)) for name in taken if (match := pattern.fullmatch(name))]
    return f"{value}{separator}{max(numbers, default=0) + 1}"


def set_new_name(doc: Any) -> None:
    """Give an unsaved document its name."""
    doc.set_new_name()


def set_name_by_naming_series(doc: Any) -> None:
    """Name an unsaved document by its field ``naming_series``."""
    doc.name = naming.make_name(current(), doc.naming_series or get_default_naming_series(doc.doctype), doc)


def get_default_naming_series(doctype: str) -> str | None:
    """The first series a doctype offers."""
    field = current().site.registry.get(doctype).field("naming_series")
    return (
        None if field is None else field.default or next((choice for choice in field.choices if choice), None)
    )


def validate_name(doctype: str, name: str) -> str:
    """``name`` if a document can have it. Raises ``InvalidNameError``."""
    meta: DocType = current().site.registry.get(doctype)
    return naming.check_name(meta, name)
