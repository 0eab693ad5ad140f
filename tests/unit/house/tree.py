"""What the house checks look at: the files git knows, and those about to be added."""

from __future__ import annotations

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


@cache
def files() -> tuple[Path, ...]:
    """Every file of the repository that is not ignored, relative to its root."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return tuple(Path(line) for line in listed.splitlines() if (ROOT / line).is_file())


def texts(*suffixes: str, under: str = "") -> list[tuple[Path, str]]:
    """(path, text) of the files with one of ``suffixes``; without suffixes every file that is text."""
    found = []
    for path in files():
        if (not suffixes or path.suffix in suffixes) and str(path).startswith(under):
            try:
                found.append((path, (ROOT / path).read_text(encoding="utf-8")))
            except UnicodeDecodeError:
                continue
    return found
