"""Whom a Notification tells: users who may read the document, and addresses the document itself names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from comptoir.access import policy
from comptoir.access.granting import users_with
from comptoir.automation.subscriptions import holds
from comptoir.companions.subject import acting_as
from comptoir.context import ADMINISTRATOR, GUEST, Context
from comptoir.documents import Document, get_list
from comptoir.documents.storage import load_row
from comptoir.meta.fieldtypes.text import is_email

OWNER = "owner"


@dataclass(frozen=True, slots=True)
class Told:
    """Somebody to be told: a user, or an address of nobody here."""

    address: str
    user: str | None = None


def told_by(ctx: Context, notification: Document, doc: Document) -> list[Told]:
    """Everybody ``notification`` tells of ``doc``, each once; users who may not read it are left out."""
    named: list[str] = []
    for row in notification.recipients:
        if holds(doc, row.condition):
            named += _named(ctx, doc, row)
    if notification.send_to_all_assignees:
        open_ones = {"reference_type": doc.doctype, "reference_name": str(doc.name), "status": "Open"}
        rows = get_list(
            ctx, "ToDo", fields=["allocated_to"], filters=open_ones, limit=0, ignore_permissions=True
        )
        named += [row["allocated_to"] for row in rows if row["allocated_to"]]
    return list(_people(ctx, doc, dict.fromkeys(named)))


def _named(ctx: Context, doc: Document, row: Any) -> list[str]:
    found = users_with(ctx, row.receiver_by_role) if row.receiver_by_role else []
    if row.receiver_by_document_field:
        found.append(str(_value(ctx, doc, row.receiver_by_document_field) or ""))
    for text in (row.cc, row.bcc):
        found += str(text or "").replace("\n", ",").split(",")
    return [name.strip() for name in found if name.strip()]


def _value(ctx: Context, doc: Document, path: str) -> Any:
    """The value of a field, or of ``link.field`` one step behind a link."""
    name, _dot, behind = path.partition(".")
    value = doc.get(name)
    field = doc.meta.field(name)
    if not behind or field is None or field.fieldtype != "Link" or not value:
        return None if behind else value
    return (load_row(ctx, ctx.site.registry.get(field.options or ""), value) or {}).get(behind)


def _people(ctx: Context, doc: Document, named: Iterable[str]) -> Iterator[Told]:
    seen: set[str] = set()
    users = ctx.site.registry.get("User")
    for name in named:
        row = load_row(ctx, users, name)
        address = str((row or {}).get("email") or name)
        if row is None and is_email(name):
            yield Told(name)
        elif row is not None and row["enabled"] and name not in (*seen, GUEST):
            seen.add(name)
            if name == ADMINISTRATOR or policy.decide(acting_as(ctx, name), "read", doc.meta, doc):
                yield Told(address, name)
