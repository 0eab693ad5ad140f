"""Other programs are told of documents: signed, until they answer, and again when somebody says so."""

from __future__ import annotations

import base64
import hashlib
import hmac
from typing import Any
from urllib.parse import parse_qs

import frappe
import orjson
import pytest
from comptoir.automation import webhooks
from comptoir.context import Context

from ..mail.receivers import Receiver
from .conftest import called, run

SECRET = "a secret of the tests"


def hook(receiver: Receiver, **values: Any) -> Any:
    given = {
        "doctype": "Webhook", "webhook_doctype": "Client", "webhook_docevent": "after_insert", "request_url": receiver.url,
        "webhook_data": [{"fieldname": "client_name", "key": "title"}],
    }  # fmt: skip
    made = frappe.get_doc(given | values).insert()
    frappe.db.commit()
    return made


def client(**values: Any) -> Any:
    return frappe.get_doc({"doctype": "Client", "client_name": "Acme"} | values).insert()


def log() -> Any:
    return frappe.get_last_doc("Webhook Request Log")


class TestARequest:
    def test_is_signed_and_says_what_was_asked_for(self, ctx: Context, jobs: Any, receiver: Receiver) -> None:
        headers = [{"key": "X-Key", "value": "k"}]
        hook(receiver, enable_security=1, webhook_secret=SECRET, webhook_headers=headers)
        client()
        run(ctx, jobs)
        ((method, path, sent, body),) = receiver.got
        assert ("POST", "/hook", {"title": "Acme"}, "k") == (method, path, orjson.loads(body), sent["X-Key"])
        digest = hmac.new(SECRET.encode(), body, hashlib.sha256).digest()
        assert base64.b64encode(digest).decode() == sent[webhooks.SIGNATURE]
        assert ("Delivered", "200\nok", log().name) == (log().status, log().response, sent[webhooks.ID])

    def test_can_be_a_form_or_a_body_of_ones_own(self, ctx: Context, jobs: Any, receiver: Receiver) -> None:
        hook(receiver, request_structure="Form URL-Encoded")
        hook(receiver, webhook_json='{"a": ["{{ doc.client_name }}"]}')
        client(client_name='A "&" B')
        run(ctx, jobs)
        bodies = [body for _method, _path, headers, body in receiver.got]
        form = next(body for body in bodies if body.startswith(b"title="))
        assert {"title": ['A "&" B']} == parse_qs(form.decode())
        assert {"a": ['A "&" B']} in [orjson.loads(body) for body in bodies if body != form]

    @pytest.mark.parametrize(
        ("status", "headers"), [(500, {}), (404, {}), (302, {"Location": "http://127.0.0.1/"})]
    )
    def test_that_is_refused_is_sent_again_and_given_up_at_last(
        self, ctx: Context, jobs: Any, receiver: Receiver, status: int, headers: dict[str, str]
    ) -> None:
        hook(receiver)
        receiver.status, receiver.headers = status, headers
        client()
        run(ctx, jobs)
        waiting = log()
        assert ("Waiting", 1, f"HTTP {status}") == (waiting.status, waiting.attempts, waiting.error)
        assert waiting.next_attempt > ctx.clock.now()
        assert called(ctx)[webhooks.SEND] == pytest.approx(webhooks.PAUSES[0].total_seconds(), abs=30)
        webhooks.send_waiting()
        assert 1 == len(receiver.got)
        for _pause in webhooks.PAUSES:
            log().db_set("next_attempt", None)
            webhooks.send_waiting()
        assert ("Failed", len(webhooks.PAUSES) + 1) == (log().status, len(receiver.got))

    def test_is_sent_again_as_it_was(self, ctx: Context, jobs: Any, receiver: Receiver) -> None:
        hook(receiver)
        made = client()
        run(ctx, jobs)
        made.client_name = "Another"
        made.save()
        log().replay()
        run(ctx, jobs)
        assert [receiver.got[0][3]] * 2 == [body for _method, _path, _headers, body in receiver.got]

    def test_of_what_is_rolled_back_is_not_sent(self, ctx: Context, jobs: Any, receiver: Receiver) -> None:
        hook(receiver)
        client()
        ctx.db.rollback()
        webhooks.send_waiting()
        assert [] == receiver.got

    def test_is_not_sent_to_an_internal_network(self, ctx: Context, jobs: Any, receiver: Receiver) -> None:
        made = hook(receiver)
        frappe.db.set_value("Webhook", made.name, "request_url", "http://localhost/")
        client()
        run(ctx, jobs)
        assert ("Waiting", True, []) == (log().status, "internal network" in log().error, receiver.got)

    def test_holds_under_its_condition(self, ctx: Context, jobs: Any, receiver: Receiver) -> None:
        hook(receiver, condition='doc.city == "Lyon"')
        client(city="Nice")
        client(city="Lyon")
        run(ctx, jobs)
        assert 1 == len(receiver.got)

    def test_ends_with_its_webhook(self, ctx: Context, jobs: Any, receiver: Receiver) -> None:
        hook(receiver).update({"enabled": 0}).save()
        run(ctx, jobs)
        client()
        run(ctx, jobs)
        assert [] == receiver.got


class TestAWebhook:
    @pytest.mark.parametrize(
        "wrong",
        [
            {"request_url": "http://169.254.169.254/latest"},
            {"request_url": "http://[::ffff:10.0.0.1]/"},
            {"request_url": "file:///etc/passwd"},
            {"condition": "frappe.db"},
            {"webhook_json": "{"},
            {"webhook_data": [{"fieldname": "none", "key": "x"}]},
            {"webhook_headers": [{"key": "X", "value": "a\nEvil: b"}]},
            {"webhook_headers": [{"key": "X:Y", "value": "a"}]},
        ],
    )
    def test_that_cannot_be_is_refused(self, ctx: Context, receiver: Receiver, wrong: dict[str, Any]) -> None:
        with pytest.raises(frappe.ValidationError):
            hook(receiver, **wrong)

    def test_shows_no_secret(self, ctx: Context, receiver: Receiver) -> None:
        made = hook(receiver, enable_security=1, webhook_secret=SECRET)
        assert SECRET not in frappe.get_doc("Webhook", made.name).as_json()
