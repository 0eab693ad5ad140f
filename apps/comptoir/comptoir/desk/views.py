"""A doctype as the Desk's form and list see it: readable fields only, labels in the user's language."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields as dataclass_fields
from typing import Any

from comptoir.access import policy
from comptoir.access.policy import rights_of
from comptoir.context import Context
from comptoir.meta import fieldtypes
from comptoir.meta.model import DocType, Field

Translate = Callable[[str], str]
LIST_COLUMNS = 6
_TEXTS = ("label", "description", "placeholder", "pattern_message")
_SKIPPED = frozenset({"extra", "oldfieldname", "oldfieldtype"})
_FIELD_KEYS = tuple(f.name for f in dataclass_fields(Field) if f.name not in _SKIPPED)


def form_view(ctx: Context, name: str) -> dict[str, Any]:
    """``{doctype, children}``: the view of ``name`` and of the doctypes of its tables."""
    doctype = ctx.site.registry.get(name)
    policy.require(ctx, "select", doctype)
    rights = rights_of(ctx, doctype)
    writable = policy.writable_levels(ctx, doctype) if rights["write"] or rights["create"] else frozenset()
    children = {}
    for field in doctype.table_fields:
        child = ctx.site.registry.get(field.options or "")
        children[child.name] = doctype_view(ctx, child, {}, child.permlevels if writable else frozenset())
    return {"doctype": doctype_view(ctx, doctype, rights, writable), "children": children}


def doctype_view(
    ctx: Context, doctype: DocType, rights: dict[str, bool], writable: frozenset[int]
) -> dict[str, Any]:
    """The DocTypeView of ``doctype``."""
    say: Translate = lambda text: ctx.site.translate(text, ctx.lang)  # noqa: E731
    levels = doctype.permlevels if doctype.istable else policy.readable_levels(ctx, doctype)
    shown = [field for field in doctype.fields if field.permlevel in levels]
    return {
        "name": doctype.name,
        "label": say(doctype.name),
        "module": doctype.module,
        "description": say(doctype.description) if doctype.description else None,
        "icon": doctype.icon,
        "issingle": doctype.issingle,
        "istable": doctype.istable,
        "is_submittable": doctype.is_submittable,
        "is_tree": doctype.is_tree,
        "autoname": doctype.autoname,
        "naming_rule": doctype.naming_rule,
        "title_field": doctype.title_field,
        "image_field": doctype.image_field,
        "search_fields": list(doctype.search_columns),
        "sort_field": doctype.sort_field,
        "sort_order": doctype.sort_order,
        "allow_rename": doctype.allow_rename,
        "track_changes": doctype.track_changes,
        "quick_entry": doctype.quick_entry,
        "max_attachments": doctype.max_attachments,
        "show_title_field_in_link": doctype.show_title_field_in_link,
        "states": [dict(state) for state in doctype.states],
        "fields": [field_view(field, say, field.permlevel in writable) for field in shown],
        "list_columns": list_columns(doctype, shown),
        "standard_filters": [f.fieldname for f in shown if f.in_standard_filter and f.has_column],
        "rights": rights,
        "links": [dict(link) for link in doctype.links],
        "actions": [dict(action) for action in doctype.actions],
    }


def field_view(field: Field, say: Translate, can_write: bool) -> dict[str, Any]:
    """The FieldView of ``field``: every property that is set."""
    empty = Field("")
    view = {
        key: value
        for key in _FIELD_KEYS
        if (value := getattr(field, key)) != getattr(empty, key) or key == "fieldtype"
    }
    for key in _TEXTS:
        if view.get(key):
            view[key] = say(view[key])
    if field.fieldtype == "Select":
        view["option_labels"] = {choice: say(choice) for choice in field.choices if choice}
    view["widget"] = fieldtypes.get(field.fieldtype).widget
    view["can_write"] = can_write
    return view


def list_columns(doctype: DocType, shown: list[Field]) -> list[str]:
    """Columns of the list: the title first, then the fields declared for it."""
    names = [doctype.title_field] if doctype.title_field else []
    names += [field.fieldname for field in shown if field.in_list_view and field.has_column]
    visible = {field.fieldname for field in shown} | {"name"}
    chosen = [name for name in dict.fromkeys(names) if name in visible]
    return (chosen or ["name"])[:LIST_COLUMNS]
