"""What the Desk knows before its first screen: the user, the formats, and the doctypes they may open."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from comptoir import __version__
from comptoir.access import decide
from comptoir.access.users import roles_of
from comptoir.context import GUEST, Context
from comptoir.db.tables import table_for
from comptoir.documents import get_document
from comptoir.i18n import LANGUAGES

MODULE_ICONS = {
    "CRM": "users", "Tasks": "check-square", "Sales": "file-text", "Stock": "package", "Service": "wrench",
    "KPI": "bar-chart-2", "Process": "git-branch", "Org": "briefcase", "Core": "settings", "Custom": "box",
}  # fmt: skip
SETUP_MODULES = ("Core", "Custom")
DATE_FORMATS = {"en": "yyyy-mm-dd", "fr": "dd/mm/yyyy", "ru": "dd.mm.yyyy"}
NUMBER_FORMATS = {"en": "#,###.##", "fr": "# ###,##", "ru": "# ###,##"}


def boot(ctx: Context, csrf_token: str) -> dict[str, Any]:
    """The boot value of the acting user; Guest learns only what the login page shows."""
    common = {
        "user": ctx.user,
        "lang": ctx.lang,
        "languages": [{"code": code, "label": label} for code, label in LANGUAGES.items()],
        "site_name": ctx.site.name,
        "translations": {},
    }
    if ctx.user == GUEST:
        return common
    table = table_for(ctx.site.registry.get("User"))
    row = ctx.db.execute(
        sa.select(table.c.full_name, table.c.user_image, table.c.time_zone).where(table.c.name == ctx.user)
    ).one()
    return common | {
        "full_name": row.full_name or ctx.user,
        "user_image": row.user_image,
        "time_zone": row.time_zone or ctx.site.config.time_zone,
        "roles": sorted(roles_of(ctx)),
        "csrf_token": csrf_token,
        "version": __version__,
        "formats": formats(ctx),
        "modules": modules(ctx),
    }


def formats(ctx: Context) -> dict[str, Any]:
    """How dates, numbers and money are written for the user."""
    settings = get_document(ctx, "System Settings", "System Settings")
    return {
        "date": DATE_FORMATS.get(ctx.lang, "yyyy-mm-dd"),
        "number": NUMBER_FORMATS.get(ctx.lang, "#,###.##"),
        "first_day_of_week": 1,
        "currency": settings.currency or ctx.site.config.raw.get("currency", "EUR"),
    }


def modules(ctx: Context) -> list[dict[str, Any]]:
    """The modules with the doctypes the user may read, in the order of the installed apps."""
    registry = ctx.site.registry
    found: dict[str, list[dict[str, Any]]] = {}
    for name in registry.names():
        doctype = registry.get(name)
        if doctype.istable or doctype.is_virtual or not decide(ctx, "read", doctype).allow:
            continue
        found.setdefault(doctype.module, []).append(
            {
                "name": name,
                "label": ctx.site.translate(name, ctx.lang),
                "icon": doctype.icon,
                "issingle": doctype.issingle,
                "can_create": decide(ctx, "create", doctype).allow and not doctype.in_create,
                "can_read": True,
                "is_setup": doctype.document_type == "Setup",
            }
        )
    order = [*(m for m in MODULE_ICONS if m not in SETUP_MODULES), *sorted(found)]
    names = [m for m in dict.fromkeys(order) if m in found and m not in SETUP_MODULES]
    names += [m for m in SETUP_MODULES if m in found]
    return [
        {
            "name": module,
            "label": ctx.site.translate(module, ctx.lang),
            "icon": MODULE_ICONS.get(module, "folder"),
            "doctypes": sorted(found[module], key=lambda entry: (entry["is_setup"], entry["label"])),
        }
        for module in names
    ]
