"""Clients: one spelling, duplicates, transfer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import frappe
import pytest
from comptoir.context import Context
from frappe.utils import add_days, nowdate
from regioncrm.crm.client import find_duplicates
from regioncrm.patches import rename_key_segment, set_match_keys

New = Callable[..., Any]


def messages(ctx: Context) -> str:
    return "\n".join(message.message for message in ctx.messages)


class TestSpelling:
    def test_phone_is_stored_in_international_form(self, new: New) -> None:
        assert "+33184800010" == new("Client", client_name="Alpha", phone="+33 (0)1 84 80 00 10").phone

    def test_email_is_stored_in_lower_case(self, new: New) -> None:
        assert "info@alpha.example" == new("Client", client_name="Alpha", email=" Info@Alpha.EXAMPLE ").email

    def test_tax_id_is_stored_without_separators(self, new: New) -> None:
        assert "FR44732829320" == new("Client", client_name="Alpha", tax_id="fr 44 732-829-320").tax_id

    def test_a_wrong_phone_is_refused_at_its_field(self, new: New) -> None:
        with pytest.raises(frappe.ValidationError) as caught:
            new("Client", client_name="Alpha", phone="12900 %")
        assert {"phone"} == {problem.fieldname for problem in caught.value.fields}

    @pytest.mark.parametrize(
        "values", [{"doctype": "Client", "client_name": "Alpha"}, {"doctype": "Contact"}]
    )
    def test_nobody_is_born_tomorrow(self, new: New, values: dict[str, str]) -> None:
        with pytest.raises(frappe.ValidationError, match="in the future"):
            new(**values, first_name="Ada", birthday=add_days(nowdate(), 1))

    def test_a_discount_above_a_hundred_is_refused(self, new: New) -> None:
        with pytest.raises(frappe.ValidationError):
            new("Client", client_name="Alpha", discount_percent=12900)

    def test_the_first_phone_of_the_table_becomes_the_main_one(self, new: New) -> None:
        assert "+33184800010" == new("Client", client_name="Alpha", phones=[{"phone": "+33184800010"}]).phone

    def test_the_same_phone_twice_is_refused(self, new: New) -> None:
        rows = [{"phone": "+33184800010"}, {"phone": "+33 1 84 80 00 10"}]
        with pytest.raises(frappe.ValidationError, match="twice"):
            new("Client", client_name="Alpha", phones=rows)


class TestSecondClientWithTheSameTaxId:
    @pytest.fixture(autouse=True)
    def _first(self, new: New) -> None:
        new("Client", client_name="Alpha", tax_id="732829320")

    def test_is_refused_naming_the_first(self, new: New) -> None:
        with pytest.raises(frappe.ValidationError, match="Alpha"):
            new("Client", client_name="Omega", tax_id="732 829 320")

    def test_is_accepted_when_somebody_allows_it(self, new: New) -> None:
        assert new("Client", client_name="Omega", tax_id="732829320", allow_duplicate=1).name

    def test_the_first_can_still_be_saved(self) -> None:
        first = frappe.get_doc("Client", {"tax_id": "732829320"})
        first.city = "Lyon"
        assert "Lyon" == first.save().city


class TestClientThatLooksLikeAnother:
    @pytest.fixture(autouse=True)
    def _first(self, new: New) -> None:
        new(
            "Client",
            client_name="Imprimerie Dubois SARL",
            phone="+33184800010",
            email="contact@dubois.example",
            phones=[{"phone": "+33184800099"}],
        )

    @pytest.mark.parametrize(
        "values",
        [
            {"phone": "+33184800010"},
            {"phone": "+33184800099"},
            {"email": "contact@dubois.example"},
            {"client_name": "imprimerie duboix"},
        ],
        ids=["main phone", "phone of the table", "email", "similar name"],
    )
    def test_is_saved_with_a_warning(self, ctx: Context, new: New, values: dict[str, Any]) -> None:
        new("Client", **{"client_name": "Zeta", **values})
        assert "Imprimerie Dubois SARL" in messages(ctx)

    def test_a_different_one_is_saved_silently(self, ctx: Context, new: New) -> None:
        new("Client", client_name="Zeta", phone="+33184800055")
        assert "" == messages(ctx)

    def test_is_found_while_typing_with_the_reasons(self) -> None:
        found = find_duplicates(client_name="Imprimerie Dubois", phone="01 84 80 00 10")
        assert [["phone", "client_name"]] == [row["reasons"] for row in found]

    def test_is_found_by_a_name_without_its_accents(self, new: New) -> None:
        new("Client", client_name="Société Générale d’Équipement")
        found = find_duplicates(client_name="Societe Generale d'Equipement")
        assert ["Société Générale d’Équipement"] == [row["client_name"] for row in found]

    def test_is_found_among_clients_from_before_names_had_a_key(self) -> None:
        name = frappe.db.get_value("Client", {"phone": "+33184800010"})
        before = frappe.db.get_value("Client", name, "modified")
        frappe.db.set_value("Client", name, "match_key", None, update_modified=False)
        assert [] == find_duplicates(client_name="Imprimerie Dubois")
        set_match_keys.execute()
        assert [name] == [row["name"] for row in find_duplicates(client_name="Imprimerie Dubois")]
        assert before == frappe.db.get_value("Client", name, "modified")

    def test_is_not_found_as_its_own_duplicate(self) -> None:
        name = frappe.db.get_value("Client", {"phone": "+33184800010"})
        assert [] == find_duplicates(phone="+33184800010", exclude=name)

    def test_a_percent_sign_finds_nothing_special(self) -> None:
        assert [] == find_duplicates(client_name="%%%", phone="%", email="%")


class TestTransfer:
    @pytest.fixture
    def client(self, new: New, company: Any) -> Any:
        client = new("Client", client_name="Alpha", responsible=company.anna.employee)
        for title, stage in (("Open deal", "Qualification"), ("Won deal", "Won")):
            new("Deal", deal_title=title, client=client.name, stage=stage, responsible=company.anna.employee)
        new("Task", subject="Open task", client=client.name, assigned_to=company.anna.employee)
        new("Task", subject="Done task", client=client.name, assigned_to=company.anna.employee, status="Done")
        return frappe.get_doc("Client", client.name)

    def test_moves_the_client_with_its_open_work(self, client: Any, company: Any) -> None:
        assert {"deals": 1, "tasks": 1} == client.transfer(company.boris.employee)

    def test_leaves_finished_work_where_it_was_done(self, client: Any, company: Any) -> None:
        client.transfer(company.boris.employee)
        won = frappe.db.get_value("Deal", {"deal_title": "Won deal"}, "responsible")
        done = frappe.db.get_value("Task", {"subject": "Done task"}, "assigned_to")
        assert [company.anna.employee] * 2 == [won, done]

    def test_leaves_a_trail_with_the_reason(self, client: Any, company: Any) -> None:
        client.transfer(company.boris.employee, reason="Anna moves to Lyon")
        row = frappe.get_doc("Client", client.name).transfers[0]
        expected = (company.anna.employee, company.boris.employee, "Anna moves to Lyon")
        assert expected == (row.from_employee, row.to_employee, row.reason)

    def test_can_leave_the_work_alone(self, client: Any, company: Any) -> None:
        assert {"deals": 0, "tasks": 0} == client.transfer(company.boris.employee, with_open_work=0)

    def test_to_somebody_who_left_is_refused(self, client: Any, company: Any) -> None:
        employee = frappe.get_doc("Employee", company.boris.employee)
        employee.update({"status": "Left", "left_on": "2026-01-31"}).save()
        with pytest.raises(frappe.ValidationError, match="left the company"):
            client.transfer(company.boris.employee)


class TestTermsOfTheGroup:
    def test_are_given_to_a_new_client(self, new: New) -> None:
        new("Client Group", group_name="Test group", credit_limit=500, payment_terms_days=14)
        client = new("Client", client_name="Alpha", client_group="Test group")
        assert (500, 14) == (client.credit_limit, client.payment_terms_days)

    def test_do_not_replace_what_was_agreed(self, new: New) -> None:
        new("Client Group", group_name="Test group", credit_limit=500)
        assert (
            70 == new("Client", client_name="Alpha", client_group="Test group", credit_limit=70).credit_limit
        )


class TestPerson:
    def test_is_called_by_first_and_last_name(self, new: New) -> None:
        client = new("Client", client_type="Person", first_name="Anna", last_name="Petit")
        assert "Anna Petit" == client.client_name


def test_the_segment_that_was_called_key_is_renamed_with_its_clients(new: New) -> None:
    frappe.db.delete("Segment", {"name": "Key account"})
    frappe.get_doc(doctype="Segment", segment_name="Key").insert()
    client = new("Client", client_name="Large", segment="Key").name
    for _again in range(2):
        rename_key_segment.execute()
        assert "Key account" == frappe.db.get_value("Client", client, "segment")
    assert not frappe.db.exists("Segment", "Key")
