"""What invoices ask for of a proposal, and acts of work: together no more than it offers.

The promise: however many are submitted at once, the submitted invoices of a proposal never come to more than its total;
nor do its acts. The proposal is locked before they are added up. Each of their lines is rounded on its own, so a coin for
each of them is let pass.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import frappe
from babel.numbers import get_currency_precision
from frappe import _
from frappe.utils import fmt_money

from regioncrm.decimals import ZERO, exact
from regioncrm.sales.priced import PricedDocument


@dataclass(frozen=True, slots=True)
class Asked:
    """What submitted documents of one type, other than the one looked at, ask for of its proposal."""

    offered: Decimal
    total: Decimal
    names: list[str]

    @property
    def left(self) -> Decimal:
        """What nobody asked for yet."""
        return max(self.offered - self.total, ZERO)


def check(document: PricedDocument) -> None:
    """Refuse to submit ``document`` where it asks for more of its proposal than is left."""
    asked = asked_for(document, lock=True)
    if asked is None or exact(document.grand_total) <= asked.left + rounding(document, asked.names):
        return
    if asked.names:
        sentence, values = exceeded(document.doctype), said(document, asked)
    else:
        sentence, values = larger(document.doctype), [document.proposal, money(document, asked.offered)]
    frappe.throw(sentence.format(*values, money(document, exact(document.grand_total))))


def warn(document: PricedDocument) -> None:
    """Tell who made a draft that its proposal is used up, or that others wait for the same."""
    asked = None if frappe.flags.in_import or frappe.flags.in_install else asked_for(document)
    if asked is None:
        return
    drafts = visible(document.doctype, others(document, docstatus=0))
    if exact(document.grand_total) > asked.left + rounding(document, asked.names) and asked.names:
        template = used(document.doctype) if asked.left else exhausted(document.doctype)
        sentence = template.format(*said(document, asked), money(document, asked.left))
    elif drafts:
        sentence = waiting(document.doctype).format(document.proposal, ", ".join(drafts))
    else:
        return
    frappe.msgprint(sentence, title=_("Made of this proposal already"), indicator="orange")


def asked_for(document: PricedDocument, *, lock: bool = False) -> Asked | None:
    """What others ask for; nothing where there is no proposal, or one in another currency."""
    if not document.proposal:
        return None
    offer = frappe.db.get_value(
        "Proposal", document.proposal, ["grand_total", "currency"], as_dict=True, for_update=lock
    )
    if not offer or offer["currency"] != document.currency:
        return None
    rows = others(document, docstatus=1, currency=document.currency)
    return Asked(
        exact(offer["grand_total"]),
        sum((exact(total) for total in rows.values()), ZERO),
        list(rows),
    )


def others(document: PricedDocument, **filters: str | int) -> dict[str, float]:
    """Documents of the same type and proposal, and what they come to."""
    rows = frappe.get_all(
        document.doctype,
        filters={"proposal": document.proposal, "name": ["!=", document.name], **filters},
        fields=["name", "grand_total"],
        order_by="creation asc, name asc",
        limit_page_length=0,
    )
    return {row["name"]: row["grand_total"] for row in rows}


def rounding(document: PricedDocument, names: list[str]) -> Decimal:
    """What rounding every line on its own can come to."""
    earlier = (
        frappe.db.count("Sales Line", {"parenttype": document.doctype, "parent": ["in", names]})
        if names
        else 0
    )
    return (earlier + len(document.get("items"))) * Decimal(1).scaleb(
        -get_currency_precision(document.currency)
    )


def visible(doctype: str, names: list[str] | dict[str, float]) -> list[str]:
    """Those of ``names`` that the actor may read."""
    if not names:
        return []
    found: list[str] = frappe.get_list(
        doctype,
        filters={"name": ["in", list(names)]},
        order_by="creation asc, name asc",
        pluck="name",
        limit_page_length=0,
    )
    return found


def said(document: PricedDocument, asked: Asked) -> list[str]:
    """Proposal, what it offers, what of it is asked for and by which documents."""
    names = ", ".join(visible(document.doctype, asked.names)) or _("documents you may not see")
    return [
        str(document.proposal),
        money(document, asked.offered),
        money(document, asked.total),
        names,
    ]


def money(document: PricedDocument, amount: Decimal) -> str:
    """An amount in the currency of ``document``."""
    return str(fmt_money(float(amount), currency=document.currency))


def exceeded(doctype: str) -> str:
    """Why it is not submitted beside others."""
    if doctype == "Act":
        return _(
            "{0} offers {1}, and {2} of it are in acts already: {3}. This act over {4} would make it more than was "
            "offered. Take out the link to the proposal if it is about something else, or have the other act cancelled."
        )
    return _(
        "{0} offers {1}, and {2} of it are invoiced already: {3}. This invoice over {4} would make it more than was "
        "offered. Take out the link to the proposal if it is about something else, or have the other invoice cancelled."
    )


def larger(doctype: str) -> str:
    """Why it is not submitted although it is the only one."""
    if doctype == "Act":
        return _(
            "{0} offers {1}, which is less than the {2} of this act. Correct its lines, or take out the link to the "
            "proposal."
        )
    return _(
        "{0} offers {1}, which is less than the {2} of this invoice. Correct its lines, or take out the link to the "
        "proposal."
    )


def used(doctype: str) -> str:
    """What a draft hears whose proposal others ask for."""
    if doctype == "Act":
        return _(
            "{0} offers {1}, and {2} of it are in acts already: {3}. Take out of this draft what they name; it can be "
            "submitted with no more than {4}."
        )
    return _(
        "{0} offers {1}, and {2} of it are invoiced already: {3}. Take out of this draft what they ask for; it can be "
        "submitted with no more than {4}."
    )


def exhausted(doctype: str) -> str:
    """What a draft hears where nothing is left."""
    if doctype == "Act":
        return _(
            "All of the {1} that {0} offers are in acts already: {3}. This draft can only be submitted without the link "
            "to the proposal."
        )
    return _(
        "All of the {1} that {0} offers are invoiced already: {3}. This draft can only be submitted without the link to "
        "the proposal."
    )


def waiting(doctype: str) -> str:
    """What a draft hears that is not the only one."""
    if doctype == "Act":
        return _("There are other drafts of acts for {0}: {1}. Submit only those that name different work.")
    return _(
        "There are other drafts of invoices for {0}: {1}. Submit only those that ask for different lines."
    )
