"""``set-config`` and ``show-limits``: what a site is configured to, and what it uses of what it may."""

from __future__ import annotations

import json
from typing import Any

import click

from comptoir.cli.each import for_each
from comptoir.cli.main import Shell
from comptoir.cli.picking import pick_site, pick_sites
from comptoir.errors import ConfigurationError
from comptoir.sites import keys
from comptoir.sites.config import COMMON, SITE, SiteConfig, read_json, write_json
from comptoir.sites.file_storage import FOLDER


@click.command("set-config")
@click.argument("key")
@click.argument("value", required=False)
@click.option("--site", help="The site; the default site where it is left out.")
@click.option("-g", "--global", "common", is_flag=True, help="For every site: common_site_config.json.")
@click.option("-p", "--parse", is_flag=True, help="VALUE is JSON even where KEY holds text.")
@click.option("--remove", is_flag=True, help="Remove KEY, so that its default holds.")
@click.option("--custom", is_flag=True, help="KEY is one of your own app, which nothing here judges.")
@click.pass_obj
def set_config(
    shell: Shell, /, key: str, value: str | None, site: str | None, common: bool, parse: bool, remove: bool,
    custom: bool,
) -> None:  # fmt: skip
    """Set KEY of a site's configuration to VALUE, once it is known to be one that KEY can hold.

    Running processes follow within a second. Values of secret keys are not printed.
    """
    if (value is None) != remove:
        raise click.UsageError("Give a VALUE, or --remove.")
    folder = "" if common else pick_site(shell, site)
    path = shell.bench.sites_path / folder / (COMMON if common else SITE)
    held = read_json(path)
    before = held.get("files", {})
    known = None if custom and key not in keys.KEYS else keys.known(key)
    if known is not None:
        _check_place(known, common)
    if remove:
        held.pop(key, None)
    else:
        held[key] = _read(known, key, value or "", parse)
    _check(shell, folder, held)
    if key == "files":
        _keep_storage(before, held)
    write_json(path, held)
    where = "every site" if common else folder
    told = "is back at its default" if remove else f"is {_told(known, held[key])}"
    shell.out.say(f"{key} of {where} {told}.")


@click.command("show-limits")
@click.option("--site", help="One site, or 'all'.  [default: all]")
@click.pass_obj
def show_limits(shell: Shell, site: str | None) -> None:
    """Show what sites use of what their limits allow."""
    from comptoir.processes.redis_server import redis_running
    from comptoir.sites.usage import usage

    rows: list[tuple[str, ...]] = []

    def look(name: str) -> None:
        opened = shell.bench.site(name)
        used, most = usage(opened), opened.config.limits
        rows.append(
            (
                name,
                _of(f"{used.users}", most.users),
                _of(f"{used.storage_mb:.1f}", most.storage_mb),
                _of(f"{used.requests}", most.requests_per_minute),
            )
        )

    with redis_running(shell.bench):
        done = for_each(shell, pick_sites(shell, site), look)
    shell.out.table(("Site", "Users", "Storage (MB)", "Requests this minute"), rows)
    done.finish()


def _of(used: str, most: int) -> str:
    return f"{used} of {most}" if most else f"{used}, no limit"


def _read(known: keys.Key | None, key: str, value: str, parse: bool) -> Any:
    """``value`` as ``known`` holds it: text stays text, everything else is JSON."""
    if known is not None and known.kind in (keys.TEXT, keys.ZONE) and not parse:
        return value
    if (
        known is not None
        and known.kind in (keys.TEXTS, keys.HOSTS)
        and not parse
        and not value.lstrip().startswith("[")
    ):
        return [part.strip() for part in value.split(",") if part.strip()]
    if known is None and not parse:
        return value
    try:
        return json.loads(value)
    except ValueError as error:
        kind = known.kind.label if known is not None else "JSON"
        raise ConfigurationError(f"{key} is a {kind}, and its value is read as JSON: {error}.") from error


def _check_place(known: keys.Key, common: bool) -> None:
    if known.managed:
        raise ConfigurationError(f"{known.name} is set by ./bench {known.managed}, not by hand.")
    if common and known.where == keys.SITE:
        raise ConfigurationError(f"{known.name} belongs to one site. Leave --global out.")
    if not common and known.where == keys.INSTALLATION:
        raise ConfigurationError(f"{known.name} is the same for every site. Set it with --global.")


def _check(shell: Shell, folder: str, held: dict[str, Any]) -> None:
    """Raise ``ConfigurationError`` where the configuration would not open, or take another site's host."""
    SiteConfig.from_mapping(shell.bench.common() | held)
    for host in held.get("host_names", ()) if folder else ():
        holder = shell.bench.holder_of(host)
        if holder not in (None, folder):
            raise ConfigurationError(
                f"The site {holder} answers to {host} already. Choose another host name."
            )


def _keep_storage(before: dict[str, Any], held: dict[str, Any]) -> None:
    """Raise ``ConfigurationError`` where the contents would be left behind: ``files.storage`` changes with them alone."""
    present = before.get("storage", FOLDER)
    wanted = held.get("files", {})
    if wanted.get("storage", present) != present or (present != FOLDER and not wanted):
        raise ConfigurationError("files.storage is set by ./bench move-files, which takes the files along.")
    if present != FOLDER:
        held["files"] = wanted | {"storage": present}


def _told(known: keys.Key | None, value: Any) -> str:
    if known is None or known.secret:
        return "set"
    return json.dumps(value, ensure_ascii=False)
