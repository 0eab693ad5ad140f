"""Changing properties of fields and doctypes of other apps."""

from __future__ import annotations

from typing import Any

from frappe._db_reading import Reading
from frappe._document_verbs import delete_doc, get_doc
from frappe._lists import get_all


def make_property_setter(
    doctype: str, fieldname: str | None, property: str, value: Any, property_type: str | None = None,
    for_doctype: bool = False, validate_fields_for_doctype: bool = True, **_ignored: Any,
) -> Any:  # fmt: skip
    """Change a property of a field, or with ``for_doctype`` of the doctype. It holds after the commit."""
    about = {
        "doctype_or_field": "DocType" if for_doctype or not fieldname else "DocField",
        "doc_type": doctype, "property": property,
    } | ({} if for_doctype or not fieldname else {"field_name": fieldname})  # fmt: skip
    text = str(int(value)) if isinstance(value, bool) else value
    known = Reading().get_value("Property Setter", about)
    doc = get_doc("Property Setter", known) if known else get_doc({"doctype": "Property Setter"} | about)
    doc.value = text
    if doc.meta.has_field("property_type") and property_type:
        doc.property_type = property_type
    return doc.save(ignore_permissions=True)


def delete_property_setter(
    doc_type: str, property: str | None = None, field_name: str | None = None, **_ignored: Any
) -> None:
    """Undo changes of properties."""
    wanted = {"doc_type": doc_type, "property": property, "field_name": field_name}
    filters = {key: value for key, value in wanted.items() if value}
    for name in get_all("Property Setter", filters=filters, pluck="name"):
        delete_doc("Property Setter", name, ignore_permissions=True)
