"""What a document is called: every naming rule of Frappe."""

from __future__ import annotations

import os
import re
import secrets
import time
import uuid
from datetime import datetime
from itertools import count
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from comptoir.context import Context
from comptoir.documents.series import next_in_series
from comptoir.errors import FieldProblem, InvalidNameError, MandatoryError, ValidationError
from comptoir.meta.dynamic import KNOWN_WHEN_NAMED
from comptoir.meta.model import DocType
from comptoir.sentences import Label, _, _n

if TYPE_CHECKING:
    from comptoir.documents.document import Document

MAX_NAME = 140
HASH_LENGTH = 10
_ALPHABET = "0123456789abcdefghijklmnopqrstuv"
_FORBIDDEN = re.compile(r"[<>\x00-\x1f]")
_BRACES = re.compile(r"\{([^{}]+)\}")
_TEMPORARY = re.compile(r"new-[a-z0-9-]+-[a-z0-9]{10}")


def set_name(ctx: Context, doc: Document) -> None:
    """Give a new document its name. Raises ``ValidationError`` where the rule lacks what it needs."""
    meta = doc.meta
    given = str(doc.name).strip() if doc.name not in (None, "") else ""
    if _TEMPORARY.fullmatch(given):
        given = ""
    if meta.issingle:
        doc.name = meta.name
        return
    if meta.has_field("amended_from") and doc.amended_from and not doc.flags.name_set:
        if meta.has_field("naming_series"):
            _choose_series(doc)
        doc.name = _amended_name(ctx, meta, str(doc.amended_from))
        return
    doc.name = None if not doc.flags.name_set else given
    doc.run_method("before_naming")
    doc.run_method("autoname")
    if not doc.name:
        doc.name = _by_rule(ctx, doc, given)
    if meta.autoname != "autoincrement":
        doc.name = check_name(meta, str(doc.name))


def check_name(meta: DocType, name: str) -> str:
    """``name`` if a document of ``meta`` can have it. Raises ``InvalidNameError``."""
    name = name.strip()
    if not name:
        raise InvalidNameError(_("A name for this {doctype} is missing.", doctype=Label(meta.name)))
    if len(name) > MAX_NAME:
        raise InvalidNameError(
            _n(
                "The name of a {doctype} has at most {most} characters, this one has {count}.",
                "The name of a {doctype} has at most {most} characters, this one has {count}.",
                doctype=Label(meta.name),
                most=MAX_NAME,
                count=len(name),
            )
        )
    if _FORBIDDEN.search(name):
        raise InvalidNameError(
            _(
                "The name {name!r} has characters that a {doctype} cannot have in its name: < or >.",
                name=name,
                doctype=Label(meta.name),
            )
        )
    return name


class _Numbers:
    """Numbers that look random and that one process does not repeat; each process, forked or not, begins anywhere.

    Of random ones, two of some ten thousand in a minute are equal now and then.
    """

    def __init__(self) -> None:
        self._begin()
        os.register_at_fork(after_in_child=self._begin)

    def _begin(self) -> None:
        self._count = count(secrets.randbits(64))

    def take(self, bits: int) -> int:
        """The next number of so many bits."""
        return next(self._count) * ODD & (1 << bits) - 1


ODD = 0x9E3779B97F4A7C15
"""Multiplied by an odd number, numbers in a row are scattered, and none meets another."""
_NUMBERS = _Numbers()


