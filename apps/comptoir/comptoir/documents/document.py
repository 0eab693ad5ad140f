"""``Document``: what controllers subclass and application code holds. Its verbs are the actions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self
from urllib.parse import quote

import orjson
import sqlalchemy as sa

from comptoir import realtime
from comptoir.access import policy, secrets
from comptoir.context import Context, Message
from comptoir.db.tables import table_for
from comptoir.documents import columns, controllers, later, lifecycle, storage
from comptoir.documents.actions import discard as discarding
from comptoir.documents.actions import remove as removing
from comptoir.documents.actions import rename as renaming
from comptoir.documents.actions import save as saving
from comptoir.documents.data import DocumentData
from comptoir.documents.docstatus import DocStatus
from comptoir.documents.loading import get_document
from comptoir.documents.naming import set_name
from comptoir.documents.values import apply_defaults, read_values
from comptoir.documents.verification import Verification
from comptoir.errors import AuthenticationError, DuplicateEntryError
from comptoir.meta.model import DocType
from comptoir.sentences import Label, _
from comptoir.text import slug

OPTIONS = (
    "ignore_permissions", "ignore_links", "ignore_mandatory", "ignore_validate", "ignore_version",
)  # fmt: skip
"""Arguments of ``insert`` and ``save`` that are flags of the document too."""


class Document(Verification):
    """A document with its life: ``insert``, ``save``, ``submit``, ``cancel``, ``delete``, ``reload``."""

    @property
    def docstatus(self) -> Any:
        """Draft, submitted or cancelled, as a number that answers ``is_draft()`` and the like."""
        status = self.__dict__.get("docstatus")
        return DocStatus.of(status)

    @docstatus.setter
    def docstatus(self, value: Any) -> None:
        self.__dict__["docstatus"] = int(value) if isinstance(value, DocStatus) else value

    def insert(self, ignore_permissions: bool | None = None, **options: Any) -> Self:
        """Store a new document.

        ``set_name`` gives it a name of the caller's choice; ``ignore_if_duplicate`` leaves it unstored where the
        name is taken; ``ignore_links``, ``ignore_mandatory`` and ``ignore_permissions`` skip these checks.
        """
        self._options(ignore_permissions, options)
        if options.get("set_name"):
            self.name, self.flags.name_set = options["set_name"], True
        if not options.get("ignore_if_duplicate"):
            saving.create(self._ctx, self)
            return self
        try:
            with self._ctx.db.savepoint():
                saving.create(self._ctx, self)
        except DuplicateEntryError:
            return self
        return self

    def save(self, ignore_permissions: bool | None = None, **options: Any) -> Self:
        """Store the document, new or changed."""
        self._options(ignore_permissions, options)
        if self.is_new():
            return self.insert()
        saving.update(self._ctx, self)
        return self

    def submit(self) -> Self:
        """Submit the document."""
        self.docstatus = 1
        return self.save()

    def cancel(self) -> Self:
        """Cancel the submitted document."""
        self.docstatus = 2
        return self.save()

    def discard(self) -> Self:
        """Close the draft without submitting it."""
        discarding.discard(self._ctx, self)
        return self

    def delete(self, ignore_permissions: bool = False, force: bool = False, **_ignored: Any) -> None:
        """Delete the document."""
        removing.delete(
            self._ctx, self.doctype, self.name, ignore_permissions=ignore_permissions, force=force
        )

    def rename(self, name: str, merge: bool = False, force: bool = False, **_ignored: Any) -> Self:
        """Rename the document; every link follows."""
        ignore = bool(self.flags.ignore_permissions)
        self.name = renaming.rename(
            self._ctx, self.doctype, str(self.name), name, merge=merge, ignore_permissions=ignore
        )
        return self.reload()

    def reload(self) -> Self:
        """Forget unsaved changes and read the stored values."""
        stored = get_document(self._ctx, self.doctype, self.name)
        flags = self.flags
        kept = {key: self.__dict__[key] for key in ("_ctx", "_meta", "_parent")}
        self.__dict__.clear()
        self.__dict__.update(stored.__dict__ | kept | {"flags": flags})
        return self

    load_from_db = reload

    def set_defaults(self) -> Self:
        """Fill empty fields from their defaults, as a new form shows them."""
        apply_defaults(self)
        read_values(self)
        return self

    def set_new_name(self, force: bool = False, **_ignored: Any) -> None:
        """Give the unsaved document its name."""
        if force or not self.name:
            set_name(self._ctx, self)
            self.flags.name_set = True

    def run_method(self, method: str, *args: Any, **kwargs: Any) -> Any:
        """Run a method of the controller and its ``doc_events``."""
        return lifecycle.run(self, method, *args, **kwargs)

    def get_doc_before_save(self) -> Any:
        """The stored document as it was before the save going on; None for a new one."""
        return self.__dict__.get("_before")

    def get_value_before_save(self, fieldname: str) -> Any:
        """The stored value of a field before the save going on; None for a new document."""
        before = self.get_doc_before_save()
        return None if before is None else before.get(fieldname)

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
        self, fieldname: str | Mapping[str, Any], value: Any = None, update_modified: bool = True,
        notify: bool = False, commit: bool = False,
    ) -> None:  # fmt: skip
        """Write columns directly: no validation, no hooks, but values of their fields' types."""
        values = dict(fieldname) if isinstance(fieldname, Mapping) else {fieldname: value}
        self.__dict__.update(set_columns(self, values, update_modified=update_modified))
        if notify:
            self.notify_update()
        if commit:
            self._ctx.db.commit()

    def db_get(self, fieldname: str) -> Any:
        """The stored value of a column."""
        if self.meta.issingle:
            return storage.load_single(self._ctx, self.meta).get(fieldname)
        table = table_for(self.meta)
        return self._ctx.db.execute(sa.select(table.c[fieldname]).where(table.c.name == self.name)).scalar()

    def db_insert(self, **_ignored: Any) -> Self:
        """Insert the rows of the document without its life: no validation, no hooks."""
        self.set_new_name()
        saving.keep_secrets(self._ctx, self)
        columns.insert_as_is(self._ctx, self)
        return self

    def db_update(self) -> None:
        """Write every column of the document without its life: no validation, no hooks."""
        saving.keep_secrets(self._ctx, self)
        columns.update_as_is(self._ctx, self)

    def has_permission(self, permtype: str = "read", *, user: str | None = None, **_ignored: Any) -> bool:
        """Whether the acting user (or ``user``) may do ``permtype`` to this document."""
        return policy.decide(as_user(self._ctx, user), permtype, self.meta, self).allow

    def check_permission(self, permtype: str = "read", permlevel: int | None = None) -> None:
        """Raise ``PermissionError`` unless the acting user may."""
        if not self.flags.ignore_permissions:
            policy.require(self._ctx, permtype, self.meta, self)

    def get_password(self, fieldname: str = "password", raise_exception: bool = True) -> str | None:
        """The clear value of a Password field."""
        found = secrets.get_secret(self._ctx, self.doctype, str(self.name), fieldname)
        if found is None and raise_exception:
            raise AuthenticationError(
                _(
                    "{doctype} {name} has no {fieldname}.",
                    doctype=Label(self.doctype),
                    name=self.name,
                    fieldname=fieldname,
                )
            )
        return found

    def add_comment(
        self, comment_type: str = "Comment", text: str | None = None, comment_email: str | None = None,
        comment_by: str | None = None,
    ) -> Any:  # fmt: skip
        """Add a comment to the document, as the acting user."""
        meta = self._ctx.site.registry.get("Comment")
        values = {
            "comment_type": comment_type, "content": text or comment_type, "reference_doctype": self.doctype,
            "reference_name": self.name, "comment_email": comment_email or self._ctx.user, "comment_by": comment_by,
        }  # fmt: skip
        comment = controllers.controller_for(self._ctx.site.registry, meta)(self._ctx, meta, values)
        return comment.insert(ignore_permissions=True)

    def get_url(self) -> str:
        """The address of the document in the Desk, without the host."""
        return f"/app/{slug(self.doctype)}/{quote(str(self.name), safe='')}"

    def msgprint(self, message: str, title: str | None = None, indicator: str | None = None) -> None:
        """Tell the user something beside the answer."""
        self._ctx.messages.append(Message(message, title, indicator))

    def notify_update(self) -> None:
        """Tell open screens, after the commit, that the document has changed."""
        realtime.document_changed(self._ctx, self.doctype, self.name, self.modified)

    def queue_action(self, action: str, **kwargs: Any) -> None:
        """Run one of the document's methods in the background, after the commit."""
        later.run_later(self._ctx, self.doctype, self.name, action, **kwargs)

    def as_json(self, indent: int = 2) -> str:
        """The document as JSON text."""
        option = orjson.OPT_INDENT_2 if indent else 0
        return orjson.dumps(self.as_dict(), default=str, option=option).decode()

    def _new_row(self, meta: DocType, row: Mapping[str, Any]) -> DocumentData:
        return controllers.controller_for(self._ctx.site.registry, meta)(self._ctx, meta, row, parent=self)

    def _options(self, ignore_permissions: bool | None, options: Mapping[str, Any]) -> None:
        if ignore_permissions is not None:
            self.flags.ignore_permissions = ignore_permissions
        for name in OPTIONS:
            if options.get(name) is not None:
                self.flags[name] = options[name]


def as_user(ctx: Context, user: str | None) -> Context:
    """``ctx`` as another user sees it: the same connection, nothing remembered."""
    return ctx if user in (None, ctx.user) else ctx.acting_as(str(user))


def set_columns(doc: Document, values: Mapping[str, Any], *, update_modified: bool = True) -> dict[str, Any]:
    """Write ``values`` to the row of ``doc`` and return them typed."""
    return columns.write_columns(doc._ctx, doc.meta, [doc.name], values, update_modified=update_modified)


controllers.set_default(Document)
