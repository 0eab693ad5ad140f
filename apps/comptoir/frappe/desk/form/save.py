"""``frappe.desk.form.save``: what the form of a stock Desk calls to store a document."""

from __future__ import annotations

from typing import Any

from comptoir.context import Message, current
from comptoir.desk.answers import Beside
from comptoir.errors import BadRequestError
from comptoir.files import reattach
from comptoir.sentences import _

import frappe
from frappe import _documents, client
from frappe.desk.form.load import get_docinfo


@frappe.whitelist(methods=["POST", "PUT"])
def savedocs(doc: Any, action: str) -> Beside:
    """Save, submit, update or cancel the document."""
    values = _documents.object_in(doc)
    draft = str(values.get("name") or "new") if values.get("__islocal") else None
    match action:
        case "Save" | "Update":
            stored = client.save(values) if draft is None else client.insert(values)
        case "Submit":
            stored = client.submit(
                {key: value for key, value in values.items() if draft is None or key != "name"}
            )
        case "Cancel":
            stored = client.cancel(str(values.get("doctype")), str(values.get("name")))
        case _:
            raise BadRequestError(_("The action is one of Save, Submit, Update and Cancel."))
    if draft is not None:
        reattach(current(), stored["doctype"], draft, str(stored["name"]))
    return _answer(stored, _("Cancelled") if action == "Cancel" else _("Saved"), draft)


@frappe.whitelist(methods=["POST", "PUT"])
def cancel(doctype: str, name: str, **_ignored: Any) -> Beside:
    """Cancel a submitted document."""
    return _answer(client.cancel(doctype, name), _("Cancelled"))


def _answer(stored: Any, word: str, draft: str | None = None) -> Beside:
    """The document as stored, its companions, and a word for the user."""
    ctx = current()
    indicator = "red" if word == "Cancelled" else "green"
    ctx.messages.append(Message(word, indicator=indicator, alert=True))
    if draft is not None:
        stored = stored | {"localname": draft}
    beside = get_docinfo(stored["doctype"], str(stored["name"]))
    return Beside({"docs": [stored]} | dict(beside.values))
