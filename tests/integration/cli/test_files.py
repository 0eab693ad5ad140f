"""``clean-files``: what it plans, and what it removes."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path

from comptoir.sites.config import read_json, write_json
from obstore.store import S3Store

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
    assert "in the bucket cli, which answers" in run("doctor").stdout
    for left_behind in (("files", "--remove"), ("files", '{"storage": "folder", "bucket": "cli"}')):
        assert "set by ./bench move-files" in run("set-config", *left_behind).stderr
    run("set-config", "files", json.dumps(place | {"prefix": "new"}))
    held = json.loads((sites / NAME / "site_config.json").read_text())["files"]
    assert place | {"prefix": "new", "storage": "s3"} == held


def test_a_move_that_is_killed_goes_on(
    run: Run, made: str, sites: Path, environ: dict[str, str], services: Services
) -> None:
    folder, port = sites / NAME / "private" / "files", services.s3().port
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(300):
        (folder / f"{number:032}.txt").write_bytes(b"hello")
    place = {"bucket": "killed", "endpoint": f"http://127.0.0.1:{port}", "region": REGION}
    path = sites / NAME / "site_config.json"
    keys = {"files_access_key": ACCESS_KEY, "files_secret_key": SECRET_KEY}
    write_json(path, read_json(path) | {"files": place} | keys)
    bucket = S3Store(
        "killed",
        prefix=NAME,
        config={"access_key_id": ACCESS_KEY, "secret_access_key": SECRET_KEY, "region": REGION},
        endpoint=place["endpoint"],
        client_options={"allow_http": True},
    )
    command = [sys.executable, "-m", "comptoir.cli", "move-files", "--to", "s3"]
    moving = subprocess.Popen(command, env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while moving.poll() is None and not any(bucket.list()):
        continue
    moving.kill()
    moving.wait()
    assert "storage" not in read_json(path)["files"]
    told = run("move-files", "--to", "s3").stdout
    copied, present = (int(number) for number in re.findall(r"(\d+) (?:copied|were)", told))
    assert (300, True) == (copied + present, present > 0), told
    assert "s3" == read_json(path)["files"]["storage"]
    assert 300 == sum(len(page) for page in bucket.list())
