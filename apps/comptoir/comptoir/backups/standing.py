"""How the backups of a site stand, for those who keep its settings."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from comptoir.access import policy
from comptoir.backups.archive import ENCRYPTED_SUFFIX
from comptoir.backups.dump import FOLDER
from comptoir.backups.prove import read_proof
from comptoir.backups.rotation import backups_in
from comptoir.backups.schedule import METHOD, Nightly
from comptoir.context import Context
from comptoir.errors import ServiceUnavailableError
from comptoir.hooks import whitelist
from comptoir.jobs.health import health
from comptoir.jobs.queue import connection_of
from comptoir.jobs.scheduled import next_of_method

SETTINGS = "System Settings"


@whitelist(methods=["GET"])
def standing(ctx: Context) -> dict[str, Any]:
    """The newest backup and what its proof showed, how many are kept, and when the next one is due.

    ``next`` is None where the configuration takes none; ``runs`` says whether anything is there to take it.
    """
    policy.require(ctx, "read", ctx.site.registry.get(SETTINGS))
    kept = backups_in(ctx.site.path / FOLDER)
    wanted = Nightly.of_value(ctx.site.config.raw.get("backup", {}), ctx.site.name)
    return {
        "last": _view(ctx, *kept[0]) if kept else None,
        "kept": len(kept),
        "keep": {"days": wanted.days, "weeks": wanted.weeks, "months": wanted.months},
        "next": next_of_method(ctx, METHOD) if wanted.enabled else None,
        "runs": _runs(ctx),
    }


def _view(ctx: Context, taken: datetime, path: Path) -> dict[str, Any]:
    proof = read_proof(path)
    return {
        "taken": _in_zone(ctx, taken),
        "size_mb": round(path.stat().st_size / 1024**2, 1),
        "encrypted": path.name.endswith(ENCRYPTED_SUFFIX),
        "proof": proof and {
            "proven": _in_zone(ctx, datetime.fromisoformat(proof.proven)),
            "holds": proof.holds,
            "differences": list(proof.differences),
            "rows": proof.rows,
            "files": proof.files,
        },
    }  # fmt: skip


def _in_zone(ctx: Context, moment: datetime) -> datetime:
    """``moment``, of this machine's zone where it names none, as the site's clock shows it."""
    return moment.astimezone(ctx.site.settings.zone).replace(tzinfo=None, microsecond=0)


def _runs(ctx: Context) -> bool:
    try:
        found = health(connection_of(ctx.site))
    except ServiceUnavailableError:
        return False
    return found.has_worker and found.has_scheduler
