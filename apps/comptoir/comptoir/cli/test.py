"""``test``: everything that must hold, in one command, the same here and in continuous integration."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from comptoir.cli.exits import MISSING
from comptoir.cli.main import Shell
from comptoir.processes.children import run_child
from comptoir.processes.desk_build import Desk
from comptoir.processes.errors import MissingRequirementError, ProcessFailedError
from comptoir.processes.machine import TEST_NEEDS, browser, install, mariadb_server
from comptoir.processes.node import need_node
from comptoir.processes.npm import NpmProject

PASSTHROUGH = {
    "ignore_unknown_options": True,
    "allow_extra_args": True,
    "help_option_names": ["-h", "--help"],
}


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that must hold before pytest runs; ``run`` returns what is wrong, nothing where it holds."""

    name: str
    run: Callable[[], str]


@click.command(context_settings=PASSTHROUGH)
@click.option("--no-install", is_flag=True, help="Do not touch the system's packages; say what is missing.")
@click.argument("pytest_args", nargs=-1, type=click.UNPROCESSED)
@click.pass_obj
def test(shell: Shell, no_install: bool, pytest_args: tuple[str, ...]) -> None:
    """Run every check and test; with PYTEST_ARGS only pytest, with these arguments.

    In this order: ruff, mypy, lint-imports, the Desk's unit tests and build, pytest. What the tests need and this
    machine lacks is installed with the system's package manager where that is allowed.
    """
    root, logs = shell.bench.root, shell.bench.sites_path / ".logs"
    _prepare(shell, root, logs, no_install)
    failed: dict[str, str] = {}
    if not pytest_args:
        failed = _run_checks(shell, _checks(shell, root, logs))
    arguments = list(pytest_args) or ["-n", "auto", "--dist", "worksteal", "-q"]
    status = run_child([sys.executable, "-m", "pytest", *arguments], cwd=root, environ=_environ(root))
    for name, why in failed.items():
        shell.out.problem(f"before pytest, {name} failed. {why}")
    if failed or status:
        sys.exit(1)


def _prepare(shell: Shell, root: Path, logs: Path, no_install: bool) -> None:
    """What the tests need: system packages, then the Python packages that are built with them."""
    if no_install:
        lacking = [need for need in TEST_NEEDS if not need.find()]
        if lacking:
            lines = "\n".join(f"  {need.name} ({need.why}): {need.how()}" for need in lacking)
            raise MissingRequirementError(f"This machine lacks what the tests need:\n{lines}")
    else:
        install(TEST_NEEDS, logs / "packages.log", shell.out.say)
    setup = subprocess.run([sys.executable, str(root / "bench"), "setup", "test"], check=False)
    if setup.returncode != 0:
        raise SystemExit(MISSING)
    stock_clients(root, logs).install(need_node(root), shell.out.say)


def stock_clients(root: Path, logs: Path) -> NpmProject:
    """The clients written for Frappe that acceptance tests run as they are published."""
    return NpmProject(root / "tests" / "clients", logs, "the clients the tests try")


def _checks(shell: Shell, root: Path, logs: Path) -> Iterable[Check]:
    desk = Desk(root, logs)

    def child(*command: str) -> Callable[[], str]:
        def run() -> str:
            status = run_child(command, cwd=root, environ=_environ(root))
            return f"It ended with {status}; what it found stands above." if status else ""

        return run

    def screens(step: Callable[[], None]) -> Callable[[], str]:
        def run() -> str:
            try:
                step()
            except ProcessFailedError as error:
                shell.out.problem(error.message)
                return error.message
            return ""

        return run

    yield Check("ruff", child(sys.executable, "-m", "ruff", "check", "."))
    yield Check("mypy", child(sys.executable, "-m", "mypy"))
    # import-linter has no ``python -m`` form; its script lies beside the interpreter.
    yield Check("lint-imports", child(str(Path(sys.executable).parent / "lint-imports")))
    yield Check("vitest", screens(lambda: _vitest(desk, shell.out.say)))
    yield Check("desk build", screens(lambda: desk.build(shell.out.say)))


def _vitest(desk: Desk, say: Callable[[str], None]) -> None:
    node = need_node(desk.root)
    desk.install(node, say)
    desk.npm(node, "run", "typecheck")
    desk.npm(node, "test")


def _run_checks(shell: Shell, checks: Iterable[Check]) -> dict[str, str]:
    """Run all of them, whatever the outcome of each, then show how each went. What failed, and why."""
    rows: list[Sequence[str]] = []
    failed: dict[str, str] = {}
    for check in checks:
        shell.out.say(f"== {check.name}")
        started = time.monotonic()
        why = check.run()
        rows.append((check.name, "FAILED" if why else "passed", f"{time.monotonic() - started:.1f} s"))
        if why:
            failed[check.name] = why
    shell.out.table(("Check", "Result", "Time"), rows)
    return failed


def _environ(root: Path) -> dict[str, str]:
    found = {"COMPTOIR_TEST_MARIADBD": mariadb_server(), "COMPTOIR_TEST_BROWSER": browser()}
    return os.environ | {"COMPTOIR_BENCH": str(root)} | {name: path for name, path in found.items() if path}
