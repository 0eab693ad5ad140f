"""Commands run as people run them: as processes, on a folder of sites of their own."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]

NAME = "shop.localhost"
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def sites(tmp_path: Path) -> Path:
    """An empty folder of sites."""
    folder = tmp_path / "sites"
    folder.mkdir()
    return folder


@pytest.fixture
def environ(sites: Path) -> dict[str, str]:
    """The environment of a command on ``sites``."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("COMPTOIR_", "PORT"))}
    return kept | {"COMPTOIR_BENCH": str(ROOT), "COMPTOIR_SITES": str(sites)}


@pytest.fixture
def run(environ: dict[str, str]) -> Run:
    """Runs ``./bench`` with arguments to its end; ``root`` is another installation, ``wrapper`` what starts it."""

    def call(
        *arguments: str, root: Path | None = None, wrapper: tuple[str, ...] = ()
    ) -> subprocess.CompletedProcess[str]:
        extra = {"COMPTOIR_BENCH": str(root)} if root else {}
        return subprocess.run(
            [*wrapper, sys.executable, "-m", "comptoir.cli", *arguments],
            env=environ | extra,
            capture_output=True,
            text=True,
            timeout=120,
            stdin=subprocess.DEVNULL,
            check=False,
        )

    return call


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A folder with the site ``NAME``, made by the command, and what the command printed."""
    sites = tmp_path_factory.mktemp("made") / "sites"
    done = subprocess.run(
        [sys.executable, "-m", "comptoir.cli", "new-site", NAME],
        env=os.environ | {"COMPTOIR_BENCH": str(ROOT), "COMPTOIR_SITES": str(sites)},
        capture_output=True,
        text=True,
        timeout=120,
        stdin=subprocess.DEVNULL,
        check=False,
    )
    assert 0 == done.returncode, done.stderr
    return sites, done.stdout


@pytest.fixture
def made(made_once: tuple[Path, str], sites: Path) -> str:
    """The site ``NAME`` in ``sites``; what ``new-site`` printed when it was made."""
    shutil.copytree(made_once[0] / NAME, sites / NAME)
    return made_once[1]


@pytest.fixture
def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
