"""E-mails fetched from a real IMAP server: kept once, beside the document they belong to, whatever is in them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import frappe
import pytest
from comptoir.context import Context
from comptoir.correspondence import fetching, incoming
from imap_tools import MailBoxUnencrypted

from .mailboxes import PASSWORD, USER, come, message, place, received
from .postboxes import letter, stored


class TestAnAnswer:
    def test_to_the_id_of_a_letter_comes_to_its_document(self, ctx: Context, account: Any, acme: Any) -> None:
        (kept,) = come(ctx, account, message(References=f"<0@elsewhere> {acme.letter.message_id}"))
        assert ("Client", acme.name, acme.letter.name) == (*place(kept), kept.in_reply_to)
        assert ("ann@acme.example", "Ann", "Open") == (kept.sender, kept.sender_full_name, kept.status)

    def test_to_a_letter_of_the_outbox_does_too(self, ctx: Context, account: Any, acme: Any) -> None:
        name = letter(ctx, reference_doctype="Client", reference_name=acme.name)
        (kept,) = come(ctx, account, message(In_Reply_To=stored(name).message_id))
        assert ("Client", acme.name) == place(kept)

    def test_to_the_address_of_a_letter_does_too(self, ctx: Context, account: Any, acme: Any) -> None:
        (kept,) = come(ctx, account, message(To=f"crm+c.{acme.letter.name}@example.com"))
        assert ("Client", acme.name) == place(kept)

    def test_that_names_the_document_does_where_its_sender_was_written_to(
        self, ctx: Context, account: Any, acme: Any
    ) -> None:
        subject = f"Re: [#{acme.name}]"
        known = message(Subject=subject)
        stranger = message(Subject=subject, From="eve@evil.example", Message_ID="<2@evil.example>")
        first, second = come(ctx, account, known, stranger)
        assert ("Client", acme.name) == place(first)
        assert ("Client", acme.name) != place(second)


class TestANewMatter:
    def test_becomes_a_document_by_the_rule_of_the_account(self, ctx: Context, account: Any) -> None:
        (kept,) = come(ctx, account, message("I need a price."))
        client = frappe.get_doc(*place(kept))
        assert ("Client", "Ann", "I need a price.") == (
            client.doctype,
            client.client_name,
            client.notes.strip(),
        )

    def test_that_can_become_none_is_kept_by_itself(self, ctx: Context, account: Any) -> None:
        frappe.db.set_value("Email Account", account.name, "append_to_owner", "Guest")
        (kept,) = come(ctx, account, message())
        assert (None, None) == place(kept)

    def test_becomes_no_document_where_its_sender_never_ends(
        self, ctx: Context, account: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(incoming, "MOST_MATTERS", 1)
        first, second = come(ctx, account, message(), message(Message_ID="<2@acme.example>"))
        assert ("Client", None) == (place(first)[0], place(second)[0])

    def test_brings_its_files(self, ctx: Context, account: Any) -> None:
        made = message()
        made.add_attachment(b"PK\x03\x04", maintype="application", subtype="zip", filename="../../bomb.zip")
        (kept,) = come(ctx, account, made)
        (file,) = frappe.get_all("File", {"attached_to_name": kept.name}, ["file_name", "is_private"])
        assert ("bomb.zip", 1, 1) == (file.file_name, file.is_private, kept.has_attachment)


class TestEach:
    def test_is_kept_once(self, ctx: Context, account: Any) -> None:
        come(ctx, account, message())
        assert 1 == len(come(ctx, account))
        frappe.db.set_value("Email Account", account.name, "uidnext", 0)
        assert 1 == len(come(ctx, account, message()))

    def test_is_kept_once_where_the_job_is_killed_before_its_commit(self, ctx: Context, account: Any) -> None:
        with MailBoxUnencrypted("127.0.0.1", account.incoming_port).login(USER, PASSWORD) as mailbox:
            mailbox.append(message().as_bytes())
        command = [sys.executable, str(Path(__file__).with_name("fetcher_process.py"))]
        where = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
        given = [ctx.site.root, ctx.site.path.parent, ctx.site.name, account.name]
        died = subprocess.run([*command, *given], env=where, check=False)
        assert (-signal.SIGKILL, []) == (died.returncode, received())
        assert 1 == len(come(ctx, account))

    @pytest.mark.parametrize(
        "headers",
        [
            {"Auto_Submitted": "auto-replied"},
            {"Precedence": "bulk"},
            {"Return_Path": "<>"},
            {"From": USER},
            {"From": "MAILER-DAEMON@example.com"},
        ],
    )
    def test_that_nobody_wrote_or_is_our_own_is_passed_over(
        self, ctx: Context, account: Any, headers: dict[str, str]
    ) -> None:
        assert [] == come(ctx, account, message(**headers))

    def test_of_our_letters_that_comes_back_is_passed_over(
        self, ctx: Context, account: Any, acme: Any
    ) -> None:
        assert [] == come(ctx, account, message(Message_ID=acme.letter.message_id))

    def test_says_where_its_server_cannot_be_reached(self, ctx: Context, account: Any) -> None:
        frappe.db.set_value("Email Account", account.name, "incoming_port", 1)
        fetching.fetch_all()
        assert frappe.db.get_value("Email Account", account.name, "last_error")
