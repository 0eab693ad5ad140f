"""The page that links to receive no more e-mails lead to."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from comptoir.mail import unsubscribing
from comptoir.mail.unsubscribing import Subscription
from comptoir.sites import Site

from .conftest import PASSWORD, Browser, Caller, make_user

ANNA = Subscription("anna@example.com")


@pytest.fixture
def link(site: Site) -> str:
    with site.context() as ctx:
        return unsubscribing.link(ctx, ANNA).removeprefix(site.url)


def unsubscribed(site: Site) -> list[str]:
    with site.context() as ctx:
        table = sa.table("tabEmail Unsubscribe", sa.column("email"))
        return list(ctx.db.execute(sa.select(table.c.email)).scalars())


def test_opening_it_changes_nothing(guest: Caller, site: Site, link: str) -> None:
    answer = guest("GET", link)
    assert (200, True, []) == (answer.status_code, "<button>" in answer.text, unsubscribed(site))


def test_a_program_unsubscribes_in_one_click(guest: Caller, site: Site, link: str) -> None:
    answer = guest("POST", link, data={"List-Unsubscribe": "One-Click"})
    assert (200, [ANNA.email]) == (answer.status_code, unsubscribed(site))


def test_the_button_works_for_who_is_signed_in(client: Browser, site: Site, link: str) -> None:
    make_user(site, "boris@example.com", "Sales User")
    client.post("/api/method/login", json={"usr": "boris@example.com", "pwd": PASSWORD})
    token = client.get(link).text.partition('name="csrf_token" value="')[2].partition('"')[0]
    assert 200 == client.post(link, data={"csrf_token": token}).status_code
    assert [ANNA.email] == unsubscribed(site)


@pytest.mark.parametrize(
    "forged", ["email=boris%40example.com", "email=anna%40example.com&doctype=User&name=Guest"]
)
def test_a_key_ends_nothing_else(guest: Caller, site: Site, link: str, forged: str) -> None:
    key = link.partition("key=")[2]
    for address in (
        f"/unsubscribe?{forged}&key={key}",
        f"/unsubscribe?{forged}",
        f"/unsubscribe?{forged}&key=é",
    ):
        assert 403 == guest("POST", address).status_code
    assert [] == unsubscribed(site)


def test_shows_no_markup_of_an_address(guest: Caller, site: Site) -> None:
    with site.context() as ctx:
        link = unsubscribing.link(ctx, Subscription('"<b>"@example.com')).removeprefix(site.url)
    assert "<b>" not in guest("GET", link).text
