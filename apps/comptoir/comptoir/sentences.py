"""What people read, said in English where it arises and in the reader's language where it leaves.

A ``Sentence`` is its English text and still knows the template and the values it was made of, so that whoever answers
a request says it again in another language: ``web`` for errors and messages. What is a word of metadata among the
values (a label, a role, a doctype) is a ``Label`` and is translated too; everything else stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from gettext import NullTranslations
from typing import Any, Self


class Sentence(str):
    """A text that can be said in any language. ``plural`` is the template for any other number than one."""

    __slots__ = ("plural", "template", "values")

    template: str
    plural: str | None
    values: Mapping[str, Any]

    def __new__(
        cls, template: str, plural: str | None = None, values: Mapping[str, Any] | None = None
    ) -> Self:
        sentence = super().__new__(cls, _said(template, plural, values or {}, ENGLISH))
        sentence.template = template
        sentence.plural = plural
        sentence.values = values or {}
        return sentence

    def said(self, language: NullTranslations) -> str:
        """The sentence in ``language``, with its labels."""
        return _said(self.template, self.plural, self.values, language)

    def filled(self, **values: Any) -> Sentence:
        """The sentence of this template with ``values``."""
        return Sentence(self.template, self.plural, {**self.values, **values})


class Label(Sentence):
    """A word of metadata: a doctype, the label of a field, a choice, a role. It holds no values."""

    __slots__ = ()


ENGLISH = NullTranslations()


def _(text: str, /, **values: Any) -> Sentence:
    """A sentence; ``{name}`` in its text stands for a value. The text is a literal, which the catalogues collect."""
    return Sentence(text, None, values)


def _n(one: str, many: str, /, **values: Any) -> Sentence:
    """A sentence about ``count`` things, in the form that the number asks for in each language."""
    return Sentence(one, many, values)


def joined(sentences: Iterable[str], separator: str = " ") -> Sentence:
    """Several sentences one after the other."""
    values = {f"part{number}": sentence for number, sentence in enumerate(sentences)}
    return Sentence(separator.join(f"{{{name}}}" for name in values), None, values)


def say(text: str, language: NullTranslations) -> str:
    """``text`` in ``language`` if it is a sentence; what an app has translated itself stays as it is."""
    return text.said(language) if isinstance(text, Sentence) else text


def _said(template: str, plural: str | None, values: Mapping[str, Any], language: NullTranslations) -> str:
    if plural is not None and "count" in values:
        text = language.ngettext(template, plural, int(values["count"]))
    else:
        text = language.gettext(template) if template else ""
    return (
        text.format(**{name: _shown(value, language) for name, value in values.items()}) if values else text
    )


def _shown(value: Any, language: NullTranslations) -> Any:
    """A value as it stands in a sentence; a tuple is read out with commas."""
    if isinstance(value, Sentence):
        return value.said(language)
    if isinstance(value, tuple):
        return ", ".join(str(_shown(item, language)) for item in value)
    return value
