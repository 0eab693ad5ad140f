"""HTML of e-mails: what is left of it when nothing in it can act or call home.

A picture of a received e-mail keeps its address under a name that loads nothing, ``data-picture``, until somebody wants to
see it: whoever sent it would learn when it is read. One that came with the e-mail is shown from its file.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape, unescape

import nh3

STYLES = {
    "background-color", "border", "color", "font-size", "font-style", "font-weight", "height", "margin", "padding",
    "text-align", "text-decoration", "vertical-align", "width",
}  # fmt: skip
"""Properties that move nothing out of its place and load nothing."""
KEPT, REMOTE, ENCLOSED = "data-picture", ("http://", "https://"), "cid:"
LONGEST_ADDRESS = 2000
_ATTRIBUTES = {**nh3.ALLOWED_ATTRIBUTES, "*": {"style", "align", "valign"}}
_RECEIVED = {**_ATTRIBUTES, "img": nh3.ALLOWED_ATTRIBUTES["img"] | {KEPT}}
_SOURCE = re.compile(r"(<img\b[^<>]{0,4000}?[\s\"'/])src(\s*=)", re.I)
_PICTURE = re.compile(rf'<img\b[^<>]{{0,4000}}?\s{KEPT}="([^"<>]{{1,{LONGEST_ADDRESS}}})"')


def harmless(html: str) -> str:
    """``html`` of somebody who writes here, without scripts, forms and frames."""
    return nh3.clean(html, attributes=_ATTRIBUTES, filter_style_properties=STYLES)


def received(html: str) -> str:
    """``html`` of a stranger, the same way, and with pictures that load nothing."""

    def kept(tag: str, attribute: str, value: str) -> str | None:
        if tag == "img" and attribute == "src":
            return None
        if attribute == KEPT:
            known = value.strip().lower().startswith((*REMOTE, ENCLOSED)) and len(value) <= LONGEST_ADDRESS
            return value.strip() if known else None
        return value

    renamed = _SOURCE.sub(rf"\1{KEPT}\2", html)
    return nh3.clean(renamed, attributes=_RECEIVED, filter_style_properties=STYLES, attribute_filter=kept)


def with_enclosed(content: str, files: Mapping[str, str]) -> str:
    """``content`` that shows what came with it: ``files`` are addresses by Content-ID."""
    for name, url in files.items():
        content = content.replace(f'{KEPT}="{ENCLOSED}{escape(name)}"', f'src="{escape(url)}"')
    return content


def pictures_in(content: str) -> list[str]:
    """The addresses on other servers whose pictures ``content`` wants to show, in the order of the text."""
    found = (unescape(address) for address in _PICTURE.findall(content))
    return [address for address in found if address.lower().startswith(REMOTE)]
