"""Delete: refused while others point at the document or it is submitted; a copy stays as Deleted Document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson
import sqlalchemy as sa

from comptoir import realtime
from comptoir.access import policy, secrets
from comptoir.context import Context
from comptoir.db.tables import table_for
from comptoir.documents import storage
from comptoir.documents.lifecycle import run
from comptoir.documents.links import check_not_linked
from comptoir.documents.loading import get_document
from comptoir.documents.naming import make_hash
from comptoir.errors import ValidationError
from comptoir.meta.companions import COMPANIONS, NOTES, Companion
from comptoir.sentences import Label, _

if TYPE_CHECKING:
    from comptoir.documents.document import Document


def delete(
    ctx: Context, doctype: str, name: Any, *, ignore_permissions: bool = False, force: bool = False
) -> None:
    """Delete a document and what accompanies it."""
    doc = get_document(ctx, doctype, name, for_update=True)
    doc.flags.ignore_permissions = ignore_permissions
    if not ignore_permissions and not ctx.flags.get("ignore_permissions"):
        policy.require(ctx, "delete", doc.meta, doc)
    if doc.meta.issingle:
        raise ValidationError(
            _("{doctype} exists once on every site and cannot be deleted.", doctype=Label(doctype))
        )
    if doc.docstatus == 1 and not force:
        raise ValidationError(
            _(
                "{doctype} {name}: a submitted document cannot be deleted. Cancel it first.",
                doctype=Label(doctype),
                name=name,
            )
        )
    run(doc, "on_trash")
    if not force:
        check_not_linked(doc)
    _keep_copy(ctx, doc)
    storage.delete_rows(ctx, doc.meta, [doc.name])
    storage.delete_children(ctx, doc.meta, doc.name)
    secrets.forget_secrets(ctx, doctype, str(doc.name))
    for companion in (*COMPANIONS.values(), *NOTES.values()):
        _delete_companions(ctx, companion, doc)
    run(doc, "after_delete")
    realtime.document_gone(ctx, doctype)


def _keep_copy(ctx: Context, doc: Document) -> None:
    meta = ctx.site.registry.find("Deleted Document")
    if meta is None or doc.doctype == "Deleted Document":
        return
    now = ctx.clock.now()
    row: dict[str, Any] = dict.fromkeys(meta.valid_columns)
    row |= {
        "name": make_hash(), "owner": ctx.user, "modified_by": ctx.user, "creation": now, "modified": now,
        "docstatus": 0, "idx": 0, "deleted_doctype": doc.doctype, "deleted_name": str(doc.name),
        "data": orjson.dumps(doc.as_dict(), default=str).decode(),
    }  # fmt: skip
    if "restored" in row:
        row["restored"] = 0
    storage.insert_rows(ctx, meta, [row])


def _delete_companions(ctx: Context, companion: Companion, doc: Document) -> None:
    meta = ctx.site.registry.find(companion.doctype)
    if meta is None or not {companion.type_field, companion.name_field} <= meta.valid_columns:
        return
    table = table_for(meta)
    about = table.c[companion.type_field] == doc.doctype, table.c[companion.name_field] == str(doc.name)
    if not companion.kept:
        ctx.db.execute(sa.delete(table).where(*about))
        return
    for name in ctx.db.execute(sa.select(table.c.name).where(*about)).scalars().all():
        delete(ctx, meta.name, name, ignore_permissions=True, force=True)
