"""``frappe.render_template``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from comptoir import templates
from comptoir.attrdict import AttrDict
from comptoir.context import current

from frappe.utils import addresses, dates, formats, markup, numbers, periods, texts

_OFFERED: Mapping[Any, str] = {
    formats: "formatdate format_date format_time format_datetime global_date_format format_duration fmt_money "
    "format_value money_in_words in_words pretty_date",
    numbers: "flt cint rounded ceil floor",
    dates: "nowdate today now getdate get_datetime add_days add_months add_years date_diff month_diff",
    periods: "get_first_day get_last_day get_weekday get_month",
    texts: "comma_and comma_or cstr unique get_abbr",
    markup: "escape_html strip_html is_html",
    addresses: "get_url get_url_to_form get_url_to_list get_link_to_form get_fullname",
}
HELPERS: Mapping[str, Callable[..., Any]] = {
    name: getattr(module, name) for module, names in _OFFERED.items() for name in names.split()
}
"""What templates may call, by itself or as ``frappe.utils.<name>`` and ``frappe.<name>``."""


def render_template(
    template: str,
    context: Mapping[str, Any] | None = None,
    is_path: bool | None = None,
    safe_render: bool = True,
) -> str:
    """The text of a template with the values of ``context``: data only, escaped for HTML, nothing else in reach.

    A template is a text, or the path of a file under ``templates/`` of an installed app.
    """
    if not template:
        return ""
    path = (
        is_path
        if is_path is not None
        else template.endswith((".html", ".txt", ".md")) and "\n" not in template
    )
    return templates.render(
        current(), template, dict(context or {}) | _namespace(), HELPERS, is_path=bool(path)
    )


def _namespace() -> dict[str, Any]:
    ctx = current()
    return {"frappe": AttrDict(session=AttrDict(user=ctx.user), lang=ctx.lang, site=ctx.site.name)}
