"""Making one document out of another: an invoice of an order, a task of a lead."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from comptoir.context import Context
from comptoir.documents.comparing import compare
from comptoir.documents.document import Document
from comptoir.documents.loading import make
from comptoir.errors import ValidationError
from comptoir.meta.model import DocType
from comptoir.sentences import Label, _

Judge = Callable[[Any], Any]
NEVER_COPIED = frozenset(
    {"name", "owner", "creation", "modified", "modified_by", "docstatus", "idx", "amended_from"}
)


@dataclass(frozen=True, slots=True)
class TableMap:
    """How documents (or rows) of one doctype become documents (or rows) of another."""

    doctype: str
    field_map: Mapping[str, str]
    field_no_map: frozenset[str] = frozenset()
    validation: Mapping[str, Sequence[Any]] | None = None
    condition: Judge | None = None
    filter: Judge | None = None
    postprocess: Callable[..., Any] | None = None
    add_if_empty: bool = False
    reset_value: bool = False
    ignore: bool = False


def read_map(given: Mapping[str, Any]) -> TableMap:
    """A map as application code writes it, in Frappe's words."""
    fields = given.get("field_map") or {}
    pairs = {entry[0]: entry[1] for entry in fields} if isinstance(fields, (list, tuple)) else dict(fields)
    return TableMap(
        doctype=str(given.get("doctype") or ""),
        field_map=pairs,
        field_no_map=frozenset(given.get("field_no_map") or ()),
        validation=given.get("validation"),
        condition=given.get("condition"),
        filter=given.get("filter"),
        postprocess=given.get("postprocess"),
        add_if_empty=bool(given.get("add_if_empty")),
        reset_value=bool(given.get("reset_value")),
        ignore=bool(given.get("ignore")),
    )


def map_document(
    ctx: Context, source: Document, maps: Mapping[str, TableMap], target: Document | None = None,
    *, ignore_tables: bool = False,
) -> Document:  # fmt: skip
    """An unsaved document made of ``source`` by ``maps``, or ``target`` with what is mapped added."""
    own = maps[source.doctype]
    check_source(ctx, source, own)
    if target is None:
        target = make(ctx, ctx.site.registry.get(own.doctype), {})
    copy_fields(source, target, own)
    if not ignore_tables:
        for table in source.meta.table_fields:
            _map_table(ctx, source, target, table.fieldname, maps)
    target.set_defaults()
    return target


def check_source(ctx: Context, source: Document, own: TableMap) -> None:
    """Raise where the source is not as its ``validation`` demands."""
    for field, (operator, value, *_rest) in (own.validation or {}).items():
        if not compare(source.get(field), str(operator), value):
            label = source.meta.by_name[field].title if field in source.meta.by_name else field
            raise ValidationError(
                _(
                    "{doctype} {name} cannot be mapped: {label} must be {condition} {value}.",
                    doctype=Label(source.doctype),
                    name=source.name,
                    label=Label(label),
                    condition=operator,
                    value=value,
                )
            )


def copy_fields(source: Any, target: Any, own: TableMap) -> None:
    """Copy the fields both have (but those marked ``no_copy``), then those the map names, then what it does itself."""
    shared = {field.fieldname for field in target.meta.value_fields if not field.no_copy}
    for field in source.meta.value_fields:
        name = field.fieldname
        if name in shared and not field.no_copy and name not in own.field_no_map and name not in NEVER_COPIED:
            value = source.get(name)
            if value not in (None, "") or own.reset_value:
                target.set(name, value)
    for name, wanted in own.field_map.items():
        if wanted not in own.field_no_map:
            value = source.get(name)
            if value not in (None, ""):
                target.set(wanted, value)


def _map_table(
    ctx: Context, source: Document, target: Document, fieldname: str, maps: Mapping[str, TableMap]
) -> None:
    child = ctx.site.registry.get(source.meta.by_name[fieldname].options or "")
    own = maps.get(child.name) or _same_table(source, target, fieldname, child)
    if own is None or own.ignore:
        return
    into = _table_of(target, own.doctype, fieldname)
    if into is None or (own.add_if_empty and target.get(into)):
        return
    if own.reset_value:
        target.set(into, [])
    for row in source.get(fieldname) or []:
        if (own.condition is not None and not own.condition(row)) or (
            own.filter is not None and own.filter(row)
        ):
            continue
        made = target.append(into, {})
        copy_fields(row, made, own)
        if own.postprocess is not None:
            own.postprocess(row, made, source)


def _same_table(source: Document, target: Document, fieldname: str, child: DocType) -> TableMap | None:
    """A table of the same name and doctype on both sides is copied without being asked."""
    field = target.meta.by_name.get(fieldname)
    if (
        field is None
        or field.options != child.name
        or field.no_copy
        or source.meta.by_name[fieldname].no_copy
    ):
        return None
    return TableMap(child.name, {})


def _table_of(target: Document, doctype: str, preferred: str) -> str | None:
    """The table of ``target`` that holds rows of ``doctype``; the one of the same name where there are several."""
    names = [field.fieldname for field in target.meta.table_fields if field.options == doctype]
    return preferred if preferred in names else names[0] if names else None
