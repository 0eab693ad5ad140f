"""A mailbox on an IMAP server, and what comes to it."""

from __future__ import annotations

import socket
from email.message import EmailMessage
from typing import Any

import frappe
from comptoir.context import Context
from comptoir.correspondence import fetching
from imap_tools import MailBoxUnencrypted

USER, PASSWORD = "crm@example.com", "a password of the tests"


def answers(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1) as line:
            return bool(line.recv(10))
    except OSError:
        return False


def message(text: str = "Hello", **headers: str) -> EmailMessage:
    made = EmailMessage()
    given = {
        "From": "Ann <ann@acme.example>",
        "To": USER,
        "Subject": "A question",
        "Message-ID": "<1@acme.example>",
    }
    for name, value in (given | {key.replace("_", "-"): value for key, value in headers.items()}).items():
        made[name] = value
    made.set_content(text)
    return made


def come(ctx: Context, account: Any, *messages: EmailMessage | bytes) -> list[Any]:
    """Deliver ``messages`` and fetch. The Communications that were received."""
    with MailBoxUnencrypted("127.0.0.1", account.incoming_port).login(USER, PASSWORD) as mailbox:
        for each in messages:
            mailbox.append(each if isinstance(each, bytes) else each.as_bytes())
    fetching.fetch(ctx, account.name)
    assert not frappe.db.get_value("Email Account", account.name, "last_error")
    return received()


def received() -> list[Any]:
    names = frappe.get_all(
        "Communication", {"sent_or_received": "Received"}, pluck="name", order_by="creation"
    )
    return [frappe.get_doc("Communication", name) for name in names]


def place(communication: Any) -> tuple[Any, Any]:
    return communication.reference_doctype, communication.reference_name
