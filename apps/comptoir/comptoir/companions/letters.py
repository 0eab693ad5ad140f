"""E-mails about a document, as its timeline shows them: with what became of each recipient."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import orjson

from comptoir.context import Context
from comptoir.documents import Document, get_list

RECENT = 100
FIELDS = (
    "name", "creation", "owner", "subject", "content", "sender", "sender_full_name", "recipients", "cc", "bcc",
    "communication_type", "communication_medium", "communication_date", "sent_or_received", "status", "seen",
    "has_attachment", "reference_doctype", "reference_name",
)  # fmt: skip


def of_document(ctx: Context, doc: Document) -> list[Any]:
    """The e-mails about ``doc``, the newest first, each with ``delivery`` and ``attachments``."""
    return _with_details(
        ctx, {"reference_doctype": doc.doctype, "reference_name": str(doc.name)}, limit=RECENT
    )


def called(ctx: Context, names: list[Any]) -> list[Any]:
    """The e-mails of these names, told alike."""
    return _with_details(ctx, {"name": ("in", names)}) if names else []


def _with_details(ctx: Context, filters: dict[str, Any], limit: int = 0) -> list[Any]:
    letters = _rows(ctx, "Communication", FIELDS, filters, limit)
    names = [letter["name"] for letter in letters]
    if not names:
        return letters
    delivery, carried = _sent(ctx, names)
    for file in _rows(
        ctx, "File", ("attached_to_name", "file_name", "file_url"),
        {"attached_to_doctype": "Communication", "attached_to_name": ("in", names)},
    ):  # fmt: skip
        carried[file["attached_to_name"]].append(
            {"file_name": file["file_name"], "file_url": file["file_url"]}
        )
    for letter in letters:
        letter["delivery"], letter["attachments"] = delivery[letter["name"]], carried[letter["name"]]
    return letters


def _sent(ctx: Context, names: list[Any]) -> tuple[dict[Any, list[Any]], dict[Any, list[Any]]]:
    """By e-mail: its recipients with what became of them, and the files it carries."""
    delivery: dict[Any, list[Any]] = defaultdict(list)
    carried: dict[Any, list[Any]] = defaultdict(list)
    queued = _rows(
        ctx, "Email Queue", ("name", "communication", "attachments"), {"communication": ("in", names)}
    )
    of = {row["name"]: row["communication"] for row in queued}
    for row in queued:
        entries = orjson.loads(row["attachments"] or "[]")
        carried[row["communication"]] += [
            {"file_name": entry["fname"], "file_url": None} for entry in entries
        ]
    if of:
        fields = ("parent", "recipient", "kind", "status", "bounced", "error")
        for row in _rows(ctx, "Email Queue Recipient", fields, {"parent": ("in", list(of))}, order="idx asc"):
            told = {key: row[key] for key in ("recipient", "kind", "status", "bounced", "error")}
            delivery[of[row["parent"]]].append(told)
    return delivery, carried


def _rows(
    ctx: Context,
    doctype: str,
    fields: tuple[str, ...],
    filters: dict[str, Any],
    limit: int = 0,
    order: str = "creation desc",
) -> list[Any]:
    return get_list(
        ctx, doctype, fields=list(fields), filters=filters, order_by=order, limit=limit, ignore_permissions=True,
        parent="Email Queue" if doctype == "Email Queue Recipient" else None,
    )  # fmt: skip
