"""Adding fields to doctypes of other apps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from comptoir.text import scrub

from frappe._db_reading import Reading
from frappe._document_verbs import get_doc


def create_custom_field(
    doctype: str, df: Mapping[str, Any], ignore_validate: bool = False, is_system_generated: bool = True
) -> Any:
    """Add a field to a doctype unless it has a custom field of that name. Table and forms have it after the commit."""
    values = dict(df)
    values["fieldname"] = values.get("fieldname") or scrub(str(values.get("label") or ""))
    if Reading().exists("Custom Field", {"dt": doctype, "fieldname": values["fieldname"]}):
        return None
    made = get_doc({"doctype": "Custom Field", "dt": doctype, "fieldtype": "Data"} | values)
    return made.insert(ignore_permissions=True)


def create_custom_fields(
    custom_fields: Mapping[Any, Any], ignore_validate: bool = False, update: bool = True
) -> None:
    """Add many fields: ``{doctype (or several): field (or several)}``; those there are get the values given."""
    for doctypes, fields in custom_fields.items():
        for doctype in (doctypes,) if isinstance(doctypes, str) else doctypes:
            for df in [fields] if isinstance(fields, Mapping) else fields:
                if create_custom_field(doctype, df) is None and update:
                    _change(doctype, df)


def _change(doctype: str, df: Mapping[str, Any]) -> None:
    fieldname = df.get("fieldname") or scrub(str(df.get("label") or ""))
    doc = get_doc("Custom Field", {"dt": doctype, "fieldname": fieldname})
    if any(doc.get(key) != value for key, value in df.items()):
        doc.update(dict(df))
        doc.save(ignore_permissions=True)
