"""Checks of names: of the doctype, of its fields, and of how its documents are named."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from comptoir.meta.checks.rules import RULES, Finding, Subject
from comptoir.meta.dynamic import KNOWN_WHEN_NAMED
from comptoir.meta.model import CHILD_COLUMNS, OPTIONAL_COLUMNS, STANDARD_COLUMNS
from comptoir.sentences import _, _n
from comptoir.text import scrub

LONGEST_DOCTYPE = 61
LONGEST_FIELDNAME = 64
_DOCTYPE_NAME = re.compile(r"[A-Za-z][A-Za-z0-9 _\-]*")
_FIELDNAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_BRACES = re.compile(r"\{([^{}]*)\}")
_RULES_WITHOUT_ARGUMENT = frozenset({"hash", "autoincrement", "prompt", "uuid"})
_DATE_PARTS = frozenset({"YYYY", "YY", "MM", "DD", "WW", "JJJ", "timestamp", "FY"})

RESERVED = frozenset({
    *STANDARD_COLUMNS, *CHILD_COLUMNS, *OPTIONAL_COLUMNS, "doctype", "flags", "meta",
    "all_children", "add_comment", "add_tag", "append", "as_dict", "as_json", "cancel", "check_permission",
    "column_values", "db_get", "db_insert", "db_set", "db_update", "delete", "discard", "extend", "get",
    "delete_key", "get_all_children", "get_doc_before_save", "get_formatted", "get_onload", "get_password",
    "get_title", "get_url", "get_valid_columns", "get_value_before_save", "getone", "round_floats_in",
    "set_new_name", "set_onload", "update_if_missing", "validate_from_to_dates", "validate_table_has_rows",
    "validate_value", "has_permission", "has_value_changed", "insert", "is_child", "is_new", "load_from_db",
    "lock", "msgprint", "notify_update", "parent_doc", "precision", "queue_action", "reload", "remove",
    "rename", "run_method", "save", "set", "set_defaults", "submit", "unlock", "update",
})  # fmt: skip
"""Columns every table has, and what a document can do: a field of that name would hide it."""

_RIGHTS = frozenset({"delete", "submit", "cancel"})
_OWNED_BY_ENGINE = {
    "DocField": frozenset({"precision"}),
    "Custom Field": frozenset({"precision"}),
    "DocPerm": _RIGHTS,
    "Custom DocPerm": _RIGHTS | {"parent"},
    "DocShare": _RIGHTS,
}
"""The engine's own doctypes that carry Frappe's names for what they describe."""


@RULES.add(
    "meta.E001",
    "The name of a doctype starts with a letter, has letters, digits, blanks, - and _, at most 61",
)
def doctype_name(subject: Subject) -> Iterator[Finding]:
    name = subject.doctype.name
    if len(name) > LONGEST_DOCTYPE:
        hint = _(
            "Choose a name of at most {most} characters, so that its table can be named after it.",
            most=LONGEST_DOCTYPE,
        )
        yield Finding(
            _n("The name has {count} character.", "The name has {count} characters.", count=len(name)), hint
        )
    if not _DOCTYPE_NAME.fullmatch(name) or name != name.strip():
        yield Finding(
            _('The name "{name}" cannot be used.', name=name),
            _("Use letters, digits, blanks, - and _, a letter first."),
        )


@RULES.add("meta.E002", "No two doctypes have names that differ only in case, blanks, - or _")
def doctype_name_is_apart(subject: Subject) -> Iterator[Finding]:
    name = subject.doctype.name
    for other in subject.doctypes:
        if other != name and scrub(other) == scrub(name):
            hint = _("Rename one of them: their files, controllers and tables would be the same.")
            yield Finding(_('The name cannot be told from that of doctype "{other}".', other=other), hint)


@RULES.add("meta.E010", "A fieldname starts with a letter and has letters, digits and _, at most 64")
def fieldname(subject: Subject) -> Iterator[Finding]:
    for field in subject.doctype.fields:
        name = field.fieldname
        if not _FIELDNAME.fullmatch(name):
            suggestion = re.sub(r"[^a-z0-9_]+", "_", name.lower()).strip("_0123456789") or "field"
            yield Finding(
                _('The fieldname "{name}" cannot be used.', name=name),
                _('Write it like "{suggestion}".', suggestion=suggestion),
                name,
            )
        elif len(name) > LONGEST_FIELDNAME:
            hint = _("Shorten it to {most} characters.", most=LONGEST_FIELDNAME)
            yield Finding(
                _n(
                    "The fieldname has {count} character.",
                    "The fieldname has {count} characters.",
                    count=len(name),
                ),
                hint,
                name,
            )


@RULES.add("meta.E011", "A fieldname is none of the columns and methods that every document has")
def fieldname_is_free(subject: Subject) -> Iterator[Finding]:
    for field in subject.doctype.fields:
        name = field.fieldname
        if name in RESERVED and name not in _OWNED_BY_ENGINE.get(subject.doctype.name, ()):
            hint = _(
                'Call the field something else, such as "{suggestion}".',
                suggestion=f"{scrub(subject.doctype.name)}_{name.strip('_')}",
            )
            yield Finding(_('The fieldname "{name}" is taken by the engine.', name=name), hint, name)


@RULES.add("meta.E012", "A fieldname is declared once")
def fieldname_is_unique(subject: Subject) -> Iterator[Finding]:
    counts = Counter(field.fieldname.lower() for field in subject.doctype.fields)
    for name, count in counts.items():
        if count > 1:
            yield Finding(
                _n(
                    'The field "{name}" is declared {count} time.',
                    'The field "{name}" is declared {count} times.',
                    name=name,
                    count=count,
                ),
                _("Rename or remove all but one."),
                name,
            )


@RULES.add("meta.E013", "field_order names every field once")
def field_order(subject: Subject) -> Iterator[Finding]:
    order = subject.doctype.extra.get("field_order")
    if not isinstance(order, list):
        return
    declared = {field.fieldname for field in subject.doctype.fields}
    for name in sorted(set(map(str, order)) - declared):
        hint = _("Remove it from field_order, or declare the field.")
        yield Finding(_('field_order names "{name}", which is not declared.', name=name), hint, name)
    for name in sorted(declared - set(map(str, order))):
        yield Finding(
            _("The field is missing in field_order."), _("Add it where the field should stand."), name
        )
    for name, count in Counter(map(str, order)).items():
        if count > 1:
            yield Finding(
                _n(
                    "field_order names the field {count} time.",
                    "field_order names the field {count} times.",
                    count=count,
                ),
                _("Keep one."),
                name,
            )


@RULES.add("meta.E045", "autoname is a rule that can be carried out")
def autoname(subject: Subject) -> Iterator[Finding]:
    doctype = subject.doctype
    rule = (doctype.autoname or "").strip()
    kind, colon, argument = rule.partition(":")
    if not rule or rule.lower() in _RULES_WITHOUT_ARGUMENT:
        return
    if colon and kind == "field":
        if not doctype.has_field(argument):
            hint = _("Name a field of this doctype after field:, or choose another rule.")
            yield Finding(
                _(
                    'Documents are named after the field "{argument}", which is not declared.',
                    argument=argument,
                ),
                hint,
            )
    elif colon and kind == "naming_series":
        series = doctype.field("naming_series")
        if series is None or series.fieldtype not in ("Select", "Data"):
            hint = _(
                'Add a Select field "naming_series" with one series per line, such as INV-.YYYY.-.#####.'
            )
            yield Finding(_("Documents are named by a series, but there is no field that offers one."), hint)
    elif colon and kind == "format":
        yield from _format(subject, argument)
    elif "#" not in rule:
        hint = _(
            "Use field:<fieldname>, naming_series:, format:<text>, hash, autoincrement, UUID, Prompt or INV-.#####."
        )
        yield Finding(_('The naming rule "{rule}" is not known.', rule=rule), hint)


def _format(subject: Subject, text: str) -> Iterator[Finding]:
    for part in _BRACES.findall(text):
        is_counter = bool(part) and not part.strip("#")
        is_known = part in _DATE_PARTS or part in KNOWN_WHEN_NAMED or subject.doctype.has_field(part)
        if not is_counter and not is_known:
            hint = _(
                "Put a fieldname, a date part such as YYYY, or # for the digits of a counter between { and }."
            )
            yield Finding(_('The name is made with "{{{part}}}", which is not declared.', part=part), hint)
