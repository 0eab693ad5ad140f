"""The search for clients that may be the same client. Reads what the actor may read, and no more."""

from __future__ import annotations

from typing import Any

import frappe

from regioncrm.crm.identity import match_key, phone_key, similar_among

FIELDS = ["name", "client_name", "phone", "email", "tax_id", "city"]
CANDIDATES = 100
SHOWN = 10


def find(values: dict[str, Any], exclude: str | None = None) -> list[dict[str, Any]]:
    """Clients like `values`, the surest first; each row says in `reasons` what is the same.

    Args:
        values: any of client_name, phone, email, tax_id, phones, emails (the last two are lists of strings).
        exclude: the name of the client that is being edited.
    """
    found: dict[str, dict[str, Any]] = {}

    def add(rows: list[dict[str, Any]], reason: str) -> None:
        for row in rows:
            if row["name"] != exclude:
                match = found.setdefault(row["name"], {**row, "reasons": []})
                if reason not in match["reasons"]:
                    match["reasons"].append(reason)

    if values.get("tax_id"):
        add(_clients([["tax_id", "=", values["tax_id"]]]), "tax_id")
    for phone in {values.get("phone"), *values.get("phones", [])} - {None, ""}:
        add(_by_phone(phone), "phone")
    for email in {values.get("email"), *values.get("emails", [])} - {None, ""}:
        add(_by_email(email), "email")
    if values.get("client_name"):
        add(_by_name(values["client_name"]), "client_name")
    weight = {"tax_id": 8, "phone": 4, "email": 2, "client_name": 1}
    ranked = sorted(
        found.values(), key=lambda row: (-sum(weight[r] for r in row["reasons"]), row["client_name"])
    )
    return ranked[:SHOWN]


def _clients(filters: list[list[Any]], limit: int = SHOWN + 1) -> list[dict[str, Any]]:
    """Clients in two steps: names in the order of the column that is searched, which its index holds, then the rows."""
    names = frappe.get_list(
        "Client", filters=filters, pluck="name", order_by=f"{filters[0][0]} asc", limit_page_length=limit
    )
    if not names:
        return []
    rows: list[dict[str, Any]] = frappe.get_list(
        "Client", filters=[["name", "in", names]], fields=FIELDS, limit_page_length=limit
    )
    return rows


def _owners(child: str, filters: list[list[Any]]) -> list[dict[str, Any]]:
    """Clients that own a matching row; the rows are only a way to the clients, which are read with rights."""
    names = frappe.get_all(
        child, filters=[["parenttype", "=", "Client"], *filters], pluck="parent", limit_page_length=SHOWN + 1
    )
    return _clients([["name", "in", sorted(set(names))]]) if names else []


def _by_phone(phone: str) -> list[dict[str, Any]]:
    key = phone_key(phone)
    if len(key) < 6:
        return []
    same = [["phone", "like", f"%{key}"]]
    return _clients(same) + _owners("Client Phone", same)


def _by_email(email: str) -> list[dict[str, Any]]:
    same = [["email", "=", email.strip().lower()]]
    return _clients(same) + _owners("Client Email", same)


def _by_name(name: str) -> list[dict[str, Any]]:
    """Clients with a similar name, among those that share its match key."""
    key = match_key(name)
    if len(key) < 2:
        return []
    candidates = frappe.get_list(
        "Client",
        filters=[["match_key", "=", key]],
        fields=["name", "client_name"],
        order_by="match_key asc",
        limit_page_length=CANDIDATES,
    )
    alike = similar_among(name, [row["client_name"] for row in candidates])
    names = [row["name"] for row, is_alike in zip(candidates, alike, strict=True) if is_alike]
    return _clients([["name", "in", names[: SHOWN + 1]]]) if names else []
