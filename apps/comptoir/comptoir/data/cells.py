"""What stands in a cell as a value of a field: dates and numbers as people write them, choices in any language.

A cell that can mean two things is not guessed at: the formats of the site or of the user decide, or the cell is refused
with a sentence. Links are read as texts here; ``comptoir.data.links`` finds what they mean.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from comptoir.context import Context
from comptoir.data.tables import is_empty_cell, text_of
from comptoir.db.collation import fold
from comptoir.desk.sheets import unguarded
from comptoir.documents.settings import locale_of, value_settings
from comptoir.errors import ValidationError
from comptoir.i18n import LANGUAGES
from comptoir.meta import fieldtypes
from comptoir.meta.locale import BY_LANGUAGE, Locale, number_shape
from comptoir.meta.model import Field
from comptoir.meta.values import ValueSettings
from comptoir.sentences import Label, _

NUMBERS = frozenset({"Int", "Float", "Currency", "Percent", "Rating"})
_YES, _NO = {"x", "y", "yes", "true", "✓", "✔", "+"}, {"n", "no", "false", "-"}
_SIGN = re.compile(r"^\((.+)\)$")
"""Accountants write what is negative in parentheses."""
_MARKS = str.maketrans({"\N{MINUS SIGN}": "-", "'": None, "\N{RIGHT SINGLE QUOTATION MARK}": None})
_DAY = re.compile(r"(\d{1,4})([./-])(\d{1,2})\2(\d{1,4})(?:[ T,]+(.+))?")


@dataclass(frozen=True, slots=True)
class CellReader:
    """Reads cells for one actor on one site."""

    ctx: Context
    locale: Locale
    settings: ValueSettings
    checks: bool = False
    """Also hold values against the rules of their fields, as a save would."""

    def read(self, field: Field, cell: Any) -> Any:
        """The value of ``cell``; None where nothing stands in it. Raises a ``ValidationError`` that names the field."""
        if is_empty_cell(cell):
            return None
        if isinstance(cell, str):
            cell = self._text(field, unguarded(cell.strip()))
        elif field.fieldtype not in NUMBERS and field.fieldtype not in ("Check", "Duration"):
            cell = _as_text(field, cell)
        kind = fieldtypes.get(field.fieldtype)
        value = kind.parse(field, cell, self.settings)
        for fault in kind.check(field, value, self.settings) if self.checks else ():
            raise fault.as_error()
        return value

    def _text(self, field: Field, text: str) -> Any:
        if field.fieldtype in NUMBERS:
            return plain_number(text, self.locale)
        if field.fieldtype in ("Date", "Datetime"):
            return self._day(field, text)
        if field.fieldtype == "Check":
            return _yes_or_no(text)
        if field.fieldtype == "Select":
            return choice_meant(self.ctx, field, text)
        return text

    def _day(self, field: Field, text: str) -> str:
        """``text`` in the ISO form, where it is written in the format of the actor or as in ISO."""
        match = _DAY.fullmatch(text)
        if match is None or len(match[1]) == 4:
            return text
        order = [part[0] for part in re.split(r"[./-]", self.locale.date_format)]
        if match[2] == "." or order[0] == "y":
            order = ["d", "m", "y"]
        found = dict(zip(order, (match[1], match[3], match[4]), strict=True))
        if len(found["y"]) != 4 or (match[2] != "." and self.locale.date_format.startswith("yyyy")):
            sentence = _(
                '{label}: "{value}" is no date written {format} or YYYY-MM-DD.',
                label=Label(field.title),
                value=text[:60],
                format=self.locale.date_format.upper(),
            )
            raise ValidationError.at(field.fieldname, sentence)
        time = f" {match[5].strip()}" if match[5] else ""
        return f"{found['y']}-{int(found['m']):02}-{int(found['d']):02}{time}"


def cell_reader(ctx: Context, date_format: str = "", *, checks: bool = False) -> CellReader:
    """The reader of what the acting user sends; ``date_format`` where the file has one of its own."""
    locale = locale_of(ctx)
    if date_format:
        locale = replace(locale, date_format=date_format)
    return CellReader(ctx, locale, value_settings(ctx), checks)


def plain_number(text: str, locale: Locale) -> str:
    """``text`` as programs write numbers, if it is one as the locale writes them: ``1 234,50 €`` -> ``1234.50``."""
    bare = "".join(c for c in text if not c.isspace() and unicodedata.category(c) not in ("Sc", "Cf"))
    bare = _SIGN.sub(r"-\1", bare.translate(_MARKS).removesuffix("%"))
    if "," in bare and "." in bare:
        point = max(",.", key=bare.rfind)
        group = "." if point == "," else ","
        return bare.replace(group, "").replace(point, ".") if bare.count(point) == 1 else text
    mark = "," if "," in bare else "."
    grouped = _grouped(bare, mark, locale)
    if grouped is not None:
        return grouped
    return bare.replace(mark, ".") if bare.count(mark) == 1 else text


def _grouped(bare: str, mark: str, locale: Locale) -> str | None:
    """``bare`` without ``mark`` where the locale groups thousands by it and it stands as such; None elsewhere."""
    if mark not in bare or number_shape(locale.number_format).group != mark:
        return None
    head, *groups = bare.lstrip("+-").split(mark)
    is_one = 1 <= len(head) <= 3 and all(len(part) == 3 and part.isdigit() for part in groups)
    return bare.replace(mark, "") if is_one else None


def choice_meant(ctx: Context, field: Field, text: str) -> str:
    """The choice of a Select that ``text`` is in any language; ``text`` itself where it is none."""
    if text in field.choices:
        return text
    meant = _said(ctx, field.choices).get(fold(text))
    return text if meant is None else meant


def _said(ctx: Context, choices: tuple[str, ...]) -> Mapping[str, str]:
    """What each of ``choices`` is called, without case and accents, in every language."""
    known: dict[tuple[str, ...], dict[str, str]] = ctx.site.registry.remember("choices said", dict)
    if choices not in known:
        found: dict[str, str] = {}
        for lang in reversed(list(LANGUAGES)):
            found |= {fold(ctx.site.translate(choice, lang)): choice for choice in choices if choice}
        known[choices] = found | {fold(choice): choice for choice in choices if choice}
    return known[choices]


@lru_cache(maxsize=1)
def _words() -> tuple[frozenset[str], frozenset[str]]:
    return (
        frozenset(_YES | {fold(locale.yes) for locale in BY_LANGUAGE.values()}),
        frozenset(_NO | {fold(locale.no) for locale in BY_LANGUAGE.values()}),
    )


def _yes_or_no(text: str) -> str:
    yes, no = _words()
    return "1" if fold(text) in yes else "0" if fold(text) in no else text


def _as_text(field: Field, cell: Any) -> Any:
    """A number or date of a workbook as the text it is, where the field holds texts."""
    if isinstance(cell, (date, datetime)) and field.fieldtype in ("Date", "Datetime", "Time"):
        return cell
    if field.fieldtype == "Time" and not isinstance(cell, (bool, float)):
        return cell
    return text_of(cell)
