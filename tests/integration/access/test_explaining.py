"""What the explainer tells, and to whom."""

from __future__ import annotations

import frappe
import pytest
from comptoir.companions import shares
from comptoir.context import Context
from comptoir.desk import access
from comptoir.errors import DoesNotExistError, PermissionError

from ...conftest import Acting
from .conftest import ANNA, BORIS, new

OLGA = "olga@example.com"


@pytest.fixture
def asking(company: dict[str, str], acting: Acting) -> Acting:
    """The company, and Olga who administers it."""
    new("User", email=OLGA, first_name="Olga", roles=[{"role": "System Manager"}])
    return acting


class TestADocument:
    def test_outside_the_branch_is_refused_by_that_step(
        self, company: dict[str, str], asking: Acting
    ) -> None:
        with asking(OLGA) as ctx:
            found = access.explain_document(ctx, "Client", company["Lille"], ANNA)
        read = found["rights"]["read"]
        assert not read["allow"]
        failing = [step for step in read["steps"] if not step["passed"]]
        assert ["scope", "share"] == [step["kind"] for step in failing]
        assert "it is outside what anna@example.com may see by Branch" == failing[0]["text"]
        assert ["role"] == [step["kind"] for step in read["steps"] if step["passed"]]
        assert "Of Lille" == found["title"]

    def test_within_it_is_allowed_with_every_step_passed(
        self, company: dict[str, str], asking: Acting
    ) -> None:
        with asking(OLGA) as ctx:
            read = access.explain_document(ctx, "Client", company["Lyon"], ANNA)["rights"]["read"]
        assert read["allow"]
        assert {"role": True, "scope": True} == {
            step["kind"]: step["passed"] for step in read["steps"] if step["kind"] != "share"
        }

    def test_that_was_shared_says_so(self, company: dict[str, str], asking: Acting, ctx: Context) -> None:
        shares.add(ctx, "Client", company["Lille"], ANNA, {"read": True})
        with asking(OLGA) as asked:
            read = access.explain_document(asked, "Client", company["Lille"], ANNA)["rights"]["read"]
        assert read["allow"]
        assert ["scope"] == [step["kind"] for step in read["steps"] if not step["passed"]]

    def test_names_the_document_that_says_so(self, company: dict[str, str], asking: Acting) -> None:
        held = new("User Permission", user=ANNA, allow="Branch", for_value="Lille").name
        with asking(OLGA) as ctx:
            read = access.explain_document(ctx, "Client", company["Lyon"], ANNA)["rights"]["read"]
        step = next(step for step in read["steps"] if step["kind"] == "limit")
        assert {"doctype": "User Permission", "name": held} == step["document"]
        assert not step["passed"]

    def test_names_the_roles_that_would_give_a_right(self, company: dict[str, str], asking: Acting) -> None:
        with asking(OLGA) as ctx:
            right = access.explain_document(ctx, "Client", company["Lyon"], ANNA)["rights"]["delete"]
        assert not right["allow"]
        assert {"Sales Manager", "System Manager"} == {role["name"] for role in right["roles"]}

    def test_shows_how_each_field_is_seen(self, company: dict[str, str], asking: Acting) -> None:
        new("User", email="stock@example.com", first_name="S", roles=[{"role": "Storekeeper"}])
        user = frappe.get_doc("User", "stock@example.com")
        user.append("scopes", {"scope": "Lyon"})
        user.save()
        with asking(OLGA) as ctx:
            found = access.explain_document(ctx, "Client", company["Lyon"], "stock@example.com")["fields"]
        shown = {field["fieldname"]: (field["shown"], field["writable"]) for field in found}
        assert ("masked", False) == shown["phone"]
        assert ("clear", False) == shown["client_name"]

    def test_that_may_not_be_read_shows_no_field(self, company: dict[str, str], asking: Acting) -> None:
        with asking(OLGA) as ctx:
            found = access.explain_document(ctx, "Client", company["Lille"], ANNA)["fields"]
        assert {"hidden"} == {field["shown"] for field in found}

    def test_on_a_subject_follows_the_subject(self, company: dict[str, str], asking: Acting) -> None:
        todo = new(
            "ToDo",
            description="Call",
            reference_type="Client",
            reference_name=company["Lille"],
            allocated_to=ANNA,
        )
        frappe.db.delete("DocShare", {"share_name": company["Lille"]})
        with asking(OLGA) as ctx:
            read = access.explain_document(ctx, "ToDo", str(todo.name), ANNA)["rights"]["read"]
        assert ("subject", False) == (read["steps"][-1]["kind"], read["steps"][-1]["passed"])


class TestWhoMayAsk:
    def test_nobody_asks_about_others(self, company: dict[str, str], asking: Acting) -> None:
        with asking(ANNA) as ctx:
            for call in (
                lambda: access.explain_user(ctx, BORIS),
                lambda: access.explain_document(ctx, "Client", company["Lyon"], BORIS),
            ):
                with pytest.raises(PermissionError):
                    call()

    def test_oneself_learns_nothing_of_what_one_may_not_read(
        self, company: dict[str, str], asking: Acting
    ) -> None:
        with asking(ANNA) as ctx:
            assert access.explain_document(ctx, "Client", company["Lyon"])["rights"]["read"]["allow"]
            with pytest.raises(PermissionError):
                access.explain_document(ctx, "Client", company["Lille"])

    def test_somebody_who_is_not_there_is_not_explained(
        self, company: dict[str, str], asking: Acting
    ) -> None:
        with asking(OLGA) as ctx, pytest.raises(DoesNotExistError):
            access.explain_user(ctx, "nobody@example.com")


class TestAUser:
    def test_is_told_with_roles_scopes_and_what_they_reach(
        self, company: dict[str, str], asking: Acting
    ) -> None:
        new("User Permission", user=ANNA, allow="Branch", for_value="Lyon")
        with asking(OLGA) as ctx:
            found = access.explain_user(ctx, ANNA, "CRM")
        assert ("Sales User", "user") in {(role["role"], role["from"]) for role in found["roles"]}
        assert ["Lyon", "Lyon Sud"] == sorted(scope["name"] for scope in found["scopes"])
        assert ["held to Branch Lyon"] == [limit["text"] for limit in found["limits"]]
        client = next(each for each in found["doctypes"] if each["doctype"] == "Client")
        assert (1, 3) == (client["documents"], client["of"])
        assert "only where it is within what anna@example.com may see by Branch" in client["why"]

    def test_is_not_counted_beyond_the_module_asked_for(
        self, company: dict[str, str], asking: Acting
    ) -> None:
        with asking(OLGA) as ctx:
            found = access.explain_user(ctx, ANNA)["doctypes"]
        assert {None} == {each["documents"] for each in found}
        assert "Error Log" not in {each["doctype"] for each in found}

    def test_does_not_learn_how_many_others_there_are(self, company: dict[str, str], asking: Acting) -> None:
        with asking(ANNA) as ctx:
            found = access.explain_user(ctx, None, "CRM")["doctypes"]
        client = next(each for each in found if each["doctype"] == "Client")
        assert (2, None) == (client["documents"], client["of"])
