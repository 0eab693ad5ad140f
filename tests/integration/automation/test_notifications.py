"""People are told of documents: when a rule says so, and only what they may read."""

from __future__ import annotations

import base64
import subprocess
from datetime import timedelta
from pathlib import Path
from typing import Any

import frappe
import orjson
import pytest
from comptoir.automation import dates
from comptoir.context import Context
from comptoir.documents import get_document
from comptoir.jobs import delaying
from comptoir.jobs.queue import connection_of

from ..mail.receivers import Receiver
from .conftest import called, run

ANNA, OUTSIDER = "anna@example.com", "outsider@example.com"
SHOWN = "Acme •••• 0189"
"""The name of a client and its bank account as they are shown to Anna."""


@pytest.fixture
def anna(ctx: Context) -> str:
    """Somebody who reads clients, their bank accounts masked; and somebody who does not."""
    for email, roles in ((ANNA, ["Sales User"]), (OUTSIDER, [])):
        rows = [{"role": role} for role in roles]
        frappe.get_doc({"doctype": "User", "email": email, "first_name": "Test", "roles": rows}).insert()
    return ANNA


def rule(**values: Any) -> Any:
    given = {
        "doctype": "Notification", "name": "Told", "document_type": "Client", "event": "New", "channel": "System Notification",
        "subject": "{{ client_name }} {{ bank_account }}", "message": "<p>{{ doc.city }}</p>",
        "recipients": [{"cc": f"{ANNA}, {OUTSIDER}"}],
    }  # fmt: skip
    made = frappe.get_doc(given | values).insert()
    frappe.db.commit()
    return made


def client(**values: Any) -> Any:
    given = {"doctype": "Client", "client_name": "Acme", "bank_account": "FR7630006000011234567890189"}
    return frappe.get_doc(given | values).insert()


def told() -> list[tuple[str, str]]:
    rows = frappe.get_all("Notification Log", fields=["for_user", "subject"], order_by="creation")
    return [(row.for_user, row.subject) for row in rows]


class TestARule:
    def test_tells_who_may_read_and_what_they_may_read(self, ctx: Context, jobs: Any, anna: str) -> None:
        rule()
        client()
        run(ctx, jobs)
        assert [(ANNA, SHOWN)] == told()

    def test_tells_a_role_by_mail_in_a_letter_each(self, ctx: Context, jobs: Any, anna: str) -> None:
        rule(channel="Email", recipients=[{"receiver_by_role": "Sales User"}], send_system_notification=1)
        client(city="Lyon")
        run(ctx, jobs)
        letter = frappe.get_last_doc("Email Queue")
        assert ([ANNA], SHOWN, "<p>Lyon</p>") == (
            [row.recipient for row in letter.recipients],
            letter.subject,
            letter.message,
        )
        assert [(ANNA, SHOWN)] == told()

    def test_tells_an_address_of_the_document_what_everybody_may_read(
        self, ctx: Context, jobs: Any, anna: str
    ) -> None:
        rule(channel="Email", recipients=[{"receiver_by_document_field": "email"}])
        client(email="acme@example.com")
        run(ctx, jobs)
        letter = frappe.get_last_doc("Email Queue")
        assert (["acme@example.com"], "Acme", 1) == (
            [row.recipient for row in letter.recipients],
            letter.subject,
            letter.add_unsubscribe_link,
        )

    def test_attaches_the_document_as_each_may_read_it(
        self, ctx: Context, jobs: Any, anna: str, tmp_path: Path
    ) -> None:
        rule(channel="Email", attach_print=1, recipients=[{"cc": f"{ANNA}, friend@example.com"}])
        client()
        run(ctx, jobs)
        papers = {}
        for name in frappe.get_all("Email Queue", pluck="name"):
            letter = frappe.get_doc("Email Queue", name)
            path = tmp_path / "paper.pdf"
            path.write_bytes(base64.b64decode(orjson.loads(letter.attachments)[0]["content"]))
            said = subprocess.run(
                ["pdftotext", "-layout", path, "-"], capture_output=True, check=True, text=True
            )
            papers[letter.recipients[0].recipient] = said.stdout
        assert ("•••• 0189" in papers[ANNA], "FR76" in papers[ANNA]) == (True, False)
        assert "0189" not in papers["friend@example.com"]

    @pytest.mark.parametrize(("city", "count"), [("Lyon", 1), ("Nice", 0)])
    def test_holds_under_its_condition(
        self, ctx: Context, jobs: Any, anna: str, city: str, count: int
    ) -> None:
        rule(condition='doc.city == "Lyon"')
        client(city=city)
        run(ctx, jobs)
        assert count == len(told())

    def test_of_a_change_is_silent_until_the_value_changes(self, ctx: Context, jobs: Any, anna: str) -> None:
        rule(event="Value Change", value_changed="city")
        made = client()
        made.notes = "x"
        made.save()
        run(ctx, jobs)
        assert [] == told()
        made.city = "Lyon"
        made.save()
        run(ctx, jobs)
        assert 1 == len(told())

    def test_that_is_rolled_back_tells_nobody(self, ctx: Context, jobs: Any, anna: str) -> None:
        rule()
        client()
        ctx.db.rollback()
        run(ctx, jobs)
        assert [] == told()

    def test_of_days_tells_on_their_day(self, ctx: Context, jobs: Any, anna: str) -> None:
        rule(document_type="ToDo", event="Days Before", date_changed="date", days_in_advance=2, subject="{{ description }}",
             recipients=[{"receiver_by_document_field": "allocated_to"}])  # fmt: skip
        day = ctx.clock.now().date()
        for number in (1, 2, 3):
            todo = {"description": str(number), "date": day + timedelta(days=number), "allocated_to": ANNA}
            frappe.get_doc({"doctype": "ToDo"} | todo).insert()
        run(ctx, jobs)
        dates.send_dated()
        run(ctx, jobs)
        assert [(ANNA, "2")] == told()

    def test_tells_a_program_and_nothing_breaks_out_of_its_place(
        self, ctx: Context, jobs: Any, receiver: Receiver
    ) -> None:
        body = '{"chat_id": 7, "text": "New: {{ subject }}"}'
        rule(
            channel="HTTP", http_url=receiver.url, http_body=body, recipients=[], subject="{{ client_name }}"
        )
        client(client_name='A", "chat_id": 8, "x": "')
        run(ctx, jobs)
        ((_method, _path, headers, content),) = receiver.got
        assert {"chat_id": 7, "text": 'New: A", "chat_id": 8, "x": "'} == orjson.loads(content)
        assert "application/json" == headers["Content-Type"]

    def test_that_fails_is_written_down_and_stops_nothing(self, ctx: Context, jobs: Any, anna: str) -> None:
        rule(subject="{{ client_name / 0 }}")
        name = client().name
        run(ctx, jobs)
        assert ([], True) == (told(), bool(frappe.db.exists("Error Log", {"reference_name": name})))

    @pytest.mark.parametrize(
        "wrong",
        [
            {"condition": "frappe.db.sql('x')"},
            {"condition": "doc.city.__class__()"},
            {"condition": "doc.citty == 'Lyon'"},
            {"recipients": [{"receiver_by_role": "Sales User", "condition": "doc.citty"}]},
            {"subject": "{% for x in %}"},
            {"message": "{{ doc.name "},
            {"event": "Method", "method": "os.system"},
            {"event": "Days After", "date_changed": "city"},
            {"event": "Value Change", "value_changed": "none"},
            {"recipients": []},
            {"channel": "HTTP", "http_url": "http://127.0.0.1/"},
            {"channel": "HTTP", "http_url": "https://example.com/", "http_body": "{"},
        ],
    )
    def test_that_cannot_be_is_refused(self, ctx: Context, anna: str, wrong: dict[str, Any]) -> None:
        with pytest.raises(frappe.ValidationError):
            rule(**wrong)


