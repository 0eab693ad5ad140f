"""Shares of documents, kept honest whoever stores them: nobody passes on a right they do not have."""

from __future__ import annotations

from typing import Any

from comptoir.access import policy
from comptoir.access import shares as shared
from comptoir.companions import comments, shares, summaries
from comptoir.companions.subject import exists, full_name
from comptoir.documents import Document, get_document, get_list
from comptoir.errors import DuplicateEntryError
from comptoir.sentences import Label, Sentence, _


class DocShare(Document):
    """A share with one user or with everyone."""

    share_doctype: Any
    share_name: Any
    user: Any
    everyone: Any

    def validate(self) -> None:
        ctx = self._ctx
        summaries.lock(ctx, self.share_doctype, self.share_name)
        shares.check(self)
        about = {
            "share_doctype": self.share_doctype,
            "share_name": self.share_name,
            "name": ["!=", self.name],
        }
        to = {"everyone": 1} if self.everyone else {"user": self.user, "everyone": 0}
        if get_list(ctx, "DocShare", filters=about | to, limit=1, ignore_permissions=True):
            raise DuplicateEntryError(
                _(
                    "{doctype} {name} is shared with them already.",
                    doctype=Label(self.share_doctype),
                    name=self.share_name,
                )
            )

    def after_insert(self) -> None:
        self._log(
            "Shared",
            _("{actor} shared this with {user}") if self.user else _("{actor} shared this with everyone"),
        )

    def on_update(self) -> None:
        shared.forget(self._ctx)

    def on_trash(self) -> None:
        if not self.flags.ignore_permissions and exists(self._ctx, self.share_doctype, self.share_name):
            doc = get_document(self._ctx, self.share_doctype, self.share_name)
            policy.require(self._ctx, "share", doc.meta, doc)

    def after_delete(self) -> None:
        shared.forget(self._ctx)
        one, all_ = (
            _("{actor} stopped sharing this with {user}"),
            _("{actor} stopped sharing this with everyone"),
        )
        self._log("Unshared", one if self.user else all_)

    def _log(self, kind: str, sentence: Sentence) -> None:
        ctx = self._ctx
        actor, user = full_name(ctx, ctx.user), full_name(ctx, self.user)
        comments.log(ctx, self.share_doctype, self.share_name, kind, sentence, actor=actor, user=user)
