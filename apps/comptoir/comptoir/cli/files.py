"""``clean-files``: removing contents that no File names any more."""

from __future__ import annotations

import click

from comptoir.cli.each import for_each
from comptoir.cli.main import Shell
from comptoir.cli.picking import pick_sites

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
