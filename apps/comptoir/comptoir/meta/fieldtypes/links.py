"""References: Link, Dynamic Link, Table, Table MultiSelect.

Whether the document a link names exists is looked up by the document layer; here only its form is checked.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from comptoir.errors import DataError
from comptoir.meta.fieldtypes.base import FieldType
from comptoir.meta.fieldtypes.text import ShortText
from comptoir.meta.locale import Locale
from comptoir.meta.values import DEFAULT_SETTINGS, ValueSettings, fault
from comptoir.sentences import _

if TYPE_CHECKING:
    from comptoir.meta.model import Field


class Link(ShortText):
    """The name of one document of the doctype that ``options`` names."""

    name = "Link"
    widget = "link"
    purpose = "A reference to one document."
    options_meaning = "the doctype referred to"

    def check_declaration(self, field: Field) -> Sequence[str]:
        missing = (
            [] if (field.options or "").strip() else [_("Its options must name the doctype it links to.")]
        )
        return [*super().check_declaration(field), *missing]


class DynamicLink(ShortText):
    """The name of one document of the doctype that another field holds."""

    name = "Dynamic Link"
    widget = "dynamic_link"
    purpose = "A reference to one document of a doctype that another field holds."
    options_meaning = "the fieldname of the Link or Select field that holds the doctype"

    def check_declaration(self, field: Field) -> Sequence[str]:
        missing = (
            []
            if (field.options or "").strip()
            else [_("Its options must name the field that holds the doctype.")]
        )
        return [*super().check_declaration(field), *missing]


class Table(FieldType):
    """Rows of a child doctype, edited as a table."""

    name = "Table"
    widget = "table"
    purpose = "Rows of a child doctype, edited as a table."
    options_meaning = "the child doctype"
    holds_rows = True
    empty = ()

    def parse(self, field: Field, value: Any, settings: ValueSettings = DEFAULT_SETTINGS) -> list[Any]:
        """The rows as a list; each is read field by field by the document layer."""
        if value is None or value == "":
            return []
        if not isinstance(value, list | tuple):
            template = _("{label} must be a list of rows.")
            raise fault(DataError, template, field).as_error()
        return list(value)

    def check_declaration(self, field: Field) -> Sequence[str]:
        return () if (field.options or "").strip() else (_("Its options must name the child doctype."),)

    def format(self, field: Field, value: Any, locale: Locale) -> str:
        return str(len(value)) if value else ""


class TableMultiSelect(Table):
    """Several links, kept as rows of a child doctype with one Link field."""

    name = "Table MultiSelect"
    widget = "table_multiselect"
    purpose = "Several references, kept as rows of a child doctype and edited as labels."
    options_meaning = "the child doctype; its first Link field is the one picked"


TYPES = (Link, DynamicLink, Table, TableMultiSelect)
