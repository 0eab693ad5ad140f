"""A mail server that takes what the site sends."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from aiosmtpd.controller import Controller
from comptoir.context import Context

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
