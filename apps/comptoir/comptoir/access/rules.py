"""Row rules: conditions on documents that narrow what a role gives, from declarations and Row Rule documents.

A rule holds for the rights it names; a role's rules for reading hold for every other right but ``create`` that has no
rules of its own, so that what cannot be read cannot be exported or overwritten either. A role with rules reaches the
documents for which any of them holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa

from comptoir.access.limits import limits_of
from comptoir.access.users import roles_of
from comptoir.context import Context, use
from comptoir.db.tables import table_for
from comptoir.errors import DataError
from comptoir.expressions.conditions import (
    Comparison,
    Constant,
    Every,
    Filled,
    Known,
    Node,
    OneOf,
    Path,
    Side,
    check_known,
    sides,
)
from comptoir.expressions.errors import ExpressionSyntaxError
from comptoir.hooks import resolve
from comptoir.meta.model import DocType, column_field
from comptoir.meta.row_rules import RowRule, checked, declared, read_rule
from comptoir.query.model import (
    NOTHING,
    And,
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
from comptoir.query.values import make_condition

ROW_RULE = "Row Rule"
VARIABLES = "access_variables"
OWN_MEMBERS = ("name", "roles", "scopes")
_STORED = "row rules"
_USER = "columns of the user"
_OPERATORS: Mapping[str, str] = {"==": "="}


def rules_for(ctx: Context, doctype: DocType, role: str, right: str) -> tuple[RowRule, ...]:
    """The rules that narrow what ``role`` gives of ``right``; none where the role reaches every document."""
    rules = [rule for rule in (*declared(doctype), *_stored(ctx, doctype.name)) if rule.role == role]
    own = tuple(rule for rule in rules if right in rule.rights)
    if own or right == "create":
        return own
    return tuple(rule for rule in rules if "read" in rule.rights)


def forget(ctx: Context) -> None:
    """Row Rule documents changed: this unit of work reads them again, every process after the commit."""
    ctx.db.uncommitted[_STORED] = None
    ctx.memo.clear()
    ctx.db.on_commit(ctx.site.registry.bump)


def check(ctx: Context, doctype: DocType, expression: str) -> None:
    """Raise ``ExpressionSyntaxError`` for a condition that cannot be asked of documents of ``doctype``."""
    node = checked(doctype, expression, ctx.site.registry.find)
    check_known(node, members(ctx), variables(ctx))
    _compile(ctx, doctype, node, trial=True)


def filter_of(ctx: Context, doctype: DocType, expression: str) -> Filter:
    """The documents for which ``expression`` holds, for the acting user."""
    return _compile(ctx, doctype, checked(doctype, expression, ctx.site.registry.find), trial=False)


def lasts(ctx: Context, doctype: DocType, expression: str) -> bool:
    """Whether the filter of ``expression`` stays what it is while the roles and limits of the acting user do.

    It does not where it asks for other columns of the user or for what apps know, nor where it looks at the time.
    """
    node = checked(doctype, expression, ctx.site.registry.find)
    return all(_lasts(ctx, doctype, side) for side in sides(node))


def _lasts(ctx: Context, doctype: DocType, side: Side) -> bool:
    match side:
        case Known(name=name, variable=variable):
            return not variable and name in OWN_MEMBERS
        case Path(names=names):
            return not _is_of_time(ctx, doctype, names)
        case Constant():
            return True


def _is_of_time(ctx: Context, doctype: DocType, names: tuple[str, ...]) -> bool:
    *links, name = names
    for link in links:
        through = column_field(doctype, link)
        doctype = ctx.site.registry.get((through.options if through is not None else None) or "")
    field = column_field(doctype, name)
    return field is None or field.fieldtype in ("Date", "Datetime", "Time")


def members(ctx: Context) -> tuple[str, ...]:
    """What a rule may ask of ``user``."""
    meta = ctx.site.registry.get("User")
    fields = (field.fieldname for field in meta.value_fields if field.fieldtype != "Password")
    return (*OWN_MEMBERS, *fields)


def variables(ctx: Context) -> Mapping[str, str]:
    """Names that apps add, and the function that finds the value of each for a user."""
    found: dict[str, str] = {}
    for manifest in ctx.site.manifests:
        found |= manifest.raw.get(VARIABLES, {})
    return found


def value_of(ctx: Context, known: Known) -> Any:
    """What is known of the acting user: None, a value, or a tuple of values."""
    if known.variable:
        key = (VARIABLES, known.name)
        if key not in ctx.memo:
            function = resolve(variables(ctx)[known.name])
            with use(ctx):
                found = function(ctx.user)
            ctx.memo[key] = tuple(found) if isinstance(found, list | tuple | set | frozenset) else found
        return ctx.memo[key]
    match known.name:
        case "name":
            return ctx.user
        case "roles":
            return tuple(sorted(roles_of(ctx)))
        case "scopes":
            return limits_of(ctx).scopes
        case name:
            return _columns_of_user(ctx).get(name)


def _columns_of_user(ctx: Context) -> Mapping[str, Any]:
    if _USER not in ctx.memo:
        table = table_for(ctx.site.registry.get("User"))
        ctx.memo[_USER] = ctx.db.execute(sa.select(table).where(table.c.name == ctx.user)).mappings().first()
    found: Mapping[str, Any] | None = ctx.memo[_USER]
    return found or {}


def _stored(ctx: Context, doctype: str) -> Iterable[RowRule]:
    noted = ctx.db.uncommitted
    if _STORED not in noted:
        known = ctx.site.registry.remember(_STORED, lambda: _read(ctx))
    else:
        if noted[_STORED] is None:
            noted[_STORED] = _read(ctx)
        known = noted[_STORED]
    return known.get(doctype, ())


def _read(ctx: Context) -> dict[str, tuple[RowRule, ...]]:
    meta = ctx.site.registry.find(ROW_RULE)
    found: dict[str, tuple[RowRule, ...]] = {}
    if meta is None:
        return found
    table = table_for(meta)
    rows = ctx.db.execute(sa.select(table).where(table.c.enabled == 1).order_by(table.c.name)).mappings()
    for row in rows:
        rule = read_rule(dict(row), str(row["name"]))
        found[row["document_type"]] = (*found.get(row["document_type"], ()), rule)
    return found


def _compile(ctx: Context, doctype: DocType, node: Node, *, trial: bool) -> Filter:
    """``node`` as a filter. A ``trial`` compiles every constant, and takes no value of the user for missing."""
    match node:
        case Every(parts=parts):
            return all_of([_compile(ctx, doctype, part, trial=trial) for part in parts])
        case OneOf(parts=parts):
            return any_of([_compile(ctx, doctype, part, trial=trial) for part in parts])
        case Filled(side=Path() as path, negated=negated):
            return _at(ctx, doctype, path, "is", "not set" if negated else "set")
        case Filled(side=side, negated=negated):
            return _constant(bool(_resolved(ctx, side)) is not negated)
        case Comparison(left=Path() as path, operator=operator, right=right):
            return _comparison(ctx, doctype, path, operator, right, trial=trial)
        case Comparison(left=left, operator=operator, right=right):
            return _constant(_compare(_resolved(ctx, left), operator, _resolved(ctx, right)))


def _comparison(
    ctx: Context, doctype: DocType, path: Path, operator: str, right: Side, *, trial: bool
) -> Filter:
    if trial and isinstance(right, Known):
        return And()
    value = _resolved(ctx, right)
    if isinstance(right, Known) and value in (None, ""):
        return NOTHING
    listed = operator in ("in", "not in")
    if listed:
        value = value if isinstance(value, tuple) else (value,)
        if not value:
            return _constant(operator == "not in")
    elif isinstance(value, tuple):
        return NOTHING
    if isinstance(right, Known) and operator in ("in", "=="):
        return _at(ctx, doctype, path, "in", Names(value) if listed else Names((value,)))
    try:
        return _at(ctx, doctype, path, _OPERATORS.get(operator, operator), value)
    except DataError as error:
        raise ExpressionSyntaxError("syntax", error.message, right.position) from error


def _at(ctx: Context, doctype: DocType, path: Path, operator: str, value: Any) -> Filter:
    """A condition on the column at the end of ``path``; behind a link as a sub-select."""
    if len(path.names) == 1:
        return _condition(ctx, Column(doctype.name, path.names[0]), operator, value)
    link, name = path.names
    field = column_field(doctype, link)
    target = ctx.site.registry.get((field.options if field is not None else None) or "")
    where = _condition(ctx, Column(target.name, name), operator, value)
    found = Query(target.name, (Select(Column(target.name, "name"), "name"),), where, limit=None)
    return Within((Column(doctype.name, link),), found)


def _condition(ctx: Context, column: Column, operator: str, value: Any) -> Filter:
    made = make_condition(column, operator, value, ctx.site.registry.get, ctx.clock.now())
    if isinstance(value, Names) and isinstance(made, Condition):
        meta = ctx.site.registry.get(column.doctype)
        field = column_field(meta, column.name)
        if field is not None and field.fieldtype == "Link":
            return Condition(column, operator, value)
    return made


def _resolved(ctx: Context, side: Side) -> Any:
    match side:
        case Constant(value=value):
            return value
        case Known():
            return value_of(ctx, side)
        case Path():
            raise AssertionError("the parser puts paths on the left")


def _compare(left: Any, operator: str, right: Any) -> bool:
    if operator in ("in", "not in"):
        entries = right if isinstance(right, tuple) else (right,)
        return (str(left) in {str(entry) for entry in entries}) is (operator == "in")
    if left in (None, "") or right in (None, "") or isinstance(left, tuple) or isinstance(right, tuple):
        return False
    if operator in ("==", "!="):
        return (str(left) == str(right)) is (operator == "==")
    if not isinstance(left, int | float) or not isinstance(right, int | float):
        return False
    return {"<": left < right, ">": left > right, "<=": left <= right, ">=": left >= right}[operator]


def _constant(truth: bool) -> Filter:
    return And() if truth else NOTHING
