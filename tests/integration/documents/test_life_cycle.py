"""The life of a document, on both databases."""

from __future__ import annotations

import frappe
import frappe.model.document
import pytest
from comptoir.context import Context
from comptoir.documents import amend, get_document
from comptoir.errors import (
    DocstatusTransitionError,
    DuplicateEntryError,
    InvalidNumberError,
    LinkExistsError,
    LinkValidationError,
    MandatoryError,
    TimestampMismatchError,
    UpdateAfterSubmitError,
    ValidationError,
)


def branch(name: str = "Head office") -> str:
    return str(frappe.get_doc(doctype="Branch", branch_name=name).insert().name)


def client(**values: object) -> frappe.model.document.Document:
    return frappe.get_doc({"doctype": "Client", "client_name": "Acme"} | values).insert()


def item() -> str:
    for doctype, name in (("Unit", "Piece"), ("Item Group", "Goods")):
        if not frappe.db.exists(doctype, name):
            field = frappe.get_meta(doctype).autoname.removeprefix("field:")
            frappe.get_doc({"doctype": doctype, field: name}).insert()
    values = {"item_code": "PAPER", "item_name": "Paper", "unit": "Piece", "item_group": "Goods"}
    return str(frappe.get_doc({"doctype": "Item"} | values).insert().name)


class TestInsert:
    def test_a_series_counts_up(self, ctx: Context) -> None:
        first, second = client(), client()
        assert int(first.name.rsplit("-", 1)[1]) + 1 == int(second.name.rsplit("-", 1)[1])

    def test_the_system_sets_owner_and_creation(self, ctx: Context) -> None:
        made = client(owner="x@y.z", creation="2001-01-01 00:00:00")
        assert ctx.user == made.owner
        assert made.creation.year > 2001

    def test_every_missing_field_is_named(self, ctx: Context) -> None:
        with pytest.raises(MandatoryError) as caught:
            frappe.get_doc(doctype="Client").insert()
        assert "client_name" in [problem.fieldname for problem in caught.value.fields]

    def test_an_unreadable_amount_is_refused(self, ctx: Context) -> None:
        with pytest.raises(InvalidNumberError) as caught:
            client(credit_limit="abc")
        assert ["credit_limit"] == [problem.fieldname for problem in caught.value.fields]

    def test_a_broken_link_is_refused_at_its_field(self, ctx: Context) -> None:
        with pytest.raises(LinkValidationError) as caught:
            client(branch="Nowhere")
        assert ["branch"] == [problem.fieldname for problem in caught.value.fields]

    def test_a_link_takes_the_spelling_of_its_target(self, ctx: Context) -> None:
        name = branch()
        assert name == client(branch=name.upper()).branch

    def test_a_second_document_of_the_same_name_is_refused(self, ctx: Context) -> None:
        branch()
        with pytest.raises(DuplicateEntryError):
            branch()

    def test_a_failed_insert_leaves_nothing(self, site) -> None:
        def insert_two() -> None:
            with site.context():
                client()
                frappe.get_doc(doctype="Client").insert()

        with pytest.raises(MandatoryError):
            insert_two()
        with site.context():
            assert 0 == frappe.db.count("Client")


class TestUpdate:
    def test_a_change_is_kept_as_a_version(self, ctx: Context) -> None:
        made = client()
        made.client_name = "Acme & Sons"
        made.save()
        data = frappe.get_all("Version", filters={"docname": made.name}, pluck="data")
        assert 1 == len(data)
        assert ["client_name", "Acme", "Acme & Sons"] in frappe.parse_json(data[0])["changed"]

    def test_saving_without_a_change_keeps_modified(self, ctx: Context) -> None:
        made = client()
        before = made.modified
        get_document(ctx, "Client", made.name).save()
        assert before == get_document(ctx, "Client", made.name).modified

    def test_a_stale_copy_is_refused(self, ctx: Context) -> None:
        made = client()
        stale = get_document(ctx, "Client", made.name)
        made.client_name = "Other"
        made.save()
        stale.client_name = "Stale"
        with pytest.raises(TimestampMismatchError):
            stale.save()

    def test_rows_keep_their_names_and_removed_rows_go(self, ctx: Context) -> None:
        made = frappe.get_doc(
            doctype="User",
            email="rows@example.com",
            first_name="Rows",
            roles=[{"role": "Sales User"}, {"role": "Storekeeper"}],
        ).insert()
        kept = made.roles[1].name
        made.set("roles", [made.roles[1].as_dict(), {"role": "Driver"}])
        made.save()
        stored = get_document(ctx, "User", made.name)
        assert [("Storekeeper", 1), ("Driver", 2)] == [(row.role, row.idx) for row in stored.roles]
        assert kept == stored.roles[0].name


