"""``frappe.client``: documents and lists for callers of ``/api/method``."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from typing import Any

from comptoir import documents
from comptoir.access import policy
from comptoir.companions.docinfo import permissions
from comptoir.context import ADMINISTRATOR, Message, current
from comptoir.errors import (
    BadRequestError,
    ComptoirError,
    DataError,
    DoesNotExistError,
    PermissionError,
    ValidationError,
)
from comptoir.files import NewFile, attach
from comptoir.sentences import Label, _

import frappe
from frappe import _documents

Json = Any
PAGE = 20
LIST_OPTIONS = frozenset(
    {"or_filters", "group_by", "parent", "as_dict", "debug", "start", "limit", "page_length", "distinct"}
)


@frappe.whitelist()
def get_list(
    doctype: str, fields: Json = None, filters: Json = None, order_by: str | None = None, limit_start: int = 0,
    limit_page_length: int | None = None, **options: Json,
) -> Any:  # fmt: skip
    """Rows the user may see. ``options``: or_filters, group_by, parent, as_dict, distinct, and other names of the page."""
    unknown = sorted(set(options) - LIST_OPTIONS)
    if unknown:
        raise BadRequestError(_("get_list takes no argument {unknown!r}.", unknown=unknown[0][:60]))
    length = (
        limit_page_length
        if limit_page_length is not None
        else _count(options, ("limit", "page_length"), PAGE)
    )
    rows = documents.get_list(
        current(),
        doctype,
        fields=_documents.json_in(fields),
        filters=_documents.json_in(filters),
        or_filters=_documents.json_in(options.get("or_filters")),
        order_by=order_by or None,
        group_by=str(options.get("group_by") or "") or None,
        limit_start=limit_start or _count(options, ("start",), 0),
        limit=length,
        distinct=str(options.get("distinct") or "").lower() in ("1", "true"),
        parent=str(options.get("parent") or "") or None,
    )
    as_lists = str(options.get("as_dict", 1)).lower() in ("0", "false")
    return [list(row.values()) for row in rows] if as_lists else rows


@frappe.whitelist()
def get_count(doctype: str, filters: Json = None, debug: Json = None, cache: Json = None) -> int:
    """How many documents the user may see."""
    return documents.count(current(), doctype, _documents.json_in(filters))


@frappe.whitelist()
def get(doctype: str, name: str | None = None, filters: Json = None, parent: str | None = None) -> Any:
    """A document by name or by filters."""
    ctx = current()
    if filters and not name:
        rows = documents.get_list(ctx, doctype, filters=_documents.json_in(filters), limit=1)
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
    fields = _documents.json_in(fieldname)
    names = [fields] if isinstance(fields, str) else fields
    if not isinstance(names, list) or not names or not all(isinstance(name, str) for name in names):
        raise DataError(_("fieldname must be the name of a field or a list of names."))
    meta = ctx.site.registry.get(doctype)
    if meta.issingle:
        doc = documents.read_document(ctx, doctype, doctype)
        row: Mapping[str, Any] = {name: _single_value(doc, name) for name in names}
    else:
        rows = documents.get_list(
            ctx, doctype, fields=names, filters=_documents.json_in(filters), limit=1, parent=parent
        )
        row = rows[0] if rows else {}
    if as_dict:
        return row
    values = list(row.values())
    return None if not values else values[0] if len(names) == 1 else values


@frappe.whitelist()
def get_single_value(doctype: str, field: str) -> Any:
    """A value of a Single."""
    ctx = current()
    doc = documents.read_document(ctx, doctype, doctype)
    if not doc.meta.issingle:
        raise ValidationError(_("{doctype} is not a Single.", doctype=Label(doctype)))
    return _single_value(doc, field)


@frappe.whitelist(methods=["POST", "PUT"])
def set_value(doctype: str, name: str, fieldname: Json, value: Json = None) -> Any:
    """Change fields of a document; ``fieldname`` may be an object of values."""
    ctx = current()
    fieldname = _documents.json_in(fieldname)
    values = fieldname if isinstance(fieldname, Mapping) else {str(fieldname): value}
    if not isinstance(fieldname, Mapping) and fieldname in ctx.site.registry.get(doctype).standard_columns:
        raise ValidationError(_("{field} is kept by the system and cannot be set.", field=fieldname))
    if ctx.site.registry.get(doctype).istable:
        return _documents.shown(_documents.set_row(doctype, name, values))
    doc = documents.get_document(ctx, doctype, name, for_update=True)
    doc.update(_documents.fields_in(doc, values))
    return _documents.shown(documents.update(ctx, doc))


@frappe.whitelist(methods=["POST", "PUT"])
def insert(doc: Json = None) -> Any:
    """Store a new document."""
    return _documents.shown(_documents.insert(_documents.object_in(doc)))


@frappe.whitelist(methods=["POST", "PUT"])
def insert_many(docs: Json = None) -> Any:
    """Store several new documents, all or none; returns their names."""
    return [_documents.insert(values).name for values in _documents.documents_in(docs)]


@frappe.whitelist(methods=["POST", "PUT"])
def bulk_update(docs: Json) -> dict[str, Any]:
    """Change several documents, each named by ``doctype`` and ``docname``; those that fail stay as they were."""
    ctx = current()
    failed: list[dict[str, Any]] = []
    for values in _documents.documents_in(docs):
        try:
            with ctx.db.savepoint():
                _documents.update(
                    {key: value for key, value in values.items() if key != "docname"}
                    | {"name": values.get("docname")},
                    None,
                )
        except ComptoirError as error:
            if error.http_status >= 500:
                raise
            failed.append(
                {"doc": values, "exc": f"frappe.exceptions.{type(error).__name__}: {error.message}"}
            )
            ctx.messages.append(Message(error.message, error.title, "red", raise_exception=True))
    return {"failed_docs": failed}


@frappe.whitelist(methods=["POST", "PUT"])
def save(doc: Json) -> Any:
    """Store the changes of a document."""
    return _documents.shown(_documents.update(_documents.object_in(doc), None))


@frappe.whitelist(methods=["POST", "PUT"])
def submit(doc: Json = None, doclist: Json = None) -> Any:
    """Store and submit a document, or each of a list, all or none. The Python client calls it ``doclist``."""
    given = _documents.json_in(doclist if doc is None else doc)
    if given is None:
        raise ValidationError(_("{name} needs the argument {missing!r}.", name="submit", missing="doc"))
    if isinstance(given, list):
        return [_submitted(values) for values in _documents.documents_in(given)]
    return _submitted(_documents.object_in(given))


def _submitted(values: dict[str, Any]) -> Any:
    if values.get("name"):
        return _documents.shown(_documents.update(values, 1))
    return _documents.shown(_documents.insert(values | {"docstatus": 1}))


@frappe.whitelist(methods=["POST", "PUT"])
def cancel(doctype: str, name: str) -> Any:
    """Cancel a submitted document."""
    return _documents.shown(_documents.update({"doctype": doctype, "name": name}, 2))


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
    return {"permissions": permissions(current(), doc)}


@frappe.whitelist()
def get_password(doctype: str, name: str, fieldname: str) -> str | None:
    """The clear value of a Password field, for System Managers."""
    frappe.only_for("System Manager")
    doc = documents.read_document(current(), doctype, name)
    if doctype == "User" and doc.name == ADMINISTRATOR and not current().is_administrator:
        raise PermissionError(_("Only Administrator may read the secrets of Administrator."))
    field = doc.meta.by_name.get(fieldname)
    if field is None or field.fieldtype != "Password":
        raise DataError(
            _("{doctype} has no secret {field!r}.", doctype=Label(doctype), field=fieldname[:140])
        )
    secret: str | None = doc.get_password(fieldname)
    return secret


@frappe.whitelist()
def is_document_amended(doctype: str, docname: str) -> str | bool:
    """The name of the document that amends this one, or False."""
    ctx = current()
    if not ctx.site.registry.get(doctype).has_field("amended_from"):
        return False
    rows = documents.get_list(ctx, doctype, filters={"amended_from": docname}, limit=1)
    return str(rows[0]["name"]) if rows else False


@frappe.whitelist()
def get_time_zone() -> dict[str, str]:
    """The time zone of the site."""
    return {"time_zone": current().site.config.time_zone}


@frappe.whitelist(methods=["POST", "PUT"])
def attach_file(
    filename: str | None = None, filedata: str | None = None, doctype: str | None = None, docname: str | None = None,
    folder: str | None = None, decode_base64: bool = False, is_private: bool | None = None, docfield: str | None = None,
) -> Any:  # fmt: skip
    """Store a file whose content is sent as text, and attach it to a document (to its field ``docfield``)."""
    if not filename or filedata is None:
        raise ValidationError(_("attach_file needs a filename and filedata."))
    private = True if is_private is None else is_private
    content = _decoded(filedata) if decode_base64 else filedata.encode()
    where = (doctype or "", docname or "", docfield or "", folder or "")
    file = attach(current(), NewFile(filename, content, private, *where))
    if doctype and docname and docfield:
        set_value(doctype, docname, docfield, file.file_url)
    return file.as_dict()


@frappe.whitelist()
def validate_link(doctype: str, docname: str, fields: Json = None) -> dict[str, Any]:
    """The name (and ``fields``) of a linked document, or nothing where the user sees none."""
    wanted = _documents.json_in(fields) or []
    if not isinstance(wanted, list):
        raise DataError(_("fields must be a list of names."))
    rows = documents.get_list(
        current(), doctype, fields=["name", *wanted], filters={"name": docname}, limit=1
    )
    return dict(rows[0]) if rows else {"name": None}


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text.partition("base64,")[2] or text, validate=True)
    except ValueError as error:
        raise DataError(_("filedata is not valid base64.")) from error


def _count(options: Mapping[str, Any], names: Sequence[str], default: int) -> int:
    for name in names:
        value = str(options.get(name) if options.get(name) is not None else "").strip()
        if value:
            if not value.isascii() or not value.isdigit() or len(value) > 9:
                raise BadRequestError(
                    _(
                        "The argument {name} must be a whole number, not {value!r}.",
                        name=name,
                        value=value[:40],
                    )
                )
            return int(value)
    return default


def _single_value(doc: Any, fieldname: str) -> Any:
    if fieldname not in doc.meta.by_name and fieldname not in doc.meta.standard_columns:
        raise DataError(
            _("{doctype} has no field {field}.", doctype=Label(doc.doctype), field=fieldname[:140])
        )
    return doc.get(fieldname)
