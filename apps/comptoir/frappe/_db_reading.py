"""Reading values: what ``frappe.db.get_value`` and its family answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from comptoir.attrdict import AttrDict
from comptoir.context import current
from comptoir.db.raw import run_select
from comptoir.documents import storage
from comptoir.documents.cached import cached
from comptoir.documents.defaults import get_default as _get_default
from comptoir.documents.listing import count as _count
from comptoir.documents.loading import get_document
from comptoir.query.model import OPERATORS

from frappe._lists import get_all, get_list, none_as_unset, order_of, rows_of
from frappe._options import refuse_unknown

_MODIFIERS = ("distinct", "limit", "group_by")


class Reading:
    """The reading verbs of ``frappe.db``."""

    def get_value(
        self, doctype: str, filters: Any = None, fieldname: Any = "name", ignore: Any = None,
        as_dict: bool = False, debug: bool = False, **options: Any,
    ) -> Any:  # fmt: skip
        """One value, a tuple of values or a dictionary of the first matching row; None where there is none.

        ``filters`` is a name, a dictionary or a list of conditions; ``fieldname`` a name, a list of names or ``*``.
        Options: ``order_by``, ``for_update`` (locks the row), ``cache`` (reads once per unit of work), ``pluck``.
        """
        if options.pop("cache", False):
            kept = cached(current()).by_name
            key = (doctype, repr((filters, fieldname, as_dict, sorted(options.items()))))
            if key not in kept:
                kept[key] = self.get_value(doctype, filters, fieldname, as_dict=as_dict, **options)
            return kept[key]
        found = self.get_values(doctype, filters, fieldname, as_dict=as_dict, **options | {"limit": 1})
        if not found:
            return None
        row = found[0]
        if as_dict or isinstance(fieldname, (list, tuple)) or fieldname == "*" or not isinstance(row, tuple):
            return row
        return row[0] if len(row) == 1 else row

    def get_values(
        self, doctype: str, filters: Any = None, fieldname: Any = "name", ignore: Any = None,
        as_dict: bool = False, debug: bool = False, **options: Any,
    ) -> Any:  # fmt: skip
        """The values of every matching row, as tuples, dictionaries or (``pluck``) single values."""
        fields = _fields(fieldname)
        pluck = options.pop("pluck", False)
        rows = self._rows(doctype, filters, fields, options)
        if pluck:
            return [next(iter(row.values())) for row in rows]
        return [AttrDict(row) for row in rows] if as_dict else [tuple(row.values()) for row in rows]

    def get_all(self, doctype: str, *args: Any, **options: Any) -> Any:
        """``frappe.get_all``."""
        return get_all(doctype, *args, **options)

    def get_list(self, doctype: str, *args: Any, **options: Any) -> Any:
        """``frappe.get_list``."""
        return get_list(doctype, *args, **options)

    def get_single_value(self, doctype: str, fieldname: str, cache: bool = True) -> Any:
        """A value of a Single."""
        return self.get_value(doctype, None, fieldname, cache=cache)

    def get_singles_dict(self, doctype: str, **_ignored: Any) -> AttrDict:
        """The stored values of a Single."""
        ctx = current()
        return AttrDict(storage.load_single(ctx, ctx.site.registry.get(doctype)))

    def get_system_setting(self, key: str) -> Any:
        """A value of System Settings."""
        return self.get_single_value("System Settings", key)

    def get_default(self, key: str, parent: str = "__default") -> Any:
        """A default of the site, or what System Settings say."""
        return _get_default(current(), key, parent)

    def get_global(self, key: str, user: str = "__global") -> Any:
        """A value kept under ``user``."""
        return _get_default(current(), key, user)

    def exists(self, dt: Any, dn: Any = None, cache: bool = False, **options: Any) -> Any:
        """The name of a matching document, or None.

        ``exists(doctype, name)``, ``exists(doctype, filters)`` or ``exists({"doctype": ..., field: value})``.
        """
        refuse_unknown("frappe.db.exists", options)
        if isinstance(dt, Mapping):
            dn = {key: value for key, value in dt.items() if key != "doctype"}
            dt = dt["doctype"]
        registry = current().site.registry
        if dt == "DocType" and isinstance(dn, str):
            return dn if registry.has(dn) else None
        if not registry.has(dt):
            return None
        if registry.get(dt).issingle:
            return dt if dn in (None, dt) else None
        return None if dn is None else self.get_value(dt, dn, "name", cache=cache)

    def count(
        self, dt: str, filters: Any = None, debug: bool = False, cache: bool = False, **options: Any
    ) -> int:
        """How many documents match."""
        options.pop("distinct", None)
        refuse_unknown("frappe.db.count", options)
        return _count(current(), dt, _as_filters(filters), ignore_permissions=True)

    def estimate_count(self, doctype: str) -> int:
        """How many documents there are; exact here."""
        return self.count(doctype)

    def get_descendants(self, doctype: str, name: str) -> list[str]:
        """The names below a node of a tree."""
        return list(
            get_all(doctype, filters=[["name", "descendants of", name]], pluck="name", order_by="name")
        )

    def table_exists(self, doctype: str, cached: bool = True) -> bool:
        """Whether the doctype has a table here."""
        meta = current().site.registry.find(doctype.removeprefix("tab"))
        return meta is not None and not meta.issingle and not meta.is_virtual

    def get_tables(self, cached: bool = True) -> list[str]:
        """Names of the tables of doctypes."""
        registry = current().site.registry
        return [f"tab{name}" for name in registry.names() if self.table_exists(name)]

    def get_table_columns(self, doctype: str) -> list[str]:
        """Names of the columns of a doctype's table."""
        meta = current().site.registry.get(doctype)
        return [*meta.standard_columns, *(field.fieldname for field in meta.value_fields)]

    def has_column(self, doctype: str, column: str) -> bool:
        """Whether the doctype has this column."""
        return column in current().site.registry.get(doctype).valid_columns

    def escape(self, s: Any, percent: bool = True) -> str:
        """``s`` as a quoted SQL text. ``frappe.db.sql`` takes none: bind the value instead."""
        text = str(s).replace("'", "''")
        if current().db.dialect == "mariadb":
            text = text.replace("\\", "\\\\")
        return "'" + (text.replace("%", "%%") if percent else text) + "'"

    def sql(
        self, query: str, values: Any = (), as_dict: bool = False, as_list: bool = False, **options: Any
    ) -> Any:
        """Run one SELECT with bound values. Discouraged: it sees no rights and depends on the database.

        ``%s`` and ``%(name)s`` stand for values; text in quotes, comments, writes and several statements are
        refused. ``pluck`` returns the first column. See the reference for what else differs.
        """
        pluck = options.pop("pluck", False)
        refuse_unknown("frappe.db.sql", options)
        result = run_select(current().db, query, values)
        if as_dict:
            return [AttrDict(row) for row in result.mappings()]
        rows = [tuple(row) for row in result]
        if pluck:
            return [row[0] for row in rows]
        return [list(row) for row in rows] if as_list else tuple(rows)

    def sql_list(self, query: str, values: Any = (), **options: Any) -> list[Any]:
        """The first column of ``frappe.db.sql``."""
        return list(self.sql(query, values, pluck=True, **options))

    def _rows(
        self, doctype: str, filters: Any, fields: Any, options: dict[str, Any]
    ) -> Iterable[Mapping[str, Any]]:
        ctx = current()
        meta = ctx.site.registry.get(doctype)
        if meta.issingle:
            single = get_document(ctx, doctype, doctype)
            names = [f.fieldname for f in meta.value_fields] if fields == ["*"] else fields
            return [{field: single.get(field) for field in names}]
        lock = options.pop("for_update", False)
        wanted = {name: options.pop(name) for name in _MODIFIERS if options.get(name)}
        query = {
            "order_by": order_of(options.pop("order_by", None)),
            "ignore_permissions": True,
            "limit": 0,
        } | wanted
        refuse_unknown("frappe.db.get_value", options)
        if lock:
            ctx.db.begin()
            for name in rows_of("", doctype, ["name"], _as_filters(filters), dict(query) | {"pluck": "name"}):
                storage.load_row(ctx, meta, name, for_update=True)
        return list(rows_of("frappe.db.get_value", doctype, fields, _as_filters(filters), query))


def _fields(fieldname: Any) -> list[Any]:
    if isinstance(fieldname, str):
        return [part.strip() for part in fieldname.split(",")] if "(" not in fieldname else [fieldname]
    return [fieldname] if isinstance(fieldname, Mapping) else list(fieldname)


def _as_filters(filters: Any) -> Any:
    """Names are filters too: one as it is, several as a list."""
    if filters is None or isinstance(filters, Mapping):
        return none_as_unset(filters)
    if isinstance(filters, (list, tuple)):
        plain = all(isinstance(item, (str, int)) for item in filters)
        condition = len(filters) >= 3 and str(filters[-2]).lower() in OPERATORS
        return (
            {"name": ["in", list(filters)]} if plain and filters and not condition else none_as_unset(filters)
        )
    return {"name": str(filters)}
