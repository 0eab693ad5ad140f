"""Checks of what a doctype refers to: other doctypes, their fields, its own fields."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from comptoir.expressions import ExpressionSyntaxError, compile
from comptoir.meta.checks.rules import RULES, Finding, Subject
from comptoir.meta.model import STANDARD_FIELDS, DocType, Field
from comptoir.sentences import _, joined

_CONDITIONS = ("depends_on", "mandatory_depends_on", "read_only_depends_on", "collapsible_depends_on")
_BOOKKEEPING = frozenset({*STANDARD_FIELDS, "doctype", "__islocal", "__unsaved", "amended_from"})
_NAMES_A_DOCTYPE = frozenset({"Link", "Select", "Data", "Read Only", "Autocomplete"})


def _target(field: Field) -> str:
    return (field.options or "").strip()


@RULES.add("meta.E016", "A Link points at a doctype that exists and has documents of its own")
def link_target(subject: Subject) -> Iterator[Finding]:
    for field in subject.doctype.fields:
        if field.fieldtype != "Link" or not _target(field):
            continue
        target = subject.find(_target(field))
        if target is None:
            hint = _("Declare that doctype, or correct the options.")
            yield Finding(
                _('The field links to "{field}", which is not declared.', field=_target(field)),
                hint,
                field.fieldname,
            )
        elif target.istable or target.issingle:
            hint = _("Link to a doctype with documents of its own.")
            kind = _("a child table") if target.istable else _("a Single")
            yield Finding(
                _('The field links to "{target}", which is {kind}.', target=target.name, kind=kind),
                hint,
                field.fieldname,
            )


@RULES.add("meta.E017", "A Table holds rows of a child doctype that exists")
def table_target(subject: Subject) -> Iterator[Finding]:
    for field in subject.doctype.table_fields:
        target = subject.find(_target(field))
        if not _target(field):
            continue
        if target is None:
            hint = _("Declare that doctype, or correct the options.")
            yield Finding(
                _('The rows are of "{field}", which is not declared.', field=_target(field)),
                hint,
                field.fieldname,
            )
        elif not target.istable:
            hint = _('Set "istable" there, or choose a child doctype.')
            yield Finding(
                _('The rows are of "{target}", which is no child table.', target=target.name),
                hint,
                field.fieldname,
            )
        elif field.fieldtype == "Table MultiSelect" and not target.link_fields:
            hint = _("Add the Link field to the child doctype.")
            yield Finding(
                _('"{target}" has no Link field to choose from.', target=target.name), hint, field.fieldname
            )


@RULES.add("meta.E018", "A child table has no tables itself")
def nested_table(subject: Subject) -> Iterator[Finding]:
    if subject.doctype.istable:
        for field in subject.doctype.table_fields:
            hint = _("Make it a doctype of its own that links to this row's parent.")
            yield Finding(_("A child table cannot have a table."), hint, field.fieldname)


@RULES.add("meta.E020", "A Dynamic Link names the field that holds its doctype")
def dynamic_link(subject: Subject) -> Iterator[Finding]:
    for field in subject.doctype.fields:
        if field.fieldtype != "Dynamic Link" or not _target(field):
            continue
        holder = subject.doctype.field(_target(field))
        if holder is None or holder.fieldtype not in _NAMES_A_DOCTYPE:
            hint = _("Name a Link to DocType, or a Select of doctypes, of this doctype.")
            message = _(
                'The doctype is taken from "{field}", which is no field that can hold one.',
                field=_target(field),
            )
            yield Finding(message, hint, field.fieldname)
        elif holder.fieldtype == "Link" and _target(holder) != "DocType":
            hint = _('Let "{fieldname}" link to DocType.', fieldname=holder.fieldname)
            yield Finding(
                _(
                    '"{fieldname}" links to {holder}, not to DocType.',
                    fieldname=holder.fieldname,
                    holder=_target(holder),
                ),
                hint,
                field.fieldname,
            )


@RULES.add("meta.E024", "fetch_from names a Link of this doctype and a field behind it")
def fetch_from(subject: Subject) -> Iterator[Finding]:
    for field in subject.doctype.fields:
        if not field.fetch_from:
            continue
        linkname, dot, source = field.fetch_from.strip().partition(".")
        link = subject.doctype.field(linkname)
        hint = _("Write <link field>.<field of the linked doctype>.")
        if not dot or link is None or link.fieldtype not in ("Link", "Dynamic Link"):
            yield Finding(
                _('"{fetch_from}" starts with no Link field.', fetch_from=field.fetch_from),
                hint,
                field.fieldname,
            )
            continue
        target = subject.find(_target(link)) if link.fieldtype == "Link" else None
        if target is not None and source not in target.valid_columns and not target.has_field(source):
            message = _(
                '"{fetch_from}" asks for "{source}", which {target} does not have.',
                fetch_from=field.fetch_from,
                source=source,
                target=target.name,
            )
            yield Finding(message, hint, field.fieldname)


@RULES.add("meta.E025", "The options of a Currency name a field that holds the currency")
def currency_field(subject: Subject) -> Iterator[Finding]:
    for field in subject.doctype.fields:
        name = _target(field)
        if field.fieldtype != "Currency" or not name:
            continue
        if ":" in name:
            name = name.split(":")[1]
        owners = (subject.doctype, *subject.hosts)
        if not any(owner.has_field(name) for owner in owners):
            hint = _("Name a Link to Currency of this doctype or of its parent, or leave the options empty.")
            yield Finding(
                _('The currency is taken from "{name}", which is not declared.', name=name),
                hint,
                field.fieldname,
            )


@RULES.add("meta.E026", "The options of an Image name a field that holds a picture")
def image_source(subject: Subject) -> Iterator[Finding]:
    for field in subject.doctype.fields:
        if field.fieldtype == "Image" and not _is_picture(subject.doctype, _target(field)):
            hint = _("Name an Attach Image field of this doctype.")
            yield Finding(
                _('The picture is taken from "{field}", which holds none.', field=_target(field)),
                hint,
                field.fieldname,
            )


def _is_picture(doctype: DocType, fieldname: str) -> bool:
    field = doctype.field(fieldname)
    return field is not None and field.fieldtype in ("Attach Image", "Attach")


@RULES.add("meta.E030", "A condition can be read")
def condition_syntax(subject: Subject) -> Iterator[Finding]:
    for fieldname, name, source in _conditions(subject.doctype):
        try:
            compile(source)
        except ExpressionSyntaxError as error:
            hint = _("See docs/reference/expressions.md.")
            yield Finding(joined((f'"{name}":', error.message)), hint, fieldname)


@RULES.add("meta.E031", "A condition asks for fields that exist")
def condition_fields(subject: Subject) -> Iterator[Finding]:
    doctype = subject.doctype
    parents = {field.fieldname for host in subject.hosts for field in host.fields}
    for fieldname, name, source in _conditions(doctype):
        for root, member in _paths(source):
            known = doctype.has_field(member) if root == "doc" else not subject.hosts or member in parents
            if not known and member not in _BOOKKEEPING:
                hint = _("Correct the fieldname, or declare the field.")
                message = _(
                    '"{name}" asks for {root}.{member}, which is not declared.',
                    name=name,
                    root=root,
                    member=member,
                )
                yield Finding(message, hint, fieldname)


def _conditions(doctype: DocType) -> Iterator[tuple[str | None, str, str]]:
    """Field, property and source of every condition; that of the rows belongs to no field."""
    if doctype.counts_when:
        yield None, "counts_when", doctype.counts_when
    for field in doctype.fields:
        for name in _CONDITIONS:
            if source := getattr(field, name):
                yield field.fieldname, name, source


def _paths(source: str) -> list[tuple[str, str]]:
    try:
        return sorted(compile(source).paths)
    except ExpressionSyntaxError:
        return []


@RULES.add("meta.E040", "title_field is a field with a value")
def title_field(subject: Subject) -> Iterator[Finding]:
    yield from _own_column(subject, "title_field", subject.doctype.title_field)


@RULES.add("meta.E041", "image_field holds a picture")
def image_field(subject: Subject) -> Iterator[Finding]:
    name = subject.doctype.image_field
    if name and not _is_picture(subject.doctype, name):
        yield Finding(
            _('image_field is "{name}", which holds no picture.', name=name), _("Name an Attach Image field.")
        )


@RULES.add("meta.E042", "search_fields are fields with a value")
def search_fields(subject: Subject) -> Iterator[Finding]:
    for name in (subject.doctype.search_fields or "").split(","):
        yield from _own_column(subject, "search_fields", name.strip())


@RULES.add("meta.E043", "Lists are sorted by a field with a value")
def sort_field(subject: Subject) -> Iterator[Finding]:
    for part in subject.doctype.sort_field.split(","):
        yield from _own_column(subject, "sort_field", (part.split() or [""])[0].strip("`"))
    orders = {part.strip().upper() for part in subject.doctype.sort_order.split(",")}
    for order in sorted(orders - {"ASC", "DESC", ""}):
        yield Finding(_('sort_order is "{order}".', order=order), _("Write ASC or DESC."))


@RULES.add("meta.E044", "timeline_field and nsm_parent_field are Links")
def link_settings(subject: Subject) -> Iterator[Finding]:
    for setting in ("timeline_field", "nsm_parent_field"):
        name = getattr(subject.doctype, setting)
        field = subject.doctype.field(name) if name else None
        if name and (field is None or field.fieldtype not in ("Link", "Dynamic Link")):
            yield Finding(
                _('{setting} is "{name}", which is no Link field.', setting=setting, name=name),
                _("Name a Link field of this doctype."),
            )


def _own_column(subject: Subject, setting: str, name: str | None) -> Iterator[Finding]:
    if name and name not in subject.doctype.valid_columns:
        field = subject.doctype.field(name)
        reason = (
            _("is not declared")
            if field is None
            else _("is a {fieldtype} and has no column", fieldtype=field.fieldtype)
        )
        yield Finding(
            _('{setting} names "{name}", which {reason}.', setting=setting, name=name, reason=reason),
            _("Name a stored field of this doctype."),
        )


@RULES.add("meta.E065", "A state is an option of a Select of the doctype")
def states(subject: Subject) -> Iterator[Finding]:
    doctype = subject.doctype
    choices = {choice for field in doctype.fields if field.fieldtype == "Select" for choice in field.choices}
    dynamic = any(field.fieldname == "workflow_state" for field in doctype.fields)
    for state in doctype.states:
        title = str(state.get("title") or "")
        if title not in choices and not dynamic:
            yield Finding(
                _('The state "{title}" is no option of a Select.', title=title),
                _("Correct the title, or remove the state."),
            )


@RULES.add("meta.E066", "A linked document type exists and has the field it is found by")
def links(subject: Subject) -> Iterator[Finding]:
    for link in subject.doctype.links:
        name, fieldname = str(link.get("link_doctype") or ""), str(link.get("link_fieldname") or "")
        target = subject.find(name)
        if target is None:
            yield Finding(
                _('The linked document type "{name}" is not declared.', name=name),
                _("Correct or remove the link."),
            )
        elif not target.has_field(fieldname):
            message = _(
                '{name} has no field "{fieldname}", by which its documents should be found.',
                name=name,
                fieldname=fieldname,
            )
            yield Finding(message, _("Name the Link field that points here."))
        elif link.get("is_child_table") and not _holds(subject, link, name):
            message = _(
                "The rows of {name} stand in no such table of {parent}.",
                name=name,
                parent=str(link.get("parent_doctype") or "–"),
            )
            yield Finding(message, _("Name the document type and its table that holds the rows."))


def _holds(subject: Subject, link: Mapping[str, Any], child: str) -> bool:
    """Whether the table a link names is one of rows of ``child``."""
    parent = subject.find(str(link.get("parent_doctype") or ""))
    table = parent.by_name.get(str(link.get("table_fieldname") or "")) if parent is not None else None
    return table is not None and table.is_table and table.options == child
