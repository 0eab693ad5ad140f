"""``clean-files``: what it plans, and what it removes."""

from __future__ import annotations

import os
import time
from pathlib import Path

from .conftest import NAME, Run


def test_files_that_nothing_names_are_planned_and_then_removed(run: Run, made: str, sites: Path) -> None:
    folder = sites / NAME / "private" / "files"
    folder.mkdir(parents=True, exist_ok=True)
    orphan = folder / f"{'0' * 32}.txt"
    orphan.write_bytes(b"nobody's")
    os.utime(orphan, (time.time() - 10_000,) * 2)
    planned = run("clean-files", "--plan")
    assert (0, True, True) == (planned.returncode, orphan.name in planned.stdout, orphan.exists()), (
        planned.stderr
    )
    assert "1 contents removed" in run("clean-files").stdout
    assert not orphan.exists()
