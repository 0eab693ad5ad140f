"""The two questions of access control, answered from one grant so that they cannot disagree.

``grants`` says how far a right reaches: roles open (narrowed by ``if_owner`` and row rules), User Permissions, scopes
and apps narrow, shares open single documents beyond. ``predicate`` is that grant as a filter, ``decide`` judges one
document by the same filter (``judging``). What a companion is about (``subjects``) must be readable too. Level 0 of a
permission row opens the document; higher levels open only the fields that carry them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from comptoir.access import conditions, scopes, shares, subjects, unscoped, user_permissions, words
from comptoir.access.grants import (
    RIGHT_WORDS,
    Grant,
    grant_of,
    is_empty,
    reaches,
    right_word,
    rows_of,
    shared_filter,
)
from comptoir.access.judging import Target, holds
from comptoir.access.limits import limits_of
from comptoir.access.parts import Part
from comptoir.access.users import roles_of
from comptoir.bounded import Bounded
from comptoir.context import Context
from comptoir.errors import PermissionError
from comptoir.meta.companions import COMPANIONS, Companion
from comptoir.meta.model import RIGHTS, DocType
from comptoir.query import Column, PreparedQueries, Query, Select, compile_query
from comptoir.query.model import NOTHING, Filter, Nothing, all_of, any_of
from comptoir.sentences import Label, Sentence, _

__all__ = [
    "RIGHT_WORDS", "Decision", "Target", "decide", "grants_by_itself", "link_defaults", "own_rights", "predicate", "readable_columns",
    "readable_levels", "require", "rights_of", "selectable_columns", "writable_levels",
]  # fmt: skip

MOST_LEVELS = 20_000
"""A process remembers so many answers."""

Shared = Callable[[], frozenset[str]]


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether something may be done, and why (not)."""

    allow: bool
    reason: str

    def __bool__(self) -> bool:
        return self.allow


def decide(ctx: Context, action: str, doctype: DocType, doc: Target | None = None) -> Decision:
    """Whether the acting user may do ``action`` (a right) to ``doc``, or to documents of ``doctype`` at all."""
    return _decide(ctx, action, doctype, doc, lambda: _shared_rights(ctx, doctype, doc))


def predicate(ctx: Context, action: str, doctype: DocType) -> Filter | None:
    """The filter that leaves the documents for which ``decide`` allows ``action``; None for all of them.

    The ``has_permission`` of an app is not asked: it knows single documents alone.
    """
    where = _granted(ctx, action, doctype)
    companion = COMPANIONS.get(doctype.name)
    if ctx.is_administrator or isinstance(where, Nothing):
        return where
    if companion is not None:
        kept: Filter | None = subjects.filter_of(ctx, companion, _reading(ctx, companion))
    else:
        kept = words.limit(ctx, doctype, _reading(ctx, COMPANIONS[words.LINK]))
    return kept if where is None else where if kept is None else all_of((where, kept))


def require(ctx: Context, action: str, doctype: DocType, doc: Target | None = None) -> None:
    """Raise ``PermissionError`` with the reason unless ``decide`` allows it."""
    decision = decide(ctx, action, doctype, doc)
    if not decision.allow:
        target: Sentence = Label(doctype.name)
        if doc is not None and doc.name:
            target = _("{doctype} {name}", doctype=target, name=doc.name)
        raise PermissionError(
            _(
                "You are not permitted to {action} {target}: {reason}.",
                action=right_word(action),
                target=target,
                reason=decision.reason,
            )
        )


def rights_of(ctx: Context, doctype: DocType, doc: Target | None = None) -> dict[str, bool]:
    """Every right and whether the acting user has it."""
    shared = cache(lambda: _shared_rights(ctx, doctype, doc))
    judged: dict[Filter, bool] = {}
    return {right: _decide(ctx, right, doctype, doc, shared, judged).allow for right in RIGHTS}


def own_rights(ctx: Context, doctype: DocType) -> tuple[str, ...]:
    """Rights the acting user's roles give on their own documents alone."""
    return tuple(right for right in RIGHTS if grant_of(ctx, right, doctype).own)


def grants_by_itself(ctx: Context, right: str, doctype: DocType) -> bool:
    """Whether a role of the acting user gives ``right`` in so many words, and not by including it in another."""
    return any(row.permlevel == 0 and row.grants(right) for row in rows_of(ctx, doctype))


