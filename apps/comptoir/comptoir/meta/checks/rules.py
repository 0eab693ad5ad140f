"""What a check is: a function that looks at one doctype among all and yields what it finds.

Every check has a stable id, which documentation, tests and suppressions refer to. Ids are never reused.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from comptoir.meta.model import DocType, Field


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found: the sentence, what to do about it, and the field it concerns."""

    message: str
    hint: str
    field: str | None = None


@dataclass(frozen=True)
class Subject:
    """One doctype and all those it may refer to."""

    doctype: DocType
    doctypes: Mapping[str, DocType]

    def find(self, name: str | None) -> DocType | None:
        """The doctype ``name``, or None."""
        return self.doctypes.get((name or "").strip())

    @cached_property
    def hosts(self) -> tuple[DocType, ...]:
        """The doctypes that have this one as a child table."""
        return tuple(
            host
            for host in self.doctypes.values()
            if any((field.options or "").strip() == self.doctype.name for field in host.table_fields)
        )


Look = Callable[[Subject], Iterator[Finding]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One check: its id, what it holds to be true, and the function that looks."""

    id: str
    holds: str
    look: Look


class Rules:
    """Checks in the order of their ids; an id is given once."""

    def __init__(self) -> None:
        self._rules: dict[str, Rule] = {}

    def add(self, id: str, holds: str) -> Callable[[Look], Look]:
        """Register a function as the check ``id``; ``holds`` says what it makes sure of."""

        def register(look: Look) -> Look:
            if id in self._rules:
                raise ValueError(f"The check {id} exists already: {self._rules[id].holds}")
            self._rules[id] = Rule(id, holds, look)
            return look

        return register

    def __iter__(self) -> Iterator[Rule]:
        return (self._rules[id] for id in sorted(self._rules))


RULES = Rules()


def value_fields(doctype: DocType) -> Iterator[Field]:
    """The fields that hold a value or rows, virtual ones included."""
    return (field for field in doctype.fields if not field.is_layout)
