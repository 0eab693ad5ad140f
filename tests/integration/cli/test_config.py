"""``set-config``, ``use``, ``show-limits`` and ``--site all``: many sites on one installation, from the command line."""

from __future__ import annotations

import json
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest
from comptoir.cli.main import main
from comptoir.sites.config import COMMON, write_json

from .conftest import NAME, ROOT

OTHER = "other.localhost"
BROKEN = "broken.localhost"
Run = Callable[..., CompletedProcess[str]]


@pytest.fixture
def run(
    sites: Path, redis_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Run]:
    """Runs ``./bench`` with arguments to its end, in this process."""
    write_json(sites / COMMON, {"redis_url": redis_url})
    for name, value in (("COMPTOIR_BENCH", ROOT), ("COMPTOIR_SITES", sites)):
        monkeypatch.setenv(name, str(value))
    handler = signal.getsignal(signal.SIGTERM)

    def call(*arguments: str) -> CompletedProcess[str]:
        monkeypatch.setattr(sys, "argv", ["./bench", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capsys.readouterr()
        return CompletedProcess(arguments, int(ended.value.code or 0), out, err)

    yield call
    signal.signal(signal.SIGTERM, handler)


@pytest.fixture
def other(made: str, sites: Path) -> str:
    """A second site."""
    shutil.copytree(sites / NAME, sites / OTHER)
    return OTHER


def config(sites: Path, site: str = NAME) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((sites / site / "site_config.json").read_text())
    return found


class TestSetConfig:
    def test_writes_what_the_key_can_hold(self, made: str, run: Run, sites: Path) -> None:
        assert 0 == run("set-config", "max_file_size", "1000", "--site", NAME).returncode
        assert 1000 == config(sites)["max_file_size"]

    @pytest.mark.parametrize(
        ("key", "value"),
        [
            ("time_zone", "Mars/Phobos"),
            ("lang", "xx"),
            ("max_file_size", "large"),
            ("limits", '{"user": 3}'),
            ("limits", '{"users": "3"}'),
            ("host_names", '{"a": 1}'),
            ("maintenance_mode", "perhaps"),
            ("max_file_sise", "1"),
            ("installed_apps", "regioncrm"),
            ("open_sites", "5"),
        ],
    )
    def test_refuses_what_would_break_the_site(
        self, made: str, run: Run, sites: Path, key: str, value: str
    ) -> None:
        before = config(sites)
        refused = run("set-config", key, value, "--site", NAME)
        assert (2, before) == (refused.returncode, config(sites))
        assert key in refused.stderr

    def test_goes_back_to_the_default(self, made: str, run: Run, sites: Path) -> None:
        run("set-config", "lang", "fr", "--site", NAME)
        assert 0 == run("set-config", "lang", "--remove", "--site", NAME).returncode
        assert "lang" not in config(sites)

    def test_prints_no_secret(self, made: str, run: Run) -> None:
        done = run("set-config", "db_password", "not to be seen", "--site", NAME)
        assert (0, False) == (done.returncode, "not to be seen" in done.stdout + done.stderr)

    def test_does_not_take_a_host_that_another_site_answers_to(self, other: str, run: Run) -> None:
        assert 0 == run("set-config", "host_names", "www.example", "--site", NAME).returncode
        refused = run("set-config", "host_names", "www.example", "--site", other)
        assert (2, True) == (refused.returncode, NAME in refused.stderr)

    def test_time_zone_and_language_are_each_sites_own(self, other: str, run: Run) -> None:
        run("set-config", "time_zone", "Asia/Tokyo", "--site", NAME)
        run("set-config", "lang", "ru", "--site", NAME)
        names = {"doctype": "System Settings", "fieldname": ["language", "time_zone"]}
        ask = ("execute", "frappe.client.get_value", "--kwargs", json.dumps(names))
        found = [json.loads(run("--site", site, *ask).stdout) for site in (NAME, other)]
        assert [
            {"language": "ru", "time_zone": "Asia/Tokyo"},
            {"language": "en", "time_zone": "Europe/Paris"},
        ] == found


class TestUse:
    def test_chooses_the_site_of_later_commands(self, other: str, run: Run) -> None:
        assert 0 == run("use", other).returncode
        assert f"{OTHER} (default)" in run("list-sites").stdout
        assert "Commands are for" not in run("migrate", "--plan").stderr

    def test_of_a_site_that_is_not_there_names_those_that_are(self, other: str, run: Run) -> None:
        refused = run("use", "third.localhost")
        assert (5, True, True) == (refused.returncode, NAME in refused.stderr, OTHER in refused.stderr)


class TestEverySite:
    @pytest.fixture
    def broken(self, other: str, sites: Path) -> str:
        """A site, first in the order of names, whose database is no database."""
        shutil.copytree(sites / NAME, sites / BROKEN)
        for part in (sites / BROKEN / "db").iterdir():
            part.write_bytes(b"this is no database " * 500)
        return BROKEN

    @pytest.mark.parametrize("command", [("migrate",), ("backup",), ("show-limits",)])
    def test_goes_on_after_one_that_fails_and_says_so(
        self, broken: str, run: Run, command: tuple[str, ...]
    ) -> None:
        done = run("--site", "all", *command)
        assert 1 == done.returncode
        assert (True, True) == (NAME in done.stdout, OTHER in done.stdout)
        assert f"2 of 3 sites done; these failed: {broken}." in done.stderr
        assert f"{broken}: its database or files cannot be used: file is not a database" in done.stderr

    def test_ends_with_the_code_of_what_failed(self, other: str, run: Run, sites: Path) -> None:
        (sites / BROKEN).mkdir()
        (sites / BROKEN / "site_config.json").write_text('{"db_type": "oracle"}')
        assert 2 == run("--site", "all", "migrate").returncode


class TestLimits:
    def test_are_shown_beside_what_is_used(self, made: str, run: Run) -> None:
        run("set-config", "limits", '{"users": 5, "storage_mb": 100}', "--site", NAME)
        name, users, storage, requests = run("show-limits").stdout.strip().split("\t")
        assert (NAME, "0 of 5", "0, no limit") == (name, users, requests)
        assert storage.endswith(" of 100")

    def test_hold_on_the_command_line_too(self, made: str, run: Run) -> None:
        run("set-config", "limits", '{"users": 1}', "--site", NAME)
        users = [{"doctype": "User", "email": f"u{n}@example.com", "first_name": "U"} for n in (1, 2)]
        done = [
            run("execute", "frappe.client.insert", "--kwargs", json.dumps({"doc": user})) for user in users
        ]
        assert [0, 1] == [one.returncode for one in done]
        assert "This site may have 1 users" in done[1].stderr


class TestWhatWasInterrupted:
    def test_a_site_half_made_is_named_with_the_way_on(self, made: str, run: Run, sites: Path) -> None:
        (sites / OTHER).mkdir()
        (sites / OTHER / "site_config.draft.json").write_text('{"db_type": "sqlite"}')
        for command in ("list-sites", "doctor"):
            assert f"./bench drop-site {OTHER} clears it away" in run(command).stdout
        assert 0 == run("drop-site", OTHER, "--yes").returncode
        assert not (sites / OTHER).exists()

    def test_a_folder_that_is_no_site_is_not_published(self, run: Run, sites: Path) -> None:
        (sites / OTHER / "public" / "files").mkdir(parents=True)
        refused = run("new-site", OTHER)
        assert (2, True) == (refused.returncode, "Move it away" in refused.stderr)

    @pytest.mark.parametrize("name", ["all", "rq", "comptoir"])
    def test_names_that_mean_something_else_are_no_sites(self, run: Run, sites: Path, name: str) -> None:
        assert (2, False) == (run("new-site", name).returncode, (sites / name).exists())

    def test_a_name_that_is_another_sites_host_is_taken(self, made: str, run: Run) -> None:
        run("set-config", "host_names", "www.example", "--site", NAME)
        refused = run("new-site", "www.example")
        assert (2, True) == (refused.returncode, NAME in refused.stderr)
