"""Writes the reference of the commands and of the configuration from both: ``python -m comptoir.cli.reference``."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import click

from comptoir.cli import config_reference
from comptoir.cli.exits import MEANINGS
from comptoir.cli.main import COMMANDS, Shell, bench

BEGINNING = """\
# The command line

Made from the commands by `python -m comptoir.cli.reference`; do not edit it by hand.

Every verb is called as `./bench VERB`. The first call makes `.venv` from `requirements/base.txt`. `./bench --site NAME
VERB` names the site before the verb, as users of Frappe's bench are used to. `./bench setup [GROUP ...]` only installs
Python packages: `base`, `mariadb` (the connector), `s3` (files in a bucket), `test`, `node`. Set `COMPTOIR_TRACEBACK=1` to see where in the
code a problem arose.
"""


def render() -> str:
    """The whole page."""
    return "\n".join([BEGINNING, *_exits(), *_commands()]).rstrip() + "\n"


def _exits() -> Iterator[str]:
    yield "## Exit codes\n"
    yield "| Code | Meaning |"
    yield "|---|---|"
    for code, meaning in MEANINGS.items():
        yield f"| {code} | {meaning} |"
    yield "| 130, 143 | Interrupted (Ctrl-C, SIGTERM) before the work was done. |\n"


def _commands() -> Iterator[str]:
    context = click.Context(bench, info_name="./bench")
    for name in COMMANDS:
        command = bench.get_command(context, name)
        if command is not None:
            yield f"## {name}\n"
            yield from _command(command, click.Context(command, info_name=name, parent=context))


def _command(command: click.Command, context: click.Context) -> Iterator[str]:
    pieces = " ".join(command.collect_usage_pieces(context))
    yield f"`./bench {context.info_name} {pieces}`\n"
    yield " ".join((command.help or "").split()) + "\n"
    options = [parameter for parameter in command.params if isinstance(parameter, click.Option)]
    if options:
        yield "| Option | Meaning |"
        yield "|---|---|"
        for option in options:
            names, meaning = option.get_help_record(context) or ("", "")
            yield f"| `{names.replace('|', ' or ')}` | {meaning.replace('|', ' or ')} |"
        yield ""


PAGES: Mapping[str, Callable[[], str]] = {
    "docs/reference/cli.md": render,
    "docs/reference/site-config.md": config_reference.render,
}
"""Page -> what makes it."""


if __name__ == "__main__":
    for page, make in PAGES.items():
        (Shell().bench.root / page).write_text(make())
