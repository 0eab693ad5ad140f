"""Documents that accompany another: which doctypes they are of, and which of their fields say whose they are.

Rights, deleting and renaming go by this list: a companion is seen by whoever may read what it is about, goes with
it and follows its name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Companion:
    """How documents of ``doctype`` say which document they are about."""

    doctype: str
    type_field: str
    name_field: str
    people: tuple[str, ...] = ()
    """Fields that name users who have the companion for their own, as its creator does."""
    tells_all: bool = False
    """Whether it repeats values of any field, so that only who reads every level may see it."""
    kept: bool = False
    """Whether a copy stays as Deleted Document when it goes with what it is about."""


COMPANIONS: Mapping[str, Companion] = {
    companion.doctype: companion
    for companion in (
        Companion("Comment", "reference_doctype", "reference_name"),
        Companion("ToDo", "reference_type", "reference_name", people=("allocated_to", "assigned_by")),
        Companion("Tag Link", "document_type", "document_name"),
        Companion("DocShare", "share_doctype", "share_name"),
        Companion("Document Follow", "ref_doctype", "ref_docname", people=("user",)),
        Companion("Version", "ref_doctype", "docname", tells_all=True),
        Companion("Communication", "reference_doctype", "reference_name", kept=True),
        Companion("File", "attached_to_doctype", "attached_to_name", kept=True),
    )
}
NOTES: Mapping[str, Companion] = {
    note.doctype: note
    for note in (
        Companion("Visited Place", "document_type", "document_name"),
        Companion("Reminder", "reminder_doctype", "reminder_docname"),
    )
}
"""What users keep for themselves about a document: it goes with it as companions do, but nobody else may see it."""
