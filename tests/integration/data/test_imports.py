"""Imports: what rows become, whose rights hold, and that nothing is lost, doubled or left behind."""

from __future__ import annotations

import csv
import io
from typing import Any

import frappe
import pytest
from comptoir.access import policy
from comptoir.context import Context, use
from comptoir.data import mending, preview, running
from comptoir.data.imports import find
from comptoir.errors import CannotChangeConstantError, DataError, PermissionError, ValidationError

from .conftest import Importer, as_csv, new_import, refusals, undo, uploaded

HEADING = ["Nom du client", "Город", "E-mail", "Statut"]
UPDATE, UPSERT = "Update Existing Records", "Insert or Update Records"


def clients(*fields: str) -> list[tuple[Any, ...]]:
    rows = frappe.get_all("Client", fields=list(fields), order_by="name", limit_page_length=0)
    return [tuple(row[field] for field in fields) for row in rows]


def test_rows_become_documents_whatever_the_language_of_the_heading(imported: Importer) -> None:
    done = imported(
        "Client", [HEADING, ["Acme", "Lyon", "A@Acme.com", "Actif"], ["Orchidée", "Lille", "", "новый"]]
    )
    assert ("Success", 2, 0) == (done.status, done.succeeded, done.failed)
    assert [("Acme", "Lyon", "a@acme.com", "Active"), ("Orchidée", "Lille", None, "New")] == clients(
        "client_name", "city", "email", "status"
    )


def test_a_refused_row_stops_no_other_and_is_sent_again_when_mended(ctx: Context, imported: Importer) -> None:
    done = imported("Client", [
        ["Client name", "E-mail", "Credit limit"], ["A", "a@example.com", "1 234,5"], ["B", "no address", "5"],
        ["", "c@example.com", "7"], ["D", "d@example.com", "much"],
    ])  # fmt: skip
    assert ("Partial Success", 1, 3) == (done.status, done.succeeded, done.failed)
    assert [([3], "E-mail"), ([4], "Client name"), ([5], "Credit limit")] == [
        (rows, next(label for label in ("E-mail", "Client name", "Credit limit") if label in message))
        for rows, message in refusals(done)
    ]
    text = mending.failed_rows(ctx, find(ctx, done.name)).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert ["Client name", "E-mail", "Credit limit", "Why it was refused"] == rows[0]
    assert [["B", "no address", "5"], ["", "c@example.com", "7"], ["D", "d@example.com", "much"]] == [
        row[:3] for row in rows[1:]
    ]
    rows[1][1], rows[2][0], rows[3][2] = "b@example.com", "C", "8"
    assert imported("Client", rows).status == "Success"
    assert [("A", 1234.5), ("B", 5), ("C", 7), ("D", 8)] == clients("client_name", "credit_limit")


def test_a_check_writes_nothing(ctx: Context, imported: Importer) -> None:
    rows = [["Client name", "E-mail"], ["A", "a@example.com"], ["B", "wrong"]]
    done = imported("Client", rows, check=True)
    assert ("Pending", 1, 1, 1) == (done.status, done.succeeded, done.failed, done.only_checked)
    assert [] == clients("name")
    assert "1 document would be written. 1 was refused." == done.message
    running.start(ctx, done.name)
    running.run(done.name)
    assert [("CLI-00001", "A")] == clients("name", "client_name")


def test_rows_below_a_document_are_its_table(imported: Importer) -> None:
    done = imported("Client", [
        ["Client name", "City", "Phone (More phones)", "Phone"],
        ["A", "Lyon", "+33 1 84 80 00 10", ""], ["", "", "+33184800011", ""], ["B", "Lille", "", ""],
    ])  # fmt: skip
    assert done.status == "Success", refusals(done)
    first, second = (frappe.get_doc("Client", name) for (name,) in clients("name"))
    assert ["+33184800010", "+33184800011"] == [row.phone for row in first.phones]
    assert [] == second.phones
    assert [[2, 3], [4]] == [
        frappe.parse_json(rows)
        for rows in frappe.get_all("Data Import Log", pluck="row_indexes", order_by="log_index")
    ]


