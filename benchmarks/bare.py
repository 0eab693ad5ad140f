"""The yardstick: the least a Python web server can do for the same answers, on the same tables.

A Starlette route per case, plain ``def`` handlers in Starlette's thread pool, one DB-API connection per thread that
stays open, hand-written SQL, orjson. No metadata, rights, validation or translation. uvicorn runs it exactly as it
runs the product. ``BARE_DATABASE`` says where the data is (a JSON object).
"""

from __future__ import annotations

import json
import os
import secrets
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import orjson
from regioncrm.crm.identity import match_key
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from benchmarks import bare_proposals

SETTINGS = json.loads(os.environ["BARE_DATABASE"])
IS_SQLITE = SETTINGS["type"] == "sqlite"
ROW_LOCK = "" if IS_SQLITE else " FOR UPDATE"
ESCAPE = r" ESCAPE '\'" if IS_SQLITE else ""
TABLES_OF_CLIENT = ("Client Phone", "Client Email", "Client Address", "Client Transfer")
LIST_COLUMNS = ("name", "client_name", "status", "city")
PAGE = " LIMIT ? OFFSET ?"
LIST = "SELECT `name`, `client_name`, `status`, `city` FROM `tabClient`"
_local = threading.local()
_writer = threading.Lock()


def connect(search: bool = False) -> Any:
    """This thread's connection to the site's database, or to the yardstick's own full-text table."""
    key = "search" if search else "site"
    found = getattr(_local, key, None)
    if found is None:
        found = _open(SETTINGS["search" if search else "site"])
        setattr(_local, key, found)
    return found


def _open(where: Any) -> Any:
    if IS_SQLITE:
        import sqlite3

        connection = sqlite3.connect(where, isolation_level=None)
        for pragma in (
            "journal_mode = WAL",
            "synchronous = FULL",
            "busy_timeout = 30000",
            "cache_size = -16000",
        ):
            connection.execute(f"PRAGMA {pragma}")
        return connection
    import mariadb

    connection = mariadb.connect(**where, autocommit=True)
    connection.cursor().execute("SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED")
    return connection


def rows(sql: str, *values: Any, search: bool = False) -> list[dict[str, Any]]:
    """The rows of a SELECT as dictionaries."""
    cursor = connect(search).cursor()
    cursor.execute(sql, values)
    names = [column[0] for column in cursor.description]
    found = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    cursor.close()
    return found


@contextmanager
def transaction() -> Iterator[Any]:
    """A write transaction, one at a time on SQLite."""
    cursor = connect().cursor()
    with _writer if IS_SQLITE else _nothing():
        cursor.execute("BEGIN IMMEDIATE" if IS_SQLITE else "START TRANSACTION")
        try:
            yield cursor
        except BaseException:
            cursor.execute("ROLLBACK")
            raise
        cursor.execute("COMMIT")
    cursor.close()


@contextmanager
def _nothing() -> Iterator[None]:
    yield


def answer(value: Any) -> Response:
    return Response(orjson.dumps({"data": value}, default=str), media_type="application/json")


def reading(function: Callable[[Request], Any]) -> Callable[[Request], Response]:
    return lambda request: answer(function(request))


def writing(function: Callable[[Request, dict[str, Any]], Any]) -> Callable[[Request], Any]:
    async def endpoint(request: Request) -> Response:
        from starlette.concurrency import run_in_threadpool

        return answer(await run_in_threadpool(function, request, orjson.loads(await request.body() or b"{}")))

    return endpoint


def newest(request: Request) -> Any:
    return rows(f"{LIST} ORDER BY `modified` DESC, `name` DESC{PAGE}", 20, 0)


def filtered(request: Request) -> Any:
    sql = f"{LIST} WHERE `status` = ? AND `city` LIKE ?{ESCAPE} ORDER BY `client_name` ASC, `name` ASC{PAGE}"
    return rows(sql, "Active", "L%", 20, 0)


def count(request: Request) -> Any:
    return rows("SELECT count(*) AS n FROM `tabClient` WHERE `status` = ?", "Active")[0]["n"]


def client(request: Request) -> Any:
    name = request.path_params["name"]
    found = rows("SELECT * FROM `tabClient` WHERE `name` = ?", name)[0]
    for table in TABLES_OF_CLIENT:
        found[table] = rows(
            f"SELECT * FROM `tab{table}` WHERE `parent` = ? AND `parenttype` = 'Client' ORDER BY `idx`", name
        )
    return found


def city(request: Request) -> Any:
    return rows("SELECT * FROM `tabTerritory` WHERE `name` = ?", request.path_params["name"])[0]


def search(request: Request) -> Any:
    words = request.query_params["txt"].replace('"', "").split()
    if IS_SQLITE:
        wanted = " ".join(f'"{word}"*' for word in words)
        return rows("SELECT name, title FROM names WHERE names MATCH ? LIMIT 10", wanted, search=True)
    wanted = " ".join(f"+{word}*" for word in words)
    sql = "SELECT name, title FROM names WHERE MATCH(title) AGAINST (? IN BOOLEAN MODE) LIMIT 10"
    return rows(sql, wanted, search=True)


