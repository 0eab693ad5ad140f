"""HTML of e-mails: what is left of it when nothing in it can act or call home."""

from __future__ import annotations

import nh3

STYLES = {
    "background-color", "border", "color", "font-size", "font-style", "font-weight", "height", "margin", "padding",
    "text-align", "text-decoration", "vertical-align", "width",
}  # fmt: skip
"""Properties that move nothing out of its place and load nothing."""
_ATTRIBUTES = {**nh3.ALLOWED_ATTRIBUTES, "*": {"style", "align", "valign"}}


def harmless(html: str, *, pictures: bool = False) -> str:
    """``html`` without scripts, forms and frames; unless ``pictures`` are wanted, without those of other servers."""

    def kept(tag: str, attribute: str, value: str) -> str | None:
        return None if tag == "img" and attribute == "src" and not pictures else value

    return nh3.clean(html, attributes=_ATTRIBUTES, filter_style_properties=STYLES, attribute_filter=kept)
