"""``frappe.core.doctype.communication.email``: writing an e-mail about a document."""

from __future__ import annotations

from typing import Any

from comptoir.context import current
from comptoir.correspondence.writing import Draft, write

import frappe
from frappe._background import addresses


@frappe.whitelist(methods=["POST"])
def make(
    doctype: str, name: str, subject: str = "", content: str = "", recipients: Any = None, **options: Any
) -> dict[str, Any]:
    """Keep an e-mail about a document the caller may mail, and send it with ``send_email``.

    Options: ``cc``, ``bcc``, ``attachments`` (names of files), ``print_format`` (attaches the document as PDF),
    ``send_me_a_copy``. It comes from the caller, whatever ``sender`` says.
    """
    ctx = current()
    copies = [*addresses(options.get("bcc"))]
    if frappe.utils.cint(options.get("send_me_a_copy")):
        copies.append(str(frappe.db.get_value("User", ctx.user, "email") or ""))
    draft = Draft(
        subject=subject,
        content=content,
        recipients=addresses(recipients),
        cc=addresses(options.get("cc")),
        bcc=copies,
        files=[str(entry) for entry in frappe.parse_json(options.get("attachments") or "[]")],
        print_format=options.get("print_format") or None,
        send=bool(frappe.utils.cint(options.get("send_email"))),
    )
    return {"name": write(ctx, doctype, name, draft).name, "emails_not_sent_to": None}
