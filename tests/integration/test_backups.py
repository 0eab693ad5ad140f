"""Backups: every row comes back on either database; what is damaged, locked or in the way is said, not half done."""

from __future__ import annotations

import threading
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import frappe
import pytest
import sqlalchemy as sa
from comptoir.apps.databases import Root
from comptoir.apps.install import drop_site
from comptoir.backups import (
    ArchiveError,
    Keep,
    database_of,
    new_identity,
    open_archive,
    prove,
    restore,
    rotate,
    take,
)
from comptoir.backups.restore import drop_set_aside
from comptoir.backups.schedule import METHOD, Nightly, nightly
from comptoir.backups.standing import standing
from comptoir.errors import ConfigurationError, PermissionError, SiteMovedError
from comptoir.hooks import scheduler_events
from comptoir.sites import Bench, Site
from comptoir.sites.config import SITE, SiteConfig, read_json
from comptoir.sites.filelock import in_use

from ..databases import Databases

CLIENTS = 40
ODD = "Émile “Ünïcode” 🦆 \\ ' \" % _ \n\t trailing"


@pytest.fixture
def filled(site: Site) -> Site:
    """A site with documents whose values are hard to carry."""
    with site.context():
        for number in range(CLIENTS):
            client = {"doctype": "Client", "client_name": f"{ODD} {number}", "notes": ODD * 50}
            frappe.get_doc(client).insert()
        task = {"doctype": "Task", "subject": "Ends", "starts_on": "2026-02-28 23:59:59.999999"}
        frappe.get_doc(task).insert()
        frappe.get_doc(doctype="Tag", name="empty", description="").insert()
    site.private_files().mkdir(parents=True, exist_ok=True)
    (site.private_files() / "drawing.bin").write_bytes(bytes(range(256)) * 1000)
    return site


@pytest.fixture
def elsewhere(databases: Databases) -> Iterator[Mapping[str, Any]]:
    """The MariaDB server of this run, as keys of a configuration."""
    settings = databases.mariadb("")
    return {"db_type": "mariadb", "db_user": settings.user, "db_socket": settings.socket}


def target(kind: str, elsewhere: Mapping[str, Any], name: str) -> dict[str, Any]:
    return dict(elsewhere) | {"db_name": name} if kind == "mariadb" else {}


def notes() -> list[tuple[str, str]]:
    """Names and notes of the clients of the current site."""
    return sorted((row.name, row.notes) for row in frappe.get_all("Client", fields=["name", "notes"]))


class TestProof:
    def test_holds_on_the_same_kind_of_database(self, filled: Site, tmp_path: Path) -> None:
        backup = take(filled, with_files=True, proven=True, folder=tmp_path)
        assert backup.proof is not None
        assert () == backup.proof.differences
        assert backup.proof.rows > CLIENTS
        assert 1 == backup.proof.files

    @pytest.mark.parametrize("kind", ["sqlite", "mariadb"])
    def test_holds_on_every_kind(
        self, filled: Site, tmp_path: Path, kind: str, elsewhere: Mapping[str, Any]
    ) -> None:
        backup = take(filled, folder=tmp_path)
        with open_archive(backup.path) as archive:
            assert () == prove(archive, elsewhere if kind == "mariadb" else None).differences

    def test_leaves_nothing_but_the_proof(self, filled: Site, tmp_path: Path) -> None:
        backup = take(filled, proven=True, folder=tmp_path)
        assert {backup.path.name, f"{backup.path.name}.proof.json"} == {
            path.name for path in tmp_path.iterdir()
        }


