"""``benchmark``: what is claimed about speed, measured on this machine."""

from __future__ import annotations

import os
import subprocess
import sys

import click

from comptoir.cli.exits import MISSING
from comptoir.cli.main import Shell
from comptoir.processes.children import run_child


@click.command(context_settings={"ignore_unknown_options": True, "help_option_names": ["-h"]})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
@click.pass_obj
def benchmark(shell: Shell, arguments: tuple[str, ...]) -> None:
    """Measure the product against a bare web server on the same data and print the ratios.

    It makes sites of its own and leaves the installation alone. ``--help`` lists what can be chosen, such as
    ``--clients 5000 --db sqlite --only list,get``.
    """
    root = shell.bench.root
    if subprocess.run([sys.executable, str(root / "bench"), "setup", "test"], check=False).returncode != 0:
        raise SystemExit(MISSING)
    environ = os.environ | {"PYTHONPATH": os.pathsep.join([os.environ.get("PYTHONPATH", ""), str(root)])}
    status = run_child([sys.executable, "-m", "benchmarks", *arguments], cwd=root, environ=environ)
    if status:
        sys.exit(1)
