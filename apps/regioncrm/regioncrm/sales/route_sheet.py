"""Route Sheet: the stops of a driver or technician on one day, in their order.

Submitting sends the driver on the road; from then on only what becomes of each stop changes. When nothing is planned
any more, the sheet is done.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

import frappe
from frappe import _
from frappe.utils import cint, get_datetime, get_time, getdate, now_datetime

from regioncrm.sales.numbering import NumberedDocument

OPEN_TASKS = ["not in", ["Done", "Cancelled"]]


class RouteSheet(NumberedDocument):
    """Completes its stops, and counts what became of them."""

    def validate(self) -> None:
        self.take_branch()
        if not self.vehicle:
            usual = {"driver": self.driver, "status": "In Use"}
            self.vehicle = frappe.db.get_value("Vehicle", usual, "name", order_by="name asc")
        for row in self.get("stops"):
            self.complete_stop(row)
        self.count()
        self.status = "Draft"

    def before_submit(self) -> None:
        if not self.get("stops"):
            frappe.throw(_("{0} has no stops. Add what is due, or type where to go.").format(self.name))
        self.check_twice()
        self.status = "On the Road"

    def on_update_after_submit(self) -> None:
        if self.odometer_end and cint(self.odometer_end) < cint(self.odometer_start):
            frappe.throw(_("The odometer runs backwards. Correct its readings."))

    def before_cancel(self) -> None:
        self.status = "Cancelled"

    def take_branch(self) -> None:
        if not self.branch:
            self.branch = frappe.db.get_value("Employee", self.driver, "branch")

    def complete_stop(self, row: Any) -> None:
        """Where the stop is and whom to call, as far as the client says."""
        row.update({"status": "Planned", "settled_at": None, "note": None})
        if not (row.client or row.address):
            frappe.throw(_("Row {0}: say where to go, by a client or an address.").format(row.idx))
        if row.time_from and row.time_to and get_time(row.time_to) < get_time(row.time_from):
            frappe.throw(_("Row {0}: the time ends before it begins.").format(row.idx))
        if row.client:
            row.address = row.address or address_of(row.client)
            if not row.phone:
                row.phone = frappe.db.get_value("Client", row.client, "phone")

    def check_twice(self) -> None:
        """Refuse goods that are on the road already. Their entries are locked, so that of two sheets one waits."""
        entries = [row.warehouse_entry for row in self.get("stops") if row.warehouse_entry]
        if len(entries) != len(set(entries)):
            frappe.throw(_("A warehouse entry stands on two stops. Remove one of them."))
        for entry in sorted(entries):
            frappe.db.get_value("Warehouse Entry", entry, "name", for_update=True)
            other = planned_on(entry)
            if other and other != self.name:
                frappe.throw(
                    _("{0} is on route sheet {1} already. Remove the stop, or cancel that sheet.").format(
                        entry, other
                    )
                )

    def count(self) -> None:
        states = Counter(row.status for row in self.get("stops"))
        self.stops_total = len(self.get("stops"))
        self.stops_done, self.stops_failed = states["Done"], states["Failed"]

    @frappe.whitelist()
    def collect(self) -> int:
        """Add deliveries and tasks of the day that the actor may see. Returns how many stops are new."""
        if self.docstatus != 0:
            frappe.throw(_("{0} is on the road, so no stops are added.").format(self.name))
        known = {row.warehouse_entry for row in self.get("stops")} | {row.task for row in self.get("stops")}
        new = [stop for stop in self.due() if (stop.get("warehouse_entry") or stop.get("task")) not in known]
        for stop in new:
            self.append("stops", stop)
        self.save()
        return len(new)

    def due(self) -> list[dict[str, Any]]:
        """What leaves the warehouse for clients of the branch that day, then what the driver has to do at clients."""
        entries = frappe.get_list(
            "Warehouse Entry",
            filters={
                "purpose": "Issue", "docstatus": 1, "posting_date": self.route_date, "branch": self.branch,
                "client": ["is", "set"],
            },
            fields=["name", "client"],
            order_by="name asc",
            limit_page_length=0,
        )  # fmt: skip
        tasks = frappe.get_list(
            "Task",
            filters={"assigned_to": self.driver, "client": ["is", "set"], "status": OPEN_TASKS},
            fields=["name", "client", "subject", "due_on"],
            order_by="due_on asc",
            limit_page_length=0,
        )
        day = getdate(self.route_date)
        return [
            {"kind": "Delivery", "client": row["client"], "warehouse_entry": row["name"]}
            for row in entries
            if not planned_on(row["name"])
        ] + [
            {
                "kind": "Visit", "client": row["client"], "task": row["name"], "todo": row["subject"],
                "time_to": get_datetime(row["due_on"]).time().isoformat("seconds"),
            }
            for row in tasks
            if row["due_on"] and get_datetime(row["due_on"]).date() == day
        ]  # fmt: skip

    @frappe.whitelist()
    def stop_done(self, stop: int | str = 0, note: str | None = None) -> None:
        """Note that a stop is done; without its number, that the next one is."""
        self.settle(stop, "Done", note)

    @frappe.whitelist()
    def stop_failed(self, reason: str, stop: int | str = 0) -> None:
        """Note that a stop failed, or without its number that the next one did, and why."""
        if not str(reason or "").strip():
            frappe.throw(_("Say why the stop failed."), frappe.MandatoryError)
        self.settle(stop, "Failed", reason)

    def settle(self, stop: int | str, status: str, note: str | None) -> None:
        """Store what became of a stop; the sheet is done when none is planned any more."""
        if self.docstatus != 1:
            frappe.throw(_("{0} is not on the road. Submit it first.").format(self.name))
        row = self.stop_at(cint(stop))
        if row is None:
            frappe.throw(
                _("{0} has no stop {1}. Its stops are numbered from 1 to {2}.").format(
                    self.name, stop, self.stops_total
                )
            )
        row.update({"status": status, "note": note, "settled_at": now_datetime()})
        self.count()
        settled = self.stops_done + self.stops_failed == self.stops_total
        self.status = "Done" if settled else "On the Road"
        self.flags.ignore_validate_update_after_submit = True
        self.save()

    def stop_at(self, number: int) -> Any:
        """The stop with ``number``, for 0 the next that is planned; None where there is none."""
        if number:
            return next((row for row in self.get("stops") if row.idx == number), None)
        planned = next((row for row in self.get("stops") if row.status == "Planned"), None)
        if planned is None:
            frappe.throw(_("{0} has no stop left that is planned. Say which one you mean.").format(self.name))
        return planned


def planned_on(warehouse_entry: str) -> str | None:
    """The route sheet on the road that carries ``warehouse_entry``."""
    name: str | None = frappe.db.get_value(
        "Route Stop",
        {"warehouse_entry": warehouse_entry, "docstatus": 1, "status": ["!=", "Failed"]},
        "parent",
    )
    return name


def address_of(client: str) -> str | None:
    """Where things are brought: the delivery address, else the first, else the legal one."""
    rows = frappe.get_all(
        "Client Address",
        filters={"parent": client, "parenttype": "Client"},
        fields=["kind", "address_line", "postal_code", "city"],
        order_by="idx asc",
        limit_page_length=0,
    )
    rows.sort(key=lambda row: row["kind"] != "Delivery")
    if not rows:
        legal: str | None = frappe.db.get_value("Client", client, "legal_address")
        return legal
    town = " ".join(filter(None, (rows[0]["postal_code"], rows[0]["city"])))
    return ", ".join(filter(None, (rows[0]["address_line"], town)))
