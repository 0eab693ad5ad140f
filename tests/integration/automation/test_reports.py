"""Lists that are sent on a schedule: what is in them, for whom, and when."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import frappe
import pytest
from comptoir.automation.reports import is_due, send_due
from comptoir.context import Context
from comptoir.errors import InvalidEmailAddressError, PermissionError, ValidationError
from comptoir.mail.letters import attachments_of


@pytest.fixture
def clients(ctx: Context) -> list[str]:
    """Two clients and a role that may export them."""
    made = [
        frappe.get_doc(doctype="Client", client_name=name).insert().name for name in ("Acme", "Évian <b>")
    ]
    ctx.db.commit()
    return [str(name) for name in made]


def report(**values: Any) -> Any:
    given = {"report": "Clients", "document_type": "Client", "frequency": "Daily", "email_to": "boss@example.com",
             "columns": "name, client_name", "order_by": "client_name asc"}  # fmt: skip
    return frappe.get_doc({"doctype": "Auto Email Report", **given, **values})


def letters() -> list[Any]:
    names = frappe.get_all("Email Queue", pluck="name", order_by="creation")
    return [frappe.get_doc("Email Queue", name) for name in names]


def person(*roles: str) -> str:
    user = frappe.get_doc(doctype="User", email="anna@example.com", first_name="Anna", language="fr")
    user.update({"roles": [{"role": role} for role in roles]})
    return str(user.insert().name)


class TestAReport:
    def test_is_a_table_in_the_e_mail_once_a_day(self, ctx: Context, clients: list[str]) -> None:
        made = report(no_of_rows=1).insert()
        send_due()
        send_due()
        (letter,) = letters()
        assert ["boss@example.com"] == [row.recipient for row in letter.recipients]
        assert "the first 1 of 2 rows" in letter.message
        assert clients[0] in letter.message
        assert clients[1] not in letter.message
        frappe.db.set_value(made.doctype, made.name, "last_sent_on", ctx.clock.now() - timedelta(days=1))
        send_due()
        assert 2 == len(letters())

    def test_escapes_what_is_in_the_rows(self, clients: list[str]) -> None:
        report().insert()
        send_due()
        assert "Évian &lt;b&gt;" in letters()[0].message

    @pytest.mark.parametrize(
        ("kind", "beginning"), [("XLSX", b"PK"), ("CSV", b"\xef\xbb\xbf"), ("ODS", b"PK")]
    )
    def test_is_a_file_where_that_is_wanted(self, clients: list[str], kind: str, beginning: bytes) -> None:
        report(format=kind).insert().send_now()
        (attached,) = attachments_of(letters()[0])
        assert f"Clients.{kind.lower()}" == attached["fname"]
        assert clients[0] not in letters()[0].message

    @pytest.mark.usefixtures("ctx")
    def test_is_not_sent_empty_unless_that_is_wanted(self) -> None:
        report(filters='[["client_name", "=", "nobody"]]').insert()
        send_due()
        assert [] == letters()
        report(filters='[["client_name", "=", "nobody"]]', send_if_data=0).insert()
        send_due()
        assert "0 rows" in letters()[0].message

    def test_holds_what_its_user_may_export_in_their_language(self, ctx: Context, clients: list[str]) -> None:
        user = person("Sales Manager")
        frappe.get_doc(doctype="User Permission", user=user, allow="Client", for_value=clients[0]).insert()
        made = report(user=user).insert()
        ctx.db.commit()
        made.send_now()
        (letter,) = letters()
        assert clients[0] in letter.message
        assert clients[1] not in letter.message
        assert "Clients\u00a0: 1 lignes" in letter.message


@pytest.mark.usefixtures("ctx")
class TestOneThatCannotBeSent:
    def test_stops_no_other_and_says_why(self, ctx: Context, clients: list[str]) -> None:
        user = person("Sales Manager")
        lost = report(user=user).insert()
        report(report="Mine").insert()
        frappe.db.set_value("User", user, "enabled", 0)
        send_due()
        assert ["Mine"] == [letter.subject for letter in letters()]
        (fault,) = frappe.get_all("Error Log", {"reference_name": lost.name}, ["error", "method"])
        assert "disabled" in f"{fault.error}{fault.method}"

    @pytest.mark.parametrize(
        ("values", "error"),
        [
            ({"filters": "{"}, ValidationError),
            ({"filters": "3"}, ValidationError),
            ({"email_to": "nobody"}, InvalidEmailAddressError),
            ({"email_to": " , "}, ValidationError),
        ],
    )
    def test_is_refused_when_it_is_saved(self, values: dict[str, Any], error: type[Exception]) -> None:
        with pytest.raises(error):
            report(**values).insert()

    def test_is_refused_for_a_user_who_may_not_export(self) -> None:
        with pytest.raises(PermissionError):
            report(user=person()).insert()


class TestWhoeverMakesOne:
    def test_names_no_user_above_themselves(self, ctx: Context) -> None:
        user = person("System Manager", "Sales Manager")
        made = report(user=user).insert()
        frappe.set_user(user)
        with pytest.raises(PermissionError):
            report(user="Administrator").insert()
        made.user = "Administrator"
        with pytest.raises(PermissionError):
            made.save()
        stored = frappe.get_doc("Auto Email Report", made.name)
        stored.user = "Administrator"
        with pytest.raises(PermissionError):
            stored.send_now()


@pytest.mark.parametrize(
    ("frequency", "day", "due"),
    [
        ("Daily", date(2026, 11, 28), True),
        ("Weekdays", date(2026, 11, 28), False),
        ("Weekdays", date(2026, 11, 30), True),
        ("Weekly", date(2026, 11, 30), True),
        ("Weekly", date(2026, 12, 1), False),
        ("Monthly", date(2026, 12, 1), True),
        ("Monthly", date(2026, 12, 2), False),
    ],
)
def test_the_days_of_a_frequency(frequency: str, day: date, due: bool) -> None:
    assert due == is_due(frequency, "Monday", day)