class TestRestore:
    @pytest.mark.parametrize("kind", ["sqlite", "mariadb"])
    def test_makes_a_site_that_works(
        self, filled: Site, bench: Bench, tmp_path: Path, kind: str, elsewhere: Mapping[str, Any], worker: str
    ) -> None:
        with filled.context():
            before = notes()
        backup = take(filled, with_files=True, folder=tmp_path)
        name = f"copy-{kind}-{datetime.now():%H%M%S%f}.localhost"
        database = target(kind, elsewhere, f"t_{worker}_restored_{datetime.now():%H%M%S%f}")
        with open_archive(backup.path) as archive:
            done = restore(bench, archive, name, database=database)
        assert backup.inventory.rows == done.rows
        copy = bench.site(name)
        with copy.context():
            assert CLIENTS == frappe.db.count("Client")
            assert before == notes()
            fresh = frappe.get_doc(doctype="Client", client_name="After").insert()
            names = frappe.get_all("Client", pluck="name")
        assert names.count(fresh.name) == 1, "the series goes on where it stood"
        assert bytes(range(256)) * 1000 == (copy.private_files() / "drawing.bin").read_bytes()
        drop_site(bench, name)

    def test_does_not_touch_a_site_that_exists(self, filled: Site, bench: Bench, tmp_path: Path) -> None:
        backup = take(filled, folder=tmp_path)
        with open_archive(backup.path) as archive, pytest.raises(ArchiveError, match="exists"):
            restore(bench, archive, filled.name)
        with filled.context():
            assert CLIENTS == frappe.db.count("Client")

    @pytest.mark.only_on("sqlite")
    def test_sets_the_site_it_replaces_aside(self, filled: Site, bench: Bench, tmp_path: Path) -> None:
        backup = take(filled, folder=tmp_path)
        name = f"replaced-{datetime.now():%H%M%S%f}.localhost"
        for _ in range(2):
            with open_archive(backup.path) as archive:
                done = restore(bench, archive, name, replace_existing=True)
        assert done.aside is not None
        assert (done.aside / "db" / "site.sqlite3").exists()
        assert done.aside.name not in bench.site_names()
        with bench.site(name).context():
            assert CLIENTS == frappe.db.count("Client")

    @pytest.mark.only_on("sqlite")
    def test_clears_away_what_an_interrupted_one_left(
        self, filled: Site, bench: Bench, tmp_path: Path
    ) -> None:
        backup = take(filled, folder=tmp_path)
        name = f"again-{datetime.now():%H%M%S%f}.localhost"
        left = bench.sites_path / f".restore-{name}"
        (left / "db").mkdir(parents=True)
        (left / "db" / "site.sqlite3").write_bytes(b"half a database")
        (left / "site_config.draft.json").write_text("{}")
        with open_archive(backup.path) as archive:
            restore(bench, archive, name)
        assert not left.exists()
        with bench.site(name).context():
            assert CLIENTS == frappe.db.count("Client")


class TestReplacing:
    """A site is replaced only by one that is whole, and what it was stays until somebody deletes it."""

    @pytest.fixture
    def replaced(
        self, filled: Site, bench: Bench, tmp_path: Path, elsewhere: Mapping[str, Any], worker: str
    ) -> Iterator[tuple[str, Path, Path]]:
        """A site, a backup of another state of it, and the folder it was set aside in."""
        name = f"again-{datetime.now():%H%M%S%f}.localhost"
        kind = filled.config.db_type
        backup = take(filled, with_files=True, folder=tmp_path).path
        for number in range(2):
            database = target(kind, elsewhere, f"t_{worker}_{number}_{datetime.now():%H%M%S%f}")
            with open_archive(backup) as archive:
                done = restore(bench, archive, name, database=database, replace_existing=True)
            if number == 0:
                take(bench.site(name))
        assert done.aside is not None
        yield name, backup, done.aside
        if bench.is_site(name):
            drop_site(bench, name)

    def test_keeps_the_backups_of_the_site(self, replaced: tuple[str, Path, Path], bench: Bench) -> None:
        name, _, aside = replaced
        assert 1 == len(list((bench.sites_path / name / "private" / "backups").glob("*.zip")))
        assert not (aside / "private" / "backups").exists()

    def test_a_process_that_has_the_old_one_open_writes_nothing_more_to_it(
        self, replaced: tuple[str, Path, Path], bench: Bench
    ) -> None:
        name, backup, _ = replaced
        stale = bench.site(name)
        with stale.context() as ctx:
            ctx.db.begin()
            other = Bench(bench.root, bench.sites_path)
            database = {} if stale.config.db_type == "sqlite" else dict(database_of(stale.config))
            with open_archive(backup) as archive:
                fresh = database | ({"db_name": f"{stale.config.db_name}_x"} if database else {})
                restore(other, archive, name, database=fresh, replace_existing=True)
            with pytest.raises(SiteMovedError):
                ctx.db.commit()
        other.close()

    def test_what_was_set_aside_goes_when_told_to(
        self, replaced: tuple[str, Path, Path], bench: Bench, databases: Databases
    ) -> None:
        name, _, aside = replaced
        old = SiteConfig.from_mapping(read_json(aside / f"{SITE}.replaced"))
        assert [aside] == drop_set_aside(bench, name, Root())
        assert not aside.exists()
        with bench.site(name).context():
            assert CLIENTS == frappe.db.count("Client")
        if old.db_type == "mariadb":
            with databases.server() as connection:
                assert old.db_name not in sa.inspect(connection).get_schema_names()

    @pytest.mark.only_on("sqlite")
    def test_needs_to_be_said(self, filled: Site, bench: Bench, tmp_path: Path) -> None:
        backup = take(filled, folder=tmp_path).path
        with open_archive(backup) as archive, pytest.raises(ArchiveError, match="say --force"):
            restore(bench, archive, filled.name)

    @pytest.mark.only_on("sqlite")
    def test_takes_no_host_from_another_site(self, filled: Site, bench: Bench, tmp_path: Path) -> None:
        backup = take(filled, folder=tmp_path).path
        with open_archive(backup) as archive, pytest.raises(ConfigurationError, match="answers to"):
            restore(bench, archive, "thief.localhost", host_names=[filled.name])
        assert "thief.localhost" not in bench.site_names()


