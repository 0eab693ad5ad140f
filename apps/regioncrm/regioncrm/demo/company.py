"""The demo company itself: a dealer in office equipment with four branches and twelve people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from regioncrm.demo.chance import Chance, working_day
from regioncrm.demo.identity import TAX_IDS, latin, phone
from regioncrm.demo.places import on_the_map

COMPANY = "Atelier Bureau"
DOMAIN = "atelier-bureau.example"
SEED = "atelier-bureau"


@dataclass(frozen=True, slots=True)
class Town:
    """Where a branch is, what is spoken there and how its neighbours' phones begin; ``country`` is an ISO code."""

    branch: str
    language: str
    country: str
    territory: str
    city: str
    around: tuple[str, ...]
    postal_code: str
    street: str
    line: str
    mobile: str
    prefix: str


LYON = Town(
    "Lyon", "fr", "fr", "Auvergne-Rhône-Alpes", "Lyon", ("Lyon", "Villeurbanne", "Vénissieux", "Grenoble", "Saint-Étienne"),
    "69003", "14 rue de la Part-Dieu", "+3346571####", "+3361234####", "LYO",
)  # fmt: skip
LILLE = Town(
    "Lille", "fr", "fr", "Hauts-de-France", "Lille", ("Lille", "Roubaix", "Tourcoing", "Arras", "Valenciennes"),
    "59800", "8 boulevard Carnot", "+3335301####", "+3361234####", "LIL",
)  # fmt: skip
LONDON = Town(
    "London", "en", "gb", "Abroad", "London", ("London", "Croydon", "Watford", "Reading", "Slough"),
    "SE1 2AB", "21 Tooley Street", "+442079460###", "+442079460###", "LON",
)  # fmt: skip
NIZHNY = Town(
    "Нижний Новгород", "ru", "ru", "Volga", "Нижний Новгород",
    ("Нижний Новгород", "Дзержинск", "Бор", "Арзамас", "Кстово"),
    "603005", "ул. Большая Покровская, 32", "+7831200####", "+7920000####", "NN",
)  # fmt: skip
TOWNS = (LYON, LILLE, LONDON, NIZHNY)
COUNTRIES = {"fr": "France", "gb": "United Kingdom", "ru": "Russia"}
LANGUAGES = {"fr": "French", "en": "English", "ru": "Russian"}
LEGAL_NAMES = {
    "Lyon": "Atelier Bureau SAS",
    "Lille": "Atelier Bureau SAS, agence de Lille",
    "London": "Atelier Bureau UK Ltd",
    "Нижний Новгород": "ООО «Ателье Бюро»",
}
BANKS = {
    "Lyon": ("Banque du Confluent", "BCFLFR2L", "FR7630006000011234567890189"),
    "Lille": ("Banque du Confluent", "BCFLFR2L", "FR1420041010050500013M02606"),
    "London": ("Thameside Bank", "THMSGB2L", "GB29NWBK60161331926819"),
    "Нижний Новгород": ("Банк «Слияние»", "042202000", "40702978000000000001"),
}
"""The bank of each branch: name, code, account. The accounts are the ones that textbooks show."""
SIGNATORIES = {
    "Lyon": ("Claire Montel", "Directrice"),
    "Lille": ("Thomas Delcourt", "Responsable d'agence"),
    "London": ("Emily Harper", "Branch Manager"),
    "Нижний Новгород": ("Анна Соколова", "Руководитель филиала"),
}


@dataclass(frozen=True, slots=True)
class Person:
    """An employee, with the roles of the login."""

    key: str
    first_name: str
    last_name: str
    town: Town
    job_title: str
    department: str
    roles: tuple[str, ...]
    years: float
    reports_to: str | None = "director"
    all_branches: bool = False
    """Whether the branch stands with those under it: the work of the head office is for all of them."""

    @property
    def email(self) -> str:
        """The address that is also the login."""
        return f"{latin(self.first_name)}.{latin(self.last_name)}@{DOMAIN}"


