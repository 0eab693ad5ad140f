"""``./bench verify-audit``: what it prints, and the exit codes it ends with."""

from __future__ import annotations

import pytest
from click.testing import CliRunner, Result
from comptoir.cli.audit import verify_audit
from comptoir.cli.main import Shell
from comptoir.context import Context
from comptoir.sites import Bench, Site
from comptoir.traces import operations
from comptoir.traces.entries import TraceKey, new_entry
from comptoir.traces.recording import write_entries
from comptoir.traces.verifying import verify

from .conftest import Trail


@pytest.fixture(autouse=True)
def _three_entries(trail: Trail, ctx: Context, site: Site) -> None:
    """None of them sealed yet."""
    trail.clear()
    key = TraceKey(site)
    values = {"operation": operations.LOGIN, "owner": "anna", "user": "anna"}
    write_entries(ctx.db, [new_entry(key, ctx.clock.now(), values) for _ in range(3)])
    ctx.db.commit()


def run(bench: Bench, *arguments: str) -> Result:
    return CliRunner().invoke(verify_audit, arguments, obj=Shell(bench=bench))


class TestCommand:
    def test_seals_what_waits_and_prints_the_end_of_the_chain(self, site: Site, bench: Bench) -> None:
        done = run(bench, "--site", site.name)
        head = verify(site).head
        assert 0 == done.exit_code
        assert f"{site.name}: the audit trail is unbroken, 3 entries." in done.output
        assert f"{head}" in done.output
        assert 0 == run(bench, "--site", site.name, "--head", f"{head}").exit_code

    def test_names_the_first_broken_entry_and_ends_with_1(
        self, site: Site, bench: Bench, trail: Trail
    ) -> None:
        run(bench, "--site", site.name)
        trail.tamper("UPDATE __trace SET owner = 'boris' WHERE seq > 1")
        done = run(bench, "--site", site.name)
        assert (1, True) == (done.exit_code, "The audit trail is broken. Entry 2 (Login" in done.output)

    def test_an_end_of_another_chain_is_missed(self, site: Site, bench: Bench) -> None:
        run(bench, "--site", site.name)
        assert 1 == run(bench, "--site", site.name, "--head", "2:abc").exit_code
        assert 2 == run(bench, "--site", site.name, "--head", "two").exit_code