@pytest.mark.only_on("sqlite")
class TestWhatWasKilled:
    def test_half_a_backup_is_cleared_away_by_the_next(self, filled: Site, tmp_path: Path) -> None:
        (tmp_path / ".20260101_000000_000000-s.zip.part").write_bytes(b"half")
        backup = take(filled, folder=tmp_path)
        assert [backup.path] == list(tmp_path.iterdir())

    def test_half_a_backup_that_is_still_written_is_left_alone(self, filled: Site, tmp_path: Path) -> None:
        part = tmp_path / ".20260101_000000_000000-s.zip.part"
        part.write_bytes(b"half")
        with in_use(part):
            take(filled, folder=tmp_path)
            assert part.exists()

    def test_a_scratch_database_is_cleared_away_by_the_next_proof(self, filled: Site, tmp_path: Path) -> None:
        left = tmp_path / ".prove-killed"
        (left / "db").mkdir(parents=True)
        (left / "db" / "site.sqlite3").write_bytes(b"half")
        (left / "scratch.json").write_text('{"db_type": "sqlite"}')
        take(filled, proven=True, folder=tmp_path)
        assert not left.exists()

    def test_what_was_decrypted_is_cleared_away_by_the_next_restore(
        self, filled: Site, tmp_path: Path
    ) -> None:
        scratch = tmp_path / "sites"
        (scratch / ".open-killed").mkdir(parents=True)
        (scratch / ".open-killed" / "plain.zip").write_bytes(b"secrets")
        with open_archive(take(filled, folder=tmp_path).path, scratch=scratch):
            assert not (scratch / ".open-killed").exists()


class TestSnapshot:
    def test_is_one_moment_while_others_write(self, filled: Site, tmp_path: Path) -> None:
        """A task and its tag are written together; a backup has both or neither."""
        stop = threading.Event()

        def write() -> None:
            number = 0
            while not stop.is_set():
                number += 1
                with filled.context():
                    frappe.get_doc(doctype="Tag", name=f"pair {number}").insert()
                    frappe.get_doc(doctype="Task", subject=f"pair {number}").insert()

        thread = threading.Thread(target=write)
        thread.start()
        try:
            backups = [take(filled, folder=tmp_path) for _ in range(3)]
        finally:
            stop.set()
            thread.join()
        for backup in backups:
            counts = {content.table.name: content.rows for content in backup.inventory.tables}
            assert counts["tabTag"] - 1 == counts["tabTask"] - 1


@pytest.mark.only_on("sqlite")
class TestDamage:
    def rewritten(self, backup: Path, change: dict[str, bytes]) -> Path:
        """A copy of ``backup`` in which members have other contents."""
        copy = backup.with_name("changed.zip")
        with zipfile.ZipFile(backup) as old, zipfile.ZipFile(copy, "w") as new:
            for name in old.namelist():
                new.writestr(name, change.get(name, old.read(name)))
        return copy

    def test_rows_that_were_changed_are_noticed(self, filled: Site, bench: Bench, tmp_path: Path) -> None:
        backup = take(filled, folder=tmp_path).path
        member = f"tables/{b'tabTag'.hex()}.jsonl"
        with zipfile.ZipFile(backup) as opened:
            rows = opened.read(member)
        copy = self.rewritten(backup, {member: rows.replace(b'"empty"', b'"other"', 1)})
        with open_archive(copy) as archive, pytest.raises(ArchiveError, match="damaged"):
            restore(bench, archive, "damaged.localhost")
        assert "damaged.localhost" not in bench.site_names()
        assert not (bench.sites_path / ".restore-damaged.localhost").exists()

    def test_a_file_cut_short_is_no_backup(self, filled: Site, tmp_path: Path) -> None:
        backup = take(filled, folder=tmp_path).path
        backup.write_bytes(backup.read_bytes()[:5000])
        with pytest.raises(ArchiveError, match="not a whole backup"), open_archive(backup):
            pass

    def test_a_file_name_that_leads_outside_is_refused(
        self, filled: Site, bench: Bench, tmp_path: Path
    ) -> None:
        backup = take(filled, with_files=True, folder=tmp_path).path
        with zipfile.ZipFile(backup) as opened:
            inventory = opened.read("inventory.json")
        evil = inventory.replace(b"files/private/drawing.bin", b"files/private/../../../x.bin")
        with (
            open_archive(self.rewritten(backup, {"inventory.json": evil})) as archive,
            pytest.raises(ArchiveError, match="damaged"),
        ):
            restore(bench, archive, "outside.localhost")
        assert "outside.localhost" not in bench.site_names()


