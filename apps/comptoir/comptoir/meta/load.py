"""Frappe's DocType JSON to and from ``DocType`` values, without loss.

A key that is absent means 0, empty or none, as in the files Frappe exports, and such values are left out again when
written. Keys this engine does not know travel along in ``extra``. ``field_order`` decides the order of the fields.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import Field as Attribute
from dataclasses import fields as attributes
from pathlib import Path
from typing import Any

from comptoir.errors import DeclarationError
from comptoir.meta.additions import BOOKKEEPING, unpacked
from comptoir.meta.model import LAYOUT_TYPES, RIGHTS, DocType, Field, Permission
from comptoir.sentences import _, joined
from comptoir.text import scrub

_TABLES = frozenset({"fields", "permissions", "states", "links", "actions", "row_rules"})
_ALWAYS_WRITTEN = frozenset(
    {"name", "module", "sort_field", "sort_order", "engine", "fieldname", "fieldtype"}
)
_FIELD_ATTRIBUTES: Mapping[str, Attribute[Any]] = {a.name: a for a in attributes(Field) if a.name != "extra"}
_DOCTYPE_ATTRIBUTES: Mapping[str, Attribute[Any]] = {
    a.name: a for a in attributes(DocType) if a.name != "extra" and a.name not in _TABLES
}


def from_json(data: Mapping[str, Any]) -> DocType:
    """The ``DocType`` that ``data`` declares; raises ``DeclarationError`` where it cannot be read at all."""
    data = unpacked(data)
    name = data.get("name")
    if not isinstance(name, str) or not name.strip():
        raise DeclarationError(_('A doctype needs a name: add "name" to its JSON.'))
    values = _known(_DOCTYPE_ATTRIBUTES, _UNSAID_DOCTYPE, data, _('doctype "{name}"', name=name))
    values["name"] = name
    for key in ("sort_field", "sort_order", "engine", "module"):
        values[key] = values.get(key) or _DOCTYPE_ATTRIBUTES[key].default
    fields = [_field(row, number, name) for number, row in enumerate(_rows(data, "fields", name), 1)]
    fields, misfit = _ordered(fields, data.get("field_order"))
    known = _DOCTYPE_ATTRIBUTES.keys() | _TABLES | {"doctype", "field_order"}
    extra = {k: v for k, v in data.items() if k not in known and not k.startswith("_") and not _is_empty(v)}
    return DocType(
        **values,
        fields=tuple(fields),
        permissions=tuple(permission_from_json(row, name) for row in _rows(data, "permissions", name)),
        states=tuple(_plain(row) for row in _rows(data, "states", name)),
        links=tuple(_plain(row) for row in _rows(data, "links", name)),
        actions=tuple(_action(row) for row in _rows(data, "actions", name)),
        row_rules=tuple(_plain(row) for row in _rows(data, "row_rules", name)),
        extra={**extra, **misfit},
    )


def to_json(doctype: DocType) -> dict[str, Any]:
    """The JSON of ``doctype`` as Frappe writes it: sorted keys, nothing that is empty or 0."""
    data: dict[str, Any] = {
        "doctype": "DocType",
        "actions": [dict(row) for row in doctype.actions],
        "fields": [field_to_json(field) for field in doctype.fields],
        "field_order": [field.fieldname for field in doctype.fields],
        "links": [dict(row) for row in doctype.links],
        "permissions": [permission_to_json(row) for row in doctype.permissions],
        "states": [dict(row) for row in doctype.states],
    }
    if doctype.row_rules:
        data["row_rules"] = [dict(row) for row in doctype.row_rules]
    data |= _written(_DOCTYPE_ATTRIBUTES, doctype)
    data |= doctype.extra
    return dict(sorted(data.items()))


def field_from_json(row: Mapping[str, Any], where: str = _("a field")) -> Field:
    """The ``Field`` that one row of ``fields`` declares."""
    row = unpacked(row)
    values = _known(_FIELD_ATTRIBUTES, _UNSAID_FIELD, row, where)
    values["fieldtype"] = values.get("fieldtype") or "Data"
    known = _FIELD_ATTRIBUTES.keys() | BOOKKEEPING | _TABLES
    extra = {k: v for k, v in row.items() if k not in known and not k.startswith("_") and not _is_empty(v)}
    if isinstance(row.get("mask"), int):
        # Frappe 16 has a flag of this name, which hides values; ours is a text.
        values["mask"] = None
        extra |= {"mask": row["mask"]} if row["mask"] else {}
    return Field(**values, extra=extra)


def field_to_json(field: Field) -> dict[str, Any]:
    """One row of ``fields``."""
    return dict(sorted({**_written(_FIELD_ATTRIBUTES, field), **field.extra}.items()))


def property_value(owner: type[Field] | type[DocType], name: str, value: Any) -> Any:
    """``value`` as the attribute ``name`` of a field or doctype holds it; texts such as "1" are read."""
    attribute = (_FIELD_ATTRIBUTES if owner is Field else _DOCTYPE_ATTRIBUTES).get(name)
    if attribute is not None:
        return _read(attribute, value, _("a changed {kind}", kind=owner.__name__))
    rows = json.loads(value) if isinstance(value, str) and value else value or ()
    return tuple((_action if name == "actions" else _plain)(row) for row in rows)


def permission_from_json(row: Mapping[str, Any], doctype: str) -> Permission:
    """One row of ``permissions`` of ``doctype``."""
    where = _('a permission of doctype "{doctype}"', doctype=doctype)
    return Permission(
        role=str(row.get("role") or ""),
        permlevel=_integer(row.get("permlevel"), "permlevel", where),
        if_owner=_flag(row.get("if_owner"), "if_owner", where),
        rights=frozenset(right for right in RIGHTS if _flag(row.get(right), right, where)),
    )


def permission_to_json(permission: Permission) -> dict[str, Any]:
    """One row of ``permissions``."""
    row: dict[str, Any] = {"role": permission.role} | dict.fromkeys(permission.rights, 1)
    if permission.permlevel:
        row["permlevel"] = permission.permlevel
    if permission.if_owner:
        row["if_owner"] = 1
    return dict(sorted(row.items()))


def loads(text: str, source: str = "the JSON") -> DocType:
    """The ``DocType`` of a JSON text; errors name ``source``."""
    try:
        data = json.loads(text)
    except ValueError as error:
        raise DeclarationError(
            _("{source} is not valid JSON: {error}.", source=source, error=error)
        ) from error
    if not isinstance(data, dict) or data.get("doctype", "DocType") != "DocType":
        raise DeclarationError(
            _('{source} does not declare a doctype: "doctype" must be "DocType".', source=source)
        )
    try:
        return from_json(data)
    except DeclarationError as error:
        raise DeclarationError(joined((f"{source}:", error.message))) from error


def dumps(doctype: DocType) -> str:
    """The text that a site keeps of a doctype."""
    return json.dumps(to_json(doctype), ensure_ascii=False, separators=(",", ":"))


def read_file(path: Path) -> DocType:
    """The ``DocType`` declared in a file; errors name the file."""
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise DeclarationError(_("{path} is not UTF-8 text: {error}.", path=path, error=error)) from error
    return loads(text, str(path))


def _rows(data: Mapping[str, Any], key: str, doctype: str) -> Sequence[Mapping[str, Any]]:
    rows = data.get(key) or []
    if not isinstance(rows, list | tuple) or not all(isinstance(row, Mapping) for row in rows):
        raise DeclarationError(
            _('"{key}" of doctype "{doctype}" must be a list of objects.', key=key, doctype=doctype)
        )
    return rows


def _field(row: Mapping[str, Any], number: int, doctype: str) -> Field:
    fieldtype = str(row.get("fieldtype") or "Data")
    fieldname = row.get("fieldname")
    if not fieldname:
        if fieldtype in LAYOUT_TYPES:
            fieldname = f"{scrub(fieldtype)}_{number}"
        elif row.get("label"):
            fieldname = scrub(str(row["label"]).strip())
        else:
            raise DeclarationError(
                _(
                    'Field {number} of doctype "{doctype}" needs a "fieldname".',
                    number=number,
                    doctype=doctype,
                )
            )
    return field_from_json(
        {**row, "fieldname": fieldname},
        _('field "{fieldname}" of doctype "{doctype}"', fieldname=fieldname, doctype=doctype),
    )


def _plain(row: Mapping[str, Any]) -> Mapping[str, Any]:
    return {
        key: value
        for key, value in sorted(unpacked(row).items())
        if key not in BOOKKEEPING and key not in _TABLES and not key.startswith("_") and not _is_empty(value)
    }


def _action(row: Mapping[str, Any]) -> Mapping[str, Any]:
    """A row of ``actions``. What it asks for is kept as text: a list in a row is more than a stock Frappe reads."""
    asked = row.get("arguments")
    return _plain(
        {**row, "arguments": json.dumps(asked, ensure_ascii=False)}
        if isinstance(asked, list) and asked
        else row
    )


def _ordered(fields: list[Field], order: Any) -> tuple[list[Field], dict[str, Any]]:
    """The fields in ``field_order``, and the order itself where it does not fit them (for ``checks``)."""
    if not order:
        return fields, {}
    place = {fieldname: number for number, fieldname in enumerate(order)}
    misfit = set(place) != {field.fieldname for field in fields} or len(place) != len(order)
    ordered = sorted(fields, key=lambda field: place.get(field.fieldname, len(place)))
    return ordered, {"field_order": list(order)} if misfit else {}


def _known(
    known: Mapping[str, Attribute[Any]], unsaid: Mapping[str, Any], data: Mapping[str, Any], where: str
) -> dict[str, Any]:
    """What ``data`` says of ``known`` attributes, and ``unsaid`` of the others."""
    return dict(unsaid) | {
        name: _read(known[name], value, where) for name, value in data.items() if name in known
    }


def _read(attribute: Attribute[Any], value: Any, where: str) -> Any:
    match attribute.type:
        case "bool":
            return _flag(value, attribute.name, where)
        case "int":
            return _integer(value, attribute.name, where)
        case "int | None":
            return None if value is None or value == "" else _integer(value, attribute.name, where)
        case "float | None":
            return None if value is None or value == "" else _float(value, attribute.name, where)
        case _:
            return _text(value, attribute.name, where)


def _written(known: Mapping[str, Attribute[Any]], owner: DocType | Field) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for name in known:
        value = getattr(owner, name)
        if (
            value is None
            or value is False
            or (value in (0, "") and name not in {"minimum", "maximum", "precision", "allow_transfer"})
        ):
            if name in _ALWAYS_WRITTEN:
                row[name] = value
        elif value is True:
            row[name] = 1
        elif name == "precision":
            row[name] = str(value)
        elif isinstance(value, float) and value.is_integer():
            row[name] = int(value)
        else:
            row[name] = value
    return row


def _is_empty(value: Any) -> bool:
    return value is None or value is False or (isinstance(value, str | int | float) and value in (0, ""))


def _flag(value: Any, key: str, where: str) -> bool:
    if value in (None, "", 0, "0", False):
        return False
    if value in (1, "1", True):
        return True
    raise DeclarationError(
        _('"{key}" of {where} must be 1 or 0, not {value!r}.', key=key, where=where, value=value)
    )


def _integer(value: Any, key: str, where: str) -> int:
    if value is None or value == "":
        return 0
    number = _float(value, key, where)
    if not number.is_integer():
        raise DeclarationError(
            _('"{key}" of {where} must be a whole number, not {value!r}.', key=key, where=where, value=value)
        )
    return int(number)


def _float(value: Any, key: str, where: str) -> float:
    try:
        return float(value)
    except (TypeError, ValueError) as error:
        raise DeclarationError(
            _('"{key}" of {where} must be a number, not {value!r}.', key=key, where=where, value=value)
        ) from error


def _text(value: Any, key: str, where: str) -> str | None:
    if value is None or value == "":
        return None
    if isinstance(value, str):
        return value
    if isinstance(value, bool | int | float):
        return str(int(value)) if isinstance(value, bool) else str(value)
    if isinstance(value, Mapping) or (isinstance(value, Iterable) and key == "link_filters"):
        return json.dumps(value, ensure_ascii=False)
    raise DeclarationError(
        _('"{key}" of {where} must be text, not {value!r}.', key=key, where=where, value=value)
    )


_UNSAID_FIELD = {name: _read(attribute, None, "") for name, attribute in _FIELD_ATTRIBUTES.items()}
_UNSAID_DOCTYPE = {name: _read(attribute, None, "") for name, attribute in _DOCTYPE_ATTRIBUTES.items()}
"""What attributes are that a declaration does not name."""
