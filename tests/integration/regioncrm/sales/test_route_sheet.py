"""Route sheets: where to go, what became of it, and who may say so."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import frappe
import pytest
from comptoir.sites import Site
from frappe.utils import nowdate
from regioncrm.org import row_rules

from ..at_once import at_once, submit
from ..conftest import hire
from .conftest import Shop

New = Callable[..., Any]
Draft = Callable[..., Any]
SIGNED = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


@pytest.fixture
def driver(company: Any) -> Any:
    return hire("Hugo", "Blanc", company.branch, "Driver")


@pytest.fixture
def route(new: New, shop: Shop, driver: Any) -> Draft:
    """Saves a draft: ``route({"client": shop.client})``."""

    def draft(*stops: dict[str, Any], **header: Any) -> Any:
        rows = list(stops) or [{"client": shop.client}, {"address": "Post office"}]
        return new("Route Sheet", driver=header.pop("driver", driver.employee), stops=rows, **header)

    return draft


@pytest.fixture
def delivery(new: New, shop: Shop, company: Any) -> str:
    """An issue of today for the client, submitted."""
    store = new("Warehouse", warehouse_name="Route Store", branch=company.branch).name
    common = {"branch": company.branch, "items": [{"item": "CARTRIDGE", "qty": 5, "rate": 10}]}
    new("Warehouse Entry", purpose="Receipt", to_warehouse=store, **common).submit()
    entry = new("Warehouse Entry", purpose="Issue", from_warehouse=store, client=shop.client, **common)
    return str(entry.submit().name)


class TestDraft:
    def test_takes_branch_vehicle_and_number_of_the_driver(
        self, new: New, route: Draft, driver: Any, company: Any
    ) -> None:
        car = new("Vehicle", plate_number="ab-123-cd", driver=driver.employee)
        made = route()
        assert (company.branch, "AB-123-CD", company.branch) == (made.branch, made.vehicle, car.branch)
        assert made.name.startswith("TLYO-RS-")

    def test_takes_the_delivery_address_and_the_phone_of_the_client(self, new: New, route: Draft) -> None:
        client = new(
            "Client",
            client_name="Beta",
            phone="+33478000001",
            addresses=[
                {"kind": "Legal", "address_line": "1 rue A"},
                {"kind": "Delivery", "address_line": "2 rue B", "postal_code": "69001", "city": "Lyon"},
            ],
        ).name
        stop = route({"client": client}).stops[0]
        assert ("2 rue B, 69001 Lyon", "+33478000001") == (stop.address, stop.phone)

    def test_is_kept_before_it_has_stops_but_does_not_leave(self, new: New, driver: Any) -> None:
        made = new("Route Sheet", driver=driver.employee)
        with pytest.raises(frappe.ValidationError, match="has no stops"):
            made.submit()

    def test_stop_leads_somewhere(self, route: Draft) -> None:
        with pytest.raises(frappe.ValidationError, match="say where to go"):
            route({"todo": "Smile"})

    def test_time_that_ends_before_it_begins_is_refused(self, route: Draft) -> None:
        with pytest.raises(frappe.ValidationError, match="ends before it begins"):
            route({"address": "Here", "time_from": "10:00:00", "time_to": "09:30:00"})


class TestCollecting:
    def test_adds_deliveries_and_tasks_of_the_day_once(
        self, new: New, route: Draft, delivery: str, shop: Shop, driver: Any
    ) -> None:
        task = new(
            "Task", subject="Take the old one back", client=shop.client, assigned_to=driver.employee,
            due_on=f"{nowdate()} 16:30:00",
        ).name  # fmt: skip
        new("Task", subject="Some day", client=shop.client, assigned_to=driver.employee)
        sheet = route({"address": "Post office"})
        assert (2, 0) == (sheet.collect(), sheet.collect())
        assert [(None, None), (delivery, None), (None, task)] == [
            (row.warehouse_entry, row.task) for row in sheet.stops
        ]

    def test_leaves_what_another_sheet_carries(self, route: Draft, delivery: str) -> None:
        route({"client": None, "address": "There", "warehouse_entry": delivery}).submit()
        assert 0 == route({"address": "Here"}).collect()

    def test_goods_are_not_carried_twice(self, route: Draft, delivery: str) -> None:
        stop = {"address": "There", "warehouse_entry": delivery}
        first, second = route(stop), route(stop)
        first.submit()
        with pytest.raises(frappe.ValidationError, match=f"on route sheet {first.name} already"):
            second.submit()
        first.stop_failed("Nobody there", 1)
        second.reload()
        assert "On the Road" == second.submit().status

    def test_goods_are_not_carried_twice_by_two_at_the_same_moment(
        self, site: Site, route: Draft, delivery: str
    ) -> None:
        sheets = [route({"address": "There", "warehouse_entry": delivery}) for _clerk in range(8)]
        frappe.db.commit()
        ended = at_once(site, [partial(submit, "Route Sheet", str(sheet.name)) for sheet in sheets])
        assert (1, 7) == (ended.count("done"), ended.count("ValidationError"))


class TestOnTheRoad:
    def test_is_done_when_every_stop_is_settled(self, route: Draft) -> None:
        sheet = route().submit()
        sheet.stop_done(1, "Left at the desk")
        assert ("On the Road", 1, 0) == (sheet.status, sheet.stops_done, sheet.stops_failed)
        sheet.stop_failed("Closed", "2")
        stored = frappe.get_doc("Route Sheet", sheet.name)
        assert ("Done", 1, 1, 2) == (
            stored.status,
            stored.stops_done,
            stored.stops_failed,
            stored.stops_total,
        )
        assert [("Done", "Left at the desk"), ("Failed", "Closed")] == [
            (row.status, row.note) for row in stored.stops
        ]
        assert all(row.settled_at for row in stored.stops)

    def test_next_stop_needs_no_number(self, route: Draft) -> None:
        sheet = route().submit()
        with pytest.raises(frappe.MandatoryError, match="why"):
            sheet.stop_failed(reason=" ")
        sheet.stop_failed(reason="Closed")
        sheet.stop_done(0)
        assert ["Failed", "Done"] == [row.status for row in sheet.stops]
        with pytest.raises(frappe.ValidationError, match="no stop left"):
            sheet.stop_done()

    def test_mistake_is_corrected(self, route: Draft) -> None:
        sheet = route({"address": "Here"}).submit()
        sheet.stop_failed("Closed", 1)
        sheet.stop_done(1)
        assert ("Done", 1, 0) == (sheet.status, sheet.stops_done, sheet.stops_failed)

    def test_has_no_other_stops(self, route: Draft) -> None:
        with pytest.raises(frappe.ValidationError, match="numbered from 1 to 2"):
            route().submit().stop_done(3)

    def test_draft_has_nothing_to_settle(self, route: Draft) -> None:
        with pytest.raises(frappe.ValidationError, match="not on the road"):
            route().stop_done(1)

    def test_plan_is_frozen(self, route: Draft) -> None:
        sheet = route().submit()
        sheet.stops[0].address = "Elsewhere"
        with pytest.raises(frappe.UpdateAfterSubmitError):
            sheet.save()

    def test_result_is_not_typed(self, route: Draft) -> None:
        sheet = route({"address": "Here", "status": "Done", "note": "Sure"}).submit()
        assert ("On the Road", "Planned", 0) == (sheet.status, sheet.stops[0].status, sheet.stops_done)
        sheet.stops[0].status = "Done"
        with pytest.raises(frappe.UpdateAfterSubmitError):
            sheet.save()


class TestRights:
    def test_driver_settles_stops_and_plans_none(
        self, route: Draft, driver: Any, shop: Shop, acting_as: Any
    ) -> None:
        sheet = route().submit()
        with acting_as(driver.user):
            frappe.get_doc("Route Sheet", sheet.name).stop_done(1)
            with pytest.raises(frappe.PermissionError):
                route({"address": "Home"})
        assert 1 == frappe.db.get_value("Route Sheet", sheet.name, "stops_done")

    def test_driver_takes_the_signature_of_the_client(
        self, route: Draft, driver: Any, acting_as: Any
    ) -> None:
        name = route().submit().name
        with acting_as(driver.user):
            sheet = frappe.get_doc("Route Sheet", name)
            sheet.stops[1].signature = SIGNED
            sheet.save()
            sheet.stop_done(2)
        assert [None, SIGNED] == [row.signature for row in frappe.get_doc("Route Sheet", name).stops]

    def test_driver_sees_none_of_another(
        self, route: Draft, driver: Any, acting_as: Any, company: Any
    ) -> None:
        row_rules.switch_on()
        own, other = route(), route(driver=company.boris.employee, branch=company.branch)
        with acting_as(driver.user):
            assert [own.name] == frappe.get_list("Route Sheet", pluck="name")
            with pytest.raises(frappe.PermissionError):
                frappe.get_doc("Route Sheet", other.name).check_permission("read")

    @pytest.mark.usefixtures("held_to_branches")
    def test_another_branch_sees_none(self, route: Draft, acting_as: Any, company: Any) -> None:
        made = route()
        with acting_as(company.boris.user):
            assert [] == frappe.get_list("Route Sheet", pluck="name")
        with acting_as(company.anna.user):
            assert [made.name] == frappe.get_list("Route Sheet", pluck="name")
