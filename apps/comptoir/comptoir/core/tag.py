"""Tags: renamed or deleted, they change on every document that has them."""

from __future__ import annotations

from comptoir.companions import tags
from comptoir.documents import Document
from comptoir.errors import DataError
from comptoir.sentences import _


class Tag(Document):
    """A word that documents are marked with."""

    def before_rename(self, _old: str, new: str, _merge: bool) -> None:
        self._check(new)

    def validate(self) -> None:
        self._check(str(self.name))

    def after_rename(self, _old: str, new: str, _merge: bool) -> None:
        tags.rename(self._ctx, new)

    def on_trash(self) -> None:
        tags.forget(self._ctx, str(self.name))

    def _check(self, name: str) -> None:
        if "," in name:
            raise DataError(_("The name of a tag has no commas."))
