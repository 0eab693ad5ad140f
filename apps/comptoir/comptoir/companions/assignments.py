"""Assignments: an open ToDo about a document puts its user on the document's list of people to act.

Assigning a document to somebody who may not read it shares it with them, where the assigner may share; else the
assignment is refused.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from comptoir.access import policy
from comptoir.companions import comments, shares, summaries
from comptoir.companions.markup import plain
from comptoir.companions.subject import acting_as, full_name, subject
from comptoir.context import Context, Message
from comptoir.documents import Document, create, get_document, get_list, new_document, update
from comptoir.documents.storage import load_row
from comptoir.errors import DataError, PermissionError, ValidationError
from comptoir.sentences import Label, Sentence, _

OPEN, CLOSED, CANCELLED = "Open", "Closed", "Cancelled"
MOST = 500


def add(ctx: Context, doctype: str, name: Any, users: Sequence[str], details: Mapping[str, Any]) -> list[Any]:
    """Assign a document one may read to ``users``; who has it already keeps what they have."""
    doc = subject(ctx, doctype, name)
    if not users or len(users) > MOST:
        raise DataError(_("Name the users to assign this to."))
    summaries.lock(ctx, doc.doctype, doc.name)
    present = {row["owner"] for row in of_document(ctx, doc)}
    for user in dict.fromkeys(users):
        if user in present:
            sentence = _("{user} has this assigned already.", user=full_name(ctx, user))
            ctx.messages.append(Message(sentence, alert=True))
            continue
        values = {"description": ctx.say(_("Assigned"))} | {k: v for k, v in details.items() if v}
        about = {"reference_type": doc.doctype, "reference_name": str(doc.name)}
        todo = new_document(
            ctx, {"doctype": "ToDo"} | values | about | {"allocated_to": user, "status": OPEN}
        )
        create(ctx, todo)
    return listed(ctx, doc)


def take_off(
    ctx: Context, doctype: str, name: Any, users: Sequence[str] | None, status: str = CANCELLED
) -> list[Any]:
    """End the assignments of ``users`` (of everybody where None) on a document one may read."""
    doc = subject(ctx, doctype, name)
    summaries.lock(ctx, doc.doctype, doc.name)
    for row in of_document(ctx, doc):
        if users is None or row["owner"] in users:
            todo = get_document(ctx, "ToDo", row["name"], for_update=True)
            todo.status = status
            todo.flags.ignore_permissions = True
            update(ctx, todo)
    return listed(ctx, doc)


def close(ctx: Context, doctype: str, name: Any, user: str) -> list[Any]:
    """Say that one has done what a document was assigned to one for."""
    if user != ctx.user:
        raise PermissionError(
            _(
                "Only {user} can say that this is done. You can take the assignment away.",
                user=full_name(ctx, user),
            )
        )
    return take_off(ctx, doctype, name, [user], CLOSED)


def close_all(ctx: Context, doctype: str, name: Any) -> list[Any]:
    """Say of a document one may write that everything it was assigned for is done."""
    subject(ctx, doctype, name, "write")
    return take_off(ctx, doctype, name, None, CLOSED)


def get(ctx: Context, doctype: str, name: Any) -> list[Any]:
    """Who has a document one may read assigned."""
    return listed(ctx, subject(ctx, doctype, name))


def listed(ctx: Context, doc: Document) -> list[Any]:
    """``owner`` and ``name`` of each open assignment, as Frappe answers."""
    return [{"owner": row["owner"], "name": row["name"]} for row in of_document(ctx, doc)]


def of_document(ctx: Context, doc: Document) -> list[Any]:
    """The open assignments of ``doc``. The caller has asked for the right to read it."""
    filters = [
        ["reference_type", "=", doc.doctype], ["reference_name", "=", str(doc.name)],
        ["status", "not in", [CLOSED, CANCELLED]], ["allocated_to", "is", "set"],
    ]  # fmt: skip
    fields = ["name", "allocated_to as owner", "description", "status"]
    return get_list(
        ctx, "ToDo", fields=fields, filters=filters, order_by="creation asc", limit=0, ignore_permissions=True
    )


def check(todo: Document) -> None:
    """A ToDo that can be stored; what it is about is locked, and its user can read it from now on."""
    ctx, before = todo._ctx, todo.get_doc_before_save()
    trusted = bool(todo.flags.ignore_permissions or ctx.flags.get("ignore_permissions"))
    if before is None and (not todo.assigned_by or not trusted):
        todo.assigned_by = ctx.user
    for about in sorted({_about(each) for each in (before, todo) if each is not None}):
        summaries.lock(ctx, *about)
    moved = before is None or _about(before) != _about(todo)
    if before is not None and moved and not trusted:
        policy.require(ctx, "read", todo.meta, todo)
    if _is_assignment(todo) and (
        moved or before.allocated_to != todo.allocated_to or not _is_assignment(before)
    ):
        _let_read(ctx, todo, trusted=trusted)


def follow(todo: Document) -> None:
    """A ToDo was stored: the documents it is and was about know whom they are assigned to, and their history too."""
    ctx, before = todo._ctx, todo.get_doc_before_save()
    for about in {_about(each) for each in (before, todo) if each is not None}:
        summaries.refresh(ctx, *about, "_assign")
    if _is_assignment(todo) and (before is None or not _is_assignment(before) or _key(before) != _key(todo)):
        _log(todo, "Assigned", _("{actor} took this on: {description}") if todo.allocated_to == ctx.user
             else _("{actor} assigned this to {user}: {description}"))  # fmt: skip
    elif before is not None and _is_assignment(before) and not _is_assignment(todo):
        if todo.status != CLOSED:
            sentence = _("{actor} took this from {user}: {description}")
        elif todo.allocated_to == ctx.user:
            sentence = _("{actor} is done with this: {description}")
        else:
            sentence = _("{actor} says that {user} is done with this: {description}")
        _log(todo, "Assignment Completed", sentence)


def forget(todo: Document) -> None:
    """A ToDo was deleted."""
    if summaries.lock(todo._ctx, todo.reference_type, todo.reference_name):
        summaries.refresh(todo._ctx, todo.reference_type, todo.reference_name, "_assign")


def _let_read(ctx: Context, todo: Document, *, trusted: bool) -> None:
    user = str(todo.allocated_to)
    row = load_row(ctx, ctx.site.registry.get("User"), user)
    if row is None or not row["enabled"]:
        raise ValidationError(_("{user} cannot sign in, so nothing can be assigned to them.", user=user))
    doc = get_document(ctx, todo.reference_type, todo.reference_name)
    if policy.decide(acting_as(ctx, user), "read", doc.meta, doc):
        return
    if not trusted and not policy.decide(ctx, "share", doc.meta, doc):
        raise PermissionError(
            _(
                "{user} may not read {doctype} {name}. Ask somebody who may share it to share it with them first.",
                user=user,
                doctype=Label(doc.doctype),
                name=doc.name,
            )
        )
    shares.add(ctx, doc.doctype, doc.name, user, {"read": True}, trusted=trusted, quiet=True)
    sentence = _("{user} may read this document from now on.", user=full_name(ctx, user))
    ctx.messages.append(Message(sentence, alert=True))


def _log(todo: Document, kind: str, sentence: Sentence) -> None:
    ctx = todo._ctx
    comments.log(
        ctx, todo.reference_type, todo.reference_name, kind, sentence, description=plain(todo.description),
        actor=full_name(ctx, ctx.user), user=full_name(ctx, todo.allocated_to),
    )  # fmt: skip


def _is_assignment(todo: Document) -> bool:
    return bool(
        todo.allocated_to
        and todo.reference_type
        and todo.reference_name
        and todo.status not in (CLOSED, CANCELLED)
    )


def _about(todo: Document) -> tuple[str, str]:
    return str(todo.reference_type or ""), str(todo.reference_name or "")


def _key(todo: Document) -> tuple[str, str, str]:
    return *_about(todo), str(todo.allocated_to)
