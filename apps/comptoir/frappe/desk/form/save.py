"""``frappe.desk.form.save``: what the form of a stock Desk calls to store a document."""

from __future__ import annotations

from typing import Any

from comptoir.desk.answers import Beside
from comptoir.errors import BadRequestError
from comptoir.sentences import _

import frappe
from frappe import client


@frappe.whitelist(methods=["POST", "PUT"])
def savedocs(doc: Any, action: str) -> Beside:
    """Save, submit, update or cancel the document."""
    values = client._object(doc)
    new = bool(values.get("__islocal"))
    match action:
        case "Save" | "Update":
            stored = client.insert(values) if new else client.save(values)
        case "Submit":
            stored = client.submit({k: v for k, v in values.items() if k != "name"} if new else values)
        case "Cancel":
            stored = client.cancel(str(values.get("doctype")), str(values.get("name")))
        case _:
            raise BadRequestError(_("The action is one of Save, Submit, Update and Cancel."))
    return Beside({"docs": [stored]})


@frappe.whitelist(methods=["POST", "PUT"])
def cancel(doctype: str, name: str, **_ignored: Any) -> Beside:
    """Cancel a submitted document."""
    return Beside({"docs": [client.cancel(doctype, name)]})
