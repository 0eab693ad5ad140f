"""E-mails about documents: written over HTTP, sent by the outbox, shown to who may read the document."""

from __future__ import annotations

import json
from typing import Any

import pytest
import sqlalchemy as sa
from comptoir.documents import get_document, new_document
from comptoir.sites import Site

from .conftest import Browser, Caller, key_of, make_user

CLERK, OUTSIDER, DRIVER = "clerk@example.com", "outsider@example.com", "driver@example.com"
MAKE = "/api/method/frappe.core.doctype.communication.email.make"
PICTURE = "/api/method/comptoir.correspondence.pictures.picture"
FILL = "/api/method/frappe.email.doctype.email_template.email_template.get_email_template"
ACCOUNT = {
    "email_id": "sales@example.com", "email_account_name": "Sales", "enable_outgoing": 1, "smtp_server": "127.0.0.1",
    "default_outgoing": 1, "enable_incoming": 1, "email_server": "127.0.0.1", "password": "a secret of the tests",
}  # fmt: skip


@pytest.fixture
def client_name(admin: Caller, site: Site) -> str:
    """A client, a clerk who may mail it, and somebody who may not read it."""
    make_user(site, CLERK, "Sales User")
    make_user(site, OUTSIDER)
    made = admin("POST", "/api/resource/Client", json={"client_name": "Acme", "email": "acme@example.com"})
    return str(made.json()["data"]["name"])


@pytest.fixture
def clerk(client: Browser, site: Site, client_name: str) -> Caller:
    return Caller(client, key_of(site, CLERK))


@pytest.fixture
def outsider(client: Browser, site: Site, client_name: str) -> Caller:
    return Caller(client, key_of(site, OUTSIDER))


def write(caller: Caller, name: str, **values: Any) -> Any:
    given = {"doctype": "Client", "name": name, "recipients": "acme@example.com", "subject": "Offer",
             "content": "<p>Good day</p>", "send_email": 1}  # fmt: skip
    return caller("POST", MAKE, json=given | values)


def test_a_letter_that_nothing_sends_yet_says_so(admin: Caller, clerk: Caller, client_name: str) -> None:
    assert "no e-mail account" in write(clerk, client_name).json()["_server_messages"]
    assert 200 == admin("POST", "/api/resource/Email Account", json=ACCOUNT).status_code
    assert "_server_messages" not in write(clerk, client_name).json()
    assert "_server_messages" not in write(clerk, client_name, send_email=0).json()


def letters(site: Site) -> list[Any]:
    with site.context() as ctx:
        table = sa.table("tabEmail Queue", sa.column("name"))
        return [
            get_document(ctx, "Email Queue", name)
            for name in ctx.db.execute(sa.select(table.c.name)).scalars()
        ]


def timeline(caller: Caller, name: str) -> Any:
    query = {"doctype": "Client", "name": name}
    return caller("GET", "/api/method/frappe.desk.form.load.get_docinfo", params=query).json()["docinfo"]


