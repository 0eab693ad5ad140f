"""A mail server that takes what the site sends, and one from which it fetches what comes."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import frappe
import pytest
from aiosmtpd.controller import Controller
from comptoir.context import Context
from comptoir.correspondence.writing import Draft, write
from imap_tools import MailBoxUnencrypted

from .mailboxes import PASSWORD, USER, answers
from .postboxes import Postbox, configure, free_port, port_of


@pytest.fixture
def postbox() -> Iterator[tuple[Postbox, Controller]]:
    box = Postbox()
    controller = Controller(box, hostname="127.0.0.1", port=free_port(), ready_timeout=30)
    controller.start()
    yield box, controller
    controller.stop()


@pytest.fixture
def box(ctx: Context, postbox: tuple[Postbox, Controller]) -> Postbox:
    """The server, set as that of the site."""
    box, controller = postbox
    configure(
        ctx.site, mail_server="127.0.0.1", mail_port=port_of(controller), auto_email_id="crm@example.com",
        email_sender_name="Région CRM",
    )  # fmt: skip
    return box


@pytest.fixture(scope="module")
def imap_port() -> Iterator[int]:
    """A server that is up."""
    port = free_port()
    command = [Path(sys.executable).with_name("pymap"), "--host", "127.0.0.1", "--port", str(port), "--no-tls",
               "--no-service", "admin", "--no-service", "managesieve", "dict", "--demo-data", "--demo-user", USER,
               "--demo-password", PASSWORD]  # fmt: skip
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 60
    while not answers(port):
        assert server.poll() is None
        assert time.monotonic() < deadline
    yield port
    server.kill()
    server.wait()


@pytest.fixture
def account(ctx: Context, imap_port: int) -> Any:
    """An account whose mailbox is empty and whose new matters become clients."""
    with MailBoxUnencrypted("127.0.0.1", imap_port).login(USER, PASSWORD) as mailbox:
        mailbox.delete(mailbox.uids())
    rows = [{"source": "Sender name", "fieldname": "client_name"}, {"source": "Text", "fieldname": "notes"}]
    values = {
        "doctype": "Email Account", "email_id": USER, "email_account_name": "CRM", "password": PASSWORD,
        "enable_incoming": 1, "default_incoming": 1, "email_server": "127.0.0.1", "incoming_port": imap_port, "use_ssl": 0,
        "append_to": "Client", "append_to_owner": "Administrator", "append_to_fields": rows,
    }  # fmt: skip
    made = frappe.get_doc(values).insert()
    ctx.db.commit()
    return made


@pytest.fixture
def acme(ctx: Context, account: Any) -> Any:
    """A client that was written to, as ``acme.letter`` says."""
    client = frappe.get_doc({"doctype": "Client", "client_name": "Acme"}).insert()
    client.letter = write(ctx, "Client", client.name, Draft("Offer", "<p>Hi</p>", ["ann@acme.example"]))
    ctx.db.commit()
    return client