@pytest.mark.only_on("sqlite")
class TestEncryption:
    def test_opens_only_with_its_identity(self, filled: Site, tmp_path: Path) -> None:
        recipient, identity = new_identity()
        backup = take(filled, proven=True, recipients=[recipient], folder=tmp_path)
        assert backup.path.name.endswith(".zip.age")
        assert b"Client" not in backup.path.read_bytes()
        with open_archive(backup.path, identity) as archive:
            assert backup.inventory.rows == archive.inventory.rows
        for wrong in ("", new_identity()[1], "nonsense"):
            with pytest.raises(ArchiveError), open_archive(backup.path, wrong):
                pass
        assert not list(tmp_path.glob(".open-*"))

    def test_the_plain_file_is_gone(self, filled: Site, tmp_path: Path) -> None:
        take(filled, recipients=[new_identity()[0]], folder=tmp_path)
        assert not list(tmp_path.glob("*.zip"))


@pytest.mark.only_on("sqlite")
def test_the_configuration_goes_along_without_the_database_address(filled: Site, tmp_path: Path) -> None:
    with open_archive(take(filled, folder=tmp_path).path) as archive:
        assert filled.config.encryption_key == archive.config["encryption_key"]
        assert not [key for key in archive.config if key.startswith("db_")]
    assert (filled.path / SITE).exists()


def test_the_server_of_a_site_is_known(site: Site) -> None:
    assert ("db_socket" in database_of(site.config)) == (site.config.db_type == "mariadb")


class TestNightly:
    @pytest.mark.only_on("sqlite")
    def test_takes_a_proven_backup_of_the_site(self, filled: Site) -> None:
        with filled.context():
            nightly()
        kept = sorted(path.suffix for path in (filled.path / "private" / "backups").iterdir())
        assert [".json", ".zip"] == kept

    @pytest.mark.only_on("sqlite")
    def test_shows_on_the_page_of_settings(self, filled: Site) -> None:
        with filled.context() as ctx:
            nightly()
            found = standing(ctx)
        assert (1, False) == (found["kept"], found["runs"])
        last, now = found["last"], filled.clock.now()
        assert last["proof"]["holds"]
        assert now - timedelta(minutes=10) < last["taken"] <= last["proof"]["proven"] <= now
        assert now < found["next"] <= now + timedelta(days=1)

    @pytest.mark.only_on("sqlite")
    def test_that_is_switched_off_is_not_due(self, site: Site) -> None:
        site.config = replace(site.config, raw={**site.config.raw, "backup": False})
        with site.context() as ctx:
            found = standing(ctx)
        assert (None, None, 0) == (found["last"], found["next"], found["kept"])

    def test_is_shown_to_those_who_keep_the_settings_alone(self, site: Site) -> None:
        with site.context():
            frappe.get_doc(doctype="User", email="ines@example.com", first_name="Ines").insert()
        with site.context("ines@example.com") as ctx, pytest.raises(PermissionError):
            standing(ctx)

    def test_is_called_when_the_page_says(self) -> None:
        assert METHOD == f"{nightly.__module__}.{nightly.__name__}"
        assert METHOD in scheduler_events["daily_long"]

    def test_is_switched_off_by_the_configuration(self) -> None:
        assert not Nightly.of_value(False, "s").enabled

    def test_names_what_the_configuration_may_hold(self) -> None:
        with pytest.raises(ConfigurationError, match="with_files"):
            Nightly.of_value({"with_file": True}, "s")


class TestRotation:
    def test_keeps_the_newest_of_days_weeks_and_months(self, tmp_path: Path) -> None:
        noon = datetime(2026, 11, 23, 12)
        for back in range(120):
            moment = noon - timedelta(days=back)
            for hour in (0, 6):
                (tmp_path / f"{moment - timedelta(hours=hour):%Y%m%d_%H%M%S_%f}-s.zip").touch()
        (tmp_path / "by-hand.zip").touch()
        rotate(tmp_path, Keep(days=3, weeks=2, months=2))
        kept = sorted(path.name for path in tmp_path.iterdir())
        assert [
            "20261031_120000_000000-s.zip",
            "20261121_120000_000000-s.zip",
            "20261122_120000_000000-s.zip",
            "20261123_120000_000000-s.zip",
            "by-hand.zip",
        ] == kept

    def test_never_deletes_the_only_one(self, tmp_path: Path) -> None:
        (tmp_path / "20200101_000000_000000-s.zip").touch()
        assert [] == rotate(tmp_path, Keep(days=0, weeks=0, months=0))
