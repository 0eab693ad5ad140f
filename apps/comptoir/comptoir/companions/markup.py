"""HTML of remarks: its plain text, and whom it mentions."""

from __future__ import annotations

import html
from html.parser import HTMLParser

import nh3

SHORTENED = 100
BLOCKS = ("<br>", "<br/>", "<br />", "</p>", "</div>", "</li>")


def plain(text: str | None) -> str:
    """``text`` without its markup, on one line."""
    apart = text or ""
    for block in BLOCKS:
        apart = apart.replace(block, f"{block} ")
    return " ".join(html.unescape(nh3.clean(apart, tags=set())).split())


def shortened(text: str | None) -> str:
    """``text`` as it is where it is short, else the beginning of its plain text."""
    text = text or ""
    return text if len(text) <= SHORTENED else html.escape(cut(plain(text)), quote=False)


def cut(words: str) -> str:
    """The beginning of a plain text."""
    return words if len(words) <= SHORTENED else f"{words[: SHORTENED - 3]}..."


def mentions(text: str | None) -> tuple[str, ...]:
    """The users that ``text`` mentions, each once: ``<span class="mention" data-id="ann@example.com">``."""
    finder = _Mentions()
    finder.feed(text or "")
    finder.close()
    return tuple(dict.fromkeys(finder.found))


def without_mentions(text: str, user: str) -> str:
    """``text`` that names ``user`` without mentioning them."""
    finder = _Mentions()
    finder.feed(text)
    finder.close()
    for tag in {tag for tag, mentioned in finder.tags if mentioned == user}:
        text = text.replace(tag, "<span>")
    return text


class _Mentions(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.tags: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        marked = "mention" in values.get("class", "").split() or values.get("data-type") == "mention"
        if tag == "span" and marked and values.get("data-id"):
            self.found.append(values["data-id"])
            self.tags.append((self.get_starttag_text() or "", values["data-id"]))
