"""The clauses of contracts: texts in which names, amounts and dates are filled in.

A template reaches the values listed here and nothing else, whatever the contract or the client holds besides.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import frappe
from frappe.model.document import Document
from frappe.utils import fmt_money, formatdate, money_in_words

CODES = {"English": "en", "French": "fr", "Russian": "ru"}
PARTY = ("legal_name", "legal_address", "tax_id", "registration_number", "phone", "email")
CLIENT = (*PARTY, "client_name")
COMPANY = (*PARTY, "branch_name", "city")
TEXTS = (
    "title", "place", "payment_terms", "delivery_terms", "warranty_terms", "our_signatory", "our_signatory_title",
    "their_signatory", "their_signatory_title", "their_basis",
)  # fmt: skip
DATES = ("posting_date", "valid_from", "valid_till")

Values = Mapping[str, Mapping[str, Any]]


def filled(text: str | None, values: Values, language: str) -> str:
    """A clause with its values, in the language of its template."""
    with speaking(language):
        return frappe.render_template(text or "", values, is_path=False)


def values_of(contract: Document, language: str) -> Values:
    """What the clauses of ``contract`` may name."""
    with speaking(language):
        return {
            "contract": {
                "number": contract.name,
                "amount": fmt_money(contract.amount or 0, currency=contract.currency),
                "amount_in_words": money_in_words(contract.amount or 0, contract.currency),
                **{name: contract.get(name) or "" for name in TEXTS},
                **{name: formatdate(contract.get(name)) if contract.get(name) else "" for name in DATES},
            },
            "client": fields_of("Client", contract.client, CLIENT, "client_name"),
            "company": fields_of("Branch", contract.branch, COMPANY, "branch_name"),
        }


def fields_of(doctype: str, name: str | None, fieldnames: tuple[str, ...], otherwise: str) -> dict[str, str]:
    """Fields of a party, empty where it has none; without a legal name the usual one stands for it."""
    found = frappe.db.get_value(doctype, name, list(fieldnames), as_dict=True) if name else None
    values = {fieldname: str((found or {}).get(fieldname) or "") for fieldname in fieldnames}
    values["legal_name"] = values["legal_name"] or values[otherwise]
    return values


def sample() -> Values:
    """Every value a clause may name, to try a template with."""
    return {
        "contract": dict.fromkeys(("number", "amount", "amount_in_words", *TEXTS, *DATES), "…"),
        "client": dict.fromkeys(CLIENT, "…"),
        "company": dict.fromkeys(COMPANY, "…"),
    }


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Write numbers and dates in ``language`` for a while."""
    before = frappe.local.lang
    frappe.local.lang = CODES.get(language, before)
    try:
        yield
    finally:
        frappe.local.lang = before