class TestTheBell:
    def test_is_of_one_user_alone(self, ctx: Context, jobs: Any, anna: str) -> None:
        rule(recipients=[{"cc": "Administrator"}])
        client()
        run(ctx, jobs)
        (name,) = frappe.get_all("Notification Log", pluck="name")
        frappe.set_user(anna)
        assert [] == frappe.get_list("Notification Log")
        logs = frappe.call("frappe.desk.doctype.notification_log.notification_log.get_notification_logs")
        assert {"notification_logs": [], "unread": 0} == logs
        with pytest.raises(frappe.PermissionError):
            frappe.call("frappe.desk.doctype.notification_log.notification_log.mark_as_read", docname=name)

    def test_counts_what_is_unread(self, ctx: Context, jobs: Any, anna: str) -> None:
        rule()
        client()
        run(ctx, jobs)
        frappe.set_user(anna)
        asked = "frappe.desk.doctype.notification_log.notification_log."
        assert 1 == frappe.call(f"{asked}get_notification_logs")["unread"]
        frappe.call(f"{asked}mark_all_as_read")
        found = frappe.call(f"{asked}get_notification_logs")
        assert (0, [SHOWN]) == (found["unread"], [row.subject for row in found["notification_logs"]])


class TestAReminder:
    def remind(self, ctx: Context, about: Any) -> Any:
        at = ctx.clock.now() + timedelta(hours=1)
        values = {
            "remind_at": str(at),
            "description": "Call",
            "reminder_doctype": "Client",
            "reminder_docname": about.name,
        }
        return frappe.call("frappe.automation.doctype.reminder.reminder.create_new_reminder", **values)

    def test_comes_once_when_its_moment_has_come(self, ctx: Context, anna: str) -> None:
        made = client()
        frappe.set_user(anna)
        reminder = self.remind(ctx, made)
        frappe.set_user("Administrator")
        dates.send_reminders()
        assert [] == told()
        get_document(ctx, "Reminder", reminder.name).db_set(
            "remind_at", ctx.clock.now() - timedelta(minutes=1)
        )
        for _time in range(2):
            dates.send_reminders()
        assert [(ANNA, "Call")] == told()

    def test_is_looked_for_at_its_moment_and_the_next_at_its_own(self, ctx: Context, anna: str) -> None:
        made = client()
        first, second = self.remind(ctx, made), self.remind(ctx, made)
        ctx.db.commit()
        assert called(ctx)[dates.SEND] == pytest.approx(3600, abs=60)
        connection_of(ctx.site).delete(delaying.KEY)  # as when it was called
        get_document(ctx, "Reminder", first.name).db_set("remind_at", ctx.clock.now() - timedelta(minutes=1))
        dates.send_reminders()
        ctx.db.commit()
        assert (1, False) == (
            len(told()),
            get_document(ctx, "Reminder", second.name).notified == 1,
        )
        assert called(ctx)[dates.SEND] == pytest.approx(3600, abs=60)

    def test_is_refused_of_what_one_may_not_read(self, ctx: Context, anna: str) -> None:
        made = client()
        frappe.set_user(OUTSIDER)
        with pytest.raises(frappe.LinkValidationError):
            self.remind(ctx, made)
