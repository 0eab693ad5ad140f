"""The two questions of access control, answered from one grant so that they cannot disagree.

A permission row gives a role some rights at a level. Level 0 opens the document; higher levels open only the
fields that carry them. ``if_owner`` narrows a row to documents the user created. A share (``shares``) opens one
document beyond the roles; what a companion is about (``subjects``) must be readable too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, Protocol

from comptoir.access import shares, subjects
from comptoir.access.users import roles_of
from comptoir.context import Context
from comptoir.errors import PermissionError
from comptoir.meta.companions import COMPANIONS, Companion
from comptoir.meta.model import RIGHTS, DocType, Permission
from comptoir.query.model import NOTHING, Column, Condition, Filter, Nothing, all_of, any_of
from comptoir.sentences import Label, Sentence, _

Extent = Literal["all", "own", "none"]
RIGHT_WORDS: Mapping[str, Sentence] = {
    "select": _("select"),
    "read": _("read"),
    "write": _("write"),
    "create": _("create"),
    "delete": _("delete"),
    "submit": _("submit"),
    "cancel": _("cancel"),
    "amend": _("amend"),
    "report": _("report"),
    "export": _("export"),
    "import": _("import"),
    "share": _("share"),
    "print": _("print"),
    "email": _("email"),
}
"""The rights as sentences name them."""
IMPLIED: Mapping[str, tuple[str, ...]] = {"select": ("select", "read")}
"""Rights that another right includes: who may read may also select."""


class Target(Protocol):
    """What a decision looks at in a document."""

    @property
    def name(self) -> Any:
        """The document's name."""
        ...

    def get(self, key: str) -> Any:
        """The value of a field."""
        ...


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether something may be done, and why (not)."""

    allow: bool
    reason: str

    def __bool__(self) -> bool:
        return self.allow


@dataclass(frozen=True, slots=True)
class Grant:
    """How far a right reaches for the acting user."""

    extent: Extent
    reason: str


def decide(ctx: Context, action: str, doctype: DocType, doc: Target | None = None) -> Decision:
    """Whether the acting user may do ``action`` (a right) to ``doc``, or to documents of ``doctype`` at all."""
    return _decide(ctx, action, doctype, doc, lambda: _shared_rights(ctx, doctype, doc))


def predicate(ctx: Context, action: str, doctype: DocType) -> Filter | None:
    """The filter that leaves the documents for which ``decide`` allows ``action``; None for all of them."""
    where = _granted(ctx, action, doctype, shared=shares.can_be_shared(ctx, action, doctype))
    companion = COMPANIONS.get(doctype.name)
    if companion is None or ctx.is_administrator or isinstance(where, Nothing):
        return where
    about = subjects.filter_of(ctx, companion, _reading(ctx, companion))
    return about if where is None else all_of((where, about))


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
                action=_right(action),
                target=target,
                reason=decision.reason,
            )
        )


def rights_of(ctx: Context, doctype: DocType, doc: Target | None = None) -> dict[str, bool]:
    """Every right and whether the acting user has it."""
    shared = cache(lambda: _shared_rights(ctx, doctype, doc))
    return {right: _decide(ctx, right, doctype, doc, shared).allow for right in RIGHTS}


def own_rights(ctx: Context, doctype: DocType) -> tuple[str, ...]:
    """Rights the acting user's roles give on their own documents alone."""
    return tuple(right for right in RIGHTS if _grant(ctx, right, doctype).extent == "own")


def grants_by_itself(ctx: Context, right: str, doctype: DocType) -> bool:
    """Whether a role of the acting user gives ``right`` in so many words, and not by including it in another."""
    return any(row.permlevel == 0 and row.grants(right) for row in _rows(ctx, doctype))


