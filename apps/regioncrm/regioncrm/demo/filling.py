"""Fills a new site with the demo company, through the same documents a person would save and submit.

Everything is dated from the day it is made and drawn from one seed: two sites made on one day hold the same
company. Nobody gets a password; an administrator sets one, or sends an invitation.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import frappe
from frappe.utils import getdate, nowdate

from regioncrm.demo import catalogue, clients, company, deals, documents, movements, proposals, tasks
from regioncrm.demo.chance import Chance
from regioncrm.demo.clients import Crowd
from regioncrm.demo.deals import LANGUAGE_OF
from regioncrm.org import row_rules
from regioncrm.sales import making

Progress = Callable[[str, int, int], None]
PERSON_FIELDS = frozenset({"responsible", "approver", "assigned_to", "reports_to", "driver"})
CONTACTS = 150


def quiet(_what: str, _done: int, _whole: int) -> None:
    """Reports nothing."""


def install(progress: Progress = quiet) -> None:
    """Make the demo company on a site that does not have it."""
    if frappe.db.exists("Branch", company.LYON.branch):
        return
    with installing():
        Filling(Chance(company.SEED, getdate(nowdate())), progress).fill()


@contextmanager
def installing() -> Iterator[None]:
    """The documents know that no person is waiting for their advice."""
    before = frappe.flags.in_install
    frappe.flags.in_install = "demo"
    try:
        yield
    finally:
        frappe.flags.in_install = before


class Filling:
    """One run: what was made so far under which name."""

    def __init__(self, chance: Chance, progress: Progress):
        self.chance = chance
        self.progress = progress
        self.staff: dict[str, str] = {}
        self.countries: dict[str, str] = {}

    def fill(self) -> None:
        """Everything, in the order in which it is needed."""
        self.company()
        assortment = catalogue.goods()
        suppliers = self.assortment(assortment)
        people = self.clients()
        self.stock(assortment, people, suppliers)
        pipeline = self.deals(people, assortment)
        accepted = self.proposals(pipeline, assortment)
        self.documents(accepted)
        self.routes(people)
        self.insert("Tasks", tasks.tasks(self.chance, people, pipeline))
        self.indicators()
        self.limits()

    def company(self) -> None:
        """Branches, departments, people with their logins, warehouses."""
        self.countries = {
            code: frappe.db.get_value("Country", {"code": code}, "name") for code in self.country_codes()
        }
        self.insert("Branches", company.branches(self.chance))
        self.insert(
            "Departments",
            [{"doctype": "Department", "department_name": name} for name in company.DEPARTMENTS],
        )
        self.insert("People", company.users())
        for row in company.employees(self.chance):
            key = row.pop("key")
            self.staff[key] = self.make(row).name
        for name, key in company.HEADS.items():
            department = frappe.get_doc("Department", name)
            department.head = self.staff[key]
            department.save()
        self.insert("Warehouses", movements.warehouses())

    def country_codes(self) -> set[str]:
        """The countries that appear anywhere."""
        return {town.country for town in company.TOWNS} | {
            code for _name, _country, code, _days, _lead in catalogue.SUPPLIERS
        }

    def assortment(self, assortment: list[catalogue.Goods]) -> list[str]:
        """Items with everything around them; the names of the suppliers."""
        self.insert("Item groups", catalogue.item_groups())
        suppliers = self.insert("Suppliers", catalogue.suppliers())
        self.insert(
            "Items",
            [
                catalogue.item(entry, number, suppliers, movements.CENTRAL)
                for number, entry in enumerate(assortment)
            ],
        )
        self.insert("Price lists", catalogue.price_lists())
        self.insert("Prices", catalogue.item_prices(self.chance, assortment))
        singles = catalogue.single_boms()
        made_from = dict(
            zip((row["item"] for row in singles), self.insert("Bills of materials", singles), strict=True)
        )
        self.insert("Bills of materials", catalogue.set_boms(made_from))
        return suppliers

    def clients(self) -> list[dict[str, Any]]:
        """Clients, contacts and leads; the clients with their names and the logins of those responsible."""
        crowd = Crowd(self.chance)
        records = clients.clients(crowd)
        logins = {person.key: person.email for person in company.PEOPLE}
        for record, name in zip(records, self.insert("Clients", records), strict=True):
            record |= {"name": name, "user": logins[record["responsible"]]}
        towns = {town.branch: town for town in company.TOWNS}
        firms = [record for record in records if record["client_type"] == "Company"][:CONTACTS]
        self.insert("Contacts", [clients.contact(crowd, firm, towns[firm["branch"]]) for firm in firms])
        self.insert("Leads", clients.leads(crowd))
        return records

    def stock(
        self, assortment: list[catalogue.Goods], people: list[dict[str, Any]], suppliers: list[str]
    ) -> None:
        """Half a year of warehouse entries."""
        by_branch: dict[str, list[str]] = {}
        for client in people:
            by_branch.setdefault(client["branch"], []).append(client["name"])
        plan = movements.Plan(self.chance, assortment, by_branch, suppliers).write()
        for done, entry in enumerate(plan, 1):
            if entry.returns:
                entry.record["return_against"] = entry.returns.name
            doc = self.make(entry.record)
            entry.name = doc.name
            if entry.end != "draft":
                doc.submit()
            if entry.end == "cancel":
                doc.cancel()
            self.progress("Stock movements", done, len(plan))

    def deals(self, people: list[dict[str, Any]], assortment: list[catalogue.Goods]) -> list[dict[str, Any]]:
        """The pipeline, with names."""
        records = deals.deals(self.chance, people, assortment)
        for record, name in zip(records, self.insert("Deals", records), strict=True):
            record["name"] = name
        return records

    def proposals(self, pipeline: list[dict[str, Any]], assortment: list[catalogue.Goods]) -> list[Any]:
        """Drafts, sent ones with their answers, and revisions; those that were accepted."""
        accepted = []
        plan = proposals.offers(self.chance, pipeline, assortment)
        for done, offer in enumerate(plan, 1):
            doc = self.make(offer.record)
            if offer.status != "Draft":
                doc.submit()
            if offer.revised:
                doc = self.revise(doc)
            if offer.status not in ("Draft", "Sent"):
                doc.update({"status": offer.status, "lost_reason": offer.refusal})
                doc.save()
            if offer.status == "Accepted":
                accepted.append(doc)
            self.progress("Proposals", done, len(plan))
        return accepted

    def documents(self, accepted: list[Any]) -> None:
        """Contracts, invoices, payments and acts of accepted proposals."""
        for done, proposal in enumerate(accepted):
            fate = documents.fate(done)
            contract = making.carried_over(proposal, "Contract")
            contract.update({"posting_date": proposal.posting_date, "signed_on": proposal.posting_date})
            contract.insert()
            if fate.contract != "Draft":
                contract.submit()
            invoice = self.invoice(contract if fate.contract != "Draft" else proposal, proposal, fate)
            if fate.act:
                self.act(invoice, fate.act)
            if fate.contract == "Terminated":
                contract.terminate(nowdate(), "Moved to another city")
            self.progress("Documents", done + 1, len(accepted))

    def invoice(self, source: Any, proposal: Any, fate: documents.Fate) -> Any:
        """An invoice of its age, and what was paid of it."""
        day = documents.invoiced_on(self.chance.today, getdate(proposal.posting_date), fate.age)
        invoice = making.with_lines(source, "Invoice")
        invoice.update({"posting_date": day, "due_date": day + timedelta(days=documents.TERM)})
        invoice.insert()
        if fate.invoice == "Submitted":
            invoice.submit()
        if fate.paid:
            self.make(
                {
                    "doctype": "Payment",
                    "client": invoice.client,
                    "posting_date": min(day + timedelta(days=5), self.chance.today),
                    "amount": round(invoice.grand_total * fate.paid / 100, 2),
                    "currency": invoice.currency,
                    "allocations": [{"invoice": invoice.name}],
                }
            ).submit()
        return invoice

    def act(self, invoice: Any, status: str) -> None:
        """The act of an invoice, and what the client said to it."""
        act = making.with_lines(invoice, "Act")
        act.posting_date = invoice.posting_date
        act.insert().submit()
        if status == "Signed":
            act.sign(str(act.posting_date))
        if status == "Disputed":
            act.dispute(documents.OBJECTIONS[LANGUAGE_OF[act.branch]])

    def routes(self, people: list[dict[str, Any]]) -> None:
        """Vans, and where they went: the past days are settled, today's driver is on the road."""
        self.insert("Vehicles", documents.vehicles())
        for row in documents.routes(self.chance, people):
            sheet = self.make(row)
            if row["route_date"] <= self.chance.today:
                sheet.submit()
            for place in range(1, documents.settled(self.chance.today, row) + 1):
                if place == 5:
                    sheet.stop_failed("Nobody there", place)
                else:
                    sheet.stop_done(place)

    def revise(self, sent: Any) -> Any:
        """Cancel what was sent and send it again with a little off."""
        sent.cancel()
        again = frappe.copy_doc(sent)
        again.update(
            {
                "amended_from": sent.name,
                "docstatus": 0,
                "posting_date": sent.posting_date,
                "valid_till": sent.valid_till,
            }
        )
        again.update({"discount_type": "Percent", "discount_percent": 4})
        return again.insert().submit()

    def indicators(self) -> None:
        """Indicators are computed once, so that the director finds numbers."""
        names = frappe.get_all("KPI Rule", filters={"enabled": 1}, pluck="name", limit_page_length=0)
        for done, name in enumerate(names, 1):
            frappe.get_doc("KPI Rule", name).save()
            self.progress("Indicators", done, len(names))

    def limits(self) -> None:
        """Staff see the documents of their branches, and of tasks and leads those that concern them."""
        settings = frappe.get_doc("System Settings")
        settings.limit_to_scope = 1
        settings.country = settings.country or self.countries.get(company.LYON.country, company.LYON.country)
        settings.save()
        row_rules.switch_on()

    def insert(self, what: str, records: Iterable[dict[str, Any]]) -> list[str]:
        """Make the records in their order; the names they got."""
        rows = list(records)
        names = []
        for done, row in enumerate(rows, 1):
            names.append(str(self.make(row).name))
            self.progress(what, done, len(rows))
        return names

    def make(self, record: Mapping[str, Any]) -> Any:
        """Insert one document, people and countries given their names on this site."""
        return frappe.get_doc(self.named(record)).insert()

    def named(self, record: Mapping[str, Any]) -> dict[str, Any]:
        """A record with the names of this site in place of the keys of the plan."""
        row: dict[str, Any] = {}
        for field, value in record.items():
            if field in PERSON_FIELDS and value:
                row[field] = self.staff.get(value, value)
            elif field == "country" and value:
                row[field] = self.countries.get(value, value)
            elif isinstance(value, list):
                row[field] = [self.named(child) for child in value]
            else:
                row[field] = value
        return row
