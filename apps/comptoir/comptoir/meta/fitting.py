"""Fitting a declaration from elsewhere to the doctypes that are here.

``fit`` never refuses: what this installation cannot carry out is set aside, and said in an ``Adjustment``. The file
of the declaration stays as it is; once the missing doctype is there, the next migration finds it again.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from comptoir.errors import ValidationError
from comptoir.expressions import ExpressionSyntaxError, compile
from comptoir.meta import fieldtypes
from comptoir.meta.additions import FIELD_ADDITIONS
from comptoir.meta.checks.fields import INDEXED_VARCHAR, is_computed
from comptoir.meta.checks.names import LONGEST_DOCTYPE, LONGEST_FIELDNAME, RESERVED
from comptoir.meta.fieldtypes import StorageKind
from comptoir.meta.fieldtypes.choice import SERIES_FIELD
from comptoir.meta.fieldtypes.text import VARCHAR_LENGTH
from comptoir.meta.masking import declaration_problems
from comptoir.meta.model import STANDARD_FIELDS, DocType, Field
from comptoir.meta.rules import check_range_declaration, check_text_declaration

USED_OF_DOCUMENTS = frozenset({
    *STANDARD_FIELDS, "all_children", "append", "as_dict", "column_values", "db_set", "doctype", "extend", "flags", "get",
    "insert", "is_new", "meta", "run_method", "save", "set", "update",
})  # fmt: skip
"""The reserved names that the engine itself reads of a document; the others only hide a method from app code."""

_FIELDNAME = re.compile(r"\w[\w-]*")
_DOCTYPE_NAME = re.compile(r"[^\W\d_][\w \-&(),.+]*")
_CONDITIONS = {
    "depends_on": "the field is always shown",
    "mandatory_depends_on": "the field is not mandatory",
    "read_only_depends_on": "the field can be changed",
    "collapsible_depends_on": "the section is open",
}
_LIST_FLAGS = ("in_list_view", "in_standard_filter", "in_global_search", "search_index", "unique")
_LONG = frozenset({StorageKind.TEXT, StorageKind.LONGTEXT})

Owner = TypeVar("Owner", Field, DocType)
Say = Callable[[str, str | None], None]


@dataclass(frozen=True, slots=True)
class Adjustment:
    """What of a declaration has no effect here, and why."""

    doctype: str
    field: str | None
    reason: str
    app: str | None = None
    """Whose declaration it is, where several apps are looked at."""


def _changed(owner: Owner, changes: Mapping[str, Any]) -> Owner:
    return replace(owner, **changes) if changes else owner


def is_doctype_name(name: str) -> bool:
    """Whether a table, a file and an address can be called ``name``."""
    return len(name) <= LONGEST_DOCTYPE and bool(_DOCTYPE_NAME.fullmatch(name)) and name == name.strip()


def fit(doctype: DocType, known: Mapping[str, DocType]) -> tuple[DocType, tuple[Adjustment, ...]]:
    """``doctype`` as it can be carried out among ``known``, and what was set aside."""
    notes: list[Adjustment] = []

    def say(reason: str, field: str | None = None) -> None:
        notes.append(Adjustment(doctype.name, field, reason))

    fitted = _kind(doctype, say)
    fields: list[Field] = []
    for field in _named(fitted, say):
        kept = _field(field, fitted, known, say)
        if kept is not None:
            fields.append(kept)
    fitted = replace(
        fitted, fields=tuple(fields), extra={k: v for k, v in fitted.extra.items() if k != "field_order"}
    )
    fitted = replace(fitted, fields=tuple(_holders(fitted, say)))
    return _references(fitted, known, say), tuple(notes)


def without_idle_parts(doctype: DocType) -> DocType:
    """``doctype`` without what public declarations carry and what means nothing: a ``;`` after a condition, and above level 0
    rights other than to read and write. Unlike ``fit`` this takes nothing away, so that whoever declares need not be told.
    """
    fields = tuple(
        _changed(
            field,
            {name: bare for name in _CONDITIONS if (bare := _bare(field, name)) != getattr(field, name)},
        )
        for field in doctype.fields
    )
    rows = (
        replace(row, rights=row.rights & {"read", "write"}) if row.permlevel else row
        for row in doctype.permissions
    )
    return replace(
        doctype, fields=fields, permissions=tuple(row for row in rows if row.rights or not row.permlevel)
    )


def _bare(field: Field, condition: str) -> str | None:
    source: str | None = getattr(field, condition)
    return source.rstrip().rstrip("; ") if source and source.rstrip().endswith(";") else source


def _kind(doctype: DocType, say: Say) -> DocType:
    """What the doctype is: a child, a Single, a document of its own."""
    is_row, is_single = doctype.istable, doctype.issingle
    wrong = {"issingle"} if is_row else set()
    wrong |= {"is_submittable", "is_tree"} if is_row or is_single else set()
    for flag in sorted(flag for flag in wrong if getattr(doctype, flag)):
        say(f'"{flag}" means nothing for {"a child table" if is_row else "a Single"}', None)
        doctype = _changed(doctype, {flag: False})
    rows = tuple(row for row in doctype.permissions if row.role)
    return replace(doctype, permissions=() if doctype.istable else rows, custom=False)


def _named(doctype: DocType, say: Say) -> Iterator[Field]:
    """The fields that can have a column of their name, each name once."""
    seen: set[str] = set()
    for number, field in enumerate(doctype.fields, 1):
        name = field.fieldname
        if field.is_layout and (name.lower() in seen or not _FIELDNAME.fullmatch(name) or name in RESERVED):
            name = f"{field.fieldtype.lower().replace(' ', '_')}_{number}"
            field = replace(field, fieldname=name)
        if not _FIELDNAME.fullmatch(name) or len(name) > LONGEST_FIELDNAME:
            say("the fieldname cannot be a column's; the field is left out", name)
        elif name in USED_OF_DOCUMENTS or name.lower() in STANDARD_FIELDS:
            say("every document has something of this name already; the field is left out", name)
        elif name.lower() in seen:
            say("the field is declared twice; the first declaration holds", name)
        else:
            seen.add(name.lower())
            yield field


def _field(field: Field, doctype: DocType, known: Mapping[str, DocType], say: Say) -> Field | None:
    name = field.fieldname
    if field.fieldtype not in fieldtypes.REGISTRY:
        say(f'the field type "{field.fieldtype}" is not known; the field is kept as Data', name)
        field = replace(field, fieldtype="Data")
    if field.fieldtype in ("Link", "Dynamic Link", "Table", "Table MultiSelect", "Currency", "Image"):
        field = replace(field, options=(field.options or "").strip() or None)
    if field.fieldname == "amended_from" and field.fieldtype == "Link":
        field = replace(field, options=doctype.name)
    if field.is_table:
        kept = _table(field, doctype, known, say)
        if kept is None:
            return None
        field = kept
    elif field.fieldtype == "Link":
        field = _link(field, known, say)
    for condition, meaning in _CONDITIONS.items():
        field = _condition(field, condition, meaning, say)
    field = _flags(_sizes(_rules(field, say)), say)
    return _default(field, say)


def _table(field: Field, doctype: DocType, known: Mapping[str, DocType], say: Say) -> Field | None:
    target = known.get(field.options or "")
    if doctype.istable:
        say("a row cannot hold rows; the table is left out", field.fieldname)
        return None
    if target is None or not target.istable:
        why = "is not here" if target is None else "is no child table"
        say(f'the table is left out: "{field.options or ""}" {why}', field.fieldname)
        return None
    if field.is_virtual or target.is_virtual:
        say("the rows are made by code that is not run here; the table is left out", field.fieldname)
        return None
    if field.fieldtype == "Table MultiSelect" and not target.link_fields:
        say(f'"{target.name}" has no Link to pick; the field is shown as a table', field.fieldname)
        return replace(field, fieldtype="Table")
    return field


def _link(field: Field, known: Mapping[str, DocType], say: Say) -> Field:
    target = known.get(field.options or "")
    if target is not None and not target.istable and not target.is_virtual:
        return field
    if target is None:
        why = f'"{field.options}" is not here' if field.options else "it names no doctype"
    else:
        why = f'"{target.name}" is {"a child table" if target.istable else "virtual"}'
    say(f"the link is kept as text: {why}", field.fieldname)
    return _as_text(field)


def _as_text(field: Field) -> Field:
    return replace(field, fieldtype="Data", options=None, link_filters=None)


def _condition(field: Field, name: str, meaning: str, say: Say) -> Field:
    source = (getattr(field, name) or "").strip().rstrip("; ")
    if not source:
        return _changed(field, {name: None})
    try:
        compile(source)
    except ExpressionSyntaxError as error:
        say(f"{name} cannot be evaluated here ({error.code}), so {meaning}: {source}", field.fieldname)
        return _changed(field, {name: None})
    return _changed(field, {name: source})


def _rules(field: Field, say: Say) -> Field:
    """Rules of ours that cannot be read would be in the way of every value."""
    problems = [*check_text_declaration(field), *check_range_declaration(field), *declaration_problems(field)]
    if not problems:
        return field
    say(f"its rules have no effect: {problems[0]}", field.fieldname)
    return _changed(field, dict.fromkeys(FIELD_ADDITIONS - {"not_summed"}))


def _sizes(field: Field) -> Field:
    length = field.length if field.length >= 0 else 0
    precision = field.precision if field.precision is None or 0 <= field.precision <= 9 else None
    filters = field.link_filters if _is_json(field.link_filters) else None
    if field.fieldtype == "Select" and not length:
        longest = max(map(len, field.choices), default=0)
        length = longest if longest > VARCHAR_LENGTH else 0
    return replace(field, length=length, precision=precision, link_filters=filters)


def _is_json(text: str | None) -> bool:
    try:
        return text is None or isinstance(json.loads(text), list | dict)
    except ValueError:
        return False


def _flags(field: Field, say: Say) -> Field:
    fieldtype = fieldtypes.get(field.fieldtype)
    if not fieldtype.has_value:
        return _changed(field, dict.fromkeys(_LIST_FLAGS, False))
    storage = fieldtype.column(field)
    if storage is None or (storage.kind not in _LONG and (storage.length or 0) <= INDEXED_VARCHAR):
        return field
    if field.unique:
        say("a text of this length cannot be unique", field.fieldname)
    return replace(field, unique=False, search_index=False)


def _default(field: Field, say: Say) -> Field:
    """A default that no document could start with would keep every document from being made."""
    text = (field.default or "").strip()
    fieldtype = fieldtypes.get(field.fieldtype)
    if not text or not fieldtype.has_value or field.fieldname == SERIES_FIELD:
        return replace(field, default=text or None) if text != field.default else field
    if text.startswith("eval:"):
        say(f"the default is computed by a script and has no effect: {text}", field.fieldname)
        return replace(field, default=None)
    if is_computed(field, text):
        return field
    try:
        faults = [str(fault) for fault in fieldtype.check(field, fieldtype.parse(field, field.default))]
    except ValidationError as error:
        faults = [error.message]
    if faults:
        say(f'the default "{text}" has no effect: {faults[0]}', field.fieldname)
        return replace(field, default=None)
    return field


def _holders(doctype: DocType, say: Say) -> Iterator[Field]:
    """Dynamic Links whose doctype is nowhere become text; fetching from what is no link stops."""
    for field in doctype.fields:
        if field.fieldtype == "Dynamic Link" and doctype.field(field.options or "") is None:
            say(f'the link is kept as text: there is no field "{field.options or ""}"', field.fieldname)
            field = _as_text(field)
        yield field


def _references(doctype: DocType, known: Mapping[str, DocType], say: Say) -> DocType:
    changes: dict[str, Any] = {}
    for setting in ("title_field", "image_field"):
        name = getattr(doctype, setting)
        if name and name not in doctype.valid_columns:
            say(f'{setting} names "{name}", which has no column', None)
            changes[setting] = None
    for setting in ("timeline_field", "nsm_parent_field"):
        name = getattr(doctype, setting)
        if name and not doctype.has_field(name):
            say(f'{setting} names "{name}", which is not declared', None)
            changes[setting] = None
    if not _sortable(doctype):
        say(f'lists are sorted by modified, not by "{doctype.sort_field} {doctype.sort_order}"', None)
        changes |= {"sort_field": "modified", "sort_order": "DESC"}
    rule = _naming(doctype)
    if rule != doctype.autoname:
        say(
            f'the naming rule "{doctype.autoname}" cannot be carried out; documents are named by a hash', None
        )
        changes["autoname"] = rule
    links = tuple(link for link in doctype.links if link.get("link_doctype") in known)
    if len(links) < len(doctype.links):
        lost = sorted({str(link.get("link_doctype")) for link in doctype.links} - known.keys())
        say(f"connections to doctypes that are not here are left out: {', '.join(lost)}", None)
        changes["links"] = links
    return _changed(doctype, changes)


def _sortable(doctype: DocType) -> bool:
    names = [(part.split() or [""])[0].strip("`") for part in doctype.sort_field.split(",")]
    orders = {part.strip().upper() for part in doctype.sort_order.split(",")}
    return all(name in doctype.valid_columns for name in names) and orders <= {"ASC", "DESC", ""}


def _naming(doctype: DocType) -> str | None:
    """The naming rule, or None where it needs a field that is not declared: Frappe then takes a hash."""
    rule = (doctype.autoname or "").strip()
    kind, colon, argument = rule.partition(":")
    if colon and kind.lower() == "field" and not doctype.has_field(argument.strip()):
        return None
    if colon and kind.lower() == SERIES_FIELD:
        series = doctype.field(SERIES_FIELD)
        return None if series is None or series.is_layout else doctype.autoname
    known = rule.lower() in ("hash", "random", "autoincrement", "prompt", "uuid") or colon or "#" in rule
    return doctype.autoname if known else None
