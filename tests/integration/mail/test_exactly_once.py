"""Every recipient gets a letter once, or it is said that nobody knows: lines that break, senders that die."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import frappe
import pytest
import sqlalchemy as sa
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from comptoir.context import Context
from comptoir.db.tables import table_for
from comptoir.jobs import mailing
from comptoir.mail import Letter, outbox, put
from comptoir.sites.config import SITE, read_json, write_json

from .postboxes import Postbox, configure, free_port, letter, port_of, stored


class Fragile(Postbox):
    """Loses the line, or kills whoever sends, when as many letters as it was told have come."""

    def __init__(self) -> None:
        super().__init__()
        self.received: Counter[str] = Counter()
        self.breaks: dict[int, str] = {}
        self.sender: subprocess.Popen[bytes] | None = None
        self.seen = 0

    async def handle_MAIL(
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        self.seen += 1
        self._break(server, "before")
        envelope.mail_from = address
        return "250 OK"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:
        self.received.update(envelope.rcpt_tos)
        self._break(server, "after")
        return "250 OK"

    def _break(self, server: SMTP, moment: str) -> None:
        if self.breaks.get(self.seen) != moment:
            return
        del self.breaks[self.seen]
        if self.sender is not None:
            os.kill(self.sender.pid, signal.SIGKILL)
        else:
            assert server.transport is not None
            server.transport.abort()


@pytest.fixture
def fragile(ctx: Context) -> Iterator[Fragile]:
    box = Fragile()
    controller = Controller(box, hostname="127.0.0.1", port=free_port(), ready_timeout=30)
    controller.start()
    configure(
        ctx.site, mail_server="127.0.0.1", mail_port=port_of(controller), auto_email_id="crm@example.com"
    )
    yield box
    controller.stop()


def statuses(ctx: Context) -> dict[str, str]:
    """What the outbox knows of each recipient."""
    rows = table_for(ctx.site.registry.get("Email Queue Recipient"))
    return {row.recipient: row.status for row in ctx.db.execute(sa.select(rows.c.recipient, rows.c.status))}


class TestALineThatBreaks:
    def test_before_the_end_of_a_letter_means_another_attempt(self, ctx: Context, fragile: Fragile) -> None:
        names = [letter(ctx, recipients=[f"{number}@example.com"]) for number in range(3)]
        fragile.breaks = {2: "before"}
        mailing.send_letters()
        assert ["Sent", "Not Sent", "Sent"] == [stored(name).status for name in names]
        frappe.db.set_value("Email Queue", names[1], "send_after", None)
        mailing.send_letters()
        assert {f"{number}@example.com": 1 for number in range(3)} == fragile.received

    def test_after_it_leaves_the_recipient_unsure_and_is_not_tried_again(
        self, ctx: Context, fragile: Fragile
    ) -> None:
        name = letter(ctx, recipients=["anna@example.com", "boris@example.com"])
        fragile.breaks = {1: "after"}
        mailing.send_letters()
        unsure = stored(name)
        assert ("Error", ["Unsure", "Unsure"]) == (unsure.status, [row.status for row in unsure.recipients])
        assert "No answer came" in unsure.recipients[0].error
        unsure.status = "Not Sent"
        unsure.save()
        ctx.db.commit()
        mailing.send_letters()
        assert {"anna@example.com": 1, "boris@example.com": 1} == fragile.received


class TestASender:
    def test_that_comes_second_leaves_the_letter_to_the_first(
        self, ctx: Context, fragile: Fragile, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        name = letter(ctx)
        promise = outbox.promise

        def overtaken(ctx: Context, name: str, rows: list[str]) -> bool:
            assert promise(ctx, name, rows)
            return promise(ctx, name, rows)

        monkeypatch.setattr(outbox, "promise", overtaken)
        mailing.send_letters()
        assert ({}, "Sending") == (fragile.received, stored(name).status)

    def test_that_works_on_is_not_taken_for_dead(self, ctx: Context, fragile: Fragile) -> None:
        name = letter(ctx)
        outbox.claim(ctx)
        ctx.db.commit()
        assert 0 == outbox.take_back(ctx)
        assert "Sending" == stored(name).status

    @pytest.mark.parametrize(
        "count", [60, pytest.param(10_000, marks=pytest.mark.slow, id="ten thousand letters")]
    )
    def test_that_is_killed_three_times_sends_to_nobody_twice(
        self, ctx: Context, fragile: Fragile, count: int
    ) -> None:
        for number in range(count):
            put(ctx, Letter([f"{number}@example.com"], "Hello", "x"))
        ctx.db.commit()
        config = ctx.site.path / SITE
        write_json(
            config,
            read_json(config) | {"mail_server": "127.0.0.1", "mail_port": ctx.site.config.raw["mail_port"]},
        )
        fragile.breaks = {count // 4: "after", count // 2: "before", count * 3 // 4: "after"}
        for _killed in range(3):
            while self.send(ctx, fragile) != -signal.SIGKILL:
                assert "Not Sent" in statuses(ctx).values()
            outbox.take_back(ctx, timedelta(0))
            ctx.db.commit()
        while "Not Sent" in statuses(ctx).values():
            assert 0 == self.send(ctx, fragile)
        known = statuses(ctx)
        assert {"Sent": count - 2, "Unsure": 2} == Counter(known.values())
        assert dict.fromkeys(known, 1) == fragile.received

    @staticmethod
    def send(ctx: Context, fragile: Fragile) -> int:
        command = [sys.executable, str(Path(__file__).with_name("sender_process.py"))]
        site = ctx.site
        where = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
        fragile.sender = subprocess.Popen([*command, site.root, site.path.parent, site.name], env=where)
        return fragile.sender.wait()
