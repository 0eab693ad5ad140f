"""Which format a document is printed in.

The one asked for; else the first whose condition the document meets, the usual one of its doctype, the one it is
put together by from its declaration (``Standard``).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from comptoir import expressions
from comptoir.context import Context
from comptoir.documents import Document, get_list
from comptoir.documents.shown import Shown
from comptoir.errors import DoesNotExistError
from comptoir.expressions import ExpressionSyntaxError
from comptoir.meta.model import DocType
from comptoir.printing.layout import Layout
from comptoir.sentences import Label, _

PRINT_FORMAT = "Print Format"
STANDARD = "Standard"
SIDES = ("margin_top", "margin_right", "margin_bottom", "margin_left")
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
FIELDS = (
    "name", "doc_type", "custom_format", "html", "css", "format_data", "condition", "one_sheet", "page_size",
    "orientation", "page_number", "pdf_generator", "font", "font_size", "default_print_language",
    "show_section_headings", "align_labels_right", "hide_heading", "accent_color", "letter_head", "standard", *SIDES,
)  # fmt: skip
"""What of a Print Format says how documents look."""


@dataclass(frozen=True, slots=True)
class Format:
    """A Print Format as it is used; the empty one is ``Standard``."""

    values: Mapping[str, Any]

    @property
    def name(self) -> str:
        """What it is called."""
        return str(self.values.get("name") or STANDARD)

    @property
    def is_template(self) -> bool:
        """Whether it is written as HTML."""
        return bool(self.values.get("custom_format"))

    @property
    def is_one_sheet(self) -> bool:
        """Whether all chosen documents stand on one sheet."""
        return self.is_template and bool(self.values.get("one_sheet"))

    @property
    def look(self) -> str:
        """The classes of a sheet that is not written as HTML."""
        asked = {
            "no-headings": self.name != STANDARD and not self.values.get("show_section_headings"),
            "labels-right": self.values.get("align_labels_right"),
        }
        return " ".join(name for name, is_asked in asked.items() if is_asked)

    @property
    def has_heading(self) -> bool:
        """Whether type and name of the document stand on top of a sheet that is not written as HTML."""
        return not self.values.get("hide_heading")

    @property
    def accent(self) -> str:
        """The style that gives headings and rules the colour of the format; empty where it has none."""
        colour = self.text("accent_color")
        if not _COLOUR.fullmatch(colour):
            return ""
        return (
            f".print-heading h2, .section-break h4, .print-format th {{ color: {colour} }} "
            f".print-heading, .print-format th {{ border-bottom-color: {colour} }} "
            f".print-format hr {{ border-top-color: {colour} }}"
        )

    def text(self, fieldname: str) -> str:
        """The value of a field as text; empty where there is none."""
        return str(self.values.get(fieldname) or "")

    def layout(self, size: str) -> Layout:
        """How it lies on paper, on pages of ``size`` where it names none. Raises ``DataError``."""
        if self.name == STANDARD:
            return Layout.of(size)
        place = self.text("page_number").lower().replace(" ", "-")
        return Layout.of(
            self.text("page_size") or size,
            landscape=self.values.get("orientation") == "Landscape",
            margins=[float(self.values.get(side) or 0) for side in SIDES],
            numbers="" if place == "hide" else place,
        )


STANDARD_FORMAT = Format({})


def chosen(ctx: Context, doc: Document, asked: str = "") -> Format:
    """The format of ``doc``. Raises ``DoesNotExistError`` where the one asked for is none of its doctype."""
    if asked == STANDARD:
        return STANDARD_FORMAT
    known = formats_of(ctx, doc.meta)
    if asked:
        found = next((format for format in known if format.name == asked), None)
        if found is None:
            raise DoesNotExistError(
                _(
                    "There is no print format {name} for documents of {doctype}.",
                    name=asked[:140],
                    doctype=Label(doc.doctype),
                )
            )
        return found
    usual = doc.meta.default_print_format
    fitting = (format for format in known if _is_met(format.text("condition"), doc))
    return next(fitting, next((format for format in known if format.name == usual), STANDARD_FORMAT))


def formats_of(ctx: Context, meta: DocType) -> list[Format]:
    """The formats of a doctype that are in use, the site's own first: its conditions go before those of apps."""
    rows = get_list(
        ctx, PRINT_FORMAT, fields=list(FIELDS), filters={"doc_type": meta.name, "disabled": 0},
        order_by="standard, name", limit=0, ignore_permissions=True,
    )  # fmt: skip
    return [Format(row) for row in rows]


def _is_met(condition: str, doc: Document) -> bool:
    if not condition.strip():
        return False
    try:
        return expressions.compile(condition).is_true({"doc": Shown(doc)})
    except ExpressionSyntaxError:
        return False