PEOPLE = (
    Person("director", "Claire", "Montel", LYON, "Directrice", "Management", ("Director",), 11, None),
    Person("lead_lyon", "Julien", "Ferrand", LYON, "Responsable commercial", "Sales", ("Sales Manager",), 8),
    Person("sales_lyon", "Inès", "Caron", LYON, "Commerciale", "Sales", ("Sales User",), 3, "lead_lyon"),
    Person("store", "Marc", "Tessier", LYON, "Magasinier", "Warehouse", ("Storekeeper",), 6, all_branches=True),
    Person("driver", "Hugo", "Blanchet", LYON, "Chauffeur-livreur", "Warehouse", ("Driver",), 2, "store"),
    Person("service_lyon", "Sophie", "Lemaire", LYON, "Technicienne", "Service", ("Service Engineer",), 5),
    Person("production", "Karim", "Benali", LYON, "Atelier de recharge", "Production", ("Production User",), 4),
    Person("accounts", "Nathalie", "Roche", LYON, "Comptable", "Accounting", ("Accountant", "HR Manager"), 9, all_branches=True),
    Person("lead_lille", "Thomas", "Delcourt", LILLE, "Responsable d'agence", "Sales", ("Sales Manager", "Storekeeper"), 5),
    Person("lead_london", "Emily", "Harper", LONDON, "Branch Manager", "Sales", ("Sales Manager", "Storekeeper"), 3),
    Person("lead_nizhny", "Анна", "Соколова", NIZHNY, "Руководитель филиала", "Sales", ("Sales Manager", "Storekeeper"), 4),
    Person("service_nizhny", "Дмитрий", "Волков", NIZHNY, "Сервисный инженер", "Service", ("Service Engineer",), 2, "lead_nizhny"),
)  # fmt: skip
SELLERS = {
    "Lyon": ("lead_lyon", "sales_lyon"),
    "Lille": ("lead_lille",),
    "London": ("lead_london",),
    "Нижний Новгород": ("lead_nizhny",),
}
DEPARTMENTS = ("Management", "Sales", "Warehouse", "Service", "Production", "Accounting")
HEADS = {
    "Management": "director", "Sales": "lead_lyon", "Warehouse": "store", "Service": "service_lyon",
    "Production": "production", "Accounting": "accounts",
}  # fmt: skip


def branches(chance: Chance) -> list[dict[str, Any]]:
    """The head office first, then the branches under it."""
    return [
        {
            "doctype": "Branch",
            "branch_name": town.branch,
            "parent_branch": None if town is LYON else LYON.branch,
            "numbering_prefix": town.prefix,
            "phone": phone(chance, town.line),
            "email": f"{latin(town.city)}@{DOMAIN}",
            "website": f"https://{DOMAIN}",
            "address": f"{town.street}, {town.postal_code} {town.city}",
            "city": town.city,
            "location": on_the_map(town.city),
            "country": town.country,
            "currency": "EUR",
            "legal_name": LEGAL_NAMES[town.branch],
            "tax_id": TAX_IDS[town.language](chance),
            "legal_address": f"{town.street}, {town.postal_code} {town.city}",
            **dict(zip(("bank_name", "bank_code", "bank_account"), BANKS[town.branch], strict=True)),
            **dict(zip(("signatory", "signatory_title"), SIGNATORIES[town.branch], strict=True)),
        }
        for town in TOWNS
    ]


def users() -> list[dict[str, Any]]:
    """A login for everybody, enabled and without a password: the administrator sends or sets one."""
    return [
        {
            "doctype": "User",
            "email": person.email,
            "first_name": person.first_name,
            "last_name": person.last_name,
            "enabled": 1,
            "send_welcome_email": 0,
            "language": person.town.language,
            "roles": [{"role": role} for role in person.roles],
            "scopes": [
                {
                    "scope": person.town.branch,
                    "include_descendants": int(person.all_branches),
                    "is_default": 1,
                }
            ],
        }
        for person in PEOPLE
    ]


def employees(chance: Chance) -> list[dict[str, Any]]:
    """Everybody, superiors before those who report to them; ``key`` and ``reports_to`` name people of this module."""
    rows = []
    for number, person in enumerate(PEOPLE):
        hired = working_day(chance.today - timedelta(days=int(person.years * 365) + chance.randint(0, 200)))
        rows.append(
            {
                "key": person.key,
                "doctype": "Employee",
                "first_name": person.first_name,
                "last_name": person.last_name,
                "job_title": person.job_title,
                "status": "Active",
                "user": person.email,
                "branch": person.town.branch,
                "department": person.department,
                "reports_to": person.reports_to,
                "phone": phone(chance, person.town.line),
                "extension": str(101 + number),
                "email": person.email,
                "hired_on": hired,
                "birthday": working_day(hired - timedelta(days=chance.randint(24, 40) * 365)),
            }
        )
    return rows
