"""How the site stands: what it uses of its limits, for those who keep its settings."""

from __future__ import annotations

from typing import Any

from comptoir.access import policy
from comptoir.context import Context
from comptoir.hooks import whitelist
from comptoir.sites import usage as measuring

SETTINGS = "System Settings"


@whitelist(methods=["GET"])
def usage(ctx: Context) -> dict[str, Any]:
    """Users and megabytes that the site has and may have; 0 where there is no limit."""
    policy.require(ctx, "read", ctx.site.registry.get(SETTINGS))
    used, most = measuring.usage(ctx.site), ctx.site.config.limits
    return {
        "users": {"used": used.users, "most": most.users},
        "storage_mb": {
            "used": round(used.storage_mb, 1),
            "files": round(used.files / measuring.MEGABYTE, 1),
            "database": round(used.database / measuring.MEGABYTE, 1),
            "most": most.storage_mb,
        },
        "requests_per_minute": {"used": used.requests, "most": most.requests_per_minute},
    }
