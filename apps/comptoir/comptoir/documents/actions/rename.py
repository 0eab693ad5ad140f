"""Rename: every link, child row, secret and companion follows; merging re-points them to the other document."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from comptoir.access import policy, secrets
from comptoir.context import Context
from comptoir.db.tables import table_for
from comptoir.documents import storage
from comptoir.documents.cached import forget_all
from comptoir.documents.indexing import follow_in_indexes, forget_in_indexes, is_followed
from comptoir.documents.lifecycle import run
from comptoir.documents.links import dynamic_links, single_means
from comptoir.documents.loading import get_document
from comptoir.documents.naming import check_name
from comptoir.errors import DuplicateEntryError, ValidationError
from comptoir.meta import fieldtypes
from comptoir.meta.model import DocType
from comptoir.sentences import Label, _
from comptoir.sites.settings import singles as singles_table


def rename(
    ctx: Context, doctype: str, old: str, new: str, *, merge: bool = False, ignore_permissions: bool = False
) -> str:
    """Give a document another name and return it. ``merge`` folds it into the document of that name."""
    doc = get_document(ctx, doctype, old, for_update=True)
    meta = doc.meta
    new = check_name(meta, str(new))
    if not ignore_permissions:
        policy.require(ctx, "write", meta, doc)
    if not meta.allow_rename or meta.issingle or meta.istable or doctype == "DocType":
        raise ValidationError(_("{doctype} cannot be renamed.", doctype=Label(doctype)))
    old = str(doc.name)
    if new == old:
        raise ValidationError(_("{doctype} {old} already has this name.", doctype=Label(doctype), old=old))
    target = storage.load_row(ctx, meta, new, for_update=True)
    same = new.lower() == old.lower()
    if merge and (target is None or same or not (ignore_permissions or _may_merge(ctx, meta, new))):
        raise ValidationError(
            _(
                "{doctype} {new} does not exist, so {old} cannot be merged into it.",
                doctype=Label(doctype),
                new=new,
                old=old,
            )
        )
    if target is not None and not merge and not same:
        raise DuplicateEntryError(_("{doctype} {new} already exists.", doctype=Label(doctype), new=new))
    run(doc, "before_rename", old, new, merge)
    table = table_for(meta)
    if merge:
        storage.delete_children(ctx, meta, old)
        storage.delete_rows(ctx, meta, [old])
        secrets.forget_secrets(ctx, doctype, old)
    else:
        values: dict[str, Any] = {"name": new} | _naming_field(meta, new)
        forget_in_indexes(ctx, meta, [old])
        ctx.db.execute(sa.update(table).where(table.c.name == old).values(values))
        follow_in_indexes(ctx, meta, [new], ["name"])
        _move_children(ctx, meta, old, new)
        secrets.rename_secrets(ctx, doctype, old, new)
    _move_links(ctx, meta, old, new)
    forget_all(ctx)
    renamed = get_document(ctx, doctype, new)
    run(renamed, "after_rename", old, new, merge)
    return new


def _may_merge(ctx: Context, meta: DocType, name: str) -> bool:
    """Whether the actor may change the document that another is folded into; else there is none to them."""
    return policy.decide(ctx, "write", meta, get_document(ctx, meta.name, name)).allow


def _naming_field(meta: DocType, new: str) -> dict[str, Any]:
    """What the field says from now on that documents are named by. Raises ``ValidationError`` where it cannot say that."""
    rule = meta.autoname or ""
    field = meta.field(rule[len("field:") :].strip()) if rule.lower().startswith("field:") else None
    return {} if field is None else {field.fieldname: fieldtypes.get(field.fieldtype).parse(field, new)}


def _move_children(ctx: Context, meta: DocType, old: str, new: str) -> None:
    for child in dict.fromkeys(field.options for field in meta.table_fields):
        table = table_for(ctx.site.registry.get(child or ""))
        ctx.db.execute(
            sa.update(table).where(table.c.parent == old, table.c.parenttype == meta.name).values(parent=new)
        )


def _move_links(ctx: Context, meta: DocType, old: str, new: str) -> None:
    for source, fieldname, type_field in _sources(ctx, meta):
        if source.issingle:
            if not single_means(ctx, source, type_field, meta.name):
                continue
            columns = singles_table.c
            ctx.db.execute(
                sa.update(singles_table)
                .where(columns.doctype == source.name, columns.field == fieldname, columns.value == old)
                .values(value=new)
            )
            continue
        table = table_for(source)
        where = [table.c[fieldname] == old]
        if type_field is not None:
            where.append(table.c[type_field] == meta.name)
        moved = _names(ctx, table, where) if is_followed(source, fieldname) else []
        ctx.db.execute(sa.update(table).where(*where).values({fieldname: new}))
        follow_in_indexes(ctx, source, moved, [fieldname])


def _names(ctx: Context, table: sa.Table, where: list[sa.ColumnElement[bool]]) -> list[str]:
    return [str(name) for name in ctx.db.execute(sa.select(table.c.name).where(*where)).scalars()]


def _sources(ctx: Context, meta: DocType) -> Iterator[tuple[DocType, str, str | None]]:
    for source, fieldname in ctx.site.registry.links_to(meta.name):
        yield source, fieldname, None
    for source, field in dynamic_links(ctx):
        if field.options and (source.issingle or field.options in source.valid_columns):
            yield source, field.fieldname, field.options
    version = ctx.site.registry.find("Version")
    if version is not None and version.by_name["docname"].fieldtype == "Data":
        yield version, "docname", "ref_doctype"
