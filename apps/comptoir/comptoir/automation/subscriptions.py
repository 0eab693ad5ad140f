"""Which Notifications and Webhooks there are for a doctype: read once, until one of them changes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from comptoir.context import Context
from comptoir.db.tables import table_for
from comptoir.errors import ValidationError
from comptoir.expressions import ExpressionSyntaxError
from comptoir.expressions import compile as compiled
from comptoir.meta.model import DocType
from comptoir.sentences import Label, _

NOTIFICATION, WEBHOOK = "Notification", "Webhook"
_KNOWN = "subscriptions"
_OF = {NOTIFICATION: "document_type", WEBHOOK: "webhook_doctype"}


def of(ctx: Context, kind: str, doctype: str) -> Sequence[Any]:
    """The enabled documents of ``kind`` about ``doctype``."""
    known: dict[tuple[str, str], list[Any]] = ctx.site.registry.remember(_KNOWN, lambda: _all(ctx))
    return known.get((kind, doctype), ())


def changed(ctx: Context) -> None:
    """One of them was saved or deleted: every process reads them anew after the commit."""
    ctx.db.on_commit(ctx.site.registry.bump)


def holds(doc: Any, condition: str | None) -> bool:
    """Whether ``doc`` meets a condition in the language of expressions; an empty one holds for all."""
    return not condition or compiled(condition).is_true({"doc": doc})


def check_condition(condition: str | None, meta: DocType) -> None:
    """Raise ``ValidationError`` for a condition that the language of expressions cannot say, or on what ``meta`` lacks."""
    if not condition:
        return
    try:
        asked = compiled(condition).paths
    except ExpressionSyntaxError as error:
        raise ValidationError.at(
            "condition",
            _(
                'A condition is an expression such as doc.status == "Open"; Python is not run here. {reason}',
                reason=error.message,
            ),
        ) from error
    known = {*meta.by_name, *meta.valid_columns, "doctype", "__islocal"}
    for holder, fieldname in sorted(asked):
        if holder == "doc" and fieldname not in known:
            raise ValidationError.at(
                "condition",
                _("{doctype} has no field {fieldname}.", doctype=Label(meta.name), fieldname=fieldname),
            )


def _all(ctx: Context) -> dict[tuple[str, str], list[Any]]:
    found: dict[tuple[str, str], list[Any]] = {}
    for kind, field in _OF.items():
        if ctx.site.registry.find(kind) is None:
            continue
        table = table_for(ctx.site.registry.get(kind))
        for row in ctx.db.execute(sa.select(table).where(table.c.enabled == 1).order_by(table.c.name)):
            found.setdefault((kind, getattr(row, field)), []).append(row)
    return found
