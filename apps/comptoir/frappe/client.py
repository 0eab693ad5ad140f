"""``frappe.client``: documents and lists for callers of ``/api/method``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from comptoir import documents
from comptoir.access import policy
from comptoir.context import Message, current
from comptoir.documents.listing import hide_unreadable
from comptoir.errors import BadRequestError, DataError, DoesNotExistError, PermissionError, ValidationError
from comptoir.sentences import Label, _

import frappe

Json = Any
MOST_DOCUMENTS = 200
LIST_OPTIONS = frozenset({"or_filters", "group_by", "parent", "as_dict", "debug"})


@frappe.whitelist()
def get_list(
    doctype: str, fields: Json = None, filters: Json = None, order_by: str | None = None, limit_start: int = 0,
    limit_page_length: int = 20, **options: Json,
) -> Any:  # fmt: skip
    """Rows the user may see. ``options``: or_filters, group_by, parent, as_dict, debug."""
    unknown = sorted(set(options) - LIST_OPTIONS)
    if unknown:
        raise BadRequestError(_("get_list takes no argument {unknown!r}.", unknown=unknown[0][:60]))
    rows = documents.get_list(
        current(),
        doctype,
        fields=_json(fields),
        filters=_json(filters),
        or_filters=_json(options.get("or_filters")),
        order_by=order_by or None,
        group_by=str(options.get("group_by") or "") or None,
        limit_start=limit_start,
        limit=limit_page_length,
        parent=str(options.get("parent") or "") or None,
    )
    as_lists = str(options.get("as_dict", 1)).lower() in ("0", "false")
    return [list(row.values()) for row in rows] if as_lists else rows


@frappe.whitelist()
def get_count(doctype: str, filters: Json = None, debug: Json = None, cache: Json = None) -> int:
    """How many documents the user may see."""
    return documents.count(current(), doctype, _json(filters))


@frappe.whitelist()
def get(doctype: str, name: str | None = None, filters: Json = None, parent: str | None = None) -> Any:
    """A document by name or by filters."""
    ctx = current()
    if filters and not name:
        rows = documents.get_list(ctx, doctype, filters=_json(filters), limit=1)
        if not rows:
            raise DoesNotExistError(_("There is no {doctype} like this.", doctype=Label(doctype)))
        name = rows[0]["name"]
    if not name and not ctx.site.registry.get(doctype).issingle:
        raise ValidationError(_("Name the {doctype} to read.", doctype=Label(doctype)))
    return documents.read_document(ctx, doctype, name or doctype).as_dict()


@frappe.whitelist()
def get_value(
    doctype: str,
    fieldname: Json,
    filters: Json = None,
    as_dict: bool = True,
    debug: Json = None,
    parent: str | None = None,
) -> Any:
    """Values of one document the user may see."""
    ctx = current()
    fields = _json(fieldname)
    names = [fields] if isinstance(fields, str) else list(fields)
    meta = ctx.site.registry.get(doctype)
    if meta.issingle:
        doc = documents.read_document(ctx, doctype, doctype)
        row: Mapping[str, Any] = {name: doc.get(name) for name in names}
    else:
        rows = documents.get_list(ctx, doctype, fields=names, filters=_json(filters), limit=1, parent=parent)
        row = rows[0] if rows else {}
    if as_dict:
        return row
    values = list(row.values())
    return values[0] if len(values) == 1 else values


@frappe.whitelist()
def get_single_value(doctype: str, field: str) -> Any:
    """A value of a Single."""
    ctx = current()
    doc = documents.read_document(ctx, doctype, doctype)
    if not doc.meta.issingle:
        raise ValidationError(_("{doctype} is not a Single.", doctype=Label(doctype)))
    if field not in doc.meta.by_name:
        raise DataError(_("{doctype} has no field {field}.", doctype=Label(doctype), field=field))
    return doc.get(field)


@frappe.whitelist(methods=["POST", "PUT"])
def set_value(doctype: str, name: str, fieldname: Json, value: Json = None) -> Any:
    """Change fields of a document; ``fieldname`` may be an object of values."""
    ctx = current()
    fieldname = _json(fieldname)
    values = fieldname if isinstance(fieldname, Mapping) else {str(fieldname): value}
    doc = documents.get_document(ctx, doctype, name, for_update=True)
    doc.update(_fields(doc, values))
    return _shown(documents.update(ctx, doc))


@frappe.whitelist(methods=["POST", "PUT"])
def insert(doc: Json = None) -> Any:
    """Store a new document."""
    return _shown(_insert(_object(doc)))


@frappe.whitelist(methods=["POST", "PUT"])
def insert_many(docs: Json = None) -> Any:
    """Store several new documents, all or none; returns their names."""
    found = _json(docs)
    if not isinstance(found, Sequence) or isinstance(found, str):
        raise DataError(_("docs must be a list of documents."))
    if len(found) > MOST_DOCUMENTS:
        raise ValidationError(_("Only {most} documents can be stored in one request.", most=MOST_DOCUMENTS))
    return [_insert(_object(doc)).name for doc in found]


@frappe.whitelist(methods=["POST", "PUT"])
def save(doc: Json) -> Any:
    """Store the changes of a document."""
    return _shown(_update(_object(doc), None))


@frappe.whitelist(methods=["POST", "PUT"])
def submit(doc: Json) -> Any:
    """Store and submit a document."""
    values = _object(doc)
    if values.get("name"):
        return _shown(_update(values, 1))
    return _shown(_insert(values | {"docstatus": 1}))


@frappe.whitelist(methods=["POST", "PUT"])
def cancel(doctype: str, name: str) -> Any:
    """Cancel a submitted document."""
    return _shown(_update({"doctype": doctype, "name": name}, 2))


@frappe.whitelist(methods=["POST", "DELETE"])
def delete(doctype: str, name: str) -> None:
    """Delete a document."""
    documents.delete(current(), doctype, name)


@frappe.whitelist(methods=["POST", "PUT"])
def rename_doc(doctype: str, old_name: str, new_name: str, merge: bool = False) -> str:
    """Rename a document, or merge it into the one that has the name."""
    ctx = current()
    name = documents.rename(ctx, doctype, old_name, new_name, merge=merge)
    sentence = frappe._("{0} is now called {1}.").format(old_name, name)
    ctx.messages.append(Message(sentence, indicator="green", alert=True))
    return name


@frappe.whitelist()
def has_permission(doctype: str, docname: str | None = None, perm_type: str = "read") -> dict[str, bool]:
    """Whether the user may do ``perm_type``."""
    ctx = current()
    meta = ctx.site.registry.get(doctype)
    doc = documents.get_document(ctx, doctype, docname) if docname else None
    return {"has_permission": policy.decide(ctx, perm_type, meta, doc).allow}


@frappe.whitelist()
def get_doc_permissions(doctype: str, docname: str) -> dict[str, Any]:
    """Every right and whether the user has it on a document."""
    doc = documents.read_document(current(), doctype, docname)
    return {
        "permissions": {key: int(value) for key, value in policy.rights_of(current(), doc.meta, doc).items()}
    }


@frappe.whitelist()
def validate_link(doctype: str, docname: str, fields: Json = None) -> dict[str, Any]:
    """The name (and ``fields``) of a linked document, or nothing where the user sees none."""
    wanted = _json(fields) or []
    rows = documents.get_list(
        current(), doctype, fields=["name", *wanted], filters={"name": docname}, limit=1
    )
    return dict(rows[0]) if rows else {}


def _insert(values: dict[str, Any]) -> Any:
    ctx = current()
    doc = documents.new_document(ctx, {"doctype": values.get("doctype")})
    doc.update(_fields(doc, values))
    if isinstance(values.get("name"), str):
        doc.name = values["name"]
    return documents.create(ctx, doc)


def _update(values: dict[str, Any], docstatus: int | None) -> Any:
    ctx = current()
    doctype, name = values.get("doctype"), values.get("name")
    if not isinstance(doctype, str) or not isinstance(name, (str, int)) or not name:
        raise DataError(_("A stored document needs its doctype and name."))
    doc = documents.get_document(ctx, doctype, name, for_update=True)
    if docstatus is not None and docstatus != int(doc.docstatus or 0) + 1:
        raise ValidationError(
            frappe._("{0} {1} cannot be submitted or cancelled in its present state.").format(doctype, name)
        )
    doc.update(_fields(doc, values))
    if docstatus is not None:
        doc.docstatus = docstatus
    return documents.update(ctx, doc)


def _fields(doc: Any, values: Mapping[str, Any]) -> dict[str, Any]:
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
    rows = _json(value) or []
    if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
        raise DataError(_("{fieldname} must be a list of rows.", fieldname=field.fieldname))
    known = current().site.registry.get(field.options).by_name
    return [{k: v for k, v in row.items() if k in known or k in ("name", "idx")} for row in rows]


def _shown(doc: Any) -> Any:
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


def _object(value: Any) -> dict[str, Any]:
    found = _json(value)
    if not isinstance(found, Mapping):
        raise DataError(_("A document must be a JSON object."))
    return dict(found)


def _json(value: Any) -> Any:
    """JSON text as its value; a plain word stays a word."""
    if isinstance(value, str) and value.strip()[:1] in ("[", "{", '"'):
        return frappe.parse_json(value)
    return value
