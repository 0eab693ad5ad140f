"""Documents like the one somebody is entering, so that nobody is entered twice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from typing import Any

from comptoir.access import masking, policy
from comptoir.context import Context
from comptoir.db.collation import fold
from comptoir.documents import get_list
from comptoir.documents.finding import find
from comptoir.documents.settings import value_settings
from comptoir.errors import BadRequestError
from comptoir.hooks import whitelist
from comptoir.meta import rules
from comptoir.meta.model import DocType, Field
from comptoir.sentences import _

MOST = 5
SHORTEST = 3
LONGEST = 200
ALIKE = 0.75
CONTACTS = frozenset({"Phone", "Email"})
NUMBERS = frozenset({"tax_id", "iban"})
"""Normalisers of numbers that belong to one company or person alone."""


@whitelist(methods=["POST"])
def similar(ctx: Context, doctype: str, values: Mapping[str, Any]) -> list[dict[str, Any]]:
    """At most five documents the actor reads that have a title like that of ``values``, or a contact or number of it.

    Only fields the actor reads in the clear are compared, and only of doctypes that describe people or companies.
    """
    if not all(isinstance(value, str | None) for value in values.values()):
        raise BadRequestError(_("Documents are compared by texts."))
    meta = ctx.site.registry.get(doctype)
    if not policy.decide(ctx, "read", meta).allow or not _compared(meta):
        return []
    clear = masking.sight_of(ctx, meta).clear
    asked = {
        key: text
        for key, value in values.items()
        if key in clear and (text := (value or "").strip()[:LONGEST])
    }
    found: dict[str, dict[str, Any]] = {}
    for name, title, field in (*_by_contact(ctx, meta, asked), *_by_title(ctx, meta, asked)):
        told = found.setdefault(name, {"name": name, "title": title, "because": []})
        told["because"].append(ctx.say(field.title))
    return list(found.values())[:MOST]


def _compared(meta: DocType) -> list[Field]:
    """The fields that tell people and companies apart; none of a doctype that describes neither."""
    return [field for field in meta.fields if field.options in CONTACTS or _is_number(field)]


def _is_number(field: Field) -> bool:
    return not NUMBERS.isdisjoint((field.normalise or "").split())


def _by_contact(ctx: Context, meta: DocType, asked: Mapping[str, str]) -> Iterator[tuple[str, str, Field]]:
    for field in _compared(meta):
        if field.fieldname in asked:
            value = rules.normalise(field, asked[field.fieldname], value_settings(ctx))
            title = meta.title_field if meta.title_field in masking.sight_of(ctx, meta).clear else "name"
            rows = get_list(
                ctx, meta.name, fields=list(dict.fromkeys(["name", title])), filters={field.fieldname: value}, limit=MOST
            )  # fmt: skip
            yield from (
                (str(row["name"]), str(row.get(title) or row["name"]), field) for row in rows if value
            )


def _by_title(ctx: Context, meta: DocType, asked: Mapping[str, str]) -> Iterator[tuple[str, str, Field]]:
    field = meta.by_name.get(meta.title_field or "")
    text = asked.get(field.fieldname, "") if field is not None else ""
    if field is None or len(text) < SHORTEST:
        return
    for one in find(ctx, text, [meta.name], limit=2 * MOST):
        title = str(one.row.get(field.fieldname) or "")
        if _alike(text, title):
            yield str(one.name), title, field


def _alike(text: str, title: str) -> bool:
    one, other = str(fold(text)), str(fold(title))
    return other.startswith(one) or SequenceMatcher(None, one, other).ratio() >= ALIKE
