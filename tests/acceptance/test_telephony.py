"""Calls as a provider tells of them over HTTP: believed where they are signed, once, and shown to whom they ring at."""

from __future__ import annotations

import json
import time
from typing import Any

import frappe
import pytest
from comptoir.sites import Site
from comptoir.telephony import calls, signing
from comptoir.telephony.callers import beginning, callers

from .conftest import Browser, Caller, key_of, make_user

CLERK, OUTSIDER = "clerk@example.com", "outsider@example.com"
PATH = "/api/method/comptoir.telephony.calls.event"
SECRET = "a secret of the tests"
NUMBER = "+33612345678"


@pytest.fixture
def line(client: Browser, site: Site) -> Browser:
    """A site with two extensions, and a client with a number."""
    make_user(site, CLERK, "Sales Manager")
    make_user(site, OUTSIDER)
    with site.context():
        settings = frappe.get_doc("Telephony Settings")
        settings.secret = SECRET
        for extension, user in (("11", CLERK), ("12", OUTSIDER)):
            settings.append("extensions", {"extension": extension, "user": user})
        settings.save()
        frappe.get_doc(doctype="Client", client_name="Acme", phone=NUMBER).insert()
    return client


def sent(client: Browser, body: dict[str, Any], *, secret: str = SECRET, age: int = 0, **headers: str) -> Any:
    content = json.dumps(body).encode()
    moment = str(int(time.time()) - age)
    signed = {
        "Content-Type": "application/json",
        "X-Telephony-Timestamp": moment,
        "X-Telephony-Signature": signing.signature(secret, moment, content),
    }
    return client.post(PATH, content=content, headers=signed | headers)


def ring(**values: Any) -> dict[str, Any]:
    return {
        "call_id": "c-1",
        "event": "ringing",
        "caller": "06 12 34 56 78",
        "extension": "11",
    } | values


def log(site: Site, name: str = "c-1") -> Any:
    with site.context():
        return frappe.get_doc("Call Log", name)


class TestACall:
    def test_is_kept_with_who_calls_and_goes_forwards(self, line: Browser, site: Site) -> None:
        assert "Ringing" == sent(line, ring()).json()["message"]["status"]
        kept = log(site)
        assert (CLERK, "Client", "Incoming") == (kept.received_by, kept.reference_doctype, kept.type)
        steps = (
            ("answered", "In Progress"),
            ("ringing", "In Progress"),
            ("ended", "Completed"),
            ("missed", "Completed"),
        )
        for event, state in steps:
            answer = sent(line, ring(event=event, duration=42))
            assert 200 == answer.status_code, answer.text
            assert state == answer.json()["message"]["status"]
        assert 42 == log(site).duration

    def test_is_shown_to_the_user_of_its_extension(
        self, line: Browser, site: Site, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        told: list[Any] = []
        monkeypatch.setattr(
            calls, "publish", lambda _ctx, event, message, room: told.append((event, message, room))
        )
        with site.context() as ctx:
            made = calls._log_of(ctx, "c-2", "inbound", NUMBER, "11")
            assert calls._goes_on(ctx, made, "Ringing", 0)
            calls._tell(ctx, made)
        ((event, message, room),) = told
        assert ("incoming_call", f"user:{CLERK}") == (event, room)
        assert ["Acme"] == [each["title"] for each in message["callers"]]
        assert {"doctype": "Client", "fieldname": "phone", "label": "Client"} == message["beginning"]

    def test_names_nobody_its_user_may_not_read(self, line: Browser, site: Site) -> None:
        sent(line, ring(extension="12"))
        assert (OUTSIDER, None) == (log(site).received_by, log(site).reference_name)
        with site.context(OUTSIDER) as ctx:
            assert [] == callers(ctx, NUMBER)
            assert beginning(ctx) is None

    def test_is_its_users_who_notes_something(self, line: Browser, site: Site) -> None:
        sent(line, ring())
        clerk, outsider = Caller(line, key_of(site, CLERK)), Caller(line, key_of(site, OUTSIDER))
        path = "/api/resource/Call Log/c-1"
        assert 200 == clerk("PUT", path, json={"summary": "Wants a price"}).status_code
        assert 417 == clerk("PUT", path, json={"caller_number": "1"}).status_code
        assert 403 == outsider("GET", path).status_code
        assert [] == outsider("GET", "/api/resource/Call Log").json()["data"]
        assert 403 == clerk("POST", "/api/resource/Call Log", json={"call_id": "mine"}).status_code


class TestARequest:
    def test_that_is_forged_old_or_repeated_is_refused(self, line: Browser, site: Site) -> None:
        moment = str(int(time.time()))
        assert 403 == sent(line, ring(), secret="another").status_code
        assert 403 == sent(line, ring(), age=signing.WINDOW + 5).status_code
        assert 403 == sent(line, ring(), age=-signing.WINDOW - 5).status_code
        assert 403 == line.post(PATH, json=ring()).status_code
        assert 403 == sent(line, ring(), **{"X-Telephony-Timestamp": moment + "0"}).status_code
        assert 403 == sent(line, ring(), **{"X-Telephony-Signature": "nonsense"}).status_code
        assert 200 == sent(line, ring()).status_code
        again = sent(line, ring(event="answered"))
        assert 200 == again.status_code
        headers = {
            key: again.request.headers[key]
            for key in ("X-Telephony-Timestamp", "X-Telephony-Signature", "Content-Type")
        }
        assert 403 == line.post(PATH, content=again.request.content, headers=headers).status_code
        changed = again.request.content.replace(b"c-1", b"c-9")
        assert 403 == line.post(PATH, content=changed, headers=headers).status_code
        with site.context():
            assert ["c-1"] == frappe.get_all("Call Log", pluck="name")

    def test_to_a_site_without_telephony_is_refused(self, client: Browser) -> None:
        assert 403 == sent(client, ring(), secret="").status_code

    def test_that_means_nothing_is_refused(self, line: Browser) -> None:
        for wrong in (
            {"event": "exploded"},
            {"direction": "sideways"},
            {"call_id": ""},
            {"call_id": "a<b>"},
            {"call_id": "x" * 141},
        ):
            assert 400 <= sent(line, ring(**wrong)).status_code < 500
