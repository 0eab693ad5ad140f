"""The pipeline of the demo company: deals at every stage, with the way they came."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from regioncrm.demo.catalogue import Goods
from regioncrm.demo.chance import Chance, working_day
from regioncrm.demo.company import TOWNS

DEALS = 120
PATH = ("Qualification", "Needs analysis", "Proposal", "Negotiation", "Contract")
ENDS = {
    "Won": 36,
    "Lost": 17,
    "Qualification": 12,
    "Needs analysis": 11,
    "Proposal": 13,
    "Negotiation": 7,
    "Contract": 4,
}
REASONS = {"Price": 35, "Competitor's product": 20, "No budget": 20, "No answer": 15, "Delivery time": 10}
LANGUAGE_OF = {town.branch: town.language for town in TOWNS}
TITLES = {
    "Multifunction Devices": {
        "fr": "Renouvellement des copieurs", "ru": "Замена копиров в офисе", "en": "Copier fleet renewal",
    },
    "Printers": {"fr": "Parc d'imprimantes", "ru": "Принтеры для отдела", "en": "Printers for the office"},
    "Plotters": {"fr": "Traceur pour le bureau d'études", "ru": "Плоттер для проектного бюро", "en": "Plotter for the drawing office"},
    "Scanners": {"fr": "Numérisation des archives", "ru": "Сканирование архива", "en": "Digitising the archive"},
    "Cartridges": {"fr": "Consommables, commande annuelle", "ru": "Расходные материалы на год", "en": "Yearly supply of cartridges"},
    "Refilled Cartridges": {"fr": "Cartouches rechargées", "ru": "Заправка картриджей", "en": "Refilled cartridges"},
    "Contracts": {"fr": "Contrat de maintenance", "ru": "Сервисное обслуживание", "en": "Service contract"},
}  # fmt: skip
THEMES = {"Multifunction Devices": 24, "Printers": 20, "Cartridges": 20, "Refilled Cartridges": 14, "Contracts": 12, "Plotters": 5, "Scanners": 5}  # fmt: skip
EXTRAS = ("On-site Services", "Cartridges", "Contracts", "Paper")
COMPETITORS = ("Bureau Direct", "PrintLand", "КопиМастер", "OfficeOne")


def deals(chance: Chance, clients: list[dict[str, Any]], assortment: list[Goods]) -> list[dict[str, Any]]:
    """Deals with known clients, in the order in which they were opened."""
    by_group: dict[str, list[Goods]] = {}
    for entry in assortment:
        by_group.setdefault(entry.group, []).append(entry)
    buyers = [client for client in clients if client["status"] in ("Active", "New")]
    rows = [deal(chance, chance.choice(buyers), by_group) for _n in range(DEALS)]
    return sorted(rows, key=lambda row: row["stage_log"][0]["entered_on"])


def deal(chance: Chance, client: dict[str, Any], by_group: dict[str, list[Goods]]) -> dict[str, Any]:
    """One deal with one client."""
    end = chance.pick(ENDS)
    theme = chance.pick(THEMES)
    language = LANGUAGE_OF[client["branch"]]
    log = stage_log(chance, end, client["user"])
    closed = log[-1]["entered_on"].date() if end in ("Won", "Lost") else None
    main = chance.choice(by_group[theme])
    extras = [chance.choice(by_group[group]) for group in chance.some(EXTRAS, 0, 3) if group != theme]
    lines = [
        line(chance, main, 2, 24 if main.cost < 500 else 7),
        *(line(chance, entry, 1, 10) for entry in extras),
    ]
    return {
        "doctype": "Deal",
        "deal_title": TITLES[theme][language],
        "client": client["name"],
        "stage": end,
        "branch": client["branch"],
        "responsible": client["responsible"],
        "source": client["source"],
        "currency": "EUR",
        "expected_close": closed or working_day(chance.today + timedelta(days=chance.randint(-5, 75))),
        "closed_on": closed,
        "lost_reason": chance.pick(REASONS) if end == "Lost" else None,
        "competitor": chance.choice(COMPETITORS) if end == "Lost" and chance.often(50) else None,
        "items": lines,
        "stage_log": log,
    }


def line(chance: Chance, entry: Goods, least: int, most: int) -> dict[str, Any]:
    """Some pieces of an item at about its price."""
    return {
        "item": entry.code,
        "description": entry.name,
        "qty": chance.randint(least, most),
        "unit": entry.unit,
        "rate": entry.rate,
        "discount_percent": chance.choice((0, 0, 0, 3, 5, 8)),
    }


def stage_log(chance: Chance, end: str, user: str) -> list[dict[str, Any]]:
    """How a deal came to the stage ``end``, without gaps; closed deals close more often lately."""
    if end in PATH:
        stages = PATH[: PATH.index(end) + 1]
        last = chance.day(-35, -1)
    else:
        reached = len(PATH) if end == "Won" else chance.randint(1, len(PATH))
        stages = (*PATH[:reached], end)
        last = working_day(chance.today - timedelta(days=int(chance.triangular(0, 170, 12))))
    moments: list[datetime] = [chance.moment(last)]
    for _stage in stages[1:]:
        moments.insert(
            0, chance.moment(working_day(moments[0].date() - timedelta(days=chance.randint(2, 14))))
        )
    moments = [
        min(moment, datetime.combine(chance.today, datetime.min.time()) + timedelta(hours=8))
        for moment in moments
    ]
    rows: list[dict[str, Any]] = []
    for stage, entered, left in zip(stages, moments, [*moments[1:], None], strict=True):
        duration = int((left - entered).total_seconds()) if left else None
        rows.append(
            {"stage": stage, "entered_on": entered, "left_on": left, "duration": duration, "changed_by": user}
        )
    return rows
