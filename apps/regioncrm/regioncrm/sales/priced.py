"""What proposals, invoices and acts have in common: their lines are priced, and their totals are sums of lines."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import frappe
from babel.numbers import get_currency_precision
from frappe import _

from regioncrm.decimals import exact
from regioncrm.sales.proposal_math import Calculation, DiscountTooLarge, Line, PricedLine, calculate
from regioncrm.sales.sales_document import SalesDocument


class PricedDocument(SalesDocument):
    """Adds up its lines."""

    def add_up(self) -> None:
        """Calculate lines and totals."""
        self.check_signs()
        percent, amount = self.document_discount()
        try:
            result = calculate(
                self.lines(),
                discount_percent=percent,
                discount_amount=amount,
                places=get_currency_precision(self.currency or "EUR"),
            )
        except DiscountTooLarge as error:
            frappe.throw(
                _("A discount of {0} is more than the {1} it is taken from.").format(
                    error.discount, error.total
                )
            )
        self.show(result)

    def check_signs(self) -> None:
        """Goods given back are a document of their own, and less money is a discount."""
        for row in self.get("items"):
            if exact(row.qty) < 0:
                frappe.throw(
                    _("Row {0}: the quantity is less than nothing. Enter how many there are.").format(row.idx)
                )
            if exact(row.rate) < 0:
                frappe.throw(
                    _("Row {0}: the price is less than nothing. Enter a discount instead.").format(row.idx)
                )

    def doubt_exchange_rate(self) -> None:
        """Ask whoever chose another currency than the company's whether one unit of it is really worth one of that."""
        own = frappe.db.get_single_value("System Settings", "currency")
        chosen = self.has_value_changed("currency") or self.has_value_changed("exchange_rate")
        if frappe.flags.in_import or not chosen or not own or self.currency in (own, None):
            return
        if exact(self.exchange_rate) in (0, 1):
            frappe.msgprint(
                _(
                    "The exchange rate is 1: costs and prices in {0} are taken for {1}. Correct it if it is another."
                ).format(own, self.currency),
                indicator="orange",
            )

    def document_discount(self) -> tuple[Decimal, Decimal]:
        """The discount on the whole as percent and amount, of which one at most is set."""
        if self.discount_type != "Percent":
            self.discount_percent = 0
        if self.discount_type != "Amount":
            self.discount_amount = 0
        return exact(self.discount_percent), exact(self.discount_amount)

    def set_title(self) -> None:
        """Called after its first line, or its client, where nobody called it anything."""
        if not self.title:
            self.title = self.get("items")[0].item_name if self.get("items") else self.client_name

    def lines(self) -> list[Line]:
        """The rows as the arithmetic wants them."""
        return [to_line(row) for row in self.get("items")]

    def show(self, result: Calculation) -> None:
        """Write a calculation on the document."""
        for row, line in zip(self.get("items"), result.lines, strict=True):
            row.update(line_values(line))
        whole = result.totals
        self.total, self.discount_total = float(whole.gross), float(whole.discount)
        self.net_total, self.tax_total = float(whole.net), float(whole.tax)
        self.grand_total = float(whole.total)


def to_line(row: Any) -> Line:
    """A row that always counts as the arithmetic wants it."""
    return Line(
        qty=exact(row.qty),
        rate=exact(row.rate),
        discount_percent=exact(row.discount_percent),
        tax_percent=exact(row.tax_percent),
    )


def line_values(line: PricedLine) -> dict[str, float]:
    """The fields of a line that are calculated."""
    return {
        "amount": float(line.amount),
        "discount_amount": float(line.discount),
        "document_discount": float(line.document_discount),
        "net_amount": float(line.net),
        "tax_amount": float(line.tax),
        "total": float(line.total),
    }
