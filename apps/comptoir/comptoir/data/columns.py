"""Which field a column of a file fills: what the actor may fill, and what a heading most likely means.

Headings are compared without case, accents and punctuation with the names of fields and with their labels in every
language; what people call a field otherwise stands in ``SYNONYMS``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from comptoir.access import policy
from comptoir.context import Context
from comptoir.db.collation import fold
from comptoir.i18n import LANGUAGES
from comptoir.meta.model import DocType, Field
from comptoir.sentences import Label, Sentence, _

NAME = "name"
SKIPPED = "Don't Import"
"""Frappe's word for a column that fills nothing."""
ID = Field(NAME, "Data", label="ID", length=140)
SYNONYMS: tuple[frozenset[str], ...] = tuple(
    frozenset(group.split("|"))
    for group in (
        "id|name|identifier|identifiant|no|code|идентификатор|код|ид",
        "e mail|email|mail|courriel|adresse e mail|почта|электронная почта|эл почта|имейл|e mail address",
        "phone|telephone|tel|mobile|portable|phone number|телефон|тел|моб телефон|номер телефона",
        "web site|website|site|url|site web|сайт|веб сайт",
        "city|town|ville|город|населенныи пункт",
        "country|pays|страна",
        "company|organisation|organization|societe|entreprise|raison sociale|компания|организация|фирма",
        "client name|customer|customer name|client|nom du client|клиент|имя клиента|покупатель|контрагент|название",
        "tax id|vat|vat number|tva|numero de tva|инн|siret|siren",
        "price|rate|prix|цена|unit price|prix unitaire",
        "quantity|qty|quantite|qte|количество|кол во",
        "date|day|jour|дата",
        "comment|comments|note|notes|remarks|commentaire|remarque|комментарии|примечание|заметки",
    )
)
_MARKS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Target:
    """What a column may fill: a field of the document, or of the rows of its field ``table``."""

    field: Field
    table: Field | None = None

    @property
    def key(self) -> str:
        """``fieldname``, or ``table.fieldname``."""
        return f"{self.table.fieldname}.{self.field.fieldname}" if self.table else self.field.fieldname

    @property
    def title(self) -> Sentence:
        """What people call it."""
        own = Label(self.field.title)
        return _("{label} ({table})", label=own, table=Label(self.table.title)) if self.table else own


def targets(ctx: Context, meta: DocType) -> dict[str, Target]:
    """Everything the actor may fill, by key: fields whose level they may write."""
    levels = policy.writable_levels(ctx, meta)
    found = [Target(ID), *(Target(field) for field in _fillable(meta, levels))]
    for table in meta.table_fields:
        if table.permlevel in levels and not table.is_virtual:
            if table.fieldtype == "Table MultiSelect":
                found.append(Target(table))
                continue
            child = ctx.site.registry.get(table.options or "")
            found += [Target(field, table) for field in (ID, *_fillable(child, levels))]
    return {target.key: target for target in found}


def guess(ctx: Context, meta: DocType, heading: Sequence[str], known: Mapping[str, str]) -> list[str]:
    """The key of what each column fills, empty where nothing fits; none is filled twice.

    ``known`` says what columns of these headings filled before.
    """
    offered = targets(ctx, meta)
    by_word = _by_word(ctx, offered.values())
    taken: set[str] = set()
    found = []
    for title in heading:
        word = plain(title)
        key = next((key for key in _meant(word, known, by_word) if key in offered and key not in taken), "")
        taken.add(key)
        found.append(key)
    return found


def plain(title: str) -> str:
    """``title`` without case, accents and punctuation."""
    return _MARKS.sub(" ", str(fold(title))).strip()


def _fillable(meta: DocType, levels: frozenset[int]) -> Iterator[Field]:
    return (field for field in meta.value_fields if field.permlevel in levels and not field.is_virtual)


def _by_word(ctx: Context, offered: Iterable[Target]) -> dict[str, list[str]]:
    """The keys that each word or phrase means, the surest first."""
    found: dict[str, list[str]] = {}
    for target in offered:
        for word in _words(ctx, target):
            found.setdefault(word, []).append(target.key)
    return found


def _words(ctx: Context, target: Target) -> set[str]:
    texts = [target.title] if target.table else [target.title, Label(target.field.title)]
    said = {plain(ctx.site.translate(text, lang)) for text in texts for lang in LANGUAGES}
    return said | {plain(target.key)}


def _meant(word: str, known: Mapping[str, str], by_word: Mapping[str, list[str]]) -> Iterator[str]:
    if not word:
        return
    if word in known:
        yield known[word]
    yield from by_word.get(word, ())
    for group in SYNONYMS:
        if word in group:
            for other in sorted(group):
                yield from by_word.get(other, ())
