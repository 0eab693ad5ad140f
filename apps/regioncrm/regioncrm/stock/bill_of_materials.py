"""Bill of Materials: what an item is made of and what making it costs.

Invariants: no item contains itself through any chain of lists; an item has at most one default list; the cost
of a list follows the lists it is made of.
"""

from __future__ import annotations

from decimal import Decimal

import frappe
from frappe import _
from frappe.model.document import Document

from regioncrm.decimals import exact
from regioncrm.stock import bom_cost, costs
from regioncrm.stock.units import check_whole


class BillofMaterials(Document):
    """Rolls its cost up and hands the change on to the lists it is part of."""

    def validate(self) -> None:
        item = frappe.db.get_value("Item", self.item, ["item_name", "unit", "item_type"], as_dict=True)
        if item and item["item_type"] == "Service" and self.get("items"):
            frappe.throw(_("{0} is a service and is not made of parts.").format(item["item_name"]))
        if item:
            self.unit = item["unit"]
        if exact(self.quantity) <= 0:
            frappe.throw(_("Say how many {0} this list makes.").format(self.unit))
        self.check_parts()
        self.roll_up()
        if self.status == "Obsolete":
            self.is_default = 0
        if self.is_default and not self.flags.costs_only:
            self.check_defaults()

    def on_update(self) -> None:
        if self.is_default:
            self.stop_other_defaults()
        if self.has_value_changed("unit_cost"):
            self.refresh_lists_above()

    def check_parts(self) -> None:
        for row in self.get("items"):
            if not row.item:
                frappe.throw(_("Row {0}: choose the item.").format(row.idx), frappe.MandatoryError)
            if exact(row.qty) <= 0:
                frappe.throw(_("Row {0}: say how much of {1} is needed.").format(row.idx, row.item))
            row.unit = row.unit or frappe.db.get_value("Item", row.item, "unit")
            check_whole(row.qty, row.unit, row.idx)
            made = frappe.db.get_value("Bill of Materials", row.bom, "item") if row.bom else row.item
            if made != row.item:
                frappe.throw(_("Row {0}: {1} makes {2}, not {3}.").format(row.idx, row.bom, made, row.item))

    def roll_up(self) -> None:
        """Fill in the cost of every part, step and of the whole."""
        recipe = costs.recipe_from(self)
        try:
            cost = bom_cost.roll_up(recipe, costs.recipe_of, self.price_of)
        except bom_cost.BomLoop as loop:
            frappe.throw(
                _("{0} would be made from itself: {1}.").format(loop.path[-1], " > ".join(loop.path))
            )
        for row, part, rate, amount in zip(
            self.get("items"), recipe.parts, cost.rates, cost.amounts, strict=True
        ):
            row.rate = float(rate * part.qty / exact(row.qty))
            row.amount = float(amount)
        for row, work in zip(self.get("operations"), cost.work, strict=True):
            row.amount = float(work)
        self.material_cost, self.operation_cost = float(cost.material), float(cost.operation)
        self.total_cost, self.unit_cost = float(cost.total), float(cost.unit)

    def check_defaults(self) -> None:
        """Refuse that the usual lists make an item from itself, even where a part of this one is bought."""
        path = _path_back(self.item, [(row.item, row.bom) for row in self.get("items")])
        if path:
            frappe.throw(
                _(
                    "{0} would be made from itself by its usual list: {1}. Let this list not be the default, or correct its parts."
                ).format(self.item, " > ".join(path))
            )

    def price_of(self, item: str) -> Decimal:
        """What a bought part costs under the terms of this list."""
        return costs.bought_cost(item, self.cost_from, self.price_list, self.cost_date)

    def stop_other_defaults(self) -> None:
        others = frappe.get_all(
            "Bill of Materials",
            filters={"item": self.item, "is_default": 1, "name": ["!=", self.name]},
            pluck="name",
            limit_page_length=0,
        )
        for name in others:
            frappe.db.set_value("Bill of Materials", name, "is_default", 0)
            frappe.msgprint(
                _("{0} is the usual list of {1} now, instead of {2}.").format(self.name, self.item, name)
            )

    def refresh_lists_above(self) -> None:
        """Lists that contain this one cost something else now; as no list contains itself, this ends."""
        above = frappe.get_all("BOM Item", filters={"bom": self.name}, pluck="parent", limit_page_length=0)
        for name in sorted(set(above)):
            made_of_this = frappe.get_doc("Bill of Materials", name)
            made_of_this.flags.costs_only = True
            made_of_this.save(ignore_permissions=True)


def _path_back(item: str, parts: list[tuple[str, str | None]]) -> tuple[str, ...] | None:
    """How ``parts`` lead back to ``item``, through the lists they name or else the usual ones of their items.

    Two questions for each level, however many parts it has: a list is calculated while it is typed.
    """
    level: list[tuple[tuple[str, ...], str | None]] = [((item, part), made_from) for part, made_from in parts]
    seen: set[str] = set()
    while level:
        back = next((path for path, _made_from in level if path[-1] == item), None)
        if back:
            return back
        usual = _usual_lists([path[-1] for path, made_from in level if not made_from])
        lists = {made_from or usual.get(path[-1]): path for path, made_from in level}
        paths = {name: path for name, path in lists.items() if name and name not in seen}
        seen |= paths.keys()
        below = frappe.get_all(
            "BOM Item", {"parent": ["in", list(paths)]}, ["parent", "item", "bom"], limit_page_length=0
        )
        level = [((*paths[row.parent], row.item), row.bom) for row in below]
    return None


def _usual_lists(items: list[str]) -> dict[str, str]:
    """The default list of each of ``items`` that has one."""
    filters = {"item": ["in", items], "is_default": 1}
    rows = frappe.get_all("Bill of Materials", filters, ["name", "item"], limit_page_length=0)
    return {row.item: row.name for row in rows}
