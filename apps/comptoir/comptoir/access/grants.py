"""The grant: how far a right reaches for the acting user. One value answers for lists and for single documents.

A document is within a grant where one part of the ``roles`` leaves it and all ``limits`` do, or where it was shared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from comptoir.access import conditions, key_scopes, rules, scopes, shares, user_permissions
from comptoir.access.limits import NONE, Limits, limits_of
from comptoir.access.parts import Part
from comptoir.access.users import roles_of
from comptoir.bounded import Bounded
from comptoir.context import Context, Narrowing
from comptoir.meta.companions import COMPANIONS
from comptoir.meta.model import DocType, Permission
from comptoir.query.model import NOTHING, Column, Condition, Filter, Nothing, all_of, any_of
from comptoir.sentences import Label, Sentence, _

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

MOST_GRANTS = 20_000
"""A process keeps so many."""

Choose = Callable[[Part], Filter | None]


@dataclass(frozen=True)
class Grant:
    """How far a right reaches."""

    roles: tuple[Part, ...] = ()
    """What opens; empty where no role gives the right."""
    limits: tuple[Part, ...] = ()
    """What narrows."""
    refusal: Sentence | None = None
    """Why nothing is open, where ``roles`` is empty."""
    own: bool = False
    """Whether the right reaches only what the user has made."""
    lasting: bool = True
    """Whether it stays as found while metadata, limits, roles and key of the user do."""

    @cached_property
    def where(self) -> Filter | None:
        """What roles and limits leave; None for all documents."""
        return self.filter(lambda part: part.where)

    def filter(self, choose: Choose) -> Filter | None:
        """``where`` with the filter that ``choose`` takes of each part."""
        if not self.roles:
            return NOTHING
        wheres = [where for where in map(choose, self.limits) if where is not None]
        opened = [choose(part) for part in self.roles]
        if all(where is not None for where in opened):
            wheres.insert(0, any_of([where for where in opened if where is not None]))
        return all_of(wheres) if wheres else None

    @property
    def reaches(self) -> bool:
        """Whether roles leave anything, whatever the limits."""
        return bool(self.roles)


EVERYTHING = Grant((Part("role", _("Administrator may do everything"), None),))


def right_word(right: str) -> Sentence:
    """A right as sentences name it."""
    return RIGHT_WORDS.get(right) or Label(right)


def grant_of(ctx: Context, right: str, doctype: DocType) -> Grant:
    """How far ``right`` reaches for the acting user, without shares."""
    if ctx.is_administrator:
        return EVERYTHING
    key = ("grant", right, doctype)
    limits = limits_of(ctx)
    known: tuple[Limits, Grant] | None = ctx.memo.get(key)
    if known is None or known[0] is not limits:
        known = ctx.memo[key] = (limits, _kept(ctx, right, doctype, limits))
    return known[1]


def reaches(ctx: Context, right: str, doctype: DocType) -> bool:
    """Whether a role gives ``right`` on some document at all; asks nothing of the database."""
    return ctx.is_administrator or (
        _hindrance(ctx, right, doctype) is None and bool(_rows(ctx, right, doctype))
    )


def rows_of(ctx: Context, doctype: DocType) -> list[Permission]:
    """The permission rows of ``doctype`` for the roles of the acting user."""
    roles = roles_of(ctx)
    return [row for row in doctype.permissions if row.role in roles]


def people(doctype: DocType) -> tuple[str, ...]:
    """The fields that say whose a document is."""
    companion = COMPANIONS.get(doctype.name)
    return ("owner", *companion.people) if companion is not None else ("owner",)


def shared_filter(ctx: Context, right: str, doctype: DocType) -> Filter | None:
    """The documents shared for ``right``; None where there are none."""
    if shares.can_be_shared(ctx, right, doctype) and shares.anything(ctx, right, doctype):
        return shares.filter_of(ctx, right, doctype)
    return None


def _hindrance(ctx: Context, right: str, doctype: DocType) -> Sentence | None:
    if doctype.istable:
        return _(
            "{doctype} belongs to other documents and follows their permissions", doctype=Label(doctype.name)
        )
    if right in ("submit", "cancel", "amend") and not doctype.is_submittable:
        return _("{doctype} is not submittable", doctype=Label(doctype.name))
    key = key_scopes.stopped_by(ctx, right, doctype)
    if key is not None:
        return _(
            "the API key {key} does not give the right to {action} {doctype}",
            key=key.title,
            action=right_word(right),
            doctype=Label(doctype.name),
        )
    return None


def gives(row: Permission, right: str) -> bool:
    """Whether a permission row opens documents for ``right``, by itself or by a right that includes it."""
    return row.permlevel == 0 and any(row.grants(each) for each in IMPLIED.get(right, (right,)))


def _rows(ctx: Context, right: str, doctype: DocType) -> list[Permission]:
    return [row for row in rows_of(ctx, doctype) if gives(row, right)]


def _kept(ctx: Context, right: str, doctype: DocType, limits: Limits) -> Grant:
    """The grant as this process found it before, where nothing has changed that it was found from."""
    if ctx.db.uncommitted or limits is NONE:
        return _find(ctx, right, doctype)
    kept: Bounded[Any, tuple[Limits, Narrowing | None, Grant]]
    kept = ctx.site.registry.remember("grants", lambda: Bounded(MOST_GRANTS))
    key = (ctx.user, ctx.narrowing.name if ctx.narrowing else "", right, doctype)
    entry = kept.get(key)
    if entry is not None and entry[0] is limits and entry[1] is ctx.narrowing:
        return entry[2]
    found = _find(ctx, right, doctype)
    if found.lasting:
        kept[key] = (limits, ctx.narrowing, found)
    return found


def _find(ctx: Context, right: str, doctype: DocType) -> Grant:
    hindrance = _hindrance(ctx, right, doctype)
    if hindrance is not None:
        return Grant(refusal=hindrance)
    rows = _rows(ctx, right, doctype)
    if not rows:
        return Grant(
            refusal=_(
                "no role of {user} gives the right to {action}", user=ctx.user, action=right_word(right)
            )
        )
    opened = tuple(part for row in rows for part in _opened(ctx, right, doctype, row))
    whole = next((part for part in opened if part.usual is None), None)
    return Grant(
        opened if whole is None else (whole, *(part for part in opened if part is not whole)),
        tuple(_limits(ctx, right, doctype)),
        own=all(row.if_owner for row in rows),
        lasting=not conditions.are_asked(ctx, doctype)
        and all(rules.lasts(ctx, doctype, each) for each in _expressions(ctx, right, doctype, rows)),
    )


def _expressions(ctx: Context, right: str, doctype: DocType, rows: Iterable[Permission]) -> Iterator[str]:
    """Every condition that the grant is made of."""
    if doctype.scope_beyond:
        yield doctype.scope_beyond
    for row in rows:
        for wanted in IMPLIED.get(right, (right,)):
            yield from (rule.expression for rule in rules.rules_for(ctx, doctype, row.role, wanted))


def _opened(ctx: Context, right: str, doctype: DocType, row: Permission) -> Iterator[Part]:
    """What one permission row opens: everything, the user's own documents, what its rules leave."""
    own = any_of(Condition(Column(doctype.name, name), "=", ctx.user) for name in people(doctype))
    for wanted in IMPLIED.get(right, (right,)):
        if not row.grants(wanted):
            continue
        found = rules.rules_for(ctx, doctype, row.role, wanted)
        if not found:
            yield Part("role", _role_text(row, right), own if row.if_owner else None)
        for rule in found:
            where = rules.filter_of(ctx, doctype, rule.expression)
            text = _(
                "the role {role} gives the right to {action} where {rule}",
                role=Label(row.role),
                action=right_word(right),
                rule=Label(rule.description or rule.expression),
            )
            document = (rules.ROW_RULE, rule.name) if rule.name else None
            yield Part("rule", text, all_of((own, where)) if row.if_owner else where, document=document)


def _role_text(row: Permission, right: str) -> Sentence:
    if row.if_owner:
        return _(
            "the role {role} gives the right to {action} only for one's own documents",
            role=Label(row.role),
            action=right_word(right),
        )
    return _("the role {role} gives the right to {action}", role=Label(row.role), action=right_word(right))


def _limits(ctx: Context, right: str, doctype: DocType) -> Iterable[Part]:
    yield from user_permissions.limits(ctx, doctype)
    scope = scopes.limit(ctx, right, doctype)
    if scope is not None:
        yield scope
    yield from conditions.limits(ctx, doctype)


def is_empty(where: Filter | None) -> bool:
    """Whether a filter leaves nothing, whatever the database holds."""
    return isinstance(where, Nothing)
