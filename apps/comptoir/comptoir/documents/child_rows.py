"""The child rows of a document, whatever tables they lie in, by one statement.

The SELECTs of the tables are joined by UNION ALL. Columns of one type share a place in the result, and a table fills the
places it does not need with NULL.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from comptoir.db.prepared import Prepared, prepare
from comptoir.db.tables import table_for
from comptoir.meta.model import DocType

Place = tuple[type[Any], int]
"""The nth column of a type."""
PARENT, PARENTFIELD = "of_parent", "of_field"


@dataclass(frozen=True, slots=True)
class ChildQuery:
    """A prepared SELECT of the rows of ``parents`` documents, and where each table's columns are in it."""

    prepared: Prepared
    parents: int
    columns: tuple[tuple[tuple[str, int], ...], ...]
    """Per child doctype its (column, index in a row of the answer)."""

    def rows(self, found: Sequence[Sequence[Any]]) -> Iterator[dict[str, Any]]:
        """The child rows in the answer ``found``, in order within each table."""
        yield from sorted((self._row(values) for values in found), key=lambda row: row["idx"] or 0)

    def _row(self, values: Sequence[Any]) -> dict[str, Any]:
        return {name: values[index] for name, index in self.columns[values[0]]}


@lru_cache(maxsize=4096)
def child_query(
    parenttype: str, children: tuple[DocType, ...], parents: int, of_field: bool, dialect: sa.Dialect
) -> ChildQuery:
    """The query of the rows that ``children`` hold for documents, or for one of their tables (``of_field``)."""
    places: dict[Place, sa.types.TypeEngine[Any]] = {}
    layouts = [dict(_places(child, places)) for child in children]
    order = {place: index for index, place in enumerate(places, 1)}
    selects = []
    for number, (child, layout) in enumerate(zip(children, layouts, strict=True)):
        table = table_for(child)
        shown = [
            (table.c[layout[place]] if place in layout else sa.literal_column("NULL", type_)).label(
                f"c{order[place]}"
            )
            for place, type_ in places.items()
        ]
        names: list[Any] = [sa.bindparam(f"{PARENT}_{number}_{turn}", None) for turn in range(parents)]
        where = [table.c.parent.in_(names), table.c.parenttype == parenttype]
        if of_field:
            where.append(table.c.parentfield == sa.bindparam(f"{PARENTFIELD}_{number}", None))
        selects.append(
            sa.select(sa.literal_column(str(number), sa.Integer()).label("c0"), *shown).where(*where)
        )
    statement = selects[0] if len(selects) == 1 else sa.union_all(*selects)
    columns = tuple(tuple((name, order[place]) for place, name in layout.items()) for layout in layouts)
    return ChildQuery(prepare(statement, dialect), parents, columns)


def bound(query: ChildQuery, parents: Sequence[Any], fieldname: str | None) -> Prepared:
    """The query for the rows of ``parents``, in the table ``fieldname`` where one is named."""
    values: dict[str, Any] = {}
    for number in range(len(query.columns)):
        for turn in range(query.parents):
            values[f"{PARENT}_{number}_{turn}"] = parents[turn]
        if fieldname is not None:
            values[f"{PARENTFIELD}_{number}"] = fieldname
    return query.prepared.bound(values)


def _places(child: DocType, places: dict[Place, sa.types.TypeEngine[Any]]) -> Iterator[tuple[Place, str]]:
    counts: dict[type[Any], int] = {}
    for column in table_for(child).columns:
        kind = type(column.type)
        place = (kind, counts.setdefault(kind, 0))
        counts[kind] += 1
        places.setdefault(place, column.type)
        yield place, column.name
