"""What application code asks metadata, under Frappe's names. The answers are the properties of ``meta.model``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from comptoir.meta.model import DocType, Field


class FieldQuestions:
    """A field, asked by key as a dictionary is."""

    __slots__ = ()

    def get(self, key: str, default: Any = None) -> Any:
        """The property ``key``; ``default`` where it is empty."""
        value = getattr(self, key, None)
        return default if value is None else value


class DocTypeQuestions:
    """A doctype, asked as Frappe's ``Meta`` is."""

    def get(self, key: str, filters: Mapping[str, Any] | None = None, default: Any = None) -> Any:
        """The property ``key``; of ``fields``, those that have the values of ``filters``."""
        value = getattr(self, key, None)
        if key == "fields" and filters:
            return [
                f
                for f in _declared(self).fields
                if all(_fits(f.get(name), wanted) for name, wanted in filters.items())
            ]
        return default if value is None else value

    def get_field(self, fieldname: str) -> Field | None:
        """The declared field, or None."""
        return _declared(self).field(fieldname)

    def get_label(self, fieldname: str) -> str:
        """What the field is called."""
        field = _declared(self).field(fieldname)
        return fieldname if field is None else field.title

    def get_options(self, fieldname: str) -> str | None:
        """The options of a field."""
        field = _declared(self).field(fieldname)
        return None if field is None else field.options

    def get_table_fields(self) -> tuple[Field, ...]:
        """The fields that hold rows."""
        return _declared(self).table_fields

    def get_link_fields(self) -> tuple[Field, ...]:
        """The links to documents of one type."""
        return _declared(self).link_fields

    def get_dynamic_link_fields(self) -> tuple[Field, ...]:
        """The links to documents of any type."""
        return _declared(self).dynamic_link_fields

    def get_select_fields(self) -> tuple[Field, ...]:
        """The choices of one of several words."""
        return tuple(field for field in _declared(self).fields if field.fieldtype == "Select")

    def get_valid_columns(self) -> list[str]:
        """The columns of the table."""
        return [
            *_declared(self).standard_columns,
            *(field.fieldname for field in _declared(self).value_fields),
        ]

    def get_title_field(self) -> str:
        """The field documents are called by; their name where none is declared."""
        return _declared(self).title_field or "name"

    def get_search_fields(self) -> list[str]:
        """The columns a link search looks through."""
        return list(_declared(self).search_columns)

    def is_nested_set(self) -> bool:
        """Whether the documents form a tree."""
        return _declared(self).is_tree


def _declared(doctype: DocTypeQuestions) -> DocType:
    """The doctype that inherits these questions."""
    return cast("DocType", doctype)


def _fits(value: Any, wanted: Any) -> bool:
    """Flags are told as 0 and 1, several values as a list or as ``["in", [...]]``."""
    if isinstance(wanted, (list, tuple)):
        several = wanted[1] if len(wanted) == 2 and wanted[0] == "in" else wanted
        return value in several
    return bool(value == wanted)
