"""``build``: the screens."""

from __future__ import annotations

import shutil

import click

from comptoir.cli.main import Shell


@click.command()
@click.option("--force", is_flag=True, help="Build even if the sources did not change.")
@click.pass_obj
def build(shell: Shell, force: bool) -> None:
    """Build the Desk (the screens) if its sources changed."""
    from comptoir.processes.desk_build import Desk

    desk = Desk(shell.bench.root, shell.bench.sites_path / ".logs")
    if force:
        shutil.rmtree(desk.folder / "dist", ignore_errors=True)
    if desk.is_built():
        shell.out.say("The screens are up to date.")
        return
    with shell.out.working("Building the screens") as say:
        desk.build(say)
    shell.out.say("The screens are built.")
