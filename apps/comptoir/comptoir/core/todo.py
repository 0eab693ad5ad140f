"""ToDos: a note for oneself, or the assignment of a document to somebody."""

from __future__ import annotations

from comptoir.companions import assignments
from comptoir.documents import Document


class ToDo(Document):
    """What a document is assigned for follows its ToDos."""

    def validate(self) -> None:
        assignments.check(self)

    def on_update(self) -> None:
        assignments.follow(self)

    def after_delete(self) -> None:
        assignments.forget(self)
