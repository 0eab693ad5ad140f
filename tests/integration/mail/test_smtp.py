"""Letters of the outbox, handed to a real SMTP server in this process."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import frappe
import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from comptoir.context import Context
from comptoir.files import NewFile, attach
from comptoir.jobs import delaying, mailing, queue
from comptoir.mail import Letter, outbox, put
from comptoir.sites import Site


class Postbox:
    """Takes e-mails; refuses as it is told."""

    def __init__(self) -> None:
        self.taken: list[tuple[Envelope, EmailMessage]] = []
        self.refuse_data = ""
        self.refuse_recipient: dict[str, str] = {}

    async def handle_RCPT(
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if address in self.refuse_recipient:
            return self.refuse_recipient[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:
        if self.refuse_data:
            return self.refuse_data
        message = message_from_bytes(envelope.original_content or b"", policy=policy.default)
        assert isinstance(message, EmailMessage)
        self.taken.append((envelope, message))
        return "250 OK"


@pytest.fixture
def postbox() -> Iterator[tuple[Postbox, Controller]]:
    box = Postbox()
    controller = Controller(box, hostname="127.0.0.1", port=free_port(), ready_timeout=30)
    controller.start()
    yield box, controller
    controller.stop()


def port_of(controller: Controller) -> int:
    assert controller.server is not None
    return int(controller.server.sockets[0].getsockname()[1])


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def configure(site: Site, **values: Any) -> None:
    site.config = replace(site.config, raw={**site.config.raw, **values})


@pytest.fixture
def box(ctx: Context, postbox: tuple[Postbox, Controller]) -> Postbox:
    """The server, set as that of the site."""
    box, controller = postbox
    configure(
        ctx.site, mail_server="127.0.0.1", mail_port=port_of(controller), auto_email_id="crm@example.com",
        email_sender_name="Région CRM",
    )  # fmt: skip
    return box


def letter(ctx: Context, **values: Any) -> Any:
    given = {"recipients": ["anna@example.com"], "subject": "Hello", "message": "<p>Good <b>day</b></p>"}
    made = put(ctx, Letter(**(given | values)))
    ctx.db.commit()
    return made.name


def stored(name: Any) -> Any:
    return frappe.get_doc("Email Queue", name)


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
        name = letter(ctx, message=f"<p>{outbox.SECRET_PLACE}</p>", secret="https://site/key")
        assert "site/key" not in str(stored(name).as_dict())
        mailing.send_letters()
        assert "https://site/key" in box.taken[0][1].as_string()
        assert "" == outbox.with_secret(ctx, name, outbox.SECRET_PLACE)


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
        assert ("Sent", True) == (sent.status, "no@example.com: 550" in sent.error)

    def test_ends_after_the_last_attempt(self, ctx: Context, box: Postbox) -> None:
        name = letter(ctx)
        box.refuse_data = "451 Come back later"
        for _attempt in range(outbox.ATTEMPTS):
            frappe.db.set_value("Email Queue", name, "send_after", None)
            mailing.send_letters()
        assert "Error" == stored(name).status


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
