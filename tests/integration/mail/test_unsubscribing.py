"""Letters with a link to receive no more of them, and what the link does."""

from __future__ import annotations

from typing import Any

import frappe
import pytest
from comptoir.context import Context
from comptoir.jobs import mailing
from comptoir.mail import unsubscribing
from comptoir.mail.unsubscribing import Subscription

from .postboxes import Postbox, letter, stored

ABOUT = {"reference_doctype": "User", "reference_name": "Administrator"}


def send(ctx: Context, **values: Any) -> Any:
    name = letter(ctx, recipients=["anna@example.com", "boris@example.com"], unsubscribe=True, **values)
    mailing.send_letters()
    return stored(name)


class TestALetter:
    def test_goes_to_each_with_a_link_of_their_own(self, ctx: Context, box: Postbox) -> None:
        send(ctx)
        assert [["anna@example.com"], ["boris@example.com"]] == [
            envelope.rcpt_tos for envelope, _message in box.taken
        ]
        for envelope, message in box.taken:
            link = unsubscribing.link(ctx, Subscription(envelope.rcpt_tos[0]))
            assert (f"<{link}>", "List-Unsubscribe=One-Click") == (
                message["List-Unsubscribe"],
                message["List-Unsubscribe-Post"],
            )
            assert [message["To"]] == envelope.rcpt_tos
            text = message.get_body(("plain",))
            assert text is not None
            assert link in text.get_content()

    @pytest.mark.parametrize(
        "ended", [Subscription("Anna@example.com"), Subscription("anna@example.com", "User", "Administrator")]
    )
    def test_does_not_reach_who_wants_none(self, ctx: Context, box: Postbox, ended: Subscription) -> None:
        unsubscribing.end(ctx, ended)
        sent = send(ctx, **ABOUT)
        assert ("Sent", ["Unsubscribed", "Sent"]) == (sent.status, [row.status for row in sent.recipients])
        assert [["boris@example.com"]] == [envelope.rcpt_tos for envelope, _message in box.taken]

    def test_about_another_document_still_does(self, ctx: Context, box: Postbox) -> None:
        unsubscribing.end(ctx, Subscription("anna@example.com", "User", "Guest"))
        assert ["Sent", "Sent"] == [row.status for row in send(ctx, **ABOUT).recipients]

    def test_without_a_link_reaches_them_all_the_same(self, ctx: Context, box: Postbox) -> None:
        unsubscribing.end(ctx, Subscription("anna@example.com"))
        name = letter(ctx)
        mailing.send_letters()
        assert "Sent" == stored(name).status


class TestEnding:
    def test_twice_is_kept_once(self, ctx: Context) -> None:
        for _time in range(2):
            unsubscribing.end(ctx, Subscription("anna@example.com"))
        assert 1 == frappe.db.count("Email Unsubscribe")

    def test_names_a_document_or_everything(self, ctx: Context) -> None:
        for values in ({}, ABOUT | {"global_unsubscribe": 1}):
            with pytest.raises(frappe.ValidationError, match="not both"):
                frappe.get_doc({"doctype": "Email Unsubscribe", "email": "a@example.com"} | values).insert()
