"""The site that is measured: a site of the product with many clients, and a sales manager who asks."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from comptoir.access.sessions import open_session
from comptoir.access.tokens import generate_keys
from comptoir.apps.install import NewSite, create_site
from comptoir.context import Context
from comptoir.db import DatabaseSettings, create_engine
from comptoir.documents import create, new_document
from comptoir.documents.storage import insert_rows
from comptoir.sites import Bench, Site
from regioncrm.crm.identity import match_key
from sqlalchemy.schema import CreateSchema

USER = "sales.manager@company.example"
TERRITORY = "Measured Territory"
ITEMS = 10
CHUNK = 2000
STATUSES = ("New", "Active", "On Hold", "Lost")
CITIES = ("Lyon", "Paris", "Lille", "Nantes", "Rennes", "Limoges", "Bordeaux", "Toulouse", "Dijon", "Metz")
_FIRST = [
    "Al",
    "Ber",
    "Cor",
    "Dun",
    "Fel",
    "Gar",
    "Hol",
    "Jas",
    "Kel",
    "Lam",
    "Mor",
    "Nor",
    "Or",
    "Per",
    "Quin",
    "Ros",
    "Sal",
    "Tor",
    "Ul",
    "Ver",
    "Wil",
    "Xan",
    "Yor",
    "Zel",
]
_MIDDLE = [
    "a",
    "be",
    "ci",
    "do",
    "ena",
    "fi",
    "go",
    "ha",
    "ilo",
    "ja",
    "ko",
    "li",
    "mo",
    "nu",
    "ora",
    "pe",
    "ri",
    "sto",
    "ta",
    "vo",
]
_LAST = [
    "bert",
    "card",
    "dian",
    "fort",
    "gnac",
    "lier",
    "mont",
    "nard",
    "pont",
    "quet",
    "ron",
    "sard",
    "tel",
    "vin",
    "wick",
    "zac",
]
_KINDS = (
    "Industries",
    "Services",
    "Logistics",
    "Bakery",
    "Printing",
    "Systems",
    "Garden",
    "Motors",
    "Trading",
    "Studio",
)


@dataclass(frozen=True, slots=True)
class Company:
    """What the cases need to know of the site."""

    site: str
    db_type: str
    clients: int
    token: str
    sid: str
    csrf: str
    titles: tuple[str, ...]
    """Names of clients, some to search for."""
    yardstick: dict[str, Any]


def client_title(number: int) -> str:
    """The name of client ``number``; the same in every run, nearly always another."""
    dice = random.Random(number)
    words = (
        dice.choice(_FIRST) + dice.choice(_MIDDLE) + dice.choice(_LAST),
        dice.choice(_FIRST) + dice.choice(_LAST),
    )
    return f"{words[0]} {words[1].title()} {dice.choice(_KINDS)}"


def build(bench: Bench, name: str, database: dict[str, Any], clients: int) -> Company:
    """Make the site ``name`` and fill it."""
    create_site(bench, NewSite(name, "a-password-of-the-benchmark", database))
    site = bench.site(name)
    with site.context() as ctx:
        ctx.db.begin()
        _people(ctx)
        _goods(ctx)
        fill_clients(ctx, clients)
    with site.context() as ctx:
        key, secret = generate_keys(ctx, USER)
        session = open_session(ctx, USER)
    _analyze(site)
    titles = tuple(client_title(number) for number in range(1, clients, max(1, clients // 500)))
    yardstick = _yardstick(site, clients)
    return Company(
        name,
        site.config.db_type,
        clients,
        f"token {key}:{secret}",
        session.sid,
        session.principal.csrf_token,
        titles,
        yardstick,
    )


def fill_clients(ctx: Context, clients: int) -> None:
    """Write ``clients`` clients, as an import would have left them."""
    meta = ctx.site.registry.get("Client")
    begin = datetime(2026, 1, 1)
    for start in range(1, clients + 1, CHUNK):
        rows = []
        for number in range(start, min(start + CHUNK, clients + 1)):
            moment = begin + timedelta(seconds=number)
            row: dict[str, Any] = dict.fromkeys(
                (*meta.standard_columns, *(field.fieldname for field in meta.value_fields))
            )
            row |= {
                field.fieldname: 0
                for field in meta.value_fields
                if field.fieldtype in ("Check", "Int", "Currency", "Percent")
            }
            row |= {
                "name": f"CLI-{number:05}", "owner": USER, "modified_by": USER, "creation": moment, "modified": moment,
                "docstatus": 0, "idx": 0, "client_type": "Company", "client_name": client_title(number), "match_key": match_key(client_title(number)),
                "status": STATUSES[number % 4], "city": CITIES[number % 10], "phone": f"+331{number:08}",
            }  # fmt: skip
            rows.append(row)
        insert_rows(ctx, meta, rows)
    series = sa.table("tabSeries", sa.column("name"), sa.column("current"))
    ctx.db.execute(sa.delete(series).where(series.c.name == "CLI-"))
    ctx.db.execute(sa.insert(series).values(name="CLI-", current=clients))


def _people(ctx: Context) -> None:
    values = {
        "email": USER,
        "first_name": "Sales",
        "last_name": "Manager",
        "enabled": 1,
        "roles": [{"role": "Sales Manager"}],
    }
    create(ctx, new_document(ctx, {"doctype": "User", **values}))
    create(ctx, new_document(ctx, {"doctype": "Territory", "territory_name": TERRITORY}))


def _goods(ctx: Context) -> None:
    for doctype, values in _records():
        create(ctx, new_document(ctx, {"doctype": doctype, **values}))


def _records() -> Iterator[tuple[str, dict[str, Any]]]:
    yield "Item Group", {"item_group_name": "Measured", "default_tax_percent": 20}
    for number in range(ITEMS):
        code = f"MEASURED-{number}"
        yield (
            "Item",
            {
                "item_code": code,
                "item_name": f"Measured {number}",
                "cost": 10 + number,
                "markup_percent": 40,
                "item_group": "Measured",
                "unit": "Piece",
            },
        )


def _analyze(site: Site) -> None:
    """Statistics as a site has them that lived for a while."""
    with site.engine.connect() as connection:
        sql = "ANALYZE" if site.config.db_type == "sqlite" else "ANALYZE TABLE `tabClient`"
        connection.execute(sa.text(sql)).close()


def _yardstick(site: Site, clients: int) -> dict[str, Any]:
    """Where the bare server finds the site's tables, and a plain full-text table of the same names."""
    settings = site.config.database(site.path)
    if settings.type == "sqlite":
        search = DatabaseSettings("sqlite", path=site.path / "db" / "yardstick.sqlite3")
        place: dict[str, Any] = {"type": "sqlite", "site": str(settings.path), "search": str(search.path)}
    else:
        search = replace(settings, name=f"{settings.name}_yardstick")
        _make_schema(settings, search.name)
        shared = {"user": settings.user, "unix_socket": settings.socket}
        place = {
            "type": "mariadb",
            "site": shared | {"database": settings.name},
            "search": shared | {"database": search.name},
        }
    _full_text(search, clients)
    return place


def _make_schema(settings: DatabaseSettings, name: str) -> None:
    engine = create_engine(replace(settings, name=""))
    with engine.connect() as connection:
        connection.execute(CreateSchema(name))
    engine.dispose()


def _full_text(settings: DatabaseSettings, clients: int) -> None:
    engine = create_engine(settings)
    made = (
        "CREATE VIRTUAL TABLE names USING fts5(name UNINDEXED, title)"
        if settings.type == "sqlite"
        else "CREATE TABLE names (name VARCHAR(140) PRIMARY KEY, title VARCHAR(140), FULLTEXT KEY (title)) ENGINE=InnoDB"
    )
    with engine.connect() as connection:
        connection.execute(sa.text(made))
        connection.exec_driver_sql("BEGIN")
        for start in range(1, clients + 1, CHUNK):
            rows = [
                {"name": f"CLI-{number:05}", "title": client_title(number)}
                for number in range(start, min(start + CHUNK, clients + 1))
            ]
            connection.execute(sa.text("INSERT INTO names (name, title) VALUES (:name, :title)"), rows)
        connection.exec_driver_sql("COMMIT")
    engine.dispose()
