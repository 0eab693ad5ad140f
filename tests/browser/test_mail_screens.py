"""Writing an e-mail about a document, and what became of it, in a real browser."""

from __future__ import annotations

import frappe
import pytest
from comptoir.mail import outbox
from comptoir.mail.states import REFUSED, SENT, Outcome
from comptoir.sites import Site
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.only_on("sqlite")


@pytest.fixture
def client(page: Page, site: Site) -> str:
    """A client with an address, and a template; the form is open."""
    with site.context():
        values = {"client_name": "Étoile du Nord", "email": "etoile@example.com"}
        name = str(frappe.get_doc(doctype="Client", **values).insert().name)
        text = "<p>Dear {{ client_name }}, thank you.</p>"
        frappe.get_doc(doctype="Email Template", name="Thanks", subject="Thanks", response=text).insert()
    page.goto(f"/app/client/{name}")
    page.locator("[data-test=timeline]").wait_for()
    return name


def test_an_e_mail_is_written_with_a_template_and_shown_with_what_became_of_it(
    page: Page, site: Site, client: str
) -> None:
    page.locator("[data-test=form-menu]").click()
    page.get_by_role("menuitem", name="E-mail").click()
    form = page.locator("[data-test=mail-form]")
    recipients = form.get_by_label("Recipients")
    expect(recipients).to_have_value("etoile@example.com")
    recipients.fill("etoile@example.com, nobody@example.com")
    form.get_by_label("Template").fill("Thanks")
    page.get_by_role("option", name="Thanks").first.click()
    expect(form).to_contain_text("Dear Étoile du Nord, thank you.")
    page.locator("[data-test=mail-preview-toggle]").click()
    expect(page.locator("[data-test=mail-preview]")).to_contain_text("nobody@example.com")
    page.locator("[data-test=mail-send]").click()
    mail = page.locator("[data-test=mail]")
    expect(mail).to_contain_text("Dear Étoile du Nord, thank you.")
    expect(mail.locator("[data-test=delivery]")).to_contain_text("Waits")
    with site.context() as ctx:
        rows = frappe.get_all("Email Queue Recipient", fields=["name", "recipient", "parent"])
        outcomes = {
            "etoile@example.com": Outcome(SENT),
            "nobody@example.com": Outcome(REFUSED, "550 Unknown"),
        }
        outbox.settle(ctx, {row.name: outcomes[row.recipient] for row in rows})
        outbox.conclude(ctx, rows[0].parent)
    page.reload()
    expect(mail.locator("[data-test=delivery]")).to_contain_text("Refused")
    expect(mail.locator("[data-test=delivery]")).to_contain_text("550 Unknown")
    page.get_by_role("button", name="Changes").click()
    expect(mail).to_have_count(0)
    page.get_by_role("button", name="E-mails").click()
    mail.get_by_label("Answer the e-mail").click()
    expect(form.get_by_label("Subject")).to_have_value("Re: Thanks")
