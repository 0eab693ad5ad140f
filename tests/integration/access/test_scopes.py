"""Who is held to a branch works with its documents alone, on every way to them."""

from __future__ import annotations

from typing import Any

import frappe
import pytest
from comptoir.context import Context
from comptoir.documents import count
from comptoir.errors import LinkExistsError, LinkValidationError, PermissionError, ValidationError
from comptoir.sites import Site
from regioncrm.kpi.schedule import compute_enabled_rules

from ...conftest import Acting
from .conftest import ANNA, BORIS, DIANE, limit_staff, names, new


class TestALimitedUser:
    def test_lists_the_branch_and_those_below(self, company: dict[str, str], acting: Acting) -> None:
        with acting(ANNA):
            assert sorted((company["Lyon"], company["Lyon Sud"])) == names("Client")

    def test_counts_no_more(self, company: dict[str, str], acting: Acting) -> None:
        with acting(ANNA) as ctx:
            assert 2 == count(ctx, "Client")

    def test_cannot_read_another_branch(self, company: dict[str, str], acting: Acting) -> None:
        with acting(BORIS), pytest.raises(PermissionError, match="outside what") as refused:
            frappe.get_doc("Client", company["Lyon"]).check_permission("read")
        assert "Lyon" not in str(refused.value)

    def test_sees_nothing_without_a_branch(
        self, ctx: Context, company: dict[str, str], acting: Acting
    ) -> None:
        def told(**values: Any) -> list[str]:
            ctx.messages.clear()
            new("User", first_name="No", **values)
            return [str(said.message) for said in ctx.messages if "held to no Branch" in str(said.message)]

        roles = [{"role": "Sales User"}]
        assert told(email="nobody@example.com", roles=roles)
        assert [] == told(email="somebody@example.com", roles=roles, scopes=[{"scope": "Lyon"}])
        assert [] == told(email="director@example.com", roles=[{"role": "Director"}])
        assert [] == told(email="later@example.com")
        with acting("nobody@example.com"):
            assert [] == names("Client")

    def test_sees_everything_where_staff_is_not_limited(
        self, company: dict[str, str], acting: Acting
    ) -> None:
        limit_staff(0)
        with acting(BORIS):
            assert sorted(company.values()) == names("Client")

    def test_sees_what_they_made_outside_any_branch(self, company: dict[str, str], acting: Acting) -> None:
        mine = new("Client", client_name="Nowhere")
        frappe.db.set_value("Client", mine.name, {"branch": None, "owner": BORIS})
        with acting(BORIS):
            assert mine.name in names("Client")
        with acting(ANNA):
            assert mine.name not in names("Client")

    def test_starts_new_documents_in_the_usual_branch(self, company: dict[str, str], acting: Acting) -> None:
        with acting(BORIS):
            assert "Lille" == new("Client", client_name="Fresh").branch

    def test_creates_nothing_elsewhere(self, company: dict[str, str], acting: Acting) -> None:
        with acting(BORIS), pytest.raises(PermissionError):
            new("Client", client_name="Fresh", branch="Lyon")

    def test_reads_the_names_of_all_branches_and_changes_none_but_their_own(
        self, company: dict[str, str], acting: Acting
    ) -> None:
        roles = frappe.get_doc("User", ANNA)
        roles.append("roles", {"role": "Accountant"})
        roles.save()
        with acting(ANNA):
            assert ["Lille", "Lyon", "Lyon Sud"] == names("Branch")
            frappe.get_doc("Branch", "Lyon Sud").check_permission("write")
            with pytest.raises(PermissionError):
                frappe.get_doc("Branch", "Lille").check_permission("write")

    def test_follows_the_tree_when_it_changes(self, company: dict[str, str], acting: Acting) -> None:
        lille = frappe.get_doc("Branch", "Lille")
        lille.parent_branch = "Lyon"
        lille.save()
        with acting(ANNA):
            assert sorted(company.values()) == names("Client")

    def test_sees_contacts_of_their_clients_alone(self, company: dict[str, str], acting: Acting) -> None:
        here, _there = (
            new("Contact", first_name="K", client=company[branch]).name for branch in ("Lille", "Lyon")
        )
        with acting(BORIS):
            assert [here] == names("Contact")


