"""What a form shows beside a document, under the keys of Frappe's ``docinfo``.

The companions of a document follow its rights: who may read it sees them, without being asked for rights of their
own. Of versions, the changes of fields above the reader's level are left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from comptoir.access import policy
from comptoir.companions import assignments, following, letters, shares, tags
from comptoir.companions.history import tellable_versions
from comptoir.context import Context
from comptoir.documents import Document, get_list

RECENT = 200
RECENT_VERSIONS = 50
HISTORY: Mapping[str, str] = {
    "Comment": "comments",
    "Assigned": "assignment_logs",
    "Assignment Completed": "assignment_logs",
    "Attachment": "attachment_logs",
    "Attachment Removed": "attachment_logs",
    "Like": "like_logs",
    "Workflow": "workflow_logs",
}
"""Where a Comment is listed, by its type; every other event is in ``info_logs``."""
LISTS = ("comments", "assignment_logs", "attachment_logs", "info_logs", "like_logs", "workflow_logs")
ABSENT: Mapping[str, Any] = {
    "automated_messages": (), "views": (), "energy_point_logs": (),
    "additional_timeline_content": (), "milestones": (), "document_email": None,
}  # fmt: skip
"""Parts of Frappe's answer that no doctype here fills."""


def docinfo(ctx: Context, doc: Document, *, with_history: bool = True) -> dict[str, Any]:
    """The companions of a document that the caller has read with the right to.

    Who reads the timeline by its pages does without the history: of versions there is one then, if there are any.
    """
    past = history(ctx, doc) if with_history else {name: [] for name in LISTS}
    found: dict[str, Any] = {"doctype": doc.doctype, "name": doc.name} | past
    found |= {
        "attachments": _about(
            ctx, "File", ["name", "file_name", "file_url", "is_private", "file_size"],
            {"attached_to_doctype": doc.doctype, "attached_to_name": str(doc.name)}, RECENT,
        ),
        "shared": shares.of_document(ctx, doc),
        "assignments": assignments.of_document(ctx, doc),
        "versions": versions(ctx, doc, RECENT_VERSIONS if with_history else 1),
        "communications": letters.of_document(ctx, doc) if with_history else [],
        "permissions": permissions(ctx, doc),
        "is_document_followed": following.follows(ctx, doc.doctype, doc.name, ctx.user) or None,
        "tags": ",".join(tags.split(doc.get("_user_tags"))),
    }  # fmt: skip
    found |= {key: list(value) if value == () else value for key, value in ABSENT.items()}
    return {"user_info": user_info(ctx, _people(doc, found))} | found


def history(ctx: Context, doc: Document) -> dict[str, list[Any]]:
    """Remarks and events, the newest first, each in the list of its type."""
    found: dict[str, list[Any]] = {name: [] for name in LISTS}
    fields = ["name", "creation", "content", "owner", "comment_type"]
    filters = {"reference_doctype": doc.doctype, "reference_name": str(doc.name)}
    for row in _about(ctx, "Comment", fields, filters, RECENT):
        found[HISTORY.get(row["comment_type"], "info_logs")].append(row)
    return found


def versions(ctx: Context, doc: Document, limit: int = RECENT_VERSIONS) -> list[Any]:
    """The changes of a document, those of fields the actor may not read masked or left out."""
    filters = {"ref_doctype": doc.doctype, "docname": str(doc.name)}
    rows = _about(ctx, "Version", ["name", "owner", "creation", "data"], filters, limit)
    return tellable_versions(ctx, doc.meta, rows)


def permissions(ctx: Context, doc: Document) -> dict[str, Any]:
    """Every right as 0 or 1, and those that reach only the actor's own documents under ``if_owner``.

    ``select`` says whether it was given by itself; the right to read includes it anyway.
    """
    own = policy.own_rights(ctx, doc.meta)
    found: dict[str, Any] = {
        right: int(allowed) for right, allowed in policy.rights_of(ctx, doc.meta, doc).items()
    }
    if not ctx.is_administrator:
        found["select"] = int(policy.grants_by_itself(ctx, "select", doc.meta))
    if_owner = {right: found[right] for right in own}
    return found | {"if_owner": if_owner, "has_if_owner_enabled": bool(own)}


def user_info(ctx: Context, users: Iterable[str]) -> dict[str, Any]:
    """Names and pictures of users."""
    names = sorted(set(users))
    fields = ["name", "full_name as fullname", "user_image as image", "email", "time_zone"]
    rows = get_list(
        ctx, "User", fields=fields, filters=[["name", "in", names]], limit=0, ignore_permissions=True
    )
    return {
        row["name"]: row | {"fullname": row["fullname"] or row["name"], "time_zone": row["time_zone"] or ctx.site.config.time_zone}
        for row in rows
    }  # fmt: skip


def _people(doc: Document, found: Mapping[str, Any]) -> Iterable[str]:
    rows = [row for key in (*LISTS, "assignments", "versions", "communications") for row in found[key]]
    yield from (str(row["owner"]) for row in rows)
    yield from (str(person) for row in found["shared"] for person in (row["owner"], row["user"]) if person)
    yield from (str(person) for person in (doc.owner, doc.modified_by) if person)


def _about(ctx: Context, doctype: str, fields: list[str], filters: dict[str, Any], limit: int) -> list[Any]:
    return get_list(
        ctx,
        doctype,
        fields=fields,
        filters=filters,
        order_by="creation desc",
        limit=limit,
        ignore_permissions=True,
    )
