"""The number card of the stock is called what it counts."""

from __future__ import annotations

from typing import Any

import frappe
import pytest
from comptoir.context import Context
from comptoir.desk import dashboards, workspaces
from regioncrm.patches import rename_stock_positions

FORMER, NAME = "Items in stock", "Stock positions"


def blocks(ctx: Context) -> list[Any]:
    """The names and labels of the cards of the stock on its workspace."""
    parent = frappe.get_all(
        "Workspace Number Card", filters={"number_card_name": "Stock value"}, pluck="parent"
    )
    told = workspaces.workspace(ctx, parent[0])["blocks"]
    return [(block["name"], block["label"]) for block in told if "tock" in str(block.get("name"))][:1]


def rename_back() -> None:
    """As sites have it that were made before."""
    card = frappe.copy_doc(frappe.get_doc("Number Card", NAME))
    card.label = FORMER
    card.insert()
    for row in frappe.get_all("Number Card Link", filters={"card": NAME}, pluck="name"):
        frappe.db.set_value("Number Card Link", row, "card", FORMER)
    stands = {"number_card_name": NAME}
    for row in frappe.get_all("Workspace Number Card", filters=stands, fields=["name", "parent"]):
        frappe.db.set_value("Workspace Number Card", row.name, {"number_card_name": FORMER, "label": FORMER})
        content = frappe.db.get_value("Workspace", row.parent, "content")
        frappe.db.set_value("Workspace", row.parent, "content", content.replace(NAME, FORMER))
    frappe.delete_doc("Number Card", NAME, force=True)


@pytest.mark.parametrize(("lang", "title"), [("en", NAME), ("fr", "Positions de stock")])
def test_the_card_says_that_it_counts_positions(ctx: Context, lang: str, title: str) -> None:
    ctx.lang = lang
    assert title == dashboards.card(ctx, NAME)["title"]
    assert [(NAME, title)] == blocks(ctx)


def test_a_card_of_before_is_called_anew(ctx: Context) -> None:
    rename_back()
    assert [(FORMER, FORMER)] == blocks(ctx)
    for _again in range(2):
        rename_stock_positions.execute()
        assert [(NAME, NAME)] == blocks(ctx)
    assert NAME == dashboards.card(ctx, NAME)["title"]
    assert NAME in frappe.get_all("Number Card Link", pluck="card")
    assert not frappe.db.exists("Number Card", FORMER)


def test_a_card_that_somebody_called_otherwise_stays(ctx: Context) -> None:
    rename_back()
    frappe.db.set_value("Number Card", FORMER, "label", "Ours")
    rename_stock_positions.execute()
    assert "Ours" == dashboards.card(ctx, FORMER)["title"]
    assert not frappe.db.exists("Number Card", NAME)