def test_links_are_found_whatever_their_case_and_language(imported: Importer) -> None:
    group = frappe.get_doc(doctype="Client Group", group_name="Florists").insert()
    done = imported("Client", [
        ["Client name", "Client group", "Country"], ["A", "florists", "Россия"], ["B", "Nobody", "France"],
    ])  # fmt: skip
    assert [([3], "There is no Client Group Nobody.")] == refusals(done)
    assert [("A", group.name, "Russia")] == clients("client_name", "client_group", "country")


def test_links_are_made_where_that_is_wanted(imported: Importer) -> None:
    rows = [["Client name", "Lead source"], ["A", "Fair"], ["B", "Fair"]]
    columns = {"1": "source"}
    assert imported("Client", rows, columns=columns).failed == 2
    assert imported("Client", rows, columns=columns, create_links=1).succeeded == 2
    assert [("Fair",), ("Fair",)] == clients("source")
    assert frappe.get_all("Lead Source", filters={"name": "Fair"}, pluck="name") == ["Fair"]


def test_documents_are_found_by_their_id_and_keep_what_no_cell_says(imported: Importer) -> None:
    imported("Client", [["Client name", "City"], ["A", "Lyon"], ["B", "Lille"]])
    rows = [
        ["ID", "City", "Client name"],
        ["CLI-00001", "Paris", ""],
        ["CLI-00009", "Metz", "X"],
        ["", "Nice", "Y"],
    ]
    done = imported("Client", rows, import_type=UPDATE)
    assert [("A", "Paris"), ("B", "Lille")] == clients("client_name", "city")
    assert [[3], [4]] == [rows for rows, _ in refusals(done)]
    imported("Client", [["ID", "City"], ["CLI-00001", ""]], import_type=UPDATE, clear_empty=1)
    assert [("A", None), ("B", "Lille")] == clients("client_name", "city")
    assert frappe.db.count("Version", {"docname": "CLI-00001"}) == 2


def test_documents_are_inserted_or_updated_by_what_is_unique(imported: Importer) -> None:
    heading = ["Item code", "Item name", "Item group", "Stock unit"]
    made = {"create_links": 1}
    first = imported(
        "Item", [heading, ["T-1", "Toner", "Office", "Box"], ["T-2", "Paper", "Office", "Box"]], **made
    )
    assert first.succeeded == 2, refusals(first)
    rows = [
        heading,
        ["t-1", "Black toner", "", ""],
        ["T-3", "Ink", "Office", "Box"],
        ["T-3", "Blue ink", "", ""],
    ]
    done = imported("Item", rows, import_type=UPSERT, key_field="item_code")
    assert done.succeeded == 3, refusals(done)
    found = frappe.get_all("Item", fields=["item_code", "item_name"], order_by="item_code")
    assert [("T-1", "Black toner"), ("T-2", "Paper"), ("T-3", "Blue ink")] == [
        tuple(row.values()) for row in found
    ]


def test_what_is_not_unique_finds_nothing(ctx: Context) -> None:
    with pytest.raises(DataError, match="cannot be found by city"):
        new_import(ctx, "Client", b"City\nLyon\n", import_type=UPDATE, key_field="city")


def test_an_import_is_undone_but_for_what_was_touched(ctx: Context, imported: Importer) -> None:
    done = imported("Client", [["Client name"], ["A"], ["B"], ["C"]])
    touched = frappe.get_doc("Client", {"client_name": "B"})
    touched.city = "Lyon"
    touched.save()
    done = undo(ctx, done)
    assert ("Partial Success", 0) == (done.status, done.is_undoing)
    assert [("B",)] == clients("client_name")
    assert (
        "was changed after the import"
        in frappe.get_all("Data Import Log", filters={"undone": 0}, pluck="exception")[0]
    )


def test_undoing_an_update_puts_back_what_was(ctx: Context, imported: Importer) -> None:
    client = frappe.get_doc(
        doctype="Client", client_name="A", credit_limit=12.5, phones=[{"phone": "+33184800010"}]
    ).insert()
    rows = [
        ["ID", "Client name", "Credit limit", "Phone (More phones)"],
        [client.name, "B", "99", "+33184800099"],
    ]
    done = imported("Client", rows, import_type=UPDATE)
    assert [("B", 99)] == clients("client_name", "credit_limit")
    done = undo(ctx, done)
    assert done.status == "Undone"
    back = frappe.get_doc("Client", client.name)
    assert ("A", 12.5, ["+33184800010"]) == (
        back.client_name,
        back.credit_limit,
        [row.phone for row in back.phones],
    )