class TestDelete:
    def test_a_linked_document_stays(self, ctx: Context) -> None:
        name = branch()
        client(branch=name)
        with pytest.raises(LinkExistsError):
            frappe.delete_doc("Branch", name)

    def test_all_that_is_in_the_way_is_named_at_once(self, ctx: Context) -> None:
        name = branch()
        first, second = client(branch=name).name, client(client_name="Other", branch=name).name
        frappe.get_doc(doctype="Employee", first_name="Anna", branch=name).insert()
        with pytest.raises(LinkExistsError) as refused:
            frappe.delete_doc("Branch", name)
        for wanted in (f"Client {first}", f"Client {second}", "Employee "):
            assert wanted in str(refused.value)

    def test_more_is_in_the_way_than_a_sentence_names(self, ctx: Context) -> None:
        name = branch()
        for number in range(12):
            client(client_name=f"Client {number}", branch=name)
        with pytest.raises(LinkExistsError, match=", others"):
            frappe.delete_doc("Branch", name)

    def test_logs_are_not_in_the_way(self, ctx: Context) -> None:
        row = {"role": "System Manager", "read": 1, "write": 1, "create": 1, "delete": 1}
        field = {"fieldname": "title", "fieldtype": "Data", "label": "Title"}
        made = frappe.get_doc(
            doctype="DocType", name="Machine", module="CRM", custom=1, fields=[field], permissions=[row]
        ).insert()
        frappe.log_error("Something", reference_doctype="Machine")
        frappe.delete_doc("DocType", made.name)
        assert not frappe.db.exists("DocType", "Machine")

    def test_a_deleted_document_leaves_a_copy(self, ctx: Context) -> None:
        made = client()
        frappe.delete_doc("Client", made.name)
        assert frappe.db.exists("Client", made.name) is None
        copies = frappe.get_all("Deleted Document", filters={"deleted_name": made.name}, pluck="data")
        assert "Acme" == frappe.parse_json(copies[0])["client_name"]


class TestRename:
    def test_links_follow(self, ctx: Context) -> None:
        made = client(branch=branch())
        assert "Main" == frappe.rename_doc("Branch", "Head office", "Main")
        assert "Main" == frappe.db.get_value("Client", made.name, "branch")
        assert "Main" == frappe.db.get_value("Branch", "Main", "branch_name")

    def test_merging_moves_links_and_removes_the_source(self, ctx: Context) -> None:
        branch("Other")
        made = client(branch=branch())
        frappe.rename_doc("Branch", "Head office", "Other", merge=True)
        assert "Other" == frappe.db.get_value("Client", made.name, "branch")
        assert frappe.db.exists("Branch", "Head office") is None


class TestSubmit:
    @pytest.fixture
    def proposal(self, ctx: Context):
        return frappe.get_doc(
            doctype="Proposal", client=client().name, items=[{"item": item(), "qty": 2, "rate": 10}]
        ).insert()

    def test_draft_submitted_cancelled(self, proposal) -> None:
        assert [0, 1, 2] == [proposal.docstatus, proposal.submit().docstatus, proposal.cancel().docstatus]

    def test_a_draft_is_not_cancelled(self, proposal) -> None:
        with pytest.raises(DocstatusTransitionError):
            proposal.cancel()

    def test_a_submitted_document_is_frozen(self, proposal) -> None:
        proposal.submit()
        proposal.items[0].rate = 99
        with pytest.raises(UpdateAfterSubmitError):
            proposal.save()

    def test_a_submitted_document_is_not_deleted(self, proposal) -> None:
        proposal.submit()
        with pytest.raises(ValidationError):
            proposal.delete()

    def test_a_cancelled_document_is_amended_under_the_next_name(self, ctx: Context, proposal) -> None:
        proposal.submit()
        proposal.cancel()
        first = amend(ctx, "Proposal", proposal.name).insert()
        assert f"{proposal.name}-1" == first.name
        first.submit()
        first.cancel()
        assert f"{proposal.name}-2" == amend(ctx, "Proposal", first.name).insert().name


class TestCustomDoctype:
    def test_table_and_documents_exist_at_once(self, site) -> None:
        with site.context():
            frappe.get_doc(
                doctype="DocType",
                name="Gizmo",
                module="CRM",
                autoname="field:title",
                fields=[{"fieldname": "title", "fieldtype": "Data", "label": "Title", "reqd": 1}],
            ).insert()
        with site.context():
            assert "One" == frappe.get_doc(doctype="Gizmo", title="One").insert().name
            assert ["One"] == frappe.get_all("Gizmo", pluck="name")

    def test_a_bad_declaration_is_refused(self, ctx: Context) -> None:
        with pytest.raises(ValidationError):
            frappe.get_doc(
                doctype="DocType",
                name="Broken",
                module="CRM",
                fields=[{"fieldname": "to", "fieldtype": "Link", "label": "To", "options": "No Such"}],
            ).insert()
