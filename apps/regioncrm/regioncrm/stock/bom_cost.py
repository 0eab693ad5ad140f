"""Cost of what is made: bills of materials rolled up through all levels, as pure arithmetic.

A part is either bought (its price is asked for) or made from a bill of materials of its own. An item that
would contain itself, directly or through others, is refused with the whole path, whichever list it is
found in.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from regioncrm.decimals import HUNDRED, ZERO, to_places

COST_PLACES = 4


class BomLoop(Exception):
    """An item would be made from itself."""

    def __init__(self, path: tuple[str, ...]):
        self.path = path
        super().__init__(" > ".join(path))


@dataclass(frozen=True, slots=True)
class Part:
    """``qty`` stock units of ``item`` per batch, made from ``bom`` or bought."""

    item: str
    qty: Decimal
    bom: str | None = None
    scrap_percent: Decimal = ZERO

    @property
    def needed(self) -> Decimal:
        """What has to be taken so that ``qty`` is left after the scrap."""
        return self.qty * HUNDRED / (HUNDRED - self.scrap_percent)


@dataclass(frozen=True, slots=True)
class Step:
    """``minutes`` of work at ``hourly_rate``."""

    minutes: Decimal
    hourly_rate: Decimal

    @property
    def cost(self) -> Decimal:
        """The price of this work."""
        return to_places(self.minutes * self.hourly_rate / 60, COST_PLACES)


@dataclass(frozen=True, slots=True)
class Recipe:
    """A bill of materials: what ``quantity`` units of ``item`` are made of."""

    item: str
    quantity: Decimal
    parts: tuple[Part, ...]
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Cost:
    """The rolled-up cost of one recipe; ``rates`` and ``amounts`` follow its parts, ``work`` its steps."""

    rates: tuple[Decimal, ...]
    amounts: tuple[Decimal, ...]
    work: tuple[Decimal, ...]
    material: Decimal
    operation: Decimal
    total: Decimal
    unit: Decimal


RecipeOf = Callable[[str], Recipe]
PriceOf = Callable[[str], Decimal]


def roll_up(recipe: Recipe, recipe_of: RecipeOf, price_of: PriceOf) -> Cost:
    """What ``recipe`` costs; ``recipe_of`` finds the lists of its parts and ``price_of`` what bought parts cost.

    Raises:
        BomLoop: an item would contain itself.
    """
    return _cost(recipe, recipe_of, price_of, (recipe.item,), {})


def _cost(
    recipe: Recipe, recipe_of: RecipeOf, price_of: PriceOf, path: tuple[str, ...], done: dict[str, Cost]
) -> Cost:
    rates = []
    for part in recipe.parts:
        if part.item in path:
            raise BomLoop((*path, part.item))
        if part.bom is None:
            rates.append(price_of(part.item))
            continue
        if part.bom not in done:
            done[part.bom] = _cost(recipe_of(part.bom), recipe_of, price_of, (*path, part.item), done)
        rates.append(done[part.bom].unit)
    amounts = tuple(
        to_places(part.needed * rate, COST_PLACES) for part, rate in zip(recipe.parts, rates, strict=True)
    )
    work = tuple(step.cost for step in recipe.steps)
    material, operation = sum(amounts, ZERO), sum(work, ZERO)
    total = material + operation
    return Cost(
        tuple(rates),
        amounts,
        work,
        material,
        operation,
        total,
        to_places(total / recipe.quantity, COST_PLACES),
    )
