"""What a site is set to: the stored values of System Settings, or else ``site_config.json``.

Read with the metadata and forgotten with it (``Registry.remember``); saving System Settings makes every process read
again. ``None`` means that nobody has chosen and the usual of the language or of the engine holds.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import sqlalchemy as sa

from comptoir.context import Context
from comptoir.meta.locale import DATE_FORMATS, NUMBER_FORMATS
from comptoir.meta.values import Rounding
from comptoir.sites.config import SiteConfig
from comptoir.sites.signing_in import SignInSettings, number, sign_in_settings

SYSTEM_SETTINGS = "System Settings"
TIME_FORMATS = ("HH:mm:ss", "HH:mm")
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

Read = Callable[[sa.Select[Any]], list[Any]]

singles = sa.Table(
    "tabSingles",
    sa.MetaData(),
    sa.Column("doctype", sa.String(140)),
    sa.Column("field", sa.String(140)),
    sa.Column("value", sa.Text),
)
_country = sa.table("tabCountry", sa.column("name"), sa.column("code"))


@dataclass(frozen=True, slots=True)
class SiteSettings:
    """The settings that reading, rounding and writing values depend on."""

    app_name: str | None = None
    language: str = "en"
    time_zone: str = "Europe/Paris"
    country: str | None = None
    phone_region: str | None = None
    """Two-letter code of the country."""
    currency: str | None = None
    first_day_of_the_week: str = "Monday"
    date_format: str | None = None
    time_format: str | None = None
    number_format: str | None = None
    float_precision: int | None = None
    currency_precision: int | None = 2
    rounding: Rounding = Rounding.BANKERS
    limit_to_scope: bool = False
    apply_strict_user_permissions: bool = False
    sign_in: SignInSettings = SignInSettings()
    audit_trail_days: int = 0
    """How long the audit trail is kept; 0 is for good."""
    allowed_file_extensions: frozenset[str] = frozenset()
    """In small letters and without a dot; empty for all."""
    strip_exif: bool = True
    """Whether what cameras write into pictures is taken out of uploaded ones."""

    @property
    def zone(self) -> ZoneInfo:
        """The time zone of the site's clock."""
        return ZoneInfo(self.time_zone)


def read_settings(config: SiteConfig, read: Read) -> SiteSettings:
    """The settings of a site; ``read`` runs a SELECT on its database."""
    rows = read(sa.select(singles.c.field, singles.c.value).where(singles.c.doctype == SYSTEM_SETTINGS))
    values = fallbacks(config) | {str(field): value for field, value in rows if value not in (None, "")}
    region = config.raw.get("phone_region")
    if values.get("country"):
        codes = read(sa.select(_country.c.code).where(_country.c.name == values["country"]))
        region = codes[0][0] if codes and codes[0][0] else region
    return SiteSettings(
        app_name=values.get("app_name"),
        language=str(values["language"]),
        time_zone=_zone(values.get("time_zone"), config.time_zone),
        country=values.get("country"),
        phone_region=str(region).upper() if region else None,
        currency=values.get("currency"),
        first_day_of_the_week=_one_of(WEEKDAYS, values.get("first_day_of_the_week")) or WEEKDAYS[0],
        date_format=_one_of(DATE_FORMATS, values.get("date_format")),
        time_format=_one_of(TIME_FORMATS, values.get("time_format")),
        number_format=_one_of(NUMBER_FORMATS, values.get("number_format")),
        float_precision=_digits(values.get("float_precision"), None),
        currency_precision=_digits(values.get("currency_precision"), 2),
        rounding=Rounding(_one_of(tuple(Rounding), values.get("rounding_method")) or Rounding.BANKERS),
        limit_to_scope=_is_on(values.get("limit_to_scope")),
        apply_strict_user_permissions=_is_on(values.get("apply_strict_user_permissions")),
        sign_in=sign_in_settings(values, config.session_days),
        audit_trail_days=number(values.get("audit_trail_days"), 0),
        allowed_file_extensions=_extensions(values.get("allowed_file_extensions")),
        strip_exif=_is_on(values.get("strip_exif_metadata_from_uploaded_images", 1)),
    )


def site_settings(ctx: Context) -> SiteSettings:
    """What System Settings and the configuration say to a unit of work: its own unsaved changes included."""
    noted = ctx.db.uncommitted
    if SYSTEM_SETTINGS not in noted:
        return ctx.site.settings
    if noted[SYSTEM_SETTINGS] is None:
        noted[SYSTEM_SETTINGS] = read_settings(
            ctx.site.config, lambda statement: list(ctx.db.execute(statement))
        )
    settings: SiteSettings = noted[SYSTEM_SETTINGS]
    return settings


def fallbacks(config: SiteConfig) -> dict[str, Any]:
    """What ``site_config.json`` says for fields of System Settings."""
    names = (
        "country", "currency", "currency_precision", "date_format", "first_day_of_the_week", "float_precision",
        "number_format", "rounding_method", "time_format",
    )  # fmt: skip
    found: Mapping[str, Any] = config.raw
    values = {name: found[name] for name in names if found.get(name) not in (None, "")}
    return values | {"language": config.lang, "time_zone": config.time_zone}


def _zone(chosen: Any, fallback: str) -> str:
    """``chosen`` if this machine knows the zone: a site must open whatever was stored."""
    try:
        return ZoneInfo(str(chosen)).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return fallback


def _one_of(choices: tuple[str, ...], value: Any) -> str | None:
    return str(value) if value in choices else None


def _extensions(value: Any) -> frozenset[str]:
    words = str(value or "").lower().replace(",", " ").split()
    return frozenset(word.removeprefix(".") for word in words)


def _is_on(value: Any) -> bool:
    return str(value) in ("1", "True")


def _digits(value: Any, default: int | None) -> int | None:
    text = str(value).strip() if value is not None else ""
    return min(int(text), 9) if text.isascii() and text.isdigit() else default