class TestATask:
    """A task is seen by its branch, and wherever it belongs by whoever does it or set it."""

    @pytest.fixture
    def people(self, company: dict[str, str]) -> dict[str, str]:
        return {
            user: str(new("Employee", first_name=user[:5], branch=branch, user=user).name)
            for user, branch in ((ANNA, "Lyon"), (BORIS, "Lille"))
        }

    def test_is_seen_by_its_branch(self, people: dict[str, str], acting: Acting) -> None:
        task = new("Task", subject="Call", assigned_to=people[ANNA])
        assert "Lyon" == task.branch
        with acting(ANNA):
            assert [task.name] == names("Task")
        with acting(BORIS):
            assert [] == names("Task")
            with pytest.raises(PermissionError):
                frappe.get_doc("Task", task.name).check_permission("read")

    @pytest.mark.parametrize("party", ["assigned_to", "set_by", "owner"])
    def test_is_within_reach_of_its_people_in_another_branch(
        self, people: dict[str, str], acting: Acting, party: str
    ) -> None:
        task = new("Task", subject="Call")
        value = people[BORIS] if party == "assigned_to" else BORIS
        frappe.db.set_value("Task", task.name, {"branch": "Lyon", party: value})
        with acting(BORIS):
            assert [task.name] == names("Task")
            frappe.get_doc("Task", task.name).check_permission("write")

    def test_of_no_assignee_belongs_to_the_branch_of_its_client(
        self, company: dict[str, str], acting: Acting
    ) -> None:
        task = new("Task", subject="Call", client=company["Lille"])
        with acting(BORIS):
            assert [task.name] == names("Task")

    def test_is_not_made_in_another_branch(self, company: dict[str, str], acting: Acting) -> None:
        with acting(BORIS), pytest.raises(PermissionError):
            new("Task", subject="Call", branch="Lyon")


class TestAnIndicator:
    """Nobody learns from an indicator what they may not read."""

    @pytest.fixture
    def count(self, company: dict[str, str]) -> dict[str, object]:
        roles = frappe.get_doc("User", BORIS)
        roles.append("roles", {"role": "HR Manager"})
        roles.save()
        return {
            "rule_name": "Clients", "source_doctype": "Client", "date_field": "creation", "aggregate": "Count",
            "scope": "Company", "period": "Year",
        }  # fmt: skip

    def test_counts_what_whoever_defined_it_may_read(self, count: dict[str, object], acting: Acting) -> None:
        with acting(BORIS):
            assert (BORIS, 1) == self.result(new("KPI Rule", **count))
        rule = new("KPI Rule", **count | {"rule_name": "All clients"})
        assert ("Administrator", 3) == self.result(rule)

    def test_counts_the_same_whoever_has_it_computed(self, count: dict[str, object], acting: Acting) -> None:
        rule = new("KPI Rule", **count | {"branch": "Lille"})
        with acting(BORIS):
            again = frappe.get_doc("KPI Rule", rule.name)
            again.update({"plan": 10, "counted_as": BORIS}).save()
            assert ("Administrator", 3) == self.result(again)

    def test_counts_for_whoever_changes_what_it_counts(
        self, count: dict[str, object], acting: Acting
    ) -> None:
        rule = new("KPI Rule", **count | {"branch": "Lille"})
        with acting(BORIS):
            again = frappe.get_doc("KPI Rule", rule.name)
            again.update({"filters": '[["client_name", "like", "Of L%"]]'}).save()
            assert (BORIS, 1) == self.result(again)
        compute_enabled_rules()
        assert (BORIS, 1) == self.result(frappe.get_doc("KPI Rule", rule.name))

    def test_of_somebody_who_may_read_no_more_is_said_to_be_broken(
        self, count: dict[str, object], acting: Acting
    ) -> None:
        with acting(BORIS):
            new("KPI Rule", **count)
        boris = frappe.get_doc("User", BORIS)
        boris.set("roles", [])
        boris.save()
        assert 1 == compute_enabled_rules()["failed"]

    @staticmethod
    def result(rule: object) -> tuple[str, float]:
        return (rule.counted_as, rule.last_value)  # type: ignore[attr-defined]


class TestADirector:
    def test_sees_every_branch(self, company: dict[str, str], acting: Acting) -> None:
        with acting(DIANE):
            assert sorted(company.values()) == names("Client")


