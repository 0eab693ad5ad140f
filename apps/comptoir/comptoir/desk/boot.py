"""What the Desk learns when it starts: the user, the site, the modules they may enter, the texts of their language."""

from __future__ import annotations

from typing import Any

from comptoir.access import policy
from comptoir.access.users import roles_of
from comptoir.context import GUEST, Context
from comptoir.desk import guidance
from comptoir.desk.tours import tours
from comptoir.documents import get_list
from comptoir.documents.settings import locale_of
from comptoir.i18n import LANGUAGES
from comptoir.meta.model import DocType
from comptoir.sites.settings import WEEKDAYS, site_settings
from comptoir.traces.recording import VIEWER

VERSION = "0.1.0"
DEFAULT_ICON = "folder"
DEFAULT_CURRENCY = "EUR"


def boot(ctx: Context) -> dict[str, Any]:
    """The start of the Desk for the acting user. A guest learns only how to sign in."""
    common = {
        "user": ctx.user,
        "lang": ctx.lang,
        "languages": [{"code": code, "label": label} for code, label in LANGUAGES.items()],
        "site_name": ctx.site.settings.app_name or ctx.site.name,
        "translations": {},
    }
    if ctx.user == GUEST:
        return common
    filters = {"name": ctx.user}
    rows = get_list(ctx, "User", fields=["full_name", "user_image"], filters=filters, ignore_permissions=True)
    user = rows[0] if rows else {}
    return common | {
        "translations": dict(ctx.site.catalogues.labels(ctx.lang)),
        "full_name": user.get("full_name") or ctx.user,
        "user_image": user.get("user_image"),
        "viewing_as": _viewing_as(ctx, user.get("full_name") or ctx.user),
        "time_zone": site_settings(ctx).time_zone,
        "roles": sorted(roles_of(ctx)),
        "csrf_token": ctx.flags.get("csrf_token", ""),
        "version": VERSION,
        "formats": formats(ctx),
        "modules": modules(ctx),
        "guidance": guidance.told(ctx),
        "tours": tours(ctx),
        "scripts": [address for manifest in ctx.site.manifests for address in manifest.desk_include_js],
    }


def _viewing_as(ctx: Context, full_name: str) -> dict[str, str] | None:
    """Whom an administrator views as."""
    return {"user": ctx.user, "full_name": full_name} if ctx.flags.get(VIEWER) else None


def formats(ctx: Context) -> dict[str, Any]:
    """How dates, numbers, money and telephone numbers are written; the first day of the week counts from Sunday, 0."""
    locale, settings = locale_of(ctx), site_settings(ctx)
    return {
        "date": locale.date_format,
        "number": locale.number_format,
        "first_day_of_week": (WEEKDAYS.index(settings.first_day_of_the_week) + 1) % 7,
        "currency": settings.currency or DEFAULT_CURRENCY,
        "phone_region": settings.phone_region or "",
    }


def modules(ctx: Context) -> list[dict[str, Any]]:
    """The modules with a document type the actor may see, each with those types."""
    by_module: dict[str, list[DocType]] = {}
    for meta in ctx.site.registry.all().values():
        if not meta.istable and not meta.is_virtual and policy.decide(ctx, "read", meta).allow:
            by_module.setdefault(meta.module, []).append(meta)
    return [
        {
            "name": module,
            "label": ctx.site.translate(module, ctx.lang),
            "icon": next((meta.icon for meta in found if meta.icon), DEFAULT_ICON),
            "doctypes": [_entry(ctx, meta) for meta in found],
        }
        for module, found in sorted(by_module.items(), key=lambda item: (item[0] == "Core", item[0]))
    ]


def _entry(ctx: Context, meta: DocType) -> dict[str, Any]:
    return {
        "name": meta.name,
        "label": ctx.site.translate(meta.name, ctx.lang),
        "icon": meta.icon,
        "issingle": int(meta.issingle),
        "can_create": not meta.is_trail and policy.decide(ctx, "create", meta).allow,
        "can_read": True,
    }
