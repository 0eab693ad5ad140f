"""``clean-files``: what it plans, and what it removes."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

from tests.s3_server import ACCESS_KEY, REGION, SECRET_KEY
from tests.services import Services

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


def test_files_are_moved_to_a_bucket(run: Run, made: str, sites: Path, services: Services) -> None:
    (sites / NAME / "private" / "files").mkdir(parents=True, exist_ok=True)
    (sites / NAME / "private" / "files" / f"{'1' * 32}.txt").write_bytes(b"hello")
    assert "has no bucket" in run("move-files", "--to", "s3").stderr
    place = {"bucket": "cli", "endpoint": f"http://127.0.0.1:{services.s3().port}", "region": REGION}
    run("set-config", "files", json.dumps(place))
    run("set-config", "files_access_key", ACCESS_KEY)
    told = run("set-config", "files_secret_key", SECRET_KEY)
    moved = run("move-files", "--to", "s3")
    assert "in its bucket: 1 copied, 0 were there already" in moved.stdout, moved.stderr
    assert SECRET_KEY not in told.stdout + told.stderr + moved.stdout + moved.stderr
    assert "s3" == json.loads((sites / NAME / "site_config.json").read_text())["files"]["storage"]
    assert "0 copied, 1 were there already" in run("move-files", "--to", "s3").stdout