class TestATransfer:
    def test_goes_to_any_branch_and_is_in_the_history(self, company: dict[str, str], acting: Acting) -> None:
        with acting(BORIS):
            client = frappe.get_doc("Client", company["Lille"])
            client.branch = "Lyon"
            client.save()
            assert [] == names("Client")
        with acting(ANNA):
            assert company["Lille"] in names("Client")
        changes = frappe.get_all("Version", filters={"docname": company["Lille"]}, pluck="data")
        assert any('["branch","Lille","Lyon"]' in data for data in changes)

    def test_leaves_no_document_without_a_branch(self, company: dict[str, str], acting: Acting) -> None:
        with acting(BORIS):
            client = frappe.get_doc("Client", company["Lille"])
            client.branch = None
            with pytest.raises(ValidationError, match="cannot be without"):
                client.save()

    def test_is_refused_from_another_branch(self, company: dict[str, str], acting: Acting) -> None:
        with acting(BORIS):
            client = frappe.get_doc("Client", company["Lyon"])
            client.branch = "Lille"
            with pytest.raises(PermissionError):
                client.save()

    def test_is_refused_where_the_doctype_says_so(
        self, company: dict[str, str], acting: Acting, ctx: Context
    ) -> None:
        setter = {"doctype_or_field": "DocType", "property": "allow_transfer", "value": "0"}
        new("Property Setter", doc_type="Client", **setter)
        ctx.db.commit()
        with acting(BORIS):
            client = frappe.get_doc("Client", company["Lille"])
            client.branch = "Lyon"
            with pytest.raises(ValidationError, match="keeps its Branch"):
                client.save()


class TestWhatIsHidden:
    def test_columns_behind_a_link(self, company: dict[str, str], acting: Acting) -> None:
        deal = new("Deal", deal_title="D", client=company["Lyon"])
        frappe.db.set_value("Deal", deal.name, "branch", "Lille")
        asked = ["name", "client.client_name as who", "client.phone as phone"]
        with acting(BORIS):
            rows = frappe.get_list("Deal", fields=asked)
            assert [{"name": deal.name, "who": None, "phone": None}] == rows
            assert [] == names("Deal", filters=[["client.client_name", "=", "Of Lyon"]])
        with acting(DIANE):
            assert "Of Lyon" == frappe.get_list("Deal", fields=asked)[0]["who"]

    def test_rows_of_tables(self, company: dict[str, str], acting: Acting) -> None:
        for branch, number in (("Lyon", "+33184800020"), ("Lille", "+33184800021")):
            client = frappe.get_doc("Client", company[branch])
            client.append("phones", {"phone": number})
            client.save()
        with acting(BORIS):
            rows = frappe.get_list("Client Phone", fields=["parent", "phone"], parent_doctype="Client")
            assert [{"parent": company["Lille"], "phone": "+33184800021"}] == rows

    def test_links_that_are_refused_as_if_there_were_no_such_document(
        self, company: dict[str, str], acting: Acting
    ) -> None:
        said = []
        with acting(BORIS):
            for client in (company["Lyon"], "CLI-999999"):
                with pytest.raises(LinkValidationError) as refused:
                    new("Deal", deal_title="D", client=client)
                said.append(str(refused.value).replace(client, "…"))
        assert said[0] == said[1]

    def test_names_of_documents_that_keep_another_from_being_deleted(
        self, company: dict[str, str], acting: Acting
    ) -> None:
        lead = new("Lead", lead_name="L", branch="Lyon", email="l@example.com")
        frappe.db.set_value("Lead", lead.name, "client", company["Lille"])
        with acting(BORIS), pytest.raises(LinkExistsError, match="may not see") as refused:
            frappe.get_doc("Client", company["Lille"]).delete()
        assert lead.name not in str(refused.value)

    def test_the_client_that_has_a_tax_id_already(self, company: dict[str, str], acting: Acting) -> None:
        frappe.db.set_value("Client", company["Lyon"], "tax_id", "FR40303265045")
        with acting(BORIS), pytest.raises(frappe.ValidationError, match="may not see") as refused:
            new("Client", client_name="Twin", tax_id="FR40303265045")
        assert company["Lyon"] not in str(refused.value)


class TestOtherProcesses:
    def test_forget_what_a_user_was_held_to(self, site: Site, company: dict[str, str], ctx: Context) -> None:
        ctx.db.commit()
        with site.context(BORIS):
            assert [company["Lille"]] == names("Client")
        with site.context():
            user = frappe.get_doc("User", BORIS)
            user.append("scopes", {"scope": "Lyon Sud"})
            user.save()
        with site.context(BORIS):
            assert sorted((company["Lille"], company["Lyon Sud"])) == names("Client")
