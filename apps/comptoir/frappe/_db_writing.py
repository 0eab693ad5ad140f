"""Writing values: what ``frappe.db.set_value`` and its family do, without hooks or checks of documents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from comptoir.context import current
from comptoir.documents import storage
from comptoir.documents.columns import typed_columns, write_columns
from comptoir.documents.defaults import set_default as _set_default
from comptoir.errors import DataError
from comptoir.meta.model import DocType
from comptoir.sentences import Label, _

from frappe._lists import get_all
from frappe._options import refuse_unknown

CHUNK = 500


class Writing:
    """The writing verbs of ``frappe.db``."""

    def set_value(
        self, dt: str, dn: Any, field: Any, val: Any = None, modified: Any = None, modified_by: Any = None,
        update_modified: bool = True, **options: Any,
    ) -> None:  # fmt: skip
        """Write columns of one document, of several names, or of those that fulfil filters. Runs no hooks.

        ``field`` is a name or a dictionary of values; values are read as their fields' types.
        """
        refuse_unknown("frappe.db.set_value", options)
        ctx = current()
        meta = ctx.site.registry.get(dt)
        values = dict(field) if isinstance(field, Mapping) else {field: val}
        stamp = {"modified": modified, "modified_by": modified_by}
        values |= {key: value for key, value in stamp.items() if value}
        for names in _chunks([dt] if meta.issingle else _names(meta, dn)):
            write_columns(ctx, meta, names, values, update_modified=update_modified and not modified)

    def set_single_value(self, doctype: str, fieldname: Any, value: Any = None, **options: Any) -> None:
        """Write values of a Single."""
        self.set_value(doctype, doctype, fieldname, value, **options)

    def set_default(self, key: str, val: Any, parent: str = "__default", parenttype: Any = None) -> None:
        """Keep a default of the site; None forgets it."""
        _set_default(current(), key, val, parent)

    def set_global(self, key: str, val: Any, user: str = "__global") -> None:
        """Keep a value under ``user``."""
        _set_default(current(), key, val, user)

    def touch(self, doctype: str, docname: Any) -> Any:
        """Mark a document as modified now."""
        ctx = current()
        return write_columns(ctx, ctx.site.registry.get(doctype), [docname], {})["modified"]

    def bulk_insert(
        self,
        doctype: str,
        fields: Sequence[str],
        values: Any,
        ignore_duplicates: bool = False,
        **options: Any,
    ) -> None:
        """Insert many rows without hooks; ``ignore_duplicates`` leaves out names there are already."""
        chunk = int(options.pop("chunk_size", None) or CHUNK)
        refuse_unknown("frappe.db.bulk_insert", options)
        ctx = current()
        meta = ctx.site.registry.get(doctype)
        ctx.db.begin()
        for part in _chunks(list(values), chunk):
            rows = [_complete(meta, dict(zip(fields, row, strict=True))) for row in part]
            if ignore_duplicates:
                known = set(
                    get_all(doctype, filters={"name": ["in", [row["name"] for row in rows]]}, pluck="name")
                )
                rows = [row for row in rows if row["name"] not in known]
            storage.insert_rows(ctx, meta, rows)

    def bulk_update(
        self, doctype: str, doc_updates: Mapping[Any, Mapping[str, Any]], chunk_size: int = 100,
        update_modified: bool = True, **options: Any,
    ) -> None:  # fmt: skip
        """Write columns of many documents: ``{name: {field: value}}``. Runs no hooks."""
        refuse_unknown(
            "frappe.db.bulk_update",
            {k: v for k, v in options.items() if k not in ("modified", "modified_by")},
        )
        for name, values in doc_updates.items():
            self.set_value(
                doctype, name, values, modified=options.get("modified"), modified_by=options.get("modified_by"),
                update_modified=update_modified,
            )  # fmt: skip

    def delete(self, doctype: str, filters: Any = None, **options: Any) -> None:
        """Delete matching rows without hooks; rows of their tables stay, as in Frappe."""
        refuse_unknown("frappe.db.delete", options)
        ctx = current()
        ctx.db.begin()
        for names in _chunks(get_all(doctype, filters=filters or {}, pluck="name")):
            storage.delete_rows(ctx, ctx.site.registry.get(doctype), names)


def _names(meta: DocType, dn: Any) -> list[Any]:
    if isinstance(dn, Mapping) or (isinstance(dn, (list, tuple)) and dn and isinstance(dn[0], (list, tuple))):
        return list(get_all(meta.name, filters=dn, pluck="name"))
    if dn is None:
        raise DataError(_("Name the {doctype} to write to.", doctype=Label(meta.name)))
    return list(dn) if isinstance(dn, (list, tuple, set)) else [dn]


def _complete(meta: DocType, values: Mapping[str, Any]) -> dict[str, Any]:
    """A row with every column: what is not given is empty, and made now by the acting user."""
    ctx = current()
    now = ctx.clock.now()
    row: dict[str, Any] = dict.fromkeys(meta.valid_columns)
    row |= {
        "owner": ctx.user,
        "modified_by": ctx.user,
        "creation": now,
        "modified": now,
        "docstatus": 0,
        "idx": 0,
    }
    if not values.get("name"):
        raise DataError(
            _("frappe.db.bulk_insert needs the name of every {doctype}.", doctype=Label(meta.name))
        )
    return typed_columns(ctx, meta, row | dict(values))


def _chunks(items: Sequence[Any], size: int = CHUNK) -> Iterator[Sequence[Any]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]
