"""The state of a submittable document, as the number that is stored."""

from __future__ import annotations

from typing import Any, Self


class DocStatus(int):
    """0 draft, 1 submitted, 2 cancelled."""

    @classmethod
    def of(cls, value: Any) -> Any:
        """``value`` as a state; a value that is none stays as it is, for the check on saving to refuse."""
        try:
            return cls(value or 0)
        except (TypeError, ValueError):
            return value

    @classmethod
    def draft(cls) -> Self:
        """Not submitted yet."""
        return cls(0)

    @classmethod
    def submitted(cls) -> Self:
        """In force."""
        return cls(1)

    @classmethod
    def cancelled(cls) -> Self:
        """Withdrawn."""
        return cls(2)

    def is_draft(self) -> bool:
        """Whether it is 0."""
        return self == 0

    def is_submitted(self) -> bool:
        """Whether it is 1."""
        return self == 1

    def is_cancelled(self) -> bool:
        """Whether it is 2."""
        return self == 2
