"""Values that a field accepts, made from its declaration: for tests that must fill any form."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from typing import Any

from comptoir.context import Context
from comptoir.documents import get_list, new_document
from comptoir.errors import ValidationError
from comptoir.meta import fieldtypes
from comptoir.meta.model import DocType, Field
from comptoir.meta.pattern_syntax import Chars, Choice, Node, Repeat, Sequence, parse

DEEPEST = 5
"""How far documents that are linked to are made for the sake of the first one."""

_numbers = itertools.count(1)
_EXAMPLES: Mapping[str, str] = {
    "Email": "person{n}@example.com", "Phone": "+331990000{n:02d}", "URL": "https://example.com/{n}", "Name": "Ada Person",
    "Barcode": "4006381333931", "IBAN": "FR7630006000011234567890189",
}  # fmt: skip
_BY_TYPE: Mapping[str, Any] = {
    "Check": 1, "Int": 3, "Float": 2, "Currency": 12.5, "Percent": 10, "Rating": 0.6, "Date": "2026-02-03",
    "Datetime": "2026-02-03 10:20:30", "Time": "10:20:30", "Duration": 3600, "Color": "#336699", "JSON": "{}",
    "Icon": "star", "Phone": "+33199000000", "Geolocation": '{"type": "FeatureCollection", "features": []}',
    "Password": "a long enough secret", "Attach": "/files/example.txt", "Attach Image": "/files/example.png",
    "Signature": "data:image/png;base64,iVBORw0KGgo=", "Barcode": "4006381333931",
}  # fmt: skip


class Filler:
    """Fills documents of any doctype of a site; ``given`` holds values a doctype's own rules ask for."""

    def __init__(self, ctx: Context, given: Mapping[str, Mapping[str, Any]] | None = None):
        self.ctx = ctx
        self.given = given or {}

    def values(self, meta: DocType, depth: int = 0) -> dict[str, Any]:
        """Values for every field of ``meta`` that somebody would fill, without its own name."""
        found: dict[str, Any] = {}
        given = self.given.get(meta.name, {})
        for field in meta.fields:
            if field.fieldname in given:
                found[field.fieldname] = given[field.fieldname]
            elif self._is_filled(meta, field, depth):
                value = self._value(meta, field, depth)
                if value is not None:
                    found[field.fieldname] = value
        if (meta.autoname or "").lower() == "prompt" or meta.naming_rule == "Set by user":
            found["name"] = f"{meta.name[:100]} {next(_numbers)}"
        return found

    def document(self, meta: DocType, depth: int = 0) -> Any:
        """A stored document of ``meta``."""
        doc = new_document(self.ctx, {"doctype": meta.name, **self.values(meta, depth)})
        doc.flags.name_set = bool(doc.name)
        return doc.insert()

    def _is_filled(self, meta: DocType, field: Field, depth: int) -> bool:
        if field.is_layout or field.is_virtual or field.fieldname == "amended_from":
            return False
        if (
            field.reqd
            or field.mandatory_depends_on
            or (meta.autoname or "").lower() == f"field:{field.fieldname}".lower()
        ):
            return True
        if any(link.options == field.fieldname for link in meta.dynamic_link_fields):
            return False
        is_reference = field.is_table or field.fieldtype in ("Link", "Dynamic Link")
        return not (field.read_only or field.fieldtype == "Read Only") and not (is_reference and depth)

    def _value(self, meta: DocType, field: Field, depth: int) -> Any:
        if field.is_table:
            return self._rows(field, depth)
        if field.fieldtype == "Dynamic Link":
            if not (field.reqd or field.mandatory_depends_on):
                return None
            holder = meta.field(field.options or "")
            return self._linked(self._linkable(holder) if holder else "User", depth)
        if any(link.options == field.fieldname for link in meta.dynamic_link_fields):
            return self._linkable(field)
        if field.fieldtype == "Link":
            return self._linked(field.options or "", depth) if field.options != meta.name else None
        if field.fieldname == "naming_series":
            return next((choice for choice in field.choices if choice), "SER-.#####")
        if field.fieldtype == "Select" and field.choices:
            return next((choice for choice in field.choices if choice), None)
        return next((value for value in candidates(field) if accepts(field, value)), None)

    def _linkable(self, holder: Field) -> str:
        """The doctype that ``holder`` names for a Dynamic Link: its first choice, or one that is always here."""
        if holder.fieldtype == "Select":
            return next((choice for choice in holder.choices if choice), "User")
        return "User" if holder.options in (None, "DocType") else str(self._linked(holder.options, DEEPEST))

    def _rows(self, field: Field, depth: int) -> list[dict[str, Any]]:
        child = self.ctx.site.registry.get(field.options or "")
        return [self.values(child, depth)] if depth < DEEPEST else []

    def _linked(self, doctype: str, depth: int) -> str | None:
        meta = self.ctx.site.registry.get(doctype)
        if meta.issingle:
            return meta.name
        filters = {"docstatus": ["<", 2]} if meta.is_submittable else None
        there = get_list(
            self.ctx, doctype, fields=["name"], filters=filters, limit=1, ignore_permissions=True
        )
        if there:
            return str(there[0]["name"])
        return str(self.document(meta, depth + 1).name) if depth < DEEPEST else None


