"""An application at work: its hooks, jobs, mail, events, templates and methods over HTTP."""

from __future__ import annotations

import json
from typing import Any

import frappe
import httpx
import pytest
from comptoir.access import tokens
from comptoir.context import Context
from comptoir.jobs import is_waiting
from comptoir.mail import outbox
from comptoir.mail.states import ATTEMPTS, Outcome
from comptoir.realtime import document_changed
from comptoir.sites import Bench, Site
from comptoir.web.app import create_app
from frappe.utils.background_jobs import is_job_enqueued

from ...asynchronous import finish
from ...working import work_off


def client(**values: Any) -> Any:
    return frappe.get_doc({"doctype": "Client", "client_name": "Acme"} | values).insert()


class TestHooks:
    def test_change_the_document(self, at_work: Context) -> None:
        assert "Lyon" == client(city="lyon").city

    def test_stop_with_an_error_of_their_own(self, at_work: Context) -> None:
        with pytest.raises(frappe.ValidationError, match="Acme may owe at most 1000") as caught:
            client(credit_limit=2000)
        assert (402, "Credit", "CreditError") == (
            caught.value.http_status_code,
            caught.value.title,
            type(caught.value).__name__,
        )

    def test_may_throw_python_errors_that_reach_the_user(self, at_work: Context) -> None:
        with pytest.raises(ValueError, match="lies ahead") as caught:
            client(first_contact_on="2999-01-01")
        assert isinstance(caught.value, frappe.ValidationError)
        assert 417 == caught.value.http_status_code


class TestMail:
    def test_waits_in_the_outbox_with_the_transaction(self, at_work: Context) -> None:
        made = client(email="ann@acme.example", client_name="A & B", phones=[{"phone": "+33199001234"}])
        letter = frappe.get_last_doc("Email Queue")
        assert ("Not Sent", "Welcome", "Client", made.name) == (
            letter.status,
            letter.subject,
            letter.reference_doctype,
            letter.reference_name,
        )
        assert [("ann@acme.example", "To")] == [(row.recipient, row.kind) for row in letter.recipients]
        assert "Dear A &amp; B, welcome!" in letter.message
        assert f'href="http://{at_work.site.name}/app/client/' in letter.message
        assert "+33199001234" in letter.message
        at_work.db.rollback()
        assert 0 == frappe.db.count("Email Queue")

    def test_goes_through_its_states(self, at_work: Context) -> None:
        name = frappe.sendmail(recipients="a@b.example, c@d.example", subject="x", message="y").name
        later = frappe.sendmail(
            recipients="a@b.example", subject="z", message="y", send_after="2999-01-01"
        ).name
        urgent = frappe.sendmail(recipients="a@b.example", subject="!", message="y", delayed=False).name
        assert {None: [urgent, name]} == outbox.claim(at_work)
        assert {} == outbox.claim(at_work)
        self.settle(at_work, urgent, "Sent")
        states = [self.fails(at_work, name) for _time in range(ATTEMPTS)]
        assert [*["Not Sent"] * (ATTEMPTS - 1), "Error"] == states
        states = [frappe.db.get_value("Email Queue", one, "status") for one in (urgent, name, later)]
        assert ["Sent", "Error", "Not Sent"] == states

    @staticmethod
    def settle(ctx: Context, name: str, status: str) -> None:
        rows = frappe.get_all("Email Queue Recipient", {"parent": name}, pluck="name")
        outbox.settle(ctx, dict.fromkeys(rows, Outcome(status)))
        outbox.conclude(ctx, name)

    @staticmethod
    def fails(ctx: Context, name: str) -> str:
        if frappe.db.get_value("Email Queue", name, "status") == "Not Sent":
            frappe.db.set_value("Email Queue", name, "send_after", None)
            outbox.claim(ctx)
        outbox.conclude(ctx, name, "The server said no.")
        return str(frappe.db.get_value("Email Queue", name, "status"))

    def test_cannot_be_moved_back_by_hand(self, at_work: Context) -> None:
        letter = frappe.sendmail(recipients="a@b.example", subject="x", message="y")
        outbox.claim(at_work)
        self.settle(at_work, letter.name, "Sent")
        letter.reload()
        letter.status = "Not Sent"
        with pytest.raises(frappe.DocstatusTransitionError):
            letter.save()

    @pytest.mark.parametrize(
        "wrong",
        [
            {"recipients": ["nonsense"]},
            {"recipients": []},
            {"attachments": [{"fid": "no such"}]},
            {"sender": "x"},
        ],
    )
    def test_that_cannot_be_sent_is_refused(self, at_work: Context, wrong: dict[str, Any]) -> None:
        with pytest.raises(frappe.ValidationError):
            frappe.sendmail(**{"recipients": ["a@b.example"], "subject": "x", "message": "y"} | wrong)

    def test_carries_attachments(self, at_work: Context) -> None:
        letter = frappe.sendmail(
            ["a@b.example"], "", "x", "y", attachments=[{"fname": "a.txt", "fcontent": "hello"}]
        )
        assert [{"fname": "a.txt", "content": "aGVsbG8="}] == json.loads(letter.attachments)


