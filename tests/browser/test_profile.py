"""What people settle for themselves: their sessions, password, second factor and keys."""

from __future__ import annotations

import time

import httpx
import pyotp
import pytest
from comptoir.access.secrets import set_password
from comptoir.files import NewFile, attach
from comptoir.sites import Bench, Site
from comptoir.sites.config import SITE, read_json, write_json
from playwright.sync_api import Page, expect

from ..acceptance.conftest import make_user
from ..acceptance.servers import Server
from .conftest import PASSWORD, Visit, enter_password, sign_in

pytestmark = pytest.mark.only_on("sqlite")

BETTER = "entirely different horse 42"


@pytest.fixture
def profile(page: Page) -> Page:
    page.goto("/desk/profile")
    return page


def test_a_session_elsewhere_is_seen_and_ended(page: Page, visit: Visit) -> None:
    elsewhere = visit(user_agent="Mozilla/5.0 (Android 14; Mobile; rv:132.0) Gecko/132.0 Firefox/132.0")
    sign_in(elsewhere)
    page.goto("/desk/profile")
    sessions = page.locator("[data-test=session]")
    expect(sessions).to_have_count(2)
    expect(sessions.first).to_contain_text("This one")
    expect(sessions.nth(1)).to_contain_text("Firefox")
    sessions.nth(1).get_by_role("button").click()
    expect(sessions).to_have_count(1)
    elsewhere.goto("/app")
    expect(elsewhere.locator("input[type=password]")).to_be_visible()
    page.reload()
    expect(sessions.first).to_contain_text("This one")


def test_a_password_is_changed_for_a_better_one(profile: Page, visit: Visit) -> None:
    profile.locator("[data-test=change-password]").click()
    section = profile.locator("#password")
    section.locator("input[name=old-password]").fill(PASSWORD)
    section.locator("input[name=new-password]").fill("password1")
    expect(section.locator("[data-test=strength]")).to_contain_text("Guessed at once")
    profile.locator("[data-test=save-password]").click()
    expect(section.get_by_role("alert")).to_contain_text("too easy to guess")
    section.locator("input[name=new-password]").fill(BETTER)
    expect(section.locator("[data-test=strength]")).to_contain_text("Very hard to guess")
    profile.locator("[data-test=save-password]").click()
    expect(profile.locator("[data-test=change-password]")).to_be_visible()
    sign_in(visit(), password=BETTER)


def test_a_key_shows_its_secret_once_and_reaches_as_far_as_it_says(profile: Page, server: Server) -> None:
    profile.locator("[data-test=new-key]").click()
    form = profile.locator("[data-test=new-key-form]")
    form.locator("input[name=title]").fill("Warehouse scanner")
    form.locator("[data-test=add-documents]").click()
    form.locator("[data-test=scope] select").select_option("Client")
    profile.locator("[data-test=make-key]").click()
    shown = profile.locator("[data-test=new-secret] dd")
    expect(shown).to_have_count(3)
    key, secret, header = shown.all_inner_texts()
    assert f"Authorization: token {key}:{secret}" == header
    profile.locator("[data-test=secret-kept]").click()
    expect(profile.locator("[data-test=new-secret]")).to_have_count(0)
    profile.reload()
    expect(profile.locator("[data-test=api-key]")).to_contain_text("Warehouse scanner")
    assert secret not in profile.content()
    reached = {name: _status(server, name, f"token {key}:{secret}") for name in ("Client", "User")}
    assert {"Client": 200, "User": 403} == reached
    profile.get_by_role("button", name="Revoke Warehouse scanner").click()
    profile.locator("[data-test=confirm]").click()
    expect(profile.locator("[data-test=api-key]")).to_contain_text("Revoked")
    assert 401 == _status(server, "Client", f"token {key}:{secret}")


def _status(server: Server, doctype: str, token: str) -> int:
    url = f"{server.url}/api/resource/{doctype}"
    return httpx.get(url, headers=server.headers | {"Authorization": token}, trust_env=False).status_code


class TestASecondFactor:
    def test_is_switched_on_asked_for_and_moved_to_another_device(self, profile: Page, visit: Visit) -> None:
        section = profile.locator("#second-factor")
        profile.locator("[data-test=begin-second-factor]").click()
        first = self.device(profile)
        section.locator("input[name=otp]").fill(first.now())
        profile.locator("[data-test=send-code]").click()
        shown = section.locator("[data-test=recovery-codes] li")
        expect(shown).to_have_count(10)
        codes = shown.all_inner_texts()
        profile.locator("[data-test=codes-kept]").click()
        expect(section.locator("[data-test=second-factor-state]")).to_contain_text("It is on.")
        self.comes_in(visit(), first.at(int(time.time()) + 30))

        profile.locator("[data-test=second-factor-menu]").click()
        profile.get_by_role("menuitem", name="Change the device").click()
        second = self.device(profile)
        section.locator("input[name=otp]").fill(second.now())
        section.locator("input[name=present-otp]").fill("000000")
        profile.locator("[data-test=send-code]").click()
        expect(section.get_by_role("alert")).to_contain_text("The code of your present device is not right")
        section.locator("input[name=otp]").fill(second.now())
        section.locator("input[name=present-otp]").fill(codes[0])
        profile.locator("[data-test=send-code]").click()
        section.locator("[data-test=recovery-codes]").wait_for()
        self.comes_in(visit(), second.at(int(time.time()) + 30))

    def device(self, page: Page) -> pyotp.TOTP:
        """An authenticator into which the secret on the page was typed."""
        return pyotp.TOTP(page.locator("[data-test=secret]").inner_text().replace(" ", ""))

    def comes_in(self, page: Page, code: str) -> None:
        enter_password(page, "Administrator")
        page.locator("[data-test=second-step] input[name=otp]").fill(code)
        page.keyboard.press("Enter")
        page.get_by_role("navigation").first.wait_for()


@pytest.fixture
def limited(site: Site) -> Site:
    """A site whose users have a share of its storage; asked for before the server that reads its configuration."""
    path = site.path / SITE
    write_json(path, read_json(path) | {"limits": {"user_storage_mb": 5}})
    return site


def test_somebody_sees_how_much_they_may_still_store(limited: Site, bench: Bench, visit: Visit) -> None:
    anna = make_user(limited, "anna@company.example", "Sales User")
    with bench.site(limited.name).context() as ctx:
        set_password(ctx, anna, PASSWORD)
        attach(ctx.acting_as(anna), NewFile("a.bin", b"a" * 1_500_000))
    page = visit()
    sign_in(page, anna)
    page.goto("/desk/profile")
    expect(page.locator("#files")).to_contain_text("1.4\u00a0MB of 5\u00a0MB")


def test_nothing_is_said_of_a_limit_that_is_not_there(profile: Page) -> None:
    expect(profile.locator("#keys")).to_be_visible()
    expect(profile.locator("#files")).to_have_count(0)


def test_a_digest_is_switched_on(profile: Page) -> None:
    often = profile.locator("[data-test=digest]")
    with profile.expect_response("**/comptoir.desk.personal.change_me"):
        often.select_option("Weekly")
    profile.reload()
    expect(often).to_have_value("Weekly")
    with profile.expect_response("**/comptoir.desk.personal.change_me"):
        often.select_option("")
    profile.reload()
    expect(often).to_have_value("")
