"""``build-search-index``: filling what the search of sites does not hold yet."""

from __future__ import annotations

import click

from comptoir.cli.each import for_each
from comptoir.cli.main import Shell
from comptoir.cli.picking import pick_sites
from comptoir.errors import ServiceUnavailableError


@click.command("build-search-index")
@click.option("--site", help="One site, or 'all'.  [default: all]")
@click.option(
    "--anew", is_flag=True, help="Also what is there already, after the database was changed by hand."
)
@click.pass_obj
def build_search_index(shell: Shell, site: str | None, anew: bool) -> None:
    """Fill the search index of every site; a run that was stopped is continued by the next.

    A job does the same every ten minutes, so this is for those who do not want to wait.
    """
    from comptoir.search.building import build, forget_all

    def fill(name: str) -> None:
        target = shell.bench.site(name)
        if anew:
            forget_all(target)
        with shell.out.steps() as step:
            built = build(target, step)
        if not built.is_whole:
            raise ServiceUnavailableError(
                f"The search index of {name} is being filled by another process. Wait for it, or look with ./bench doctor."
            )
        shell.out.say(f"{name}: {_counted(built.documents)} indexed, nothing is left.")

    for_each(shell, pick_sites(shell, site), fill).finish()


def _counted(documents: int) -> str:
    return "1 document" if documents == 1 else f"{documents} documents"
