"""DocType documents: saving one declares a custom doctype, and its table, REST, form and list exist at once.

What the apps ship is changed by their files and ``migrate``, not here. The table is changed before any process learns of
the declaration.
"""

from __future__ import annotations

import hashlib
from typing import Any

import sqlalchemy as sa

from comptoir.core.customising import change_table
from comptoir.documents import Document, count
from comptoir.errors import DeclarationError, FieldProblem, ValidationError
from comptoir.meta.checks import check
from comptoir.meta.fitting import without_idle_parts
from comptoir.meta.load import dumps, from_json
from comptoir.meta.model import DocType as Declaration
from comptoir.sentences import Label, _, joined
from comptoir.sites.registry import declarations

MODULE = "Custom"


class DocType(Document):
    """A declaration as a document."""

    module: Any
    custom: Any

    def before_insert(self) -> None:
        self.custom = 1
        self.module = self.module or MODULE
        if self.name:
            self.flags.name_set = True

    def validate(self) -> None:
        if not self.is_new() and self._ctx.site.registry.app_of(str(self.name)):
            raise ValidationError(
                _(
                    "{name} is declared by an app. Add custom fields to it instead.",
                    name=Label(str(self.name)),
                )
            )
        self.custom = 1
        declaration = self.declaration()
        known = dict(self._ctx.site.registry.all())
        problems = check(known | {declaration.name: declaration}, only=[declaration.name])
        if problems:
            raise DeclarationError(
                joined(joined((p.message, f"({p.id})")) for p in problems),
                fields=[FieldProblem(p.field or "name", joined((p.message, p.hint))) for p in problems],
            )

    def on_update(self) -> None:
        declaration = self.declaration()
        text = dumps(declaration)
        db = self._ctx.db
        db.execute(sa.delete(declarations).where(declarations.c.name == declaration.name))
        db.execute(
            sa.insert(declarations).values(
                name=declaration.name,
                app="",
                module=declaration.module,
                custom=1,
                hash=hashlib.sha256(text.encode()).hexdigest(),
                json=text,
            )
        )
        change_table(self._ctx, declaration)

    def on_trash(self) -> None:
        registry = self._ctx.site.registry
        if registry.app_of(str(self.name)):
            raise ValidationError(_("{name} is declared by an app.", name=Label(str(self.name))))
        meta = registry.find(str(self.name))
        if meta is not None and not meta.issingle and count(self._ctx, meta.name, ignore_permissions=True):
            raise ValidationError(
                _("{name} still has documents. Delete them first.", name=Label(str(self.name)))
            )

    def after_delete(self) -> None:
        self._ctx.db.execute(sa.delete(declarations).where(declarations.c.name == self.name))
        self._ctx.db.on_commit(self._ctx.site.registry.bump)

    def declaration(self) -> Declaration:
        """The metadata value of this document."""
        data: dict[str, Any] = {key: value for key, value in self.as_dict().items() if value is not None}
        for key in (
            "owner",
            "creation",
            "modified",
            "modified_by",
            "docstatus",
            "idx",
            "_user_tags",
            "_comments",
        ):
            data.pop(key, None)
        return without_idle_parts(from_json(data))
