"""``export-app`` and ``import-app``: apps leaving for a Frappe bench, and arriving from one."""

from __future__ import annotations

from pathlib import Path

import click

from comptoir.cli.main import Shell
from comptoir.cli.picking import pick_site


@click.command("export-app")
@click.argument("app")
@click.option(
    "--out", required=True, type=click.Path(file_okay=False, path_type=Path), help="The folder to write."
)
@click.pass_obj
def export_app(shell: Shell, app: str, out: Path) -> None:
    """Write APP as a standard Frappe app, which a stock bench installs as it is."""
    from comptoir.portable.exporting import export_app as write

    result = write(shell.bench.root, app, out)
    for warning in result.warnings:
        shell.out.problem(warning)
    shell.out.say(f"{app} is in {out}: {result.doctypes} doctypes, {result.files} files.")


@click.command("import-app")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--site", help="Install the app on this site as well.")
@click.pass_obj
def import_app(shell: Shell, folder: Path, site: str | None) -> None:
    """Bring the Frappe app in FOLDER into apps/; what of it has no effect here is listed."""
    from comptoir.portable.importing import import_app as bring
    from comptoir.processes.redis_server import redis_running

    named = site or shell.site
    name = pick_site(shell, named) if named else None
    with redis_running(shell.bench), shell.out.steps() as step:
        result = bring(shell.bench, folder, name, step)
    count = len(result.doctypes)
    if result.was_here:
        shell.out.say(f"{result.app} is at home here already, with the same {count} doctypes.")
    else:
        shell.out.say(f"{result.app} is in apps/{result.app}: {count} doctypes.")
    if result.unsupported:
        shell.out.say("What has no effect here:")
        shell.out.table(
            ("Kind", "Name", "Why"), [(found.kind, found.name, found.why) for found in result.unsupported]
        )
    if name is None:
        shell.out.say(f"Install it on a site with ./bench --site NAME install-app {result.app}.")
    else:
        shell.out.say(f"{result.app} is installed on {name}. Restart the processes that run.")
