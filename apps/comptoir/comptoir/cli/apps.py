"""``install-app`` and ``migrate``: bringing sites to what the apps declare."""

from __future__ import annotations

import click

from comptoir.cli.each import for_each
from comptoir.cli.main import Shell
from comptoir.cli.picking import pick_site, pick_sites


@click.command("install-app")
@click.argument("app")
@click.option("--site", help="The site; the default site where it is left out.")
@click.pass_obj
def install_app(shell: Shell, app: str, site: str | None) -> None:
    """Install APP (a folder of apps/) on a site; installing it twice changes nothing."""
    from comptoir.apps.install import install_app as install
    from comptoir.processes.redis_server import redis_running

    name = pick_site(shell, site)
    with redis_running(shell.bench), shell.out.steps() as step:
        installed = install(shell.bench, name, app, step)
    shell.out.say(
        f"{app} is installed on {name}." if installed else f"{app} was installed on {name} already."
    )


@click.command()
@click.option("--site", help="One site, or 'all'.  [default: all]")
@click.option("--plan", "plan_only", is_flag=True, help="Print what would be done, and do nothing.")
@click.option(
    "--allow-destructive", is_flag=True, help="Also drop tables, columns and indexes nothing declares."
)
@click.pass_obj
def migrate(shell: Shell, site: str | None, plan_only: bool, allow_destructive: bool) -> None:
    """Bring the database of every site to what is declared in doctypes/ and the apps.

    A site that fails does not stop the others; the end names those that did, and the exit code is theirs.
    """
    from comptoir.apps.migrate import migrate_site, plan_site
    from comptoir.processes.redis_server import redis_running

    names = pick_sites(shell, site)
    if not names:
        shell.out.say("There are no sites yet: ./bench start makes one.")
        return

    def bring(name: str) -> None:
        if plan_only:
            shell.out.say(f"{name}:")
            shell.out.say(plan_site(shell.bench, name).render())
            return
        with shell.out.steps() as step:
            result = migrate_site(shell.bench, name, step, allow_destructive=allow_destructive)
        shell.out.say(f"{name}: {result.summary()}")
        for left in result.left:
            shell.out.say(f"  left in place: {left}")

    with redis_running(shell.bench):
        done = for_each(shell, names, bring)
    done.finish()
