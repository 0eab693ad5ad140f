"""Making, listing, migrating and dropping sites from the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from .conftest import NAME, ROOT, Run


class TestNewSite:
    def test_prints_a_random_password_once(self, made: str) -> None:
        line = next(line for line in made.splitlines() if "password" in line)
        assert len(line.split(": ")[1]) >= 16

    def test_stores_no_password_in_clear(self, made: str, sites: Path) -> None:
        password = next(line for line in made.splitlines() if "password" in line).split(": ")[1]
        holders = [
            path for path in sites.rglob("*") if path.is_file() and password.encode() in path.read_bytes()
        ]
        assert [] == holders

    def test_keeps_its_configuration_to_the_owner(self, made: str, sites: Path) -> None:
        assert 0o600 == (sites / NAME / "site_config.json").stat().st_mode & 0o777

    def test_installs_every_app(self, made: str, sites: Path) -> None:
        config = json.loads((sites / NAME / "site_config.json").read_text())
        assert ["comptoir", "regioncrm"] == config["installed_apps"]

    def test_leaves_no_redis_behind(self, made_once: tuple[Path, str]) -> None:
        assert not (made_once[0] / ".redis-url").exists()

    def test_is_refused_for_a_name_that_is_taken(self, made: str, run: Run) -> None:
        again = run("new-site", NAME)
        assert (5, True) == (again.returncode, "exists already" in again.stderr)

    def test_is_refused_for_a_name_that_is_no_host_name(self, run: Run, sites: Path) -> None:
        refused = run("new-site", "../elsewhere")
        assert (2, []) == (refused.returncode, list(sites.parent.glob("elsewhere")))

    def test_begins_anew_where_the_last_attempt_was_killed(self, run: Run, sites: Path) -> None:
        (sites / NAME / "db").mkdir(parents=True)
        (sites / NAME / "site_config.draft.json").write_text("{}")
        (sites / NAME / "db" / "site.sqlite3").write_text("half a database")
        assert 0 == run("new-site", NAME, "--admin-password", "x").returncode

    def test_refuses_an_app_that_is_not_there(self, run: Run, sites: Path) -> None:
        refused = run("new-site", NAME, "--app", "warehouse13")
        assert (2, False) == (refused.returncode, (sites / NAME).exists())


class TestListSites:
    def test_shows_the_site(self, made: str, run: Run) -> None:
        assert f"{NAME} (default)\tsqlite\tcomptoir regioncrm\t\n" == run("list-sites").stdout

    def test_says_how_to_get_one_where_there_is_none(self, run: Run) -> None:
        assert "./bench start makes one" in run("list-sites").stdout

    @pytest.mark.parametrize("command", ["list-sites", "doctor"])
    def test_names_a_site_whose_folder_is_closed(
        self, made: str, run: Run, sites: Path, as_its_owner: tuple[str, ...], command: str
    ) -> None:
        (sites / NAME).chmod(0)
        try:
            told = run(command, wrapper=as_its_owner).stdout
        finally:
            (sites / NAME).chmod(0o700)
        assert (True, True) == (NAME in told, "cannot be read" in told), told


class TestDropSite:
    def test_deletes_the_folder(self, made: str, run: Run, sites: Path) -> None:
        assert 0 == run("drop-site", NAME, "--yes").returncode
        assert not (sites / NAME).exists()

    def test_asks_first(self, made: str, run: Run, sites: Path) -> None:
        assert 2 == run("drop-site", NAME).returncode
        assert (sites / NAME).exists()

    def test_of_an_unknown_site_names_the_ones_there_are(self, made: str, run: Run) -> None:
        refused = run("drop-site", "other.localhost", "--yes")
        assert (5, True) == (refused.returncode, NAME in refused.stderr)


class TestExecute:
    def test_prints_what_the_function_returns(self, made: str, run: Run) -> None:
        done = run("execute", "frappe.client.get_count", "--kwargs", '{"doctype": "DocType"}')
        assert int(done.stdout) > 50, done.stderr

    def test_keeps_what_the_function_wrote(self, made: str, run: Run) -> None:
        values = json.dumps({"doctype": {"doctype": "ToDo", "description": "Count the toner"}})
        run("execute", "frappe.client.insert", "--kwargs", values.replace('"doctype": {', '"doc": {', 1))
        done = run("execute", "frappe.client.get_count", "--kwargs", '{"doctype": "ToDo"}')
        assert "1\n" == done.stdout, done.stderr

    def test_refuses_arguments_that_are_no_json(self, made: str, run: Run) -> None:
        assert 2 == run("execute", "frappe.ping", "--kwargs", "{").returncode

    def test_refuses_a_function_that_is_not_there(self, made: str, run: Run) -> None:
        refused = run("execute", "regioncrm.nothing.here")
        assert (2, "") == (refused.returncode, refused.stdout)


class TestSetAdminPassword:
    def test_lets_administrator_in_with_the_new_one(self, made: str, run: Run, sites: Path) -> None:
        from comptoir.access.secrets import verify_password
        from comptoir.sites import Bench

        assert 0 == run("set-admin-password", "new secret").returncode
        bench = Bench(ROOT, sites)
        with bench.site(NAME).context() as ctx:
            assert verify_password(ctx, "Administrator", "new secret")
        bench.close()

    def test_warns_of_one_that_is_guessed(self, made: str, run: Run) -> None:
        weak, strong = (
            run("set-admin-password", "admin"),
            run("set-admin-password", "tarpaulin-Kiosk-39-Oboe"),
        )
        warned = ["Choose a better one" in told.stdout for told in (weak, strong)]
        assert ([0, 0], [True, False]) == ([weak.returncode, strong.returncode], warned), weak.stdout
