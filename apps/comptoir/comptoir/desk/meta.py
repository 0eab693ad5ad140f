"""The view model of a document type: metadata as one actor in one language sees it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from dataclasses import fields as dataclass_fields
from typing import Any

from comptoir.access import masking, policy
from comptoir.access.persons import person_doctypes
from comptoir.access.scopes import scope_doctype
from comptoir.context import Context
from comptoir.desk import buttons, calculating, offers, user_settings
from comptoir.meta import fieldtypes
from comptoir.meta.actions import Action, read_action
from comptoir.meta.calendars import calendar_of
from comptoir.meta.model import DocType, Field
from comptoir.query.trees import is_tree

TRANSLATED = frozenset({"label", "description", "placeholder", "pattern_message"})
UNSENT = frozenset({"extra", "oldfieldname", "oldfieldtype"})
FIELD_KEYS = tuple(f.name for f in dataclass_fields(Field) if f.name not in UNSENT)
DOCTYPE_KEYS = (
    "name", "module", "icon", "issingle", "istable", "is_submittable", "is_tree", "nsm_parent_field", "autoname", "naming_rule",
    "title_field", "image_field", "sort_field", "sort_order", "allow_rename", "track_changes", "quick_entry",
    "max_attachments", "show_title_field_in_link", "translated_doctype", "counts_when",
)  # fmt: skip
MASKED_KEYS = frozenset({
    "fieldname", "fieldtype", "label", "description", "documentation_url", "depends_on", "columns", "width", "hidden",
    "in_list_view", "in_preview", "bold", "print_hide", "report_hide", "widget", "can_write",
})  # fmt: skip
"""What the form is told of a field that is shown masked: nothing that asks for a value."""
ACTION_TEXTS = ("label", "group", "confirm", "message")
ACTION_KEYS = (*ACTION_TEXTS, "action_type", "action", "depends_on", "open_doctype", "open_key", "no_reload")
MOST_COLUMNS = 6
SCOPE_TYPE = "scope_type"
"""Where a document of the engine notes which doctype its scope is of; its controller fills it in."""
NO_CHANGE = dict.fromkeys(("write", "create", "delete", "import", "share"), False)
"""What not even Administrator may do to the audit trail."""
UNLISTED = frozenset(
    {
        "Text Editor",
        "Code",
        "HTML Editor",
        "Password",
        "JSON",
        "Signature",
        "Geolocation",
        "Table MultiSelect",
    }
)


def view_with_children(ctx: Context, name: str) -> dict[str, Any]:
    """The view of a document type and of the rows in its tables."""
    meta = ctx.site.registry.get(name)
    policy.require(ctx, "select", meta)
    levels = policy.readable_levels(ctx, meta)
    tables = [f for f in meta.table_fields if f.permlevel in levels]
    children = {str(f.options): ctx.site.registry.get(f.options or "") for f in tables}
    owner_writable = policy.writable_levels(ctx, meta)
    own = view(ctx, meta, levels, owner_writable, masking.masked_fields(ctx, meta))
    return {
        "doctype": own | {"user_settings": user_settings.of(ctx, meta.name)},
        "children": {
            key: view(ctx, child, levels, owner_writable, masking.masked_fields(ctx, child, meta))
            for key, child in children.items()
        },
    }


def view(
    ctx: Context,
    meta: DocType,
    readable: frozenset[int],
    writable: frozenset[int],
    masked: Mapping[str, Field] = masking.NOT_MASKED,
) -> dict[str, Any]:
    """One document type; fields of levels the actor may not read are absent, or ``masked``."""
    visible = [f for f in meta.fields if f.permlevel in readable or f.fieldname in masked]
    clear = {f.fieldname for f in visible if f.fieldname not in masked}
    calendar = calendar_of(meta, lambda f: f.fieldname in clear)
    found: dict[str, Any] = {key: _plain(getattr(meta, key)) for key in DOCTYPE_KEYS}
    return found | {
        "label": _translate(ctx, meta.name),
        "description": _translate(ctx, meta.description or ""),
        "search_fields": [part.strip() for part in (meta.search_fields or "").split(",") if part.strip()],
        "states": [dict(state) for state in meta.states],
        "links": [dict(link) for link in meta.links],
        "offers": sorted(offers.offering(ctx, meta.name)),
        "is_calculated": calculating.is_calculated(ctx, meta.name),
        "actions": [
            action_view(ctx, action)
            for action in map(read_action, meta.actions)
            if buttons.is_offered(ctx, action)
        ],
        "fields": [
            masked_view(ctx, f)
            if f.fieldname in masked
            else field_view(ctx, f, writable) | _target_view(ctx, meta, f)
            for f in visible
        ],
        "list_columns": [
            f.fieldname for f in visible if f.in_list_view and f.has_column and f.fieldtype not in UNLISTED
        ][:MOST_COLUMNS],
        "standard_filters": [
            f.fieldname
            for f in visible
            if f.in_standard_filter and f.has_column and f.fieldname not in masked
        ],
        "calendar": asdict(calendar) if calendar is not None else None,
        "rights": policy.rights_of(ctx, meta) | (NO_CHANGE if meta.is_trail else {}),
    }


def field_view(ctx: Context, field: Field, writable: frozenset[int]) -> dict[str, Any]:
    """The keys of a field that are set, its texts translated."""
    found: dict[str, Any] = {}
    for key in FIELD_KEYS:
        value = getattr(field, key)
        if value in (None, False, "") or (value == 0 and key not in ("minimum", "maximum", "precision")):
            continue
        found[key] = _translate(ctx, value) if key in TRANSLATED else _plain(value)
    if field.fieldtype == "Select":
        found["option_labels"] = {choice: _translate(ctx, choice) for choice in field.choices}
    if field.fieldtype == "Link" and _leads_to_tree(ctx, field):
        found["tree"] = 1
    if field.fieldtype == "Link" and field.options in person_doctypes(ctx):
        found["person"] = 1
    found["widget"] = fieldtypes.get(field.fieldtype).widget
    found["can_write"] = field.permlevel in writable
    return found


def _target_view(ctx: Context, meta: DocType, field: Field) -> dict[str, str]:
    """The doctype of a Dynamic Link whose type nobody chooses, since it is the one that divides the company."""
    if (
        field.fieldtype != "Dynamic Link"
        or field.options != SCOPE_TYPE
        or not meta.by_name[SCOPE_TYPE].hidden
    ):
        return {}
    scope = scope_doctype(ctx)
    return {"target": scope.name} if scope is not None else {}


def _leads_to_tree(ctx: Context, field: Field) -> bool:
    """Whether ``field`` can be asked for what lies above or below one of its values."""
    target = ctx.site.registry.find(field.options or "")
    return target is not None and is_tree(target)


def masked_view(ctx: Context, field: Field) -> dict[str, Any]:
    """A field that the actor sees masked: a text to look at, whatever its type."""
    told = field_view(ctx, replace(field, fieldtype="Data", options=None, permlevel=0), frozenset())
    found = {key: value for key, value in told.items() if key in MASKED_KEYS}
    return found | {"read_only": 1, "masked": 1, "permlevel": field.permlevel}


def action_view(ctx: Context, action: Action) -> dict[str, Any]:
    """A button of the form, with the fields it asks for as the form draws them."""
    found = {key: value for key in ACTION_KEYS if (value := getattr(action, key))}
    translated = {key: _translate(ctx, str(found[key])) for key in ACTION_TEXTS if key in found}
    fields = [field_view(ctx, field, frozenset({field.permlevel})) for field in action.arguments]
    return found | translated | {"arguments": fields}


def _translate(ctx: Context, text: str) -> str:
    return ctx.site.translate(text, ctx.lang) if text else ""


def _plain(value: Any) -> Any:
    return int(value) if isinstance(value, bool) else value
