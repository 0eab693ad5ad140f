"""Values of documents: reading what arrived, defaults, and the checks a field type or a declaration makes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from functools import lru_cache
from typing import Any

from comptoir import expressions
from comptoir.access import policy
from comptoir.access.masking import masked_fields
from comptoir.context import Context
from comptoir.documents.data import DocumentData
from comptoir.documents.settings import value_settings
from comptoir.documents.shown import Shown
from comptoir.documents.titles import is_title_template
from comptoir.errors import FieldProblem, MandatoryError, ValidationError
from comptoir.meta import fieldtypes
from comptoir.meta.dynamic import DYNAMIC_TYPES
from comptoir.meta.fieldtypes import FieldType
from comptoir.meta.model import DocType, Field
from comptoir.meta.values import Fault
from comptoir.sentences import Label, _
from comptoir.sites.settings import site_settings

Located = tuple[Fault, DocumentData]

ASSUMED = "assumed_links"
"""The flag that holds the links a document got from its declared defaults: nobody chose them."""


def read_values(doc: DocumentData) -> None:
    """Turn every value of ``doc`` and its rows into its field's Python type, or raise for all unreadable ones.

    A value that is the very object the database gave, or that was read before, is of its type already.
    """
    settings = value_settings(doc._ctx)
    problems: list[tuple[ValidationError, DocumentData]] = []
    for part in (doc, *doc.all_children()):
        own, stored, read = part.__dict__, part._stored or {}, part._read
        for name, field, kind in typed_fields(part.meta):
            value = own.get(name)
            if value is None:
                own[name] = kind.empty
            elif value is not kind.empty and value is not stored.get(name) and value is not read.get(name):
                try:
                    own[name] = read[name] = kind.parse(field, value, settings)
                except ValidationError as error:
                    problems.append((error, part))
    if problems:
        first = problems[0][0]
        fields = [place(problem, part) for error, part in problems for problem in error.fields]
        raise type(first)(_sentence(first.message, problems[0][1]), fields=fields)


def check_values(doc: DocumentData) -> None:
    """Raise for every mandatory field left empty, or else for every value that breaks a rule of its field."""
    missing = [] if doc.flags.ignore_mandatory else list(_missing(doc))
    if missing:
        raise MandatoryError(
            f"[{doc.doctype}, {doc.name}]: {', '.join(field.fieldname for field, _ in missing)}",
            fields=[place(_mandatory(field), part) for field, part in missing],
        )
    faults = [(_tellable(fault, part), part) for fault, part in _faults(doc)]
    if faults:
        fault, part = faults[0]
        fields = [place(FieldProblem(f.fieldname, f), p) for f, p in faults]
        raise fault.error(_sentence(fault, part), fields=fields)


def apply_defaults(doc: DocumentData) -> None:
    """Fill what is empty in a new document: what the actor is held to, then the declared defaults.

    Flags say which links a default filled.
    """
    if not doc.meta.istable:
        for fieldname, name in policy.link_defaults(doc._ctx, doc.meta).items():
            if is_empty(doc.__dict__.get(fieldname)):
                doc.__dict__[fieldname] = name
    for part in (doc, *doc.all_children()):
        own = part.__dict__
        for name, field, empty in _starts(part.meta):
            if own.get(name) is None:
                value = own[name] = empty if field is None else default_of(part._ctx, part.meta, field)
                if field is not None and field.fieldtype == "Link" and value is not None:
                    part.flags.setdefault(ASSUMED, {})[name] = value


def default_of(ctx: Context, meta: DocType, field: Field) -> Any:
    """The value a new document starts with. A Select without default takes its first option, as in Frappe.

    A link called ``currency`` starts with the currency of the site, as in Frappe also where another one is declared.
    """
    if _is_of_the_site(meta, field) and (own := site_settings(ctx).currency):
        return own
    default = None if is_title_template(meta, field) else field.default
    if default in (None, ""):
        if (
            field.fieldtype == "Select"
            and field.choices
            and field.choices[0]
            and field.fieldname != "naming_series"
        ):
            return field.choices[0] if not _optional(field) else None
        return fieldtypes.get(field.fieldtype).empty
    word = str(default).strip().lower()
    dynamic = _DYNAMIC.get(word)
    if dynamic is not None and field.fieldtype in DYNAMIC_TYPES:
        value = dynamic(ctx, field)
        if value is not None:
            return value
    if word.startswith(":"):
        return None
    return fieldtypes.get(field.fieldtype).parse(field, default, value_settings(ctx))


@lru_cache(maxsize=4096)
def typed_fields(meta: DocType) -> tuple[tuple[str, Field, FieldType], ...]:
    """Every stored field of ``meta`` with its name and its type."""
    return tuple((field.fieldname, field, fieldtypes.get(field.fieldtype)) for field in meta.value_fields)


@lru_cache(maxsize=4096)
def _starts(meta: DocType) -> tuple[tuple[str, Field | None, Any], ...]:
    """What each stored field starts with: a value for all documents, or else the field to ask ``default_of`` for."""
    return tuple(
        (name, None if _starts_empty(meta, field) else field, kind.empty)
        for name, field, kind in typed_fields(meta)
    )


def _is_of_the_site(meta: DocType, field: Field) -> bool:
    is_currency = (field.fieldname, field.fieldtype, field.options) == ("currency", "Link", "Currency")
    return is_currency and not meta.issingle


def _starts_empty(meta: DocType, field: Field) -> bool:
    if _is_of_the_site(meta, field):
        return False
    default = None if is_title_template(meta, field) else field.default
    return default in (None, "") and not (field.fieldtype == "Select" and field.choices)


def is_true(expression: str | None, doc: DocumentData, parent: DocumentData | None = None) -> bool:
    """Whether a depends-on expression holds for ``doc`` (a row sees its ``parent``)."""
    if not expression:
        return True
    scope: dict[str, Any] = {"doc": Shown(doc)}
    if parent is not None:
        scope["parent"] = Shown(parent)
    return expressions.compile(expression).is_true(scope)


def place(problem: FieldProblem, part: DocumentData) -> FieldProblem:
    """``problem`` with the row it belongs to."""
    if part._parent is None:
        return problem
    return FieldProblem(problem.fieldname, problem.message, part.parentfield, part.idx)


def is_empty(value: Any) -> bool:
    """Whether a mandatory field with this value counts as not filled."""
    return value is None or (isinstance(value, str) and not value.strip()) or value == [] or value == ()


def _optional(field: Field) -> bool:
    return "" in field.choices


def _missing(doc: DocumentData) -> Iterator[tuple[Field, DocumentData]]:
    for part in (doc, *doc.all_children()):
        own = part.__dict__
        for field in part.meta.mandatory_fields:
            name = field.fieldname
            if is_empty(own.get(name)) and is_empty(part.get(name)) and _wanted(field, part):
                yield field, part


def _wanted(field: Field, part: DocumentData) -> bool:
    """A field that its own conditions hide is not asked for."""
    if field.depends_on and not is_true(field.depends_on, part, part._parent):
        return False
    return field.reqd or is_true(field.mandatory_depends_on, part, part._parent)


def _faults(doc: DocumentData) -> Iterable[Located]:
    settings = value_settings(doc._ctx)
    stored = doc._stored or {}
    for part in (doc, *doc.all_children()):
        own = part.__dict__
        for name, field, kind in _checked_fields(part.meta):
            value = own.get(name)
            if value is None or (part is doc and name in stored and stored[name] == value):
                continue
            for fault in kind.check(field, value, settings):
                yield fault, part


@lru_cache(maxsize=4096)
def _checked_fields(meta: DocType) -> tuple[tuple[str, Field, FieldType], ...]:
    return tuple(entry for entry in typed_fields(meta) if entry[2].has_rules(entry[1]))


def _tellable(fault: Fault, part: DocumentData) -> Fault:
    """``fault`` without the value where the actor sees it masked: a sentence of a rule may quote it."""
    holder = part._parent or part
    field = masked_fields(part._ctx, part.meta, holder.meta).get(fault.fieldname)
    if field is None:
        return fault
    sentence = _(
        "{label} breaks a rule of its field. You see it masked; ask somebody who sees it in clear to correct it.",
        label=Label(field.title),
    )
    return Fault.of(sentence, fault.error, fault.fieldname)


def _mandatory(field: Field) -> FieldProblem:
    return FieldProblem(field.fieldname, _("{label} is mandatory.", label=Label(field.title)))


def _sentence(message: str, part: DocumentData) -> str:
    return message if part._parent is None else _("Row #{idx}: {message}", idx=part.idx, message=message)


def _now(ctx: Context, field: Field) -> Any:
    now: datetime = ctx.clock.now().replace(microsecond=0)
    if field.fieldtype == "Datetime":
        return now
    if field.fieldtype == "Date":
        return now.date()
    return fieldtypes.get("Time").parse(field, now.time().isoformat()) if field.fieldtype == "Time" else None


def _user(ctx: Context, field: Field) -> Any:
    return ctx.user if field.fieldtype in ("Link", "Data") else None


_DYNAMIC: dict[str, Callable[[Context, Field], Any]] = {
    "today": _now,
    "now": _now,
    "__user": _user,
    "user": _user,
}
