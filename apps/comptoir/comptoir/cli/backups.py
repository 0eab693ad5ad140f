"""``backup`` and ``restore``."""

from __future__ import annotations

from pathlib import Path

import click

from comptoir.cli.each import for_each
from comptoir.cli.main import Shell
from comptoir.cli.picking import pick_sites
from comptoir.cli.sites import database_options, root_options
from comptoir.processes.errors import BusyError
from comptoir.sites.config import COMMON, read_json, write_json
from comptoir.sites.filelock import FileLock, read_note

MEGABYTE = 1_000_000


@click.command()
@click.option("--site", help="One site, or 'all'.  [default: all]")
@click.option("--with-files", is_flag=True, help="Also the uploaded files.")
@click.option(
    "--encrypt",
    is_flag=True,
    help="Encrypt with age to backup_recipients; a key is made where there is none.",
)
@click.option(
    "--prove", "proven", is_flag=True, help="Restore it into a scratch database and compare every table."
)
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder.  [default: the site's private/backups]",
)
@root_options
@click.pass_obj
def backup(
    shell: Shell,
    /,
    site: str | None,
    with_files: bool,
    encrypt: bool,
    proven: bool,
    out: Path | None,
    **root: str,
) -> None:
    """Back up sites, each to one file that restores into SQLite and MariaDB.

    A site on MariaDB is proven there where the account that makes databases is known, else on SQLite.
    """
    from comptoir.backups import ArchiveError, take
    from comptoir.processes.redis_server import redis_running

    names = pick_sites(shell, site)

    def save(name: str) -> None:
        recipients = _recipients(shell, name) if encrypt else ()
        with shell.out.steps() as step:
            taken = take(
                shell.bench.site(name), with_files=with_files, proven=proven, recipients=recipients,
                folder=out, root=root, step=step,
            )  # fmt: skip
        rows = taken.inventory.rows
        shell.out.say(f"{name}: {rows} rows, {taken.size / MEGABYTE:.1f} MB in {taken.path}")
        if taken.proof is not None:
            for difference in taken.proof.differences:
                shell.out.problem(f"{name}: {difference}.")
            if not taken.proof.holds:
                raise ArchiveError("NOT proven: what came back differs from what was written.")
            shell.out.say(f"{name}: proven on {taken.proof.database}, every table came back as it was.")

    with redis_running(shell.bench):
        done = for_each(shell, names, save)
    done.finish()


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--as", "name", help="Name of the site.  [default: the one in the backup]")
@click.option(
    "--force",
    "--replace",
    "replace",
    is_flag=True,
    help="Replace a site of this name; the old one is set aside, not deleted.",
)
@click.option(
    "--identity",
    type=click.Path(dir_okay=False, exists=True, path_type=Path),
    help="File with the age identity that opens an encrypted backup.",
)
@click.option("--host-name", "host_names", multiple=True, help="Another host name the site answers to.")
@database_options
@click.pass_obj
def restore(
    shell: Shell, /, file: Path, name: str | None, replace: bool, identity: Path | None,
    host_names: tuple[str, ...], **database: str | int,
) -> None:  # fmt: skip
    """Make a site from the backup FILE, on either database."""
    from comptoir.backups import open_archive
    from comptoir.backups import restore as restore_archive
    from comptoir.processes.redis_server import redis_running

    if replace:
        _refuse_while_running(shell)
    shell.bench.sites_path.mkdir(parents=True, exist_ok=True)
    key = identity.read_text() if identity else ""
    with (
        redis_running(shell.bench),
        open_archive(file, key, shell.bench.sites_path) as archive,
        shell.out.steps() as step,
    ):
        done = restore_archive(
            shell.bench, archive, name or archive.inventory.site, replace_existing=replace,
            database={key: value for key, value in database.items() if value},
            host_names=host_names or None, step=step,
        )  # fmt: skip
    shell.out.say(f"Site {done.name} is restored: {done.rows} rows, {done.files} files.")
    if done.aside is not None:
        shell.out.say(
            f"The site it replaces is in {done.aside}. Delete it with ./bench drop-site {done.name} --set-aside."
        )
    shell.out.say("Bring it to the present declarations with ./bench migrate.")


def _recipients(shell: Shell, name: str) -> tuple[str, ...]:
    """Whom backups of a site are encrypted to. Where nobody is named, a key is made and shown once."""
    from comptoir.backups import new_identity
    from comptoir.backups.schedule import RECIPIENTS, recipients_of

    known = recipients_of(shell.bench.config(name).raw)
    if known:
        return known
    recipient, identity = new_identity()
    path = shell.bench.sites_path / COMMON
    write_json(path, read_json(path) | {RECIPIENTS: [recipient]})
    shell.bench.forget(name)
    shell.out.say(
        "Backups are encrypted to a new key. Keep this identity away from this machine; without it no"
    )
    shell.out.say("encrypted backup can be opened, and it is shown only now:")
    shell.out.say(f"  {identity}")
    return (recipient,)


def _refuse_while_running(shell: Shell) -> None:
    lock = FileLock(shell.bench.sites_path / ".start.lock")
    if not lock.acquire():
        pid = read_note(lock.path).get("pid", "unknown")
        raise BusyError(f"RegionCRM runs here (process {pid}). Stop it before a site is replaced.")
    lock.release()