def test_columns_are_remembered(ctx: Context, imported: Importer) -> None:
    template = '{"headings": ["Wer", "Wo"], "column_to_field_map": {"0": "client_name", "1": "city"}}'
    imported("Client", [["Wer", "Wo"], ["A", "Lyon"]], template_options=template)
    assert imported("Client", [["wo", "WER"], ["Lille", "B"]]).succeeded == 1
    assert [("A", "Lyon"), ("B", "Lille")] == clients("client_name", "city")


def test_a_preview_shows_what_is_wrong_with_cells(ctx: Context) -> None:
    content = as_csv(
        [["Client name", "First contact", "Client group", "Colour"], ["A", "21/03/2025", "Nobody", "red"]]
    )
    found = preview.preview(ctx, find(ctx, new_import(ctx, "Client", content).name))
    assert ["client_name", "first_contact_on", "client_group", ""] == [
        column["key"] for column in found["columns"]
    ]
    assert [(2, 1), (2, 2)] == [(problem["row"], problem["column"]) for problem in found["problems"]]
    assert (1, [], "") == (found["count"], found["missing"], found["problem"])
    assert ["A", "21/03/2025", "Nobody", "red"] == found["rows"][0]["cells"]


def test_mandatory_fields_without_a_column_are_named(ctx: Context) -> None:
    found = preview.preview(ctx, find(ctx, new_import(ctx, "Client", b"City\nLyon\n").name))
    assert ["Client name"] == found["missing"]


def test_an_import_runs_once_and_its_settings_stay(ctx: Context, imported: Importer) -> None:
    done = imported("Client", [["Client name"], ["A"]])
    with pytest.raises(ValidationError, match="has run already"):
        running.start(ctx, done.name)
    done.mute_emails = 0
    with pytest.raises(CannotChangeConstantError):
        done.save()


def test_a_stopped_import_goes_on_where_it_was(ctx: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "CHUNK", 2)
    content = as_csv([["Client name"], *([f"C{number}"] for number in range(7))])
    name = new_import(ctx, "Client", content).name
    running.start(ctx, name)
    ctx.db.commit()
    position = running.carry_out(ctx, find(ctx, name), ctx.clock.now())
    assert (3, 2) == (position, frappe.db.count("Client"))
    running.stop(ctx, name)
    ctx.db.commit()
    running.run(name)
    assert frappe.db.count("Client") == 2
    running.go_on(ctx, name)
    ctx.db.commit()
    running.run(name)
    running.run(name)
    assert [(f"C{number}",) for number in range(7)] == clients("client_name")
    assert frappe.get_doc("Data Import", name).status == "Success"


def test_of_two_legs_only_one_writes(ctx: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "CHUNK", 2)
    name = new_import(ctx, "Client", as_csv([["Client name"], ["A"], ["B"], ["C"]])).name
    running.start(ctx, name)
    late = find(ctx, name)
    running.carry_out(ctx, find(ctx, name), ctx.clock.now())
    assert running.carry_out(ctx, late) is None
    assert frappe.db.count("Client") == 2


def test_a_hook_that_writes_and_then_refuses_leaves_nothing(
    imported: Importer, monkeypatch: pytest.MonkeyPatch
) -> None:
    from regioncrm.crm.client import Client

    def after_insert(self: Any) -> None:
        frappe.get_doc(doctype="ToDo", description=self.client_name).insert()
        if self.client_name == "B":
            frappe.throw("Not B")

    monkeypatch.setattr(Client, "after_insert", after_insert, raising=False)
    done = imported("Client", [["Client name"], ["A"], ["B"], ["C"]])
    assert [([3], "Not B")] == refusals(done)
    assert ["A", "C"] == frappe.get_all("ToDo", pluck="description", order_by="description")
    assert [("A",), ("C",)] == clients("client_name")


