"""Texts for people: marked where they are written, and translated completely.

The catalogues of the engine hold what its code says and what its own doctypes are called.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from comptoir import errors
from comptoir.apps import messages
from comptoir.meta.checks.rules import Finding

from .tree import ROOT

ENGINE = ROOT / "apps/comptoir/comptoir"
FACE = ROOT / "apps/comptoir/frappe"
SPEAKING = (
    "access", "automation", "core", "correspondence", "desk", "documents", "expressions", "hooks", "jobs", "mail", "meta", "query", "schema", "sites", "web",
)  # fmt: skip
"""The packages whose errors are answers to requests; the others speak to whoever sits at a terminal."""
LANGUAGES = ("fr", "ru")
SAYING = {
    **{
        name: (0,)
        for name, value in vars(errors).items()
        if isinstance(value, type) and issubclass(value, errors.ComptoirError) and value.http_status != 500
    },
    errors.FieldProblem.__name__: (1,),
    Finding.__name__: (0, 1),
    "PatternSyntaxError": (0,),
    "MaskSyntaxError": (0,),
    "ExpressionSyntaxError": (1,),
    "Decision": (1,),
    "Grant": (1,),
    "Misfit": (1,),
    "throw": (0,),
    "msgprint": (0,),
}  # fmt: skip
"""What says something to a user, and which of its arguments are texts. Errors of the server itself are not told."""


def modules() -> list[Path]:
    return sorted(
        [*FACE.rglob("*.py"), *(path for name in SPEAKING for path in (ENGINE / name).rglob("*.py"))]
    )


def unmarked(source: str) -> Iterator[int]:
    """The lines where a text is said that no catalogue can know."""
    tree = ast.parse(source)
    texts = {
        target.id: node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name) and _is_built(node.value)
    }
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = _called(node)
        for place in SAYING.get(name, ()):
            text = node.args[place] if place < len(node.args) else None
            if text is not None and (_is_built(text) or (isinstance(text, ast.Name) and text.id in texts)):
                yield node.lineno
        if name in ("_", "_n") and not all(isinstance(text, ast.Constant) for text in node.args):
            yield node.lineno


def _called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def _is_built(node: ast.AST) -> bool:
    """Whether ``node`` makes a text of letters: a literal, an f-string, a sum, a format."""
    if isinstance(node, ast.Constant):
        return (
            isinstance(node.value, str) and any(char.isalpha() for char in node.value) and " " in node.value
        )
    if isinstance(node, ast.JoinedStr):
        parts = [part.value for part in node.values if isinstance(part, ast.Constant)]
        quoted = [part.value for part in node.values if isinstance(part, ast.FormattedValue)]
        says = any(isinstance(value, ast.Attribute) and value.attr in ("message", "hint") for value in quoted)
        return says or any(char.isalpha() for part in parts for char in str(part))
    if isinstance(node, ast.BinOp):
        return _is_built(node.left) or _is_built(node.right)
    if isinstance(node, ast.IfExp):
        return _is_built(node.body) or _is_built(node.orelse)
    if (
        isinstance(node, ast.Call)
        and _called(node) in ("format", "join")
        and isinstance(node.func, ast.Attribute)
    ):
        return _is_built(node.func.value)
    return False


class TestTextsOfTheEngine:
    @pytest.mark.parametrize(
        "source",
        [
            'raise ValidationError("It is wrong.")',
            'raise ValidationError(f"{name} is wrong.")',
            'raise errors.DataError("It is " + name)',
            'sentence = f"{name} is wrong."\nraise ValidationError(sentence)',
            'FieldProblem("name", "It is {0}.".format(name))',
            "raise ValidationError(_(text))",
        ],
    )
    def test_that_are_not_marked_are_found(self, source: str) -> None:
        assert list(unmarked(source))

    @pytest.mark.parametrize(
        "source",
        ['raise ValidationError(_("{name} is wrong.", name=name))', "raise ValidationError()", "throw(text)"],
    )
    def test_that_are_marked_are_not(self, source: str) -> None:
        assert [] == list(unmarked(source))

    def test_are_all_marked(self) -> None:
        found = [
            f"{path.relative_to(ROOT)}:{line}: wrap the text in _()"
            for path in modules()
            for line in unmarked(path.read_text(encoding="utf-8"))
        ]
        assert [] == found


@pytest.fixture(scope="module")
def texts() -> dict[messages.TextId, list[str]]:
    return messages.collect(ENGINE, [FACE])


@pytest.mark.parametrize("language", LANGUAGES)
class TestCataloguesOfTheEngine:
    def test_translate_every_text(self, language: str, texts: dict[messages.TextId, list[str]]) -> None:
        catalogue = messages.read_catalogue(ENGINE / "locale" / f"{language}.po", language)
        assert [] == messages.untranslated(texts, catalogue)

    def test_hold_nothing_else(self, language: str, texts: dict[messages.TextId, list[str]]) -> None:
        catalogue = messages.read_catalogue(ENGINE / "locale" / f"{language}.po", language)
        assert set() == {message.id for message in catalogue if message.id} - set(texts)
        assert {} == catalogue.obsolete

    def test_keep_the_placeholders(self, language: str) -> None:
        catalogue = messages.read_catalogue(ENGINE / "locale" / f"{language}.po", language)
        assert [] == messages.misfilled(catalogue)


class TestCoreDoctypes:
    def test_are_among_the_texts(self, texts: dict[messages.TextId, list[str]]) -> None:
        assert {"Core", "User", "Full name", "System Manager", "Commercial Rounding"} <= texts.keys()
        assert "comptoir/core/doctypes/user.json" in texts["User"]


class TestFrenchTypography:
    """A no-break space stands before a high sign and inside the quotation marks; an apostrophe is curved."""

    LOOSE = re.compile(
        r"« | »"  # quotation marks with a blank that may break
        r"| [:;!?](?=\s|»|$)"  # a blank that may break before a high sign
        r"|(?<=[a-zà-ÿ])[!?;](?=\s|$)"  # no space at all before it
        r"|(?<=[a-zà-ÿ])'(?=[\w«{])"  # a straight apostrophe
    )

    def translations(self) -> Iterator[str]:
        for package in (ENGINE, ROOT / "apps/regioncrm/regioncrm"):
            for message in messages.read_catalogue(package / "locale/fr.po", "fr"):
                if message.id:
                    yield from (message.string,) if isinstance(message.string, str) else message.string
        for path in sorted((ROOT / "apps/comptoir/desk/src/i18n").glob("*fr.json")):
            yield from json.loads(path.read_text(encoding="utf-8")).values()

    def test_is_kept(self) -> None:
        assert [] == [text for text in self.translations() if self.LOOSE.search(text)]

    @pytest.mark.parametrize(
        "text", ["Vraiment ?", "Vraiment?", "Nom : x", "le « nom »", "fini ;", "l'agence"]
    )
    def test_finds_what_is_loose(self, text: str) -> None:
        assert self.LOOSE.search(text)
