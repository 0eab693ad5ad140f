"""``frappe.utils.pdf``: HTML on paper."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from comptoir.context import current
from comptoir.printing import Layout, html_to_pdf

from frappe._options import refuse_unknown

_SIDES = ("margin-top", "margin-right", "margin-bottom", "margin-left")


def get_pdf(html: str, options: Mapping[str, Any] | None = None, **more: Any) -> bytes:
    """``html`` as PDF. Of wkhtmltopdf's options ``page-size``, ``orientation`` and the margins are read.

    Pictures of the site that the acting user may open are shown; nothing else is fetched.
    """
    refuse_unknown("frappe.utils.pdf.get_pdf", more)
    return html_to_pdf(current(), html, _layout(dict(options or {})))


def _layout(options: dict[str, Any]) -> Layout:
    usual = Layout()
    margins = [
        _millimetres(options.pop(side, None), standard)
        for side, standard in zip(_SIDES, usual.margins, strict=True)
    ]
    size = str(options.pop("page-size", usual.size))
    landscape = str(options.pop("orientation", "")).lower() == "landscape"
    return Layout.of(size, landscape=landscape, margins=margins)


def _millimetres(text: Any, usual: float) -> float:
    if text in (None, ""):
        return usual
    value = str(text).strip().lower()
    for unit, factor in (("mm", 1.0), ("cm", 10.0), ("in", 25.4), ("px", 25.4 / 96)):
        if value.endswith(unit):
            return float(value.removesuffix(unit)) * factor
    return float(value)
