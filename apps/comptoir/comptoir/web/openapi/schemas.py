"""What documents look like to the actor: one schema for each doctype, and an example of it."""

from __future__ import annotations

from typing import Any

from comptoir.access import masking, policy
from comptoir.context import Context
from comptoir.meta import fieldtypes
from comptoir.meta.fieldtypes import StorageKind
from comptoir.meta.model import DocType, Field

Json = dict[str, Any]

TYPES: dict[str, Json] = {
    "Check": {"type": "integer", "enum": [0, 1]},
    "Int": {"type": ["integer", "null"]},
    "Duration": {"type": ["integer", "null"], "description": "Seconds."},
    "Float": {"type": ["number", "null"]},
    "Currency": {"type": ["number", "null"]},
    "Percent": {"type": ["number", "null"]},
    "Rating": {"type": ["number", "null"], "minimum": 0, "maximum": 1},
}
TEXT: Json = {"type": ["string", "null"]}
EXAMPLES: dict[str, Any] = {
    "Check": 1, "Int": 3, "Duration": 3600, "Float": 1.5, "Currency": 125.5, "Percent": 12.5, "Rating": 0.8,
    "Date": "2026-01-31", "Datetime": "2026-01-31 09:30:00", "Time": "9:30:00", "Color": "#2490EF",
}  # fmt: skip
OPTION_EXAMPLES = {"Email": "anna@example.com", "Phone": "+33 1 02 03 04 05", "URL": "https://example.com"}
STANDARD: Json = {
    "name": {"type": ["string", "integer"]},
    "owner": {"type": "string", "readOnly": True},
    "creation": {"type": "string", "readOnly": True, "examples": ["2026-01-31 09:30:00.000000"]},
    "modified": {"type": "string", "description": "Sent with an update, the version the update is made for."},
    "modified_by": {"type": "string", "readOnly": True},
    "docstatus": {"type": "integer", "enum": [0, 1, 2], "description": "0 draft, 1 submitted, 2 cancelled."},
}
MOST_EXAMPLE_FIELDS = 6


class Schemas:
    """The schemas of one description, made as they are referred to."""

    def __init__(self, ctx: Context):
        self.ctx = ctx
        self.found: dict[str, Json] = {}

    def of(self, meta: DocType, holder: DocType | None = None) -> Json:
        """A reference to the schema of ``meta``; of child rows, as seen by who reads ``holder``."""
        key = key_of(meta)
        if holder is not None and any(field.permlevel for field in meta.fields):
            key = f"{key_of(holder)}.{key}"
        if key not in self.found:
            self.found[key] = {}
            self.found[key] = self._schema(meta, holder or meta)
        return {"$ref": f"#/components/schemas/{key}"}

    def example(self, meta: DocType, holder: DocType | None = None) -> Json:
        """Values somebody might create a document with."""
        fields = [f for f in meta.fields if self._is_writable(holder or meta, f)]
        wanted = [f for f in fields if f.reqd]
        wanted += [f for f in fields if not f.reqd and f.in_list_view and f.fieldtype != "Link"]
        chosen = wanted[: max(MOST_EXAMPLE_FIELDS, sum(f.reqd for f in fields))]
        return {field.fieldname: self._example(meta, field) for field in chosen}

    def required(self, meta: DocType) -> list[str]:
        """Fields a new document must have."""
        return [f.fieldname for f in meta.fields if f.reqd and not f.default and self._is_writable(meta, f)]

    def _schema(self, meta: DocType, holder: DocType) -> Json:
        """``holder`` is whose levels count: of child rows, the doctype that has the table."""
        readable = policy.readable_columns(self.ctx, meta)
        levels = policy.readable_levels(self.ctx, holder)
        masked = masking.masked_fields(self.ctx, meta, holder)
        properties = dict(STANDARD)
        for field in meta.fields:
            if field.fieldname in masked:
                properties[field.fieldname] = _masked(field)
                continue
            hidden = field.has_column and field.fieldname not in readable
            if (
                field.is_layout
                or field.is_virtual
                or hidden
                or (field.permlevel and field.permlevel not in levels)
            ):
                continue
            properties[field.fieldname] = self._property(holder, field)
        found: Json = {"type": "object", "title": meta.name, "properties": properties}
        return found | ({"description": meta.description} if meta.description else {})

    def _property(self, holder: DocType, field: Field) -> Json:
        found: Json = {"title": field.label} if field.label else {}
        if field.is_table:
            rows = self.of(self.ctx.site.registry.get(field.options or ""), holder)
            return found | {"type": "array", "items": rows}
        found |= TYPES.get(field.fieldtype, TEXT)
        if longest := _longest(field):
            found["maxLength"] = longest
        if field.fieldtype == "Select" and field.options:
            found["enum"] = list(dict.fromkeys([*field.options.split("\n"), "", None]))
        elif field.fieldtype in EXAMPLES and "enum" not in found:
            found["examples"] = [EXAMPLES[field.fieldtype]]
        said = [field.description] if field.description else []
        said += [f"Name of a {field.options}."] if field.fieldtype == "Link" else []
        if said:
            found["description"] = " ".join(said)
        return found | ({} if self._is_writable(holder, field) else {"readOnly": True})

    def _is_writable(self, holder: DocType, field: Field) -> bool:
        if field.is_layout or field.is_virtual or field.read_only or not (field.has_column or field.is_table):
            return False
        return not field.permlevel or field.permlevel in policy.writable_levels(self.ctx, holder)

    def _example(self, holder: DocType, field: Field) -> Any:
        if field.is_table:
            return [self.example(self.ctx.site.registry.get(field.options or ""), holder)]
        if field.fieldtype == "Select" and field.options:
            return field.default or next((option for option in field.options.split("\n") if option), "")
        if field.fieldtype == "Link":
            return field.default or f"{field.options} 1"
        example = EXAMPLES.get(field.fieldtype) or OPTION_EXAMPLES.get(field.options or "")
        return example or (field.label or "Text")[: _longest(field)]


def _masked(field: Field) -> Json:
    """The property of a field whose clear value the actor does not see."""
    said = [field.description] if field.description else []
    described = " ".join([*said, "Shown masked; sent back as it was shown, it changes nothing."])
    found: Json = {"title": field.label} if field.label else {}
    return found | TEXT | {"description": described, "readOnly": True}


def _longest(field: Field) -> int | None:
    storage = fieldtypes.get(field.fieldtype).column(field)
    return storage.length if storage is not None and storage.kind is StorageKind.VARCHAR else None


def key_of(meta: DocType) -> str:
    """The name of a schema: letters, digits and underscores."""
    return "".join(char if char.isalnum() and char.isascii() else "_" for char in meta.name)