class TestJobs:
    def test_run_once_after_the_commit(self, at_work: Context) -> None:
        made = client(email="ann@acme.example")
        job = f"call {made.name}"
        assert not is_job_enqueued(job)
        at_work.db.commit()
        assert is_waiting(at_work.site, job)
        work_off(at_work.site)
        assert 1 == frappe.db.count("Task", {"subject": "Call Acme"})
        assert not is_job_enqueued(job)

    def test_may_run_at_once(self, at_work: Context) -> None:
        made = client()
        frappe.enqueue("bookshop.clients.call_back", now=True, client=made.name)
        assert 1 == frappe.db.count("Task")

    def test_need_a_name_to_be_told_apart(self, at_work: Context) -> None:
        with pytest.raises(frappe.ValidationError):
            frappe.enqueue("bookshop.clients.call_back", deduplicate=True, client="x")


class TestRealtime:
    @pytest.fixture
    def heard(self, at_work: Context) -> Any:
        listener = at_work.site.cache._client.pubsub()  # type: ignore[attr-defined]
        listener.subscribe(f"{at_work.site.name}:realtime")
        assert "subscribe" == listener.get_message(timeout=2)["type"]

        waiting: list[Any] = []

        def next_event() -> Any:
            message = None if waiting else listener.get_message(timeout=0.3)
            waiting.extend(json.loads(message["data"]) if message else ())
            return waiting.pop(0) if waiting else None

        yield next_event
        listener.close()

    def test_tells_after_the_commit(self, at_work: Context, heard: Any) -> None:
        made = client(email="ann@acme.example")
        assert heard() is None
        at_work.db.commit()
        told = {"event": "new_client", "message": {"name": made.name}, "room": "user:Administrator"}
        assert told in iter(heard, None)

    def test_tells_nothing_of_what_was_undone(self, at_work: Context, heard: Any) -> None:
        client(email="ann@acme.example")
        at_work.db.rollback()
        assert heard() is None

    def test_progress_is_told_at_once(self, at_work: Context, heard: Any) -> None:
        client()
        frappe.publish_progress(40, title="Import", doctype="Client", docname="C-1")
        found = heard()
        assert ("progress", 40, "doc:Client/C-1") == (
            found["event"],
            found["message"]["percent"],
            found["room"],
        )

    def test_documents_tell_once_of_a_transaction(self, at_work: Context, heard: Any) -> None:
        made = client()
        made.notify_update()
        at_work.db.commit()
        rooms = [event["room"] for event in iter(heard, None)]
        assert [f"doc:Client/{made.name}", "doctype:Client"] == rooms

    def test_what_stands_around_a_document_is_told_once(self, at_work: Context, heard: Any) -> None:
        made = client()
        at_work.db.commit()
        list(iter(heard, None))
        made.add_comment("Comment", "Called them")
        made.add_comment("Info", "asked for a call")
        at_work.db.commit()
        rooms = [event["room"] for event in iter(heard, None) if event["event"] == "docinfo_update"]
        assert [f"doc:Client/{made.name}"] == rooms

    @pytest.mark.parametrize(("count", "told"), [(20, 20), (21, 1)])
    def test_a_list_hears_of_many_together_as_of_one(
        self, at_work: Context, heard: Any, count: int, told: int
    ) -> None:
        at_work.db.begin()
        for place in range(count):
            document_changed(at_work, "Client", f"C-{place}", None)
        at_work.db.commit()
        events = list(iter(heard, None))
        assert count == sum(event["event"] == "doc_update" for event in events)
        lists = [event["message"] for event in events if event["event"] == "list_update"]
        assert (told, told > 1) == (len(lists), "name" in lists[0])


class TestTemplates:
    def test_see_data(self, at_work: Context) -> None:
        assert "Acme, 12.00" == frappe.render_template(
            "{{ doc.client_name }}, {{ fmt_money(doc.credit_limit) }}", {"doc": client(credit_limit=12)}
        )

    def test_escape_for_html(self, at_work: Context) -> None:
        assert "&lt;b&gt; <b>" == frappe.render_template("{{ x }} {{ x|safe }}", {"x": "<b>"})

    @pytest.mark.parametrize(
        "template",
        [
            "{{ ''.__class__.__mro__ }}",
            "{{ doc._ctx }}{{ doc._ctx.site }}",
            "{{ doc.save() }}",
            "{{ cycler.__init__.__globals__ }}",
            "{{ 'x' * 100000000 }}",
            "{{ 9 ** 99999 }}",
            "{% for a in range(10000000) %}{% endfor %}",
            "{{ x | attr('__class__') }}{{ missing.anything }}",
            "{% include '../hooks.py' %}",
            "{% if %}",
        ],
    )
    def test_reach_nothing_else(self, at_work: Context, template: str) -> None:
        with pytest.raises((frappe.ValidationError, frappe.DoesNotExistError)):
            frappe.render_template(template, {"doc": client(), "f": frappe.get_all, "x": "x"})

    @pytest.mark.parametrize(
        "template", ["{{ f.__globals__ }}", "{{ '{0.__class__}'.format(x) }}", "{{ x.__class__ }}"]
    )
    def test_find_nothing_inside_values(self, at_work: Context, template: str) -> None:
        assert "" == frappe.render_template(template, {"f": frappe.get_all, "x": "x"})

    def test_that_are_missing_say_so(self, at_work: Context) -> None:
        with pytest.raises(frappe.TemplateNotFoundError):
            frappe.render_template("templates/emails/no_such.html")
        with pytest.raises(frappe.TemplateNotFoundError):
            frappe.render_template("templates/../hooks.html")