class TestRights:
    @pytest.fixture
    def clerk(self, ctx: Context) -> Any:
        """Somebody who may import clients, and write no field above level 0."""
        user = frappe.get_doc(
            doctype="User", email="clerk@example.com", first_name="x", roles=[{"role": "Driver"}]
        ).insert()
        frappe.get_doc({
            "doctype": "Custom DocPerm", "parent": "Client", "role": "Driver", "read": 1, "write": 1, "create": 1,
            "import": 1,
        }).insert()  # fmt: skip
        ctx.db.commit()
        with use(ctx.site.open(str(user.name))) as acting:
            yield acting
            acting.db.close()

    def test_who_may_not_import_makes_no_import(self, ctx: Context, clerk: Context) -> None:
        with pytest.raises(PermissionError):
            new_import(clerk, "Lead", b"Lead name\nx\n")
        for doctype in (
            "System Settings",
            "Audit Entry" if ctx.site.registry.has("Audit Entry") else "Activity Log",
        ):
            with pytest.raises((DataError, PermissionError)):
                new_import(clerk, doctype, b"x\n")

    def test_a_file_of_somebody_else_is_out_of_reach(self, ctx: Context, clerk: Context) -> None:
        with use(ctx):
            url = uploaded(ctx, b"Client name\nSecret\n")
            ctx.db.commit()
        with pytest.raises(DataError, match="There is no file"):
            frappe.get_doc(doctype="Data Import", reference_doctype="Client", import_file=url).insert()

    def test_fields_above_their_level_are_offered_to_nobody(self, clerk: Context) -> None:
        doc = new_import(clerk, "Client", b"Client name,Phone\nA,+33184800010\n")
        found = preview.preview(clerk, find(clerk, doc.name))
        assert ["client_name", ""] == [column["key"] for column in found["columns"]]
        doc = new_import(clerk, "Client", b"Client name,Phone\nA,+33184800010\n", {"1": "phone"})
        with pytest.raises(DataError, match="You may not fill phone"):
            running.start(clerk, doc.name)

    def test_standing_is_nobodys_to_write(self, clerk: Context) -> None:
        doc = new_import(clerk, "Client", b"Client name\nA\n", status="Success", position=99, succeeded=5)
        assert ("Pending", 0, 0) == (doc.status, doc.position, doc.succeeded)
        doc.position = 50
        doc.save()
        assert doc.reload().position == 0

    def test_an_import_of_somebody_else_is_out_of_reach(self, ctx: Context, clerk: Context) -> None:
        with use(ctx):
            name = new_import(ctx, "Client", b"Client name\nA\n").name
            ctx.db.commit()
        for ask in (running.start, running.stop, running.go_on, find):
            with pytest.raises(PermissionError):
                ask(clerk, name)

    def test_the_right_is_asked_again_when_it_runs(self, ctx: Context, clerk: Context) -> None:
        name = new_import(clerk, "Client", b"Client name\nA\n").name
        running.start(clerk, name)
        clerk.db.commit()
        with use(ctx):
            frappe.db.delete("Custom DocPerm", {"parent": "Client", "role": "Driver"})
            frappe.clear_cache()
            ctx.db.commit()
        with use(ctx.site.open(clerk.user)) as later:
            running.run(name)
            assert frappe.db.get_value("Data Import", name, "status") == "Error"
            later.db.close()
        with use(ctx):
            assert frappe.db.count("Client") == 0


def test_names_follow_each_other_whatever_was_refused(imported: Importer) -> None:
    rows = [["Client name", "Credit limit"], ["A", "1"], ["", "2"], ["C", "3"], ["D", "-4"], ["E", "5"]]
    assert imported("Client", rows).succeeded >= 3
    names = [name for (name,) in clients("name")]
    assert [f"CLI-{number:05}" for number in range(1, len(names) + 1)] == names
    assert frappe.get_doc(doctype="Client", client_name="F").insert().name == f"CLI-{len(names) + 1:05}"


@pytest.mark.parametrize("doctype", ["Client", "Contact", "Lead"])
def test_who_manages_sales_takes_lists_in_and_out(ctx: Context, doctype: str) -> None:
    meta = ctx.site.registry.get(doctype)
    for role, told in (("Sales Manager", (True, True)), ("Sales User", (False, False))):
        user = f"{role.replace(' ', '.').lower()}@example.com"
        frappe.get_doc(doctype="User", email=user, first_name="x", roles=[{"role": role}]).insert()
        rights = policy.rights_of(ctx.acting_as(user), meta)
        assert told == (rights["import"], rights["export"])