def readable_columns(ctx: Context, doctype: DocType) -> frozenset[str]:
    """Columns whose level the acting user may read; standard columns belong to level 0.

    Who may only select a document sees what a link field shows: name, title, search fields and image. Of these, a
    masked one counts whatever its level, since it is shown by its mask.
    """
    key = ("readable", doctype)
    found = ctx.memo.get(key)
    if found is None:
        found = _columns_of(ctx, doctype, _levels(ctx, doctype, ("read",)))
        if not (doctype.istable or reaches(ctx, "read", doctype) or _sees_only_shared(ctx, doctype)):
            shown = found | {field.fieldname for field in doctype.masking_fields}
            found = selectable_columns(doctype) & shown
        ctx.memo[key] = found
    return found


def _columns_of(ctx: Context, doctype: DocType, levels: frozenset[int]) -> frozenset[str]:
    known: Bounded[Any, frozenset[str]]
    known = ctx.site.registry.remember("columns of levels", lambda: Bounded(MOST_LEVELS))
    found = known.get((doctype, levels))
    if found is None:
        hidden = {f.fieldname for f in doctype.fields if f.permlevel not in levels}
        found = known[doctype, levels] = frozenset(doctype.valid_columns - hidden)
    return found


def selectable_columns(doctype: DocType) -> frozenset[str]:
    """What a link field shows of a document."""
    return frozenset(doctype.search_columns) | ({doctype.image_field or "name"} & doctype.valid_columns)


def link_defaults(ctx: Context, doctype: DocType) -> dict[str, str]:
    """What the links of a new document start with, by what the acting user is held to: User Permissions and scope."""
    found = user_permissions.defaults(ctx, doctype)
    path = scopes.scope_path(ctx, doctype)
    usual = limits_of(ctx).default_scope
    if len(path) == 1 and usual is not None:
        found.setdefault(path[0], usual)
    return found


def readable_levels(ctx: Context, doctype: DocType) -> frozenset[int]:
    """Permission levels the acting user may read."""
    return _levels(ctx, doctype, ("read",))


def writable_levels(ctx: Context, doctype: DocType) -> frozenset[int]:
    """Permission levels the acting user may write."""
    return _levels(ctx, doctype, ("write", "create"))


def _decide(
    ctx: Context,
    action: str,
    doctype: DocType,
    doc: Target | None,
    shared: Shared,
    judged: dict[Filter, bool] | None = None,
) -> Decision:
    decision = _by_role(ctx, action, doctype, doc, judged)
    if not decision and shares.can_be_shared(ctx, action, doctype):
        shown = _by_share(ctx, action, doctype, doc, shared)
        decision = decision if shown is None else shown
    if not decision or doc is None or ctx.is_administrator:
        return decision
    refused = about(ctx, doctype, doc) or conditions.refusal(ctx, action, doctype, doc)
    return decision if refused is None else Decision(False, refused.text)


def _by_role(
    ctx: Context, action: str, doctype: DocType, doc: Target | None, judged: dict[Filter, bool] | None
) -> Decision:
    grant = grant_of(ctx, action, doctype)
    if not grant.reaches:
        return Decision(False, grant.refusal or "")
    where = grant.where if doc is not None else None
    if doc is None or where is None:
        return Decision(True, grant.roles[0].text)
    inside = None if judged is None else judged.get(where)
    if inside is None:
        inside = holds(ctx, doctype, doc, where)
    if judged is not None:
        judged[where] = inside
    return Decision(True, grant.roles[0].text) if inside else _refused(ctx, grant, doctype, doc)


def _refused(ctx: Context, grant: Grant, doctype: DocType, doc: Target) -> Decision:
    """Why roles and limits do not reach ``doc``. Says nothing of what stands in it."""
    limit = next((part for part in grant.limits if not holds(ctx, doctype, doc, part.where)), None)
    if limit is not None:
        return Decision(False, limit.text)
    return Decision(
        False,
        _(
            "{reason}, and {doctype} {name} is none of these",
            reason=grant.roles[0].text,
            doctype=Label(doctype.name),
            name=doc.name or "",
        ),
    )


def _by_share(
    ctx: Context, action: str, doctype: DocType, doc: Target | None, shared: Shared
) -> Decision | None:
    label = Label(doctype.name)
    if doc is None:
        if not shares.anything(ctx, action, doctype):
            return None
        return Decision(
            True, _("some documents of {doctype} were shared with {user}", doctype=label, user=ctx.user)
        )
    if shares.GIVEN[action] not in shared():
        return None
    return Decision(
        True, _("{doctype} {name} was shared with {user}", doctype=label, name=doc.name, user=ctx.user)
    )


