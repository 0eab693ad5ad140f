"""The chain of the audit trail: it holds with many writers, and whatever is done to it is noticed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from comptoir.context import Context
from comptoir.sites import Bench, Site
from comptoir.traces import operations, record, record_apart
from comptoir.traces.anchor import FILE
from comptoir.traces.entries import TraceKey, new_entry
from comptoir.traces.pruning import prune, prune_older_than
from comptoir.traces.recording import write_entries
from comptoir.traces.sealing import AFTER_COMMIT_MS, hold_chain, seal
from comptoir.traces.verifying import verify

from .conftest import Trail

WRITERS, EACH = 4, 15


def write(site: Site, count: int, user: str = "anna@example.com") -> None:
    for number in range(count):
        with site.context() as ctx:
            record(ctx, operations.LOGIN, user=user, detail={"number": number})


@pytest.fixture(autouse=True)
def _from_the_beginning(trail: Trail) -> None:
    trail.clear()


class TestRecord:
    def test_an_entry_is_sealed_once_the_work_is_committed(self, site: Site, trail: Trail) -> None:
        write(site, 2)
        assert [1, 2] == [row["seq"] for row in trail.rows()][-2:]
        assert ("", 2) == (verify(site).problem, verify(site).entries)

    def test_an_entry_of_work_that_was_undone_is_not_there(self, site: Site, trail: Trail) -> None:
        with closing(site.database()) as db:
            record(replace(site.open("anna@example.com"), db=db), operations.LOGIN)
        assert [] == trail.rows()

    def test_what_is_recorded_apart_stays_when_the_work_is_undone(self, site: Site, trail: Trail) -> None:
        with closing(site.database()) as db:
            ctx = replace(site.open("Guest"), db=db)
            db.begin()
            record_apart(ctx, operations.LOGIN_FAILED, user="ghost@example.com", address="203.0.113.9")
        assert [("Login Failed", "ghost@example.com", "203.0.113.9", 1)] == [
            (row["operation"], row["user"], row["ip_address"], row["seq"]) for row in trail.rows()
        ]

    def test_what_is_recorded_apart_outside_a_transaction_is_there_at_once(
        self, ctx: Context, trail: Trail
    ) -> None:
        record_apart(ctx, operations.LOGIN_FAILED)
        assert ["Login Failed"] == trail.operations()

    def test_a_text_longer_than_its_column_is_cut_and_half_a_character_replaced(
        self, site: Site, trail: Trail
    ) -> None:
        with site.context() as ctx:
            record(ctx, operations.LOGIN_FAILED, user="\ud800" + "x" * 500, detail={"said": "\u00e9"})
        assert ["?" + "x" * 139] == [row["user"] for row in trail.rows()]
        assert "" == verify(site).problem

    def test_an_operation_nobody_declared_is_refused(self, ctx: Context) -> None:
        with pytest.raises(ValueError, match="no operation"):
            record(ctx, "Dancing")


class TestManyWriters:
    def test_threads_neither_fork_the_chain_nor_lose_an_entry(self, site: Site) -> None:
        threads = [threading.Thread(target=write, args=(site, EACH, f"t{n}")) for n in range(WRITERS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        seal(site)
        report = verify(site)
        assert ("", WRITERS * EACH, 0) == (report.problem, report.entries, report.unsealed)

    def test_processes_neither_fork_the_chain_nor_lose_an_entry(self, site: Site, bench: Bench) -> None:
        command = [sys.executable, str(Path(__file__).with_name("writer_process.py"))]
        where = [str(bench.root), str(bench.sites_path), site.name]
        path = {"PYTHONPATH": os.pathsep.join(sys.path)}
        running = [
            subprocess.Popen([*command, *where, f"p{n}", str(EACH)], env=os.environ | path) for n in range(3)
        ]
        write(site, EACH)
        assert [0, 0, 0] == [process.wait(timeout=120) for process in running]
        seal(site)
        report = verify(site)
        assert ("", 4 * EACH, 0) == (report.problem, report.entries, report.unsealed)

    def test_who_finds_the_chain_held_leaves_the_sealing_to_others(self, site: Site, ctx: Context) -> None:
        write(site, 1)
        entry = new_entry(TraceKey(site), ctx.clock.now(), {"operation": operations.LOGOUT})
        write_entries(ctx.db, [entry])
        ctx.db.commit()
        ctx.db.begin()
        hold_chain(ctx.db, TraceKey(site), wait=True)
        assert (0, 1) == (seal(site, AFTER_COMMIT_MS), verify(site).unsealed)
        ctx.db.rollback()
        assert (1, "", 2) == (seal(site), verify(site).problem, verify(site).entries)

    def test_a_writer_does_not_wait_for_another_that_has_recorded(self, site: Site, ctx: Context) -> None:
        """But where SQLite has one writer at a time anyway."""
        if ctx.db.dialect == "mariadb":
            record(ctx, operations.LOGIN)
            write(site, 3)
            ctx.db.commit()
            assert ("", 4, 0) == (verify(site).problem, verify(site).entries, verify(site).unsealed)
        else:
            record(ctx, operations.LOGIN)
            assert 0 == seal(site, AFTER_COMMIT_MS)


class TestTampering:
    def test_a_changed_entry_is_named(self, site: Site, trail: Trail) -> None:
        write(site, 3)
        trail.tamper("UPDATE __trace SET user = 'boris@example.com' WHERE seq = 2")
        assert verify(site).problem.startswith("Entry 2 (Login, boris@example.com, ")

    def test_a_changed_detail_is_named(self, site: Site, trail: Trail) -> None:
        write(site, 3)
        trail.tamper("UPDATE __trace SET detail = '{}' WHERE seq = 3")
        assert verify(site).problem.startswith("Entry 3 ")

    def test_a_missing_entry_is_named(self, site: Site, trail: Trail) -> None:
        write(site, 3)
        trail.tamper("DELETE FROM __trace WHERE seq = 2")
        assert verify(site).problem.startswith("Entry 2 is missing: Entry 3 ")

    def test_the_first_entries_cannot_be_taken_away(self, site: Site, trail: Trail) -> None:
        write(site, 3)
        second = trail.rows()[1]["seal"]
        trail.tamper("DELETE FROM __trace WHERE seq < 3")
        trail.tamper("UPDATE __trace_chain SET pruned_seq = 2, pruned_seal = :seal", seal=second)
        assert "not the site that pruned" in verify(site).problem

    def test_exchanged_places_are_noticed(self, site: Site, trail: Trail) -> None:
        write(site, 3)
        trail.tamper("UPDATE __trace SET seq = 99 WHERE seq = 1")
        trail.tamper("UPDATE __trace SET seq = 1 WHERE seq = 2")
        trail.tamper("UPDATE __trace SET seq = 2 WHERE seq = 99")
        assert verify(site).problem.startswith("Entry 1 ")

    def test_an_end_that_was_cut_off_is_noticed_by_the_anchor(self, site: Site, trail: Trail) -> None:
        write(site, 3)
        first = trail.rows()[0]["seal"]
        trail.tamper("DELETE FROM __trace WHERE seq > 1")
        trail.tamper("UPDATE __trace_chain SET seq = 1, seal = :seal", seal=first)
        assert verify(site).problem.startswith("The trail ends with entry 1, but entry 3 had been sealed")

    def test_what_is_written_after_a_cut_does_not_hide_it(self, site: Site, trail: Trail) -> None:
        write(site, 3)
        first = trail.rows()[0]["seal"]
        trail.tamper("DELETE FROM __trace WHERE seq > 1")
        trail.tamper("UPDATE __trace_chain SET seq = 1, seal = :seal", seal=first)
        write(site, 4)
        assert "Entry 3 is another one than was noted" in verify(site).problem

    def test_an_emptied_trail_is_noticed(self, site: Site, trail: Trail) -> None:
        write(site, 2)
        trail.tamper("DELETE FROM __trace")
        trail.tamper("DELETE FROM __trace_chain")
        assert "" != verify(site).problem
        write(site, 5)
        assert "" != verify(site).problem

    def test_a_forged_entry_is_noticed_sealed_or_not(self, site: Site, trail: Trail) -> None:
        write(site, 1)
        trail.tamper("INSERT INTO __trace (name, operation, user, mark) VALUES ('x', 'Login', 'anna', 'abc')")
        assert "not sealed yet" in verify(site).problem
        seal(site)
        assert verify(site).problem.startswith("Entry 2 (Login, anna")

    def test_an_anchor_of_another_key_is_noticed(self, site: Site) -> None:
        write(site, 1)
        shutil.copy(site.path / FILE, site.path / "private" / "kept")
        (site.path / FILE).write_text((site.path / FILE).read_text().replace('"seq": 1', '"seq": 7'))
        assert "was not written by" in verify(site).problem
        (site.path / FILE).unlink()
        assert "is gone" in verify(site).problem


class TestPruning:
    def test_leaves_a_chain_that_is_proven_from_where_it_begins(
        self, site: Site, ctx: Context, trail: Trail
    ) -> None:
        write(site, 5)
        moment = trail.rows()[3]["creation"]
        assert 3 == prune(ctx, moment)
        assert ["Login", "Login", "Trail Pruned"] == trail.operations()
        report = verify(site)
        assert ("", 3, 3) == (report.problem, report.entries, report.pruned)
        assert report.head is not None
        assert 6 == report.head.seq

    def test_never_takes_the_entry_of_the_anchor(self, site: Site, ctx: Context, trail: Trail) -> None:
        write(site, 3)
        prune(ctx, ctx.clock.now() + timedelta(days=1))
        report = verify(site)
        assert "" == report.problem
        assert report.entries >= 1

    def test_goes_by_the_days_of_system_settings_and_not_at_all_where_they_are_none(
        self, site: Site, ctx: Context, trail: Trail
    ) -> None:
        write(site, 2)
        assert 0 == prune_older_than(ctx, 0)
        assert 0 == prune_older_than(ctx, 1)
        assert 2 == len(trail.rows())


class TestNotedHead:
    def test_a_head_printed_before_is_found_again_or_missed(self, site: Site, trail: Trail) -> None:
        write(site, 2)
        head = verify(site).head
        assert head is not None
        write(site, 1)
        assert "" == verify(site, noted=(head.seq, head.seal)).problem
        assert "another one" in verify(site, noted=(1, head.seal)).problem
        assert "cut off" in verify(site, noted=(9, head.seal)).problem
