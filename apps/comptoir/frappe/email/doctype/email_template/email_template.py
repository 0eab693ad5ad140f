"""``frappe.email.doctype.email_template.email_template``: an Email Template with the fields of a document."""

from __future__ import annotations

from typing import Any

from comptoir.context import current
from comptoir.correspondence.filling import fill, fill_about

import frappe
from frappe._render import HELPERS


@frappe.whitelist()
def get_email_template(template_name: str, doc: Any) -> dict[str, str]:
    """``subject`` and ``message`` of a template, with what the caller may read of a stored document.

    Of a document that is not stored yet they are made of the values given.
    """
    values = frappe.parse_json(doc)
    name, ctx = values.get("name"), current()
    if name and frappe.db.exists(values.get("doctype"), name):
        filled = fill_about(ctx, template_name, values["doctype"], name, HELPERS)
    else:
        filled = fill(ctx, template_name, {**values, "doc": values}, HELPERS)
    return {"subject": filled.subject, "message": filled.message}
