"""Which site a command is for."""

from __future__ import annotations

from comptoir.cli.main import Shell
from comptoir.errors import SiteNotFoundError
from comptoir.sites.config import COMMON, read_json

DEMO_SITE = "regioncrm.localhost"
ALL = "all"


def default_site(shell: Shell) -> str | None:
    """The site chosen with ``./bench use``, or the only one there is."""
    chosen = read_json(shell.bench.sites_path / COMMON).get("default_site")
    names = shell.bench.site_names()
    if isinstance(chosen, str) and chosen:
        return chosen
    if DEMO_SITE in names:
        return DEMO_SITE
    return names[0] if len(names) == 1 else None


def pick_site(shell: Shell, named: str | None = None) -> str:
    """The name of an existing site. Raises ``SiteNotFoundError`` with the ones there are."""
    name = named or shell.site or default_site(shell)
    names = shell.bench.site_names()
    there = f"Sites here: {', '.join(names)}." if names else "There are none yet: ./bench start makes one."
    if name is None:
        raise SiteNotFoundError(f"Say which site with --site, or choose one with ./bench use. {there}")
    if name not in names:
        raise SiteNotFoundError(f"There is no site {name}. {there}")
    return name


def pick_sites(shell: Shell, named: str | None = None) -> list[str]:
    """The sites a command that can do several is for: the named one, or all of them."""
    name = named or shell.site
    if name is None or name == ALL:
        return shell.bench.site_names()
    return [pick_site(shell, name)]
