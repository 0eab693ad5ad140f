"""A mail server in this process, and letters for it."""

from __future__ import annotations

import socket
from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import frappe
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from comptoir.context import Context
from comptoir.mail import Letter, put
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


def port_of(controller: Controller) -> int:
    assert controller.server is not None
    return int(controller.server.sockets[0].getsockname()[1])


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def configure(site: Site, **values: Any) -> None:
    site.config = replace(site.config, raw={**site.config.raw, **values})


def letter(ctx: Context, **values: Any) -> Any:
    given = {"recipients": ["anna@example.com"], "subject": "Hello", "message": "<p>Good <b>day</b></p>"}
    made = put(ctx, Letter(**(given | values)))
    ctx.db.commit()
    return made.name


def stored(name: Any) -> Any:
    return frappe.get_doc("Email Queue", name)
