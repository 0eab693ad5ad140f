"""Exporting a list: what the actor may export and no more, marked, capped, recorded, and never a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import frappe
import openpyxl
import orjson
import pytest
from comptoir.context import Context, use
from comptoir.desk.exporting import Export, export, extent
from comptoir.desk.sheets import guarded
from comptoir.errors import DataError, PermissionError
from comptoir.traces import operations
from comptoir.traces.recording import VIEWER
from comptoir.web.envelope import disposition

from .conftest import Trail

ANNA = "anna@example.com"
NAMES = ["Alpha", "=HYPERLINK(1)", "Été & Fils"]


@pytest.fixture
def clients(ctx: Context, trail: Trail) -> None:
    for name in NAMES:
        frappe.get_doc({"doctype": "Client", "client_name": name}).insert()
    frappe.get_doc(
        {"doctype": "User", "email": ANNA, "first_name": "Anna", "roles": [{"role": "Sales Manager"}]}
    ).insert()
    ctx.db.commit()
    trail.forget()


@contextmanager
def acting(ctx: Context, user: str) -> Iterator[Context]:
    other = ctx.acting_as(user)
    with use(other):
        yield other


def lines(ctx: Context, **wanted: Any) -> list[list[str]]:
    made = export(ctx, Export("Client", **wanted))
    text = made.path.read_bytes().decode("utf-8-sig")
    made.path.unlink()
    return list(csv.reader(io.StringIO(text, newline="")))


@pytest.mark.usefixtures("clients")
class TestFiles:
    def test_a_csv_has_titles_rows_and_the_mark_of_who_took_it(self, ctx: Context) -> None:
        heading, *rows, mark = lines(ctx, fields=["client_name"], order_by="creation asc")
        assert ["Client name"] == [title.capitalize() for title in heading]
        assert [["Alpha"], ["'=HYPERLINK(1)"], ["Été & Fils"]] == rows
        assert mark[0].startswith("# Exported by Administrator from ")
        assert mark[0].endswith(": 3 rows of Client.")

    def test_the_mark_names_who_views_and_not_whom_they_view_as(
        self, ctx: Context, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setitem(ctx.flags, VIEWER, "olga@example.com")
        with acting(ctx, ANNA) as anna:
            assert lines(anna, fields=["client_name"])[-1][0].startswith(
                "# Exported by olga@example.com from "
            )

    def test_a_workbook_has_texts_that_are_no_formulas_and_the_mark_in_three_places(
        self, ctx: Context
    ) -> None:
        made = export(
            ctx, Export("Client", ["client_name", "creation"], order_by="creation asc", format="Excel")
        )
        book = openpyxl.load_workbook(made.path)
        made.path.unlink()
        rows, about = book.worksheets
        assert NAMES == [row[0].value for row in rows.iter_rows(min_row=2)]
        assert {"s"} == {row[0].data_type for row in rows.iter_rows(min_row=2)}
        assert rows["B2"].is_date
        said = str(about["A1"].value)
        assert "Exported by Administrator" in said
        assert said == book.properties.description
        assert said in str(rows.oddFooter.center.text)

    def test_chosen_documents_alone_are_written(self, ctx: Context) -> None:
        chosen = [frappe.db.get_value("Client", {"client_name": "Alpha"}, "name")]
        assert [["Alpha"]] == lines(ctx, fields=["client_name"], chosen=chosen)[1:-1]

    def test_pages_are_put_together_without_a_gap(
        self, ctx: Context, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("comptoir.desk.exporting.PAGE", 2)
        assert 3 == len(lines(ctx, fields=["client_name"])[1:-1])

    def test_another_kind_of_file_is_refused(self, ctx: Context) -> None:
        with pytest.raises(DataError, match="CSV, Excel"):
            export(ctx, Export("Client", format="PDF"))


@pytest.mark.usefixtures("clients")
class TestRights:
    def test_who_may_not_export_gets_nothing(self, ctx: Context) -> None:
        with acting(ctx, "Guest") as guest, pytest.raises(PermissionError):
            export(guest, Export("Client", ["client_name"]))

    def test_a_role_caps_the_rows_and_an_administrator_is_not_capped(self, ctx: Context) -> None:
        for role in frappe.get_all("Role", pluck="name"):
            frappe.db.set_value("Role", role, "export_limit", 2)
        with acting(ctx, ANNA) as anna:
            with pytest.raises(PermissionError, match="You may export 2 rows"):
                export(anna, Export("Client", ["client_name"]))
            assert 4 == len(lines(anna, fields=["client_name"], filters={"client_name": ["!=", "Alpha"]}))
        assert 5 == len(lines(ctx, fields=["client_name"]))

    def test_a_field_of_a_level_out_of_reach_is_left_out(self, ctx: Context) -> None:
        with acting(ctx, ANNA) as anna:
            rows = frappe.get_list("Client", fields=["*"], limit=1)
            assert list(rows[0]) == [*rows[0]]
            heading = lines(anna, fields=["*"])[0]
        assert len(rows[0]) == len(heading)


@pytest.mark.usefixtures("clients")
class TestExtent:
    """What the dialog says before anything is written."""

    def test_counts_what_would_be_written(self, ctx: Context) -> None:
        alpha = frappe.db.get_value("Client", {"client_name": "Alpha"}, "name")
        either = [["client_name", "like", "%lph%"], ["client_name", "like", "%Fils"]]
        assert {"rows": 3, "more": False, "most": None} == extent(ctx, "Client")
        assert 1 == extent(ctx, "Client", filters={"client_name": "Alpha"})["rows"]
        assert 2 == extent(ctx, "Client", or_filters=either)["rows"]
        assert 1 == extent(ctx, "Client", filters={"client_name": "Other"}, chosen=[alpha])["rows"]

    def test_says_that_there_are_more(self, ctx: Context, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("comptoir.desk.exporting.MOST_COUNTED", 2)
        assert {"rows": 2, "more": True, "most": None} == extent(ctx, "Client")

    def test_names_the_cap_of_the_roles(self, ctx: Context) -> None:
        for role in frappe.get_all("Role", pluck="name"):
            frappe.db.set_value("Role", role, "export_limit", 2)
        with acting(ctx, ANNA) as anna:
            assert {"rows": 3, "more": False, "most": 2} == extent(anna, "Client")

    def test_counts_only_what_one_may_export(self, ctx: Context) -> None:
        rights = {"parent": "Client", "role": "Sales Manager", "permlevel": 0, "select": 1, "read": 1}
        frappe.get_doc(doctype="Custom DocPerm", **rights).insert()
        frappe.get_doc(doctype="Custom DocPerm", export=1, if_owner=1, **rights).insert()
        ctx.db.commit()
        with acting(ctx, ANNA) as anna:
            assert 3 == len(frappe.get_list("Client"))
            assert 0 == extent(anna, "Client")["rows"]

    def test_is_refused_to_who_may_not_export(self, ctx: Context) -> None:
        with acting(ctx, "Guest") as guest, pytest.raises(PermissionError):
            extent(guest, "Client")


@pytest.mark.usefixtures("clients")
class TestTrail:
    def test_an_export_is_recorded_with_its_rows_and_filters(self, ctx: Context, trail: Trail) -> None:
        lines(ctx, fields=["client_name"], filters={"client_name": "Alpha"})
        [row] = trail.fresh()
        assert (operations.EXPORTED, "Client") == (row["operation"], row["reference_doctype"])
        said = orjson.loads(row["detail"])
        assert (1, {"client_name": "Alpha"}) == (said["rows"], said["filters"])


class TestGuard:
    @pytest.mark.parametrize("text", ["=1+1", "+33 6", "-cmd", "@sum", "\tx", "\r=1"])
    def test_what_a_spreadsheet_runs_stands_behind_an_apostrophe(self, text: str) -> None:
        assert f"'{text}" == guarded(text)

    @pytest.mark.parametrize("text", ["-12.5", "a=1", "", "Alpha"])
    def test_the_rest_is_as_it_is(self, text: str) -> None:
        assert text == guarded(text)

    def test_a_file_is_called_so_that_every_browser_can_read_it(self) -> None:
        expected = "attachment; filename=\"_t_.csv\"; filename*=UTF-8''%C3%A9t%C3%A9.csv"
        assert expected == disposition('é"té\r\n.csv')
