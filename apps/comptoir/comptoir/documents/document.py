"""``Document``: what controllers subclass and application code holds. Its verbs are the actions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

import orjson
import sqlalchemy as sa

from comptoir.access import policy, secrets
from comptoir.context import Message
from comptoir.db.tables import table_for
from comptoir.documents import controllers, lifecycle
from comptoir.documents.actions import remove as removing
from comptoir.documents.actions import save as saving
from comptoir.documents.data import DocumentData
from comptoir.documents.loading import get_document
from comptoir.documents.values import apply_defaults, read_values
from comptoir.meta import fieldtypes
from comptoir.meta.model import DocType


class Document(DocumentData):
    """A document with its life: ``insert``, ``save``, ``submit``, ``cancel``, ``delete``, ``reload``."""

    def insert(self, ignore_permissions: bool = False, **options: Any) -> Self:
        """Store a new document (``set_name`` gives it a name of the caller's choice)."""
        self._options(ignore_permissions, options)
        if options.get("set_name"):
            self.name, self.flags.name_set = options["set_name"], True
        saving.create(self._ctx, self)
        return self

    def save(self, ignore_permissions: bool = False, **options: Any) -> Self:
        """Store the document, new or changed."""
        self._options(ignore_permissions, options)
        if self.is_new():
            return self.insert(ignore_permissions=ignore_permissions)
        saving.update(self._ctx, self)
        return self

    def submit(self) -> Self:
        """Submit the document."""
        self.docstatus = 1
        return self.save(ignore_permissions=bool(self.flags.ignore_permissions))

    def cancel(self) -> Self:
        """Cancel the submitted document."""
        self.docstatus = 2
        return self.save(ignore_permissions=bool(self.flags.ignore_permissions))

    def delete(self, ignore_permissions: bool = False, force: bool = False, **_ignored: Any) -> None:
        """Delete the document."""
        removing.delete(
            self._ctx, self.doctype, self.name, ignore_permissions=ignore_permissions, force=force
        )

    def reload(self) -> Self:
        """Forget unsaved changes and read the stored values."""
        stored = get_document(self._ctx, self.doctype, self.name)
        flags = self.flags
        kept = {key: self.__dict__[key] for key in ("_ctx", "_meta", "_parent")}
        self.__dict__.clear()
        self.__dict__.update(stored.__dict__ | kept | {"flags": flags})
        return self

    def set_defaults(self) -> Self:
        """Fill empty fields from their defaults, as a new form shows them."""
        apply_defaults(self)
        read_values(self)
        return self

    def run_method(self, method: str, *args: Any, **kwargs: Any) -> Any:
        """Run a method of the controller and its ``doc_events``."""
        return lifecycle.run(self, method, *args, **kwargs)

    def get_doc_before_save(self) -> Any:
        """The stored document as it was before the save going on; None for a new one."""
        return self.__dict__.get("_before")

    def has_value_changed(self, fieldname: str) -> bool:
        """Whether the save going on changes ``fieldname`` (always for a new document)."""
        before = self.get_doc_before_save()
        return True if before is None else before.get(fieldname) != self.get(fieldname)

    def is_child(self) -> bool:
        """Whether this is a row of another document."""
        return self._parent is not None

    @property
    def parent_doc(self) -> DocumentData | None:
        """The document a row belongs to."""
        return self._parent

    def db_set(
        self, fieldname: str | Mapping[str, Any], value: Any = None, update_modified: bool = True, **_: Any
    ) -> None:
        """Write columns directly: no validation, no hooks, but values of their fields' types."""
        values = dict(fieldname) if isinstance(fieldname, Mapping) else {fieldname: value}
        self.__dict__.update(set_columns(self, values, update_modified=update_modified))

    def db_get(self, fieldname: str) -> Any:
        """The stored value of a column."""
        table = table_for(self.meta)
        return self._ctx.db.execute(sa.select(table.c[fieldname]).where(table.c.name == self.name)).scalar()

    def has_permission(self, permtype: str = "read", **_ignored: Any) -> bool:
        """Whether the acting user may do ``permtype`` to this document."""
        return policy.decide(self._ctx, permtype, self.meta, self).allow

    def check_permission(self, permtype: str = "read", **_ignored: Any) -> None:
        """Raise ``PermissionError`` unless the acting user may."""
        policy.require(self._ctx, permtype, self.meta, self)

    def get_password(self, fieldname: str = "password", raise_exception: bool = True) -> str | None:
        """The clear value of a Password field."""
        return secrets.get_secret(self._ctx, self.doctype, str(self.name), fieldname)

    def precision(self, fieldname: str) -> int | None:
        """Digits after the point of a number field."""
        field = self.meta.by_name.get(fieldname)
        if field is None:
            return None
        if field.precision is not None:
            return field.precision
        return 2 if field.fieldtype == "Currency" else 3

    def msgprint(self, message: str, title: str | None = None, indicator: str | None = None) -> None:
        """Tell the user something beside the answer."""
        self._ctx.messages.append(Message(message, title, indicator))

    def notify_update(self) -> None:
        """Kept for application code: listeners hear of every save by themselves."""

    def as_json(self) -> str:
        """The document as JSON text."""
        return orjson.dumps(self.as_dict(), default=str, option=orjson.OPT_INDENT_2).decode()

    def _new_row(self, meta: DocType, row: Mapping[str, Any]) -> DocumentData:
        return controllers.controller_for(self._ctx.site.registry, meta)(self._ctx, meta, row, parent=self)

    def _options(self, ignore_permissions: bool, options: Mapping[str, Any]) -> None:
        if ignore_permissions:
            self.flags.ignore_permissions = True


def set_columns(doc: Document, values: Mapping[str, Any], *, update_modified: bool = True) -> dict[str, Any]:
    """Write ``values`` to the row of ``doc`` and return them typed."""
    ctx, meta = doc._ctx, doc.meta
    typed = {
        key: fieldtypes.get(meta.by_name[key].fieldtype).parse(meta.by_name[key], value)
        if key in meta.by_name and value is not None
        else value
        for key, value in values.items()
    }
    if update_modified:
        typed |= {"modified": ctx.clock.now(), "modified_by": ctx.user}
    ctx.db.begin()
    table = table_for(meta)
    ctx.db.execute(sa.update(table).where(table.c.name == doc.name).values(typed))
    return typed


controllers.set_default(Document)