def accepts(field: Field, value: Any) -> bool:
    """Whether ``value`` can be read and passes every rule of ``field``."""
    kind = fieldtypes.get(field.fieldtype)
    try:
        read = kind.parse(field, value)
    except ValidationError:
        return False
    return read is not None and not kind.check(field, read)


def candidates(field: Field) -> Iterator[Any]:
    """Values to try, the likeliest first."""
    number = next(_numbers)
    if field.minimum is not None or field.maximum is not None:
        yield from (limit for limit in (field.minimum, field.maximum) if limit is not None)
    options = (field.options or "").strip()
    if field.fieldtype == "Data" and options in _EXAMPLES:
        yield _EXAMPLES[options].format(n=number % 100)
    if field.mask:
        yield from (of_mask(field.mask, number, optional=optional) for optional in (True, False))
    if field.pattern:
        yield of_pattern(parse(field.pattern), number)
    if field.fieldtype in _BY_TYPE:
        yield _BY_TYPE[field.fieldtype]
    text = f"{field.title} {number}"
    yield text
    yield text[-field.length :] if field.length else text
    yield str(number)


class _Choices:
    """Picks from a number, so that two numbers give two texts as long as there is room for them."""

    def __init__(self, number: int):
        self._left = number

    def pick(self, count: int) -> int:
        self._left, chosen = divmod(self._left, count)
        return chosen


def of_mask(mask: str, number: int = 0, *, optional: bool) -> str:
    """A text of the form of ``mask``, with or without its optional parts."""
    text, inside, chars, choices = "", False, iter(mask), _Choices(number)
    for char in chars:
        if char in "[]":
            inside = char == "["
            continue
        literal = next(chars, "") if char == "\\" else char if char not in "9A*" else None
        if optional or not inside:
            text += literal if literal is not None else _for_mask(char, choices)
    return text


def _for_mask(char: str, choices: _Choices) -> str:
    return chr(ord("A") + choices.pick(26)) if char == "A" else str(choices.pick(10))


def of_pattern(node: Node, number: int = 0) -> str:
    """The shortest text that ``node`` matches, another one for another number where there are several."""
    return _matching(node, _Choices(number))


def _matching(node: Node, choices: _Choices) -> str:
    match node:
        case Chars():
            shown = [(max(low, 33), high) for low, high in node.ranges if high >= 33]
            low, high = next((pair for pair in shown if chr(pair[0]).isalnum()), shown[0])
            return chr(low + choices.pick(min(high, 126) - low + 1 if low < 126 else 1))
        case Repeat():
            return "".join(_matching(node.part, choices) for _ in range(node.least))
        case Sequence():
            return "".join(_matching(part, choices) for part in node.parts)
        case Choice():
            return _matching(node.branches[0], choices)
