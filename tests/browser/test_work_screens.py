"""The screen of background work: what failed, run again; what runs, stopped; what recurs, stopped and run at once."""

from __future__ import annotations

import pytest
from comptoir.context import ADMINISTRATOR
from comptoir.documents import create, new_document
from comptoir.jobs import enqueue
from comptoir.sites import Site
from playwright.sync_api import Page, expect

from ..acceptance.servers import Server
from .conftest import Visit, sign_in

REFUSED = {"doctype": "ToDo", "description": "x", "status": "Nonsense"}


@pytest.fixture
def failed(site: Site, server: Server) -> str:
    """A job that failed."""
    with site.context() as ctx:
        name = enqueue(ctx, "frappe.client.insert", doc=REFUSED)
    server.run_jobs()
    return name


class TestJobs:
    def test_that_failed_say_why_and_are_run_again(self, failed: str, page: Page, server: Server) -> None:
        page.goto("/desk/jobs")
        row = page.locator("[data-job='frappe.client.insert']")
        expect(row).to_have_attribute("data-state", "failed")
        expect(row).to_contain_text("Nonsense")
        row.get_by_role("button", name="frappe.client.insert").click()
        expect(page.locator("[data-test=traceback]")).to_contain_text("Traceback")
        page.keyboard.press("Escape")
        row.locator("[data-test=again]").click()
        expect(row).to_have_attribute("data-state", "queued")
        row.locator("[data-test=cancel]").click()
        expect(row).to_have_attribute("data-state", "cancelled")
        row.locator("[data-test=discard]").click()
        expect(row).to_have_count(0)

    def test_are_found_by_their_state(self, failed: str, page: Page) -> None:
        page.goto("/desk/jobs")
        page.locator("[data-test=state-finished]").click()
        expect(page.get_by_text("No job is in this state.")).to_be_visible()
        page.locator("[data-test=state-failed]").click()
        expect(page.locator("[data-job]")).to_have_count(1)


class TestWhatRecurs:
    def test_is_stopped_and_run_at_once(self, page: Page) -> None:
        page.goto("/desk/jobs?tab=recurring")
        row = page.locator("[data-schedule='cleaning.prune_trail']")
        row.locator("[data-test=stop]").click()
        expect(row).to_contain_text("Stopped")
        row.locator("[data-test=run-now]").click()
        page.locator("[data-test=tab-jobs]").click()
        expect(page.locator("[data-job='cleaning.prune_trail']")).to_have_attribute("data-state", "queued")


class TestBanner:
    def test_tells_system_managers_that_nothing_works(self, page: Page) -> None:
        banner = page.locator("[data-test=work-problems]")
        expect(banner).to_contain_text("No worker runs")
        banner.get_by_role("link").click()
        expect(page).to_have_url("/desk/jobs")

    def test_is_not_for_others(self, site: Site, visit: Visit) -> None:
        with site.context(ADMINISTRATOR) as ctx:
            values = {"doctype": "User", "email": "ines@example.com", "first_name": "Ines", "enabled": 1}
            person = create(ctx, new_document(ctx, values | {"roles": [{"role": "Sales User"}]}))
            person.set("new_password", "a password of the browser tests")
            person.save()
        page = visit()
        sign_in(page, "ines@example.com")
        expect(page.locator("[data-test=work-problems]")).to_have_count(0)
