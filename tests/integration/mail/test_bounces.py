"""Letters that come back to a mailbox: who is marked, who is told, and who is not believed."""

from __future__ import annotations

from typing import Any

import frappe
import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from comptoir.companions import letters
from comptoir.context import Context
from comptoir.correspondence.writing import Draft, write
from comptoir.jobs.mailing import send_letters

from .mailboxes import come, message
from .postboxes import Postbox, configure, free_port, letter, port_of, stored

WORDS = "550 5.1.1 No such user"


REPORT = """\
From: postmaster@mx.example
Subject: Returned
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

{recipients}
--b
Content-Type: message/rfc822

Message-ID: {message_id}

Hi
--b--
"""


def report(message_id: str, *recipients: str, action: str = "failed") -> bytes:
    """What a mail server writes when it gives a letter back."""
    rows = (
        f"Final-Recipient: rfc822; {each}\nAction: {action}\nStatus: 5.1.1\nDiagnostic-Code: smtp; {WORDS}\n"
        for each in recipients
    )
    return REPORT.format(recipients="\n".join(rows), message_id=message_id).encode()


def states(name: Any) -> list[tuple[str, str, int]]:
    return [(row.recipient, row.status, row.bounced) for row in stored(name).recipients]


@pytest.fixture
def written(ctx: Context, box: Postbox, acme: Any) -> Any:
    """A letter to two people that has left."""
    draft = Draft("Offer", "<p>Hi</p>", ["ann@acme.example"], ["Bob <bob@acme.example>"])
    kept = write(ctx, "Client", acme.name, draft)
    ctx.db.commit()
    send_letters()
    kept.letter = frappe.db.get_value("Email Queue", {"communication": kept.name})
    assert {"Sent"} == {status for _recipient, status, _bounced in states(kept.letter)}
    return kept


class TestALetterThatComesBack:
    def test_is_shown_with_whom_it_did_not_reach(
        self, ctx: Context, account: Any, acme: Any, written: Any
    ) -> None:
        clients = frappe.db.count("Client")
        assert [] == come(ctx, account, report(written.message_id, "BOB@acme.example"))
        assert clients == frappe.db.count("Client")
        assert "Partially Sent" == stored(written.letter).status
        shown = next(each for each in letters.of_document(ctx, acme) if each["name"] == written.name)
        assert [("Sent", 0, None), ("Refused", 1, WORDS)] == [
            (row["status"], row["bounced"], row["error"]) for row in shown["delivery"]
        ]

    def test_is_told_to_its_writer_once(self, ctx: Context, account: Any, acme: Any, written: Any) -> None:
        come(ctx, account, *[report(written.message_id, "ann@acme.example", "bob@acme.example")] * 2)
        (told,) = frappe.get_all("Notification Log", fields=["subject", "for_user", "document_name"])
        assert ("Administrator", acme.name) == (told.for_user, told.document_name)
        assert "ann@acme.example, Bob <bob@acme.example>" in told.subject
        assert "Error" == stored(written.letter).status

    def test_is_known_by_an_only_recipient_who_had_it_forwarded(
        self, ctx: Context, box: Postbox, account: Any
    ) -> None:
        name = letter(ctx)
        send_letters()
        come(ctx, account, report(stored(name).message_id, "full@elsewhere.example"))
        assert [("anna@example.com", "Refused", 1)] == states(name)
        assert f"full@elsewhere.example: {WORDS}" == stored(name).recipients[0].error

    def test_may_be_sent_again_by_hand(self, ctx: Context, account: Any, written: Any) -> None:
        come(ctx, account, report(written.message_id, "ann@acme.example"))
        again = stored(written.letter)
        again.status = "Not Sent"
        again.save()
        ctx.db.commit()
        send_letters()
        assert [("Sent", 0)] * 2 == [(status, bounced) for _who, status, bounced in states(written.letter)]

    def test_for_now_is_lost_for_nobody(self, ctx: Context, account: Any, written: Any) -> None:
        assert [] == come(ctx, account, report(written.message_id, "ann@acme.example", action="delayed"))
        assert "Sent" == stored(written.letter).status


class TestAForgedOne:
    @pytest.mark.parametrize(
        ("message_id", "recipient"),
        [("<of@another.site>", "ann@acme.example"), ("", "ann@acme.example"), (None, "eve@evil.example")],
        ids=["another site's", "no letter", "nobody it went to"],
    )
    def test_changes_nothing(
        self, ctx: Context, account: Any, written: Any, message_id: str | None, recipient: str
    ) -> None:
        known = written.message_id if message_id is None else message_id
        assert [] == come(ctx, account, report(known, recipient))
        assert "Sent" == stored(written.letter).status
        assert 0 == frappe.db.count("Notification Log")

    def test_takes_back_no_letter_that_waits(self, ctx: Context, account: Any, acme: Any) -> None:
        come(ctx, account, report(acme.letter.message_id, "ann@acme.example"))
        name = frappe.db.get_value("Email Queue", {"communication": acme.letter.name})
        assert [("ann@acme.example", "Not Sent", 0)] == states(name)

    def test_in_the_words_of_a_person_is_an_answer(self, ctx: Context, account: Any, written: Any) -> None:
        text = f"<bob@acme.example>:\nno such user\n\nMessage-ID: {written.message_id}\n"
        (kept,) = come(ctx, account, message(text, In_Reply_To=written.message_id))
        assert written.name == kept.in_reply_to
        assert "Sent" == stored(written.letter).status


def test_a_server_that_can_is_told_the_name_of_the_letter(ctx: Context) -> None:
    heard: list[list[str]] = []

    class Naming(Postbox):
        async def handle_EHLO(
            self, _server: SMTP, session: Session, _envelope: Envelope, name: str, answers: list[str]
        ) -> list[str]:
            session.host_name = name
            return [*answers[:-1], "250-DSN", answers[-1]]

        async def handle_MAIL(
            self, _server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
        ) -> str:
            heard.append(options)
            envelope.mail_from = address
            return "250 OK"

    class Listening(SMTP):
        def _getparams(self, params: list[str]) -> dict[str, Any]:
            heard.append(params)
            return {}

    class Server(Controller):
        def factory(self) -> SMTP:
            return Listening(self.handler)

    controller = Server(Naming(), hostname="127.0.0.1", port=free_port(), ready_timeout=30)
    controller.start()
    configure(
        ctx.site, mail_server="127.0.0.1", mail_port=port_of(controller), auto_email_id="crm@example.com"
    )
    try:
        name = letter(ctx)
        send_letters()
    finally:
        controller.stop()
    assert "Sent" == stored(name).status
    assert ["RET=HDRS", f"ENVID={stored(name).message_id.strip('<>').upper()}"] == heard[0][-2:]