def make_hash(length: int = HASH_LENGTH) -> str:
    """A short name without a meaning; its first characters grow with time, which keeps indexes compact."""
    bits = 5 * (length - 4)
    number = (int(time.time()) // 64 & 0xFFFFF) << bits | _NUMBERS.take(bits)
    return "".join([_ALPHABET[number >> shift & 31] for shift in range(5 * length - 5, -1, -5)])


def make_name(ctx: Context, pattern: str, doc: Document | None = None) -> str:
    """A name from a series pattern such as ``PROP-.YYYY.-.#####``."""
    if "#" not in pattern:
        pattern += ".#####"
    parts = pattern.split(".")
    name = ""
    for part in parts:
        if part and set(part) == {"#"}:
            name += str(next_in_series(ctx, name)).zfill(len(part))
        else:
            name += _part(ctx, part, doc)
    return name


def series_prefix(ctx: Context, pattern: str, doc: Document | None = None) -> str:
    """What stands before the number in names of a series pattern: the key of its counter."""
    prefix = ""
    for part in pattern.split("."):
        if part and set(part) == {"#"}:
            break
        prefix += _part(ctx, part, doc)
    return prefix


def _by_rule(ctx: Context, doc: Document, given: str) -> str | int:
    meta = doc.meta
    rule = (meta.autoname or "").strip()
    lowered = rule.lower()
    if lowered == "autoincrement":
        return next_in_series(ctx, f"autoincrement:{meta.name}")
    if lowered == "uuid" or meta.naming_rule == "UUID":
        return given or str(uuid.uuid7() if hasattr(uuid, "uuid7") else uuid.uuid4())
    if lowered.startswith("field:"):
        return _from_field(doc, rule[len("field:") :].strip())
    if lowered.startswith("naming_series:"):
        return _from_naming_series(ctx, doc)
    if lowered == "prompt" or meta.naming_rule == "Set by user":
        if not given:
            raise ValidationError(
                _("Choose a name for this {doctype}.", doctype=Label(meta.name)),
                fields=[FieldProblem("name", _("Choose a name."))],
            )
        return given
    if lowered.startswith("format:"):
        return _from_format(ctx, doc, rule[len("format:") :])
    if rule and lowered not in ("hash", "random"):
        return make_name(ctx, rule, doc)
    return given if given and (meta.istable or doc.flags.keep_name) else make_hash()


def _from_field(doc: Document, fieldname: str) -> str:
    value = doc.get(fieldname)
    if value in (None, ""):
        field = doc.meta.by_name[fieldname]
        sentence = _("{label} is mandatory.", label=Label(field.title))
        raise ValidationError.at(fieldname, sentence)
    return str(value)


def _from_naming_series(ctx: Context, doc: Document) -> str:
    return make_name(ctx, _choose_series(doc), doc)


def _choose_series(doc: Document) -> str:
    """The naming series of ``doc``, the first one where none is given."""
    field = doc.meta.field("naming_series")
    choices = [choice for choice in field.choices if choice] if field is not None else []
    if not doc.naming_series:
        if not choices:
            raise MandatoryError(
                _("The naming series of this {doctype} is missing.", doctype=Label(doc.doctype))
            )
        doc.naming_series = (field.default if field else None) or choices[0]
    if choices and doc.naming_series not in choices:
        sentence = _(
            "{naming_series} is not a naming series of {doctype}; choose one of {choices}.",
            naming_series=doc.naming_series,
            doctype=Label(doc.doctype),
            choices=tuple(choices),
        )
        raise ValidationError.at("naming_series", sentence)
    return str(doc.naming_series)


def _from_format(ctx: Context, doc: Document, template: str) -> str:
    built = ""
    position = 0
    for match in _BRACES.finditer(template):
        built += template[position : match.start()]
        part = match.group(1).strip()
        built += (
            str(next_in_series(ctx, built)).zfill(len(part)) if set(part) == {"#"} else _part(ctx, part, doc)
        )
        position = match.end()
    return built + template[position:]


def _part(ctx: Context, part: str, doc: Document | None) -> str:
    now = ctx.clock.now()
    known = _date_part(part, now)
    if known is not None:
        return known
    if (
        doc is not None
        and part
        and (
            part in doc.meta.by_name
            or part in KNOWN_WHEN_NAMED
            or (part.startswith("{") and part.endswith("}"))
        )
    ):
        value = doc.get(part.strip("{}"))
        return "" if value is None or isinstance(value, list) else str(value)
    return part


def _date_part(part: str, now: datetime) -> str | None:
    match part:
        case "YYYY":
            return f"{now.year:04d}"
        case "YY":
            return f"{now.year % 100:02d}"
        case "MM":
            return f"{now.month:02d}"
        case "DD":
            return f"{now.day:02d}"
        case "WW":
            return f"{now.isocalendar().week:02d}"
        case "JJJ":
            return f"{now.timetuple().tm_yday:03d}"
        case "timestamp":
            return now.isoformat()
        case _:
            return None


def _amended_name(ctx: Context, meta: DocType, source: str) -> str:
    """``PROP-1`` is amended to ``PROP-1-1``, that to ``PROP-1-2``."""
    origin = ctx.site.registry.get(meta.name)
    base, _, count = source.rpartition("-")
    first = _amends(ctx, origin, source) is None
    return f"{source}-1" if first else f"{base}-{int(count) + 1}"


def _amends(ctx: Context, meta: DocType, name: str) -> Any:
    from_table = sa.table(meta.table, sa.column("name"), sa.column("amended_from"))
    return ctx.db.execute(sa.select(from_table.c.amended_from).where(from_table.c.name == name)).scalar()
