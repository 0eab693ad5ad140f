"""The ways in: with a provider of identities, with a second factor, with a link from a mail."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes, policy

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from comptoir.access import oidc
from comptoir.access.secrets import set_password
from comptoir.documents import new_document
from comptoir.sites import Site
from comptoir.sites.config import SITE, read_json, write_json
from playwright.sync_api import Page, expect

from ..acceptance.identities import claims, introduce, running_provider
from ..acceptance.servers import Server
from .conftest import Visit, free_port, sign_in

pytestmark = pytest.mark.only_on("sqlite")

ANNA = "anna@example.com"
FORGOTTEN = "what nobody remembers any more"
CHOSEN = "entirely different horse 42"


@pytest.fixture
def anna(site: Site) -> str:
    with site.context() as ctx:
        values = {"doctype": "User", "email": ANNA, "first_name": "Anna", "roles": [{"role": "Sales User"}]}
        return str(new_document(ctx, values).insert().name)


def configure(site: Site, server: Server, **values: object) -> None:
    """Set what the web process reads of the site when it starts."""
    server.stop()
    path = site.path / SITE
    write_json(path, read_json(path) | {"host_name": f"http://localhost:{server.port}"} | values)
    server.start()


def test_the_language_chosen_at_the_door_stays(visit: Visit) -> None:
    page = visit("/login")
    page.locator("#language").select_option("fr")
    expect(page.get_by_role("button", name="Se connecter")).to_be_visible()
    page.goto("/update-password?key=abc")
    page.fill("input[autocomplete=new-password]", "password1")
    expect(page.locator("[data-test=strength]")).to_contain_text(
        "Beaucoup de gens utilisent ce mot de passe."
    )


class TestWithAProvider:
    @pytest.fixture
    def provider(self, site: Site, server: Server) -> Iterator[str]:
        with running_provider() as address:
            configure(site, server, **{oidc.PRIVATE: True})
            introduce(site, address)
            yield address

    def go(self, page: Page, sub: str) -> None:
        page.locator("[data-test=provider]", has_text="Company").click()
        page.locator("input[name=sub]").fill(sub)
        page.locator("form:has(input[name=sub]) button").first.click()

    def test_leads_to_where_somebody_was_going(self, visit: Visit, provider: str, anna: str) -> None:
        claims(provider, "anna-1", email=ANNA, email_verified=True, name="Anna")
        page = visit("/app/client?city=Lille")
        self.go(page, "anna-1")
        page.wait_for_url("**/app/client?city=Lille")
        expect(page.locator("[data-test=user-menu]")).to_contain_text("Anna")

    def test_says_on_the_login_page_why_it_was_refused(self, visit: Visit, provider: str) -> None:
        claims(provider, "boris", email="boris@example.com", email_verified=True)
        page = visit("/login")
        self.go(page, "boris")
        expect(page.locator("[data-test=login-error]")).to_contain_text("Company knows you, but this site")
        page.reload()
        page.locator("[data-test=provider]").wait_for()
        expect(page.locator("[data-test=login-error]")).to_have_count(0)


class Postbox:
    """Takes letters, and keeps what is written in them."""

    def __init__(self) -> None:
        self.letters: list[str] = []

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:
        message = message_from_bytes(envelope.original_content or b"", policy=policy.default)
        body = message.get_body(("html",))  # type: ignore[attr-defined]
        self.letters.append(body.get_content())
        return "250 OK"


class TestWithALinkFromAMail:
    @pytest.fixture
    def postbox(self, site: Site, server: Server) -> Iterator[Postbox]:
        box = Postbox()
        controller = Controller(box, hostname="127.0.0.1", port=free_port(), ready_timeout=30)
        controller.start()
        configure(
            site, server, mail_server="127.0.0.1", mail_port=controller.port, auto_email_id="crm@example.com"
        )
        yield box
        controller.stop()

    def test_a_forgotten_password_is_chosen_anew(
        self, visit: Visit, server: Server, site: Site, postbox: Postbox, anna: str
    ) -> None:
        with site.context() as ctx:
            set_password(ctx, anna, FORGOTTEN)
        elsewhere = visit()
        sign_in(elsewhere, anna, FORGOTTEN)
        page = visit("/login")
        page.fill("input[autocomplete=username]", anna)
        page.get_by_role("link", name="Forgot your password?").click()
        expect(page.locator("input[name=user]")).to_have_value(anna)
        page.get_by_role("button", name="Send the link").click()
        expect(page.locator("[data-test=reset-sent]")).to_contain_text(anna)
        server.run_jobs()
        (letter,) = postbox.letters
        page.goto(re.findall(r'href="([^"]+/update-password[^"]+)"', letter)[0])
        page.fill("input[autocomplete=new-password]", "password1")
        expect(page.locator("[data-test=strength]")).to_contain_text("Guessed at once")
        page.keyboard.press("Enter")
        expect(page.locator("[data-test=login-error]")).to_contain_text("too easy to guess")
        page.fill("input[autocomplete=new-password]", CHOSEN)
        expect(page.locator("[data-test=strength]")).to_contain_text("Very hard to guess")
        page.keyboard.press("Enter")
        page.locator("[data-test=password-set] button").click()
        sign_in(page, anna, CHOSEN)
        elsewhere.goto("/app")
        expect(elsewhere.locator("input[type=password]")).to_be_visible()
