"""Letters of the outbox, handed to a real SMTP server in this process."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from typing import Any

import frappe
import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword
from comptoir.context import Context
from comptoir.files import NewFile, attach
from comptoir.jobs import delaying, mailing, queue
from comptoir.mail import Letter, put
from comptoir.mail.letters import SECRET_PLACE, with_secret
from comptoir.mail.states import ATTEMPTS
from comptoir.sites.limits import Limits

from .postboxes import Postbox, configure, free_port, letter, port_of, stored


class TestSending:
    def test_hands_over_what_waits(self, ctx: Context, box: Postbox) -> None:
        name = letter(
            ctx, cc=["Boris <boris@example.com>"], bcc=["chef@example.com"], reply_to="sales@example.com"
        )
        mailing.send_letters()
        ((envelope, message),) = box.taken
        assert ["anna@example.com", "boris@example.com", "chef@example.com"] == envelope.rcpt_tos
        assert ("crm@example.com", "Région CRM <crm@example.com>") == (envelope.mail_from, message["From"])
        assert ("Hello", "sales@example.com") == (message["Subject"], message["Reply-To"])
        assert "chef" not in message.as_string()
        html, text = message.get_body(("html",)), message.get_body(("plain",))
        assert html is not None
        assert text is not None
        assert ("<p>Good <b>day</b></p>", "Good day") == (
            html.get_content().strip(),
            text.get_content().strip(),
        )
        assert "Sent" == stored(name).status

    def test_sends_each_once(self, ctx: Context, box: Postbox) -> None:
        letter(ctx)
        mailing.send_letters()
        mailing.send_letters()
        assert 1 == len(box.taken)

    def test_carries_files(self, ctx: Context, box: Postbox) -> None:
        kept = attach(ctx, NewFile("b.txt", b"kept", True, "", "", "", ""))
        letter(ctx, attachments=[{"fname": "a.txt", "fcontent": b"new"}, {"fid": kept.name}])
        mailing.send_letters()
        parts = {part.get_filename(): part.get_content() for part in box.taken[0][1].iter_attachments()}
        assert "new" == str(parts.pop("a.txt")).strip()
        assert ["kept"] == [str(content).strip() for content in parts.values()]

    def test_lets_no_subject_add_a_header(self, ctx: Context, box: Postbox) -> None:
        letter(ctx, subject="Hello\r\nBcc: evil@example.com")
        mailing.send_letters()
        ((envelope, message),) = box.taken
        assert (["anna@example.com"], None) == (envelope.rcpt_tos, message["Bcc"])

    def test_keeps_a_secret_out_of_the_outbox(self, ctx: Context, box: Postbox) -> None:
        name = letter(ctx, message=f"<p>{SECRET_PLACE}</p>", secret="https://site/key")
        assert "site/key" not in str(stored(name).as_dict())
        mailing.send_letters()
        assert "https://site/key" in box.taken[0][1].as_string()
        assert "" == with_secret(ctx, name, SECRET_PLACE)


class TestARefusal:
    def test_for_now_is_tried_again_later(self, ctx: Context, box: Postbox) -> None:
        name = letter(ctx)
        box.refuse_data = "451 Come back later"
        mailing.send_letters()
        waiting = stored(name)
        assert ("Not Sent", 1, True) == (waiting.status, waiting.retry, "451" in waiting.error)
        assert waiting.send_after > ctx.clock.now()
        assert 1 == queue.connection_of(ctx.site).zcard(delaying.KEY)
        box.refuse_data = ""
        mailing.send_letters()
        assert [] == box.taken
        frappe.db.set_value("Email Queue", name, "send_after", None)
        mailing.send_letters()
        assert ("Sent", 1) == (stored(name).status, len(box.taken))

    def test_for_good_is_not(self, ctx: Context, box: Postbox) -> None:
        name = letter(ctx)
        box.refuse_data = "554 Never"
        mailing.send_letters()
        assert "Error" == stored(name).status

    def test_of_one_letter_stops_no_other(self, ctx: Context, box: Postbox) -> None:
        bad, good = letter(ctx, recipients=["no@example.com"]), letter(ctx)
        box.refuse_recipient = {"no@example.com": "550 Unknown"}
        mailing.send_letters()
        assert ("Error", "Sent") == (stored(bad).status, stored(good).status)

    def test_of_one_recipient_is_noted(self, ctx: Context, box: Postbox) -> None:
        name = letter(ctx, recipients=["no@example.com", "anna@example.com"])
        box.refuse_recipient = {"no@example.com": "550 Unknown"}
        mailing.send_letters()
        sent = stored(name)
        assert ("Partially Sent", True) == (sent.status, "no@example.com: 550" in sent.error)
        assert ["Refused", "Sent"] == [row.status for row in sent.recipients]

    def test_ends_after_the_last_attempt(self, ctx: Context, box: Postbox) -> None:
        name = letter(ctx)
        box.refuse_data = "451 Come back later"
        for _attempt in range(ATTEMPTS):
            frappe.db.set_value("Email Queue", name, "send_after", None)
            mailing.send_letters()
        assert "Error" == stored(name).status


class TestAnHour:
    def test_has_as_many_e_mails_as_the_site_may_send(self, ctx: Context, box: Postbox) -> None:
        ctx.site.config = replace(ctx.site.config, limits=Limits(mails_per_hour=2))
        names = [letter(ctx, recipients=[f"{number}@example.com"]) for number in range(3)]
        mailing.send_letters()
        last = stored(names[2])
        assert (2, "Not Sent", 0) == (len(box.taken), last.status, last.retry)
        assert last.send_after > ctx.clock.now()
        assert 1 == queue.connection_of(ctx.site).zcard(delaying.KEY)


class TestAgain:
    def test_a_letter_reaches_those_it_did_not(self, ctx: Context, box: Postbox) -> None:
        name = letter(ctx, recipients=["no@example.com", "anna@example.com"])
        box.refuse_recipient = {"no@example.com": "550 Unknown"}
        mailing.send_letters()
        box.refuse_recipient = {}
        sent = stored(name)
        sent.status = "Not Sent"
        sent.save()
        ctx.db.commit()
        mailing.send_letters()
        assert [["anna@example.com"], ["no@example.com"]] == [envelope.rcpt_tos for envelope, _ in box.taken]
        assert "Sent" == stored(name).status

    def test_a_letter_without_its_secret_is_not_sent(self, ctx: Context, box: Postbox) -> None:
        name = letter(ctx, message=SECRET_PLACE, secret="https://site/key")
        box.refuse_data = "554 Never"
        mailing.send_letters()
        failed = stored(name)
        failed.status = "Not Sent"
        with pytest.raises(frappe.ValidationError, match="forgotten"):
            failed.save()

    def test_a_letter_that_left_stays_so(self, ctx: Context, box: Postbox) -> None:
        name = letter(ctx)
        mailing.send_letters()
        sent = stored(name)
        sent.status = "Not Sent"
        with pytest.raises(frappe.DocstatusTransitionError):
            sent.save()


class TestAServer:
    def test_that_is_not_there_leaves_letters_waiting(self, ctx: Context, box: Postbox) -> None:
        configure(ctx.site, mail_port=1)
        names = [letter(ctx), letter(ctx)]
        mailing.send_letters()
        assert [("Not Sent", 1), ("Not Sent", 1)] == [(stored(n).status, stored(n).retry) for n in names]

    def test_is_asked_for_encryption_where_that_is_set(self, ctx: Context, box: Postbox) -> None:
        configure(ctx.site, use_tls=True)
        name = letter(ctx)
        mailing.send_letters()
        assert ([], "Not Sent", True) == (box.taken, stored(name).status, "STARTTLS" in stored(name).error)

    def test_is_signed_in_to(self, ctx: Context) -> None:
        seen: list[Any] = []

        def authenticate(
            _server: Any, _session: Any, _envelope: Any, _mechanism: Any, data: Any
        ) -> AuthResult:
            seen.append(data)
            return AuthResult(success=isinstance(data, LoginPassword) and data.password == b"right")

        box = Postbox()
        controller = Controller(
            box, hostname="127.0.0.1", port=free_port(), ready_timeout=30, authenticator=authenticate,
            auth_require_tls=False,
        )  # fmt: skip
        controller.start()
        with closing(_Stopping(controller)):
            port = port_of(controller)
            configure(
                ctx.site,
                mail_server="127.0.0.1",
                mail_port=port,
                mail_login="a@example.com",
                mail_password="wrong",
            )
            name = letter(ctx)
            mailing.send_letters()
            assert ("Not Sent", False) == (stored(name).status, "wrong" in stored(name).error)
            frappe.db.set_value("Email Queue", name, "send_after", None)
            configure(ctx.site, mail_password="right")
            mailing.send_letters()
        assert ("a@example.com", 2) == (box.taken[0][0].mail_from, len(seen))

    def test_that_is_not_set_leaves_letters_waiting(self, ctx: Context) -> None:
        name = letter(ctx)
        mailing.send_letters()
        assert ("Not Sent", 0) == (stored(name).status, stored(name).retry)


class _Stopping:
    def __init__(self, controller: Controller):
        self.controller = controller

    def close(self) -> None:
        self.controller.stop()


class TestALetter:
    def test_is_sent_by_a_job_after_the_commit(
        self, ctx: Context, box: Postbox, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        pushed: list[Any] = []
        monkeypatch.setattr(mailing, "push", lambda _connection, payload, **_options: pushed.append(payload))
        put(ctx, Letter(recipients=["anna@example.com"], subject="Hello", message="x"))
        assert [] == pushed
        ctx.db.commit()
        assert [(mailing.SEND, "Administrator")] == [(job["method"], job["user"]) for job in pushed]


class TestADelayedJob:
    def test_is_queued_when_its_moment_has_come(self, ctx: Context, monkeypatch: pytest.MonkeyPatch) -> None:
        pushed: list[Any] = []
        monkeypatch.setattr(delaying, "push", lambda _connection, payload, **_options: pushed.append(payload))
        connection = queue.connection_of(ctx.site)
        delaying.push_later(connection, {"site": "s"}, 3600)
        assert (0, []) == (delaying.release(connection), pushed)
        delaying.push_later(connection, {"site": "s"}, 0)
        delaying.push_later(connection, {"site": "s"}, 3600)
        assert (1, [{"site": "s"}], 0) == (delaying.release(connection), pushed, delaying.release(connection))
