"""Reading declarations of apps that were written elsewhere, as forgivingly as Frappe reads them.

``read`` takes what ``load`` refuses: flags such as ``2``, numbers that are no numbers, lists where a text belongs,
fields without a name. What a declaration asks of this installation and cannot have is the matter of ``fitting``.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields as attributes
from pathlib import Path
from typing import Any

from comptoir.errors import DeclarationError
from comptoir.meta.additions import unpacked
from comptoir.meta.load import from_json
from comptoir.meta.model import LAYOUT_TYPES, RIGHTS, DocType, Field
from comptoir.sentences import _

_OLD_TYPES: Mapping[str, str] = {"Tab": "Tab Break", "Barcode Scanner": "Barcode", "Text Area": "Small Text"}
_TABLES = ("fields", "permissions", "states", "links", "actions")


def read_file(path: Path) -> DocType:
    """The doctype declared in a file. Raises ``DeclarationError`` only for what is no declaration at all."""
    try:
        data = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        raise DeclarationError(_("The file is not valid JSON: {reason}.", reason=str(error))) from error
    if not isinstance(data, dict) or data.get("doctype", "DocType") != "DocType":
        raise DeclarationError(_("The file holds no doctype."))
    return read(data)


def read(data: Mapping[str, Any]) -> DocType:
    """The doctype that ``data`` declares, with what cannot be read left empty."""
    plain = dict(_typed(DocType, unpacked(data)))
    for table in _TABLES:
        rows = plain.get(table)
        plain[table] = (
            [unpacked(row) for row in rows if isinstance(row, Mapping)] if isinstance(rows, list) else []
        )
    plain["fields"] = list(_fields(plain["fields"]))
    plain["permissions"] = [_permission(row) for row in plain["permissions"]]
    plain["name"] = str(plain.get("name") or "").strip()
    if not isinstance(plain.get("field_order"), list):
        plain.pop("field_order", None)
    return from_json(plain)


def _fields(rows: list[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    for row in rows:
        field = _typed(Field, row)
        kind = str(field.get("fieldtype") or "Data").strip()
        field["fieldtype"] = _OLD_TYPES.get(kind, kind)
        field["fieldname"] = str(field.get("fieldname") or "").strip()
        if field["fieldname"] or field["fieldtype"] in LAYOUT_TYPES or str(field.get("label") or "").strip():
            yield field


def _permission(row: Mapping[str, Any]) -> dict[str, Any]:
    numbers = {key: _integer(row.get(key)) for key in ("permlevel", "if_owner", *RIGHTS)}
    numbers |= {key: int(bool(value)) for key, value in numbers.items() if key != "permlevel"}
    return {"role": str(row.get("role") or "").strip()} | numbers


def _typed(kind: type[Field] | type[DocType], row: Mapping[str, Any]) -> dict[str, Any]:
    """``row`` with every value of the type its attribute has."""
    result = dict(row)
    for attribute in attributes(kind):
        convert = _CONVERT.get(str(attribute.type))
        if convert is None or row.get(attribute.name) is None:
            continue
        if attribute.name == "mask" and isinstance(row["mask"], int):
            continue
        result[attribute.name] = convert(row[attribute.name])
    return result


def _text(value: Any) -> str | None:
    if isinstance(value, str):
        return value
    if isinstance(value, bool | int | float):
        return str(int(value)) if isinstance(value, bool) else str(value)
    if isinstance(value, list) and all(isinstance(part, str | int | float) for part in value):
        return "\n".join(map(str, value))
    return json.dumps(value, ensure_ascii=False)


def _number(value: Any) -> float | None:
    try:
        number = float(value)
    except (TypeError, ValueError):
        return None
    return number if math.isfinite(number) else None


def _integer(value: Any) -> int:
    number = _number(value)
    return int(number) if number is not None and abs(number) < 2**31 else 0


def _optional_integer(value: Any) -> int | None:
    number = _number(value)
    return int(number) if number is not None and abs(number) < 2**31 else None


def _flag(value: Any) -> int:
    return int(bool(_integer(value)))


_CONVERT: Mapping[str, Callable[[Any], Any]] = {
    "bool": _flag,
    "int": _integer,
    "int | None": _optional_integer,
    "float | None": _number,
    "str": _text,
    "str | None": _text,
}
