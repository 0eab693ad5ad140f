"""Which document an e-mail belongs to.

What proves it is what only our letters know: their ids and the names of Communications, both random. The name of a
document in the subject, ``[#DEAL-0012]``, can be guessed, so it holds for people that were written to about it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import sqlalchemy as sa

from comptoir.context import Context
from comptoir.correspondence.parsing import Received
from comptoir.correspondence.writing import REPLY
from comptoir.db.tables import table_for

COMMUNICATION, QUEUE = "Communication", "Email Queue"
_TOKEN = re.compile(r"\[#([^\]\s]{1,140})\]")


@dataclass(frozen=True, slots=True)
class Place:
    """A document, and the Communication about it that is answered."""

    doctype: str
    name: str
    answered: str | None = None


def place_of(ctx: Context, received: Received) -> Place | None:
    """Where an e-mail belongs; None for a new matter."""
    return _by_ids(ctx, received) or _by_address(ctx, received) or _by_subject(ctx, received)


def _by_ids(ctx: Context, received: Received) -> Place | None:
    for doctype in (COMMUNICATION, QUEUE):
        columns = table_for(ctx.site.registry.get(doctype)).c
        answered = columns.name if doctype == COMMUNICATION else columns.communication
        rows = ctx.db.execute(
            sa.select(
                columns.message_id,
                columns.reference_doctype,
                columns.reference_name,
                answered.label("answered"),
            ).where(columns.message_id.in_(received.answers), columns.reference_doctype.is_not(None))
        )
        found = {
            row.message_id: Place(row.reference_doctype, row.reference_name, row.answered)
            for row in rows
            if row.reference_name
        }
        for known in received.answers:
            if known in found:
                return found[known]
    return None


def _by_address(ctx: Context, received: Received) -> Place | None:
    names = [
        address.partition(REPLY)[2].rpartition("@")[0]
        for address in (*received.to, *received.cc)
        if REPLY in address
    ]
    columns = table_for(ctx.site.registry.get(COMMUNICATION)).c
    return _first(ctx, columns.name.in_(names)) if names else None


def _by_subject(ctx: Context, received: Received) -> Place | None:
    columns = table_for(ctx.site.registry.get(COMMUNICATION)).c
    names = _TOKEN.findall(received.subject)
    known = sa.or_(
        columns.sender == received.sender,
        *(column.contains(received.sender, autoescape=True) for column in (columns.recipients, columns.cc)),
    )
    return (
        _first(ctx, sa.and_(columns.reference_name.in_(names), known)) if names and received.sender else None
    )


def _first(ctx: Context, where: sa.ColumnElement[bool]) -> Place | None:
    columns = table_for(ctx.site.registry.get(COMMUNICATION)).c
    row = ctx.db.execute(
        sa.select(columns.reference_doctype, columns.reference_name, columns.name)
        .where(where, columns.reference_doctype.is_not(None), columns.reference_name.is_not(None))
        .order_by(columns.creation.desc())
        .limit(1)
    ).first()
    return None if row is None else Place(row.reference_doctype, row.reference_name, row.name)