class TestWriting:
    def test_sends_and_keeps_it(self, clerk: Caller, client_name: str, site: Site) -> None:
        answer = write(clerk, client_name, cc="chef@example.com", send_me_a_copy=1)
        assert 200 == answer.status_code, answer.text
        (letter,) = letters(site)
        assert [("acme@example.com", "To"), ("chef@example.com", "CC"), (CLERK, "BCC")] == [
            (row.recipient, row.kind) for row in letter.recipients
        ]
        (shown,) = timeline(clerk, client_name)["communications"]
        assert (answer.json()["message"]["name"], "Sent", CLERK) == (
            shown["name"],
            shown["sent_or_received"],
            shown["sender"],
        )
        assert ["Not Sent"] * 3 == [row["status"] for row in shown["delivery"]]

    def test_comes_from_the_account_in_the_name_of_the_writer(
        self, admin: Caller, clerk: Caller, client_name: str, site: Site
    ) -> None:
        assert 200 == admin("POST", "/api/resource/Email Account", json=ACCOUNT).status_code
        kept = write(clerk, client_name, sender="boss@example.com").json()["message"]["name"]
        (letter,) = letters(site)
        assert ("Test <sales@example.com>", f"sales+c.{kept}@example.com", "Sales") == (
            letter.sender,
            letter.reply_to,
            letter.email_account,
        )

    def test_carries_files_and_the_document_itself(self, clerk: Caller, client_name: str, site: Site) -> None:
        sent = {"file": ("offer.txt", b"an offer")}
        form = {"doctype": "Client", "docname": client_name, "is_private": "1"}
        file = clerk("POST", "/api/method/upload_file", files=sent, data=form).json()["message"]["name"]
        answer = write(clerk, client_name, attachments=json.dumps([file]), print_format="Standard")
        assert 200 == answer.status_code, answer.text
        carried = json.loads(letters(site)[0].attachments)
        assert ["offer.txt", f"{client_name}.pdf"] == [entry["fname"] for entry in carried]

    def test_leaves_nothing_in_it_that_acts(self, clerk: Caller, client_name: str) -> None:
        write(clerk, client_name, content='<p onclick="x()">Hi</p><script>alert(1)</script><form></form>')
        assert "<p>Hi</p>" == timeline(clerk, client_name)["communications"][0]["content"]

    def test_without_sending_only_keeps_it(self, clerk: Caller, client_name: str, site: Site) -> None:
        write(clerk, client_name, send_email=0)
        assert ([], 1) == (letters(site), len(timeline(clerk, client_name)["communications"]))

    @pytest.mark.parametrize(
        "wrong", [{"recipients": ""}, {"recipients": "nobody"}, {"subject": " "}, {"attachments": '["none"]'}]
    )
    def test_refuses_what_cannot_be_sent(
        self, clerk: Caller, client_name: str, site: Site, wrong: dict[str, Any]
    ) -> None:
        assert write(clerk, client_name, **wrong).status_code in (404, 417)
        assert ([], []) == (letters(site), timeline(clerk, client_name)["communications"])


class TestRights:
    def test_to_mail_a_document_are_asked_for(
        self, outsider: Caller, guest: Caller, client_name: str, site: Site
    ) -> None:
        assert [403, 403] == [write(caller, client_name).status_code for caller in (outsider, guest)]
        assert [] == letters(site)

    def test_to_open_a_file_are_asked_for(
        self, admin: Caller, clerk: Caller, client_name: str, site: Site
    ) -> None:
        sent = {"file": ("secret.txt", b"salaries")}
        file = admin("POST", "/api/method/upload_file", files=sent, data={"is_private": "1"}).json()[
            "message"
        ]["name"]
        assert 403 == write(clerk, client_name, attachments=json.dumps([file])).status_code
        assert [] == letters(site)

    def test_follow_the_document(
        self, admin: Caller, clerk: Caller, outsider: Caller, client_name: str
    ) -> None:
        kept = write(clerk, client_name).json()["message"]["name"]
        address = f"/api/resource/Communication/{kept}"
        assert [200, 403] == [caller("GET", address).status_code for caller in (clerk, outsider)]
        assert [] == outsider("GET", "/api/resource/Communication").json()["data"]
        with_none = {"reference_doctype": None, "reference_name": None}
        admin("PUT", address, json=with_none)
        assert 403 == clerk("GET", address).status_code

    def test_let_nobody_rewrite_or_forge_an_e_mail(
        self, admin: Caller, clerk: Caller, client_name: str
    ) -> None:
        kept = write(clerk, client_name).json()["message"]["name"]
        changed = admin("PUT", f"/api/resource/Communication/{kept}", json={"content": "I owe you"})
        forged = {
            "subject": "x",
            "sent_or_received": "Received",
            "reference_doctype": "Client",
            "reference_name": client_name,
        }
        made = clerk("POST", "/api/resource/Communication", json=forged)
        assert (417, 403) == (changed.status_code, made.status_code)


