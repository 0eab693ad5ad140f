"""Proposals of the demo company: commercial and technical-commercial, drafts, sent, answered and revised."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from regioncrm.demo.catalogue import Goods
from regioncrm.demo.chance import Chance, working_day
from regioncrm.demo.deals import LANGUAGE_OF

PROPOSALS = 60
REVISED = 7
SECTIONS = {
    "fr": (
        (
            "Matériel",
            "<p>Appareils neufs, garantis 24 mois, livrés avec un jeu de consommables de démarrage.</p>",
        ),
        (
            "Mise en service",
            "<p>Livraison à l'étage, raccordement au réseau et formation des utilisateurs.</p>",
        ),
        (
            "Consommables et entretien",
            "<p>Cartouches d'origine ou rechargées dans notre atelier, au choix.</p>",
        ),
    ),
    "ru": (
        (
            "Оборудование",
            "<p>Новые аппараты, гарантия 24 месяца, стартовый комплект расходных материалов.</p>",
        ),
        ("Ввод в эксплуатацию", "<p>Доставка, подключение к сети и обучение сотрудников.</p>"),
        (
            "Расходные материалы и обслуживание",
            "<p>Оригинальные картриджи или заправка в нашей мастерской.</p>",
        ),
    ),
    "en": (
        ("Equipment", "<p>New devices with a 24-month warranty and a starter set of supplies.</p>"),
        ("Commissioning", "<p>Delivery to the desk, network set-up and training of the users.</p>"),
        ("Supplies and service", "<p>Original cartridges, or refilled ones from our own workshop.</p>"),
    ),
}
VARIANTS = {"fr": "Copieur", "ru": "МФУ", "en": "Device"}
TERMS = {
    "fr": ("30 jours fin de mois", "Sous 5 jours ouvrés", "24 mois, sur site"),
    "ru": ("Предоплата 50 %, остаток по акту", "5 рабочих дней", "24 месяца"),
    "en": ("30 days after delivery", "Within five working days", "24 months on site"),
}
REFUSALS = {
    "fr": "Budget reporté à l'an prochain.",
    "ru": "Выбрали другого поставщика.",
    "en": "Budget was moved to next year.",
}
ANSWERED = {"Won": "Accepted", "Lost": "Rejected"}


@dataclass(slots=True)
class Offer:
    """A proposal of the plan and what became of it; ``revised`` means it was cancelled and sent again."""

    record: dict[str, Any]
    status: str
    refusal: str | None = None
    revised: bool = False


def offers(chance: Chance, deals: list[dict[str, Any]], assortment: list[Goods]) -> list[Offer]:
    """Proposals for deals that came as far, oldest first."""
    shelves: dict[str, list[Goods]] = {}
    for entry in assortment:
        shelves.setdefault(entry.group, []).append(entry)
    ready = [deal for deal in deals if deal["stage"] not in ("Qualification", "Needs analysis")]
    early = [deal for deal in deals if deal["stage"] == "Needs analysis"]
    chosen = [*chance.sample(ready, min(PROPOSALS - 8, len(ready))), *early][:PROPOSALS]
    chosen += chance.sample(ready, PROPOSALS - len(chosen))
    made = sorted(
        (offer(chance, deal, shelves) for deal in chosen), key=lambda one: one.record["posting_date"]
    )
    answered = [one for one in made if one.status in ("Sent", "Accepted")]
    for one in chance.sample(answered, min(REVISED, len(answered))):
        one.revised = True
    return made


def offer(chance: Chance, deal: dict[str, Any], shelves: dict[str, list[Goods]]) -> Offer:
    """One proposal for one deal, of the day the deal reached that stage."""
    language = LANGUAGE_OF[deal["branch"]]
    reached = next((row for row in deal["stage_log"] if row["stage"] == "Proposal"), deal["stage_log"][-1])
    day = reached["entered_on"].date()
    technical = chance.often(45)
    payment, delivery, warranty = TERMS[language]
    record = {
        "doctype": "Proposal",
        "client": deal["client"],
        "deal": deal["name"],
        "title": deal["deal_title"],
        "proposal_type": "Technical-commercial" if technical else "Commercial",
        "posting_date": day,
        "valid_till": working_day(day + timedelta(days=30)),
        "branch": deal["branch"],
        "responsible": deal["responsible"],
        "currency": "EUR",
        "payment_terms": payment,
        "delivery_terms": delivery,
        "warranty_terms": warranty,
        **(
            sections(chance, language, shelves)
            if technical
            else {"items": [offered(row) for row in deal["items"]]}
        ),
    }
    if chance.often(25):
        record |= {"discount_type": "Percent", "discount_percent": chance.choice((2, 3, 5))}
    status = status_of(chance, deal["stage"], record["valid_till"])
    return Offer(record, status, REFUSALS[language] if status == "Rejected" else None)


def status_of(chance: Chance, stage: str, valid_till: date) -> str:
    """What became of a proposal, as far as its deal tells."""
    if stage in ANSWERED:
        return ANSWERED[stage]
    if stage == "Needs analysis" or chance.often(30):
        return "Draft"
    return "Expired" if valid_till < chance.today else "Sent"


def offered(row: dict[str, Any]) -> dict[str, Any]:
    """A line of a deal as a line of its proposal; the price comes from the list."""
    return {field: row[field] for field in ("item", "qty", "unit", "discount_percent")}


def sections(chance: Chance, language: str, shelves: dict[str, list[Goods]]) -> dict[str, Any]:
    """Sections of a technical-commercial proposal: variants to choose from, work, and options."""
    (devices, _d), (work, _w), (supplies, _s) = SECTIONS[language]
    small, large = chance.sample(shelves["Multifunction Devices"], 2)
    variant = {
        "section": devices,
        "kind": "Variant",
        "variant_group": VARIANTS[language],
        "qty": chance.randint(1, 3),
    }
    lines = [
        {"item": small.code, "included": 1, **variant},
        {"item": large.code, "included": 0, **variant},
        {"item": chance.choice(shelves["Printers"]).code, "qty": chance.randint(1, 6), "section": devices},
        {"item": "SRV-INSTALL", "qty": chance.randint(1, 6), "section": work},
        {
            "item": "SRV-TRAIN",
            "qty": chance.randint(1, 4),
            "section": work,
            "kind": "Option",
            "included": int(chance.often(50)),
        },
        {"item": "REF-SET-32", "qty": chance.randint(2, 8), "section": supplies, "price_source": "Mark-up"},
        {
            "item": "SRV-SLA-M",
            "qty": 12,
            "section": supplies,
            "kind": "Option",
            "included": int(chance.often(40)),
        },
    ]
    return {
        "sections": [{"title": title, "text": text} for title, text in SECTIONS[language]],
        "items": lines,
    }
