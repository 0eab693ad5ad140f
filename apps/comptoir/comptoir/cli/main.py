"""The ``bench`` command: its verbs, loaded when they are called, and the way problems become exit codes."""

from __future__ import annotations

import importlib
import keyword
import os
import signal
import sys
from dataclasses import dataclass, field
from typing import NoReturn

import click

from comptoir import __version__
from comptoir.cli.exits import exit_code
from comptoir.cli.output import Output
from comptoir.errors import ComptoirError
from comptoir.sites import Bench
from comptoir.sites.here import here

COMMANDS: dict[str, str] = {
    "start": "start",
    "test": "test",
    "benchmark": "benchmark",
    "new-site": "sites",
    "drop-site": "sites",
    "list-sites": "sites",
    "use": "sites",
    "set-admin-password": "sites",
    "set-config": "config",
    "show-limits": "config",
    "transfer": "transfer",
    "backup": "backups",
    "restore": "backups",
    "verify-audit": "audit",
    "install-app": "apps",
    "migrate": "apps",
    "import": "data",
    "export": "data",
    "build-search-index": "search",
    "clean-files": "files",
    "move-files": "files",
    "export-app": "portable",
    "import-app": "portable",
    "console": "run",
    "execute": "run",
    "serve": "serve",
    "worker": "serve",
    "scheduler": "serve",
    "build": "build",
    "doctor": "doctor",
}
"""Verb -> module of this package that holds it, as the function with the verb's name (``import_`` for ``import``)."""

TRACEBACK_VARIABLE = "COMPTOIR_TRACEBACK"


@dataclass(slots=True)
class Shell:
    """What every command gets: the installation, where to print, and the site named before the verb."""

    bench: Bench = field(default_factory=here)
    out: Output = field(default_factory=Output)
    site: str | None = None


class LazyGroup(click.Group):
    """Imports a command's module when the command is needed."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The verbs, in the order of ``COMMANDS``."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command called ``cmd_name``, or None."""
        module = COMMANDS.get(cmd_name)
        if module is None:
            return None
        name = cmd_name.replace("-", "_")
        function = f"{name}_" if keyword.iskeyword(name) else name
        command = getattr(importlib.import_module(f"comptoir.cli.{module}"), function)
        return command if isinstance(command, click.Command) else None


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "terminal_width": 110})
@click.version_option(__version__, prog_name="RegionCRM")
@click.option(
    "--site", metavar="NAME", help="The site the command is for; the default site where it is left out."
)
@click.pass_context
def bench(ctx: click.Context, site: str | None) -> None:
    """Run, test and administer this installation of RegionCRM."""
    ctx.obj = Shell(site=site)


def main() -> NoReturn:
    """Run the command line; every expected problem ends as one sentence and an exit code."""
    signal.signal(signal.SIGTERM, lambda signum, frame: sys.exit(128 + signum))
    try:
        bench(prog_name="./bench", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        Output().problem("stopped.")
        sys.exit(130)
    except click.exceptions.Exit as stop:
        sys.exit(stop.exit_code)
    except ComptoirError as error:
        if os.environ.get(TRACEBACK_VARIABLE):
            raise
        Output().problem(error.message)
        sys.exit(exit_code(error))
    sys.exit(0)
