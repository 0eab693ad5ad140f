"""Documents as application code handles them: ``import frappe`` and nothing else."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import frappe
import pytest
from comptoir.context import Context
from comptoir.sites import Site
from frappe.model.docstatus import DocStatus

pytestmark = pytest.mark.usefixtures("ctx")


def client(**values: Any) -> Any:
    return frappe.get_doc({"doctype": "Client", "client_name": "Acme"} | values).insert()


def unsaved_proposal() -> Any:
    return frappe.new_doc("Proposal", client=client().name)


class TestGetDoc:
    def test_by_name(self) -> None:
        assert "Acme" == frappe.get_doc("Client", client().name).client_name

    def test_by_filters(self) -> None:
        made = client(city="Lyon")
        assert made.name == frappe.get_doc("Client", {"city": "Lyon"}).name

    def test_by_filters_that_nothing_fulfils(self) -> None:
        with pytest.raises(frappe.DoesNotExistError):
            frappe.get_doc("Client", {"city": "Atlantis"})

    def test_from_keywords(self) -> None:
        assert frappe.get_doc(doctype="Client", client_name="Acme").is_new()

    def test_of_a_single(self) -> None:
        assert (
            "System Settings"
            == frappe.get_doc("System Settings").name
            == frappe.get_single("System Settings").name
        )

    def test_of_a_document_is_the_document(self) -> None:
        made = client()
        assert frappe.get_doc(made) is made

    def test_the_last_one(self) -> None:
        client()
        second = client(client_name="Later")
        assert second.name == frappe.get_last_doc("Client").name

    def test_the_last_of_none(self) -> None:
        with pytest.raises(frappe.DoesNotExistError):
            frappe.get_last_doc("Client", {"city": "Atlantis"})

    def test_checks_the_permission_where_asked(self) -> None:
        made = client()
        frappe.set_user("Guest")
        assert "Acme" == frappe.get_doc("Client", made.name).client_name
        with pytest.raises(frappe.PermissionError):
            frappe.get_doc("Client", made.name, check_permission="read")

    def test_new_doc_has_defaults(self) -> None:
        assert "New" == frappe.new_doc("Client").status

    def test_copies_have_no_name(self) -> None:
        source = client(phones=[{"phone": "+33199001234"}])
        copy = frappe.copy_doc(source)
        assert (None, "Acme", "+33199001234") == (copy.name, copy.client_name, copy.phones[0].phone)
        assert copy.insert().name != source.name


class TestCachedDoc:
    def test_is_read_once(self, ctx: Context) -> None:
        name = client().name
        frappe.get_cached_doc("Client", name)
        before = ctx.db.statements
        assert "Acme" == frappe.get_cached_value("Client", name, "client_name")
        assert ["Acme", name] == frappe.get_cached_value("Client", name, ["client_name", "name"])
        assert before == ctx.db.statements

    def test_follows_what_is_written(self) -> None:
        made = client(city="Lyon")
        assert "Lyon" == frappe.get_cached_value("Client", made.name, "city")
        frappe.db.set_value("Client", made.name, "city", "Paris")
        assert "Paris" == frappe.get_cached_value("Client", made.name, "city")
        made.reload()
        made.city = "Nice"
        made.save()
        assert "Nice" == frappe.get_cached_value("Client", made.name, "city")

    def test_forgets_what_was_undone(self) -> None:
        made = client(city="Lyon")
        frappe.db.savepoint("before")
        frappe.db.set_value("Client", made.name, "city", "Paris")
        assert "Paris" == frappe.get_cached_value("Client", made.name, "city")
        frappe.db.rollback(save_point="before")
        assert "Lyon" == frappe.get_cached_value("Client", made.name, "city")

    def test_of_nothing_is_none(self) -> None:
        assert frappe.get_cached_value("Client", "no such", "city") is None


class TestRows:
    @pytest.fixture
    def doc(self) -> Any:
        doc = frappe.new_doc("Client", client_name="Acme")
        doc.append("phones", {"phone": "+33199001234", "kind": "Office"})
        doc.extend(
            "phones",
            [{"phone": "+33199001235", "kind": "Mobile"}, {"phone": "+33199001236", "kind": "Mobile"}],
        )
        return doc

    def test_are_filtered_by_equality(self, doc: Any) -> None:
        assert [2, 3] == [row.idx for row in doc.get("phones", {"kind": "Mobile"})]

    def test_are_filtered_by_operators(self, doc: Any) -> None:
        assert [2, 3] == [row.idx for row in doc.get("phones", {"idx": [">", 1]})]
        assert [1] == [row.idx for row in doc.get("phones", {"kind": ["not in", ["Mobile"]]})]
        assert [1, 2, 3] == [row.idx for row in doc.get("phones", {"phone": True})]

    def test_are_limited(self, doc: Any) -> None:
        assert [2] == [row.idx for row in doc.get("phones", {"kind": "Mobile"}, limit=1)]
        assert 2 == doc.getone("phones", {"kind": "Mobile"}).idx

    def test_are_removed_and_counted_again(self, doc: Any) -> None:
        doc.remove(doc.phones[0])
        assert [1, 2] == [row.idx for row in doc.phones]

    def test_know_their_parent(self, doc: Any) -> None:
        doc.insert()
        row = doc.phones[0]
        assert (doc.name, "Client", "phones", doc) == (
            row.parent,
            row.parenttype,
            row.parentfield,
            row.parent_doc,
        )

    def test_an_unknown_operator_is_refused(self, doc: Any) -> None:
        with pytest.raises(frappe.DataError):
            doc.get("phones", [["kind", "resembles", "x"]])


class TestValues:
    def test_get_has_a_default(self) -> None:
        doc = frappe.new_doc("Client")
        assert ("x", "y") == (doc.get("city", "x"), doc.get("city", default="y"))

    def test_update_if_missing_keeps_what_there_is(self) -> None:
        doc = frappe.get_doc(doctype="Client", client_name="Acme")
        doc.update_if_missing({"client_name": "Other", "city": "Lyon"})
        assert ("Acme", "Lyon") == (doc.client_name, doc.city)

    def test_as_dict_converts_dates(self) -> None:
        made = client(birthday="1980-02-29")
        assert date(1980, 2, 29) == made.as_dict().birthday
        assert "1980-02-29" == made.as_dict(convert_dates_to_str=True).birthday

    def test_as_dict_leaves_out_nulls(self) -> None:
        assert "birthday" not in client().as_dict(no_nulls=True)

    def test_as_json_is_json(self) -> None:
        assert "Acme" == json.loads(client().as_json())["client_name"]

    def test_onload_travels_beside_the_document(self) -> None:
        doc = client()
        doc.set_onload("open_deals", 3)
        assert 3 == doc.get_onload("open_deals") == doc.as_dict()["__onload"]["open_deals"]
        assert "__onload" not in frappe.get_doc("Client", doc.name).as_dict()

    def test_docstatus_answers_questions(self) -> None:
        doc = client()
        assert (True, False) == (doc.docstatus.is_draft(), doc.docstatus.is_submitted())
        assert DocStatus.draft() == doc.docstatus == 0

    def test_url_leads_to_the_form(self) -> None:
        assert f"/app/client/{client().name}" == client_url()


def client_url() -> str:
    return str(frappe.get_last_doc("Client").get_url())


class TestFlags:
    def test_ignore_mandatory(self) -> None:
        doc = frappe.get_doc(doctype="Task")
        with pytest.raises(frappe.MandatoryError):
            doc.insert()
        assert frappe.get_doc(doctype="Task").insert(ignore_mandatory=True).name

    def test_ignore_links(self) -> None:
        with pytest.raises(frappe.LinkValidationError):
            client(segment="no such")
        made = frappe.get_doc(doctype="Client", client_name="Acme", segment="no such").insert(
            ignore_links=True
        )
        assert "no such" == frappe.db.get_value("Client", made.name, "segment")

    def test_ignore_validate_skips_the_controller(self) -> None:
        made = client(client_type="Company")
        doc = frappe.get_doc("Client", made.name)
        calls: list[str] = []
        type(doc).validate, kept = lambda self: calls.append("validate"), type(doc).validate
        try:
            doc.save()
            doc.flags.ignore_validate = True
            doc.save()
        finally:
            type(doc).validate = kept
        assert ["validate"] == calls

    def test_ignore_permissions(self) -> None:
        frappe.set_user("Guest")
        with pytest.raises(frappe.PermissionError):
            frappe.get_doc(doctype="Branch", branch_name="North").insert()
        assert frappe.get_doc(doctype="Branch", branch_name="North").insert(ignore_permissions=True).name

    def test_ignore_if_duplicate(self) -> None:
        values = {"doctype": "Branch", "branch_name": "North"}
        frappe.get_doc(values).insert()
        with pytest.raises(frappe.DuplicateEntryError):
            frappe.get_doc(values).insert()
        frappe.get_doc(values).insert(ignore_if_duplicate=True)
        assert 1 == frappe.db.count("Branch")

    def test_ignore_version(self) -> None:
        made = client()
        made.city = "Lyon"
        made.save(ignore_version=True)
        made.city = "Paris"
        made.flags.ignore_version = False
        made.save()
        assert 1 == frappe.db.count("Version", {"docname": made.name})


class TestBeforeSave:
    def test_tells_what_was_stored(self) -> None:
        seen: list[Any] = []
        made = client(city="Lyon")
        doc = frappe.get_doc("Client", made.name)
        type(doc).validate, kept = (
            lambda self: seen.append(
                (
                    self.get_value_before_save("city"),
                    self.has_value_changed("city"),
                    self.has_value_changed("status"),
                )
            ),
            type(doc).validate,
        )
        try:
            doc.city = "Paris"
            doc.save()
        finally:
            type(doc).validate = kept
        assert [("Lyon", True, False)] == seen


class TestDirectWrites:
    def test_db_set_writes_and_keeps_the_document_up_to_date(self) -> None:
        made = client()
        modified = made.modified
        made.db_set("city", "Lyon")
        assert ("Lyon", "Lyon") == (made.city, made.db_get("city"))
        assert made.modified > modified

    def test_db_set_without_touching_modified(self) -> None:
        made = client()
        modified = made.modified
        made.db_set({"city": "Lyon", "credit_limit": "12.5"}, update_modified=False)
        stored = frappe.get_doc("Client", made.name)
        assert (modified, "Lyon", 12.5) == (stored.modified, stored.city, stored.credit_limit)

    def test_db_set_refuses_a_column_there_is_not(self) -> None:
        with pytest.raises(frappe.DataError):
            client().db_set("no_such_column", 1)

    def test_db_set_refuses_secrets(self) -> None:
        with pytest.raises(frappe.DataError):
            frappe.get_doc("User", "Administrator").db_set("api_secret", "clear text")

    def test_db_insert_runs_no_hooks(self) -> None:
        doc = frappe.get_doc(doctype="Client", client_name="Acme", phones=[{"phone": "+33199001234"}])
        doc.db_insert()
        stored = frappe.get_doc("Client", doc.name)
        assert ("Acme", 1, doc.name) == (stored.client_name, len(stored.phones), stored.phones[0].parent)

    def test_db_update_writes_every_column(self) -> None:
        doc = client()
        doc.city = "Lyon"
        doc.db_update()
        assert "Lyon" == frappe.db.get_value("Client", doc.name, "city")

    def test_db_update_of_nothing(self) -> None:
        doc = frappe.get_doc(doctype="Client", client_name="Acme")
        doc.name = "no such"
        with pytest.raises(frappe.DoesNotExistError):
            doc.db_update()

    def test_a_secret_is_kept_apart(self) -> None:
        user = frappe.get_doc("User", "Administrator")
        user.api_secret = "clear text"
        user.save()
        assert "clear text" == user.get_password("api_secret")
        assert "clear text" not in str(frappe.db.get_value("User", "Administrator", "api_secret"))
        with pytest.raises(frappe.AuthenticationError):
            user.get_password("no_such")
        assert user.get_password("no_such", raise_exception=False) is None


class TestDiscard:
    def test_closes_a_draft(self) -> None:
        doc = unsaved_proposal().insert()
        doc.discard()
        assert 2 == frappe.db.get_value("Proposal", doc.name, "docstatus")

    def test_of_a_discarded_one_is_refused(self) -> None:
        doc = unsaved_proposal().insert()
        doc.discard()
        with pytest.raises(frappe.DocstatusTransitionError):
            doc.discard()

    def test_of_what_cannot_be_submitted_is_refused(self) -> None:
        with pytest.raises(frappe.DocstatusTransitionError):
            client().discard()


class TestVerification:
    def test_validate_value(self) -> None:
        doc = frappe.get_doc(doctype="Client", client_name="Acme", credit_limit=5)
        doc.validate_value("credit_limit", ">=", 5)
        with pytest.raises(frappe.ValidationError, match="must be > 10"):
            doc.validate_value("credit_limit", ">", 10)

    def test_validate_from_to_dates(self) -> None:
        doc = frappe.get_doc(doctype="Client", first_contact_on="2026-02-02", last_contact_on="2026-02-01")
        with pytest.raises(frappe.ValidationError) as caught:
            doc.validate_from_to_dates("first_contact_on", "last_contact_on")
        assert ["last_contact_on"] == [problem.fieldname for problem in caught.value.fields]
        doc.last_contact_on = "2026-02-02"
        doc.validate_from_to_dates("first_contact_on", "last_contact_on")

    def test_validate_table_has_rows(self) -> None:
        with pytest.raises(frappe.ValidationError):
            frappe.new_doc("Client").validate_table_has_rows("phones")

    def test_precision_and_rounding_follow_the_settings(self) -> None:
        frappe.db.set_single_value("System Settings", "currency_precision", "3")
        doc = frappe.get_doc(doctype="Client", credit_limit=1.23456)
        assert (3, None) == (doc.precision("credit_limit"), doc.precision("client_name"))
        doc.round_floats_in(doc, ["credit_limit"])
        assert 1.235 == doc.credit_limit


class TestPermission:
    def test_of_another_user(self) -> None:
        made = client()
        assert (True, False) == (made.has_permission("read"), made.has_permission("read", user="Guest"))

    def test_check_raises(self) -> None:
        made = client()
        frappe.set_user("Guest")
        with pytest.raises(frappe.PermissionError):
            made.check_permission("write")


class TestComments:
    def test_are_stored_beside_the_document(self) -> None:
        made = client()
        made.add_comment("Comment", text="Called twice")
        assert ["Called twice"] == frappe.get_all("Comment", {"reference_name": made.name}, pluck="content")


class TestRename:
    def test_by_the_document(self) -> None:
        doc = frappe.get_doc(doctype="Branch", branch_name="North").insert()
        assert "South" == doc.rename("South").name
        assert frappe.db.exists("Branch", "South")


class TestLater:
    def test_queue_action_queues_after_the_commit(self, site: Site) -> None:
        from comptoir.jobs import health

        made = client()
        made.queue_action("add_comment", text="from the queue")
        connection = site.cache._client  # type: ignore[attr-defined]
        assert 0 == sum(health(connection).waiting.values())
        frappe.db.commit()
        assert 1 == sum(health(connection).waiting.values())
