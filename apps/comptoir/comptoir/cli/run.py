"""``console`` and ``execute``: Python on a site."""

from __future__ import annotations

import json
from typing import Any

import click

from comptoir.cli.main import Shell
from comptoir.cli.picking import pick_site

BANNER = "{site} as {user}. frappe is imported; what you change is kept when you call frappe.db.commit()."


@click.command()
@click.option("--site", help="The site; the default site where it is left out.")
@click.option("--user", default="Administrator", show_default=True, help="Whom to be.")
@click.pass_obj
def console(shell: Shell, site: str | None, user: str) -> None:
    """Open a Python prompt on a site."""
    import code

    import frappe

    from comptoir.processes.redis_server import redis_running

    name = pick_site(shell, site)
    with redis_running(shell.bench), shell.bench.site(name).context(user) as context:
        names = {"frappe": frappe, "ctx": context, "site": context.site}
        _complete(names)
        code.interact(BANNER.format(site=name, user=user), local=names, exitmsg="")
        context.db.rollback()


@click.command()
@click.argument("method")
@click.option("--site", help="The site; the default site where it is left out.")
@click.option("--user", default="Administrator", show_default=True, help="Whom to be.")
@click.option("--args", "arguments", default="[]", help="Positional arguments: a JSON array.")
@click.option("--kwargs", default="{}", help="Named arguments: a JSON object.")
@click.pass_obj
def execute(shell: Shell, method: str, site: str | None, user: str, arguments: str, kwargs: str) -> None:
    """Call the function METHOD (app.module.function) on a site and print what it returns as JSON."""
    from comptoir.hooks import resolve
    from comptoir.processes.redis_server import redis_running

    name = pick_site(shell, site)
    positional, named = _json(arguments, list, "--args"), _json(kwargs, dict, "--kwargs")
    function = resolve(method)
    with redis_running(shell.bench), shell.bench.site(name).context(user):
        result = function(*positional, **named)
    if result is not None:
        shell.out.say(json.dumps(result, ensure_ascii=False, indent=1, default=_plain))


def _plain(value: Any) -> Any:
    """Documents as their values; anything else JSON does not know as its text."""
    return value.as_dict() if hasattr(value, "as_dict") else str(value)


def _json(text: str, kind: type, option: str) -> Any:
    try:
        value = json.loads(text)
    except ValueError as error:
        raise click.BadParameter(f"this is not JSON: {error}", param_hint=option) from error
    if not isinstance(value, kind):
        raise click.BadParameter(
            f"a JSON {'array' if kind is list else 'object'} is needed.", param_hint=option
        )
    return value


def _complete(names: dict[str, Any]) -> None:
    """Tab completion and history keys, where this Python has them."""
    try:
        import readline
        import rlcompleter
    except ImportError:
        return
    readline.set_completer(rlcompleter.Completer(names).complete)
    readline.parse_and_bind("tab: complete")
