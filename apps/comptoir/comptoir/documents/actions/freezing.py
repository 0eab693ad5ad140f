"""What must not change any more: constants, and a submitted document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from comptoir.access.masking import told
from comptoir.documents.values import is_empty
from comptoir.errors import CannotChangeConstantError, UpdateAfterSubmitError
from comptoir.meta.model import Field
from comptoir.sentences import Label, _

if TYPE_CHECKING:
    from comptoir.documents.document import Document


def check_constants(doc: Document, before: Document) -> None:
    """Fields that are set once keep their value."""
    for field in (field for field in doc.meta.value_fields if field.set_only_once):
        old = before.get(field.fieldname)
        if not is_empty(old) and old != doc.get(field.fieldname):
            sentence = _("{label} is set once and stays as it is.", label=Label(field.title))
            raise CannotChangeConstantError.at(field.fieldname, sentence)


def check_frozen(doc: Document, before: Document) -> None:
    """A submitted document changes only where its declaration allows it."""
    for field in doc.meta.fields:
        if field.allow_on_submit or field.is_layout or field.is_virtual:
            continue
        if field.is_table:
            _check_frozen_rows(field.title, before.get(field.fieldname) or [], doc.get(field.fieldname) or [])
        elif before.get(field.fieldname) != doc.get(field.fieldname):
            _refuse_frozen(doc, field, before.get(field.fieldname))


def _check_frozen_rows(title: str, before: list[Any], after: list[Any]) -> None:
    if [row.name for row in before] != [row.name for row in after]:
        raise UpdateAfterSubmitError(
            _(
                "Rows of {label} are neither added nor removed once the document is submitted.",
                label=Label(title),
            )
        )
    for old, new in zip(before, after, strict=True):
        for field in new.meta.value_fields:
            if not field.allow_on_submit and old.get(field.fieldname) != new.get(field.fieldname):
                _refuse_frozen(new, field, old.get(field.fieldname))


def _refuse_frozen(part: Document, field: Field, old: Any) -> None:
    sentence = _(
        "{label} stays {old} once the document is submitted; {new} was not taken.",
        label=Label(field.title),
        old=told(part, field, old),
        new=told(part, field, part.get(field.fieldname)),
    )
    raise UpdateAfterSubmitError.at(field.fieldname, sentence)
