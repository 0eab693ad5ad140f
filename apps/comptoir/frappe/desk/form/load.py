"""``frappe.desk.form.load``: a document and what accompanies it."""

from __future__ import annotations

from typing import Any

import orjson
from comptoir import documents
from comptoir.access import policy
from comptoir.context import current
from comptoir.desk.answers import Beside
from comptoir.desk.titles import collect, titles_of
from comptoir.meta.load import to_json

import frappe

RECENT = 50


@frappe.whitelist(methods=["GET"])
def getdoc(doctype: str, name: str, **_ignored: Any) -> Beside:
    """The document, its companions and the titles of what it links to."""
    ctx = current()
    doc = documents.read_document(ctx, doctype, name)
    wanted: dict[str, set[str]] = {}
    collect(ctx, doc.meta, [doc.as_dict()], wanted)
    for row in doc.all_children():
        collect(ctx, row.meta, [row.as_dict()], wanted)
    return Beside({"docs": [doc.as_dict()], "docinfo": _info(doc), "_link_titles": titles_of(ctx, wanted)})


@frappe.whitelist(methods=["GET"])
def getdoctype(doctype: str, **_ignored: Any) -> Beside:
    """The declaration of a document type and of its tables."""
    ctx = current()
    meta = ctx.site.registry.get(doctype)
    policy.require(ctx, "select", meta)
    tables = dict.fromkeys(field.options or "" for field in meta.table_fields)
    return Beside({"docs": [to_json(meta), *(to_json(ctx.site.registry.get(name)) for name in tables)]})


@frappe.whitelist(methods=["GET"])
def get_docinfo(doctype: str, name: str) -> Beside:
    """What accompanies a document."""
    return Beside({"docinfo": _info(documents.read_document(current(), doctype, name))})


def _info(doc: Any) -> dict[str, Any]:
    at = {"doctype": doc.doctype, "name": doc.name}
    comments = _rows("Comment", ["name", "comment_type", "content", "owner", "creation", "comment_email", "comment_by"],
                     {"reference_doctype": doc.doctype, "reference_name": doc.name})  # fmt: skip
    return at | {
        "permissions": {key: int(value) for key, value in policy.rights_of(current(), doc.meta, doc).items()},
        "attachments": _rows("File", ["name", "file_name", "file_url", "is_private", "file_size", "creation", "owner"],
                             {"attached_to_doctype": doc.doctype, "attached_to_name": doc.name}),
        "comments": [row for row in comments if row.get("comment_type") in (None, "Comment")],
        "versions": _versions(doc),
        "assignments": _rows("ToDo", ["name", "allocated_to", "description", "status"],
                             {"reference_type": doc.doctype, "reference_name": doc.name, "status": "Open"}),
        "tags": ",".join(part for part in str(doc.get("_user_tags") or "").split(",") if part),
        "shared": _rows("DocShare", ["name", "user", "read", "write", "submit", "share", "everyone"],
                        {"share_doctype": doc.doctype, "share_name": doc.name}),
    }  # fmt: skip


def _versions(doc: Any) -> list[Any]:
    """The changes of a document; those of fields the actor may not read are left out."""
    filters = {"ref_doctype": doc.doctype, "docname": str(doc.name)}
    rows = _rows("Version", ["name", "owner", "creation", "data"], filters)
    ctx = current()
    levels = policy.readable_levels(ctx, doc.meta)
    metas = [doc.meta, *(ctx.site.registry.get(field.options or "") for field in doc.meta.table_fields)]
    if all(field.permlevel in levels for meta in metas for field in meta.fields):
        return rows
    hidden = {field.fieldname for field in doc.meta.fields if field.permlevel not in levels}
    for row in rows:
        changed = orjson.loads(row["data"] or "{}").get("changed", [])
        row["data"] = orjson.dumps({"changed": [entry for entry in changed if entry[0] not in hidden]}).decode()
    return rows


def _rows(doctype: str, fields: list[str], filters: dict[str, Any]) -> list[Any]:
    """Companions of a document the actor may read; they follow its rights, so they are not asked for their own."""
    meta = current().site.registry.find(doctype)
    if meta is None:
        return []
    known = [name for name in fields if name in meta.valid_columns]
    return documents.get_list(
        current(), doctype, fields=known, filters=filters, order_by="creation desc", limit=RECENT,
        ignore_permissions=True,
    )  # fmt: skip
