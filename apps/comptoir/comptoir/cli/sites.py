"""``new-site``, ``drop-site``, ``list-sites``, ``use``, ``set-admin-password``."""

from __future__ import annotations

from collections.abc import Callable

import click

from comptoir.cli.main import Shell
from comptoir.cli.output import is_interactive
from comptoir.cli.picking import default_site, pick_site
from comptoir.errors import ConfigurationError
from comptoir.sites.config import COMMON, read_json, write_json

DATABASES = ("sqlite", "mariadb")
Command = Callable[..., None]


def database_options(command: Command) -> Command:
    """The options that say where the database of a new site is."""
    kind = click.option(
        "--db-type", type=click.Choice(DATABASES), default="sqlite", show_default=True, help="Database."
    )
    return kind(mariadb_options(command))


def mariadb_options(command: Command) -> Command:
    """The options that say where a database on MariaDB is."""
    for option in reversed(_MARIADB_OPTIONS):
        command = option(command)
    return command


def root_options(command: Command) -> Command:
    """The options that name the account of the MariaDB server that makes and drops databases."""
    for option in reversed(_ROOT_OPTIONS):
        command = option(command)
    return command


_ROOT_OPTIONS = (
    click.option(
        "--db-root-user",
        "--db-root-username",
        "--mariadb-root-username",
        "db_root_user",
        default="",
        help="MariaDB: account that makes the database and the site's own user.  [default: root]",
    ),
    click.option(
        "--db-root-password",
        "--mariadb-root-password",
        "db_root_password",
        default="",
        envvar="COMPTOIR_DB_ROOT_PASSWORD",
        help="MariaDB: password of that account.",
    ),
)
_MARIADB_OPTIONS = (
    click.option(
        "--db-name", default="", help="MariaDB: name of the database; made from the site's name by default."
    ),
    *_ROOT_OPTIONS,
    click.option(
        "--db-user",
        default="",
        help="MariaDB: an account to use as it is, instead of a user of the site's own.",
    ),
    click.option(
        "--db-password", default="", envvar="COMPTOIR_DB_PASSWORD", help="MariaDB: password of that user."
    ),
    click.option("--db-host", default="", help="MariaDB: host.  [default: 127.0.0.1]"),
    click.option("--db-port", default=0, help="MariaDB: port.  [default: 3306]"),
    click.option("--db-socket", default="", help="MariaDB: unix socket, instead of host and port."),
)


@click.command("new-site")
@click.argument("name")
@click.option(
    "--admin-password", help="Password of Administrator; a random one is printed where it is left out."
)
@database_options
@click.option(
    "--app", "apps", multiple=True, help="Install this app; may be repeated.  [default: all there are]"
)
@click.option("--host-name", "host_names", multiple=True, help="Another host name the site answers to.")
@click.option("--demo", is_flag=True, help="Fill the site with the demo company.")
@click.pass_obj
def new_site(
    shell: Shell,
    /,
    name: str,
    admin_password: str | None,
    apps: tuple[str, ...],
    host_names: tuple[str, ...],
    demo: bool,
    **database: str | int,
) -> None:
    """Make the site NAME (a host name)."""
    from comptoir.apps.install import NewSite, create_site
    from comptoir.processes.redis_server import redis_running

    order = NewSite(
        name=name,
        admin_password=admin_password,
        database={key: value for key, value in database.items() if value},
        apps=apps,
        host_names=host_names,
        demo=demo,
    )
    with redis_running(shell.bench), shell.out.steps() as step:
        password = create_site(shell.bench, order, step)
    shell.out.say(f"Site {name} is ready.")
    if admin_password is None:
        shell.out.say(f"Administrator's password (shown only now): {password}")


@click.command("drop-site")
@click.argument("name")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option(
    "--set-aside", is_flag=True, help="Only what `restore --force` has set aside of it; the site stays."
)
@root_options
@click.pass_obj
def drop_site(shell: Shell, /, name: str, yes: bool, set_aside: bool, **root: str) -> None:
    """Delete the site NAME with its database, database user and files, for good."""
    from comptoir.apps.databases import Root
    from comptoir.apps.install import drop_site as drop
    from comptoir.apps.install import is_left
    from comptoir.backups.restore import ASIDE, drop_set_aside
    from comptoir.processes.redis_server import redis_running

    if not set_aside and not is_left(shell.bench.sites_path / name):
        pick_site(shell, name)
    if not yes:
        if not is_interactive():
            raise click.UsageError(
                "Dropping a site deletes its data. Give --yes to do it without a question."
            )
        what = "what restores set aside of it" if set_aside else "its database and files"
        click.confirm(f"Delete {name}: {what}, for good?", abort=True)
    account = Root.of(root, shell.bench.common())
    if set_aside:
        gone = drop_set_aside(shell.bench, name, account)
        shell.out.say(f"Deleted: {', '.join(map(str, gone)) or 'nothing, since nothing was set aside'}.")
        return
    with redis_running(shell.bench):
        drop(shell.bench, name, account)
    shell.out.say(f"Site {name} is gone.")
    if list(shell.bench.sites_path.glob(f"{ASIDE}{name}-*")):
        shell.out.say(
            f"What restores had set aside of it is still there: ./bench drop-site {name} --set-aside."
        )


@click.command("list-sites")
@click.pass_obj
def list_sites(shell: Shell) -> None:
    """List the sites of this installation: name, database, apps, host names; and what was interrupted."""
    from comptoir.backups.unfinished import unfinished

    chosen = default_site(shell)
    rows = []
    for name in shell.bench.site_names():
        mark = " (default)" if name == chosen else ""
        try:
            config = shell.bench.config(name)
        except ConfigurationError as error:
            rows.append((name + mark, "broken", error.message, ""))
            continue
        rows.append(
            (name + mark, config.db_type, " ".join(config.installed_apps), " ".join(config.host_names))
        )
    if rows:
        shell.out.table(("Site", "Database", "Apps", "Host names"), rows)
    else:
        shell.out.say("There are no sites yet: ./bench start makes one.")
    for left in unfinished(shell.bench):
        shell.out.say(left.sentence)


@click.command()
@click.argument("name")
@click.pass_obj
def use(shell: Shell, name: str) -> None:
    """Make NAME the default site of the other commands."""
    pick_site(shell, name)
    path = shell.bench.sites_path / COMMON
    write_json(path, read_json(path) | {"default_site": name})
    shell.out.say(f"Commands are for {name} now, unless --site says otherwise.")


@click.command("set-admin-password")
@click.argument("password", required=False)
@click.option("--site", help="The site; the default site where it is left out.")
@click.pass_obj
def set_admin_password(shell: Shell, password: str | None, site: str | None) -> None:
    """Set Administrator's PASSWORD, or ask for it, and end Administrator's sessions."""
    from comptoir.access.passwords import strength
    from comptoir.access.secrets import set_password
    from comptoir.access.sessions import end_sessions
    from comptoir.context import ADMINISTRATOR
    from comptoir.processes.redis_server import redis_running

    name = pick_site(shell, site)
    if password is None:
        if not is_interactive():
            raise click.UsageError("Give the password as an argument: nobody can be asked for it here.")
        password = click.prompt("New password of Administrator", hide_input=True, confirmation_prompt=True)
    with redis_running(shell.bench), shell.bench.site(name).context() as context:
        problems = strength(context, password, (ADMINISTRATOR,)).problems
        set_password(context, ADMINISTRATOR, password)
        end_sessions(context, ADMINISTRATOR)
    shell.out.say(f"The password of Administrator on {name} is set.")
    for problem in problems:
        shell.out.say(f"Choose a better one before others can reach the site. {problem}")
