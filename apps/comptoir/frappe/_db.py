"""``frappe.db``: reading and writing values without documents.

Reads see no row rights (they serve application code); writes skip the life cycle. There is no ``sql``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from comptoir.attrdict import AttrDict
from comptoir.context import current
from comptoir.db.tables import table_for
from comptoir.documents import storage
from comptoir.documents.listing import count as _count
from comptoir.documents.listing import get_list
from comptoir.documents.loading import get_document
from comptoir.errors import UnsupportedError
from comptoir.meta import fieldtypes
from comptoir.sentences import _


class DatabaseFace:
    """Frappe's database verbs on the active context."""

    def get_value(
        self, doctype: str, filters: Any = None, fieldname: Any = "name", as_dict: bool = False,
        order_by: str | None = None, for_update: bool = False, **_ignored: Any,
    ) -> Any:  # fmt: skip
        """One value, a list of values or a dictionary of the first matching row; None where there is none."""
        fields = [fieldname] if isinstance(fieldname, str) else list(fieldname)
        ctx = current()
        meta = ctx.site.registry.get(doctype)
        if meta.issingle:
            single = get_document(ctx, doctype, doctype)
            row: Mapping[str, Any] | None = {field: single.get(field) for field in fields}
        elif for_update:
            row = self._locked(doctype, filters, fields)
        else:
            rows = self.get_all(doctype, fields=fields, filters=filters, order_by=order_by, limit=1)
            row = rows[0] if rows else None
        if row is None:
            return None
        if as_dict:
            return AttrDict(row)
        if isinstance(fieldname, str) and fieldname != "*":
            return next(iter(row.values()))
        return tuple(row.values())

    def get_values(
        self,
        doctype: str,
        filters: Any = None,
        fieldname: Any = "name",
        as_dict: bool = False,
        **options: Any,
    ) -> Any:
        """Values of every matching row."""
        fields = [fieldname] if isinstance(fieldname, str) else list(fieldname)
        rows = self.get_all(doctype, fields=fields, filters=filters, order_by=options.get("order_by"))
        return rows if as_dict else [tuple(row.values()) for row in rows]

    def get_all(
        self,
        doctype: str,
        fields: Any = None,
        filters: Any = None,
        order_by: str | None = None,
        limit: int = 0,
    ) -> Any:
        """Rows without permission checks."""
        return get_list(
            current(), doctype, fields=fields, filters=_none_as_unset(filters), order_by=order_by, limit=limit,
            ignore_permissions=True,
        )  # fmt: skip

    def get_single_value(self, doctype: str, fieldname: str) -> Any:
        """A value of a Single."""
        return get_document(current(), doctype, doctype).get(fieldname)

    def set_single_value(self, doctype: str, fieldname: Any, value: Any = None) -> None:
        """Write values of a Single."""
        self.set_value(doctype, doctype, fieldname, value)

    def set_value(
        self,
        doctype: str,
        name: Any,
        fieldname: Any,
        value: Any = None,
        update_modified: bool = True,
        **_ignored: Any,
    ) -> None:
        """Write columns of one document, or of those that match a filter, without hooks."""
        ctx = current()
        meta = ctx.site.registry.get(doctype)
        values = dict(fieldname) if isinstance(fieldname, Mapping) else {fieldname: value}
        ctx.db.begin()
        if meta.issingle:
            single = storage.load_single(ctx, meta)
            storage.store_single(ctx, meta, single | values)
            return
        typed = {
            key: fieldtypes.get(meta.by_name[key].fieldtype).parse(meta.by_name[key], val)
            if key in meta.by_name and val is not None else val
            for key, val in values.items()
        }  # fmt: skip
        if update_modified:
            typed |= {"modified": ctx.clock.now(), "modified_by": ctx.user}
        if isinstance(name, Mapping):
            names = [row["name"] for row in self.get_all(doctype, ["name"], name)]
        else:
            names = list(name) if isinstance(name, (list, tuple)) else [name]
        table = table_for(meta)
        ctx.db.execute(sa.update(table).where(table.c.name.in_(names)).values(typed))

    def exists(self, doctype: Any, name: Any = None, **_ignored: Any) -> Any:
        """The name of a matching document, or None."""
        if isinstance(doctype, Mapping):
            name = {key: value for key, value in doctype.items() if key != "doctype"}
            doctype = doctype["doctype"]
        if not current().site.registry.has(doctype):
            return None
        if name is None or current().site.registry.get(doctype).issingle:
            return doctype
        return self.get_value(doctype, name, "name")

    def count(self, doctype: str, filters: Any = None, **_ignored: Any) -> int:
        """How many documents match."""
        return _count(current(), doctype, _none_as_unset(filters), ignore_permissions=True)

    def delete(self, doctype: str, filters: Any = None) -> None:
        """Delete matching rows without hooks."""
        ctx = current()
        names = [row["name"] for row in self.get_all(doctype, ["name"], filters)]
        ctx.db.begin()
        storage.delete_rows(ctx, ctx.site.registry.get(doctype), names)

    def bulk_insert(
        self, doctype: str, fields: Sequence[str], values: Sequence[Sequence[Any]], **_ignored: Any
    ) -> None:
        """Insert many rows without hooks."""
        ctx = current()
        ctx.db.begin()
        rows = [dict(zip(fields, row, strict=True)) for row in values]
        storage.insert_rows(ctx, ctx.site.registry.get(doctype), rows)

    def commit(self) -> None:
        """Keep what was written so far."""
        current().db.commit()

    def rollback(self, **_ignored: Any) -> None:
        """Forget what was written since the last commit."""
        current().db.rollback()

    @contextmanager
    def savepoint(self, *_names: str) -> Iterator[None]:
        """Undo only this block when it raises."""
        with current().db.savepoint():
            yield

    def table_exists(self, doctype: str) -> bool:
        """Whether the doctype exists here."""
        return current().site.registry.has(doctype)

    def has_column(self, doctype: str, column: str) -> bool:
        """Whether the doctype has this column."""
        return column in current().site.registry.get(doctype).valid_columns

    def sql(self, *_args: Any, **_kwargs: Any) -> Any:
        """Not supported: raw SQL sees no rights and no dialect."""
        raise UnsupportedError(
            _("frappe.db.sql is not supported; use frappe.get_all with filters and aggregates.")
        )

    def _locked(self, doctype: str, filters: Any, fields: list[str]) -> Mapping[str, Any] | None:
        ctx = current()
        ctx.db.begin()
        if isinstance(filters, Mapping):
            names = [row["name"] for row in self.get_all(doctype, ["name"], filters, limit=1)]
            filters = names[0] if names else None
        if filters is None:
            return None
        row = storage.load_row(ctx, ctx.site.registry.get(doctype), filters, for_update=True)
        return None if row is None else {field: row[field] for field in fields}


def _none_as_unset(filters: Any) -> Any:
    """Application code writes None for an empty field; in SQL nothing equals NULL."""
    if isinstance(filters, Mapping):
        return {key: ["is", "not set"] if value is None else value for key, value in filters.items()}
    return filters
