"""One import as it stands: its settings, its file, and the columns it takes over."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from comptoir.access import policy
from comptoir.context import Context
from comptoir.data.columns import NAME, SKIPPED, Target, guess, plain, targets
from comptoir.data.records import Layout
from comptoir.data.tables import Table, Written, open_table
from comptoir.data.writing import INSERT, UPDATE, Plan
from comptoir.documents import Document, get_document, get_list
from comptoir.errors import DataError
from comptoir.files import content_at, may_open
from comptoir.meta.locale import DATE_FORMATS
from comptoir.meta.model import DocType
from comptoir.sentences import Label, _

DOCTYPE = "Data Import"
PENDING, RUNNING, STOPPED, UNDONE = "Pending", "In Progress", "Stopped", "Undone"
SUCCESS, PARTIAL, ERROR = "Success", "Partial Success", "Error"
REMEMBERED = 20
"""So many earlier imports of a doctype are asked what their columns filled."""
OPTIONS = ("encoding", "separator", "date_format")


@dataclass(frozen=True, slots=True)
class Import:
    """An import and what it is made of."""

    doc: Document
    meta: DocType
    options: dict[str, Any]

    @property
    def plan(self) -> Plan:
        """What to do with the records."""
        return Plan(
            self.meta.name,
            self.doc.import_type,
            self.doc.key_field or NAME,
            bool(self.doc.submit_after_import),
            bool(self.doc.create_links),
        )

    @property
    def chosen(self) -> dict[int, str]:
        """What somebody has chosen for columns, by their number: a key, or ``SKIPPED``."""
        chosen = self.options.get("column_to_field_map")
        return {int(column): str(key) for column, key in chosen.items()} if isinstance(chosen, dict) else {}


def import_of(ctx: Context, doc: Document) -> Import:
    """The import ``doc``. Raises ``PermissionError`` unless the actor may import such documents."""
    meta = ctx.site.registry.get(doc.reference_doctype)
    check_right(ctx, meta, doc.import_type)
    return Import(doc, meta, _options(doc.template_options))


def find(ctx: Context, name: str, right: str = "read") -> Import:
    """The import called ``name``, if the actor has ``right`` to it."""
    doc = get_document(ctx, DOCTYPE, name)
    policy.require(ctx, right, doc.meta, doc)
    return import_of(ctx, doc)


def check_right(ctx: Context, meta: DocType, kind: str) -> None:
    """Raise unless the actor may import documents of ``meta``, and create or write them."""
    if meta.issingle or meta.istable or meta.is_virtual or meta.is_trail:
        raise DataError(_("{doctype} cannot be imported.", doctype=Label(meta.name)))
    policy.require(ctx, "import", meta)
    if kind != UPDATE:
        policy.require(ctx, "create", meta)
    if kind != INSERT:
        policy.require(ctx, "write", meta)


def path_of(ctx: Context, url: str) -> Path:
    """Where the file at ``url`` lies. Raises ``DataError`` unless the actor may open it."""
    content = content_at(ctx, url) if url and (ctx.is_administrator or may_open(ctx, url)) else None
    if content is None:
        raise DataError(_("There is no file {url} that you may open. Upload it first.", url=str(url)[:140]))
    return content.local()


def table_of(ctx: Context, imported: Import) -> Table:
    """The rows of the file. Raises ``DataError`` where there is none, or none that can be read."""
    if not imported.doc.import_file:
        raise DataError(_("Choose the file to import first."))
    written = Written(
        str(imported.options.get("encoding") or ""), str(imported.options.get("separator") or "")
    )
    return open_table(path_of(ctx, imported.doc.import_file), written)


def layout_of(ctx: Context, imported: Import, table: Table) -> Layout:
    """What each column fills: what was chosen for it, and else what its heading means. Raises ``DataError``."""
    offered, keys = targets(ctx, imported.meta), columns_of(ctx, imported, table)
    layout: dict[int, Target] = {}
    for column, key in enumerate(keys):
        if not key:
            continue
        if key not in offered:
            raise DataError(
                _(
                    "You may not fill {fieldname} of {doctype}.",
                    fieldname=key[:140],
                    doctype=Label(imported.meta.name),
                )
            )
        if offered[key] in layout.values():
            raise DataError(_("Two columns fill {label}. Choose one of them.", label=offered[key].title))
        layout[column] = offered[key]
    if not layout:
        raise DataError(
            _(
                "No column of the file is one of {doctype}. Choose what the columns fill.",
                doctype=Label(imported.meta.name),
            )
        )
    return layout


def columns_of(ctx: Context, imported: Import, table: Table) -> list[str]:
    """The key of what each column fills, empty where it fills nothing."""
    chosen = imported.chosen
    guessed = guess(ctx, imported.meta, table.heading, _remembered(ctx, imported))
    kept = {key for key in chosen.values() if key != SKIPPED}
    keys = [chosen.get(column, "" if key in kept else key) for column, key in enumerate(guessed)]
    return ["" if key == SKIPPED else key for key in keys]


def settled(ctx: Context, imported: Import, table: Table) -> str:
    """``template_options`` with the field of every column, by which later imports know their headings."""
    keys = {str(column): key or SKIPPED for column, key in enumerate(columns_of(ctx, imported, table))}
    options = imported.options | {"headings": list(table.heading), "column_to_field_map": keys}
    return orjson.dumps(options).decode()


def rows_in(imported: Import, table: Table) -> int:
    """How many rows the file has below its heading; counted once."""
    return int(imported.doc.payload_count or 0) or sum(1 for _ in table.rows())


def check_options(ctx: Context, imported: Import) -> None:
    """Raise ``DataError`` for settings that cannot be followed."""
    if imported.options.get("date_format") not in (None, "", *DATE_FORMATS):
        raise DataError(_("Choose a format of dates: one of {choices}.", choices=DATE_FORMATS))
    key = imported.doc.key_field or NAME
    if imported.doc.import_type != INSERT and key not in keys_of(ctx, imported.meta):
        raise DataError(
            _(
                "Documents of {doctype} cannot be found by {fieldname}: choose one of {choices}.",
                doctype=Label(imported.meta.name),
                fieldname=str(key)[:140],
                choices=tuple(keys_of(ctx, imported.meta)),
            )
        )


def keys_of(ctx: Context, meta: DocType) -> list[str]:
    """The fields by which one document is found: its name, and those that no two documents share."""
    readable = policy.readable_columns(ctx, meta)
    return [NAME, *(f.fieldname for f in meta.value_fields if f.unique and f.fieldname in readable)]


def _remembered(ctx: Context, imported: Import) -> dict[str, str]:
    """What columns of these headings filled when the actor imported such documents before; the latest counts."""
    filters = {
        "reference_doctype": imported.meta.name,
        "name": ["!=", imported.doc.name or ""],
        "status": ["!=", PENDING],
    }
    rows = get_list(
        ctx, DOCTYPE, fields=["template_options"], filters=filters, order_by="creation desc", limit=REMEMBERED
    )
    found: dict[str, str] = {}
    for row in reversed(rows):
        options = _options(row["template_options"])
        headings, chosen = options.get("headings"), options.get("column_to_field_map")
        if isinstance(headings, list) and isinstance(chosen, dict):
            found |= {
                plain(str(headings[int(column)])): str(key)
                for column, key in chosen.items()
                if key != SKIPPED and str(column).isdigit() and int(column) < len(headings)
            }
    return found


def _options(text: Any) -> dict[str, Any]:
    """``template_options``. Raises ``DataError`` where it is no JSON object."""
    try:
        found = orjson.loads(text or "{}")
    except orjson.JSONDecodeError:
        found = None
    chosen = found.get("column_to_field_map") if isinstance(found, dict) else None
    if not isinstance(found, dict) or (
        chosen is not None and not (isinstance(chosen, dict) and all(str(key).isdigit() for key in chosen))
    ):
        raise DataError(_("The columns and their fields are a JSON object that cannot be read."))
    return found