def readable_columns(ctx: Context, doctype: DocType) -> frozenset[str]:
    """Columns whose level the acting user may read; standard columns belong to level 0.

    Who may only select a document sees what a link field shows: name, title, search fields and image.
    """
    key = ("readable", doctype)
    found = ctx.memo.get(key)
    if found is None:
        if (
            doctype.istable
            or _grant(ctx, "read", doctype).extent != "none"
            or _sees_only_shared(ctx, doctype)
        ):
            levels = _levels(ctx, doctype, ("read",))
            hidden = {f.fieldname for f in doctype.fields if f.permlevel not in levels}
            found = frozenset(doctype.valid_columns - hidden)
        else:
            found = frozenset(doctype.search_columns) | (
                {doctype.image_field or "name"} & doctype.valid_columns
            )
        ctx.memo[key] = found
    return found


def readable_levels(ctx: Context, doctype: DocType) -> frozenset[int]:
    """Permission levels the acting user may read."""
    return _levels(ctx, doctype, ("read",))


def writable_levels(ctx: Context, doctype: DocType) -> frozenset[int]:
    """Permission levels the acting user may write."""
    return _levels(ctx, doctype, ("write", "create"))


def _right(action: str) -> Sentence:
    return RIGHT_WORDS.get(action) or Label(action)


def _decide(
    ctx: Context, action: str, doctype: DocType, doc: Target | None, shared: Callable[[], frozenset[str]]
) -> Decision:
    decision = _by_role(ctx, action, doctype, doc)
    if not decision and shares.can_be_shared(ctx, action, doctype):
        if doc is None:
            if shares.anything(ctx, action, doctype):
                decision = Decision(
                    True,
                    _(
                        "some documents of {doctype} were shared with {user}",
                        doctype=Label(doctype.name),
                        user=ctx.user,
                    ),
                )
        elif shares.GIVEN[action] in shared():
            decision = Decision(
                True,
                _(
                    "{doctype} {name} was shared with {user}",
                    doctype=Label(doctype.name),
                    name=doc.name,
                    user=ctx.user,
                ),
            )
    if not decision or doc is None:
        return decision
    refusal = _about(ctx, doctype, doc)
    return decision if refusal is None else refusal


def _by_role(ctx: Context, action: str, doctype: DocType, doc: Target | None) -> Decision:
    grant = _grant(ctx, action, doctype)
    if grant.extent == "none":
        return Decision(False, grant.reason)
    if grant.extent == "own" and doc is not None and all(doc.get(f) != ctx.user for f in _people(doctype)):
        return Decision(
            False,
            _(
                "{reason}, and {doctype} {name} was created by {owner}",
                reason=grant.reason,
                doctype=Label(doctype.name),
                name=doc.name,
                owner=doc.get("owner"),
            ),
        )
    return Decision(True, grant.reason)


def _granted(ctx: Context, action: str, doctype: DocType, *, shared: bool) -> Filter | None:
    """What roles leave, and shares where documents may be ``shared``, whatever they are about."""
    extent = _grant(ctx, action, doctype).extent
    if extent == "all":
        return None
    items: list[Filter] = []
    if extent == "own":
        items += [Condition(Column(doctype.name, field), "=", ctx.user) for field in _people(doctype)]
    if shared:
        items.append(shares.filter_of(ctx, action, doctype))
    return any_of(items)


def _shared_rights(ctx: Context, doctype: DocType, doc: Target | None) -> frozenset[str]:
    return shares.rights_on(ctx, doctype, doc.name) if doc is not None and doc.name else frozenset()


def _people(doctype: DocType) -> tuple[str, ...]:
    """The fields that say whose a document is."""
    companion = COMPANIONS.get(doctype.name)
    return ("owner", *companion.people) if companion is not None else ("owner",)


def _about(ctx: Context, doctype: DocType, doc: Target) -> Decision | None:
    """The refusal of a companion whose subject the acting user may not read."""
    companion = COMPANIONS.get(doctype.name)
    subject = doc.get(companion.type_field) if companion is not None else None
    if companion is None or ctx.is_administrator or not subject:
        return None
    name = doc.get(companion.name_field)
    if subjects.is_readable(ctx, subject, name, _reading(ctx, companion)):
        return None
    return Decision(
        False,
        _(
            "{user} may not read what it is about, {doctype} {name}",
            user=ctx.user,
            doctype=Label(subject),
            name=name or "",
        ),
    )


