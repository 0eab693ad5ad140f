"""What the demo company sells: groups, items, suppliers, price lists and bills of materials.

The assortment is written as families; a family spells out its items with codes, prices and units. Brands are
invented. Costs are what the items are bought for, prices follow from them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from regioncrm.demo.chance import Chance
from regioncrm.demo.identity import barcode

ROOT = "Assortment"
GROUPS = {
    "Equipment": ("Printers", "Multifunction Devices", "Plotters", "Scanners"),
    "Consumables": ("Cartridges", "Drums", "Paper"),
    "Workshop": ("Refilled Cartridges", "Refill Materials", "Spare Parts"),
    "Services": ("On-site Services", "Contracts"),
}
RETAIL, PARTNERS, PURCHASE = "Retail", "Partners", "Purchase"
BRANDS = {"Norvik": "NV", "Lumaris": "LU", "Sakuro": "SK", "Brightline": "BL"}
COLOURS = {"Black": "K", "Cyan": "C", "Magenta": "M", "Yellow": "Y"}
SUPPLIERS = (
    ("Norvik Nordic AB", "Sweden", "se", 45, 12), ("Lumaris France SAS", "France", "fr", 30, 4),
    ("Sakuro Europe BV", "Netherlands", "nl", 30, 7), ("Brightline Imaging Ltd", "United Kingdom", "gb", 30, 6),
    ("Papeteries du Rhône SARL", "France", "fr", 14, 2), ("Tonerwerk GmbH", "Germany", "de", 30, 8),
    ("ООО «Картридж-Поволжье»", "Russia", "ru", 14, 3), ("Pièces & Co SARL", "France", "fr", 30, 5),
)  # fmt: skip
SUPPLIER_OF = {"Norvik": 0, "Lumaris": 1, "Sakuro": 2, "Brightline": 3}
PAPER, TONER, PARTS = 4, 5, 7


@dataclass(frozen=True, slots=True)
class Goods:
    """One item in short; ``markup`` leads from the cost to the retail price, ``turns`` says how fast it sells."""

    code: str
    name: str
    group: str
    cost: float
    markup: int = 35
    unit: str = "Piece"
    kind: str = "Goods"
    brand: str | None = None
    supplier: int | None = None
    serial: bool = False
    turns: int = 6

    @property
    def rate(self) -> float:
        """The retail price, as it is written on a label."""
        price = self.cost * (100 + self.markup) / 100
        return round(price) - 0.1 if price >= 50 else round(price, 1)

    @property
    def is_stock(self) -> bool:
        """Whether it lies in a warehouse."""
        return self.kind != "Service"


def goods() -> list[Goods]:
    """The whole assortment."""
    return [*printers(), *multifunction(), *plotters(), *cartridges(), *drums(), *paper(), *parts(), *materials(), *made(), *services()]  # fmt: skip


def printers() -> list[Goods]:
    models = (("1100", "A4 mono", 96), ("2100", "A4 mono duplex", 148), ("3200", "A4 colour", 214), ("4300", "A4 colour duplex", 328), ("5500", "A3 colour", 690))  # fmt: skip
    return [
        Goods(f"PRN-{short}-{model}", f"{brand} Print {model}, {what}", "Printers", cost + 7 * place, 28, brand=brand,
              supplier=SUPPLIER_OF[brand], serial=True, turns=3)
        for place, (brand, short) in enumerate(BRANDS.items())
        for model, what, cost in models
    ]  # fmt: skip


def multifunction() -> list[Goods]:
    models = (("M20", "A4 mono", 265), ("M30", "A4 colour", 420), ("M50", "A3 mono", 980), ("M70", "A3 colour", 1890), ("M90", "A3 colour, finisher", 3640))  # fmt: skip
    return [
        Goods(f"MFP-{short}-{model}", f"{brand} Office {model}, {what}", "Multifunction Devices", cost + 15 * place, 30,
              brand=brand, supplier=SUPPLIER_OF[brand], serial=True, turns=2)
        for place, (brand, short) in enumerate(BRANDS.items())
        for model, what, cost in models
    ]  # fmt: skip


def plotters() -> list[Goods]:
    wide = [("NV-24", "Norvik Wide 24″", 1150), ("NV-36", "Norvik Wide 36″", 1980), ("SK-36", "Sakuro Plan 36″", 2240), ("SK-44", "Sakuro Plan 44″", 3120)]  # fmt: skip
    scan = [("LU-S1", "Lumaris Scan S1", 128), ("LU-S2", "Lumaris Scan S2 duplex", 239), ("LU-S5", "Lumaris Scan S5 A3", 610), ("BL-D30", "Brightline Doc 30", 274), ("BL-D60", "Brightline Doc 60", 486), ("BL-P1", "Brightline Pocket", 99)]  # fmt: skip
    return [
        *(Goods(f"PLT-{code}", name, "Plotters", cost, 26, brand=name.split()[0], supplier=SUPPLIER_OF[name.split()[0]], serial=True, turns=1) for code, name, cost in wide),
        *(Goods(f"SCN-{code}", name, "Scanners", cost, 32, brand=name.split()[0], supplier=SUPPLIER_OF[name.split()[0]], serial=True, turns=2) for code, name, cost in scan),
    ]  # fmt: skip


def cartridges() -> list[Goods]:
    sizes = [("11", "Black", 31), ("21X", "Black", 52), ("32", "Black", 44), *(("32", colour, 49) for colour in ("Cyan", "Magenta", "Yellow")), ("55X", "Black", 78)]  # fmt: skip
    return [
        Goods(f"TON-{short}-{size}{COLOURS[colour]}", f"{brand} toner {size}, {colour.lower()}", "Cartridges", cost + 2 * place,
              38, brand=brand, supplier=SUPPLIER_OF[brand], turns=22)
        for place, (brand, short) in enumerate(BRANDS.items())
        for size, colour, cost in sizes
    ]  # fmt: skip


def drums() -> list[Goods]:
    return [
        Goods(f"DRM-{short}-{size}", f"{brand} drum unit {size}", "Drums", cost + 3 * place, 34, brand=brand,
              supplier=SUPPLIER_OF[brand], turns=5)
        for place, (brand, short) in enumerate(BRANDS.items())
        for size, cost in (("D1", 58), ("D3", 84))
    ]  # fmt: skip


def paper() -> list[Goods]:
    kinds = (
        ("A4-80", "Paper A4 80 g", 2.95), ("A4-90", "Paper A4 90 g", 3.6), ("A4-REC", "Paper A4 recycled", 3.1), ("A3-80", "Paper A3 80 g", 6.2),
        ("A4-160", "Card A4 160 g", 7.9), ("A4-PHOTO", "Photo paper A4", 9.4), ("A5-80", "Paper A5 80 g", 2.1), ("A4-COL", "Paper A4, assorted colours", 5.3),
    )  # fmt: skip
    rolls = (("R24", "Plotter roll 24″ × 50 m", 8.4), ("R36", "Plotter roll 36″ × 50 m", 11.9))
    return [
        *(Goods(f"PAP-{code}", name, "Paper", cost, 42, "Ream", brand="Rhône", supplier=PAPER, turns=60) for code, name, cost in kinds),
        *(Goods(f"PAP-{code}", name, "Paper", cost, 45, "Roll", brand="Rhône", supplier=PAPER, turns=12) for code, name, cost in rolls),
    ]  # fmt: skip


def parts() -> list[Goods]:
    names = (
        ("FUS-A4", "Fuser unit A4", 74), ("FUS-A3", "Fuser unit A3", 142), ("ROL-PU", "Pickup roller", 4.8), ("ROL-TR", "Transfer roller", 12.5),
        ("BLT-A4", "Transfer belt A4", 88), ("BLT-A3", "Transfer belt A3", 164), ("PSU-1", "Power supply", 46), ("MBR-1", "Main board, mono", 68),
        ("MBR-2", "Main board, colour", 112), ("TRY-250", "Paper tray 250 sheets", 39), ("TRY-500", "Paper tray 500 sheets", 57), ("ADF-1", "Document feeder", 96),
        ("SEP-PAD", "Separation pad", 2.2), ("GEAR-SET", "Gear set", 9.6), ("WASTE", "Waste toner box", 11.4), ("LAN-1", "Network card", 34), ("WIFI-1", "Wireless card", 41), ("TRY-MP", "Multi-purpose tray", 28),
    )  # fmt: skip
    return [
        Goods(f"SPR-{code}", name, "Spare Parts", cost, 55, supplier=PARTS, turns=4)
        for code, name, cost in names
    ]


def materials() -> list[Goods]:
    names = (
        ("TON-K", "Toner powder, black", 0.028, "Gram", 2200), ("TON-C", "Toner powder, cyan", 0.046, "Gram", 900),
        ("TON-M", "Toner powder, magenta", 0.046, "Gram", 900), ("TON-Y", "Toner powder, yellow", 0.046, "Gram", 900),
        ("CHIP-11", "Chip 11", 0.9, "Piece", 30), ("CHIP-32", "Chip 32", 1.35, "Piece", 40), ("BLADE", "Wiper blade", 0.75, "Piece", 40),
        ("OPC", "Photoconductor", 2.9, "Piece", 40), ("SEAL", "Sealing strip", 0.12, "Piece", 60), ("BOX-S", "Cardboard box, small", 0.38, "Piece", 60),
        ("BOX-L", "Cardboard box, large", 0.72, "Piece", 12), ("BAG", "Protective bag", 0.06, "Piece", 60),
    )  # fmt: skip
    return [
        Goods(f"MAT-{code}", name, "Refill Materials", cost, 0, unit, "Material", supplier=TONER, turns=turns)
        for code, name, cost, unit, turns in names
    ]


def made() -> list[Goods]:
    """What the workshop makes: refilled cartridges, and sets of them."""
    single = [("11K", "Refilled toner 11, black", 14.4), ("21XK", "Refilled toner 21X, black", 19.8), ("55XK", "Refilled toner 55X, black", 24.6),
              *((f"32{COLOURS[colour]}", f"Refilled toner 32, {colour.lower()}", 18.9) for colour in COLOURS)]  # fmt: skip
    sets = [("SET-32", "Refilled set 32, four colours", 76.5), ("PACK-11", "Refilled toner 11, pack of five", 72.5), ("PACK-21X", "Refilled toner 21X, pack of five", 99.5)]  # fmt: skip
    return [
        Goods(
            f"REF-{code}",
            name,
            "Refilled Cartridges",
            cost,
            70,
            kind="Product",
            turns=9 if code[0].isdigit() else 3,
        )
        for code, name, cost in (*single, *sets)
    ]


def services() -> list[Goods]:
    visits = (
        ("INSTALL", "Installation and set-up", 28, "Hour"), ("REPAIR", "Repair on site", 30, "Hour"), ("DIAG", "Diagnosis", 18, "Hour"), ("DELIVERY", "Delivery in town", 9, "Visit"),
        ("DELIV-KM", "Delivery out of town", 0.32, "Kilometre"), ("TRAIN", "Training of users", 34, "Hour"), ("NET", "Network set-up", 36, "Hour"), ("AUDIT", "Print audit", 120, "Day"),
        ("MOVE", "Moving a device", 42, "Visit"), ("CLEAN", "Preventive cleaning", 22, "Visit"),
    )  # fmt: skip
    contracts = (("SLA-S", "Service contract, small", 14, "Month"), ("SLA-M", "Service contract, medium", 29, "Month"), ("SLA-L", "Service contract, large", 65, "Month"), ("PAGE", "Cost per thousand pages", 4.9, "Thousand Pages"))  # fmt: skip
    return [
        *(
            Goods(f"SRV-{code}", name, "On-site Services", cost, 95, unit, "Service")
            for code, name, cost, unit in visits
        ),
        *(
            Goods(f"SRV-{code}", name, "Contracts", cost, 85, unit, "Service")
            for code, name, cost, unit in contracts
        ),
    ]


def item_groups() -> list[dict[str, Any]]:
    """The tree, parents first."""
    rows: list[dict[str, Any]] = [{"doctype": "Item Group", "item_group_name": ROOT, "is_group": 1}]
    for parent, children in GROUPS.items():
        rows.append(
            {"doctype": "Item Group", "item_group_name": parent, "parent_item_group": ROOT, "is_group": 1}
        )
        rows += [
            {
                "doctype": "Item Group",
                "item_group_name": name,
                "parent_item_group": parent,
                "default_tax_percent": 20,
            }
            for name in children
        ]
    return rows


def suppliers() -> list[dict[str, Any]]:
    """Who the company buys from."""
    return [
        {
            "doctype": "Supplier",
            "supplier_name": name,
            "country": code,
            "currency": "EUR",
            "payment_days": days,
            "lead_days": lead,
            "rating": 0.6 + 0.1 * (place % 5),
        }
        for place, (name, _country, code, days, lead) in enumerate(SUPPLIERS)
    ]


def item(entry: Goods, number: int, suppliers: list[str], warehouse: str) -> dict[str, Any]:
    """The record of one item; ``suppliers`` are the names their records got."""
    row: dict[str, Any] = {
        "doctype": "Item",
        "item_code": entry.code,
        "item_name": entry.name,
        "item_group": entry.group,
        "item_type": entry.kind,
        "unit": entry.unit,
        "brand": entry.brand,
        "cost": entry.cost,
        "rate": entry.rate if entry.kind != "Material" else 0,
        "markup_percent": entry.markup,
        "cost_method": "Moving Average" if entry.is_stock else "Standard Cost",
        "is_stock_item": int(entry.is_stock),
        "has_serial_no": int(entry.serial),
        "warranty_months": 24 if entry.serial else 0,
    }
    if entry.unit == "Ream":
        row["conversions"] = [{"unit": "Box", "factor": 5}, {"unit": "Pallet", "factor": 200}]
    if entry.unit == "Gram":
        row["conversions"] = [{"unit": "Kilogram", "factor": 1000}]
        row["purchase_unit"] = "Kilogram"
    if entry.kind == "Goods":
        row["barcodes"] = [{"barcode": barcode(number), "barcode_type": "EAN-13"}]
    if entry.supplier is not None:
        row["suppliers"] = [{"supplier": suppliers[entry.supplier], "price": entry.cost, "is_preferred": 1}]
    if entry.is_stock and entry.turns > 4:
        row["reorder_levels"] = [
            {
                "warehouse": warehouse,
                "minimum_qty": entry.turns,
                "maximum_qty": entry.turns * 3,
                "lead_days": 7,
            }
        ]
    return row


def price_lists() -> list[dict[str, Any]]:
    """Two lists for clients and one for buying."""
    return [
        {
            "doctype": "Price List",
            "price_list_name": RETAIL,
            "currency": "EUR",
            "selling": 1,
            "is_default": 1,
        },
        {"doctype": "Price List", "price_list_name": PARTNERS, "currency": "EUR", "selling": 1},
        {"doctype": "Price List", "price_list_name": PURCHASE, "currency": "EUR", "selling": 0, "buying": 1},
    ]


def item_prices(chance: Chance, assortment: list[Goods]) -> list[dict[str, Any]]:
    """Prices since long ago, and the rise of some of them a few weeks ago."""
    since, raised = chance.today - timedelta(days=500), chance.today - timedelta(days=45)
    rows = []
    for entry in assortment:
        if entry.kind != "Material":
            rows.append(price(entry.code, RETAIL, entry.rate, since))
        if entry.group in GROUPS["Consumables"] or entry.group in GROUPS["Equipment"]:
            rows.append(price(entry.code, PARTNERS, round(entry.rate * 0.88, 2), since))
        if entry.kind in ("Goods", "Material"):
            rows.append(price(entry.code, PURCHASE, entry.cost, since))
        if entry.group == "Cartridges":
            rows.append(price(entry.code, RETAIL, round(entry.rate * 1.04, 1), raised))
    return rows


def price(item_code: str, price_list: str, rate: float, valid_from: date) -> dict[str, Any]:
    """One price from a day on."""
    return {
        "doctype": "Item Price",
        "item": item_code,
        "price_list": price_list,
        "rate": rate,
        "valid_from": valid_from,
    }


def single_boms() -> list[dict[str, Any]]:
    """How the workshop refills each cartridge."""
    grams = {"11K": 90, "21XK": 170, "55XK": 260, "32K": 110, "32C": 85, "32M": 85, "32Y": 85}
    return [
        bom(
            f"REF-{code}",
            [
                (f"MAT-TON-{code[-1]}", weight, 4),
                ("MAT-CHIP-11" if code == "11K" else "MAT-CHIP-32", 1, 0),
                ("MAT-BLADE", 1, 0), ("MAT-OPC", 1, 2), ("MAT-SEAL", 1, 0), ("MAT-BAG", 1, 0), ("MAT-BOX-S", 1, 0),
            ],
            [("Clean and disassemble", 8), ("Fill and seal", 6), ("Test print", 4)],
        )
        for code, weight in grams.items()
    ]  # fmt: skip


def set_boms(made_from: dict[str, str]) -> list[dict[str, Any]]:
    """Sets made of refilled cartridges; ``made_from`` holds the bill of materials of each."""
    packs = {
        "SET-32": [(f"REF-32{colour}", 1) for colour in "KCMY"],
        "PACK-11": [("REF-11K", 5)],
        "PACK-21X": [("REF-21XK", 5)],
    }
    return [
        bom(
            f"REF-{code}",
            [*((part, qty, 0) for part, qty in contents), ("MAT-BOX-L", 1, 0)],
            [("Pack the set", 5)],
            made_from,
        )
        for code, contents in packs.items()
    ]


def bom(
    made: str,
    parts: list[tuple[str, float, float]],
    steps: list[tuple[str, float]],
    made_from: dict[str, str] | None = None,
) -> dict[str, Any]:
    """A bill of materials for one piece; an hour in the workshop costs 24."""
    return {
        "doctype": "Bill of Materials",
        "item": made,
        "quantity": 1,
        "cost_from": "Standard Cost",
        "items": [
            {"item": part, "qty": qty, "scrap_percent": scrap, "bom": (made_from or {}).get(part)}
            for part, qty, scrap in parts
        ],
        "operations": [{"operation": name, "minutes": minutes, "hourly_rate": 24} for name, minutes in steps],
    }
