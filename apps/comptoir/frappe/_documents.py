"""Documents as they come in with a request to ``frappe.client`` or the form, and as they go out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from comptoir import documents
from comptoir.access import policy
from comptoir.context import current
from comptoir.documents.listing import hide_unreadable
from comptoir.errors import DataError, DocstatusTransitionError, PermissionError, ValidationError
from comptoir.sentences import Label, _

import frappe

MOST_DOCUMENTS = 200


def documents_in(value: Any) -> list[dict[str, Any]]:
    """Several documents, as a list or its JSON text."""
    found = json_in(value)
    if not isinstance(found, Sequence) or isinstance(found, str):
        raise DataError(_("docs must be a list of documents."))
    if len(found) > MOST_DOCUMENTS:
        raise ValidationError(_("Only {most} documents can be stored in one request.", most=MOST_DOCUMENTS))
    return [object_in(doc) for doc in found]


def set_row(doctype: str, name: str, values: Mapping[str, Any]) -> Any:
    """Change a row through the document it belongs to."""
    ctx = current()
    row = documents.get_document(ctx, doctype, name)
    parent = documents.get_document(ctx, row.parenttype, row.parent, for_update=True)
    for child in parent.get(row.parentfield) or []:
        if child.name == row.name:
            child.update(fields_in(child, values))
    return documents.update(ctx, parent)


def insert_row(values: Mapping[str, Any]) -> Any:
    """Add a row to the stored document it names as its parent."""
    ctx = current()
    parent = documents.get_document(ctx, str(values["parenttype"]), values.get("parent"), for_update=True)
    table = parent.meta.by_name.get(str(values.get("parentfield")))
    if table is None or table.options != values.get("doctype"):
        raise DataError(
            _(
                "{doctype} has no table {table!r} of {child}.",
                doctype=Label(parent.doctype),
                table=str(values.get("parentfield"))[:140],
                child=Label(str(values.get("doctype"))),
            )
        )
    known = ctx.site.registry.get(table.options).by_name
    parent.append(table.fieldname, {key: value for key, value in values.items() if key in known})
    return documents.update(ctx, parent)


def insert(values: dict[str, Any]) -> Any:
    """Store a new document, or a row of a stored one."""
    ctx = current()
    if values.get("parenttype") and values.get("parent"):
        return insert_row(values)
    doc = documents.new_document(ctx, {"doctype": values.get("doctype")})
    doc.update(fields_in(doc, values))
    given = values.get("__newname") or values.get("name")
    if isinstance(given, str):
        doc.name = given
    return documents.create(ctx, doc)


def update(values: dict[str, Any], docstatus: int | None) -> Any:
    """Store changes of a document; ``docstatus`` is where it must get to."""
    ctx = current()
    doctype, name = values.get("doctype"), values.get("name")
    if not isinstance(doctype, str) or not isinstance(name, (str, int)) or not name:
        raise DataError(_("A stored document needs its doctype and name."))
    doc = documents.get_document(ctx, doctype, name, for_update=True)
    if docstatus is not None and docstatus != int(doc.docstatus or 0) + 1:
        policy.require(ctx, "write", doc.meta, doc)
        raise DocstatusTransitionError(
            frappe._("{0} {1} cannot be submitted or cancelled in its present state.").format(doctype, name)
        )
    doc.update(fields_in(doc, values))
    if docstatus is not None:
        doc.docstatus = docstatus
    return documents.update(ctx, doc)


def fields_in(doc: Any, values: Mapping[str, Any]) -> dict[str, Any]:
    """The declared fields in ``values``, rows reduced to theirs."""
    kept: dict[str, Any] = {
        key: values[key] for key in ("docstatus", "modified", "amended_from") if key in values
    }
    for field in doc.meta.fields:
        if field.fieldname in values and not field.is_layout:
            value = values[field.fieldname]
            kept[field.fieldname] = _rows(doc, field, value) if field.is_table else value
    return kept


def _rows(doc: Any, field: Any, value: Any) -> list[dict[str, Any]]:
    rows = json_in(value) or []
    if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
        raise DataError(_("{fieldname} must be a list of rows.", fieldname=field.fieldname))
    known = current().site.registry.get(field.options).by_name
    return [{k: v for k, v in row.items() if k in known or k in ("name", "idx")} for row in rows]


def shown(doc: Any) -> Any:
    """A document as the user may see it."""
    ctx = current()
    if (
        not policy.decide(ctx, "read", doc.meta, doc).allow
        and not policy.decide(ctx, "write", doc.meta, doc).allow
    ):
        raise PermissionError(
            _("You are not permitted to read {doctype} {name}.", doctype=Label(doc.doctype), name=doc.name)
        )
    hide_unreadable(ctx, doc)
    return doc.as_dict()


def object_in(value: Any) -> dict[str, Any]:
    """A document as an object."""
    found = json_in(value)
    if not isinstance(found, Mapping):
        raise DataError(_("A document must be a JSON object."))
    return dict(found)


def json_in(value: Any) -> Any:
    """JSON text as its value; a plain word stays a word."""
    if isinstance(value, str) and value.strip()[:1] in ("[", "{", '"'):
        return frappe.parse_json(value)
    return value
