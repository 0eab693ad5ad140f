"""Checks of what a doctype says about its calendar."""

from __future__ import annotations

from collections.abc import Iterator

from comptoir.meta.calendars import MOMENTS
from comptoir.meta.checks.rules import RULES, Finding, Subject
from comptoir.sentences import _

KINDS = {
    "calendar_start": MOMENTS,
    "calendar_end": MOMENTS,
    "calendar_lane": frozenset({"Link"}),
    "calendar_color": frozenset({"Select", "Link"}),
    "gantt_progress": frozenset({"Percent", "Float", "Int"}),
    "gantt_after": frozenset({"Link"}),
}
"""What the fields of a calendar may be."""


@RULES.add("meta.E090", "The fields of a calendar are stored and of a kind that fits")
def calendar_fields(subject: Subject) -> Iterator[Finding]:
    doctype = subject.doctype
    for setting, kinds in KINDS.items():
        name = getattr(doctype, setting)
        field = doctype.field(name) if name else None
        if name and (field is None or not field.has_column or field.fieldtype not in kinds):
            yield Finding(
                _('{setting} is "{name}", which does not fit.', setting=setting, name=name),
                _("Name a stored field of one of these types: {types}.", types=tuple(sorted(kinds))),
            )
    after = doctype.field(doctype.gantt_after or "")
    if after is not None and after.fieldtype == "Link" and (after.options or "").strip() != doctype.name:
        yield Finding(
            _('gantt_after is "{name}", which links to other documents.', name=after.fieldname),
            _('Name a Link to "{doctype}".', doctype=doctype.name),
        )


@RULES.add("meta.E091", "What a calendar says more stands beside calendar_start")
def calendar_start(subject: Subject) -> Iterator[Finding]:
    doctype = subject.doctype
    said = [name for name in ("calendar_end", "calendar_busy") if getattr(doctype, name)]
    if said and not doctype.calendar_start:
        yield Finding(
            _("{settings} is set, but no calendar_start.", settings=tuple(said)),
            _("Name the Date or Datetime in which documents begin."),
        )
