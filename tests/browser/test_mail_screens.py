"""Writing an e-mail about a document, and what became of it, in a real browser."""

from __future__ import annotations

from pathlib import Path

import frappe
import pytest
from comptoir.mail import outbox
from comptoir.mail.states import REFUSED, SENT, Outcome
from comptoir.sites import Site
from playwright.sync_api import Page, expect

PNG = Path(__file__).parents[2] / "docs" / "images" / "desk.png"
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


def test_pictures_of_a_received_e_mail_are_asked_for_by_a_click(page: Page, site: Site, client: str) -> None:
    text = '<p>Our news</p><img data-picture="https://a.example/1.png" alt="Offer">'
    with site.context():
        frappe.get_doc(
            doctype="Communication", subject="News", content=text, sent_or_received="Received", sender="ann@a.example",
            reference_doctype="Client", reference_name=client,
        ).insert(ignore_permissions=True)  # fmt: skip
    asked: list[str] = []
    page.context.route(
        "**/*picture?*", lambda route: (asked.append(route.request.url), route.fulfill(path=PNG))
    )
    page.context.route("https://a.example/**", lambda route: (asked.append("elsewhere"), route.abort()))
    page.reload()
    mail = page.locator("[data-test=mail]")
    expect(mail).to_contain_text("Our news")
    expect(mail.locator("[data-test=hidden-pictures]")).to_be_visible()
    assert [] == asked
    mail.get_by_role("button", name="Always of ann@a.example").click()
    expect(mail.get_by_alt_text("Offer")).to_be_visible()
    expect(mail.locator("[data-test=hidden-pictures]")).to_have_count(0)
    page.reload()
    expect(mail.get_by_alt_text("Offer")).to_be_visible()
    assert all("pictures.picture?communication=" in each and each.endswith("number=0") for each in asked)
    assert asked
