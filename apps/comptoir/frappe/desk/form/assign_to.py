"""``frappe.desk.form.assign_to``: who is to act on a document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from comptoir.companions import assignments
from comptoir.context import current
from comptoir.errors import DataError
from comptoir.sentences import _

import frappe
from frappe import _documents

DETAILS = ("description", "priority", "date", "assigned_by")
MOST_DOCUMENTS = 200


@frappe.whitelist()
def get(args: Any = None, doctype: str | None = None, name: str | None = None) -> Any:
    """The open assignments of a document."""
    at = _object(args) | {"doctype": doctype, "name": name} if doctype else _object(args)
    return assignments.get(current(), at.get("doctype"), at.get("name"))


@frappe.whitelist(methods=["POST", "PUT"])
def add(args: Any = None, **options: Any) -> Any:
    """Assign a document: ``doctype``, ``name``, ``assign_to`` (users), ``description``, ``priority``, ``date``."""
    wanted = _object(args) | options
    return _assign(wanted, wanted.get("name"))


@frappe.whitelist(methods=["POST", "PUT"])
def add_multiple(args: Any = None, **options: Any) -> None:
    """Assign several documents: ``name`` is the list of their names."""
    wanted = _object(args) | options
    for name in _names(wanted.get("name")):
        _assign(wanted, name)


@frappe.whitelist(methods=["POST", "PUT", "DELETE"])
def remove(doctype: str, name: str, assign_to: str, **_ignored: Any) -> Any:
    """Take a document from somebody."""
    return assignments.take_off(current(), doctype, name, [assign_to])


@frappe.whitelist(methods=["POST", "PUT", "DELETE"])
def remove_multiple(doctype: str, names: Any, **_ignored: Any) -> None:
    """Take several documents from everybody."""
    for name in _names(names):
        assignments.take_off(current(), doctype, name, None)


@frappe.whitelist(methods=["POST", "PUT"])
def close(doctype: str, name: str, assign_to: str, **_ignored: Any) -> Any:
    """Say that one has done one's part."""
    return assignments.close(current(), doctype, name, assign_to)


@frappe.whitelist(methods=["POST", "PUT"])
def close_all_assignments(doctype: str, name: str, **_ignored: Any) -> Any:
    """Say that everything a document was assigned for is done."""
    return assignments.close_all(current(), doctype, name)


@frappe.whitelist(methods=["POST", "PUT", "DELETE"])
def clear(doctype: str, name: str, **_ignored: Any) -> bool:
    """Take a document from everybody; whether somebody had it."""
    ctx = current()
    before = assignments.get(ctx, doctype, name)
    assignments.take_off(ctx, doctype, name, None)
    return bool(before)


def _assign(wanted: Mapping[str, Any], name: Any) -> Any:
    users = _documents.json_in(wanted.get("assign_to")) or []
    users = [users] if isinstance(users, str) else users
    if not isinstance(users, list) or not all(isinstance(user, str) for user in users):
        raise DataError(_("assign_to must be a list of users."))
    details = {key: wanted[key] for key in DETAILS if wanted.get(key)}
    return assignments.add(current(), wanted.get("doctype"), name, users, details)


def _object(args: Any) -> dict[str, Any]:
    return _documents.object_in(args) if args else {}


def _names(value: Any) -> list[Any]:
    names = _documents.json_in(value)
    if not isinstance(names, list) or len(names) > MOST_DOCUMENTS:
        raise DataError(_("Name at most {most} documents, as a list.", most=MOST_DOCUMENTS))
    return names
