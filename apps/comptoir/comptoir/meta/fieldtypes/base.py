"""The contract of a field type: what it stores, how a value is read, checked, shown and sent.

Every type is one stateless object. ``parse`` turns what arrived (from JSON, a form, app code, a file) into the
Python value of the type and refuses what it cannot read; it never guesses. ``check`` then says everything that
is wrong with a readable value. Neither looks at other documents: whether a link exists or a mandatory field is
filled is the business of ``comptoir.documents``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, ClassVar

from comptoir.meta.locale import Locale
from comptoir.meta.values import DEFAULT_SETTINGS, Fault, ValueSettings

if TYPE_CHECKING:
    from comptoir.meta.model import Field


class StorageKind(StrEnum):
    """The kinds of columns, named as MariaDB names them."""

    VARCHAR = "varchar"
    TEXT = "text"
    LONGTEXT = "longtext"
    TINYINT = "tinyint"
    INT = "int"
    BIGINT = "bigint"
    DECIMAL = "decimal"
    DATE = "date"
    DATETIME = "datetime"
    TIME = "time"


@dataclass(frozen=True, slots=True)
class Storage:
    """The column of a field.

    ``length`` is the characters of a varchar or the digits of a decimal, ``scale`` its digits after the point
    or the fraction digits of a time. A column with a ``default`` is not nullable.
    """

    kind: StorageKind
    length: int | None = None
    scale: int | None = None
    default: int | None = None

    @property
    def nullable(self) -> bool:
        """Whether the column holds NULL when the field is empty."""
        return self.default is None


class FieldType:
    """Base of all field types; a subclass sets the class attributes and overrides what differs."""

    name: ClassVar[str]
    storage: ClassVar[Storage | None] = None
    """The usual column, or None for types that have none; ``column`` answers for one field."""
    widget: ClassVar[str]
    """Name of the control that edits the value in the Desk."""
    purpose: ClassVar[str]
    """One sentence for the reference documentation."""
    empty: ClassVar[Any] = None
    """The value of a field nobody filled."""
    is_layout: ClassVar[bool] = False
    holds_rows: ClassVar[bool] = False
    options_meaning: ClassVar[str] = ""
    """What ``options`` says for this type, for the reference documentation; empty where it means nothing."""

    @property
    def has_value(self) -> bool:
        """Whether a document stores a value of this type in a column."""
        return self.storage is not None

    def column(self, field: Field) -> Storage | None:
        """The column of ``field``: None for virtual fields and types without one."""
        return None if field.is_virtual else self.storage

    def parse(self, field: Field, value: Any, settings: ValueSettings = DEFAULT_SETTINGS) -> Any:
        """The Python value of ``value``; raises a ``ValidationError`` that names the field if it is unreadable."""
        raise TypeError(f"Field {field.fieldname!r} of type {self.name} holds no value.")

    def check(self, field: Field, value: Any, settings: ValueSettings = DEFAULT_SETTINGS) -> Sequence[Fault]:
        """Everything that is wrong with a parsed ``value``; empty if nothing is."""
        return ()

    def has_rules(self, field: Field) -> bool:
        """Whether ``check`` could find anything wrong with a value of ``field``."""
        return type(self).check is not FieldType.check

    def check_declaration(self, field: Field) -> Sequence[str]:
        """Everything that is wrong with how ``field`` declares this type; empty if nothing is."""
        return ()

    def format(self, field: Field, value: Any, locale: Locale) -> str:
        """``value`` as people read it."""
        return "" if value is None else str(value)

    def to_json(self, value: Any) -> Any:
        """``value`` as the REST interface sends it."""
        return value
