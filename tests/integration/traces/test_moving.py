"""The trail through backup, restore and transfer: it stays provable, and tells of them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from comptoir.backups import open_archive, restore, take
from comptoir.backups.transfer import transfer, undo
from comptoir.sites import Bench, Site
from comptoir.traces import operations, record
from comptoir.traces.verifying import verify

from ...databases import Databases
from ...services import Services
from .conftest import Trail

COPY = "copy-of-the-trail.localhost"


@pytest.fixture
def copied(site: Site, bench: Bench, trail: Trail) -> Iterator[Site]:
    with site.context() as ctx:
        record(ctx, operations.LOGIN, user="anna@example.com")
    taken = take(site)
    with open_archive(taken.path) as archive:
        restore(bench, archive, COPY, replace_existing=True)
    yield bench.site(COPY)
    bench.forget(COPY)


class TestBackup:
    def test_is_recorded_and_what_it_brings_back_is_proven_and_goes_on(
        self, site: Site, copied: Site, trail: Trail
    ) -> None:
        assert operations.BACKUP == trail.operations()[-1]
        assert [operations.LOGIN, operations.RESTORE] == Trail(copied).operations()[-2:]
        assert ("", "") == (verify(site).problem, verify(copied).problem)

    def test_a_site_in_place_of_another_names_the_end_of_that_one(
        self, site: Site, copied: Site, bench: Bench
    ) -> None:
        before = verify(copied).head
        assert before is not None
        taken = take(site)
        with open_archive(taken.path) as archive:
            restore(bench, archive, COPY, replace_existing=True)
        last = Trail(bench.site(COPY)).rows()[-1]
        assert operations.RESTORE == last["operation"]
        assert before.seal in last["detail"]
        assert "" == verify(bench.site(COPY)).problem

    def test_an_older_state_of_the_table_put_back_by_hand_is_noticed(self, copied: Site) -> None:
        trail = Trail(copied)
        head = verify(copied).head
        assert head is not None
        with copied.context() as ctx:
            record(ctx, operations.LOGOUT)
        trail.tamper("DELETE FROM __trace WHERE seq > :seq", seq=head.seq)
        trail.tamper("UPDATE __trace_chain SET seq = :seq, seal = :seal", seq=head.seq, seal=head.seal)
        assert "cut off, or an older state" in verify(copied).problem


@pytest.mark.only_on("sqlite")
class TestTransfer:
    def test_carries_the_trail_over_and_back_with_what_was_recorded_meanwhile(
        self, site: Site, bench: Bench, databases: Databases, services: Services
    ) -> None:
        services.mariadb()
        with databases.fresh("mariadb") as there:
            place = {
                "db_type": "mariadb", "db_name": there.name, "db_user": there.user, "db_password": there.password,
                "db_host": there.host, "db_port": there.port, "db_socket": there.socket,
            }  # fmt: skip
            transfer(bench, site.name, {key: value for key, value in place.items() if value}, drain=0)
            moved = bench.site(site.name)
            assert ("mariadb", "") == (moved.database().dialect, verify(moved).problem)
            with moved.context() as ctx:
                record(ctx, operations.LOGIN, user="anna@example.com")
            undo(bench, site.name)
            back = bench.site(site.name)
            assert ("sqlite", "") == (back.database().dialect, verify(back).problem)
            assert operations.LOGIN == Trail(back).operations()[-1]
