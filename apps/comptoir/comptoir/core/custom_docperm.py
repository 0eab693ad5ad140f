"""The permissions of a doctype on this site: its rows stand in place of the shipped ones."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from comptoir.access import granting
from comptoir.documents import Document
from comptoir.errors import CannotChangeConstantError, DuplicateEntryError, ValidationError
from comptoir.meta.load import permission_from_json
from comptoir.meta.model import RIGHTS, Permission
from comptoir.meta.permission_rows import cleaned, key_of
from comptoir.sentences import Label, _


class CustomDocPerm(Document):
    """One row."""

    parent: Any
    role: Any

    def validate(self) -> None:
        before = self.get_doc_before_save()
        if before is not None and before.parent != self.parent:
            raise CannotChangeConstantError(_("A permission stays with its document type. Make another one."))
        meta = granting.target_of(self._ctx, str(self.parent))
        row = self.row()
        self.update({right: int(row.grants(right)) for right in RIGHTS} | {"if_owner": int(row.if_owner)})
        found = granting.problems(self._ctx, meta, row)
        if found:
            raise ValidationError(found[0])
        self._check({str(self.name): row})

    def on_trash(self) -> None:
        self._check({})

    def on_update(self) -> None:
        self._ctx.db.on_commit(self._ctx.site.registry.bump)

    def after_delete(self) -> None:
        self._ctx.db.on_commit(self._ctx.site.registry.bump)

    def row(self) -> Permission:
        """The row this document writes."""
        return cleaned(permission_from_json(self.as_dict(), str(self.parent)))

    def _check(self, own: Mapping[str, Permission]) -> None:
        """Check what the doctype would have with ``own`` in place of this document."""
        ctx, doctype = self._ctx, str(self.parent)
        if ctx.flags.get(granting.CHECKED):
            return
        granting.hold(ctx, doctype)
        others = {k: v for k, v in granting.stored_rows(ctx, doctype).items() if k != str(self.name)}
        for row in own.values():
            if key_of(row) in set(map(key_of, others.values())):
                raise DuplicateEntryError(
                    _(
                        "The role {role} has a row of level {level} on {doctype} already. Change that one.",
                        role=Label(row.role),
                        level=row.permlevel,
                        doctype=Label(doctype),
                    )
                )
        meta = ctx.site.registry.get(doctype)
        shipped = ctx.site.registry.shipped(doctype).permissions
        after = (*others.values(), *own.values()) or shipped
        granting.require_change(ctx, meta, after)
