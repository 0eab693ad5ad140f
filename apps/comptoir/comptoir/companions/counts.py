"""What a list shows beside its rows: how many documents there are of each value, of each tag, of each assignee."""

from __future__ import annotations

from collections import Counter
from typing import Any

from comptoir.companions import tags
from comptoir.context import Context
from comptoir.documents import get_list
from comptoir.documents.listing import permitted_names
from comptoir.errors import DataError
from comptoir.query import Aggregate, Column, Condition, Order, Query, Select, Within, all_of, compile_query
from comptoir.sentences import _

MOST_VALUES = 50
MOST_STATS = 20
ASSIGNEE = "assigned_to"


def by_value(ctx: Context, doctype: str, field: str, filters: Any) -> list[dict[str, Any]]:
    """``{count, name}`` of the most frequent values of ``field``, of ``assigned_to`` by the open assignments."""
    if field == ASSIGNEE and not ctx.site.registry.get(doctype).has_field(ASSIGNEE):
        return _by_assignee(ctx, doctype, filters)
    rows = get_list(
        ctx,
        doctype,
        fields=["count(*) as count", f"{field} as name"],
        filters=filters,
        group_by=field,
        order_by="count desc, name asc",
        limit=MOST_VALUES,
    )
    return [dict(row) for row in rows]


def stats(ctx: Context, doctype: str, columns: Any, filters: Any) -> dict[str, list[list[Any]]]:
    """``[value, count]`` for each of ``columns``; of ``_user_tags`` for each single tag and for none."""
    plain = isinstance(columns, list) and all(isinstance(column, str) for column in columns)
    if not plain or len(columns) > MOST_STATS:
        raise DataError(_("stats must be a list of field names."))
    found: dict[str, list[list[Any]]] = {}
    for column in columns:
        if column == tags.COLUMN:
            found[column] = _by_tag(ctx, doctype, filters)
        else:
            counted = by_value(ctx, doctype, column, filters)
            found[column] = [[row["name"], row["count"]] for row in counted if row["name"] not in (None, "")]
    return found


def _by_tag(ctx: Context, doctype: str, filters: Any) -> list[list[Any]]:
    fields = [tags.COLUMN, "count(*) as count"]
    rows = get_list(ctx, doctype, fields=fields, filters=filters, group_by=tags.COLUMN, limit=0)
    counted: Counter[str] = Counter()
    without = 0
    for row in rows:
        names = tags.split(row[tags.COLUMN])
        counted.update(dict.fromkeys(names, row["count"]))
        without += 0 if names else row["count"]
    ordered = sorted(counted.items(), key=lambda item: (-item[1], item[0]))
    return [[tag, count] for tag, count in ordered] + [[ctx.say(_("No Tags")), without]]


def _by_assignee(ctx: Context, doctype: str, filters: Any) -> list[dict[str, Any]]:
    user = Column("ToDo", "allocated_to")
    count = Aggregate("count")
    where = all_of(
        (
            Condition(Column("ToDo", "reference_type"), "=", doctype),
            Condition(Column("ToDo", "status"), "=", "Open"),
            Condition(user, "is", "set"),
            Within((Column("ToDo", "reference_name"),), permitted_names(ctx, doctype, filters)),
        )
    )
    query = Query(
        "ToDo",
        (Select(count, "count"), Select(user, "name")),
        where,
        order_by=(Order(count, descending=True), Order(user)),
        group_by=(user,),
        limit=MOST_VALUES,
    )
    rows = ctx.db.execute(compile_query(query, ctx.site.registry.get, ctx.db.dialect)).mappings()
    return [dict(row) for row in rows]
