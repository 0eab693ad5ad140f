"""Cost of bills of materials through all levels."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from regioncrm.stock.bom_cost import BomLoop, Part, Recipe, Step, roll_up

D = Decimal
PRICES = {"toner": D("0.05"), "chip": D("1.20"), "box": D("0.30"), "drum": D("8")}

CARTRIDGE = Recipe(
    "cartridge",
    D(1),
    (Part("toner", D(100), scrap_percent=D(20)), Part("chip", D(1))),
    (Step(D(15), D(24)),),
)
KIT = Recipe("kit", D(10), (Part("cartridge", D(20), bom="BOM-cartridge"), Part("box", D(10))))


def cost(recipe: Recipe, **lists: Recipe):
    return roll_up(recipe, lambda name: lists[name.replace("BOM-", "")], PRICES.__getitem__)


class TestOneLevel:
    def test_scrap_is_bought_too(self) -> None:
        assert (D("6.25"), D("1.20")) == cost(CARTRIDGE).amounts

    def test_work_is_part_of_the_cost(self) -> None:
        assert (D("7.45"), D(6), D("13.45")) == (
            cost(CARTRIDGE).material,
            cost(CARTRIDGE).operation,
            cost(CARTRIDGE).total,
        )


class TestTwoLevels:
    def test_made_parts_cost_what_their_list_costs(self) -> None:
        assert (D("13.45"), D("0.30")) == cost(KIT, cartridge=CARTRIDGE).rates

    def test_unit_cost_divides_by_what_the_list_makes(self) -> None:
        assert D("27.20") == cost(KIT, cartridge=CARTRIDGE).unit

    @given(st.integers(1, 500))
    def test_bigger_batch_costs_the_same_per_unit(self, times) -> None:
        parts = tuple(Part(part.item, part.qty * times, part.bom) for part in KIT.parts)
        assert D("27.20") == cost(Recipe("kit", KIT.quantity * times, parts), cartridge=CARTRIDGE).unit


class TestLoop:
    def test_item_in_its_own_list(self) -> None:
        with pytest.raises(BomLoop) as refused:
            cost(Recipe("kit", D(1), (Part("kit", D(1)),)))
        assert ("kit", "kit") == refused.value.path

    def test_path_names_every_level(self) -> None:
        cartridge = Recipe("cartridge", D(1), (Part("core", D(1), bom="BOM-core"),))
        core = Recipe("core", D(1), (Part("kit", D(1), bom="BOM-kit"),))
        with pytest.raises(BomLoop) as refused:
            cost(KIT, cartridge=cartridge, core=core, kit=KIT)
        assert ("kit", "cartridge", "core", "kit") == refused.value.path

    def test_same_part_twice_is_no_loop(self) -> None:
        kit = Recipe(
            "kit", D(1), (Part("cartridge", D(1), "BOM-cartridge"), Part("cartridge", D(2), "BOM-cartridge"))
        )
        assert D("40.35") == cost(kit, cartridge=CARTRIDGE).total
