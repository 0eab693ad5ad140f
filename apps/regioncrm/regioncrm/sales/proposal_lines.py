"""The lines of a proposal: where their price and cost come from, before they are added up.

A line says where its price comes from. From a price list, it follows the list at the proposal's date while the
proposal is a draft; by mark-up, it follows its cost; typed by hand, it stays, and the mark-up follows it.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document

from regioncrm.decimals import exact, to_places
from regioncrm.sales import priced
from regioncrm.sales.price_list import default_selling_list
from regioncrm.sales.prices import price_at
from regioncrm.sales.proposal_math import RATE_PLACES, Line, markup_of, rate_from_markup
from regioncrm.stock.costs import unit_cost
from regioncrm.stock.goods import Goods
from regioncrm.stock.units import check_whole, factor


def complete(proposal: Document) -> None:
    """Fill every line of ``proposal`` from its item, price list and cost."""
    proposal.price_list = proposal.price_list or default_selling_list(proposal.currency)
    before = proposal.get_doc_before_save()
    earlier = {row.name: row for row in before.get("items")} if before else {}
    goods = Goods(row.item for row in proposal.get("items"))
    for row in proposal.get("items"):
        if row.item not in goods.items:
            frappe.throw(_("Row {0}: there is no item {1}.").format(row.idx, row.item))
        old = earlier.get(row.name)
        take_item(row, goods, old)
        take_cost(proposal, row, goods, old)
        take_rate(proposal, row, goods, old)
    choose_variants(proposal)


def take_item(row: Any, goods: Goods, old: Any) -> None:
    """What a new line, or one with another item, takes over from the item."""
    item = goods.of(row.item)
    if old is None or old.item != row.item:
        row.item_name = row.item_name if old is None and row.item_name else item["item_name"]
        row.unit = row.unit or item["sales_unit"] or item["unit"]
        if not row.tax_percent:
            row.tax_percent = item["tax_percent"]
        if not row.markup_percent:
            row.markup_percent = item["markup_percent"]
    row.unit = row.unit or item["unit"]
    check_whole(row.qty, row.unit, row.idx, goods)


def take_cost(proposal: Document, row: Any, goods: Goods, old: Any) -> None:
    """The cost rolled up now, unless somebody typed another one."""
    typed = row.cost and (old is None or exact(old.cost) != exact(row.cost))
    if typed or (old is not None and row.cost and same_goods(old, row)):
        return
    cost = unit_cost(row.item, goods, row.bom) * factor(row.item, row.unit, goods) / exchange_rate(proposal)
    row.cost = float(to_places(cost, RATE_PLACES))


def take_rate(proposal: Document, row: Any, goods: Goods, old: Any) -> None:
    """The price, by where it comes from; where nothing says so, the first source that knows one."""
    if old is not None and exact(old.rate) != exact(row.rate) and old.price_source == row.price_source:
        row.price_source = "Manual"
    if not row.price_source and row.rate:
        row.price_source = "Manual"
    listed = None if row.price_source in ("Manual", "Mark-up") else list_price(proposal, row, goods)
    if not row.price_source:
        row.price_source = "Price List" if listed is not None else "Mark-up"
    if row.price_source == "Price List":
        if listed is None:
            frappe.throw(
                _(
                    "Row {0}: {1} has no price in {2} on this date. Type a price, or use a mark-up on its cost."
                ).format(row.idx, row.item_name, proposal.price_list or _("any price list"))
            )
        row.rate = float(listed)
    if row.price_source == "Mark-up":
        row.rate = float(rate_from_markup(exact(row.cost), exact(row.markup_percent)))
    else:
        row.markup_percent = float(markup_of(exact(row.rate), exact(row.cost)))


def list_price(proposal: Document, row: Any, goods: Goods) -> Decimal | None:
    """The price in the proposal's list at its date, or the item's own selling price."""
    if proposal.price_list:
        price = price_at(
            row.item, proposal.price_list, proposal.posting_date, row.unit, exact(row.qty), goods
        )
        if price is not None:
            return price
    own_rate = goods.of(row.item)["rate"]
    if not own_rate:
        return None
    own = exact(own_rate) * factor(row.item, row.unit, goods) / exchange_rate(proposal)
    return to_places(own, RATE_PLACES)


def choose_variants(proposal: Document) -> None:
    """Say of every line whether it counts, and refuse two chosen variants of one thing."""
    chosen: dict[tuple[str, str], int] = {}
    for row in proposal.get("items"):
        row.kind = row.kind or "Standard"
        if row.kind == "Standard":
            row.included = 0
        row.counts = 1 if row.kind == "Standard" or row.included else 0
        if row.kind != "Variant":
            row.variant_group = None
            continue
        if not row.variant_group:
            frappe.throw(_("Row {0}: say what {1} is a variant of.").format(row.idx, row.item_name))
        group = (row.section or "", row.variant_group)
        if row.included and group in chosen:
            frappe.throw(
                _("Rows {0} and {1} are variants of “{2}”. Include only one of them.").format(
                    chosen[group], row.idx, row.variant_group
                )
            )
        if row.included:
            chosen[group] = row.idx


def undecided_variants(proposal: Document) -> list[str]:
    """The groups of variants of which none is included."""
    groups = [
        (row.section or "", row.variant_group) for row in proposal.get("items") if row.kind == "Variant"
    ]
    decided = {
        (row.section or "", row.variant_group)
        for row in proposal.get("items")
        if row.kind == "Variant" and row.included
    }
    return list(dict.fromkeys(group[1] for group in groups if group not in decided))


def exchange_rate(proposal: Document) -> Decimal:
    """How much of the company's currency one unit of the proposal's currency is worth."""
    return exact(proposal.exchange_rate) or Decimal(1)


def same_goods(old: Any, row: Any) -> bool:
    """Whether a line still offers what it offered."""
    return (old.item, old.unit, old.bom or None) == (row.item, row.unit, row.bom or None)


def to_line(row: Any) -> Line:
    """A row as the arithmetic wants it."""
    return replace(
        priced.to_line(row), cost=exact(row.cost), counts=bool(row.counts), section=row.section or ""
    )
