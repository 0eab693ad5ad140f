"""What the report view asks: groups of documents with their numbers, on the screen and as a file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any

from comptoir.access import policy
from comptoir.context import Context
from comptoir.desk.answers import StoredDownload
from comptoir.desk.exporting import SHEETS, Export, kind_named, write_file
from comptoir.desk.report_lines import lines_of, ordered
from comptoir.desk.titles import titles_of
from comptoir.documents.comparing_periods import Compared, compared, merged
from comptoir.documents.reporting import Group, Report, groups_of, read_report, shown, titles_wanted
from comptoir.errors import BadRequestError, ComptoirError, DataError, RequestTooLargeError
from comptoir.hooks import whitelist
from comptoir.sentences import _

Filters = Sequence[Any] | Mapping[str, Any] | None

MOST_AT_ONCE = 20
"""The dashboard of a list asks for up to 16."""
LISTS, NARROWING = frozenset({"rows", "columns", "numbers"}), frozenset({"filters", "or_filters"})
KNOWN = LISTS | NARROWING | {"doctype", "compare"}
"""What a report may be asked with."""


@whitelist(methods=["GET", "POST"])
def report(
    ctx: Context,
    doctype: str,
    rows: Sequence[Any] | None = None,
    columns: Sequence[Any] | None = None,
    numbers: Sequence[Any] | None = None,
    filters: Sequence[Any] | Mapping[str, Any] | None = None,
    or_filters: Sequence[Any] | Mapping[str, Any] | None = None,
    compare: bool = False,
) -> dict[str, Any]:
    """The groups of every level, the finest first and the total last, with the titles of what they link to.

    Amounts are lists of ``[currency, amount]``. With ``compare``, each group tells its numbers ``before``.
    """
    asked = _asked(ctx, doctype, rows, columns, numbers, filters, or_filters)
    return answer(ctx, asked, compare=compare)


@whitelist(methods=["GET", "POST"])
def reports(ctx: Context, asked: Sequence[Any]) -> list[dict[str, Any]]:
    """Several reports at once, each ``asked`` with the arguments of ``report``: of each its ``answer``, or the ``error``
    with ``type``, ``status`` and ``message`` that it would be refused with alone.

    Raises ``RequestTooLargeError`` where they are too many.
    """
    if not isinstance(asked, list):
        raise DataError(_("{fieldname} must be a list.", fieldname="asked"))
    if len(asked) > MOST_AT_ONCE:
        raise RequestTooLargeError(_("Ask for at most {most} reports at once.", most=MOST_AT_ONCE))
    return [_answered(ctx, each) for each in asked]


def answer(ctx: Context, asked: Report, *, compare: bool = False) -> dict[str, Any]:
    """What ``asked`` comes to, for the screen."""
    earlier = compared(ctx, asked) if compare else None
    levels, wanted = [], dict[str, set[str]]()
    for level in asked.levels():
        pairs = _pairs(ctx, asked, level, earlier)
        kept = {id(group) for group in shown([group for group, _before in pairs])}
        told = [(group, before) for group, before in pairs if id(group) in kept]
        levels.append(
            {
                "rows": level[0],
                "columns": level[1],
                "groups": [_told(group, before, earlier) for group, before in told],
                "hidden": len(pairs) - len(told),
            }
        )
        for target, names in titles_wanted(asked, level, (group for group, _before in told)).items():
            wanted.setdefault(target, set()).update(names)
    return {"levels": levels, "link_titles": titles_of(ctx, wanted), "period": _period(earlier)}


@whitelist(methods=["GET", "POST"])
def export(
    ctx: Context,
    doctype: str,
    rows: Sequence[Any] | None = None,
    columns: Sequence[Any] | None = None,
    numbers: Sequence[Any] | None = None,
    filters: Sequence[Any] | Mapping[str, Any] | None = None,
    or_filters: Sequence[Any] | Mapping[str, Any] | None = None,
    format: str = "Excel",
    compare: bool = False,
) -> StoredDownload:
    """The finest groups as a file, one line for each, and the totals; amounts in several currencies have more lines.

    With ``compare``, each number is followed by what it was before and by its change. Raises ``PermissionError`` where
    the actor may not export documents of ``doctype``.
    """
    asked = _asked(ctx, doctype, rows, columns, numbers, filters, or_filters)
    kind = kind_named(format, SHEETS)
    policy.require(ctx, "export", asked.meta)
    earlier = compared(ctx, asked) if compare else None
    lines: list[dict[str, Any]] = []
    count = 0
    for level in _filed(asked):
        pairs = _pairs(ctx, asked, level, earlier, ("report", "export"))
        if not pairs:
            break
        count = count or len(pairs)
        lines += lines_of(ctx, asked, level, ordered(pairs) if compare else pairs, compare=compare)
    report = {"rows": rows, "columns": columns, "numbers": numbers, "compare": compare}
    wanted = Export(doctype, filters=filters, or_filters=or_filters, format=format)
    return write_file(ctx, wanted, kind, asked.meta, iter([lines]), {"rows": count, "report": report})


def _filed(asked: Report) -> Iterator[tuple[int, int]]:
    """The levels a file has: the finest, and the row of totals with one for each column."""
    finest, *others = asked.levels()
    yield finest
    yield from (level for level in others if not level[0])


def _answered(ctx: Context, given: Any) -> dict[str, Any]:
    """What one of several is answered with. What is no refusal but a fault fails them all."""
    try:
        with _apart(ctx):
            return {"answer": report(ctx, **_question(given))}
    except ComptoirError as error:
        if error.http_status >= 500:
            raise
        told = {"type": type(error).__name__, "status": error.http_status, "message": ctx.say(error.message)}
        return {"error": told}


@contextmanager
def _apart(ctx: Context) -> Iterator[None]:
    """What the block began or said is undone where it fails; reading opens no transaction for it."""
    said = len(ctx.messages)
    inside = ctx.db.in_transaction
    try:
        if inside:
            with ctx.db.savepoint():
                yield
        else:
            yield
    except BaseException:
        del ctx.messages[said:]
        if ctx.db.in_transaction and not inside:
            ctx.db.rollback()
        raise


def _question(given: Any) -> dict[str, Any]:
    """``given`` as arguments of ``report``. Raises where it is no such thing."""
    if not isinstance(given, Mapping):
        raise DataError(_("Each of several reports is a JSON object."))
    unknown = sorted(set(given) - KNOWN)
    if unknown:
        raise BadRequestError(
            _("{name} takes no argument {unknown!r}.", name="report", unknown=unknown[0][:60])
        )
    found = {name: value for name, value in given.items() if value is not None}
    for name, value in found.items():
        if name in LISTS and not isinstance(value, list):
            raise DataError(_("{fieldname} must be a list.", fieldname=name))
        if name in NARROWING and not isinstance(value, list | dict):
            raise DataError(_("The argument {name} must be JSON.", name=name))
    if not isinstance(found.get("doctype"), str):
        raise DataError(_("{name} needs the argument {missing!r}.", name="report", missing="doctype"))
    return found | {"compare": bool(found.get("compare"))}


def _asked(
    ctx: Context, doctype: str, rows: Sequence[Any] | None, columns: Sequence[Any] | None,
    numbers: Sequence[Any] | None, filters: Filters, or_filters: Filters,
) -> Report:  # fmt: skip
    meta = ctx.site.registry.get(doctype)
    policy.require(ctx, "report", meta)
    return read_report(meta, rows or (), columns or (), numbers or (), filters, or_filters)


def _pairs(
    ctx: Context, asked: Report, level: tuple[int, int], earlier: Compared | None, rights: Sequence[str] = ("report",)
) -> list[tuple[Group, Group | None]]:  # fmt: skip
    """The groups of a level, those of ``earlier`` beside them."""
    groups = groups_of(ctx, asked, level, rights)
    if earlier is None:
        return [(group, None) for group in groups]
    before = groups_of(ctx, earlier.report, level, rights)
    return merged(groups, before, partial(earlier.beside, asked.dimensions(level)))


def _told(group: Group, before: Group | None, earlier: Compared | None) -> dict[str, Any]:
    told: dict[str, Any] = {"keys": group.keys, "values": group.values}
    if earlier is not None:
        told["before"] = before.values if before is not None else None
    return told


def _period(earlier: Compared | None) -> dict[str, Any] | None:
    if earlier is None:
        return None
    return {"field": earlier.fieldname, "days": earlier.period, "before": earlier.before}