def _granted(ctx: Context, action: str, doctype: DocType) -> Filter | None:
    """What roles, limits and shares leave, whatever the documents are about."""
    where = grant_of(ctx, action, doctype).filter(lambda part: _listed(ctx, doctype, part))
    if where is None:
        return None
    shared = shared_filter(ctx, action, doctype)
    return where if shared is None else any_of((where, shared))


def _listed(ctx: Context, doctype: DocType, part: Part) -> Filter | None:
    """The filter of a part, without its rare documents where there are none: an index then finds the others."""
    if part.rare is None or doctype.issingle or doctype.is_virtual:
        return part.where
    rare = part.rare
    return part.where if unscoped.may_exist(ctx, doctype, lambda: _any(ctx, doctype, rare)) else part.usual


def _any(ctx: Context, doctype: DocType, where: Filter) -> bool:
    query = Query(doctype.name, (Select(Column(doctype.name, "name"), "name"),), where, limit=1)
    known = ctx.site.registry.remember("prepared queries", PreparedQueries)
    lookup, dialect = ctx.site.registry.get, ctx.db.dialect
    asked = known.get(query, "rows", lambda shape: compile_query(shape, lookup, dialect), ctx.db.compiler)
    return bool(ctx.db.rows(asked))


def _shared_rights(ctx: Context, doctype: DocType, doc: Target | None) -> frozenset[str]:
    return shares.rights_on(ctx, doctype, doc.name) if doc is not None and doc.name else frozenset()


def about(ctx: Context, doctype: DocType, doc: Target) -> Part | None:
    """The part that refuses a companion whose subject the acting user may not read, or a tag they meet nowhere."""
    companion = COMPANIONS.get(doctype.name)
    if companion is None:
        met = words.limit(ctx, doctype, _reading(ctx, COMPANIONS[words.LINK]))
        if met is None or holds(ctx, doctype, doc, met):
            return None
        return Part("companion", _("no document that {user} may see has this tag", user=ctx.user), NOTHING)
    subject = doc.get(companion.type_field)
    if not subject:
        return None
    name = doc.get(companion.name_field)
    if subjects.is_readable(ctx, subject, name, _reading(ctx, companion)):
        return None
    text = _(
        "{user} may not read what it is about, {doctype} {name}",
        user=ctx.user,
        doctype=Label(subject),
        name=name or "",
    )
    return Part("companion", text, NOTHING)


def _reading(ctx: Context, companion: Companion, *, follow: bool = True) -> subjects.Reading:
    """How far subjects of ``companion`` may be read; ``follow`` to subjects that are companions themselves."""

    def reading(doctype: DocType) -> Filter | None:
        if companion.tells_all and not _reads_every_level(ctx, doctype):
            return NOTHING
        where = _readable(ctx, doctype)
        if where is not None and (doctype.issingle or doctype.is_virtual):
            return NOTHING
        own = COMPANIONS.get(doctype.name)
        if own is None or is_empty(where):
            return where
        if not follow:
            return NOTHING
        about = subjects.filter_of(ctx, own, _reading(ctx, own, follow=False))
        return about if where is None else all_of((where, about))

    return reading


def _readable(ctx: Context, doctype: DocType) -> Filter | None:
    """What roles leave to read within the limits, and shares where there are any."""
    known = ctx.memo.setdefault(shares.READABLE, {})
    if doctype not in known:
        where = grant_of(ctx, "read", doctype).where
        shared = None if where is None else shared_filter(ctx, "read", doctype)
        known[doctype] = where if shared is None or where is None else any_of((where, shared))
    found: Filter | None = known[doctype]
    return found


def _reads_every_level(ctx: Context, doctype: DocType) -> bool:
    tables = (ctx.site.registry.get(field.options or "") for field in doctype.table_fields)
    levels = doctype.permlevels.union(*(table.permlevels for table in tables))
    return levels <= readable_levels(ctx, doctype)


def _sees_only_shared(ctx: Context, doctype: DocType) -> bool:
    """Whether the documents the acting user may list are those shared with them: these they may read whole."""
    return shares.can_be_shared(ctx, "read", doctype) and not reaches(ctx, "select", doctype)


def _levels(ctx: Context, doctype: DocType, rights: tuple[str, ...]) -> frozenset[int]:
    if ctx.is_administrator or doctype.istable:
        return doctype.permlevels | {0}
    known: Bounded[Any, frozenset[int]]
    known = ctx.site.registry.remember("levels of roles", lambda: Bounded(MOST_LEVELS))
    key = (roles_of(ctx), doctype, rights)
    found = known.get(key)
    if found is None:
        rows = rows_of(ctx, doctype)
        found = frozenset(row.permlevel for row in rows if any(row.grants(right) for right in rights)) | {0}
        known[key] = found
    return found
