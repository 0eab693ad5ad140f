"""Client: a company or a person the company sells to.

Invariants: two clients share a tax id only where somebody allowed it; every change of the responsible
employee leaves a row in `transfers`. Spelling of phones, e-mails and tax ids is declared with the fields
(`normalise`).
"""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, now_datetime

from regioncrm.crm import duplicates
from regioncrm.crm.identity import match_key, phone_key, tax_id_is_plausible
from regioncrm.dates import check_birthday
from regioncrm.org.names import full_name


class Client(Document):
    """Recognises duplicates and keeps the trail of who looked after the client."""

    def validate(self) -> None:
        self.complete_name()
        self.match_key = match_key(self.client_name)
        self.take_first_of_tables()
        self.check_tables()
        check_birthday(self.birthday)
        self.take_terms_of_group()
        self.check_tax_id()
        self.note_transfer()
        self.warn_of_duplicates()

    def complete_name(self) -> None:
        if self.client_type == "Person" and not self.client_name:
            self.client_name = full_name(self.first_name, None, self.last_name)

    def take_first_of_tables(self) -> None:
        """A phone or e-mail entered only in the table becomes the main one: lists and calls look there."""
        if not self.phone and self.get("phones"):
            self.phone = self.get("phones")[0].phone
        if not self.email and self.get("emails"):
            self.email = self.get("emails")[0].email

    def check_tables(self) -> None:
        phones = [phone_key(row.phone) for row in self.get("phones")]
        emails = [(row.email or "").lower() for row in self.get("emails")]
        for keys, rows, fieldname in (
            (phones, self.get("phones"), "phone"),
            (emails, self.get("emails"), "email"),
        ):
            for place, key in enumerate(keys):
                if key in keys[:place]:
                    frappe.throw(
                        _("{0} is listed twice for {1}. Remove row {2}.").format(
                            rows[place].get(fieldname), self.client_name, place + 1
                        )
                    )

    def take_terms_of_group(self) -> None:
        if not self.is_new() or not self.client_group:
            return
        terms = frappe.db.get_value(
            "Client Group", self.client_group, ["credit_limit", "payment_terms_days"], as_dict=True
        )
        if terms:
            self.credit_limit = self.credit_limit or terms["credit_limit"]
            self.payment_terms_days = self.payment_terms_days or terms["payment_terms_days"]

    def check_tax_id(self) -> None:
        if not self.tax_id:
            return
        if self.is_new() or self.has_value_changed("tax_id") or self.has_value_changed("country"):
            self.warn_of_wrong_check_digit()
        if self.allow_duplicate:
            return
        twins = frappe.get_all(
            "Client",
            filters=[["tax_id", "=", self.tax_id], ["name", "!=", self.name or ""]],
            pluck="name",
            limit_page_length=1,
        )
        if twins:
            self.refuse_twin(twins[0])

    def refuse_twin(self, twin: str) -> None:
        """Say which client has the tax id to those who may read that client, and only that there is one to others."""
        both = _("Allow the same tax id twice")
        if frappe.has_permission("Client", "read", doc=twin):
            known = f"{frappe.db.get_value('Client', twin, 'client_name')} ({twin})"
            sentence = _(
                "The tax id {0} already belongs to the client {1}. Open that client, or tick “{2}” if "
                "both really share it."
            ).format(self.tax_id, known, both)
        else:
            sentence = _(
                "The tax id {0} already belongs to a client you may not see. Ask somebody who sees all "
                "branches, or tick “{1}” if both really share it."
            ).format(self.tax_id, both)
        frappe.throw(sentence, title=_("Client exists already"))

    def warn_of_wrong_check_digit(self) -> None:
        code = frappe.db.get_value("Country", self.country, "code") if self.country else None
        if not tax_id_is_plausible(self.tax_id, code):
            frappe.msgprint(
                _(
                    "The tax id {0} of {1} does not pass the check digit test of {2}. "
                    "Compare it with a document."
                ).format(self.tax_id, self.client_name, _(self.country)),
                title=_("Check the tax id"),
                indicator="orange",
            )

    def note_transfer(self) -> None:
        before = self.get_doc_before_save()
        if before is None or before.responsible == self.responsible or not before.responsible:
            return
        self.append(
            "transfers",
            {
                "from_employee": before.responsible,
                "to_employee": self.responsible,
                "transferred_on": now_datetime(),
                "transferred_by": frappe.session.user,
                "reason": self.flags.transfer_reason,
            },
        )

    def warn_of_duplicates(self) -> None:
        """Tell the person who saves; silent when nothing that identifies the client has changed.

        Only what changed is looked for: a phone or e-mail that somebody sees masked is nothing they may search by.
        """
        changed = [
            fieldname
            for fieldname in ("client_name", "phone", "email")
            if self.is_new() or self.has_value_changed(fieldname)
        ]
        if not changed or self.flags.ignore_duplicates or frappe.flags.in_import or frappe.flags.in_install:
            return
        rows = duplicates.find(self.identifying_values(changed), exclude=self.name)
        if rows:
            frappe.msgprint(
                _("Clients that look like {0}: {1}.").format(
                    self.client_name, ", ".join(f"{row['client_name']} ({row['name']})" for row in rows)
                ),
                title=_("Possible duplicates"),
                indicator="orange",
            )

    def identifying_values(self, changed: list[str]) -> dict[str, Any]:
        values = {fieldname: self.get(fieldname) for fieldname in changed}
        if "phone" in changed:
            values["phones"] = [row.phone for row in self.get("phones")]
        if "email" in changed:
            values["emails"] = [row.email for row in self.get("emails")]
        return {fieldname: value for fieldname, value in values.items() if value}

    @frappe.whitelist()
    def transfer(
        self, to_employee: str, reason: str | None = None, with_open_work: int = 1
    ) -> dict[str, int]:
        """Hand the client to another employee, by default with the open deals and tasks of the present one.

        Returns how many deals and tasks changed hands.
        """
        if not to_employee or to_employee == self.responsible:
            frappe.throw(
                _("{0} is already looked after by this employee. Choose another one.").format(
                    self.client_name
                )
            )
        if frappe.db.get_value("Employee", to_employee, "status") == "Left":
            frappe.throw(
                _("{0} has left the company. Choose an employee who works here.").format(to_employee)
            )
        previous = self.responsible
        self.flags.transfer_reason = reason
        self.responsible = to_employee
        self.save()
        moved = {"deals": 0, "tasks": 0}
        if previous and cint(with_open_work):
            open_deals = {"client": self.name, "responsible": previous, "status": "Open"}
            moved["deals"] = reassign("Deal", open_deals, "responsible", to_employee)
            open_tasks = {
                "client": self.name, "assigned_to": previous, "status": ["not in", ["Done", "Cancelled"]]
            }  # fmt: skip
            moved["tasks"] = reassign("Task", open_tasks, "assigned_to", to_employee)
        return moved


def reassign(doctype: str, filters: dict[str, Any], fieldname: str, employee: str) -> int:
    """Give every matching document the actor may see to `employee`, through its own save with its rules and history."""
    names = frappe.get_list(doctype, filters=filters, pluck="name", limit_page_length=0)
    for name in names:
        document = frappe.get_doc(doctype, name)
        document.set(fieldname, employee)
        document.save()
    return len(names)


@frappe.whitelist()
def find_duplicates(
    client_name: str | None = None,
    phone: str | None = None,
    email: str | None = None,
    tax_id: str | None = None,
    exclude: str | None = None,
) -> list[dict[str, Any]]:
    """Clients that look like what is being typed. Returns rows with `reasons`, the surest first."""
    frappe.has_permission("Client", "read", throw=True)
    values = {"client_name": client_name, "phone": phone, "email": email, "tax_id": tax_id}
    return duplicates.find(values, exclude=exclude)
