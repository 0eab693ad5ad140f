"""Half a year of goods coming in, going to the branches, being refilled, sold, returned, written off and counted.

The plan keeps its own account of what lies where, so that no entry asks for what is not there; the account is
the planner's and proves nothing about the ledger.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from regioncrm.demo.catalogue import SUPPLIERS, Goods, single_boms
from regioncrm.demo.chance import Chance, working_day
from regioncrm.demo.company import LILLE, LONDON, LYON, NIZHNY, SELLERS

GROUP, CENTRAL, WORKSHOP = "Lyon – All Warehouses", "Lyon – Central Store", "Lyon – Workshop"
STORES = {
    "Lyon": CENTRAL,
    "Lille": "Lille – Store",
    "London": "London – Store",
    "Нижний Новгород": "Нижний Новгород – Склад",
}
WEEKS = 26
DAMAGES = ("Broken in transport", "Water in the store", "Expired", "Demonstration model scrapped")


@dataclass(slots=True)
class Entry:
    """A warehouse entry of the plan; ``returns`` points at the entry whose goods come back."""

    record: dict[str, Any]
    end: str = "submit"
    returns: Entry | None = None
    name: str | None = None


def warehouses() -> list[dict[str, Any]]:
    """Where goods lie, the group first."""
    rows = (
        (GROUP, "Store", LYON, None, "store"), (CENTRAL, "Store", LYON, GROUP, "store"),
        (WORKSHOP, "Production", LYON, GROUP, "production"), ("Lyon – Showroom", "Showroom", LYON, GROUP, "lead_lyon"),
        ("Lyon – Van 1", "Vehicle", LYON, GROUP, "driver"), ("Lyon – Service", "Service", LYON, GROUP, "service_lyon"),
        (STORES["Lille"], "Store", LILLE, None, "lead_lille"), (STORES["London"], "Store", LONDON, None, "lead_london"),
        (STORES["Нижний Новгород"], "Store", NIZHNY, None, "lead_nizhny"),
    )  # fmt: skip
    return [
        {
            "doctype": "Warehouse",
            "warehouse_name": name,
            "warehouse_type": kind,
            "branch": town.branch,
            "parent_warehouse": parent,
            "is_group": int(name == GROUP),
            "responsible": responsible,
            "address": f"{town.street}, {town.postal_code} {town.city}",
        }
        for name, kind, town, parent, responsible in rows
    ]


class Plan:
    """Writes the entries, oldest first."""

    def __init__(
        self, chance: Chance, assortment: list[Goods], clients: dict[str, list[str]], suppliers: list[str]
    ):
        self.chance = chance
        self.goods = {entry.code: entry for entry in assortment if entry.is_stock}
        self.clients = clients
        self.suppliers = suppliers
        self.entries: list[Entry] = []
        self._lies: dict[tuple[str, str], int] = defaultdict(int)

    def write(self) -> list[Entry]:
        """The whole half-year."""
        for number in range(len(SUPPLIERS)):
            self.receive(number, self.day(-7 * WEEKS - 4), first=True)
        for week in range(-WEEKS, 0):
            self.week(week)
        self.loose_ends()
        return self.entries

    def week(self, week: int) -> None:
        """What happens in one week."""
        monday = 7 * week
        if week % 3 == 0:
            self.refill(self.day(monday))
        if week % 4 == 1:
            for number in self.chance.sample(range(len(SUPPLIERS)), 3):
                self.receive(number, self.day(monday))
        if week % 2 == 0:
            self.send(("Lille", "London", "Нижний Новгород")[week // 2 % 3], self.day(monday + 1))
        for branch in self.chance.choices(list(STORES), (45, 20, 15, 20), k=3):
            self.sell(branch, self.day(monday + self.chance.randint(1, 4)))
        if week % 7 == 3:
            self.bring_back(self.day(monday + 4))
            self.write_off(self.day(monday + 4))
        if week in (-13, -2):
            self.count(("Lille", "Нижний Новгород")[week == -2], self.day(monday + 4))

    def loose_ends(self) -> None:
        """An entry made by mistake and cancelled, and drafts nobody has submitted yet."""
        for branch in ("Lyon", "Lille"):
            self.sell(branch, self.day(-6), end="cancel")
        for branch in STORES:
            self.sell(branch, self.chance.today, end="draft")
        self.receive(0, self.chance.today, end="draft")

    def day(self, offset: int) -> date:
        """The working day at so many days from today, never in the future."""
        return min(self.chance.today, working_day(self.chance.today + timedelta(days=offset)))

    def receive(self, number: int, day: date, *, first: bool = False, end: str = "submit") -> None:
        """A delivery of one supplier: everything at the start, later what runs low."""
        offered = [entry for entry in self.goods.values() if entry.supplier == number]
        if not first:
            offered = [entry for entry in offered if self._lies[entry.code, CENTRAL] < 4 * entry.turns]
        rows = []
        for entry in offered[:40]:
            pieces = entry.turns * (5 if first else 4) + self.chance.randint(0, 3)
            held = {"Ream": 5, "Gram": 1000}.get(entry.unit, 1)
            unit = {"Ream": "Box", "Gram": "Kilogram"}.get(entry.unit, entry.unit)
            packs = -(-pieces // held)
            rate = entry.cost * held * self.chance.uniform(0.96, 1.05)
            rows.append({"item": entry.code, "qty": packs, "unit": unit, "rate": round(rate, 2)})
            if end == "submit":
                self._lies[entry.code, CENTRAL] += packs * held
        header: dict[str, Any] = {
            "supplier": self.suppliers[number],
            "supplier_document": f"BL-{self.chance.randint(10000, 99999)}",
        }
        self.add("Receipt", day, rows, end=end, to_warehouse=CENTRAL, responsible="store", **header)

    def send(self, branch: str, day: date) -> None:
        """Goods for a branch."""
        rows = []
        for entry in self.chance.sample(self.sellable(CENTRAL), 14):
            rows += self.take(
                entry, CENTRAL, self.chance.randint(1, max(1, entry.turns // 2)), STORES[branch]
            )
        self.add(
            "Transfer", day, rows, from_warehouse=CENTRAL, to_warehouse=STORES[branch], responsible="store"
        )

    def sell(self, branch: str, day: date, *, end: str = "submit") -> None:
        """Goods handed to a client of a branch."""
        store = STORES[branch]
        rows: list[dict[str, Any]] = []
        sellable = self.sellable(store)
        for entry in self.chance.sample(sellable, min(self.chance.randint(1, 5), len(sellable))):
            rows += self.take(
                entry, store, self.chance.randint(1, max(1, entry.turns // 5)), moves=end == "submit"
            )
        client = self.chance.choice(self.clients[branch])
        responsible = self.chance.choice(SELLERS[branch])
        self.add("Issue", day, rows, end=end, from_warehouse=store, client=client, responsible=responsible)

    def refill(self, day: date) -> None:
        """The workshop takes materials and brings back refilled cartridges."""
        boms = self.chance.sample(single_boms(), 3)
        batch = self.chance.randint(5, 9)
        needs: dict[str, float] = defaultdict(float)
        for bom in boms:
            for part in bom["items"]:
                needs[part["item"]] += batch * part["qty"] * 100 / (100 - part["scrap_percent"])
        if any(self._lies[code, CENTRAL] < qty for code, qty in needs.items()):
            return
        moved = [
            row
            for code, qty in needs.items()
            for row in self.take(self.goods[code], CENTRAL, -int(-qty // 1), WORKSHOP)
        ]
        used = [row for row in moved for row in self.take(self.goods[row["item"]], WORKSHOP, row["qty"])]
        self.add(
            "Transfer", day, moved, from_warehouse=CENTRAL, to_warehouse=WORKSHOP, responsible="production"
        )
        self.add("Issue", day, used, from_warehouse=WORKSHOP, responsible="production", remarks="Refilling")
        made = [{"item": bom["item"], "qty": batch, "rate": self.goods[bom["item"]].cost} for bom in boms]
        for bom in boms:
            self._lies[bom["item"], CENTRAL] += batch
        self.add("Receipt", day, made, to_warehouse=CENTRAL, responsible="production", remarks="Refilling")

    def bring_back(self, day: date) -> None:
        """A client returns one piece of what was bought last."""
        sold = next(
            entry
            for entry in reversed(self.entries)
            if entry.record["purpose"] == "Issue" and entry.record.get("client") and entry.record["items"]
        )
        store, row = sold.record["from_warehouse"], sold.record["items"][0]
        self._lies[row["item"], store] += 1
        self.add(
            "Return", day, [{"item": row["item"], "qty": 1}], returns=sold, to_warehouse=store, return_kind="From Client",
            client=sold.record["client"], reason="Wrong model ordered", responsible=sold.record["responsible"],
        )  # fmt: skip

    def write_off(self, day: date) -> None:
        """Something broke."""
        entry = self.chance.choice(self.sellable(CENTRAL))
        rows = self.take(entry, CENTRAL, 1)
        reason = self.chance.choice(DAMAGES)
        self.add(
            "Write-off",
            day,
            rows,
            from_warehouse=CENTRAL,
            reason=reason,
            approver="director",
            responsible="store",
        )

    def count(self, branch: str, day: date) -> None:
        """A branch counts its store and misses a piece here and there."""
        store, rows = STORES[branch], []
        for entry in self.sellable(store):
            counted = self._lies[entry.code, store] - (1 if self.chance.often(12) else 0)
            self._lies[entry.code, store] = counted
            rows.append({"item": entry.code, "qty": counted})
        self.add("Stock-take", day, rows, to_warehouse=store, responsible=SELLERS[branch][0])

    def sellable(self, store: str) -> list[Goods]:
        """What lies in a store and is for sale."""
        return [
            entry
            for entry in self.goods.values()
            if entry.kind != "Material" and self._lies[entry.code, store] > 0
        ]

    def take(
        self, entry: Goods, store: str, qty: int, into: str | None = None, *, moves: bool = True
    ) -> list[dict[str, Any]]:
        """A line of as much as there is, up to ``qty``; none where nothing is left."""
        qty = min(qty, self._lies[entry.code, store])
        if qty <= 0:
            return []
        if moves:
            self._lies[entry.code, store] -= qty
            if into:
                self._lies[entry.code, into] += qty
        return [{"item": entry.code, "qty": qty}]

    def add(
        self,
        purpose: str,
        day: date,
        rows: list[dict[str, Any]],
        *,
        end: str = "submit",
        returns: Entry | None = None,
        **header: Any,
    ) -> None:
        """One more entry, unless it is empty."""
        if rows:
            time = f"{self.chance.randint(8, 17):02d}:{self.chance.randint(0, 59):02d}:00"
            record = {
                "doctype": "Warehouse Entry",
                "purpose": purpose,
                "posting_date": day,
                "posting_time": time,
                **header,
            }
            self.entries.append(Entry({**record, "items": rows}, end, returns))
