"""The explainer: what somebody sees and why, and why somebody may (not) do something to a document.

Administrators ask about everybody; everybody asks about themselves and the documents they may read.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from comptoir import documents
from comptoir.access import explaining, policy, scopes, sessions, viewing
from comptoir.access.explaining import Explained
from comptoir.access.grants import grant_of, right_word
from comptoir.access.limits import limits_of
from comptoir.access.principals import principal_of
from comptoir.access.users import AUTOMATIC_ROLES, administers, load_roles, profile_roles
from comptoir.context import Context
from comptoir.db.tables import table_for
from comptoir.documents.loading import get_document
from comptoir.errors import DoesNotExistError, PermissionError
from comptoir.hooks import whitelist
from comptoir.meta.model import DocType
from comptoir.sentences import Label, Sentence, _
from comptoir.traces import operations, record

MOST_COUNTED = 10_000
"""Documents are counted no further."""


@whitelist(methods=["GET"])
def explain_document(ctx: Context, doctype: str, name: str, user: str | None = None) -> dict[str, Any]:
    """Every right of ``user`` (or oneself) on a document, with the steps that give or refuse it, and every field."""
    acting = _about(ctx, user)
    meta = ctx.site.registry.get(doctype)
    doc = get_document(acting, doctype, name)
    if not administers(ctx):
        policy.require(ctx, "read", meta, doc)
    rights = explaining.explain_all(acting, meta, doc)
    return {
        "user": acting.user,
        "doctype": meta.name,
        "name": doc.name,
        "title": doc.get(meta.title_field or "name") if policy.decide(ctx, "read", meta, doc) else doc.name,
        "rights": {right: _right_view(ctx, meta, right, found) for right, found in rights.items()},
        "fields": [
            {
                "fieldname": found.field.fieldname,
                "label": ctx.say(found.field.title),
                "shown": found.shown,
                "writable": found.writable,
                "why": ctx.say(found.why),
            }
            for found in explaining.explain_fields(acting, meta, rights)
        ],
    }


@whitelist(methods=["GET"])
def explain_user(ctx: Context, user: str | None = None, module: str | None = None) -> dict[str, Any]:
    """What ``user`` (or oneself) is and reaches; documents are counted for the document types of one ``module``."""
    acting = _about(ctx, user)
    metas = [meta for meta in ctx.site.registry.all().values() if not meta.istable]
    reached = [(meta, _rights(acting, meta)) for meta in metas]
    return {
        "user": acting.user,
        "roles": list(_roles(ctx, acting)),
        "limits": list(_limits(ctx, acting)),
        "scopes": _scopes(ctx, acting),
        "doctypes": [
            {
                "doctype": meta.name,
                "label": ctx.say(meta.name),
                "module": meta.module,
                "rights": rights,
                **_counts(ctx, acting, meta, asked=module == meta.module and bool({"select", "read"} & set(rights))),
                "why": [ctx.say(text) for text in _why(acting, meta, rights)],
            }
            for meta, rights in reached
            if rights and module in (None, "", meta.module)
        ],
    }  # fmt: skip


@whitelist(methods=["POST"])
def view_as(ctx: Context, user: str) -> dict[str, Any]:
    """See the site as ``user`` sees it from now on in this session, until ``stop_viewing``; nothing can be changed."""
    refusal = viewing.refusal(ctx, user)
    if refusal is not None:
        raise PermissionError(refusal)
    acting = _about(ctx, user)
    if principal_of(ctx, acting.user, "") is None:
        raise PermissionError(_("{user} is disabled and sees nothing. Enable them first.", user=acting.user))
    _note(ctx, ctx.user, user)
    record(ctx, operations.VIEW_AS, user=acting.user)
    return {"user": acting.user}


@whitelist(methods=["POST"])
def stop_viewing(ctx: Context) -> dict[str, Any]:
    """See with one's own eyes again."""
    viewer = viewing.lift(ctx)
    if viewer is not None:
        _note(ctx, viewer, None)
        record(ctx.acting_as(viewer), operations.VIEW_AS_END, user=ctx.user)
    return {"user": viewer or ctx.user}