def test_documents_of_another_branch_are_neither_found_nor_made(ctx: Context) -> None:
    for branch in ("Lyon", "Lille"):
        frappe.get_doc(doctype="Branch", branch_name=branch).insert()
    seller = {"email": "seller@example.com", "first_name": "x", "scopes": [{"scope": "Lyon"}]}
    frappe.get_doc(doctype="User", roles=[{"role": "Sales Manager"}], **seller).insert()
    settings = frappe.get_doc("System Settings")
    settings.limit_to_scope = 1
    settings.save()
    theirs = frappe.get_doc(doctype="Client", client_name="Theirs", branch="Lille").insert()
    ctx.db.commit()
    rows = [
        ["ID", "Client name", "Branch"],
        [theirs.name, "Taken", ""],
        ["", "Mine", "Lyon"],
        ["", "Spy", "Lille"],
    ]
    with use(ctx.acting_as("seller@example.com")) as acting:
        name = new_import(acting, "Client", as_csv(rows), import_type=UPSERT).name
        running.start(acting, name)
        acting.db.commit()
        running.run(name)
    done = frappe.get_doc("Data Import", name)
    assert (1, 2) == (done.succeeded, done.failed), (
        refusals(done),
        clients("name", "client_name", "branch", "owner"),
    )
    assert [[2], [4]] == [rows for rows, _ in refusals(done)]
    assert [("Mine", "Lyon"), ("Theirs", "Lille")] == sorted(clients("client_name", "branch"))


class TestWithoutABranch:
    """Where staff see their own branches alone, and nothing says to which one imported documents belong."""

    @pytest.fixture(autouse=True)
    def held(self, ctx: Context) -> None:
        for branch in ("Lyon", "Lille"):
            frappe.get_doc(doctype="Branch", branch_name=branch).insert()
        frappe.db.set_single_value("System Settings", "limit_to_scope", 1)

    def warnings(
        self, ctx: Context, doctype: str, *heading: str, user: str = "", **options: Any
    ) -> list[str]:
        row = ["Acme" if title else "" for title in heading]
        acting = ctx.acting_as(user or ctx.user)
        with use(acting):
            doc = new_import(acting, doctype, as_csv([heading, row]), **options)
            return list(preview.preview(acting, find(acting, doc.name))["warnings"])

    def manager(self, *scopes: str) -> str:
        rows = [{"scope": scope} for scope in scopes]
        values = {"email": "seller@example.com", "first_name": "x", "scopes": rows}
        return str(frappe.get_doc(doctype="User", roles=[{"role": "Sales Manager"}], **values).insert().name)

    @pytest.mark.parametrize("doctype", ["Client", "Lead", "Contact"])
    def test_the_preview_says_who_will_not_see_them(self, ctx: Context, doctype: str) -> None:
        heading = (
            "Client name" if doctype == "Client" else "First name" if doctype == "Contact" else "Company"
        )
        (warning,) = self.warnings(ctx, doctype, heading)
        assert f'Add a column "{"Client" if doctype == "Contact" else "Branch"}"' in warning

    def test_a_column_says_it(self, ctx: Context) -> None:
        assert [] == self.warnings(ctx, "Client", "Client name", "Branch")
        assert [] == self.warnings(ctx, "Contact", "First name", "Client")

    def test_the_usual_branch_of_whoever_imports_says_it(self, ctx: Context) -> None:
        assert [] == self.warnings(ctx, "Client", "Client name", user=self.manager("Lyon"))

    def test_somebody_without_one_is_told(self, ctx: Context) -> None:
        assert 1 == len(self.warnings(ctx, "Client", "Client name", user=self.manager()))

    def test_what_is_there_keeps_its_own(self, ctx: Context) -> None:
        assert [] == self.warnings(ctx, "Client", "ID", "Client name", import_type=UPDATE)

    def test_nor_does_it_matter_where_all_see_all(self, ctx: Context) -> None:
        frappe.db.set_single_value("System Settings", "limit_to_scope", 0)
        assert [] == self.warnings(ctx, "Client", "Client name")

    def test_nor_for_what_belongs_to_no_branch(self, ctx: Context) -> None:
        assert [] == self.warnings(ctx, "Territory", "Territory name")
