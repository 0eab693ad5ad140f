"""What people keep for themselves, and administrators may show to everybody."""

from __future__ import annotations

from typing import Any

from comptoir.access.users import administers
from comptoir.context import current
from comptoir.documents import Document
from comptoir.errors import PermissionError
from comptoir.query import Column, Condition, Filter, Or
from comptoir.sentences import Label, _


class Published(Document):
    """A document of its owner, unless it is for everybody."""

    is_public: Any
    is_standard: Any

    def validate(self) -> None:
        before = self.get_doc_before_save()
        changed = any(
            bool(self.get(name)) != bool(before.get(name) if before is not None else 0)
            for name in ("is_public", "is_standard")
        )
        if changed and not self.flags.ignore_permissions and not administers(self._ctx):
            raise PermissionError(
                _(
                    "Only administrators show {doctype} {name} to everybody. Keep it for yourself, or share it.",
                    doctype=Label(self.doctype),
                    name=self.name or "",
                )
            )


def own_or_public(doctype: str, user: str) -> Filter | None:
    """What ``user`` sees of documents that are for everybody or for their owner; administrators see all."""
    if administers(current()):
        return None
    return Or(
        (Condition(Column(doctype, "is_public"), "=", 1), Condition(Column(doctype, "owner"), "=", user))
    )