def _note(ctx: Context, viewer: str, user: str | None) -> None:
    """Note in the session of ``viewer`` whom it views as. Raises where the request came without one."""
    request = ctx.request
    sid = "" if request is None or request.headers.get("authorization") else request.cookies.get("sid", "")
    if not sid or not sessions.note(ctx, sid, viewer, **{viewing.VIEWING_AS: user}):
        raise PermissionError(_("Viewing as somebody needs a session. Sign in with your password first."))


def _about(ctx: Context, user: str | None) -> Context:
    """The same unit of work as ``user`` has it. Raises unless the acting user may ask about them."""
    wanted = user or ctx.user
    if wanted != ctx.user and not administers(ctx):
        raise PermissionError(_("Only administrators may ask what somebody else sees."))
    table = table_for(ctx.site.registry.get("User"))
    found = ctx.db.execute(sa.select(table.c.name).where(table.c.name == wanted)).scalar()
    if found is None:
        raise DoesNotExistError(_("There is no user {user}.", user=wanted))
    return ctx.acting_as(str(found))


def _right_view(ctx: Context, meta: DocType, right: str, found: Explained) -> dict[str, Any]:
    return {
        "label": ctx.say(right_word(right)),
        "allow": found.allow,
        "steps": [
            {
                "kind": step.kind,
                "text": ctx.say(step.text),
                "passed": step.passed,
                "document": None if step.document is None else {"doctype": step.document[0], "name": step.document[1]},
            }
            for step in found.steps
        ],
        "roles": [{"name": role, "label": ctx.say(role)} for role in explaining.givers(meta, right)],
    }  # fmt: skip


def _rights(acting: Context, meta: DocType) -> list[str]:
    return [right for right in explaining.rights_on(meta) if policy.decide(acting, right, meta)]


def _roles(ctx: Context, acting: Context) -> Iterator[dict[str, Any]]:
    profile = profile_roles(acting, acting.user)
    for role in sorted(load_roles(acting, acting.user)):
        origin = "automatic" if role in AUTOMATIC_ROLES else "profile" if role in profile else "user"
        yield {"role": role, "label": ctx.say(role), "from": origin}


def _limits(ctx: Context, acting: Context) -> Iterator[dict[str, Any]]:
    for rows in limits_of(acting).permitted.values():
        for row in rows:
            values = {"doctype": Label(row.allow), "name": row.for_value}
            text = _("held to {doctype} {name}", **values)
            if row.applicable_for:
                text = _("held to {doctype} {name}, for {only}", **values, only=Label(row.applicable_for))
            yield {
                "text": ctx.say(text),
                "allow": row.allow,
                "for_value": row.for_value,
                "document": {"doctype": "User Permission", "name": row.document},
            }


def _scopes(ctx: Context, acting: Context) -> list[dict[str, Any]]:
    scope = scopes.scope_doctype(acting)
    if scope is None or not scopes.is_limited(acting):
        return []
    return [{"doctype": scope.name, "name": name} for name in limits_of(acting).scopes]


def _counts(ctx: Context, acting: Context, meta: DocType, *, asked: bool) -> dict[str, Any]:
    """How many documents they see of how many there are; not how many others there are for who may not know."""
    if not asked or meta.is_virtual:
        return {"documents": None, "of": None}
    if meta.issingle:
        return {"documents": 1, "of": 1}
    whole = documents.count(ctx, meta.name, limit=MOST_COUNTED) if _may_count(ctx, meta) else None
    return {"documents": documents.count(acting, meta.name, limit=MOST_COUNTED), "of": whole}


def _may_count(ctx: Context, meta: DocType) -> bool:
    return administers(ctx) and policy.decide(ctx, "select", meta).allow


def _why(acting: Context, meta: DocType, rights: list[str]) -> Iterator[Sentence]:
    """What opens documents of ``meta`` to them, and what narrows that."""
    right = "read" if "read" in rights else rights[0]
    grant = grant_of(acting, right, meta)
    yield from dict.fromkeys(part.text for part in grant.roles)
    for part in grant.limits:
        if part.within is not None:
            yield _("only where {condition}", condition=part.within)
    if not grant.reaches:
        yield Sentence(policy.decide(acting, right, meta).reason)
