"""Lead: somebody who showed interest. Converting recognises or makes the client and opens a deal, nothing
retyped.
"""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, now_datetime

from regioncrm.crm import duplicates


class Lead(Document):
    """Requires a way to answer, and turns into a client and a deal once."""

    def validate(self) -> None:
        if not self.phone and not self.email:
            frappe.throw(
                _("Enter a phone or an e-mail for {0}, otherwise nobody can answer.").format(self.lead_name)
            )
        if self.status == "Converted" and not self.client:
            frappe.throw(
                _("Use Convert to make a client of {0}; the status follows by itself.").format(self.lead_name)
            )

    @frappe.whitelist()
    def convert(self, client: str | None = None, with_deal: int = 1) -> dict[str, str | None]:
        """Link to `client`, else to one recognised by phone or e-mail, else to a new one; open a deal."""
        if self.client:
            frappe.throw(_("{0} has already become the client {1}.").format(self.lead_name, self.client))
        self.client = client or self.recognised_client() or self.make_client()
        self.deal = self.make_deal() if cint(with_deal) else None
        self.status = "Converted"
        self.converted_on = now_datetime()
        self.save()
        return {"client": self.client, "deal": self.deal}

    def recognised_client(self) -> str | None:
        for row in duplicates.find({"phone": self.phone, "email": self.email}):
            name: str = row["name"]
            return name
        return None

    def make_client(self) -> str:
        values: dict[str, Any] = {
            "doctype": "Client",
            "client_type": "Company" if self.company_name else "Person",
            "client_name": self.company_name or self.lead_name,
            "lead": self.name,
            "currency": self.currency,
        }
        shared = "phone email city website branch responsible territory source consent_to_mail"
        values.update({fieldname: self.get(fieldname) for fieldname in shared.split()})
        client = frappe.get_doc(values)
        client.insert()
        if self.company_name:
            person = {
                "doctype": "Contact",
                "first_name": self.lead_name,
                "client": client.name,
                "is_primary": 1,
            }
            frappe.get_doc({**person, "phone": self.phone, "email": self.email}).insert()
        return str(client.name)

    def make_deal(self) -> str:
        deal = frappe.get_doc(
            {
                "doctype": "Deal",
                "deal_title": _("Request of {0}").format(self.company_name or self.lead_name),
                "client": self.client,
                "lead": self.name,
                "branch": self.branch,
                "responsible": self.responsible,
                "source": self.source,
                "amount": self.expected_amount,
                "currency": self.currency,
                "description": self.message,
            }
        )
        deal.insert()
        return str(deal.name)
