"""Customisation as a pure function: ``shipped DocType + overlays -> DocType``.

An ``Overlay`` is what one layer (the site, a branch) adds and changes; what was shipped is never touched, so that an
upgrade and a customisation never overwrite each other. Layers are applied in order, property by property: where two
change the same property, the later one wins. What no longer fits, because its field is gone, is reported by
``problems`` and otherwise has no effect.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, TypeVar

from comptoir.errors import DeclarationError
from comptoir.meta.load import field_from_json, property_value
from comptoir.meta.model import DocType, Field, Permission
from comptoir.meta.permission_rows import with_kept
from comptoir.sentences import _

Customised = TypeVar("Customised", Field, DocType)

FIXED_FIELD_PROPERTIES = frozenset({"fieldname", "extra"})
FIXED_DOCTYPE_PROPERTIES = frozenset(
    {"name", "module", "fields", "permissions", "custom", "extra", "issingle", "istable"}
)
FIELD_ORDER = "field_order"
_FIELD_PROPERTIES = frozenset(attribute.name for attribute in fields(Field))
_DOCTYPE_PROPERTIES = frozenset(attribute.name for attribute in fields(DocType))
_CUSTOM_FIELD_ONLY = frozenset({"dt", "insert_after", "module", "is_system_generated"})


@dataclass(frozen=True, slots=True)
class AddedField:
    """A field that a layer adds (Frappe's Custom Field), behind ``insert_after`` or at the end."""

    field: Field
    insert_after: str | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """One changed property (Frappe's Property Setter) of a field, or of the doctype where ``fieldname`` is None."""

    property: str
    value: Any
    fieldname: str | None = None


@dataclass(frozen=True, slots=True)
class Overlay:
    """What one layer changes in one doctype; ``permissions``, where given, stand in place of those below."""

    layer: str
    fields: tuple[AddedField, ...] = ()
    changes: tuple[Change, ...] = ()
    permissions: tuple[Permission, ...] | None = None


@dataclass(frozen=True, slots=True)
class Misfit:
    """A part of an overlay that has no effect, and why."""

    layer: str
    message: str
    fieldname: str | None = None


def apply(base: DocType, overlays: Iterable[Overlay]) -> DocType:
    """``base`` with ``overlays`` on top; ``base`` itself where they change nothing."""
    return _applied(base, overlays)[0]


def problems(base: DocType, overlays: Iterable[Overlay]) -> tuple[Misfit, ...]:
    """The parts of ``overlays`` that have no effect on ``base``."""
    return tuple(_applied(base, overlays)[1])


def from_documents(
    layer: str, custom_fields: Iterable[Mapping[str, Any]], property_setters: Iterable[Mapping[str, Any]]
) -> dict[str, Overlay]:
    """The overlay of every doctype that the given Custom Field and Property Setter documents customise."""
    added: dict[str, list[AddedField]] = {}
    changes: dict[str, list[Change]] = {}
    for row in custom_fields:
        plain = {key: value for key, value in row.items() if key not in _CUSTOM_FIELD_ONLY}
        field = field_from_json(
            plain,
            _(
                'custom field "{fieldname}" of doctype "{doctype}"',
                fieldname=row.get("fieldname"),
                doctype=row["dt"],
            ),
        )
        added.setdefault(row["dt"], []).append(AddedField(field, row.get("insert_after") or None))
    for row in property_setters:
        if row.get("doctype_or_field") not in (None, "DocField", "DocType"):
            raise DeclarationError(
                _("Property Setter {name}: only fields and doctypes can be changed.", name=row.get("name"))
            )
        fieldname = row.get("field_name") if row.get("doctype_or_field") != "DocType" else None
        change = Change(row["property"], row.get("value"), fieldname or None)
        changes.setdefault(row["doc_type"], []).append(change)
    return {
        doctype: Overlay(layer, tuple(added.get(doctype, ())), tuple(changes.get(doctype, ())))
        for doctype in sorted({*added, *changes})
    }


def _applied(base: DocType, overlays: Iterable[Overlay]) -> tuple[DocType, list[Misfit]]:
    misfits: list[Misfit] = []
    result = base
    for overlay in overlays:
        if overlay.fields:
            result = replace(result, fields=_with_fields(result.fields, overlay, misfits))
        for change in overlay.changes:
            result = _changed(result, change, overlay.layer, misfits)
        if overlay.permissions is not None:
            rows = with_kept(base.name, base.permissions, overlay.permissions)
            result = replace(result, permissions=rows)
    return result, misfits


def _with_fields(present: Sequence[Field], overlay: Overlay, misfits: list[Misfit]) -> tuple[Field, ...]:
    """``present`` and the added fields; fields behind the same one keep the order they were added in."""
    added = {entry.field.fieldname: entry for entry in overlay.fields}
    result = [added[f.fieldname].field if f.fieldname in added else f for f in present]
    known = {field.fieldname for field in present}
    behind: dict[str | None, list[AddedField]] = {}
    for entry in added.values():
        if entry.field.fieldname not in known:
            behind.setdefault(entry.insert_after, []).append(entry)
    placed: list[Field] = []
    for field in result:
        placed.append(field)
        placed += _followers(field.fieldname, behind)
    for target in list(behind):
        for entry in behind.pop(target, ()):
            if target is not None:
                reason = _(
                    'it should stand behind "{target}", which is not there; it was put at the end',
                    target=target,
                )
                misfits.append(Misfit(overlay.layer, reason, entry.field.fieldname))
            placed.append(entry.field)
            placed += _followers(entry.field.fieldname, behind)
    return tuple(placed)


def _followers(fieldname: str, behind: dict[str | None, list[AddedField]]) -> list[Field]:
    """The fields that stand behind ``fieldname``, and those behind them; they are taken out of ``behind``."""
    found: list[Field] = []
    waiting = behind.pop(fieldname, [])[::-1]
    while waiting:
        field = waiting.pop().field
        found.append(field)
        waiting += behind.pop(field.fieldname, [])[::-1]
    return found


def _changed(doctype: DocType, change: Change, layer: str, misfits: list[Misfit]) -> DocType:
    if change.fieldname is None:
        return _changed_doctype(doctype, change, layer, misfits)
    field = doctype.field(change.fieldname)
    if field is None:
        misfits.append(
            Misfit(
                layer,
                _('"{property}" is changed of a field that is not there', property=change.property),
                change.fieldname,
            )
        )
        return doctype
    if change.property in FIXED_FIELD_PROPERTIES:
        misfits.append(
            Misfit(
                layer,
                _('"{property}" of a field cannot be changed', property=change.property),
                change.fieldname,
            )
        )
        return doctype
    new = _with_property(field, change, _FIELD_PROPERTIES)
    return replace(doctype, fields=tuple(new if f is field else f for f in doctype.fields))


def _changed_doctype(doctype: DocType, change: Change, layer: str, misfits: list[Misfit]) -> DocType:
    if change.property == FIELD_ORDER:
        return _reordered(doctype, change.value, layer, misfits)
    if change.property in FIXED_DOCTYPE_PROPERTIES:
        misfits.append(
            Misfit(layer, _('"{property}" of a doctype cannot be changed', property=change.property))
        )
        return doctype
    return _with_property(doctype, change, _DOCTYPE_PROPERTIES)


def _with_property(owner: Customised, change: Change, known: frozenset[str]) -> Customised:
    if change.property in known:
        value = property_value(type(owner), change.property, change.value)
        return (
            owner if getattr(owner, change.property) == value else replace(owner, **{change.property: value})
        )
    return replace(owner, extra={**owner.extra, change.property: change.value})


def _reordered(doctype: DocType, order: Any, layer: str, misfits: list[Misfit]) -> DocType:
    """The fields in the order of a JSON list of names; a field it does not name stays behind its predecessor."""
    try:
        names = json.loads(order) if isinstance(order, str) else list(order or ())
    except ValueError:
        names = None
    if not isinstance(names, list):
        misfits.append(Misfit(layer, _("the order of the fields is no JSON list of fieldnames")))
        return doctype
    named = [field for name in dict.fromkeys(names) if (field := doctype.field(str(name))) is not None]
    ordered: list[Field] = list(named)
    chosen = {field.fieldname for field in named}
    previous: Field | None = None
    for field in doctype.fields:
        if field.fieldname not in chosen:
            ordered.insert(ordered.index(previous) + 1 if previous is not None else 0, field)
        previous = field
    return replace(doctype, fields=tuple(ordered))
