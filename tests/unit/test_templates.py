"""Templates: code that is made once for all, and bounds that hold for each rendering."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from comptoir import templates
from comptoir.templates import DataEnvironment
from jinja2 import BaseLoader, TemplateSyntaxError
from jinja2.exceptions import SecurityError, UndefinedError


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The templates whose code was made."""
    made: list[str] = []
    anew = DataEnvironment.compile_anew

    def noted(self: DataEnvironment, source: str, *rest: Any) -> Any:
        made.append(source)
        return anew(self, source, *rest)

    monkeypatch.setattr(DataEnvironment, "compile_anew", noted)
    templates._compiled.cache_clear()
    yield made
    templates._compiled.cache_clear()


def render(text: str, **helpers: Any) -> str:
    return DataEnvironment(helpers, BaseLoader()).from_string(text).render()


class TestCode:
    def test_is_made_once_for_a_text(self, compiled: list[str]) -> None:
        assert ["1", "1", "2"] == [render("{{ 1 }}"), render("{{ 1 }}"), render("{{ 2 }}")]
        assert ["{{ 1 }}", "{{ 2 }}"] == compiled

    def test_knows_the_helpers_of_its_rendering_alone(self) -> None:
        assert ("one", "two") == (render("{{ f() }}", f=lambda: "one"), render("{{ f() }}", f=lambda: "two"))
        with pytest.raises(UndefinedError):
            render("{{ f() }}")

    def test_has_the_budget_of_its_rendering_alone(self) -> None:
        text = "{% for a in range(90000) %}{% endfor %}"
        assert ["", "", ""] == [render(text) for _turn in range(3)]
        with pytest.raises(SecurityError):
            render(text * 3)

    def test_of_a_text_that_is_none_is_refused_each_time(self) -> None:
        for _turn in range(2):
            with pytest.raises(TemplateSyntaxError):
                render("{% for %}")

    def test_of_a_very_long_text_is_not_kept(self, compiled: list[str]) -> None:
        long = "a" * (templates.MOST_REMEMBERED + 1)
        assert long == render(long)
        assert [] == compiled


@pytest.mark.parametrize(
    "written", ["a" * 1000, "{{ '" + "a" * 1000 + "' }}", "{{ '" + "a" * 1000 + "' ~ 'b' }}"]
)
def test_a_loop_counts_what_each_turn_writes(written: str) -> None:
    with pytest.raises(SecurityError, match="characters"):
        render("{% for a in range(9000) %}" + written + "{% endfor %}")
