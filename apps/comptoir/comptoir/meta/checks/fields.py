"""Checks of single fields: their type, options, defaults and rules."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

from comptoir.errors import ValidationError
from comptoir.meta import fieldtypes
from comptoir.meta.checks.rules import RULES, Finding, Subject, value_fields
from comptoir.meta.dynamic import DYNAMIC_DEFAULTS, DYNAMIC_TYPES
from comptoir.meta.fieldtypes import StorageKind
from comptoir.meta.fieldtypes.choice import SERIES_FIELD
from comptoir.meta.fieldtypes.text import ShortText, Text
from comptoir.meta.model import Field
from comptoir.sentences import Label, _

_UNINDEXED = {
    "unique": frozenset({StorageKind.TEXT, StorageKind.LONGTEXT}),
    "search_index": frozenset({StorageKind.LONGTEXT}),
}
"""Of a text an index holds the beginning, which finds it and does not tell it from all others."""
INDEXED_VARCHAR = 768
"""Longest varchar that an InnoDB index covers whole: 3072 bytes at four bytes a character."""
MOST_INDEXED = 61
"""Fields of a table that can be indexed: InnoDB holds 64 indexes, three of them the engine's own."""
_RANGED = frozenset({"Int", "Float", "Currency", "Percent", "Rating", "Duration"})
_ROUNDED = frozenset({"Float", "Currency", "Percent"})


def typed_fields(subject: Subject) -> Iterator[Field]:
    """The fields whose type exists."""
    return (field for field in subject.doctype.fields if field.fieldtype in fieldtypes.REGISTRY)


def is_computed(field: Field, default: str) -> bool:
    """Whether ``default`` is worked out anew for each document."""
    is_word = field.fieldtype in DYNAMIC_TYPES and default.casefold() in DYNAMIC_DEFAULTS
    return is_word or default.startswith((":", "eval:"))


@RULES.add("meta.E014", "The type of a field exists")
def fieldtype_exists(subject: Subject) -> Iterator[Finding]:
    for field in subject.doctype.fields:
        if field.fieldtype not in fieldtypes.REGISTRY:
            hint = _("Choose one of: {types}.", types=tuple(fieldtypes.REGISTRY.names()))
            yield Finding(
                _('There is no field type "{fieldtype}".', fieldtype=field.fieldtype), hint, field.fieldname
            )


@RULES.add(
    "meta.E015",
    "A field declares its type rightly: options, length, mask, pattern, normalise, minimum, maximum",
)
def type_is_declared_rightly(subject: Subject) -> Iterator[Finding]:
    for field in typed_fields(subject):
        fieldtype = fieldtypes.get(field.fieldtype)
        meaning = fieldtype.options_meaning
        hint = (
            _("Options of {fieldtype}: {meaning}.", fieldtype=field.fieldtype, meaning=Label(meaning))
            if meaning
            else _("See docs/reference/field-types.md.")
        )
        for problem in fieldtype.check_declaration(field):
            yield Finding(problem, hint, field.fieldname)


@RULES.add("meta.E021", "A default is a value the field can have")
def default_fits(subject: Subject) -> Iterator[Finding]:
    for field in typed_fields(subject):
        text = (field.default or "").strip()
        fieldtype = fieldtypes.get(field.fieldtype)
        if not text or not fieldtype.has_value or is_computed(field, text) or field.fieldname == SERIES_FIELD:
            continue
        try:
            faults: list[str] = list(fieldtype.check(field, fieldtype.parse(field, field.default)))
        except ValidationError as error:
            faults = [error.message]
        for fault in faults:
            yield Finding(
                _('The default "{text}" cannot be used: {fault}', text=text, fault=fault),
                _("Correct or remove it."),
                field.fieldname,
            )


@RULES.add("meta.E022", "Only fields with a value of their own stand in lists, filters, indexes and searches")
def list_flags(subject: Subject) -> Iterator[Finding]:
    flags = ("in_list_view", "in_standard_filter", "in_global_search", "search_index", "unique")
    for field in typed_fields(subject):
        if fieldtypes.get(field.fieldtype).has_value:
            continue
        for flag in flags:
            allowed = flag == "in_list_view" and field.fieldtype in ("Button", "Image", "Table MultiSelect")
            if getattr(field, flag) and not allowed:
                hint = _('Remove "{flag}".', flag=flag)
                yield Finding(
                    _(
                        '"{flag}" is set, but a {fieldtype} holds no value.',
                        flag=flag,
                        fieldtype=field.fieldtype,
                    ),
                    hint,
                    field.fieldname,
                )


