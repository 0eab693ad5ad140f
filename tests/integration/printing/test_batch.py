"""Many documents in one file: complete, in order, within the rights of who prints, and as a job with progress."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import frappe
import pytest
from comptoir.context import Context, use
from comptoir.errors import DataError, DoesNotExistError, PermissionError, ValidationError
from comptoir.printing import Wanted, batch
from comptoir.sites import Bench
from frappe.utils.print_format import download_multi_pdf, download_multi_pdf_async

from ...working import work_off

New = Callable[..., Any]
ENGINES = pytest.mark.parametrize("engine", ["weasyprint", "wkhtmltopdf"])


@pytest.fixture(autouse=True)
def installation(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """Jobs find this bench, as they find their own in a worker process."""
    monkeypatch.setenv("COMPTOIR_BENCH", str(bench.root))
    monkeypatch.setenv("COMPTOIR_SITES", str(bench.sites_path))


@pytest.fixture
def short(new: New) -> str:
    return str(
        new(
            "Print Format",
            name="Short",
            doc_type="Client",
            custom_format=1,
            html="<p>This is {{ doc.client_name }}.</p>",
        ).name
    )


@pytest.fixture
def clients(new: New) -> list[str]:
    return [str(new("Client", client_name=f"Client number {number:03d}").name) for number in range(12)]


@pytest.fixture
def eve(ctx: Context, new: New) -> Context:
    """Somebody who may print her own clients only."""
    new("Role", role_name="Reader")
    new("Custom DocPerm", parent="Client", role="Reader", read=1, print=1, create=1, if_owner=1)
    new("User", email="eve@example.com", first_name="Eve", roles=[{"role": "Reader"}])
    ctx.db.commit()
    return ctx.acting_as("eve@example.com")


def test_each_document_is_in_the_language_of_whom_it_goes_to(ctx: Context, new: New, text_of: Any) -> None:
    new("Print Format", name="Spoken", doc_type="Payment", custom_format=1, html="<p>in {{ lang }}</p>")
    names = []
    for language in ("Russian", "French", None):
        client = new("Client", client_name=f"Reads {language}", language=language).name
        names.append(str(new("Payment", client=client, amount=10, currency="EUR").name))
    pages = text_of(batch.in_one(ctx, "Payment", names, Wanted("Spoken")))
    assert ["in ru", "in fr", "in en"] == [page.strip().splitlines()[0] for page in pages]


@ENGINES
class TestOneFile:
    def test_has_every_document_in_order_each_on_its_page(
        self, ctx: Context, clients: list[str], short: str, text_of: Any, engine: str
    ) -> None:
        frappe.db.set_single_value("Print Settings", "pdf_generator", engine)
        names = list(reversed(clients))
        pages = text_of(batch.in_one(ctx, "Client", names, Wanted(short)))
        assert [f"This is Client number {number:03d}." for number in reversed(range(12))] == [
            page.strip().splitlines()[0] for page in pages
        ]

    def test_of_one_sheet_is_one_sheet(
        self, ctx: Context, new: New, clients: list[str], text_of: Any, engine: str
    ) -> None:
        frappe.db.set_single_value("Print Settings", "pdf_generator", engine)
        html = "{% for doc in docs %}<p>{{ doc.client_name }}</p>{% endfor %}"
        new("Print Format", name="All", doc_type="Client", custom_format=1, one_sheet=1, html=html)
        (page,) = text_of(batch.in_one(ctx, "Client", clients, Wanted("All")))
        assert 12 == page.count("Client number")


class TestRights:
    def test_hold_for_each_document(self, ctx: Context, eve: Context, clients: list[str], short: str) -> None:
        with use(eve):
            own = str(frappe.get_doc({"doctype": "Client", "client_name": "Own"}).insert().name)
            assert batch.in_one(eve, "Client", [own], Wanted(short)).startswith(b"%PDF")
            with pytest.raises(PermissionError):
                batch.in_one(eve, "Client", [own, clients[0]], Wanted(short))

    def test_hold_before_anything_is_queued(self, eve: Context, clients: list[str]) -> None:
        with use(eve), pytest.raises(PermissionError):
            batch.start("Client", [clients[0]])

    def test_keep_the_progress_of_others_away(self, ctx: Context, eve: Context, clients: list[str]) -> None:
        task = batch.start("Client", clients)["task"]
        assert 12 == batch.state(task)["of"]
        with use(eve), pytest.raises(DoesNotExistError):
            batch.state(task)

    @pytest.mark.parametrize("names", [[], ["x"] * 501])
    def test_of_none_or_too_many_are_refused(self, ctx: Context, names: list[str]) -> None:
        with pytest.raises(DataError):
            batch.start("Client", names)


class TestAJob:
    def test_ends_in_a_private_file_of_its_user(
        self, ctx: Context, clients: list[str], short: str, text_of: Any
    ) -> None:
        ctx.db.commit()
        task = batch.start("Client", clients, short)["task"]
        assert {"done": 0, "of": 12} == batch.state(task)
        work_off(ctx.site)
        state = batch.state(task)
        assert (12, 12) == (state["done"], state["of"])
        file = frappe.get_doc("File", {"file_url": state["file_url"]})
        assert (1, ctx.user) == (file.is_private, file.owner)
        assert frappe.db.exists("Notification Log", {"for_user": ctx.user, "document_name": file.name})
        content = (ctx.site.private_files() / file.file_url.rsplit("/", 1)[1]).read_bytes()
        assert 12 == len(text_of(content))

    def test_that_fails_says_why(self, ctx: Context, new: New, clients: list[str]) -> None:
        new("Print Format", name="Broken", doc_type="Client", custom_format=1, html="{{ 1 / 0 }}")
        ctx.db.commit()
        task = batch.start("Client", clients, "Broken")["task"]
        work_off(ctx.site)
        assert "cannot be rendered" in batch.state(task)["error"]

    def test_is_in_the_access_log_for_each_document(
        self, ctx: Context, clients: list[str], short: str
    ) -> None:
        batch.in_one(ctx, "Client", clients[:3], Wanted(short))
        ctx.db.commit()
        filters = {"operation": "Printed", "reference_doctype": "Client"}
        found = frappe.get_all("Access Log", filters, pluck="reference_name")
        assert sorted(clients[:3]) == sorted(found)


class TestFrappesNames:
    def test_take_a_list_of_names(self, clients: list[str], short: str, text_of: Any) -> None:
        answer = download_multi_pdf("Client", json.dumps(clients[:2]), format=short)
        assert (2, "Client.pdf") == (len(text_of(answer.content)), answer.filename)

    def test_take_names_by_type(self, clients: list[str], short: str, text_of: Any) -> None:
        answer = download_multi_pdf(json.dumps({"Client": clients[:2]}), "", format=short)
        assert 2 == len(text_of(answer.content))
        with pytest.raises(ValidationError, match="one type"):
            download_multi_pdf({"Client": clients[:1], "Deal": ["x"]}, "")

    def test_wait_for_a_few_alone(self, ctx: Context) -> None:
        with pytest.raises(DataError, match="too many to wait for"):
            download_multi_pdf("Client", ["x"] * 51)

    def test_name_the_task_of_a_job(self, clients: list[str]) -> None:
        task = download_multi_pdf_async("Client", clients)["task_id"]
        assert {"done": 0, "of": 12} == batch.state(task)
