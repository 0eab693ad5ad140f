"""Checks of fields that are shown masked: that there is somebody they are masked for, and no way around the mask."""

from __future__ import annotations

import re
from collections.abc import Iterator

from comptoir.meta.checks.rules import RULES, Finding, Subject
from comptoir.meta.masking import declaration_problems
from comptoir.meta.model import Field
from comptoir.sentences import _

_BRACES = re.compile(r"\{(\w+)\}")


def _masked(subject: Subject) -> Iterator[Field]:
    return (field for field in subject.doctype.fields if field.masking)


@RULES.add(
    "meta.E080",
    "A field that is shown masked has a value that can be, a known masking and a permission level",
)
def masking_is_declared_rightly(subject: Subject) -> Iterator[Finding]:
    hint = _("See docs/reference/field-types.md.")
    for field in _masked(subject):
        for problem in declaration_problems(field):
            yield Finding(problem, hint, field.fieldname)


@RULES.add("meta.E081", "Documents are not named or titled by what is shown masked")
def masked_value_is_no_name(subject: Subject) -> Iterator[Finding]:
    doctype = subject.doctype
    title = doctype.field("title")
    names = {doctype.title_field or "", (doctype.autoname or "").removeprefix("field:")}
    names |= set(_BRACES.findall(doctype.autoname or ""))
    names |= set(_BRACES.findall(f"{title.options} {title.default}")) if title is not None else set()
    for field in _masked(subject):
        if field.fieldname in names:
            yield Finding(
                _(
                    "The field is shown masked, but it is the name or title of its documents, which everybody sees."
                ),
                _("Name and title documents by another field, or drop the masking."),
                field.fieldname,
            )


@RULES.add("meta.E082", "What is fetched from a field that is shown masked is above permission level 0, too")
def fetched_is_masked(subject: Subject) -> Iterator[Finding]:
    for field in subject.doctype.fields:
        link, _dot, name = (field.fetch_from or "").partition(".")
        via = subject.doctype.field(link.strip())
        target = subject.find(via.options) if via is not None else None
        source = target.field(name.strip()) if target is not None else None
        if source is not None and source.masking and source.permlevel and not field.permlevel:
            yield Finding(
                _(
                    'The field copies "{source}", which {target} shows masked.',
                    source=name,
                    target=via.options if via else "",
                ),
                _("Give it a permission level and a masking of its own."),
                field.fieldname,
            )
