"""``frappe.desk.doctype.tag.tag``: marking documents with words."""

from __future__ import annotations

from typing import Any

from comptoir.companions import tags as marking
from comptoir.context import current
from comptoir.errors import DataError
from comptoir.sentences import _

import frappe
from frappe import _documents


@frappe.whitelist(methods=["POST", "PUT"])
def add_tag(tag: str, dt: str, dn: str, color: str | None = None) -> str:
    """Mark a document; returns the tag as it is spelt here."""
    return marking.add(current(), dt, [dn], [tag])[0]


@frappe.whitelist(methods=["POST", "PUT"])
def add_tags(tags: Any, dt: str, docs: Any, color: str | None = None) -> None:
    """Mark several documents with several tags."""
    marking.add(current(), dt, _list("docs", docs), _list("tags", tags))


@frappe.whitelist(methods=["POST", "PUT", "DELETE"])
def remove_tag(tag: str, dt: str, dn: str) -> None:
    """Take a tag off a document."""
    marking.remove(current(), dt, dn, tag)


@frappe.whitelist()
def get_tagged_docs(doctype: str, tag: str) -> list[list[str]]:
    """Rows with the names of the documents that have a tag."""
    return [[name] for name in marking.tagged(current(), doctype, tag)]


@frappe.whitelist()
def get_tags(doctype: str, txt: str = "") -> list[str]:
    """Tags that hold ``txt``, to choose from."""
    return marking.known(current(), txt)


def _list(name: str, value: Any) -> list[Any]:
    found = _documents.json_in(value)
    if not isinstance(found, list):
        raise DataError(_("{name} must be a list.", name=name))
    return found
