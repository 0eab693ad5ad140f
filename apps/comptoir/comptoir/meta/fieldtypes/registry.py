"""The closed registry of field types: a name is registered once, and an unknown name is an error."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from comptoir.errors import DeclarationError
from comptoir.meta.fieldtypes.base import FieldType


class UnknownFieldTypeError(DeclarationError):
    """There is no such field type."""


class DuplicateFieldTypeError(DeclarationError):
    """A field type of this name is registered already."""


class FieldTypeRegistry:
    """Field types by name."""

    def __init__(self, types: Iterable[FieldType] = ()):
        self._types: dict[str, FieldType] = {}
        for fieldtype in types:
            self.register(fieldtype)

    def register(self, fieldtype: FieldType) -> None:
        """Add a type; raises ``DuplicateFieldTypeError`` if its name is taken."""
        if fieldtype.name in self._types:
            raise DuplicateFieldTypeError(
                f'The field type "{fieldtype.name}" is registered already. Registered are: {self._listing()}.'
            )
        self._types[fieldtype.name] = fieldtype

    def get(self, name: str) -> FieldType:
        """The type called ``name``; raises ``UnknownFieldTypeError`` if there is none."""
        try:
            return self._types[name]
        except KeyError:
            raise UnknownFieldTypeError(
                f'There is no field type "{name}". Choose one of: {self._listing()}.'
            ) from None

    def names(self) -> tuple[str, ...]:
        """All registered names, sorted."""
        return tuple(sorted(self._types))

    def __contains__(self, name: object) -> bool:
        return name in self._types

    def __iter__(self) -> Iterator[FieldType]:
        return (self._types[name] for name in self.names())

    def __len__(self) -> int:
        return len(self._types)

    @contextmanager
    def register_temporarily(self, fieldtype: FieldType) -> Iterator[FieldType]:
        """Register a type for the length of a ``with`` block, for tests."""
        self.register(fieldtype)
        try:
            yield fieldtype
        finally:
            del self._types[fieldtype.name]

    def _listing(self) -> str:
        return ", ".join(self.names())
