"""``start``: everything one installation needs, from nothing to an address and a password."""

from __future__ import annotations

import os
import sys
import webbrowser
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import click
import redis

from comptoir.apps.install import NewSite, create_site
from comptoir.cli.main import Shell
from comptoir.cli.picking import DEMO_SITE, default_site
from comptoir.processes.desk_build import Desk
from comptoir.processes.errors import BusyError, ProcessFailedError
from comptoir.processes.ports import choose_port
from comptoir.processes.readiness import Readiness, Target, wait_until_ready
from comptoir.processes.redis_server import redis_running
from comptoir.processes.supervisor import Supervisor, run_procfile
from comptoir.sites.filelock import FileLock, read_note
from comptoir.sites.here import ROOT_VARIABLE, SITES_VARIABLE
from comptoir.sites.site import PORT_VARIABLE

LOCAL_NAMES = ("localhost", "127.0.0.1")
GIVEN = "(the one you gave)"
KEPT = "(as set before; ./bench set-admin-password changes it)"
READY_SECONDS = 180.0
AFTER_A_CRASH_SECONDS = 15.0


@dataclass(slots=True)
class Running:
    """What ``start`` tells about the installation once it runs."""

    address: str
    site: str
    password: str
    redis: str
    browser: bool
    failed: Readiness | None = None


@click.command()
@click.option(
    "--port", type=click.IntRange(1, 65535), help="Port; the first free one from 8000 where it is left out."
)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on; 0.0.0.0 for all.")
@click.option(
    "--admin-password", envvar="COMPTOIR_ADMIN_PASSWORD", help="Set Administrator's password to this."
)
@click.option("--no-browser", is_flag=True, help="Do not open a browser.")
@click.option("--no-build", is_flag=True, help="Do not build the screens; REST works without them.")
@click.option("--site", help="The site to make and show.  [default: regioncrm.localhost]")
@click.pass_obj
def start(
    shell: Shell,
    port: int | None,
    host: str,
    admin_password: str | None,
    no_browser: bool,
    no_build: bool,
    site: str | None,
) -> None:
    """Build what is not built, make the demo site if there is none, and run every process until stopped."""
    lock = FileLock(shell.bench.sites_path / ".start.lock")
    crashed = bool(read_note(lock.path))
    if not lock.acquire(wait=2):
        holder = read_note(lock.path)
        raise BusyError(
            f"This folder is running already, at {holder.get('address', 'an address it has not told yet')} "
            f"(process {holder.get('pid', 'unknown')}). Stop that one first, with Ctrl-C or kill."
        )
    try:
        chosen = choose_port(host, port, wait=AFTER_A_CRASH_SECONDS if crashed else 0)
        address = f"http://{'localhost' if host in ('127.0.0.1', '0.0.0.0', '::') else host}:{chosen}"
        lock.note(pid=os.getpid(), address=address)
        if not no_build:
            _build_screens(shell)
        with redis_running(shell.bench, shell.out.say, own=True) as url:
            name = site or shell.site or default_site(shell) or DEMO_SITE
            password = _ensure_site(shell, name, admin_password)
            running = Running(address, name, password, url, _may_open_browser(no_browser))
            _run(shell, lock.path, host, chosen, running)
    finally:
        lock.release()


def _build_screens(shell: Shell) -> None:
    desk = Desk(shell.bench.root, shell.bench.sites_path / ".logs")
    if not desk.is_built():
        with shell.out.working("Building the screens (the first time takes a minute or two)") as say:
            desk.build(say)


def _ensure_site(shell: Shell, name: str, admin_password: str | None) -> str:
    """Make the site if it is not there. What to say about Administrator's password."""
    if name not in shell.bench.site_names():
        shell.out.say(f"Making the site {name} with the demo company")
        order = NewSite(name=name, admin_password=admin_password, host_names=_free_names(shell), demo=True)
        with shell.out.steps() as step:
            password = create_site(shell.bench, order, step)
        return GIVEN if admin_password else f"{password}   (shown only now)"
    if admin_password is not None:
        from comptoir.access.secrets import set_password
        from comptoir.context import ADMINISTRATOR

        with shell.bench.site(name).context() as context:
            set_password(context, ADMINISTRATOR, admin_password)
        return GIVEN
    return KEPT


def _free_names(shell: Shell) -> tuple[str, ...]:
    """The local host names no other site answers to."""
    taken = {host for name in shell.bench.site_names() for host in shell.bench.config(name).host_names}
    return tuple(name for name in LOCAL_NAMES if name not in taken)


def _run(shell: Shell, lock: Path, host: str, port: int, running: Running) -> None:
    environ = {
        ROOT_VARIABLE: str(shell.bench.root),
        SITES_VARIABLE: str(shell.bench.sites_path),
        "COMPTOIR_HOST": host,
        "PORT": str(port),
        PORT_VARIABLE: str(port),
    }
    connection = redis.Redis.from_url(running.redis)
    target = Target(host, port, running.site, connection, datetime.now(UTC))
    supervisor = run_procfile(shell.bench.root, lock, environ, _announcer(shell, target, running))
    connection.close()
    if running.failed is not None:
        raise ProcessFailedError(
            f"Not everything came up within {READY_SECONDS:.0f} seconds: {', '.join(running.failed.missing)} "
            "did not answer. The lines above say why."
        )
    if not supervisor.was_asked_to_stop:
        raise ProcessFailedError(
            "A process ended by itself, so the others were stopped. The lines above say why."
        )
    shell.out.say("Stopped.")


def _announcer(shell: Shell, target: Target, running: Running) -> Callable[[Supervisor], None]:
    def announce(supervisor: Supervisor) -> None:
        state = wait_until_ready(target, READY_SECONDS, until=lambda: supervisor.is_ending)
        if supervisor.is_ending:
            return
        _banner(shell, running, state)
        if not state.complete:
            running.failed = state
            supervisor.terminate()
        elif running.browser:
            webbrowser.open(running.address)

    return announce


def _banner(shell: Shell, running: Running, state: Readiness) -> None:
    health = ", ".join(
        f"{name} {'ok' if ready else 'DOES NOT ANSWER'}" for name, ready in state.processes.items()
    )
    lines = (
        "",
        "RegionCRM is running." if state.complete else "RegionCRM did not come up.",
        f"  Address    {running.address}",
        f"  Site       {running.site}",
        "  User       Administrator",
        f"  Password   {running.password}",
        f"  Processes  {health}",
        "  Stop       Ctrl-C",
        "",
    )
    shell.out.say("\n".join(lines))


def _may_open_browser(no_browser: bool) -> bool:
    has_display = sys.platform == "darwin" or bool(
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    )
    return not no_browser and has_display and sys.stdout.isatty()
