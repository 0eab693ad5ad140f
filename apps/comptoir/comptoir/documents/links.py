"""Links between documents: that they lead somewhere, what they fetch, and who still points at a document."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Any

import sqlalchemy as sa

from comptoir.access import policy
from comptoir.context import Context
from comptoir.db.prepared import Prepared, padded, prepare
from comptoir.db.tables import table_for
from comptoir.documents.data import DocumentData
from comptoir.documents.seeing import names_where
from comptoir.documents.values import ASSUMED, is_empty, place, read_values
from comptoir.errors import (
    CancelledLinkError,
    FieldProblem,
    LinkExistsError,
    LinkValidationError,
    ValidationError,
)
from comptoir.meta import fieldtypes
from comptoir.meta.companions import COMPANIONS, NOTES
from comptoir.meta.model import DocType, Field
from comptoir.query import Column, Condition, Filter, Nothing, compile_query
from comptoir.sentences import Label, Sentence, _
from comptoir.sites.settings import singles as singles_table

IGNORED_ON_DELETE = frozenset(
    {*COMPANIONS, *NOTES, "Deleted Document", "Email Queue", "Error Log", "Notification Log"}
)
"""Doctypes whose documents never keep others from being deleted: they go with them, or stay as what was said or was there."""
_NO_TEXTS = frozenset(
    {"Check", "Int", "Float", "Currency", "Percent", "Rating", "Duration", "Date", "Datetime", "Time"}
)
MOST_NAMED = 10
"""How many documents in the way are named at once."""


KnownTargets = dict[tuple[str, tuple[str, ...]], dict[str, dict[str, Any]]]
"""(doctype, columns read) -> name -> row."""


UNSEEN = "_unseen"
"""Where a document keeps the (target, value) of links to what the actor may not see."""


@dataclass(frozen=True, slots=True)
class Link:
    """One filled link: ``part`` (document or row) points by ``field`` at ``target``."""

    part: DocumentData
    field: Field
    target: str
    value: str


def filled_links(doc: DocumentData) -> Iterator[Link]:
    """Every link of ``doc`` and its rows that has a value."""
    for part in (doc, *doc.all_children()):
        for field in part.meta.link_fields:
            value = part.__dict__.get(field.fieldname)
            if not is_empty(value) and field.options:
                yield Link(part, field, field.options, str(value))
        for field in part.meta.dynamic_link_fields:
            value, target = part.__dict__.get(field.fieldname), part.__dict__.get(field.options or "")
            if not is_empty(value) and target:
                yield Link(part, field, str(target), str(value))


def is_ignoring_permissions(doc: DocumentData) -> bool:
    """Whether a save of ``doc`` asks for no rights."""
    ctx = doc._ctx
    return bool(ctx.is_administrator or doc.flags.ignore_permissions or ctx.flags.get("ignore_permissions"))


def check_links(doc: DocumentData, known: KnownTargets | None = None) -> None:
    """Every link leads to a document that is not cancelled; fetched fields are filled. One statement per target.

    A link that ``documents.unseen`` has noted leads nowhere.

    ``known`` remembers what was read, for a second look within the same save.
    """
    known = {} if known is None else known
    unseen = doc.__dict__.get(UNSEEN, frozenset())
    links = [] if doc.flags.ignore_links else list(filled_links(doc))
    by_target: dict[str, list[Link]] = {}
    for link in links:
        by_target.setdefault(link.target, []).append(link)
    broken: list[Link] = []
    cancelled: list[Link] = []
    fetched = False
    for target, group in by_target.items():
        meta = doc._ctx.site.registry.find(target)
        if meta is None or meta.istable:
            broken.extend(group)
            continue
        rows = _targets(doc._ctx, meta, group, known)
        for link in group:
            row = rows.get(link.value) or rows.get(link.value.lower())
            if row is None or (link.target, link.value) in unseen:
                if not _forget_assumed(link):
                    broken.append(link)
                continue
            link.part.__dict__[link.field.fieldname] = str(row["name"])
            if row.get("docstatus") == 2 and link.field.fieldname != "amended_from" and _minds_cancelled(doc):
                cancelled.append(link)
            fetched |= _fetch(link, row)
    if broken:
        raise LinkValidationError(
            _("There is no such document: {links}.", links=_named(broken)),
            fields=[_problem(link) for link in broken],
        )
    if cancelled:
        raise CancelledLinkError(
            _("Cannot link cancelled document: {links}", links=_named(cancelled)),
            fields=[_problem(link) for link in cancelled],
        )
    if fetched:
        read_values(doc)


def _forget_assumed(link: Link) -> bool:
    """Empty a link that a default filled: a default that names no document here is none."""
    fieldname = link.field.fieldname
    if link.part.flags.get(ASSUMED, {}).get(fieldname) != link.value:
        return False
    link.part.__dict__[fieldname] = None
    return True


def _minds_cancelled(doc: DocumentData) -> bool:
    """Only documents that are submitted themselves must not build on cancelled ones."""
    return doc.meta.is_submittable and doc.docstatus != 2


def check_not_linked(doc: DocumentData, *, submitted_only: bool = False) -> None:
    """Raise ``LinkExistsError`` while other documents point at ``doc`` (only submitted ones, for a cancel).

    It names what the actor may see of them, as far as a sentence goes: whoever clears the way does it once.
    """
    found = islice(_references(doc, submitted_only=submitted_only), MOST_NAMED + 1)
    used = list(dict.fromkeys(found))
    if not used:
        return
    seen = [(source, row) for source, row in used if _may_name(doc, source, row)]
    told = {"doctype": Label(doc.doctype), "name": doc.name}
    if not seen:
        raise LinkExistsError(
            _(
                "A document that you may not see still uses {doctype} {name}, which therefore cannot be deleted or cancelled.",
                **told,
            )
        )
    if len(used) == 1:
        [(source, row)] = seen
        raise LinkExistsError(
            _(
                "{other} {other_name} still uses {doctype} {name}, which therefore cannot be deleted or cancelled.",
                other=Label(source),
                other_name=row,
                **told,
            )
        )
    named = [_("{doctype} {name}", doctype=Label(source), name=row) for source, row in seen[:MOST_NAMED]]
    if len(named) < len(used):
        named.append(_("others"))
    raise LinkExistsError(
        _(
            "{doctype} {name} cannot be deleted or cancelled, since it is still used by {documents}.",
            documents=tuple(named),
            **told,
        )
    )


def _may_name(doc: DocumentData, source: str, name: str) -> bool:
    """Whether the actor may see the document called ``name``, which points at ``doc``."""
    ctx = doc._ctx
    meta = ctx.site.registry.get(source)
    where = policy.predicate(ctx, "select", meta)
    if where is None or meta.issingle:
        return where is None
    return bool(visible_names(ctx, meta, where, {name}))


def visible_names(ctx: Context, meta: DocType, where: Filter, names: set[str]) -> set[str]:
    """Those of ``names`` that ``where`` leaves, in lower case."""
    if isinstance(where, Nothing):
        return set()
    named = Condition(Column(meta.name, "name"), "in", tuple(sorted(names)))
    query = names_where(meta, where).narrowed(named)
    rows = ctx.db.execute(compile_query(query, ctx.site.registry.get, ctx.db.dialect)).scalars()
    return {str(name).lower() for name in rows}


def _targets(
    ctx: Context, meta: DocType, group: list[Link], known: KnownTargets
) -> dict[str, dict[str, Any]]:
    """The documents of ``meta`` that ``group`` points at, by name as written and in lower case."""
    if meta.issingle:
        return {meta.name: {"name": meta.name}}
    wanted = {"name"} | {
        source for link in group for source, _ in _fetches(link) if source in meta.valid_columns
    }
    if meta.is_submittable:
        wanted.add("docstatus")
    columns = tuple(sorted(wanted))
    found = known.setdefault((meta.name, columns), {})
    for names in padded(sorted({link.value for link in group} - found.keys())):
        query = _target_query(meta, columns, len(names), ctx.db.compiler)
        values = {f"name_{place}": name for place, name in enumerate(names)}
        for values_of_row in ctx.db.rows(query.bound(values)):
            row = dict(zip(columns, values_of_row, strict=True))
            found[str(row["name"])] = row
            found.setdefault(str(row["name"]).lower(), row)
    return found


@lru_cache(maxsize=4096)
def _target_query(meta: DocType, columns: tuple[str, ...], size: int, dialect: sa.Dialect) -> Prepared:
    table = table_for(meta)
    names: list[Any] = [sa.bindparam(f"name_{place}", None) for place in range(size)]
    return prepare(sa.select(*(table.c[name] for name in columns)).where(table.c.name.in_(names)), dialect)


def _fetches(link: Link) -> tuple[tuple[str, Field], ...]:
    return link.part.meta.fetches.get(link.field.fieldname, ())


def _fetch(link: Link, row: dict[str, Any]) -> bool:
    changed = False
    own = link.part.__dict__
    for source, field in _fetches(link):
        if field.fetch_if_empty and not is_empty(own.get(field.fieldname)):
            continue
        value = _readable(field, row.get(source))
        if source in row and own.get(field.fieldname) != value:
            own[field.fieldname] = value
            changed = True
    return changed


def _readable(field: Field, value: Any) -> Any:
    """``value``, or nothing where it is a text of which ``field`` can make no number or date: nobody here wrote it."""
    if not isinstance(value, str) or field.fieldtype not in _NO_TEXTS:
        return value
    kind = fieldtypes.get(field.fieldtype)
    try:
        return kind.parse(field, value)
    except ValidationError:
        return kind.empty


def _references(doc: DocumentData, *, submitted_only: bool) -> Iterator[tuple[str, str]]:
    ctx = doc._ctx
    registry = ctx.site.registry
    sources: list[tuple[DocType, str, str | None]] = [
        (meta, name, None) for meta, name in registry.links_to(doc.doctype)
    ]
    sources += [(meta, field.fieldname, field.options) for meta, field in dynamic_links(ctx)]
    for meta, fieldname, type_field in sources:
        if meta.name in IGNORED_ON_DELETE:
            continue
        found = _single(ctx, meta, fieldname, type_field, doc) if meta.issingle else _rows(
            ctx, meta, fieldname, type_field, doc, submitted_only
        )  # fmt: skip
        yield from found


def dynamic_links(ctx: Context) -> list[tuple[DocType, Field]]:
    """Every Dynamic Link field of the site that is stored."""
    metas = ctx.site.registry.all().values()
    return [(meta, field) for meta in metas if not meta.is_virtual for field in meta.dynamic_link_fields]


def _rows(
    ctx: Context,
    meta: DocType,
    fieldname: str,
    type_field: str | None,
    doc: DocumentData,
    submitted_only: bool,
) -> list[tuple[str, str]]:
    table = table_for(meta)
    where = [table.c[fieldname] == doc.name]
    if type_field is not None:
        if type_field not in table.c:
            return []
        where.append(table.c[type_field] == doc.doctype)
    if meta.istable:
        where.append(sa.not_(sa.and_(table.c.parent == doc.name, table.c.parenttype == doc.doctype)))
        source: sa.ColumnElement[str] = table.c.parenttype
        named = table.c.parent
    else:
        if meta.name == doc.doctype:
            where.append(table.c.name != doc.name)
        source, named = sa.literal(meta.name), table.c.name
    where.append(table.c.docstatus == 1 if submitted_only else table.c.docstatus != 2)
    if not submitted_only and fieldname == "amended_from":
        where.pop()
    found = ctx.db.execute(
        sa.select(source.label("source"), named.label("named")).where(*where).limit(MOST_NAMED + 1)
    )
    return [(str(row.source), str(row.named)) for row in found]


def _single(
    ctx: Context, meta: DocType, fieldname: str, type_field: str | None, doc: DocumentData
) -> list[tuple[str, str]]:
    points = _kept(ctx, meta, fieldname) == doc.name and single_means(ctx, meta, type_field, doc.doctype)
    return [(meta.name, meta.name)] if points else []


def single_means(ctx: Context, meta: DocType, type_field: str | None, doctype: str) -> bool:
    """Whether a link of the Single ``meta`` leads to documents of ``doctype``, where another field says to which."""
    return type_field is None or _kept(ctx, meta, type_field) == doctype


def _kept(ctx: Context, meta: DocType, fieldname: str) -> Any:
    columns = singles_table.c
    return ctx.db.execute(
        sa.select(columns.value).where(columns.doctype == meta.name, columns.field == fieldname)
    ).scalar()


def _named(links: list[Link]) -> tuple[Sentence, ...]:
    return tuple(
        _("{label}: {value}", label=Label(link.field.title), value=link.value)
        if link.part._parent is None
        else _(
            "row {idx}, {label}: {value}", idx=link.part.idx, label=Label(link.field.title), value=link.value
        )
        for link in links
    )


def _problem(link: Link) -> FieldProblem:
    sentence = _(
        "{target} {value} does not exist or cannot be used.", target=Label(link.target), value=link.value
    )
    return place(FieldProblem(link.field.fieldname, sentence), link.part)