def insert(request: Request, body: dict[str, Any]) -> Any:
    now = datetime.now()
    with transaction() as cursor:
        name = next_name(cursor, "CLI-", "CLI-{:05}")
        key = match_key(body["client_name"])
        cursor.execute(
            "SELECT `name`, `client_name` FROM `tabClient` WHERE `match_key` = ?"
            " ORDER BY `match_key` ASC, `name` ASC LIMIT 100",
            (key,),
        )
        cursor.fetchall()
        put(cursor, "Client", standard(name, now) | {"client_type": "Company", "match_key": key} | body)
    return rows("SELECT * FROM `tabClient` WHERE `name` = ?", name)[0]


def update(request: Request, body: dict[str, Any]) -> Any:
    name, now = request.path_params["name"], datetime.now()
    with transaction() as cursor:
        cursor.execute(f"SELECT * FROM `tabClient` WHERE `name` = ?{ROW_LOCK}", (name,))
        old = dict(zip([column[0] for column in cursor.description], cursor.fetchone(), strict=True))
        cursor.execute(
            "UPDATE `tabClient` SET `notes` = ?, `modified` = ?, `modified_by` = ? WHERE `name` = ?",
            (body["notes"], str(now), "bare", name),
        )
        keep_version(cursor, "Client", name, [["notes", old["notes"], body["notes"]]], now)
    return old | body


def propose(request: Request, body: dict[str, Any]) -> Any:
    now, year = datetime.now(), datetime.now().year
    with transaction() as cursor:
        name = next_name(cursor, f"PROP-{year}-", f"PROP-{year}-{{:05}}")
        lines = []
        for idx, line in enumerate(body["items"], 1):
            place = {"parent": name, "parenttype": "Proposal", "parentfield": "items", "idx": idx}
            lines.append(standard(secrets.token_hex(5), now) | place | line)
        header = {"naming_series": "PROP-.YYYY.-.#####", "status": "Draft", "posting_date": str(now.date())}
        values = standard(name, now) | header | {key: body[key] for key in ("client", "currency", "title")}
        bare_proposals.price(cursor, values, lines)
        put(cursor, "Proposal", values)
        put_all(cursor, "Proposal Item", lines)
    return values | {"items": lines}


def submit(request: Request, body: dict[str, Any]) -> Any:
    """A draft is priced anew until it is sent."""
    name, now = request.path_params["name"], datetime.now()
    with transaction() as cursor:
        values = bare_proposals.found(
            cursor, f"SELECT * FROM `tabProposal` WHERE `name` = ?{ROW_LOCK}", name
        )[0]
        lines = bare_proposals.found(
            cursor,
            "SELECT * FROM `tabProposal Item` WHERE `parent` = ? AND `parenttype` = 'Proposal' ORDER BY `idx`",
            name,
        )
        bare_proposals.price(cursor, values, lines)
        cursor.execute(
            "UPDATE `tabProposal` SET `docstatus` = 1, `status` = 'Sent', `modified` = ? WHERE `name` = ?",
            (str(now), name),
        )
        cursor.execute(
            "UPDATE `tabProposal Item` SET `docstatus` = 1, `modified` = ? WHERE `parent` = ?",
            (str(now), name),
        )
        keep_version(cursor, "Proposal", name, [["docstatus", 0, 1], ["status", "Draft", "Sent"]], now)
    return values | {"docstatus": 1, "status": "Sent", "items": lines}


def next_name(cursor: Any, series: str, pattern: str) -> str:
    cursor.execute("UPDATE `tabSeries` SET `current` = `current` + 1 WHERE `name` = ?", (series,))
    cursor.execute("SELECT `current` FROM `tabSeries` WHERE `name` = ?", (series,))
    return pattern.format(int(cursor.fetchone()[0]))


def standard(name: str, now: datetime) -> dict[str, Any]:
    moment = str(now)
    return {
        "name": name,
        "owner": "bare",
        "modified_by": "bare",
        "creation": moment,
        "modified": moment,
        "docstatus": 0,
        "idx": 0,
    }


def put(cursor: Any, doctype: str, values: dict[str, Any]) -> None:
    put_all(cursor, doctype, [values])


def put_all(cursor: Any, doctype: str, rows: list[dict[str, Any]]) -> None:
    names, places = ", ".join(f"`{name}`" for name in rows[0]), ", ".join("?" for _ in rows[0])
    sql = f"INSERT INTO `tab{doctype}` ({names}) VALUES ({places})"
    if len(rows) == 1:
        cursor.execute(sql, tuple(rows[0].values()))
    else:
        cursor.executemany(sql, [tuple(row.values()) for row in rows])


def keep_version(cursor: Any, doctype: str, name: str, changes: list[Any], now: datetime) -> None:
    data = orjson.dumps({"changed": changes, "added": [], "removed": [], "row_changed": []}).decode()
    put(
        cursor,
        "Version",
        standard(secrets.token_hex(5), now) | {"ref_doctype": doctype, "docname": name, "data": data},
    )


app = Starlette(
    routes=[
        Route("/ping", lambda request: answer("pong")),
        Route("/clients", reading(newest)),
        Route("/clients/filtered", reading(filtered)),
        Route("/clients/count", reading(count)),
        Route("/clients/search", reading(search)),
        Route("/clients", writing(insert), methods=["POST"]),
        Route("/clients/{name}", reading(client)),
        Route("/clients/{name}", writing(update), methods=["PUT"]),
        Route("/territories/{name}", reading(city)),
        Route("/proposals", writing(propose), methods=["POST"]),
        Route("/proposals/{name}", writing(submit), methods=["PUT"]),
    ]
)
