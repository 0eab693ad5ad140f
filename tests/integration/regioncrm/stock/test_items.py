"""Items: units, barcodes, and what an item that moved can no longer do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import frappe
import pytest
from regioncrm.stock.units import convert

from .conftest import PAPER, TONER, VISIT, Store

New = Callable[..., Any]
BARCODE = {"barcode": "4006381333931", "barcode_type": "EAN-13"}


class TestNewItem:
    def test_takes_the_tax_of_its_group(self, store: Store) -> None:
        assert 20 == frappe.db.get_value("Item", PAPER, "tax_percent")

    def test_service_is_not_kept_in_stock(self, store: Store) -> None:
        assert 0 == frappe.db.get_value("Item", VISIT, "is_stock_item")

    def test_code_is_written_in_capitals(self, new: New, store: Store) -> None:
        item = new("Item", item_code=" ton-1 ", item_name="Toner 1", item_group="Everything", unit="Piece")
        assert "TON-1" == item.name


class TestUnits:
    def test_converts_to_the_stock_unit(self, store: Store) -> None:
        assert 15 == convert(PAPER, 3, "Box")

    def test_converts_between_units(self, store: Store) -> None:
        assert 2.4 == convert(PAPER, 12, "Ream", "Box")

    def test_unknown_unit_is_refused(self, store: Store) -> None:
        with pytest.raises(frappe.ValidationError, match="not kept in Pallet"):
            convert(PAPER, 1, "Pallet")

    @pytest.mark.parametrize("row", [{"unit": "Ream", "factor": 2}, {"unit": "Box", "factor": 6}])
    def test_unit_given_twice_is_refused(self, row: dict[str, Any], store: Store) -> None:
        item = frappe.get_doc("Item", PAPER)
        item.append("conversions", row)
        with pytest.raises(frappe.ValidationError, match="already listed"):
            item.save()

    def test_unit_that_holds_nothing_is_refused(self, store: Store) -> None:
        item = frappe.get_doc("Item", PAPER)
        item.append("conversions", {"unit": "Pallet", "factor": 0})
        with pytest.raises(frappe.ValidationError, match=r"Pallet"):
            item.save()

    def test_sales_unit_needs_a_conversion(self, store: Store) -> None:
        item = frappe.get_doc("Item", PAPER)
        item.sales_unit = "Pallet"
        with pytest.raises(frappe.ValidationError, match="no unit conversion"):
            item.save()


class TestBarcodes:
    @pytest.fixture
    def paper(self, store: Store) -> Any:
        paper = frappe.get_doc("Item", PAPER)
        paper.append("barcodes", BARCODE)
        return paper.save()

    def test_survives_another_save(self, paper: Any) -> None:
        paper.item_name = "Paper, white"
        assert ["4006381333931"] == [row.barcode for row in paper.save().barcodes]

    def test_of_another_item_is_refused(self, paper: Any) -> None:
        toner = frappe.get_doc("Item", TONER)
        toner.append("barcodes", BARCODE)
        with pytest.raises(frappe.DuplicateEntryError, match="belongs to item PAPER"):
            toner.save()

    def test_misread_one_is_refused(self, store: Store) -> None:
        paper = frappe.get_doc("Item", PAPER)
        paper.append("barcodes", {"barcode": "4006381333932", "barcode_type": "EAN-13"})
        with pytest.raises(frappe.ValidationError, match="last digit"):
            paper.save()


class TestItemThatMoved:
    def test_keeps_its_unit(self, stocked: Store) -> None:
        item = frappe.get_doc("Item", PAPER)
        item.conversions, item.unit = [], "Box"
        with pytest.raises(frappe.ValidationError, match="stock unit stays"):
            item.save()

    def test_stays_in_stock(self, stocked: Store) -> None:
        item = frappe.get_doc("Item", PAPER)
        item.is_stock_item = 0
        with pytest.raises(frappe.ValidationError, match="kept in stock"):
            item.save()

    def test_cannot_be_deleted(self, stocked: Store) -> None:
        with pytest.raises(frappe.LinkExistsError):
            frappe.delete_doc("Item", PAPER)

    def test_its_warehouse_cannot_be_closed(self, stocked: Store) -> None:
        warehouse = frappe.get_doc("Warehouse", stocked.main)
        warehouse.status = "Closed"
        with pytest.raises(frappe.ValidationError, match="still holds goods"):
            warehouse.save()


class TestBillOfMaterials:
    @pytest.fixture
    def made(self, new: New, store: Store) -> Callable[..., Any]:
        """Makes an item from parts: ``made("KIT", ("PAPER", 2))``."""

        def make(code: str, *parts: tuple[str, float], bom_of: dict[str, str] | None = None) -> Any:
            if not frappe.db.exists("Item", code):
                new(
                    "Item",
                    item_code=code,
                    item_name=code,
                    item_group="Everything",
                    unit="Piece",
                    item_type="Product",
                )
            items = [{"item": part, "qty": qty, "bom": (bom_of or {}).get(part)} for part, qty in parts]
            return new("Bill of Materials", item=code, cost_from="Standard Cost", items=items)

        return make

    def test_adds_up_parts_and_work(self, made: Any) -> None:
        bom = made("KIT", (PAPER, 2), (TONER, 0.5))
        bom.append("operations", {"operation": "Pack", "minutes": 10, "hourly_rate": 24})
        assert (16, 4, 20) == (bom.save().material_cost, bom.operation_cost, bom.unit_cost)

    def test_converts_the_units_of_parts(self, new: New, made: Any) -> None:
        bom = made("KIT", (PAPER, 1))
        bom.items[0].unit = "Box"
        assert (15, 15) == (bom.save().unit_cost, bom.items[0].rate)

    def test_takes_the_cost_of_the_list_below(self, made: Any) -> None:
        inner = made("KIT", (PAPER, 2))
        assert 18 == made("SET", ("KIT", 3), bom_of={"KIT": inner.name}).unit_cost

    def test_change_below_is_carried_up(self, made: Any) -> None:
        inner = made("KIT", (PAPER, 2))
        outer = made("SET", ("KIT", 3), bom_of={"KIT": inner.name})
        inner.items[0].qty = 4
        inner.save()
        assert 36 == frappe.db.get_value("Bill of Materials", outer.name, "unit_cost")

    def test_item_made_from_itself_is_refused(self, made: Any) -> None:
        inner = made("KIT", (PAPER, 2))
        outer = made("SET", ("KIT", 3), bom_of={"KIT": inner.name})
        inner.append("items", {"item": "SET", "qty": 1, "bom": outer.name})
        with pytest.raises(frappe.ValidationError, match="KIT > SET > KIT"):
            inner.save()

    def test_usual_lists_make_no_item_from_itself_though_its_parts_are_bought(self, made: Any) -> None:
        made("KIT", (PAPER, 2))
        made("BOX", ("KIT", 1))
        made("SET", ("BOX", 3))
        with pytest.raises(frappe.ValidationError, match="KIT > SET > BOX > KIT"):
            made("KIT", ("SET", 1))
        usual = {"item": "KIT", "is_default": 1}
        assert 6 == frappe.db.get_value("Bill of Materials", usual, "unit_cost")

    def test_loop_from_before_keeps_no_cost_below_from_being_carried_up(self, new: New, made: Any) -> None:
        inner = made("KIT", (PAPER, 2))
        outer = made("SET", ("KIT", 3), (TONER, 1), bom_of={"KIT": inner.name})
        items = [{"item": "SET", "qty": 1}]
        apart = new("Bill of Materials", item=TONER, items=items, cost_from="Standard Cost", is_default=0)
        frappe.db.set_value("Bill of Materials", apart.name, "is_default", 1)
        before = outer.unit_cost
        inner.items[0].qty = 4
        inner.save()
        assert before < frappe.db.get_value("Bill of Materials", outer.name, "unit_cost")
        with pytest.raises(frappe.ValidationError, match="SET > TONER > SET"):
            frappe.get_doc("Bill of Materials", outer.name).save()

    def test_set_is_taken_apart_by_a_list_that_is_not_usual(self, new: New, made: Any) -> None:
        made("SET", (PAPER, 2))
        items = [{"item": "SET", "qty": 1}]
        apart = new("Bill of Materials", item=PAPER, items=items, cost_from="Standard Cost", is_default=0)
        assert apart.items

    def test_list_that_makes_something_else_is_refused(self, made: Any) -> None:
        inner = made("KIT", (PAPER, 2))
        with pytest.raises(frappe.ValidationError, match="makes KIT, not TONER"):
            made("SET", (TONER, 1), bom_of={TONER: inner.name})

    def test_item_has_one_default(self, made: Any) -> None:
        first, second = made("KIT", (PAPER, 2)), made("KIT", (PAPER, 3))
        defaults = frappe.get_all("Bill of Materials", filters={"item": "KIT", "is_default": 1}, pluck="name")
        assert ([second.name], first.name != second.name) == (defaults, True)

    def test_stock_value_follows_what_was_paid(self, new: New, made: Any, stocked: Store) -> None:
        bom = made("KIT", (PAPER, 2))
        bom.cost_from = "Stock Value"
        assert 8 == bom.save().unit_cost
