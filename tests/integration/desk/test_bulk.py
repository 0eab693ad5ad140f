"""Actions on many documents: each done or refused for itself, with the rights of whoever asks, and once."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import frappe
import pytest
from comptoir.context import Context
from comptoir.desk import bulk, bulk_store
from comptoir.errors import DataError, DoesNotExistError, PermissionError, ValidationError
from comptoir.sites import Bench, Site

from ...conftest import Acting, Work
from .conftest import ANNA, BORIS, new

LEG = Path(__file__).with_name("bulk_leg.py")


def edit(ctx: Context, names: list[str], **values: Any) -> dict[str, Any]:
    return bulk.begin(ctx, "Client", "edit", {"values": values}, chosen=names)


def cities(names: list[str]) -> list[str]:
    return [frappe.db.get_value("Client", name, "city") for name in names]


def many(ctx: Context, count: int) -> list[str]:
    names = [
        str(new("Client", client_name=f"One of many {number}", city="Old").name) for number in range(count)
    ]
    ctx.db.commit()
    return names


class TestEditing:
    def test_changes_several_fields_and_puts_them_back(self, ctx: Context, clients: list[str]) -> None:
        done = edit(ctx, clients, city="New", payment_terms_days=30)
        assert ("done", 3, 3, 0, True) == tuple(
            done[k] for k in ("status", "total", "done", "refused", "can_undo")
        )
        assert "3 documents were changed." == done["message"]
        assert ["New"] * 3 == cities(clients)
        back = bulk.undo(ctx, done["bulk"])
        assert (3, 0) == (back["done"], back["refused"])
        assert ["Old"] * 3 == cities(clients)
        assert 0 == frappe.db.get_value("Client", clients[0], "payment_terms_days")

    def test_what_was_changed_since_stays(self, ctx: Context, clients: list[str]) -> None:
        done = edit(ctx, clients, city="New")
        frappe.get_doc("Client", clients[1]).update({"notes": "Called."}).save()
        back = bulk.undo(ctx, done["bulk"])
        assert (2, 1) == (back["done"], back["refused"])
        assert back["results"][0] == {
            "name": clients[1], "done": False, "message": f"Client {clients[1]} was changed since, and stays as it is.",
        }  # fmt: skip
        assert ["Old", "New", "Old"] == cities(clients)

    def test_of_one_branch_touches_no_other(self, ctx: Context, clients: list[str], acting: Acting) -> None:
        with acting(ANNA) as anna:
            done = edit(anna, clients, city="New")
        assert (2, 1) == (done["done"], done["refused"])
        refused = done["results"][0]
        assert (clients[2], False) == (refused["name"], refused["done"])
        assert "not permitted" in refused["message"]
        assert ["New", "New", "Old"] == cities(clients)

    def test_of_all_that_match_knows_what_the_actor_sees(
        self, ctx: Context, clients: list[str], acting: Acting
    ) -> None:
        with acting(ANNA) as anna:
            done = bulk.begin(
                anna, "Client", "edit", {"values": {"city": "New"}}, filters=[["city", "=", "Old"]]
            )
        assert (2, 0) == (done["done"], done["refused"])
        assert ["New", "New", "Old"] == cities(clients)

    @pytest.mark.parametrize(
        "fieldname",
        [
            "bank_account",
            "last_contact_on",
            "logo",
            "phones",
            "docstatus",
            "owner",
            "name",
            "contact_section",
            "nope",
        ],
    )
    def test_sets_no_field_that_is_not_the_actors(
        self, ctx: Context, clients: list[str], acting: Acting, fieldname: str
    ) -> None:
        before = frappe.get_doc("Client", clients[0]).as_dict()
        with acting(ANNA) as anna, pytest.raises(PermissionError):
            edit(anna, clients[:1], **{fieldname: "1"})
        assert before == frappe.get_doc("Client", clients[0]).as_dict()

    def test_refuses_a_value_for_each_document(self, ctx: Context, clients: list[str]) -> None:
        done = edit(ctx, clients, branch="Nowhere")
        assert (0, 3) == (done["done"], done["refused"])
        assert not done["can_undo"]
        with pytest.raises(ValidationError):
            bulk.undo(ctx, done["bulk"])

    def test_is_not_undone_by_who_may_no_longer_write(
        self, ctx: Context, clients: list[str], acting: Acting
    ) -> None:
        with acting(ANNA) as anna:
            done = edit(anna, clients[:1], city="New")
        frappe.get_doc("User", ANNA).update({"scopes": [{"scope": "Lille"}]}).save()
        with acting(ANNA) as anna:
            back = bulk.undo(anna, done["bulk"])
        assert (0, 1) == (back["done"], back["refused"])
        assert ["New"] == cities(clients[:1])


class TestSteps:
    @pytest.fixture
    def payments(self, ctx: Context, clients: list[str]) -> list[str]:
        made = [new("Payment", client=clients[0], branch="Lyon", amount=10).name for _ in range(3)]
        ctx.db.commit()
        return [str(name) for name in made]

    def test_submit_and_cancel_what_can_be(self, ctx: Context, payments: list[str]) -> None:
        frappe.get_doc("Payment", payments[0]).submit()
        done = bulk.begin(ctx, "Payment", "submit", chosen=payments)
        assert (2, 1) == (done["done"], done["refused"])
        assert f"Payment {payments[0]} is submitted already." == done["results"][0]["message"]
        edited = bulk.begin(ctx, "Payment", "edit", {"values": {"amount": 99}}, chosen=payments)
        assert (0, 3) == (edited["done"], edited["refused"])
        noted = bulk.begin(ctx, "Payment", "edit", {"values": {"remarks": "Seen"}}, chosen=payments)
        assert (3, 0) == (noted["done"], noted["refused"])
        cancelled = bulk.begin(ctx, "Payment", "cancel", chosen=payments)
        assert (3, 0) == (cancelled["done"], cancelled["refused"])
        assert {2} == {frappe.db.get_value("Payment", name, "docstatus") for name in payments}

    def test_ask_for_their_rights(self, ctx: Context, payments: list[str], acting: Acting) -> None:
        with acting(ANNA) as anna:
            for action in ("submit", "cancel", "delete", "edit"):
                with pytest.raises(PermissionError):
                    bulk.begin(anna, "Payment", action, {"values": {"remarks": "x"}}, chosen=payments)
        assert {0} == {frappe.db.get_value("Payment", name, "docstatus") for name in payments}

    def test_of_what_has_no_steps_are_refused(self, ctx: Context, clients: list[str]) -> None:
        with pytest.raises(ValidationError, match="not submittable"):
            bulk.begin(ctx, "Client", "submit", chosen=clients)

    def test_delete_leaves_what_is_used(self, ctx: Context, clients: list[str], payments: list[str]) -> None:
        done = bulk.begin(ctx, "Client", "delete", chosen=clients)
        assert (2, 1) == (done["done"], done["refused"])
        assert [clients[0]] == frappe.get_all("Client", pluck="name")


class TestCompanions:
    def test_assign_and_tag(self, ctx: Context, clients: list[str], acting: Acting) -> None:
        with acting(ANNA) as anna:
            given = bulk.begin(
                anna, "Client", "assign", {"users": [ANNA], "description": "Call"}, chosen=clients
            )
            tagged = bulk.begin(anna, "Client", "tag", {"add": ["Hot", "New"]}, chosen=clients)
            taken = bulk.begin(anna, "Client", "tag", {"remove": ["New"]}, chosen=clients[:1])
        assert [(2, 1), (2, 1), (1, 0)] == [(d["done"], d["refused"]) for d in (given, tagged, taken)]
        todos = frappe.get_all("ToDo", fields=["reference_name", "description"], order_by="reference_name")
        assert [(name, "Call") for name in clients[:2]] == [(t.reference_name, t.description) for t in todos]
        assert ["Hot", "Hot,New"] == [
            frappe.db.get_value("Client", name, "_user_tags").strip(",") for name in clients[:2]
        ]

    def test_say_what_is_missing(self, ctx: Context, clients: list[str]) -> None:
        for action, detail in (
            ("assign", {}),
            ("tag", {}),
            ("edit", {}),
            ("assign", {"users": [1]}),
            ("undo", {}),
            ("x", {}),
        ):
            with pytest.raises(DataError):
                bulk.begin(ctx, "Client", action, detail, chosen=clients)
        with pytest.raises(DataError):
            edit(ctx, [], city="New")


class TestInTheBackground:
    def test_many_are_done_by_a_job_and_the_bell_rings(
        self, ctx: Context, clients: list[str], work: Work
    ) -> None:
        names = many(ctx, 45)
        begun = edit(ctx, [*names, "no such client"], city="New")
        assert ("running", 46, 0) == (begun["status"], begun["total"], begun["done"])
        ctx.db.commit()
        work()
        done = bulk.standing(ctx, begun["bulk"])
        assert ("done", 45, 1) == (done["status"], done["done"], done["refused"])
        told = frappe.get_last_doc("Notification Log", filters={"for_user": ctx.user})
        assert "Client: 45 documents were changed. 1 was refused." == told.subject
        assert "There is no Client no such client." == told.email_content
        back = bulk.undo(ctx, begun["bulk"])
        ctx.db.commit()
        work()
        assert 45 == bulk.standing(ctx, back["bulk"])["done"]
        assert {"Old"} == set(cities(names))

    def test_what_was_stopped_goes_on(self, ctx: Context, clients: list[str], work: Work) -> None:
        names = many(ctx, 25)
        begun = edit(ctx, names, city="New")
        assert "stopped" == bulk.stop(ctx, begun["bulk"])["status"]
        ctx.db.commit()
        work()
        assert {"Old"} == set(cities(names))
        assert "running" == bulk.go_on(ctx, begun["bulk"])["status"]
        ctx.db.commit()
        work()
        assert {"New"} == set(cities(names))
        with pytest.raises(ValidationError):
            bulk.go_on(ctx, begun["bulk"])

    def test_a_killed_worker_is_taken_over_and_nothing_done_twice(
        self, ctx: Context, bench: Bench, site: Site, clients: list[str]
    ) -> None:
        names = many(ctx, 150)
        begun = bulk.begin(ctx, "Client", "tag", {"add": ["Once"]}, chosen=names)["bulk"]
        ctx.db.commit()
        command = [sys.executable, str(LEG), str(bench.root), str(bench.sites_path), site.name, begun]
        env = os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
        with subprocess.Popen(command, env=env) as killed:
            deadline = time.monotonic() + 60
            while not bulk_store.counts(ctx, begun).get(bulk_store.CARRIED_OUT):
                assert time.monotonic() < deadline
                time.sleep(0.02)
            killed.kill()
        assert "running" == bulk.standing(ctx, begun)["status"]
        assert 0 == subprocess.run(command, env=env, check=False).returncode
        done = bulk.standing(ctx, begun)
        assert ("done", 150, 0) == (done["status"], done["done"], done["refused"])
        assert 150 == frappe.db.count("Tag Link", {"tag": "Once"})
        assert 1 == frappe.db.count("Notification Log", {"for_user": ctx.user})

    def test_is_nobody_elses(self, ctx: Context, clients: list[str], acting: Acting) -> None:
        done = edit(ctx, clients, city="New")
        with acting(BORIS) as boris:
            for ask in (bulk.standing, bulk.stop, bulk.go_on, bulk.undo):
                with pytest.raises(DoesNotExistError):
                    ask(boris, done["bulk"])
        assert ["New"] * 3 == cities(clients)

    def test_is_forgotten_when_it_is_old(
        self, ctx: Context, clients: list[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        done = edit(ctx, clients, city="New")
        bulk_store.forget_old()
        assert bulk.standing(ctx, done["bulk"])
        monkeypatch.setattr(bulk_store, "KEPT", -bulk_store.KEPT)
        bulk_store.forget_old()
        with pytest.raises(DoesNotExistError):
            bulk.standing(ctx, done["bulk"])
