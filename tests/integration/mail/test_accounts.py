"""Which account a letter leaves from."""

from __future__ import annotations

from typing import Any

import frappe
import pytest
from comptoir.context import Context
from comptoir.jobs import mailing
from comptoir.mail import accounts

from .postboxes import Postbox, letter, stored


def account(name: str, **values: Any) -> Any:
    given = {"email_id": f"{name.lower()}@example.com", "email_account_name": name, "enable_outgoing": 1,
             "smtp_server": "127.0.0.1"}  # fmt: skip
    return frappe.get_doc({"doctype": "Email Account"} | given | values).insert()


@pytest.fixture
def north(ctx: Context) -> Any:
    """A branch with an account of its own, beside the default one."""
    branch = frappe.get_doc({"doctype": "Branch", "branch_name": "North"}).insert()
    account("Usual", default_outgoing=1)
    account("North", scope_type="Branch", scope=branch.name)
    return branch


def client(branch: Any) -> Any:
    return frappe.get_doc({"doctype": "Client", "client_name": "Acme", "branch": branch.name}).insert()


class TestALetter:
    def test_about_a_document_leaves_from_the_account_of_its_branch(self, ctx: Context, north: Any) -> None:
        acme = client(north)
        contact = frappe.get_doc({"doctype": "Contact", "first_name": "Ann", "client": acme.name}).insert()
        assert ["North", "North"] == [accounts.writing_about(ctx, doc) for doc in (acme, contact)]

    def test_about_another_leaves_from_the_default_one(self, ctx: Context, north: Any) -> None:
        other = frappe.get_doc({"doctype": "Branch", "branch_name": "South"}).insert()
        assert ["Usual", "Usual"] == [
            accounts.writing_about(ctx, client(other)),
            accounts.writing_about(ctx, None),
        ]

    def test_is_handed_to_the_server_of_its_account(self, ctx: Context, box: Postbox) -> None:
        account("Sales", smtp_port=ctx.site.config.raw["mail_port"])
        names = [letter(ctx, account="Sales"), letter(ctx)]
        mailing.send_letters()
        assert ["sales@example.com", "crm@example.com"] == [
            envelope.mail_from for envelope, _message in box.taken
        ]
        assert ["Sent", "Sent"] == [stored(name).status for name in names]

    def test_leaves_from_the_usual_server_where_its_account_sends_no_more(
        self, ctx: Context, box: Postbox
    ) -> None:
        account("Sales", enable_outgoing=0)
        letter(ctx, account="Sales")
        mailing.send_letters()
        assert ["crm@example.com"] == [envelope.mail_from for envelope, _message in box.taken]