@RULES.add("meta.E023", "Unique and indexed fields are short enough for an index")
def indexed_fields(subject: Subject) -> Iterator[Finding]:
    for field in typed_fields(subject):
        storage = fieldtypes.get(field.fieldtype).column(field)
        for flag in ("unique", "search_index"):
            if storage is None or not getattr(field, flag):
                continue
            if storage.kind in _UNINDEXED[flag]:
                hint = _('Use a short type such as Data, or remove "{flag}".', flag=flag)
                yield Finding(
                    _(
                        '"{flag}" is set, but a {fieldtype} is too long for it.',
                        flag=flag,
                        fieldtype=field.fieldtype,
                    ),
                    hint,
                    field.fieldname,
                )
            elif storage.kind is StorageKind.VARCHAR and (storage.length or 0) > INDEXED_VARCHAR:
                hint = _(
                    'Give it a length of at most {most}, or remove "{flag}".', most=INDEXED_VARCHAR, flag=flag
                )
                message = _(
                    '"{flag}" is set, but {length} characters are too long for it.',
                    flag=flag,
                    length=storage.length,
                )
                yield Finding(message, hint, field.fieldname)


@RULES.add("meta.E029", f"At most {MOST_INDEXED} fields are unique or indexed")
def indexes(subject: Subject) -> Iterator[Finding]:
    asked = [field for field in subject.doctype.value_fields if field.unique or field.search_index]
    if len(asked) > MOST_INDEXED:
        message = _(
            "{count} fields are unique or indexed; a table in MariaDB has room for {most}.",
            count=len(asked),
            most=MOST_INDEXED,
        )
        yield Finding(message, _('Remove "search_index" where nobody filters.'))


@RULES.add("meta.E027", "A mandatory field can be filled: it is visible, or has a default or a source")
def hidden_mandatory(subject: Subject) -> Iterator[Finding]:
    for field in value_fields(subject.doctype):
        if field.reqd and field.hidden and not (field.default or field.fetch_from or field.depends_on):
            hint = _("Give it a default, show it, or set the value in code and drop the flag.")
            yield Finding(
                _("The field is mandatory, but hidden and without a default."), hint, field.fieldname
            )


@RULES.add("meta.E028", "precision lies between 0 and 9")
def precision(subject: Subject) -> Iterator[Finding]:
    for field in subject.doctype.fields:
        if field.precision is not None and field.fieldtype in _ROUNDED and not 0 <= field.precision <= 9:
            hint = _("Choose a number of digits from 0 to 9.")
            yield Finding(
                _("The precision is {precision}.", precision=field.precision), hint, field.fieldname
            )


@RULES.add("meta.E032", "mask, pattern and normalise belong to text, minimum and maximum to numbers")
def rules_fit_their_type(subject: Subject) -> Iterator[Finding]:
    for field in typed_fields(subject):
        fieldtype = fieldtypes.get(field.fieldtype)
        for rule in ("mask", "pattern"):
            if getattr(field, rule) and not isinstance(fieldtype, ShortText):
                yield _misplaced(rule, _("one line of text, such as Data"), field)
        if field.normalise and not isinstance(fieldtype, Text):
            yield _misplaced("normalise", _("text, such as Data"), field)
        for rule in ("minimum", "maximum"):
            if getattr(field, rule) is not None and field.fieldtype not in _RANGED:
                yield _misplaced(rule, _("numbers"), field)
        if field.pattern_message and not field.pattern:
            yield Finding(
                _('"pattern_message" stands without a pattern.'), _("Add the pattern."), field.fieldname
            )


def _misplaced(rule: str, place: str, field: Field) -> Finding:
    message = _(
        '"{rule}" has no meaning for a {fieldtype}; it belongs to {place}.',
        rule=rule,
        fieldtype=field.fieldtype,
        place=place,
    )
    return Finding(message, _('Remove "{rule}" or choose another type.', rule=rule), field.fieldname)


@RULES.add("meta.E033", "link_filters is a JSON list of filters")
def link_filters(subject: Subject) -> Iterator[Finding]:
    for field in subject.doctype.fields:
        if not field.link_filters:
            continue
        try:
            filters = json.loads(field.link_filters)
        except ValueError:
            filters = None
        if not isinstance(filters, list | dict):
            hint = _('Write it like [["Client", "status", "=", "Active"]].')
            yield Finding(_("link_filters cannot be read."), hint, field.fieldname)


@RULES.add("meta.E034", "The options that a Select offers pass its own mask and pattern")
def options_pass_their_rules(subject: Subject) -> Iterator[Finding]:
    for field in typed_fields(subject):
        if field.fieldtype != "Select" or not (field.mask or field.pattern):
            continue
        if fieldtypes.get("Select").check_declaration(field):
            continue
        for choice in filter(None, field.choices):
            if fieldtypes.get("Data").check(replace(field, options=None), choice):
                hint = _("Correct the option, or remove the mask and pattern.")
                yield Finding(
                    _('The option "{choice}" does not pass the rules of the field.', choice=choice),
                    hint,
                    field.fieldname,
                )
