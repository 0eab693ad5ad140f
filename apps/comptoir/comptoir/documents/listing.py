"""The one read path of lists: a query value, narrowed to what the actor may see, compiled to one statement."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from comptoir.access import masking, policy
from comptoir.attrdict import AttrDict
from comptoir.context import Context
from comptoir.db.prepared import Prepared
from comptoir.documents import virtual
from comptoir.documents.asking import asker_of
from comptoir.documents.extents import Extent, extent_of
from comptoir.documents.grouping import Groups
from comptoir.documents.loading import get_document
from comptoir.errors import DataError, PermissionError, ValidationError
from comptoir.meta.masking import masked
from comptoir.meta.model import DocType
from comptoir.query import (
    Filter,
    ListArgs,
    Parser,
    PreparedQueries,
    Query,
    after,
    compile_count,
    compile_query,
    cursor_of,
    keyed,
    without_keys,
)
from comptoir.query.shape import Compile
from comptoir.sentences import Label, _
from comptoir.traces.counting import DOCUMENTS_OPENED, ROWS_LISTED, counted
from comptoir.traces.views import viewed


def get_list(
    ctx: Context,
    doctype: str,
    *,
    fields: Any = None,
    filters: Any = None,
    or_filters: Any = None,
    order_by: str | None = None,
    group_by: str | None = None,
    limit_start: int = 0,
    limit: int | None = 20,
    distinct: bool = False,
    parent: str | None = None,
    ignore_permissions: bool = False,
    right: str = "select",
) -> list[AttrDict]:
    """Rows of ``doctype`` the actor has ``right`` to, as dictionaries in Python values."""
    args = ListArgs(fields, filters, or_filters, order_by, group_by, limit, limit_start, distinct)
    if not ignore_permissions:
        return get_rows(ctx, doctype, args, parent, right)
    meta = ctx.site.registry.get(doctype)
    return virtual.rows(ctx, meta, args, None) if meta.is_virtual else _rows(ctx, _query(ctx, meta, args))


def get_rows(
    ctx: Context, doctype: str, args: ListArgs, parent: str | None = None, right: str = "select"
) -> list[AttrDict]:
    """The rows ``args`` ask for, of those the actor has ``right`` to."""
    meta = ctx.site.registry.get(doctype)
    if meta.is_virtual:
        return virtual.rows(ctx, meta, args, right)
    query = _query(ctx, meta, _in_readable_order(ctx, meta, args))
    extent = extent_of(ctx, meta, query, parent, right)
    return _masked(ctx, extent, _rows(ctx, extent.of(query)))


def get_steps(
    ctx: Context, doctype: str, args: ListArgs, steps: Iterable[Filter], right: str = "select"
) -> Iterator[list[AttrDict]]:
    """For each of ``steps`` the rows that ``args`` and it ask for, of those the actor has ``right`` to."""
    meta = ctx.site.registry.get(doctype)
    query = _query(ctx, meta, _in_readable_order(ctx, meta, args))
    extent = extent_of(ctx, meta, query, None, right)
    readable = extent.of(query)
    for step in steps:
        yield _masked(ctx, extent, _rows(ctx, readable.narrowed(step)))


def _rows(ctx: Context, query: Query) -> list[AttrDict]:
    lookup, dialect = ctx.site.registry.get, ctx.db.dialect
    prepared = _prepared(ctx, query, "rows", lambda shape: compile_query(shape, lookup, dialect))
    return [AttrDict(zip(prepared.keys, row, strict=True)) for row in ctx.db.rows(prepared)]


def _prepared(ctx: Context, query: Query, kind: Any, compile: Compile) -> Prepared:
    known = ctx.site.registry.remember("prepared queries", PreparedQueries)
    return known.get(query, kind, compile, ctx.db.compiler)


def get_page(
    ctx: Context, doctype: str, args: ListArgs, cursor: str, parent: str | None = None
) -> tuple[list[AttrDict], str | None]:
    """The rows behind ``cursor`` (empty: from the beginning) and the cursor of the next page, None at the end."""
    meta, lookup = ctx.site.registry.get(doctype), ctx.site.registry.get
    query = keyed(_query(ctx, meta, _in_readable_order(ctx, meta, args)), lookup)
    extent = extent_of(ctx, meta, query, parent)
    query = extent.of(query)
    limit = query.limit
    asked = replace(query, limit=None if limit is None else limit + 1)
    if cursor:
        asked = after(asked, cursor, lookup)
    found = _masked(ctx, extent, _rows(ctx, asked))
    more = limit is not None and len(found) > limit
    page = found[:limit]
    following = cursor_of(query, page[-1]) if more else None
    return [AttrDict(without_keys(query, row)) for row in page], following


def exported_pages(ctx: Context, doctype: str, args: ListArgs) -> Iterator[list[AttrDict]]:
    """Every row ``args`` ask for that the actor may both read and export, in pages of ``args.limit``."""
    meta, lookup = ctx.site.registry.get(doctype), ctx.site.registry.get
    query = keyed(_query(ctx, meta, _in_readable_order(ctx, meta, args)), lookup)
    extent = _exportable(ctx, meta, query)
    query = asked = extent.of(query)
    while True:
        found = _masked(ctx, extent, _rows(ctx, asked))
        yield [AttrDict(without_keys(query, row)) for row in found]
        if query.limit is None or len(found) < query.limit:
            return
        asked = after(query, cursor_of(query, found[-1]), lookup)


def count(
    ctx: Context,
    doctype: str,
    filters: Any = None,
    or_filters: Any = None,
    limit: int | None = None,
    *,
    ignore_permissions: bool = False,
) -> int:
    """How many documents there are, counting no further than ``limit``."""
    meta = ctx.site.registry.get(doctype)
    args = ListArgs(None, filters, or_filters, limit=None)
    if meta.is_virtual:
        return virtual.count(ctx, meta, args, None if ignore_permissions else "select")
    query = _unordered(ctx, meta, args)
    if not ignore_permissions:
        query = extent_of(ctx, meta, query, None).of(query)
    return _counted(ctx, query, limit)


def exported_count(ctx: Context, doctype: str, args: ListArgs, limit: int) -> int:
    """How many rows ``exported_pages`` gives, counting no further than ``limit``."""
    meta = ctx.site.registry.get(doctype)
    query = _unordered(ctx, meta, args)
    return _counted(ctx, _exportable(ctx, meta, query).of(query), limit)


def get_groups(
    ctx: Context, doctype: str, groups: Groups, args: ListArgs, rights: Iterable[str], most: int
) -> list[AttrDict]:
    """The ``groups`` of those documents ``args`` mean that the actor reads and has all ``rights`` to.

    Raises ``PermissionError`` for a column they may not read, and ``DataError`` where there are more than ``most``.
    """
    meta = ctx.site.registry.get(doctype)
    query = replace(groups.of(_unordered(ctx, meta, args)), limit=most + 1)
    for right in rights:
        policy.require(ctx, right, meta)
    extent = extent_of(ctx, meta, query, None, "read")
    if extent.fields != query.fields:
        raise PermissionError(
            _("You are not permitted to add up these fields of {doctype}.", doctype=Label(meta.name))
        )
    for right in rights:
        extent = extent.within(policy.predicate(ctx, right, meta))
    rows = _rows(ctx, extent.of(query))
    if len(rows) > most:
        raise DataError(
            _(
                "These are more than {most} groups. Group by something coarser, or filter the documents.",
                most=most,
            )
        )
    counted(ctx, ROWS_LISTED, len(rows))
    return rows


def _exportable(ctx: Context, meta: DocType, query: Query) -> Extent:
    return extent_of(ctx, meta, query, None, "read").within(policy.predicate(ctx, "export", meta))


def _unordered(ctx: Context, meta: DocType, args: ListArgs) -> Query:
    """The query to count by: what its list would be sorted by is nobody's question."""
    return replace(_query(ctx, meta, args), order_by=())


