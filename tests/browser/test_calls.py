"""A telephone that rings at somebody: the card says who calls, leads there, and keeps a note."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

import frappe
import httpx
import pytest
from comptoir.sites import Site
from comptoir.telephony import signing
from playwright.sync_api import expect

from ..acceptance.conftest import make_user
from ..acceptance.servers import Server
from .conftest import Visit

pytestmark = pytest.mark.only_on("sqlite")

ANNA, SECRET, NUMBER = "anna@example.com", "a secret of the tests", "+33612345678"


def tell(server: Server, call: str, event: str, caller: str) -> None:
    """What the provider sends."""
    values = {"call_id": call, "event": event, "caller": caller, "extension": "11"}
    content, moment = json.dumps(values).encode(), str(int(time.time()))
    headers = {
        "Content-Type": "application/json",
        "X-Telephony-Timestamp": moment,
        "X-Telephony-Signature": signing.signature(SECRET, moment, content),
    }
    address = f"http://localhost:{server.port}/api/method/comptoir.telephony.calls.event"
    assert 200 == httpx.post(address, content=content, headers=headers, timeout=60).status_code


def test_a_call_leads_to_who_calls_and_is_noted(visit: Visit, server: Server, site: Site) -> None:
    make_user(site, ANNA, "Sales Manager")
    with site.context():
        settings = frappe.get_doc("Telephony Settings")
        settings.secret = SECRET
        settings.append("extensions", {"extension": "11", "user": ANNA})
        settings.save()
        frappe.get_doc(doctype="Client", client_name="Acme", phone=NUMBER).insert()
    anna = visit(user=ANNA)
    anna.get_by_role("navigation").first.wait_for()
    anna.wait_for_function(
        "() => performance.getEntriesByType('resource').some((each) => each.name.includes('socket.io'))"
    )
    tell(server, "1", "ringing", NUMBER)
    card = anna.locator("[data-test=call]")
    expect(card).to_contain_text("Incoming call")
    if folder := os.environ.get("PICTURES"):
        anna.screenshot(path=str(Path(folder) / "call.png"))
        anna.emulate_media(color_scheme="dark")
        anna.set_viewport_size({"width": 390, "height": 844})
        anna.screenshot(path=str(Path(folder) / "call-phone.png"))
        anna.set_viewport_size({"width": 1440, "height": 900})
    tell(server, "1", "answered", NUMBER)
    expect(card).to_contain_text("In conversation")
    card.get_by_role("button", name="Acme").click()
    expect(anna.locator("[data-test=form-title]")).to_have_text("Acme")
    card.get_by_label("Note").fill("Wants a price")
    with anna.expect_response(lambda answer: answer.request.method == "PUT"):
        card.get_by_role("button", name="Save").click()
    tell(server, "1", "ended", NUMBER)
    expect(card).to_contain_text("The call has ended")
    with site.context():
        assert "Wants a price" == frappe.db.get_value("Call Log", "1", "summary")
    tell(server, "2", "ringing", "+33699999999")
    expect(card).to_contain_text("Nobody you know has this number.")
    card.get_by_role("button", name="New: Client").click()
    expect(anna.get_by_label("Phone")).to_have_value("+33699999999")
    card.get_by_label("Close").click()
    expect(card).to_have_count(0)
