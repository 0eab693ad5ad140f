"""Scopes: the part of the company a document belongs to, and the parts a user may see.

An app names the doctype of the parts in its ``hooks.py`` (``scope_doctype``); a document belongs to the part its
``scope_field`` leads to. Where System Settings limit staff to their scopes, whoever has no role that sees all sees
the documents of their own. A document of no scope is seen by its owner, and a doctype may name others that are
reached whatever their scope (``scope_beyond``): the tasks of somebody, say, wherever they belong.
"""

from __future__ import annotations

from comptoir.access import rules
from comptoir.access.limits import limits_of
from comptoir.access.parts import Part
from comptoir.context import ADMINISTRATOR, Context
from comptoir.errors import ConfigurationError
from comptoir.meta import scoping
from comptoir.meta.model import DocType
from comptoir.query.model import (
    NOTHING,
    Column,
    Condition,
    Filter,
    Names,
    Query,
    Select,
    Within,
    all_of,
    any_of,
)
from comptoir.sentences import Label, _
from comptoir.sites.settings import site_settings

SCOPE_DOCTYPE = "scope_doctype"
READING = frozenset({"select", "read", "report", "export", "print", "email"})


def scope_doctype(ctx: Context) -> DocType | None:
    """The doctype whose documents are the scopes of this site."""
    return ctx.site.registry.remember(SCOPE_DOCTYPE, lambda: _scope_doctype(ctx))


def _scope_doctype(ctx: Context) -> DocType | None:
    named = [manifest.raw.get(SCOPE_DOCTYPE) for manifest in ctx.site.manifests]
    return next((ctx.site.registry.find(str(name)) for name in reversed(named) if name), None)


def is_limited(ctx: Context) -> bool:
    """Whether the acting user is held to their scopes."""
    if ctx.user == ADMINISTRATOR or scope_doctype(ctx) is None or not site_settings(ctx).limit_to_scope:
        return False
    return not limits_of(ctx).sees_all


def scope_path(ctx: Context, doctype: DocType) -> tuple[str, ...]:
    """The fields that lead from a document of ``doctype`` to its scope: none, one, or a link and one behind it.

    Raises ``ConfigurationError`` where the declared ``scope_field`` leads somewhere else.
    """
    known: dict[str, tuple[str, ...]] = ctx.site.registry.remember("scope paths", dict)
    if doctype.name not in known:
        known[doctype.name] = path_of(ctx, doctype, scope_doctype(ctx))
    return known[doctype.name]


def path_of(ctx: Context, doctype: DocType, scope: DocType | None) -> tuple[str, ...]:
    """``scope_path`` for a scope doctype of one's choice."""
    path = scoping.scope_path(doctype, None if scope is None else scope.name)
    if path and scope is not None and scoping.end_of(doctype, path, ctx.site.registry.find) != scope.name:
        raise ConfigurationError(
            f'The scope_field "{doctype.scope_field}" of {doctype.name} does not lead to {scope.name}.'
        )
    return path


def limit(ctx: Context, right: str, doctype: DocType) -> Part | None:
    """What the scopes of the acting user leave of ``doctype``; None where they limit nothing."""
    if not is_limited(ctx):
        return None
    scope = scope_doctype(ctx)
    names = limits_of(ctx).scopes
    if scope is not None and doctype.name == scope.name:
        if right in READING:
            return None
        own = _among(Column(doctype.name, "name"), names)
        within = _("it is one of the {scopes} of {user}", **_said(ctx, scope))
        return Part(
            "scope", _("it is not one of the {scopes} of {user}", **_said(ctx, scope)), own, within=within
        )
    path = scope_path(ctx, doctype)
    if not path or scope is None:
        return None
    text = _("it is outside what {user} may see by {scopes}", **_said(ctx, scope))
    usual = _leads_to(ctx, doctype, path, names)
    if doctype.scope_beyond and right != "create":
        usual = any_of((usual, rules.filter_of(ctx, doctype, doctype.scope_beyond)))
    within = _("it is within what {user} may see by {scopes}", **_said(ctx, scope))
    return Part("scope", text, usual, rare=_of_nobody(ctx, doctype, path), within=within)


def _said(ctx: Context, scope: DocType) -> dict[str, str]:
    return {"scopes": Label(scope.name), "user": ctx.user}


def _among(column: Column, names: tuple[str, ...]) -> Filter:
    return Condition(column, "in", Names(names)) if names else NOTHING


def _leads_to(ctx: Context, doctype: DocType, path: tuple[str, ...], names: tuple[str, ...]) -> Filter:
    column = Column(doctype.name, path[0])
    if len(path) == 1 or not names:
        return _among(column, names)
    target = doctype.by_name[path[0]].options or ""
    return _behind(column, target, _among(Column(target, path[1]), names))


def _behind(column: Column, target: str, where: Filter) -> Filter:
    found = Query(target, (Select(Column(target, "name"), "name"),), where, limit=None)
    return Within((column,), found)


def _of_nobody(ctx: Context, doctype: DocType, path: tuple[str, ...]) -> Filter | None:
    """Documents of no scope that the acting user made; None where a scope must be given."""
    link = doctype.by_name[path[0]]
    column = Column(doctype.name, path[0])
    mine = Condition(Column(doctype.name, "owner"), "=", ctx.user)
    unset: list[Filter] = [] if link.reqd else [Condition(column, "is", "not set")]
    if len(path) == 2:
        target = ctx.site.registry.get(link.options or "")
        if not target.by_name[path[1]].reqd:
            unset.append(
                _behind(column, target.name, Condition(Column(target.name, path[1]), "is", "not set"))
            )
    return all_of((mine, any_of(unset))) if unset else None
