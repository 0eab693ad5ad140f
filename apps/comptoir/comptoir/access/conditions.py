"""What the code of apps adds to permissions: the hooks ``permission_query_conditions`` and ``has_permission``.

A query condition narrows lists and decisions alike: a function of the user that returns conditions as list filters, the
engine's own as a filter of the query layer, or Frappe's text of SQL, of which the part in ``sql_conditions`` is read. ``has_permission`` can refuse one document; a
list does not ask it. Code that cannot be called refuses: a condition nobody can read opens nothing.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, get_args

from comptoir.access.parts import Part
from comptoir.access.sql_conditions import filter_of_sql
from comptoir.context import Context, use
from comptoir.errors import ComptoirError, ConfigurationError
from comptoir.hooks import resolve, resolve_imported
from comptoir.meta.model import DocType
from comptoir.query import Parser
from comptoir.query.model import (
    And,
    Column,
    Condition,
    Filter,
    Not,
    Or,
    Query,
    Select,
    Within,
    all_of,
)
from comptoir.sentences import Label, _

QUERY_CONDITIONS = "permission_query_conditions"
HAS_PERMISSION = "has_permission"


def limits(ctx: Context, doctype: DocType) -> Iterator[Part]:
    """One part for each query condition that holds for the acting user."""
    for app, dotted in _functions(ctx, QUERY_CONDITIONS, doctype.name):
        found = _call(ctx, app, dotted, (ctx.user,), {"doctype": doctype.name})
        where = _filter(ctx, doctype, app, dotted, found)
        if where is not None:
            text = _(
                "a rule of the app {app} leaves other documents of {doctype} to {user}",
                app=app,
                doctype=Label(doctype.name),
                user=ctx.user,
            )
            within = _("a rule of the app {app} leaves it to {user}", app=app, user=ctx.user)
            yield Part("hook", text, where, within=within)


def are_asked(ctx: Context, doctype: DocType) -> bool:
    """Whether an app narrows documents of ``doctype`` by a function, whose answer may be another each time."""
    return bool(_functions(ctx, QUERY_CONDITIONS, doctype.name))


def refusal(ctx: Context, right: str, doctype: DocType, doc: Any) -> Part | None:
    """The part of the first app whose ``has_permission`` says no to ``doc``."""
    for app, dotted in _functions(ctx, HAS_PERMISSION, doctype.name):
        options = {"doc": doc, "ptype": right, "permission_type": right, "user": ctx.user}
        answer = _call(ctx, app, dotted, (), options)
        if answer is not None and not answer:
            text = _(
                "the app {app} refuses {doctype} {name}", app=app, doctype=Label(doctype.name), name=doc.name
            )
            return Part("hook", text, None)
    return None


def _functions(ctx: Context, hook: str, doctype: str) -> tuple[tuple[str, str], ...]:
    """(app, dotted name) of the functions an app gives for ``doctype``, or for all doctypes."""
    known: dict[str, dict[str, tuple[tuple[str, str], ...]]] = ctx.site.registry.remember(
        "functions of access", dict
    )
    if hook not in known:
        found: dict[str, tuple[tuple[str, str], ...]] = {}
        for manifest in ctx.site.manifests:
            declared = manifest.raw.get(hook)
            for name, dotted in declared.items() if isinstance(declared, Mapping) else ():
                each = (dotted,) if isinstance(dotted, str) else tuple(dotted)
                found[name] = (*found.get(name, ()), *((manifest.app, entry) for entry in each))
        known[hook] = found
    return (*known[hook].get(doctype, ()), *known[hook].get("*", ()))


def _call(ctx: Context, app: str, dotted: str, args: Sequence[Any], options: Mapping[str, Any]) -> Any:
    imported = any(manifest.app == app and manifest.imported for manifest in ctx.site.manifests)
    function = resolve_imported(dotted) if imported else resolve(dotted)
    if function is None:
        raise ConfigurationError(f"The app {app} narrows access by {dotted}, which cannot be loaded here.")
    parameters = inspect.signature(function).parameters.values()
    takes_all = any(parameter.kind is parameter.VAR_KEYWORD for parameter in parameters)
    names = {parameter.name for parameter in parameters}
    passed = {name: value for name, value in options.items() if takes_all or name in names}
    with use(ctx):
        return function(*args[: len(names) or takes_all], **passed)


def _filter(ctx: Context, doctype: DocType, app: str, dotted: str, found: Any) -> Filter | None:
    if found is None or found == "" or found == [] or found == {}:
        return None
    if isinstance(found, get_args(Filter)):
        return detached(doctype, found)
    lookup = ctx.site.registry.get
    try:
        if isinstance(found, str):
            return filter_of_sql(found, doctype, lookup, ctx.clock.now())
        where = Parser(doctype, lookup, ctx.clock.now).filters(found)
    except ComptoirError as error:
        raise ConfigurationError(
            f"The app {app} narrows {doctype.name} by {dotted} in a way that cannot be read: {error.message}"
        ) from error
    return detached(doctype, where)


def detached(doctype: DocType, where: Filter) -> Filter:
    """``where`` with a sub-select in place of each column behind a link or of child rows."""
    match where:
        case Condition(column=Column(via="")):
            return where
        case Condition(column=column):
            field = doctype.by_name[column.via]
            plain = Condition(Column(column.doctype, column.name), where.operator, where.value)
            if not field.is_table:
                return _within(Column(doctype.name, column.via), column.doctype, "name", plain)
            conditions: list[Filter] = [
                plain,
                Condition(Column(column.doctype, "parenttype"), "=", doctype.name),
                Condition(Column(column.doctype, "parentfield"), "=", column.via),
            ]
            return _within(Column(doctype.name, "name"), column.doctype, "parent", all_of(conditions))
        case And(items=items):
            return And(tuple(detached(doctype, item) for item in items))
        case Or(items=items):
            return Or(tuple(detached(doctype, item) for item in items))
        case Not(item=item):
            return Not(detached(doctype, item))
        case _:
            return where


def _within(column: Column, target: str, named: str, where: Filter) -> Filter:
    return Within((column,), Query(target, (Select(Column(target, named), named),), where, limit=None))
