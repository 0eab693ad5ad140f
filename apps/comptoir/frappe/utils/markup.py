"""HTML and Markdown."""

from __future__ import annotations

import html
import re
from functools import lru_cache
from typing import Any

import nh3
from comptoir.meta.fieldtypes.markup import clean_html as _clean
from markdown_it import MarkdownIt

_TAG = re.compile(r"<[a-zA-Z/!][^>]*>")
_BLANKS = re.compile(r"[ \t\r\f\v]+")


def escape_html(text: Any) -> Any:
    """``text`` safe inside HTML; what is no text stays as it is."""
    return html.escape(text) if isinstance(text, str) else text


def unescape_html(value: str) -> str:
    """``value`` with the signs that ``escape_html`` replaced."""
    return html.unescape(value)


def strip_html(text: str) -> str:
    """``text`` without tags; scripts and styles go with what they hold."""
    return html.unescape(nh3.clean(text or "", tags=set(), clean_content_tags={"script", "style"}))


def strip_html_tags(text: str) -> str:
    """``text`` without tags."""
    return strip_html(text)


def is_html(text: Any) -> bool:
    """Whether ``text`` has tags."""
    return isinstance(text, str) and bool(_TAG.search(text))


def sanitize_html(html: Any, linkify: bool = False, always_sanitize: bool = False) -> Any:
    """HTML with the tags, attributes and addresses that may be stored; text without tags stays as it is."""
    if not isinstance(html, str) or (not always_sanitize and not is_html(html)):
        return html
    return _clean(html)


clean_html = sanitize_html


def html2text(html: str, *_ignored: Any, **__ignored: Any) -> str:
    """The text of an HTML page."""
    lines = [_BLANKS.sub(" ", line).strip() for line in strip_html(_BREAK.sub("\n", html or "")).splitlines()]
    return "\n".join(line for line in lines if line)


_BREAK = re.compile(r"<(?:br|/p|/div|/li|/h[1-6]|/tr)\b[^>]*>", re.IGNORECASE)


@lru_cache(maxsize=1)
def _markdown() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


def md_to_html(markdown_text: str) -> str:
    """Markdown as HTML that may be shown: raw tags inside it are cleaned too."""
    return _clean(_markdown().render(markdown_text or ""))


def markdown(text: str, sanitize: bool = True, linkify: bool = True) -> str:
    """Markdown as HTML; what is HTML already is cleaned."""
    return sanitize_html(text, always_sanitize=True) if is_html(text) else md_to_html(text)
