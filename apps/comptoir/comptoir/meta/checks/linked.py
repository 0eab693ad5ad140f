"""Checks of what a new document takes over from the one it is made beside."""

from __future__ import annotations

from collections.abc import Iterator

from comptoir.errors import DeclarationError
from comptoir.meta.checks.rules import RULES, Finding, Subject
from comptoir.meta.linked import NAME, Linked, read_linked, read_numbers, takes
from comptoir.meta.model import DocType, Field
from comptoir.sentences import _


@RULES.add("meta.E075", "The field map of a link fills fields of the linked doctype from fields of this one")
def field_maps(subject: Subject) -> Iterator[Finding]:
    for row in subject.doctype.links:
        try:
            linked = read_linked(row)
        except DeclarationError as error:
            yield Finding(error.message, _('Write JSON such as {"target": "source"}.'))
            continue
        target = subject.find(linked.doctype)
        if target is not None:
            yield from _unfit(subject.doctype, target, linked)


@RULES.add("meta.E076", "The dashboard of a link can be read, and its field points at this doctype")
def dashboards(subject: Subject) -> Iterator[Finding]:
    for row in subject.doctype.links:
        try:
            numbers = read_numbers(row)
        except DeclarationError as error:
            yield Finding(error.message, _('Write JSON such as {"cards": ["Open deals"], "charts": []}.'))
            continue
        target = subject.find(numbers.doctype)
        field = target.by_name.get(numbers.fieldname) if target is not None else None
        fits = field is not None and field.fieldtype == "Link" and field.options == subject.doctype.name
        if target is not None and (numbers.cards or numbers.charts) and not fits:
            yield Finding(
                _(
                    '"{fieldname}" of {doctype} is no link to {name}.',
                    fieldname=numbers.fieldname,
                    doctype=target.name,
                    name=subject.doctype.name,
                ),
                _("Only documents that link here have numbers on the form."),
            )


def _unfit(source: DocType, target: DocType, linked: Linked) -> Iterator[Finding]:
    for filled, taken in linked.field_map.items():
        into, value = _field(target, filled), _field(source, taken)
        if into is None or value is None:
            name, fieldname = (target.name, filled) if into is None else (source.name, taken)
            yield Finding(
                _('{name} has no field "{fieldname}" that holds a value.', name=name, fieldname=fieldname),
                _("Correct the field map of the link."),
            )
        elif filled == linked.fieldname or filled == NAME or not takes(into, value):
            message = _(
                'The field "{filled}" of {doctype} cannot be filled from "{taken}".',
                filled=filled,
                doctype=target.name,
                taken=taken,
            )
            yield Finding(message, _("Map values of one kind; links to one doctype."))


def _field(doctype: DocType, fieldname: str) -> Field | None:
    if fieldname == NAME:
        return Field(NAME, "Link", options=doctype.name)
    found = doctype.by_name.get(fieldname)
    return None if found is None or found.is_layout or found.is_virtual else found
