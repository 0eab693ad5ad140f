"""What this machine has and lacks: each need is one value with its test, its reason and the way to get it.

``./bench doctor`` reports them; ``./bench test`` installs the missing ones where the system allows it.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Callable, Iterable, Sequence
from ctypes.util import find_library
from dataclasses import dataclass
from pathlib import Path

from comptoir.processes.children import run_child
from comptoir.processes.errors import MissingRequirementError
from comptoir.processes.redis_server import working_redis

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
MAC_BROWSERS = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Need:
    """Something the tests, or an optional part, use. ``find`` returns what was found, or an empty text."""

    name: str
    why: str
    find: Callable[[], str]
    apt: tuple[str, ...]
    brew: tuple[str, ...] = ()

    def how(self) -> str:
        """The command that brings it."""
        if shutil.which("brew") and self.brew:
            return f"brew install {' '.join(self.brew)}"
        return f"apt-get install {' '.join(self.apt)}"


def mariadb_server() -> str:
    """The ``mariadbd`` binary."""
    for name in ("mariadbd", "mysqld"):
        for folder in (None, "/usr/sbin", "/usr/local/sbin", "/usr/libexec", "/opt/homebrew/bin"):
            found = shutil.which(name, path=folder)
            if found:
                return found
    return ""


def browser() -> str:
    """A Chromium or Chrome binary."""
    for name in BROWSERS:
        found = shutil.which(name)
        if found:
            return found
    return next((path for path in MAC_BROWSERS if Path(path).exists()), "")


def compiler() -> str:
    """A C compiler."""
    return shutil.which("cc") or shutil.which("gcc") or shutil.which("clang") or ""


def python_headers() -> str:
    """The folder that holds ``Python.h``."""
    folder = sysconfig.get_path("include")
    return folder if (Path(folder) / "Python.h").exists() else ""


def mariadb_config() -> str:
    """The tool that tells the connector's build where MariaDB's client library is."""
    return shutil.which("mariadb_config") or shutil.which("mariadb-config") or ""


def connector() -> str:
    """MariaDB's Python connector."""
    return "installed" if importlib.util.find_spec("mariadb") else ""


def _on_path(name: str) -> Callable[[], str]:
    return lambda: shutil.which(name) or ""


def _pango() -> str:
    return find_library("pangoft2-1.0") or ""


def _redis() -> str:
    return str(working_redis() or "")


def _unless_connected(find: Callable[[], str]) -> Callable[[], str]:
    """Tools that only build the connector are not missed once it is there."""
    return lambda: connector() or find()


_MINOR = f"python3.{sys.version_info[1]}-dev"

TEST_NEEDS: tuple[Need, ...] = (
    Need("MariaDB server", "the integration tests run on MariaDB too", mariadb_server, ("mariadb-server",), ("mariadb",)),
    Need("Redis server", "cache, sessions and jobs", _redis, ("redis-server",), ("redis",)),
    Need("Chromium", "the browser tests", browser, ("chromium",), ()),
    Need("wkhtmltopdf", "the second PDF engine", _on_path("wkhtmltopdf"), ("wkhtmltopdf",)),
    Need("Pango", "WeasyPrint, the PDF engine", _pango, ("libpango-1.0-0", "libpangoft2-1.0-0"), ("pango",)),
    Need("pdftotext", "the tests read PDF", _on_path("pdftotext"), ("poppler-utils",), ("poppler",)),
    Need("C compiler", "builds the MariaDB connector", _unless_connected(compiler), ("build-essential",), ()),
    Need("Python headers", "build the MariaDB connector", _unless_connected(python_headers), ("python3-dev", _MINOR)),
    Need(
        "MariaDB client library", "the MariaDB connector", _unless_connected(mariadb_config),
        ("libmariadb-dev",), ("mariadb-connector-c",),
    ),
)  # fmt: skip


def missing(needs: Iterable[Need]) -> list[Need]:
    """Those this machine does not meet."""
    return [need for need in needs if not need.find()]


def install(needs: Sequence[Need], log: Path, say: Say) -> None:
    """Install what is missing with the system's package manager. Raises ``MissingRequirementError``."""
    lacking = missing(needs)
    if not lacking:
        return
    log.parent.mkdir(parents=True, exist_ok=True)
    log.write_text("")
    if shutil.which("apt-get") and (prefix := as_root()) is not None:
        _apt(prefix, lacking, log, say)
    elif shutil.which("brew"):
        for need in lacking:
            if need.brew:
                say(f"Installing {need.name} with brew")
                _run(["brew", "install", *need.brew], log)
    lacking = missing(needs)
    if lacking:
        lines = "\n".join(f"  {need.name} ({need.why}): {need.how()}" for need in lacking)
        raise MissingRequirementError(f"This machine lacks what the tests need:\n{lines}")


def as_root() -> list[str] | None:
    """The words that run a command as root without a question, or None."""
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    if sudo and subprocess.run([sudo, "-n", "true"], capture_output=True, check=False).returncode == 0:
        return [sudo, "-n", "DEBIAN_FRONTEND=noninteractive"]
    return None


def _apt(prefix: list[str], needs: Iterable[Need], log: Path, say: Say) -> None:
    """One package list, then each need by itself: an unknown package name of one must not stop the others."""
    say("Reading the system's package lists")
    _run([*prefix, "apt-get", "update"], log)
    for need in needs:
        for package in need.apt:
            say(f"Installing {package} ({need.why})")
            _run([*prefix, "apt-get", "install", "-y", "--no-install-recommends", package], log)


def _run(command: Sequence[str], log: Path) -> None:
    """Run into the log; the outcome is judged by what the machine has afterwards."""
    with log.open("ab") as file:
        file.write(f"$ {' '.join(command)}\n".encode())
    run_child(command, log=log, environ=os.environ | {"DEBIAN_FRONTEND": "noninteractive"})
