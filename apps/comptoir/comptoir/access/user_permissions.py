"""User Permissions, with Frappe's meaning: a user who is held to some documents of a doctype sees only those, and of
other documents only those that link to them or, unless System Settings are strict, to none.
"""

from __future__ import annotations

from collections.abc import Iterator

from comptoir.access.limits import Permitted, limits_of
from comptoir.access.parts import Part
from comptoir.context import Context
from comptoir.meta.model import DocType
from comptoir.query.model import Column, Condition, Filter, Names, any_of
from comptoir.sentences import Label, _
from comptoir.sites.settings import site_settings


def limits(ctx: Context, doctype: DocType) -> Iterator[Part]:
    """One part for each column of ``doctype`` that User Permissions of the acting user narrow."""
    permitted = limits_of(ctx).permitted
    if not permitted:
        return
    strict = site_settings(ctx).apply_strict_user_permissions
    for column, target, label in _links(doctype):
        rows = applicable(permitted.get(target, ()), doctype.name)
        if not rows:
            continue
        reference = Column(doctype.name, column)
        names = Names(dict.fromkeys(name for row in rows for name in row.names))
        where: Filter = Condition(reference, "in", names)
        if column != "name" and not strict:
            where = any_of((Condition(reference, "is", "not set"), where))
        text = _(
            "{user} is held to certain documents of {doctype}, and {label} is none of them",
            user=ctx.user,
            doctype=Label(target),
            label=Label(label),
        )
        within = _(
            "{label} is among the documents of {doctype} that {user} is held to",
            user=ctx.user,
            doctype=Label(target),
            label=Label(label),
        )
        document = ("User Permission", rows[0].document)
        yield Part("user_permission", text, where, document=document, within=within)


def applicable(rows: tuple[Permitted, ...], doctype: str) -> tuple[Permitted, ...]:
    """Those of ``rows`` that hold for documents of ``doctype``."""
    return tuple(row for row in rows if row.applicable_for in (None, doctype))


def _links(doctype: DocType) -> Iterator[tuple[str, str, str]]:
    """(column, doctype it names, label) of everything User Permissions look at."""
    yield "name", doctype.name, doctype.name
    for field in doctype.link_fields:
        if not field.ignore_user_permissions and field.options:
            yield field.fieldname, field.options, field.title


def defaults(ctx: Context, doctype: DocType) -> dict[str, str]:
    """The values a new document of ``doctype`` starts with, by Link field."""
    permitted = limits_of(ctx).permitted
    found: dict[str, str] = {}
    for column, target, _label in _links(doctype):
        rows = applicable(permitted.get(target, ()), doctype.name)
        chosen = next((row.for_value for row in rows if row.is_default), None)
        if chosen is not None and column != "name":
            found[column] = chosen
    return found
