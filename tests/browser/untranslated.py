"""What a page says in English to who reads another language: anything in Latin letters that nobody has entered."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any

import sqlalchemy as sa
from comptoir.context import Context
from playwright.sync_api import Page

TEXTS = """() => {
    const found = new Set()
    const keep = (element, text) => { if (text?.trim() && element?.checkVisibility()) found.add(text.trim()) }
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    while (walk.nextNode()) {
        const holder = walk.currentNode.parentElement
        if (holder?.closest('.code-area')) continue
        keep(holder?.closest(':not(option)'), (holder?.closest('svg') ? '\\u0001' : '') + walk.currentNode.data)
    }
    for (const name of ['aria-label', 'title', 'placeholder', 'alt', 'aria-description', 'aria-valuetext'])
        for (const element of document.querySelectorAll(`[${name}]`)) keep(element, element.getAttribute(name))
    return [...found]
}"""
"""Every text that is seen or read aloud. Fields, source text in colours too, hold what people entered and are not asked."""
LATIN = re.compile(r"[A-Za-z][a-z]+")
"""Words; what is in capitals throughout (HTML, ID) is written so everywhere."""
CYRILLIC = re.compile(r"[а-яё]", re.IGNORECASE)
AS_IT_IS = re.compile(
    r"(?:Ctrl|Alt|Shift)\+[\w ]+"  # keys
    r"|\b(?=[a-z]*\d)[a-z0-9]{10}\b"  # names that nobody gave
    r"|\S+@\S+|\w+://\S+|\.?/[\w./-]+"  # addresses, paths and commands
    r"|#RRGGBB|\[\[.*\]\]|\w+\.\w+[^.]*[=!]= \S+"  # how colours, conditions and expressions are written
)
EVERYWHERE = frozenset({"Ctrl", "Alt", "Shift", "Enter", "Esc", "Excel", "Jinja", "Markdown", "Python", "Redis", "Frappe", "Telegram", "Unicode"})  # fmt: skip
"""Keys and names, which are the same in every language."""
DRAWN = "\u0001"
"""Begins a text that is part of a picture."""
BETWEEN = re.compile(r": |, | · | › | – ")


class Said:
    """Tells on one site, which a reader of Russian sees, what nobody translated."""

    def __init__(self, ctx: Context):
        self._ctx = ctx

    def in_english(self, page: Page) -> list[str]:
        """The texts of ``page`` that have English in them."""
        return sorted(
            text for text in page.evaluate(TEXTS) if any(self._is_english(line) for line in text.splitlines())
        )

    def _is_english(self, text: str) -> bool:
        if text.startswith(DRAWN) and any(text.strip(DRAWN) in whole for whole in self._entered):
            return False  # a chart breaks a long name into lines
        text = text.strip(DRAWN)
        words = set(LATIN.findall(AS_IT_IS.sub("", text))) - EVERYWHERE
        if not words or text in self._entered:
            return False
        if CYRILLIC.search(text):  # a sentence with something in it that somebody entered
            return not words <= self._words
        return any(LATIN.search(part) and part not in self._entered for part in self._parts(text))

    def _parts(self, text: str) -> list[str]:
        """What was entered, told together with a number or with other things that were."""
        if text.endswith("...") and any(whole.startswith(text[:-3]) for whole in self._entered):
            return []  # cut off where there was no room
        told, _, number = text.rpartition(": ")
        return [told] if number.isdecimal() and told in self._entered else BETWEEN.split(text)

    @cached_property
    def _entered(self) -> frozenset[str]:
        """Whatever is stored as text, whole and line by line, but for what documents are called in every language."""
        return frozenset(
            part.strip()
            for table, columns in self._columns()
            for row in self._stored(table, columns)
            for value in row
            if isinstance(value, str)
            for part in (value, *value.splitlines())
        )

    @cached_property
    def _words(self) -> frozenset[str]:
        return frozenset(word for text in self._entered for word in LATIN.findall(text))

    def _columns(self) -> Iterator[tuple[str, list[str]]]:
        registry = self._ctx.site.registry
        metas = {meta.table: meta for meta in map(registry.get, registry.names())}
        said = {meta.name for meta in metas.values() if meta.translated_doctype}
        inspector = sa.inspect(self._ctx.db.connection)
        for table in inspector.get_table_names():
            meta = metas.get(table)
            names = [column["name"] for column in inspector.get_columns(table)]
            links = (
                {field.fieldname for field in meta.link_fields if field.options in said} if meta else set()
            )
            if meta is not None and meta.name in said:
                links |= {"name", meta.title_field, (meta.autoname or "").removeprefix("field:")}
            yield table, [name for name in names if name not in links and name != "parent"]

    def _stored(self, table: str, columns: Iterable[str]) -> Iterable[sa.Row[Any]]:
        named = [sa.column(name) for name in columns]
        return self._ctx.db.execute(sa.select(*named).select_from(sa.table(table)))
