"""What followed from accepted proposals of the demo company: contracts, invoices, payments and acts; and who drove where."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from regioncrm.demo.chance import Chance, working_day
from regioncrm.demo.company import LILLE, LYON

TERM = 30
"""Days in which invoices are due."""
OBJECTIONS = {
    "fr": "Un appareil est arrivé rayé.",
    "ru": "Один аппарат пришёл с царапиной.",
    "en": "One device arrived scratched.",
}
VISITS = {
    "fr": ("Installer et raccorder", "Reprendre l’ancien appareil", "Faire signer le procès-verbal"),
    "ru": ("Установить и подключить", "Забрать старый аппарат", "Подписать акт"),
    "en": ("Install and connect", "Take the old device back", "Have the act signed"),
}


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of an accepted proposal. ``paid`` is the share of the invoice in per cent."""

    contract: str = "Signed"
    invoice: str = "Submitted"
    age: int = 20
    """Days since the invoice."""
    paid: int = 100
    act: str | None = "Signed"


FATES = (
    Fate(age=70), Fate(age=12, paid=50, act="Issued"), Fate(age=6, paid=0, act=None), Fate(age=75, paid=0, act="Disputed"),
    Fate(contract="Draft", invoice="Draft", age=1, paid=0, act=None), Fate(age=55, paid=40), Fate(age=40, contract="Terminated"),
)  # fmt: skip


def fate(number: int) -> Fate:
    """The fate of the proposal with this number; all of them come up in turn."""
    return FATES[number % len(FATES)]


def invoiced_on(today: date, proposed_on: date, age: int) -> date:
    """The day of an invoice: so long ago, but not before its proposal."""
    return min(max(working_day(today - timedelta(days=age)), proposed_on), today)


def vehicles() -> list[dict[str, Any]]:
    """The vans."""
    rows = (
        ("EK-482-LN", "Renault Kangoo", LYON, "driver", 600),
        ("FT-117-QS", "Peugeot Partner", LILLE, None, 650),
    )
    return [
        {
            "doctype": "Vehicle",
            "plate_number": plate,
            "model": model,
            "branch": town.branch,
            "driver": driver,
            "capacity_kg": capacity,
        }
        for plate, model, town, driver, capacity in rows
    ]


def routes(chance: Chance, people: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The routes of the driver: two that are done, the one of today, and one that is still planned."""
    near = [client for client in people if client["branch"] == LYON.branch]
    days = [working_day(chance.today - timedelta(days=days)) for days in (8, 4)]
    return [route(chance, near, day) for day in (*days, chance.today, chance.today + timedelta(days=1))]


def route(chance: Chance, near: list[dict[str, Any]], day: date) -> dict[str, Any]:
    """A day of the driver: one client after the other."""
    stops = [
        {
            "kind": "Visit" if place % 3 == 2 else "Delivery",
            "client": client["name"],
            "todo": chance.choice(VISITS["fr"]),
            "time_from": f"{9 + place:02d}:00:00",
            "time_to": f"{10 + place:02d}:00:00",
            "address": f"{LYON.street}, {LYON.postal_code} {LYON.city}" if place == 0 else None,
        }
        for place, client in enumerate(chance.sample(near, 6))
    ]
    return {
        "doctype": "Route Sheet",
        "route_date": day,
        "driver": "driver",
        "departure": "08:30:00",
        "stops": stops,
    }


def settled(today: date, row: dict[str, Any]) -> int:
    """How many stops of a route are over."""
    if row["route_date"] < today:
        return len(row["stops"])
    return 2 if row["route_date"] == today else 0
