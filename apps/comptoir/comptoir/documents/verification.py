"""Checks and roundings that controllers ask for by name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from comptoir.documents.comparing import compare
from comptoir.documents.data import DocumentData
from comptoir.documents.settings import value_settings
from comptoir.documents.values import place
from comptoir.errors import ComptoirError, FieldProblem, ValidationError
from comptoir.meta import fieldtypes
from comptoir.meta.fieldtypes.numbers import round_number
from comptoir.sentences import Label, _
from comptoir.sites.settings import site_settings

_NUMBERS = ("Currency", "Float", "Percent", "Duration")
DEFAULT_FLOAT_PRECISION = 3


class Verification(DocumentData):
    """What a document offers its controller for validating itself."""

    def precision(self, fieldname: str, parentfield: Any = None) -> int | None:
        """Digits after the point of a number field: its own, or those of System Settings."""
        meta = self._meta
        if isinstance(parentfield, str) and parentfield in meta.by_name:
            meta = self._ctx.site.registry.get(meta.by_name[parentfield].options or "")
        field = meta.by_name.get(fieldname)
        if field is None or field.fieldtype not in _NUMBERS:
            return None
        if field.precision is not None:
            return field.precision
        settings = site_settings(self._ctx)
        if field.fieldtype == "Currency":
            return 2 if settings.currency_precision is None else settings.currency_precision
        return DEFAULT_FLOAT_PRECISION if settings.float_precision is None else settings.float_precision

    def round_floats_in(self, doc: Any, fieldnames: Sequence[str] | None = None) -> None:
        """Round the number fields of ``doc`` (this document or a row) to their precision."""
        rounding = value_settings(self._ctx).rounding
        names = fieldnames or [f.fieldname for f in doc.meta.value_fields if f.fieldtype in _NUMBERS]
        for name in names:
            digits = doc.precision(name)
            doc.set(
                name, round_number(float(doc.get(name) or 0), digits if digits is not None else 9, rounding)
            )

    def validate_value(
        self, fieldname: str, condition: str, val2: Any, doc: Any = None, raise_exception: Any = None
    ) -> None:
        """Raise unless ``fieldname condition val2`` holds, on this document or a row of it."""
        part = doc if doc is not None else self
        field = part.meta.by_name[fieldname]
        if field.fieldtype in _NUMBERS and (digits := part.precision(fieldname)) is not None:
            val2 = round_number(float(val2 or 0), digits, value_settings(self._ctx).rounding)
        if compare(part.get(fieldname), condition, val2):
            return
        shown = val2 if isinstance(val2, (list, tuple)) else fieldtypes.get(field.fieldtype).to_json(val2)
        label = Label(field.title)
        sentence = _("{label} must be {condition} {value}.", label=label, condition=condition, value=shown)
        if part._parent is not None:
            sentence = _("Row {idx}: {sentence}", idx=part.idx, sentence=sentence)
        error: type[Exception] = raise_exception if isinstance(raise_exception, type) else ValidationError
        if not issubclass(error, ComptoirError):
            raise error(sentence)
        raise error(sentence, fields=[place(FieldProblem(fieldname, sentence), part)])

    def validate_from_to_dates(self, from_date_field: str, to_date_field: str) -> None:
        """Raise where the first of two dates lies after the second."""
        start, end = self.get(from_date_field), self.get(to_date_field)
        if start in (None, "") or end in (None, "") or compare(start, "<=", end):
            return
        by_name = self._meta.by_name
        sentence = _(
            "{end} must not lie before {start}.",
            start=Label(by_name[from_date_field].title),
            end=Label(by_name[to_date_field].title),
        )
        raise ValidationError.at(to_date_field, sentence)

    def validate_table_has_rows(self, parentfield: str) -> None:
        """Raise where a table is empty."""
        if self.get(parentfield):
            return
        sentence = _(
            "{label} must have at least one row.", label=Label(self._meta.by_name[parentfield].title)
        )
        raise ValidationError.at(parentfield, sentence)
