"""Which fields make a calendar of the documents of a doctype: those it declares, or those that look like it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from comptoir.meta.model import DocType, Field

MOMENTS = frozenset({"Date", "Datetime"})
_END = re.compile(r"(^|_)(end|ends|to|till|until|upto|due|finish)(_|$)")
"""How the name of a field says that something is over."""

Shown = Callable[[Field], bool]
"""Whether somebody sees the values of a field."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """The fields by which documents stand in a calendar."""

    start: str
    end: str | None = None
    lane: str | None = None
    color: str | None = None
    progress: str | None = None
    after: str | None = None
    busy: bool = False
    """Whether who may not read a document learns its times and its lane."""


def calendar_of(doctype: DocType, shown: Shown = lambda field: True) -> Calendar | None:
    """The calendar of ``doctype`` for somebody who sees the fields ``shown``; None where there is none."""
    if not doctype.has_table or doctype.istable:
        return None
    seen = {field.fieldname for field in doctype.value_fields if shown(field)}
    if doctype.calendar_start:
        return _declared(doctype, seen)
    found = [field for field in doctype.value_fields if field.fieldname in seen and _is_plan(field)]
    if not found:
        return None
    start, *later = found
    end = next((field.fieldname for field in later if _END.search(field.fieldname)), None)
    return _calendar(doctype, seen, start.fieldname, end)


def _declared(doctype: DocType, seen: set[str]) -> Calendar | None:
    start, end = str(doctype.calendar_start), doctype.calendar_end
    if start not in seen:
        return None
    told = all(name in seen for name in (end, doctype.calendar_lane) if name)
    made = _calendar(doctype, seen, start, end if end in seen else None)
    return replace(made, busy=doctype.calendar_busy and told)


def _calendar(doctype: DocType, seen: set[str], start: str, end: str | None) -> Calendar:
    names = (doctype.calendar_lane, doctype.calendar_color, doctype.gantt_progress, doctype.gantt_after)
    lane, color, progress, after = (name if name in seen else None for name in names)
    return Calendar(start, end, lane, color, progress, after)


def _is_plan(field: Field) -> bool:
    """A moment that people set; what is merely noted is history."""
    return field.fieldtype in MOMENTS and not (field.read_only or field.hidden)