class TestErrorLog:
    def test_outlives_the_rollback(self, at_work: Context) -> None:
        try:
            frappe.throw("Broken", KeyError)
        except KeyError:
            name = frappe.log_error("Import failed", reference_doctype="Client", reference_name="C-1").name
        assert frappe.db.exists("Error Log", name)
        at_work.db.rollback()
        log = frappe.get_doc("Error Log", name)
        assert ("Import failed", "Client", "C-1") == (log.method, log.reference_doctype, log.reference_name)
        assert "KeyError" in log.error
        assert "Traceback" in log.error

    def test_is_kept_once_with_a_commit(self, at_work: Context) -> None:
        frappe.log_error("Title", "Message")
        at_work.db.commit()
        assert ["Message"] == frappe.get_all("Error Log", filters={"method": "Title"}, pluck="error")


class TestOverHttp:
    @pytest.fixture
    def ask(self, bench: Bench, shop: Site) -> Any:
        with shop.context() as ctx:
            key, secret = tokens.generate_keys(ctx, "Administrator")
            client()

        def send(method: str, path: str, guest: bool = False, **options: Any) -> httpx.Response:
            async def run() -> httpx.Response:
                transport = httpx.ASGITransport(create_app(bench), raise_app_exceptions=False)
                headers = {} if guest else {"Authorization": f"token {key}:{secret}"}
                async with httpx.AsyncClient(
                    transport=transport, base_url=f"http://{shop.name}", headers=headers
                ) as http:
                    return await http.request(method, path, **options)

            return finish(run())

        return send

    def test_keys_stand_beside_the_message(self, ask: Any) -> None:
        answer = ask("GET", "/api/method/bookshop.api.totals", params={"city": "Lyon"})
        assert {"message": 0, "city": "Lyon", "user": "Administrator"} == answer.json()

    def test_the_second_version_too(self, ask: Any) -> None:
        answer = ask("GET", "/api/v2/method/bookshop.api.totals")
        assert {"data": 1, "city": None, "user": "Administrator"} == answer.json()

    def test_the_status_is_the_applications(self, ask: Any) -> None:
        answer = ask("POST", "/api/method/bookshop.api.accept", headers={"User-Agent": "shop"})
        assert (202, {"method": "POST", "sent": {}, "agent": "shop"}) == (
            answer.status_code,
            answer.json()["message"],
        )
        assert "Accepted" in answer.json()["_server_messages"]

    def test_files_are_sent_as_files(self, ask: Any) -> None:
        answer = ask("GET", "/api/method/bookshop.api.price_list", guest=True)
        assert ("book,price\r\nAtlas,12\r\n", "text/csv; charset=utf-8") == (
            answer.text,
            answer.headers["content-type"],
        )
        assert "prices.csv" in answer.headers["content-disposition"]

    def test_what_could_run_scripts_is_never_shown_in_place(self, ask: Any) -> None:
        answer = ask("GET", "/api/method/bookshop.api.picture", guest=True)
        assert answer.headers["content-disposition"].startswith("attachment")
        assert "sandbox" in answer.headers["content-security-policy"]

    def test_redirects_lead_to_addresses_only(self, ask: Any) -> None:
        assert "/app" == ask("GET", "/api/method/bookshop.api.elsewhere", guest=True).headers["location"]
        answer = ask(
            "GET", "/api/method/bookshop.api.elsewhere", guest=True, params={"to": "javascript:alert(1)"}
        )
        assert 500 == answer.status_code
        assert "location" not in answer.headers

    def test_another_kind_is_refused(self, ask: Any) -> None:
        assert (
            "UnsupportedError" == ask("GET", "/api/method/bookshop.api.page", guest=True).json()["exc_type"]
        )

    def test_an_error_of_the_application_has_its_status(self, ask: Any) -> None:
        answer = ask("POST", "/api/resource/Client", json={"client_name": "B", "credit_limit": 5000})
        assert (402, "CreditError") == (answer.status_code, answer.json()["exc_type"])
