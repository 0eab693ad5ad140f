"""``doctor``: what it says of a healthy installation, and of each thing that can be missing."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

from comptoir.cli.exits import MISSING, OK

from .conftest import NAME, Run


def detail(output: str, what: str) -> str:
    """What the report says about ``what``."""
    found = {
        line.split("\t")[1]: line.split("\t")[2] for line in output.splitlines() if line.count("\t") == 2
    }
    return found[what]


def test_a_healthy_installation_lacks_nothing(run: Run, made: str) -> None:
    done = run("doctor")
    assert OK == done.returncode, done.stdout + done.stderr
    assert "Nothing that RegionCRM needs is missing." in done.stdout
    assert "sqlite, up to date" in detail(done.stdout, f"Site {NAME}")


def test_without_sites_it_says_how_to_make_one(run: Run) -> None:
    assert "./bench start" in detail(run("doctor").stdout, "Sites")


def test_a_redis_that_does_not_answer_is_missing(run: Run, sites: Path) -> None:
    (sites / "common_site_config.json").write_text(json.dumps({"redis_url": "redis://127.0.0.1:1/0"}))
    done = run("doctor")
    assert "Traceback" not in done.stderr
    assert "not running" in detail(done.stdout, "Processes")


def test_a_site_whose_database_is_no_database_is_named(run: Run, made: str, sites: Path) -> None:
    for file in (sites / NAME).rglob("*.sqlite3*"):
        file.write_bytes(b"this is not a database" * 100)
    done = run("doctor")
    assert MISSING == done.returncode
    assert f"Site {NAME}" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_site_whose_configuration_cannot_be_read_is_named(run: Run, made: str, sites: Path) -> None:
    (sites / NAME / "site_config.json").write_text("{not json")
    done = run("doctor")
    assert MISSING == done.returncode
    assert "site_config.json" in done.stdout
    assert "Traceback" not in done.stderr


def test_a_site_behind_its_declarations_is_told_to_migrate(run: Run, made: str, sites: Path) -> None:
    database = next((sites / NAME).rglob("*.sqlite3"))
    with sqlite3.connect(database) as connection:
        connection.execute('ALTER TABLE "tabClient" DROP COLUMN "website"')
    assert "./bench migrate" in detail(run("doctor").stdout, f"Site {NAME}")
