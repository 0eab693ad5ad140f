"""How much of a list the actor sees: which rows and columns, and which of these masked.

A process keeps what it found for somebody while nothing changes that it was found from, as it does with grants.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from comptoir.access import policy, shares
from comptoir.access.grants import grant_of
from comptoir.access.hearing import SHARES_TOPIC, UNSCOPED_TOPIC, heard
from comptoir.access.limits import NONE, Limits, limits_of
from comptoir.access.words import TAG
from comptoir.bounded import Bounded
from comptoir.context import ADMINISTRATOR, GUEST, Context, Narrowing
from comptoir.documents.seeing import ReadableColumns, rows_of_parents, selected
from comptoir.errors import PermissionError
from comptoir.meta.companions import COMPANIONS
from comptoir.meta.model import DocType, Field
from comptoir.query import Column, Filter, Query, Select, all_of, pruned, stated_by
from comptoir.sentences import Label, _

MOST = 20_000
"""A process keeps so many."""


@dataclass(frozen=True, slots=True)
class Extent:
    """What the actor sees of what a query asks for."""

    fields: tuple[Select, ...]
    where: Filter | None
    """What leaves the rows; None for all of them."""
    behind: tuple[tuple[str, Query], ...]
    masks: Mapping[str, Field]
    """The fields that are shown masked, by their label."""

    def within(self, where: Filter | None) -> Extent:
        """This extent, where ``where`` holds as well."""
        if where is None:
            return self
        return replace(self, where=where if self.where is None else all_of((self.where, where)))

    def of(self, query: Query) -> Query:
        """``query`` narrowed to it."""
        if self.fields is not query.fields and self.fields != query.fields:
            query = replace(query, fields=self.fields)
        where = self.where
        if where is not None and query.doctype in COMPANIONS:
            where = pruned(where, stated_by(query.where))
        seen = query.narrowed(where)
        return replace(seen, behind=self.behind) if self.behind else seen


def extent_of(ctx: Context, meta: DocType, query: Query, parent: str | None, right: str = "select") -> Extent:
    """How much the actor sees of what ``query`` asks for. Raises ``PermissionError``.

    Who asks for more of documents than a link shows gets those they may read.
    """
    owner = _owner_of(ctx, meta, parent)
    if owner is not meta or not _may_last(ctx, meta):
        return _find(ctx, meta, owner, query, right)
    kept: Bounded[Any, tuple[Standing, Extent]]
    kept = ctx.site.registry.remember("extents", lambda: Bounded(MOST))
    narrowing = ctx.narrowing.name if ctx.narrowing else ""
    key = (ctx.user, narrowing, meta, right, query.fields, tuple(query.filter_columns()), query.distinct)
    standing = _standing(ctx)
    entry = kept.get(key)
    if entry is not None and entry[0].is_still(standing):
        return entry[1]
    found = _find(ctx, meta, owner, query, right)
    if _lasts(ctx, meta, query, right, found):
        kept[key] = (standing, found)
    return found


@dataclass(frozen=True, slots=True, eq=False)
class Standing:
    """What an extent is found from, beside metadata."""

    limits: Limits
    narrowing: Narrowing | None
    unscoped: int
    shares: int
    """What was heard of documents of no scope, and of shares."""

    def is_still(self, other: Standing) -> bool:
        """Whether nothing changed: limits are read anew when users, roles or scopes do."""
        return (
            self.limits is other.limits
            and self.narrowing is other.narrowing
            and self.unscoped == other.unscoped
            and self.shares == other.shares
        )


OF_ADMINISTRATOR = Standing(NONE, None, 0, 0)


def _standing(ctx: Context) -> Standing:
    if ctx.is_administrator:
        return OF_ADMINISTRATOR
    unscoped, shared = heard(ctx, UNSCOPED_TOPIC), heard(ctx, SHARES_TOPIC)
    return Standing(limits_of(ctx), ctx.narrowing, unscoped, shared)


def _may_last(ctx: Context, meta: DocType) -> bool:
    """Whether what the actor sees of ``meta`` can be the same in the next unit of work.

    It is not where this one has changed something itself, or where documents follow others.
    """
    if ctx.db.uncommitted or ctx.db.in_transaction:
        return False
    if ctx.is_administrator:
        return True
    companion = meta.name == TAG or meta.name in COMPANIONS
    return ctx.user not in (GUEST, ADMINISTRATOR) and not companion


def _lasts(ctx: Context, meta: DocType, query: Query, right: str, found: Extent) -> bool:
    """Whether ``found`` follows from the standing of the actor alone, and not from documents, shares or the time."""
    columns = (*selected(query), *found.of(query).filter_columns())
    if any(column.via for column in columns):
        return False
    grants = [grant_of(ctx, each, meta) for each in (right, "read")]
    if any(grant.where is not None for grant in grants) and _was_shared(ctx, meta):
        return False
    return all(grant.lasting for grant in grants)


def _was_shared(ctx: Context, meta: DocType) -> bool:
    return not ctx.is_administrator and shares.anything(ctx, "read", meta)


def _find(ctx: Context, meta: DocType, owner: DocType, query: Query, right: str) -> Extent:
    if right == "select" and (owner is not meta or _asks_to_read(ctx, meta, query)):
        right = "read"
    decision = policy.decide(ctx, right, owner)
    if not decision.allow:
        raise PermissionError(
            _(
                "You are not permitted to read {doctype}: {reason}.",
                doctype=Label(meta.name),
                reason=decision.reason,
            )
        )
    columns = ReadableColumns(ctx, meta, owner)
    fields = tuple(select for select in query.fields if columns.may_show(select, query))
    for column in query.filter_columns():
        if column not in columns:
            raise PermissionError(
                _("You are not permitted to filter or sort by {fieldname}.", fieldname=column.name)
            )
    where = policy.predicate(ctx, right, meta) if owner is meta else rows_of_parents(ctx, meta, owner, right)
    fields = fields or (Select(Column(meta.name, "name"), "name"),)
    seen = replace(query, fields=fields).narrowed(where)
    return Extent(fields, where, columns.behind(seen), columns.masks(seen))


def _owner_of(ctx: Context, meta: DocType, parent: str | None) -> DocType:
    """Rows of a child table follow the rights of the document type that holds them."""
    if not meta.istable or ctx.is_administrator:
        return meta
    if not parent:
        raise PermissionError(_("Name the parent document type to list {doctype}.", doctype=Label(meta.name)))
    owner = ctx.site.registry.get(parent)
    if not any(field.options == meta.name for field in owner.table_fields):
        raise PermissionError(
            _("{doctype} has no table of {rows}.", doctype=Label(parent), rows=Label(meta.name))
        )
    return owner


def _asks_to_read(ctx: Context, meta: DocType, query: Query) -> bool:
    """Whether ``query`` names more of documents than a link shows, and the actor may read some of them."""
    asked = (*selected(query), *query.filter_columns())
    named = {column.via or column.name for column in asked}
    return not named <= _shown_of(ctx, meta) and policy.decide(ctx, "read", meta).allow


def _shown_of(ctx: Context, meta: DocType) -> frozenset[str]:
    """What a link shows, and what lists sort by of themselves."""
    known: dict[DocType, frozenset[str]] = ctx.site.registry.remember("shown by links", dict)
    if meta not in known:
        sorted_by = {part.strip() for part in meta.sort_field.split(",")}
        known[meta] = policy.selectable_columns(meta) | sorted_by | {"modified"}
    return known[meta]
