"""The site's settings as a unit of work sees them: its own unsaved changes included."""

from __future__ import annotations

from dataclasses import replace

from comptoir.context import Context
from comptoir.meta.locale import Locale, usual
from comptoir.meta.values import ValueSettings
from comptoir.sites.settings import SYSTEM_SETTINGS, site_settings

_VALUES = "value_settings"
_LOCALE = "locale"


def settings_changed(ctx: Context) -> None:
    """System Settings were written: this unit of work sees it at once, every process after the commit."""
    ctx.db.uncommitted[SYSTEM_SETTINGS] = None
    ctx.db.on_commit(ctx.site.registry.bump)


def value_settings(ctx: Context) -> ValueSettings:
    """The settings that reading and checking a value depends on."""
    settings = site_settings(ctx)
    known = ctx.memo.get(_VALUES)
    if known is not None and known[0] is settings:
        found: ValueSettings = known[1]
        return found
    made = ValueSettings(
        rounding=settings.rounding,
        currency_precision=settings.currency_precision,
        time_zone=settings.zone,
        phone_region=settings.phone_region,
    )
    ctx.memo[_VALUES] = (settings, made)
    return made


def locale_of(ctx: Context) -> Locale:
    """How values are written for the acting user: the site's formats, or else the usual ones of the language."""
    settings = site_settings(ctx)
    known = ctx.memo.get(_LOCALE)
    if known is not None and known[0] is settings and known[1].lang == ctx.lang:
        found: Locale = known[1]
        return found
    base = usual(ctx.lang)
    made = replace(
        base,
        lang=ctx.lang,
        date_format=settings.date_format or base.date_format,
        time_format=settings.time_format or base.time_format,
        number_format=settings.number_format or base.number_format,
        float_precision=base.float_precision
        if settings.float_precision is None
        else settings.float_precision,
        currency=settings.currency,
    )
    ctx.memo[_LOCALE] = (settings, made)
    return made
