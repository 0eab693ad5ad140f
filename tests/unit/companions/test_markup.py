"""The plain text of remarks, and whom they mention."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from comptoir.companions.markup import SHORTENED, mentions, plain, shortened
from hypothesis import given
from hypothesis import strategies as st


def mention(user: str, more: str = 'data-type="mention"') -> str:
    return f'<span class="mention" {more} data-id="{user}">@x</span>'


class TestMentions:
    def test_each_person_is_named_once_and_in_order(self) -> None:
        text = f"<p>{mention('b@x.y')} and {mention('a@x.y')} and {mention('b@x.y')}</p>"
        assert ("b@x.y", "a@x.y") == mentions(text)

    @pytest.mark.parametrize(
        "text",
        [
            None,
            "",
            "mail a@x.y",
            '<span data-id="a@x.y">a</span>',
            '<p class="mention" data-id="a@x.y">a</p>',
            "<span",
        ],
    )
    def test_nothing_else_is_one(self, text: str | None) -> None:
        assert () == mentions(text)

    def test_entities_are_read(self) -> None:
        assert ("o'hara@x.y",) == mentions(mention("o&#x27;hara@x.y"))


class TestPlainText:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("<p>one</p><p>two &amp; three</p>", "one two & three"),
            ("a<br>b", "a b"),
            ("<b>x</b>y", "xy"),
            ("1 < 2", "1 < 2"),
            (None, ""),
        ],
    )
    def test_has_no_markup(self, text: str | None, expected: str) -> None:
        assert expected == plain(text)


class TestShortening:
    def test_a_short_text_stays(self) -> None:
        assert "<p>hi</p>" == shortened("<p>hi</p>")

    @given(st.text(alphabet="ab <>&;/p\"'", max_size=400))
    def test_a_long_one_has_no_markup_and_is_short(self, text: str) -> None:
        found = shortened(text)
        if len(text) > SHORTENED:
            reader = Reader()
            reader.feed(found)
            reader.close()
            assert ([], True) == (reader.tags, len(reader.text) <= SHORTENED)


class Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data
