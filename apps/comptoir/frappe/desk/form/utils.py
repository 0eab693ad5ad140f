"""``frappe.desk.form.utils``: remarks on a document, and taking a file off it."""

from __future__ import annotations

from typing import Any

from comptoir.companions import comments, files
from comptoir.context import current

import frappe


@frappe.whitelist(methods=["POST", "PUT"])
def add_comment(
    reference_doctype: str,
    reference_name: str,
    content: str,
    comment_email: str | None = None,
    comment_by: str | None = None,
) -> Any:
    """Remark on a document. The author is who is signed in, whatever ``comment_email`` and ``comment_by`` say."""
    return comments.add(current(), reference_doctype, reference_name, content).as_dict()


@frappe.whitelist(methods=["POST", "PUT"])
def update_comment(name: str, content: str) -> None:
    """Change one's own remark."""
    comments.edit(current(), name, content)


@frappe.whitelist(methods=["POST", "DELETE"])
def remove_attach(fid: str, **_ignored: Any) -> None:
    """Delete an attached file: whoever may write the document may."""
    files.detach(current(), fid)