def _reading(ctx: Context, companion: Companion, *, follow: bool = True) -> subjects.Reading:
    """How far subjects of ``companion`` may be read; ``follow`` to subjects that are companions themselves."""

    def reading(doctype: DocType) -> Filter | None:
        if companion.tells_all and not _reads_every_level(ctx, doctype):
            return NOTHING
        where = _readable(ctx, doctype)
        if where is not None and (doctype.issingle or doctype.is_virtual):
            return NOTHING
        own = COMPANIONS.get(doctype.name)
        if own is None or isinstance(where, Nothing):
            return where
        if not follow:
            return NOTHING
        about = subjects.filter_of(ctx, own, _reading(ctx, own, follow=False))
        return about if where is None else all_of((where, about))

    return reading


def _readable(ctx: Context, doctype: DocType) -> Filter | None:
    """What roles leave to read, and shares where there are any."""
    known = ctx.memo.setdefault(shares.READABLE, {})
    if doctype not in known:
        shared = shares.can_be_shared(ctx, "read", doctype) and shares.anything(ctx, "read", doctype)
        known[doctype] = _granted(ctx, "read", doctype, shared=shared)
    found: Filter | None = known[doctype]
    return found


def _reads_every_level(ctx: Context, doctype: DocType) -> bool:
    tables = (ctx.site.registry.get(field.options or "") for field in doctype.table_fields)
    levels = doctype.permlevels.union(*(table.permlevels for table in tables))
    return levels <= readable_levels(ctx, doctype)


def _sees_only_shared(ctx: Context, doctype: DocType) -> bool:
    """Whether the documents the acting user may list are those shared with them: these they may read whole."""
    shareable = shares.can_be_shared(ctx, "read", doctype)
    return shareable and _grant(ctx, "select", doctype).extent == "none"


def _levels(ctx: Context, doctype: DocType, rights: tuple[str, ...]) -> frozenset[int]:
    if ctx.is_administrator or doctype.istable:
        return doctype.permlevels | {0}
    rows = _rows(ctx, doctype)
    return frozenset(row.permlevel for row in rows if any(row.grants(right) for right in rights)) | {0}


def _rows(ctx: Context, doctype: DocType) -> Iterable[Permission]:
    roles = roles_of(ctx)
    return [row for row in doctype.permissions if row.role in roles]


def _grant(ctx: Context, action: str, doctype: DocType) -> Grant:
    if ctx.is_administrator:
        return Grant("all", _("Administrator may do everything"))
    key = ("grant", action, doctype)
    grant = ctx.memo.get(key)
    if grant is None:
        grant = _find_grant(ctx, action, doctype)
        ctx.memo[key] = grant
    return grant


def _find_grant(ctx: Context, action: str, doctype: DocType) -> Grant:
    if doctype.istable:
        return Grant(
            "none",
            _(
                "{doctype} belongs to other documents and follows their permissions",
                doctype=Label(doctype.name),
            ),
        )
    if action in ("submit", "cancel", "amend") and not doctype.is_submittable:
        return Grant("none", _("{doctype} is not submittable", doctype=Label(doctype.name)))
    wanted = IMPLIED.get(action, (action,))
    rows = [row for row in _rows(ctx, doctype) if row.permlevel == 0 and any(row.grants(w) for w in wanted)]
    for row in rows:
        if not row.if_owner:
            return Grant(
                "all",
                _("the role {role} gives the right to {action}", role=Label(row.role), action=_right(action)),
            )
    if rows:
        return Grant(
            "own",
            _(
                "the role {role} gives the right to {action} only for one's own documents",
                role=Label(rows[0].role),
                action=_right(action),
            ),
        )
    return Grant(
        "none", _("no role of {user} gives the right to {action}", user=ctx.user, action=_right(action))
    )
