"""A document as data: values by fieldname, child rows, and nothing that reads or writes.

Values live in the instance's ``__dict__`` so that controllers read ``self.status`` as they do in Frappe; a
declared field that has no value reads as None (a table as an empty list).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Self

from comptoir.attrdict import AttrDict
from comptoir.context import Context
from comptoir.db import Database
from comptoir.documents.comparing import rows_like
from comptoir.documents.settings import locale_of
from comptoir.meta import fieldtypes
from comptoir.meta.model import CHILD_COLUMNS, OPTIONAL_COLUMNS, STANDARD_FIELDS, DocType, Field

STANDARD_ORDER = ("name", "owner", "creation", "modified", "modified_by", "docstatus", "idx")
ONLOAD = "__onload"
_DATES = (date, timedelta)
PRIVATE = frozenset({"_ctx", "_meta", "_new", "_stored", "_read", "_locked", "_parent", "flags"})


@dataclass(frozen=True, slots=True)
class Locked:
    """The rows of a document as they were read under a lock, and what had happened on the connection until then."""

    db: Database
    changes: int
    row: dict[str, Any]
    children: dict[tuple[Any, str], list[dict[str, Any]]]


class DocumentData:
    """The values of one document. ``data`` may hold child rows as dictionaries."""

    _ctx: Context
    _meta: DocType
    _new: bool
    _stored: dict[str, Any] | None
    _read: dict[str, Any]
    """The values that were read by their field types, to be known again."""
    _locked: Locked | None
    """How the document came, where it was read under a lock."""
    _parent: DocumentData | None
    flags: AttrDict

    def __init__(
        self, ctx: Context, meta: DocType, data: Mapping[str, Any], *, parent: DocumentData | None = None
    ):
        own = self.__dict__
        own["_ctx"], own["_meta"], own["_parent"] = ctx, meta, parent
        own["_new"], own["_stored"], own["_read"], own["_locked"] = True, None, {}, None
        own["flags"] = AttrDict()
        own["doctype"] = meta.name
        for key, value in data.items():
            if key not in PRIVATE and key != "doctype":
                self.set(key, value)

    @property
    def meta(self) -> DocType:
        """The metadata of this document."""
        return self._meta

    def __getattr__(self, key: str) -> Any:
        meta = self.__dict__.get("_meta")
        if meta is not None:
            field = meta.by_name.get(key)
            if field is not None:
                return self.__dict__.setdefault(key, []) if field.is_table else None
            if key in STANDARD_FIELDS or key == "amended_from":
                return None
        raise AttributeError(f"{type(self).__name__} has no field or method {key}")

    def __setattr__(self, key: str, value: Any) -> None:
        if key in PRIVATE:
            self.__dict__[key] = value
        else:
            self.set(key, value)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.doctype} {self.name}>"

    def get(
        self, key: str | Mapping[str, Any], filters: Any = None, limit: int | None = None, default: Any = None
    ) -> Any:
        """The value of ``key``; of a table, at most ``limit`` of the rows that fulfil ``filters``.

        Where ``key`` has no value, ``default`` (or a plain value in the place of ``filters``) is returned.
        """
        if isinstance(key, Mapping):
            return rows_like(self.all_children(), key, limit)
        value = getattr(self, key, None) if key in self._meta.by_name or key in self.__dict__ else None
        if key in STANDARD_FIELDS or key == "doctype":
            value = getattr(self, key, None)
        wanted = isinstance(filters, (Mapping, list, tuple))
        if isinstance(value, list):
            return (
                rows_like(value, filters, limit) if wanted and filters else value[:limit] if limit else value
            )
        if value is None:
            return default if default is not None or wanted else filters
        return value

    def getone(self, key: str, filters: Any = None) -> Any:
        """The first row of a table that fulfils ``filters``, or None."""
        return next(iter(self.get(key, filters, limit=1) or ()), None)

    def set(self, key: str, value: Any, as_value: bool = False) -> None:
        """Give ``key`` a value; rows of a table may be dictionaries. ``as_value`` takes a list as it is."""
        if as_value:
            self.__dict__[key] = value
            return
        if key in self._meta.table_names:
            rows = value if isinstance(value, (list, tuple)) else [] if not value else [value]
            self.__dict__[key] = []
            self.extend(key, rows)
        elif isinstance(own := getattr(type(self), key, None), property):
            if own.fset is not None:  # what is only computed comes back with every form that showed it
                object.__setattr__(self, key, value)
        else:
            self.__dict__[key] = value

    def update(self, values: Mapping[str, Any]) -> Self:
        """Set several values."""
        for key, value in values.items():
            if key not in PRIVATE and key != "doctype":
                self.set(key, value)
        return self

    def update_if_missing(self, values: Mapping[str, Any]) -> None:
        """Set the values of fields that have none."""
        for key, value in values.items():
            if self.get(key) in (None, "") and key not in PRIVATE and key != "doctype":
                self.set(key, value)

    def delete_key(self, key: str) -> None:
        """Forget the value of ``key``."""
        self.__dict__.pop(key, None)

    def append(self, table: str, row: Mapping[str, Any] | DocumentData | None = None) -> Any:
        """Add a row to a table and return it."""
        field = self._meta.by_name.get(table)
        if field is None or not field.is_table:
            raise AttributeError(f"{self.doctype} has no table {table}")
        rows: list[Any] = self.__dict__.setdefault(table, [])
        child = self._row(field, row if row is not None else {})
        child.__dict__["idx"] = len(rows) + 1
        rows.append(child)
        return child

    def extend(self, table: str, rows: Iterable[Any]) -> None:
        """Add several rows to a table."""
        for row in rows:
            self.append(table, row)

    def remove(self, row: DocumentData) -> None:
        """Take a row out of its table."""
        rows = self.get(row.parentfield)
        rows.remove(row)
        for index, other in enumerate(rows, 1):
            other.idx = index

    def all_children(self) -> Iterator[Any]:
        """Every row of every table."""
        for field in self._meta.table_fields:
            yield from self.__dict__.get(field.fieldname) or ()

    def get_all_children(self, parenttype: str | None = None) -> list[Any]:
        """Every row of every table (of one child doctype)."""
        return [row for row in self.all_children() if parenttype in (None, row.doctype)]

    def is_new(self) -> bool:
        """Whether the document was never stored."""
        return self._new

    def get_valid_columns(self) -> list[str]:
        """Names of the columns of its table."""
        return list(self._meta.column_names)

    def column_values(self) -> dict[str, Any]:
        """Every declared column and its value."""
        get = self.__dict__.get
        return {name: get(name) for name in self._meta.column_names}

    def as_dict(
        self, no_nulls: bool = False, no_default_fields: bool = False, convert_dates_to_str: bool = False,
        no_child_table_fields: bool = False, **_ignored: Any,
    ) -> AttrDict:  # fmt: skip
        """The document as a dictionary, child rows included, in Python values."""
        result = AttrDict() if no_default_fields else self._standard_values(no_child_table_fields)
        own = self.__dict__
        for fieldname, is_virtual in self._meta.shown_fields:
            result[fieldname] = getattr(self, fieldname, None) if is_virtual else own.get(fieldname)
        result.update({n: self.__dict__[n] for n in OPTIONAL_COLUMNS if self.__dict__.get(n)})
        if not no_default_fields:
            result["doctype"] = self._meta.name
        if self.__dict__.get(ONLOAD):
            result[ONLOAD] = self.__dict__[ONLOAD]
        options = (no_nulls, no_default_fields, convert_dates_to_str, no_child_table_fields)
        for field in self._meta.table_fields:
            rows = self.__dict__.get(field.fieldname) or ()
            result[field.fieldname] = [row.as_dict(*options) for row in rows]
        if convert_dates_to_str:
            result = AttrDict({k: str(v) if isinstance(v, _DATES) else v for k, v in result.items()})
        return AttrDict({k: v for k, v in result.items() if v is not None}) if no_nulls else result

    def set_onload(self, key: str, value: Any) -> None:
        """Send ``value`` to the form beside the document; it is not stored."""
        self.__dict__.setdefault(ONLOAD, AttrDict())[key] = value

    def get_onload(self, key: str | None = None) -> Any:
        """What ``set_onload`` noted."""
        noted = self.__dict__.get(ONLOAD) or AttrDict()
        return noted if key is None else noted.get(key)

    def _standard_values(self, no_child_table_fields: bool = False) -> AttrDict:
        names = STANDARD_ORDER + (CHILD_COLUMNS if self._meta.istable and not no_child_table_fields else ())
        return AttrDict({name: self.__dict__.get(name) for name in names})

    def get_title(self) -> str:
        """What people call the document."""
        title = self.get(self._meta.title_field) if self._meta.title_field else None
        return str(title or self.name or "")

    def get_formatted(self, fieldname: str, doc: Any = None, currency: str | None = None, **_: Any) -> str:
        """The value of a field as people read it, in the formats of the site and the language of the context."""
        field = self._meta.by_name.get(fieldname) or STANDARD_FIELDS[fieldname]
        locale = locale_of(self._ctx)
        if field.fieldtype == "Currency":
            source = doc if doc is not None else self
            named = source.get(field.options) if field.options else None
            locale = replace(locale, currency=currency or named or locale.currency)
        return fieldtypes.get(field.fieldtype).format(field, self.get(fieldname), locale)

    def _row(self, field: Field, row: Mapping[str, Any] | DocumentData) -> DocumentData:
        child_meta = self._ctx.site.registry.get(field.options or "")
        if isinstance(row, DocumentData):
            child = row
            child._parent = self
        else:
            child = self._new_row(child_meta, row)
        own = child.__dict__
        own["parenttype"], own["parentfield"] = self._meta.name, field.fieldname
        own["parent"] = self.__dict__.get("name")
        return child

    def _new_row(self, meta: DocType, row: Mapping[str, Any]) -> DocumentData:
        return type(self)(self._ctx, meta, row, parent=self)
