"""Text with markup: Text Editor, HTML Editor, Markdown Editor, Code.

What is HTML is cleaned when written, against a list of what is allowed, so that nothing stored can run in another
user's browser. ``ignore_xss_filter`` on the field switches that off, for templates only developers write.
Markdown and code are text: they become HTML only where they are shown, and are cleaned there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import nh3

from comptoir.meta.fieldtypes.base import Storage, StorageKind
from comptoir.meta.fieldtypes.text import LongText
from comptoir.meta.values import DEFAULT_SETTINGS, ValueSettings

if TYPE_CHECKING:
    from comptoir.meta.model import Field

_EXTRA_TAGS = {"video", "source", "figure", "figcaption", "mark", "label", "input", "section", "font"}
_DROPPED_WITH_CONTENT = {"script", "style", "iframe", "object", "embed", "noscript", "template", "form"}
_EVERYWHERE = {
    "class",
    "style",
    "title",
    "dir",
    "lang",
    "align",
    "data-type",
    "data-id",
    "data-label",
    "data-value",
}
_BY_TAG = {
    "a": {"href", "target", "name"},
    "img": {"src", "alt", "width", "height", "data-picture"},
    "video": {"src", "width", "height", "controls", "poster"},
    "source": {"src", "type"},
    "td": {"colspan", "rowspan", "colwidth"},
    "th": {"colspan", "rowspan", "colwidth", "scope"},
    "col": {"span", "width"},
    "ol": {"start", "type"},
    "li": {"data-checked", "data-list", "value"},
    "ul": {"data-type"},
    "input": {"type", "checked", "disabled"},
    "font": {"color", "size", "face"},
    "blockquote": {"cite"},
}
_STYLES = {
    "color", "background-color", "text-align", "text-decoration", "font-weight", "font-style", "font-size",
    "font-family", "line-height", "width", "height", "min-width", "max-width", "margin", "margin-left",
    "margin-right", "margin-top", "margin-bottom", "padding", "padding-left", "padding-right", "border",
    "border-collapse", "border-color", "border-style", "border-width", "vertical-align", "list-style-type",
}  # fmt: skip
_PICTURES = (
    "data:image/png;base64,",
    "data:image/jpeg;base64,",
    "data:image/gif;base64,",
    "data:image/webp;base64,",
)


def _attribute(tag: str, name: str, value: str) -> str | None:
    if tag == "input" and name == "type":
        return value if value == "checkbox" else None
    if value.lstrip().lower().startswith("data:") and not (
        tag == "img" and name == "src" and value.lstrip().lower().startswith(_PICTURES)
    ):
        return None
    return value


_CLEANER = nh3.Cleaner(
    tags=(set(nh3.ALLOWED_TAGS) | _EXTRA_TAGS) - _DROPPED_WITH_CONTENT,
    clean_content_tags=_DROPPED_WITH_CONTENT,
    attributes={**_BY_TAG, "*": _EVERYWHERE},
    attribute_filter=_attribute,
    filter_style_properties=_STYLES,
    url_schemes={"http", "https", "mailto", "tel", "data"},
    link_rel="noopener noreferrer",
)


def clean_html(html: str) -> str:
    """``html`` with only the tags, attributes, styles and addresses that are allowed."""
    return str(_CLEANER.clean(html)) if "<" in html or "&" in html else html


class HTMLText(LongText):
    """Base of the types that hold HTML."""

    def parse(self, field: Field, value: Any, settings: ValueSettings = DEFAULT_SETTINGS) -> str | None:
        html = super().parse(field, value, settings)
        if html is None or field.ignore_xss_filter:
            return html
        return clean_html(html) or None


class TextEditor(HTMLText):
    """Formatted text."""

    name = "Text Editor"
    widget = "text_editor"
    purpose = "Formatted text, stored as cleaned HTML."


class HTMLEditor(HTMLText):
    """HTML written by hand."""

    name = "HTML Editor"
    widget = "html_editor"
    purpose = "HTML written by hand, cleaned when stored."


class MarkdownEditor(LongText):
    """Text in Markdown."""

    name = "Markdown Editor"
    widget = "markdown_editor"
    purpose = "Text in Markdown; it is cleaned where it is shown as HTML."


class Code(LongText):
    """Source text."""

    name = "Code"
    storage = Storage(StorageKind.LONGTEXT)
    widget = "code"
    purpose = "Source text in a fixed-width editor."
    options_meaning = "the language, for colouring (JS, Python, HTML, CSS, JSON, ...)"


TYPES = (TextEditor, HTMLEditor, MarkdownEditor, Code)
