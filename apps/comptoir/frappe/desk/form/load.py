"""``frappe.desk.form.load``: a document and what accompanies it."""

from __future__ import annotations

from typing import Any

from comptoir import documents
from comptoir.access import policy
from comptoir.companions.docinfo import docinfo
from comptoir.context import current
from comptoir.desk.answers import Beside
from comptoir.desk.titles import collect, titles_of
from comptoir.meta.load import to_json

import frappe


@frappe.whitelist(methods=["GET"])
def getdoc(doctype: str, name: str, **_ignored: Any) -> Beside:
    """The document, its companions and the titles of what it links to."""
    ctx = current()
    doc = documents.read_document(ctx, doctype, name)
    wanted: dict[str, set[str]] = {}
    collect(ctx, doc.meta, [doc.as_dict()], wanted)
    for row in doc.all_children():
        collect(ctx, row.meta, [row.as_dict()], wanted)
    return Beside({"docs": [doc.as_dict()], "docinfo": docinfo(ctx, doc), "_link_titles": titles_of(ctx, wanted)})


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
    ctx = current()
    return Beside({"docinfo": docinfo(ctx, documents.read_document(ctx, doctype, name))})
