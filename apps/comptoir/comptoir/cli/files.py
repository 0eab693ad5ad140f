"""``clean-files``: removing contents that no File names any more. ``move-files``: taking all of them elsewhere."""

from __future__ import annotations

import click

from comptoir.cli.each import for_each
from comptoir.cli.main import Shell
from comptoir.cli.picking import pick_site, pick_sites
from comptoir.sites.file_storage import S3, STORAGES

SHOWN = 20


@click.command("clean-files")
@click.option("--site", help="One site, or 'all'.  [default: all]")
@click.option("--plan", "plan_only", is_flag=True, help="Print what would be removed, and remove nothing.")
@click.pass_obj
def clean_files(shell: Shell, site: str | None, plan_only: bool) -> None:
    """Remove contents of files that no File and no document names, and say which are missing.

    A job does the same every day. What was stored within the last hour stays.
    """
    from comptoir.files.cleaning import Cleaned, clean, plan_cleaning

    def sweep(name: str) -> None:
        with shell.bench.site(name).context() as ctx:
            done: Cleaned = plan_cleaning(ctx) if plan_only else clean(ctx)
        for one in done.removed if plan_only else ():
            shell.out.say(f"  {one.place} {one.key}, {one.size} bytes")
        what = "would be removed" if plan_only else "removed"
        shell.out.say(f"{name}: {len(done.removed)} contents {what}, {done.size / 1e6:.1f} MB.")
        for url in done.lost[:SHOWN]:
            shell.out.problem(f"{name}: the content of {url} is missing.")
        if len(done.lost) > SHOWN:
            shell.out.problem(f"{name}: and {len(done.lost) - SHOWN} more contents are missing.")

    for_each(shell, pick_sites(shell, site), sweep).finish()


@click.command("move-files")
@click.option("--site", help="The site; the default site where it is left out.")
@click.option(
    "--to",
    "kind",
    type=click.Choice(STORAGES),
    required=True,
    help="Where to: a bucket, or the site's folder.",
)
@click.pass_obj
def move_files(shell: Shell, site: str | None, kind: str) -> None:
    """Move the contents of a site's files to a bucket, or back to its folder.

    The site works meanwhile. Each copy is compared with its original before the site is switched over; the originals are
    kept. A move that was interrupted goes on when it is called again.
    """
    from comptoir.files.moving import move
    from comptoir.processes.redis_server import redis_running

    name = pick_site(shell, site)
    with redis_running(shell.bench), shell.out.steps() as step:
        done = move(shell.bench, name, kind, step)
    where = "in its bucket" if kind == S3 else "in its folder"
    shell.out.say(
        f"The files of {name} are {where}: {done.copied} copied, {done.present} were there already."
    )
    shell.out.say("What they were copied from is kept: delete it once you have seen your files.")
