"""The clients of the demo company, their contacts, and the leads that are not clients yet."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from regioncrm.demo import words
from regioncrm.demo.chance import Chance
from regioncrm.demo.company import LANGUAGES, LILLE, LONDON, LYON, NIZHNY, SELLERS, Town
from regioncrm.demo.identity import TAX_IDS, latin, phone
from regioncrm.demo.places import on_the_map

CLIENTS = {LYON: 105, LILLE: 65, NIZHNY: 80, LONDON: 50}
LEADS = {LYON: 10, LILLE: 5, NIZHNY: 7, LONDON: 4}
PERSONS_PERCENT = 18
STATUSES = {"Active": 68, "New": 16, "On Hold": 6, "Lost": 10}
COMPANY_GROUPS = {"Small business": 55, "Companies": 20, "Corporate": 10, "Public sector": 8, "Resellers": 7}
SEGMENTS = {
    "Regular": 40,
    "Occasional": 20,
    "Growing": 15,
    "Key account": 8,
    "Sleeping": 10,
    "Service only": 7,
}
SOURCES = {
    "Web questionnaire": 26, "Recommendation": 22, "Search advertising": 16, "Cold call": 12, "Trade fair": 8,
    "Service contract": 6, "Partner": 6, "Local press": 4,
}  # fmt: skip
TERMS = {0: 20, 14: 20, 30: 45, 45: 15}
QUESTIONS = {
    "fr": (
        ("Combien d'appareils utilisez-vous ?", "{0}"),
        ("Pages par mois ?", "{1}"),
        ("Sous quel délai ?", "Ce mois-ci"),
    ),
    "ru": (
        ("Сколько у вас аппаратов?", "{0}"),
        ("Страниц в месяц?", "{1}"),
        ("Когда нужно?", "В этом месяце"),
    ),
    "en": (("How many devices do you use?", "{0}"), ("Pages per month?", "{1}"), ("How soon?", "This month")),
}
REQUESTS = {
    "fr": "Nous souhaitons une offre pour remplacer nos copieurs.",
    "ru": "Просим предложение на обслуживание принтеров и заправку картриджей.",
    "en": "Please quote for two colour multifunction devices with a service contract.",
}


class Crowd:
    """Makes people and firms that do not repeat: every name, phone and tax id is given once."""

    def __init__(self, chance: Chance):
        self.chance = chance
        self._given: set[str] = set()

    def once(self, make: Any) -> str:
        """A value of ``make`` that was not given before."""
        while True:
            value: str = make()
            if value not in self._given:
                self._given.add(value)
                return value

    def person(self, language: str) -> tuple[str, str]:
        """First name and surname."""
        first = self.chance.choice(words.FIRST_NAMES[language])
        surname = self.chance.choice(words.SURNAMES[language])
        return first, words.feminine(surname) if language == "ru" and first.endswith(("а", "я")) else surname

    def new_person(self, language: str) -> tuple[str, str]:
        """A person nobody else is called like."""
        first, _, surname = self.once(lambda: " ".join(self.person(language))).partition(" ")
        return first, surname

    def firm(self, language: str) -> str:
        """The name of a firm, without its legal form."""

        def make() -> str:
            pattern = self.chance.choice(words.FIRMS[language])
            first, second = self.chance.sample(words.SURNAMES[language], 2)
            return pattern.format(first, second, self.chance.randint(1, 190))

        return self.once(make)

    def phone(self, prefix: str) -> str:
        """A number nobody else has."""
        return self.once(lambda: phone(self.chance, prefix))

    def tax_id(self, language: str) -> str:
        """A tax id nobody else has."""
        return self.once(lambda: TAX_IDS[language](self.chance))


def clients(crowd: Crowd) -> list[dict[str, Any]]:
    """Every client; ``responsible`` names a person of the company module."""
    rows = []
    for town, number in CLIENTS.items():
        for _n in range(number):
            person = crowd.chance.often(PERSONS_PERCENT)
            rows.append({**common(crowd, town), **(private(crowd, town) if person else company(crowd, town))})
    crowd.chance.shuffle(rows)
    return rows


def common(crowd: Crowd, town: Town) -> dict[str, Any]:
    """What companies and private persons have alike."""
    chance = crowd.chance
    known_for = chance.randint(0, 45) if chance.often(10) else int(chance.triangular(0, 3600, 200))
    first_contact = chance.today - timedelta(days=known_for)
    status = "New" if (chance.today - first_contact).days < 25 else chance.pick(STATUSES)
    city = chance.choice(town.around)
    last_contact = max(first_contact, chance.day(-180, -1))
    return {
        "doctype": "Client",
        "status": status,
        "branch": town.branch,
        "responsible": chance.choice(SELLERS[town.branch]),
        "segment": "Sleeping" if status == "Lost" else chance.pick(SEGMENTS),
        "phone": crowd.phone(town.line),
        "city": city,
        "country": town.country,
        "location": on_the_map(city),
        "territory": town.territory,
        "language": LANGUAGES[town.language],
        "source": chance.pick(SOURCES),
        "first_contact_on": first_contact,
        "last_contact_on": last_contact,
        "notes": chance.choice(words.CLIENT_NOTES[town.language]) if chance.often(30) else None,
        "currency": "EUR",
        "addresses": [
            {
                "kind": "Delivery",
                "address_line": f"{chance.choice(words.STREETS[town.language])}, {chance.randint(1, 120)}",
                "city": city,
                "country": town.country,
            }
        ],
    }


def company(crowd: Crowd, town: Town) -> dict[str, Any]:
    """A firm with its requisites."""
    chance = crowd.chance
    firm = crowd.firm(town.language)
    form = chance.pick(words.LEGAL_FORMS[town.language])
    name = f"{form} {firm}" if town.language == "ru" else f"{firm} {form}"
    domain = f"{latin(firm)}.example"
    group = chance.pick(COMPANY_GROUPS)
    first, surname = crowd.person(town.language)
    return {
        "client_type": "Company",
        "client_name": name,
        "legal_name": name,
        "client_group": group,
        "email": f"{chance.choice(('contact', 'info', 'office'))}@{domain}",
        "website": f"https://{domain}" if chance.often(60) else None,
        "tax_id": crowd.tax_id(town.language),
        "signatory": f"{first} {surname}",
        "credit_limit": chance.choice((2000, 5000, 10000, 25000)) if group != "Small business" else 1500,
        "payment_terms_days": chance.pick(TERMS),
        "price_list": "Partners" if group == "Resellers" else "Retail",
        "discount_percent": chance.choice((0, 0, 0, 3, 5)),
        "phones": [{"phone": crowd.phone(town.mobile), "kind": "Mobile"}] if chance.often(25) else [],
    }


def private(crowd: Crowd, town: Town) -> dict[str, Any]:
    """A person who buys for the desk at home."""
    first, surname = crowd.new_person(town.language)
    return {
        "client_type": "Person",
        "client_name": f"{first} {surname}",
        "first_name": first,
        "last_name": surname,
        "client_group": "Private persons",
        "email": f"{latin(first)}.{latin(surname)}@mail.example",
        "phone": crowd.phone(town.mobile),
        "price_list": "Retail",
        "payment_terms_days": 0,
    }


def contact(crowd: Crowd, client: dict[str, Any], town: Town) -> dict[str, Any]:
    """The person to ask for at a company; ``client`` is its record with the name it got."""
    first, surname = crowd.person(town.language)
    domain = client["email"].partition("@")[2]
    return {
        "doctype": "Contact",
        "first_name": first,
        "last_name": surname,
        "client": client["name"],
        "job_title": crowd.chance.choice(words.JOB_TITLES[town.language]),
        "role_in_deal": crowd.chance.choice(("Decides", "Influences", "Uses", "Pays")),
        "is_primary": 1,
        "mobile": crowd.phone(town.mobile),
        "email": f"{latin(first)}.{latin(surname)}@{domain}",
        "language": LANGUAGES[town.language],
    }


def leads(crowd: Crowd) -> list[dict[str, Any]]:
    """People who showed interest lately, most through the questionnaire of the web site."""
    return [lead(crowd, town) for town, number in LEADS.items() for _n in range(number)]


def lead(crowd: Crowd, town: Town) -> dict[str, Any]:
    """One request."""
    chance = crowd.chance
    first, surname = crowd.new_person(town.language)
    rejected, asked = chance.often(20), chance.often(70)
    devices, pages = chance.randint(1, 14), chance.randint(3, 60) * 500
    answers = [
        {"question": question, "answer": answer.format(devices, pages)}
        for question, answer in QUESTIONS[town.language]
    ]
    return {
        "doctype": "Lead",
        "lead_name": f"{first} {surname}",
        "company_name": crowd.firm(town.language) if chance.often(70) else None,
        "status": "Rejected" if rejected else chance.choice(("New", "New", "In Work")),
        "rejection_reason": "Not a fit" if rejected else None,
        "branch": town.branch,
        "responsible": chance.choice(SELLERS[town.branch]),
        "territory": town.territory,
        "phone": crowd.phone(town.mobile),
        "email": f"{latin(first)}.{latin(surname)}@mail.example",
        "city": chance.choice(town.around),
        "source": "Web questionnaire" if asked else chance.pick(SOURCES),
        "message": REQUESTS[town.language],
        "expected_amount": chance.randint(2, 60) * 100,
        "currency": "EUR",
        "consent_to_mail": int(chance.often(60)),
        "answers": answers if asked else [],
    }