class TestATemplate:
    @pytest.fixture
    def template(self, admin: Caller) -> str:
        values = {"name": "Offer", "subject": "Offer for {{ client_name }} & Co", "use_html": 1,
                  "response_html": "Dear {{ doc.client_name }} {{ bank_account }} {{ formatdate('2026-01-31') }}"}  # fmt: skip
        made = admin("POST", "/api/resource/Email Template", json=values)
        assert 200 == made.status_code, made.text
        return "Offer"

    def test_knows_what_its_user_may_read_and_nothing_else(
        self, admin: Caller, clerk: Caller, client_name: str, template: str
    ) -> None:
        admin(
            "PUT", f"/api/resource/Client/{client_name}", json={"bank_account": "FR7630006000011234567890189"}
        )
        asked = {"template_name": template, "doc": json.dumps({"doctype": "Client", "name": client_name})}
        told = clerk("GET", FILL, params=asked).json()["message"]
        assert "Offer for Acme & Co" == told["subject"]
        assert ("Dear Acme" in told["message"], "FR76" in told["message"]) == (True, False)
        assert "FR76" in admin("GET", FILL, params=asked).json()["message"]["message"]

    def test_tells_nothing_of_a_document_one_may_not_read(
        self, outsider: Caller, client_name: str, template: str
    ) -> None:
        asked = {"template_name": template, "doc": json.dumps({"doctype": "Client", "name": client_name})}
        assert 403 == outsider("GET", FILL, params=asked).status_code

    @pytest.mark.parametrize("text", ["{{ ''.__class__.__mro__ }}", "{{ frappe.db.sql('x') }}", "{% for %}"])
    def test_can_reach_nothing_else(self, admin: Caller, template: str, text: str) -> None:
        admin("PUT", "/api/resource/Email Template/Offer", json={"response_html": text})
        asked = {"template_name": template, "doc": json.dumps({"doctype": "Client"})}
        assert 417 == admin("GET", FILL, params=asked).status_code


class TestAnAccount:
    def test_keeps_its_password_to_itself(self, admin: Caller, clerk: Caller, site: Site) -> None:
        admin("POST", "/api/resource/Email Account", json=ACCOUNT)
        shown = admin("GET", "/api/resource/Email Account/Sales")
        assert (200, False) == (shown.status_code, ACCOUNT["password"] in shown.text)
        assert 403 == clerk("GET", "/api/resource/Email Account/Sales").status_code

    def test_is_the_only_default(self, admin: Caller) -> None:
        for name in ("Sales", "Support"):
            values = ACCOUNT | {"email_account_name": name, "email_id": f"{name.lower()}@example.com"}
            admin("POST", "/api/resource/Email Account", json=values)
        shown = admin("GET", "/api/resource/Email Account/Sales").json()["data"]
        assert (0, 1) == (shown["default_outgoing"], shown["enable_outgoing"])

    def test_maps_to_fields_there_are(self, admin: Caller) -> None:
        rows = [{"source": "Subject", "fieldname": "nonsense"}]
        values = ACCOUNT | {
            "append_to": "Client",
            "append_to_owner": "Administrator",
            "append_to_fields": rows,
        }
        assert 417 == admin("POST", "/api/resource/Email Account", json=values).status_code


class TestPictures:
    def test_are_fetched_by_the_site_for_who_reads_the_e_mail(
        self, clerk: Caller, outsider: Caller, client_name: str, site: Site
    ) -> None:
        with site.context() as ctx:
            values = {"doctype": "Communication", "subject": "News", "sent_or_received": "Received",
                      "content": '<img data-picture="http://127.0.0.1:9/p.gif">', "reference_doctype": "Client",
                      "reference_name": client_name}  # fmt: skip
            name = new_document(ctx, values).insert(ignore_permissions=True).name
        asked = {"communication": name, "number": 0}
        answer = clerk("GET", PICTURE, params=asked)
        assert 417 == answer.status_code
        assert "internal network" in answer.text
        assert 404 == clerk("GET", PICTURE, params=asked | {"number": 1}).status_code
        assert 403 == outsider("GET", PICTURE, params=asked).status_code
