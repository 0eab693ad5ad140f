"""Documents that no table holds: the controller of a virtual doctype gives them, as in Frappe.

``get_list`` and ``get_count`` of the class are handed the arguments of the request, those they name and ``args`` with all of
them; ``load_from_db`` fills a document that knows its name. Rights on the doctype are asked before; what would narrow them
to some documents cannot be asked of code, so it refuses them all. Nobody writes such documents.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from comptoir.access import policy
from comptoir.attrdict import AttrDict
from comptoir.context import Context, use
from comptoir.documents.controllers import controller_for
from comptoir.errors import DataError, PermissionError, ValidationError
from comptoir.meta.model import DocType
from comptoir.query import ListArgs
from comptoir.sentences import Label, Sentence, _

if TYPE_CHECKING:
    from comptoir.documents.document import Document

_STANDARD = ("name", "owner", "creation", "modified", "modified_by", "docstatus", "idx")


def rows(ctx: Context, meta: DocType, args: ListArgs, right: str | None) -> list[AttrDict]:
    """The rows ``args`` ask for; ``right`` is what the actor needs, None for a reading without permissions."""
    columns = _columns(meta, args)
    if right is not None:
        _permit(ctx, meta, right)
        readable = policy.readable_columns(ctx, meta)
        columns = [column for column in columns if column in readable]
    found = _asked(ctx, meta, "get_list", args)
    return [AttrDict((column, row.get(column)) for column in columns) for row in found or ()]


def count(ctx: Context, meta: DocType, args: ListArgs, right: str | None) -> int:
    """How many there are."""
    if right is not None:
        _permit(ctx, meta, right)
    return int(_asked(ctx, meta, "get_count", args) or 0)


def load(ctx: Context, doc: Document) -> None:
    """Fill ``doc``, which knows its name. Raises ``ValidationError`` where no code of its doctype does that."""
    if not callable(getattr(type(doc), "get_list", None)):
        raise ValidationError(_no_code(doc.meta))
    with use(ctx):
        doc.load_from_db()


def _permit(ctx: Context, meta: DocType, right: str) -> None:
    policy.require(ctx, right, meta)
    if policy.predicate(ctx, right, meta) is not None:
        raise PermissionError(
            _(
                "You may see only some documents of {doctype}, and it cannot tell which.",
                doctype=Label(meta.name),
            )
        )


def _asked(ctx: Context, meta: DocType, name: str, args: ListArgs) -> Any:
    function = getattr(controller_for(ctx.site.registry, meta), name, None)
    if not callable(function):
        raise ValidationError(_no_code(meta))
    told = dict(_told(meta, args))
    known = inspect.signature(function).parameters
    every = any(each.kind is inspect.Parameter.VAR_KEYWORD for each in known.values())
    given = {key: value for key, value in told.items() if every or key in known}
    if "args" in known:
        given["args"] = AttrDict(told)
    with use(ctx):
        return function(**given)


def _told(meta: DocType, args: ListArgs) -> Iterator[tuple[str, Any]]:
    """The arguments by the names they have in Frappe."""
    yield from (("doctype", meta.name), ("fields", args.fields), ("order_by", args.order_by))
    yield from (("filters", _filters(meta, args.filters)), ("or_filters", _filters(meta, args.or_filters)))
    for name in ("start", "limit_start"):
        yield name, args.offset
    for name in ("page_length", "limit_page_length"):
        yield name, args.limit or 0


def _filters(meta: DocType, filters: Any) -> list[list[Any]]:
    """Filters as Frappe hands them on: each with doctype, field, operator and value."""
    if isinstance(filters, Mapping):
        return [
            [meta.name, key, *(value if isinstance(value, (list, tuple)) else ("=", value))]
            for key, value in filters.items()
        ]
    return [_condition(meta, each) for each in filters or ()]


def _condition(meta: DocType, each: Any) -> list[Any]:
    if isinstance(each, (list, tuple)) and len(each) in (2, 3, 4) and isinstance(each[0], str):
        if len(each) == 4:
            return list(each)
        return [meta.name, each[0], *(each[1:] if len(each) == 3 else ("=", each[1]))]
    raise DataError(_("A condition is [field, operator, value] or [document type, field, operator, value]."))


def _columns(meta: DocType, args: ListArgs) -> list[str]:
    if args.group_by:
        raise DataError(_("{doctype} cannot be grouped.", doctype=Label(meta.name)))
    known = [*(field.fieldname for field in meta.value_fields), *_STANDARD]
    columns: list[str] = []
    for wanted in args.fields or ["name"]:
        name = str(wanted).strip("` ").removeprefix(f"tab{meta.name}`.`")
        if name == "*":
            columns += known
        elif name in known:
            columns.append(name)
        else:
            raise DataError(_("{doctype} has no field {name}.", doctype=Label(meta.name), name=name[:140]))
    return list(dict.fromkeys(columns))


def _no_code(meta: DocType) -> Sentence:
    return _(
        "{doctype} is virtual: its documents are kept by code of its own, which is not run here.",
        doctype=Label(meta.name),
    )
