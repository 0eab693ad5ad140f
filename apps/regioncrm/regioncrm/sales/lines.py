"""The lines of invoices and acts: what a new one takes over from its item."""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _

from regioncrm.sales.price_list import default_selling_list
from regioncrm.sales.priced import PricedDocument
from regioncrm.sales.proposal_lines import list_price
from regioncrm.stock.goods import Goods
from regioncrm.stock.units import check_whole


def complete(document: PricedDocument) -> None:
    """Fill new lines from their items. Lines of another document, or of the one amended, say already what they should."""
    are_complete = document.flags.lines_are_complete or (document.is_new() and document.amended_from)
    before = document.get_doc_before_save()
    earlier = {row.name: row.item for row in before.get("items")} if before else {}
    goods = Goods(row.item for row in document.get("items"))
    document.price_list = document.price_list or default_selling_list(document.currency)
    for row in document.get("items"):
        if not row.item:
            continue
        if row.item not in goods.items:
            frappe.throw(_("Row {0}: there is no item {1}.").format(row.idx, row.item))
        if not are_complete and earlier.get(row.name) != row.item:
            take_item(document, row, goods)
        row.unit = row.unit or goods.of(row.item)["unit"]
        check_whole(row.qty, row.unit, row.idx, goods)


def take_item(document: PricedDocument, row: Any, goods: Goods) -> None:
    """Name, unit, tax and price of the item, where the line does not say otherwise."""
    item = goods.of(row.item)
    row.item_name = row.item_name or item["item_name"]
    row.unit = row.unit or item["sales_unit"] or item["unit"]
    row.tax_percent = row.tax_percent or item["tax_percent"]
    if not row.rate:
        price = list_price(document, row, goods)
        row.rate = float(price) if price is not None else 0