def _counted(ctx: Context, query: Query, limit: int | None) -> int:
    lookup, dialect = ctx.site.registry.get, ctx.db.dialect
    prepared = _prepared(
        ctx,
        query,
        ("count", limit),
        lambda shape: compile_count(shape, lookup, dialect, limit),
    )
    return int(ctx.db.rows(prepared)[0][0])


def permitted_names(ctx: Context, doctype: str, filters: Any = None, or_filters: Any = None) -> Query:
    """The query of the names of all documents the actor may see, to be used within another."""
    meta = ctx.site.registry.get(doctype)
    query = _query(ctx, meta, ListArgs(["name"], filters, or_filters, limit=None))
    return replace(extent_of(ctx, meta, query, None).of(query), order_by=())


def read_document(ctx: Context, doctype: str, name: Any) -> Any:
    """The stored document if the actor may read it, without the fields they may not."""
    doc = get_document(ctx, doctype, name)
    policy.require(ctx, "read", doc.meta, doc)
    hide_unreadable(ctx, doc)
    counted(ctx, DOCUMENTS_OPENED, 1)
    if doc.meta.track_views:
        viewed(ctx, doctype, doc.name)
    return doc


def hide_unreadable(ctx: Context, doc: Any) -> None:
    """Empty the fields whose level the actor may not read, or mask them where they are declared so."""
    holder = (doc._parent or doc).meta
    levels = policy.readable_levels(ctx, holder)
    for part in (doc, *doc.all_children()):
        hides = masking.masked_fields(ctx, part.meta, holder)
        for field in part.meta.levelled_fields:
            if field.permlevel not in levels:
                value = part.__dict__.get(field.fieldname) if field.fieldname in hides else None
                part.__dict__[field.fieldname] = [] if field.is_table else masked(field, value)


def _query(ctx: Context, meta: DocType, args: ListArgs) -> Query:
    if meta.issingle:
        raise ValidationError(
            _("{doctype} exists once on the site and has no list.", doctype=Label(meta.name))
        )
    if meta.is_virtual:
        raise ValidationError(_("{doctype} has no table to list.", doctype=Label(meta.name)))
    return Parser(meta, ctx.site.registry.get, ctx.clock.now, asker_of(ctx)).parse(args)


def _in_readable_order(ctx: Context, meta: DocType, args: ListArgs) -> ListArgs:
    """The order nobody asked for is by name where the actor may not read what the doctype sorts by."""
    if args.group_by or args.order_by:
        return args
    wanted = {part.strip() for part in meta.sort_field.split(",")} & meta.valid_columns or {"modified"}
    return args if wanted <= policy.readable_columns(ctx, meta) else replace(args, order_by="name asc")


def _masked(ctx: Context, extent: Extent, rows: list[AttrDict]) -> list[AttrDict]:
    """``rows`` with masks where the actor may not read the clear value."""
    counted(ctx, ROWS_LISTED, len(rows))
    masking.mask_rows(rows, extent.masks)
    return rows
