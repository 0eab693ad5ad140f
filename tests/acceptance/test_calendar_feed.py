"""The calendar at a secret address: whose it is, what stands in it, and when it ends."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from comptoir.access.secrets import auth_table
from comptoir.documents import create, get_document, new_document
from comptoir.sites import Site
from comptoir.web import calendar_feed

from .conftest import Browser, Caller, key_of, make_user

ANNA = "anna@example.com"
FEED = "/api/method/comptoir.desk.feed"


@pytest.fixture
def anna(client: Browser, site: Site) -> Caller:
    make_user(site, ANNA, "Sales User")
    return Caller(client, key_of(site, ANNA))


@pytest.fixture
def tasks(site: Site, anna: Caller) -> dict[str, str]:
    """A task of Anna, one of hers that was cancelled, one of nobody, and one of hers long past."""
    with site.context() as ctx:
        create(ctx, new_document(ctx, {"doctype": "Branch", "branch_name": "Lyon"}))
        values = {"first_name": "Anna", "last_name": "Petit", "branch": "Lyon", "user": ANNA}
        employee = create(ctx, new_document(ctx, {"doctype": "Employee", **values})).name
        now = ctx.clock.now().replace(hour=10, minute=0, second=0, microsecond=0)
        wanted = {
            "Call, and write": (employee, now, "Open"),
            "Called off": (employee, now, "Cancelled"),
            "Of nobody": (None, now, "Open"),
            "Long ago": (employee, now - timedelta(days=90), "Open"),
        }
        return {
            subject: str(
                create(
                    ctx,
                    new_document(
                        ctx,
                        {"doctype": "Task", "subject": subject, "assigned_to": who, "status": status}
                        | {"start_on": start, "due_on": start + timedelta(hours=1)},
                    ),
                ).name
            )
            for subject, (who, start, status) in wanted.items()
        }


def address_of(anna: Caller, site: Site) -> str:
    made = anna("POST", f"{FEED}.make_calendar_feed")
    assert 200 == made.status_code, made.text
    return str(made.json()["message"]["address"]).removeprefix(site.url)


def test_shows_ones_own_documents(guest: Caller, anna: Caller, site: Site, tasks: dict[str, str]) -> None:
    answer = guest("GET", address_of(anna, site))
    assert "text/calendar; charset=utf-8" == answer.headers["content-type"]
    events = answer.text.split("BEGIN:VEVENT")[1:]
    told = {event.partition("SUMMARY:")[2].partition("\r\n")[0]: event for event in events}
    assert {"Call\\, and write", "Called off"} == set(told)
    assert "STATUS:CANCELLED" in told["Called off"]
    assert f"UID:task/{tasks['Call, and write']}@{site.name}" in told["Call\\, and write"]
    assert f"/app/task/{tasks['Call, and write']}" in told["Call\\, and write"].replace("\r\n ", "")


def test_shows_what_its_owner_may_read_by_now(
    guest: Caller, anna: Caller, site: Site, tasks: dict[str, str]
) -> None:
    address = address_of(anna, site)
    with site.context() as ctx:
        rule = {
            "document_type": "Task",
            "role": "All",
            "for_read": 1,
            "expression": "doc.subject == 'Called off'",
            "description": "it was called off",
        }
        create(ctx, new_document(ctx, {"doctype": "Row Rule", **rule}))
    told = guest("GET", address).text
    assert ("Called off" in told, "and write" in told) == (True, False)


def test_is_kept_as_a_fingerprint_alone(anna: Caller, site: Site) -> None:
    secret = address_of(anna, site).removeprefix("/calendar/").removesuffix(".ics")
    with site.context() as ctx:
        stored = list(ctx.db.execute(sa.select(auth_table.c.password)).scalars())
    assert (True, False) == (len(secret) > 40, any(secret in str(text) for text in stored))


def test_ends_when_it_is_revoked_or_made_anew(guest: Caller, anna: Caller, site: Site) -> None:
    first = address_of(anna, site)
    assert 200 == guest("GET", first).status_code
    second = address_of(anna, site)
    assert [404, 200] == [guest("GET", each).status_code for each in (first, second)]
    assert anna("GET", f"{FEED}.calendar_feed").json()["message"] == {"exists": True}
    assert 200 == anna("POST", f"{FEED}.revoke_calendar_feed").status_code
    assert 404 == guest("GET", second).status_code
    assert anna("GET", f"{FEED}.calendar_feed").json()["message"] == {"exists": False}


def test_ends_with_its_user(guest: Caller, anna: Caller, site: Site) -> None:
    address = address_of(anna, site)
    with site.context() as ctx:
        user = get_document(ctx, "User", ANNA, for_update=True)
        user.enabled = 0
        user.save()
    assert 404 == guest("GET", address).status_code


@pytest.mark.parametrize(
    "path",
    ["/calendar", "/calendar/x.ics", "/calendar/.ics", "/calendar/{secret}", "/calendar/{secret}.ics/x"],
)
def test_nothing_else_leads_to_it(guest: Caller, anna: Caller, site: Site, path: str) -> None:
    secret = address_of(anna, site).removeprefix("/calendar/").removesuffix(".ics")
    assert 404 == guest("GET", path.format(secret=secret)).status_code


def test_takes_nothing_but_reading(guest: Caller, anna: Caller, site: Site) -> None:
    address = address_of(anna, site)
    refused = [guest(method, address).status_code for method in ("POST", "PUT", "DELETE")]
    assert [405, 405, 405] == refused


def test_is_not_made_for_guests(guest: Caller) -> None:
    for method in ("make_calendar_feed", "revoke_calendar_feed"):
        assert 403 == guest("POST", f"{FEED}.{method}").status_code


def test_opens_nothing_but_the_calendar(guest: Caller, anna: Caller, site: Site) -> None:
    secret = address_of(anna, site).removeprefix("/calendar/").removesuffix(".ics")
    for scheme in (f"token {secret}:{secret}", f"Bearer {secret}"):
        answer = guest("GET", "/api/resource/Task", headers={"Authorization": scheme})
        assert answer.status_code in (401, 403)


def test_is_not_made_by_a_key_that_reaches_less(anna: Caller, site: Site) -> None:
    scopes = [{"method": "comptoir.desk.*"}]
    made = anna(
        "POST", "/api/method/comptoir.desk.api_keys.create_api_key", json={"title": "K", "scopes": scopes}
    )
    key = made.json()["message"]
    narrow = Caller(anna.client, {"Authorization": f"token {key['api_key']}:{key['api_secret']}"})
    assert 403 == narrow("POST", f"{FEED}.make_calendar_feed").status_code


def test_is_not_asked_for_without_end(
    guest: Caller, anna: Caller, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calendar_feed, "VISITS", 2)
    monkeypatch.setattr(calendar_feed, "GUESSES", 2)
    address = address_of(anna, site)
    assert [200, 200, 429] == [guest("GET", address).status_code for _ in range(3)]
    assert [404, 404, 429] == [guest("GET", "/calendar/guess.ics").status_code for _ in range(3)]
