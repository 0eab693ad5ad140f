"""A part of a grant: one thing that opens or narrows, as a filter and as a reason that people can read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from comptoir.query.model import Filter, any_of
from comptoir.sentences import Sentence

Kind = Literal["role", "rule", "user_permission", "scope", "share", "hook", "companion", "level", "key"]


@dataclass(frozen=True, slots=True)
class Part:
    """One part. ``usual`` None leaves every document; ``rare`` are documents it leaves beside them, hardly ever any."""

    kind: Kind
    text: Sentence
    """Of a part that opens, what it gives; of one that narrows, why a document falls outside."""
    usual: Filter | None
    rare: Filter | None = None
    document: tuple[str, str] | None = None
    """The (doctype, name) of the document that says so."""
    within: Sentence | None = None
    """Of a part that narrows, why a document falls inside."""

    @property
    def where(self) -> Filter | None:
        """The documents this part leaves; None for all."""
        if self.usual is None or self.rare is None:
            return self.usual
        return any_of((self.usual, self.rare))
