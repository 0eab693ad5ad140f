"""Print formats: a standard one belongs to its app, a template is read before it is kept."""

from __future__ import annotations

from typing import Any

from comptoir import expressions, templates
from comptoir.apps.print_formats import FROM_APP
from comptoir.context import Message
from comptoir.documents import Document
from comptoir.errors import DataError, PermissionError, ValidationError
from comptoir.expressions import ExpressionSyntaxError
from comptoir.printing import arrangement
from comptoir.printing.formats import STANDARD, Format
from comptoir.printing.settings import print_settings
from comptoir.sentences import _

CHOSEN_HERE = frozenset({"disabled"})
"""What a site decides about a standard format."""


class PrintFormat(Document):
    """How documents of one type look on paper."""

    standard: Any
    custom_format: Any
    html: Any
    condition: Any

    def validate(self) -> None:
        before = self.get_doc_before_save()
        if not self.flags.get(FROM_APP):
            self._check_standard(before)
        if str(self.name) == STANDARD:
            raise ValidationError.at(
                "name", _("Standard is the format that every document has. Choose another name.")
            )
        if self.custom_format:
            templates.check(self._ctx, str(self.html or ""))
        if self.condition:
            self._check_condition()
        self._check_arrangement(before)
        self._check_page()

    def on_trash(self) -> None:
        if self.standard == "Yes":
            raise PermissionError(
                _(
                    "The print format {name} belongs to an app and would come back. Disable it.",
                    name=self.name,
                )
            )

    def _check_standard(self, before: Document | None) -> None:
        if before is None:
            self.standard = "No"
        elif before.get("standard") == "Yes" and self._is_changed(before):
            raise PermissionError(
                _(
                    "The print format {name} belongs to an app. Duplicate it, and change the copy.",
                    name=self.name,
                )
            )
        else:
            self.standard = before.get("standard")

    def _is_changed(self, before: Document) -> bool:
        fields = (field.fieldname for field in self.meta.value_fields if field.fieldname not in CHOSEN_HERE)
        return any(self.get(name) != before.get(name) for name in fields)

    def _check_arrangement(self, before: Document | None) -> None:
        kept = str(self.get("format_data") or "")
        if before is not None and kept == str(before.get("format_data") or ""):
            return
        arrangement.check(kept)
        for place in arrangement.arranged(kept):
            if place.kind == arrangement.HTML:
                templates.check(self._ctx, place.text)

    def _check_condition(self) -> None:
        try:
            expressions.compile(str(self.condition))
        except ExpressionSyntaxError as error:
            # No document meets it, so it harms none: it is kept, and told.
            self._ctx.messages.append(Message(error.message, indicator="orange"))

    def _check_page(self) -> None:
        try:
            Format(self.as_dict()).layout(print_settings(self._ctx).size)
        except DataError as error:
            raise ValidationError.at("margin_top", error.message) from error
