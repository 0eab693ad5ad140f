"""``transfer``: a site from one database to another, and back."""

from __future__ import annotations

import click

from comptoir.cli.main import Shell
from comptoir.cli.picking import pick_site
from comptoir.cli.sites import DATABASES, mariadb_options


@click.command()
@click.option("--site", help="The site; the default site where it is left out.")
@click.option("--to", "db_type", type=click.Choice(DATABASES), help="The database to move to.")
@click.option("--cancel", "wanted", flag_value="cancel", help="Give up a transfer that was interrupted.")
@click.option("--undo", "wanted", flag_value="undo", help="Go back to the database the last transfer left.")
@click.option("--discard-changes", is_flag=True, help="With --undo: even if something was entered since.")
@click.option(
    "--drop-previous",
    "wanted",
    flag_value="drop",
    help="Delete the database the last transfer left, for good.",
)
@mariadb_options
@click.pass_obj
def transfer(
    shell: Shell, /, site: str | None, db_type: str | None, wanted: str | None, discard_changes: bool,
    **database: str | int,
) -> None:  # fmt: skip
    """Move a site to another database, row for row, and prove it before the site is switched over.

    The site answers 503 meanwhile. The old database is left as it was; --undo goes back to it. A transfer that was
    interrupted goes on when it is called again.
    """
    from comptoir.apps.databases import Root
    from comptoir.backups import transfer as moving
    from comptoir.processes.redis_server import redis_running

    if (db_type is None) == (wanted is None):
        raise click.UsageError(
            "Say where to: --to sqlite or --to mariadb; or --cancel, --undo or --drop-previous."
        )
    name = pick_site(shell, site)
    given = {key: value for key, value in database.items() if value}
    root = Root.of(given, shell.bench.common())
    with redis_running(shell.bench), shell.out.steps() as step:
        if wanted == "cancel":
            moving.cancel(shell.bench, name, root)
            said = f"{name} is where it was; what had been copied is deleted."
        elif wanted == "undo":
            moving.undo(shell.bench, name, discard=discard_changes)
            said = f"{name} is back on {shell.bench.config(name).db_type}."
        elif wanted == "drop":
            moving.drop_previous(shell.bench, name, root)
            said = f"The database that {name} had left is deleted."
        else:
            done = moving.transfer(shell.bench, name, given | {"db_type": str(db_type)}, step)
            said = (
                f"{name} is on {done.database}: {done.rows} rows of {done.tables} tables and {done.files} files are the "
                f"same, see {done.report}.\nThe old database is kept: --undo goes back, --drop-previous deletes it."
            )
    shell.out.say(said)
