"""The two questions of access control, answered from one grant so that they cannot disagree.

A permission row gives a role some rights at a level. Level 0 opens the document; higher levels open only the
fields that carry them. ``if_owner`` narrows a row to documents the user created.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from comptoir.access.users import roles_of
from comptoir.context import Context
from comptoir.errors import PermissionError
from comptoir.meta.model import RIGHTS, DocType, Permission
from comptoir.query.model import NOTHING, Column, Condition, Filter
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
    grant = _grant(ctx, action, doctype)
    if grant.extent == "none":
        return Decision(False, grant.reason)
    if grant.extent == "own" and doc is not None and doc.get("owner") != ctx.user:
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


def predicate(ctx: Context, action: str, doctype: DocType) -> Filter | None:
    """The filter that leaves the documents for which ``decide`` allows ``action``; None for all of them."""
    grant = _grant(ctx, action, doctype)
    if grant.extent == "none":
        return NOTHING
    if grant.extent == "own":
        return Condition(Column(doctype.name, "owner"), "=", ctx.user)
    return None


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
    return {right: decide(ctx, right, doctype, doc).allow for right in RIGHTS}


def readable_columns(ctx: Context, doctype: DocType) -> frozenset[str]:
    """Columns whose level the acting user may read; standard columns belong to level 0.

    Who may only select a document sees what a link field shows: name, title, search fields and image.
    """
    key = ("readable", doctype)
    found = ctx.memo.get(key)
    if found is None:
        if doctype.istable or _grant(ctx, "read", doctype).extent != "none":
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
