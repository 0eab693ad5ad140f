"""``frappe.desk.form.load``: a document and what accompanies it."""

from __future__ import annotations

from typing import Any

from comptoir import documents
from comptoir.access import policy
from comptoir.companions.docinfo import docinfo
from comptoir.context import current
from comptoir.desk.answers import Beside
from comptoir.desk.declaration import with_assets
from comptoir.desk.titles import collect, own_titles, titles_of
from comptoir.errors import DoctypeNotFoundError, DoesNotExistError

import frappe
from frappe.model.utils import user_settings


@frappe.whitelist()
def getdoc(doctype: str, name: str, with_history: bool = True, **_ignored: Any) -> Any:
    """The document, its companions and the titles of what it links to; nothing where there is no such document.

    Without ``with_history`` remarks, events, e-mails and all versions but one stay behind, for who reads them by pages.
    """
    ctx = current()
    try:
        doc = documents.read_document(ctx, doctype, name)
    except DoctypeNotFoundError:
        raise
    except DoesNotExistError:
        return []
    wanted: dict[str, set[str]] = {}
    collect(ctx, doc.meta, [doc.as_dict()], wanted)
    for row in doc.all_children():
        collect(ctx, row.meta, [row.as_dict()], wanted)
    docs = [doc.as_dict(no_nulls=True)]
    return Beside(
        {
            "docs": docs,
            "docinfo": docinfo(ctx, doc, with_history=with_history),
            "_link_titles": titles_of(ctx, wanted) | own_titles(ctx, doc.meta, docs),
        }
    )


@frappe.whitelist()
def getdoctype(doctype: str, **_ignored: Any) -> Beside:
    """The declaration of a document type and of its tables."""
    ctx = current()
    meta = ctx.site.registry.get(doctype)
    policy.require(ctx, "select", meta)
    tables = dict.fromkeys(field.options or "" for field in meta.table_fields)
    docs = [with_assets(ctx, ctx.site.registry.get(name)) for name in (meta.name, *tables)]
    return Beside({"docs": docs, "user_settings": user_settings.get(meta.name)})


@frappe.whitelist()
def get_docinfo(doctype: str, name: str, **_ignored: Any) -> Beside:
    """What accompanies a document."""
    ctx = current()
    return Beside({"docinfo": docinfo(ctx, documents.read_document(ctx, doctype, name))})
