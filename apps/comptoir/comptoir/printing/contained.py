"""HTML and CSS with everything they show within them: what turns them into a PDF has nothing to fetch.

Pictures of the site become part of the page, where the actor may open them. Whatever else names an address, in an
attribute, a style or a style sheet, loses it; what could run or load something is dropped.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterable
from functools import lru_cache, partial
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

import nh3
import tinycss2

from comptoir.context import Context
from comptoir.files import content_at, may_open

PICTURES = {".png": "png", ".jpg": "jpeg", ".jpeg": "jpeg", ".gif": "gif", ".webp": "webp"}
"""Kinds of pictures by the end of their name; those with a language of their own are none."""
INLINE = tuple(f"data:image/{kind};base64," for kind in sorted(set(PICTURES.values())))
_TAGS = nh3.ALLOWED_TAGS | {
    "address", "caption", "colgroup", "figcaption", "figure", "font", "footer", "header", "label", "main", "mark",
    "section",
}  # fmt: skip
_DROPPED = {
    "script", "style", "iframe", "object", "embed", "noscript", "template", "form", "svg", "math", "link", "meta", "base",
}  # fmt: skip
_EVERYWHERE = {
    "align", "border", "cellpadding", "cellspacing", "class", "colspan", "dir", "height", "id", "lang", "rowspan",
    "scope", "span", "start", "style", "title", "type", "valign", "width",
}  # fmt: skip
_LOADING = frozenset(
    {"url", "src", "image", "image-set", "-webkit-image-set", "cross-fade", "element", "attr"}
)
"""Functions of CSS that fetch something, or can be given what does."""
_BLOCKS = ("() block", "[] block", "{} block")

Picture = Callable[[str], str | None]


def contained_html(ctx: Context, html: str, given: frozenset[str] = frozenset()) -> str:
    """``html`` with its pictures in it and no other address, but those of links to read.

    ``given`` are addresses of pictures that are shown to whoever reads the page.
    """
    cleaner = nh3.Cleaner(
        tags=_TAGS - _DROPPED,
        clean_content_tags=_DROPPED,
        attributes={
            "*": _EVERYWHERE,
            "img": {"src", "alt"},
            "a": {"href"},
            "font": {"color", "size", "face"},
        },
        attribute_filter=partial(_attribute, partial(_picture, ctx, given)),
        url_schemes={"data", "http", "https", "mailto", "tel"},
        link_rel=None,
    )
    return str(cleaner.clean(html))


@lru_cache(maxsize=32)
def contained_css(css: str) -> str:
    """``css`` without rules that load other style sheets or fonts, and without addresses; a format's is always the same."""
    rules = tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
    kept = [rule for rule in rules if not _loads(rule)]
    return _text(tuple(kept))


def contained_style(style: str) -> str:
    """The declarations of a ``style`` attribute without addresses."""
    return _text(tinycss2.parse_component_value_list(style, skip_comments=True))


def _text(nodes: Iterable[Any]) -> str:
    # A "<" means nothing in CSS, and could end the element that the style stands in.
    return str(tinycss2.serialize(_without_addresses(nodes))).replace("<", "")


def _loads(rule: Any) -> bool:
    return rule.type == "error" or (
        rule.type == "at-rule" and rule.lower_at_keyword in ("import", "font-face", "namespace", "charset")
    )


def _without_addresses(nodes: Iterable[Any]) -> list[Any]:
    kept = []
    for node in nodes:
        if node.type == "url" or (node.type == "function" and node.lower_name in _LOADING):
            continue
        for part in ("prelude", "content", "arguments"):
            inner = getattr(node, part, None)
            if isinstance(inner, list):
                setattr(node, part, _without_addresses(inner))
        kept.append(node)
    return kept


def _attribute(picture: Picture, tag: str, name: str, value: str) -> str | None:
    if name == "style":
        return contained_style(value)
    if tag == "img" and name == "src":
        return picture(value.strip())
    if name == "href":
        return value if re.match(r"(?:https?|mailto|tel):", value, re.IGNORECASE) else None
    return value


def _picture(ctx: Context, given: frozenset[str], address: str) -> str | None:
    """The picture at ``address`` as data; None for what is no picture of this site that the actor may see."""
    if address.startswith(INLINE):
        return address
    parts = urlsplit(address)
    path = unquote(parts.path)
    kind = PICTURES.get(PurePosixPath(path).suffix.lower())
    if parts.scheme or parts.netloc or kind is None:
        return None
    content = content_at(ctx, path)
    if content is None or not (path in given or may_open(ctx, path)):
        return None
    return f"data:image/{kind};base64,{base64.b64encode(content.read()).decode()}"
