"""What somebody at the screen waits for: a list of a million rows, scrolling it, and typing into a long table.

``./bench benchmark screens`` builds the site on SQLite, opens the Desk in the system's Chromium and measures in the page.
The list is compared with what the yardstick takes to answer the same rows.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from comptoir.desk import user_settings
from comptoir.documents import create, new_document
from comptoir.sites import Bench, Site
from playwright.sync_api import BrowserContext, Page, sync_playwright

from benchmarks.company import USER, Company, build
from benchmarks.load import Connection, Request
from benchmarks.processes import PRODUCT, YARDSTICK, product_environ, serving, yardstick_environ
from benchmarks.workplace import workplace
from tests.chromium import launch

HOST = "screens.localhost"
TABLE_ROWS, TURNS = 200, 60
FIRST_ROWS, FRAME, KEY = 300.0, 1000 / 60, 50.0
"""Milliseconds: rows after the bare answer, one picture of sixty a second, and what nobody feels after a key."""
LATE = 0.05
"""So many of the pictures may be late by half of their time or more."""

ROW = "[data-test=list-table] tr[data-name]"
WATCH = f"""
addEventListener("DOMContentLoaded", () => {{
  const look = () => document.querySelector("{ROW}") ? requestAnimationFrame(() => setTimeout(() => (window.painted = performance.now()))) : requestAnimationFrame(look)
  look()
}})
"""
"""Notes when the first rows stand on the screen of a page that was loaded anew."""
OPEN = f"""path => new Promise(resolve => {{
  const begun = performance.now()
  history.pushState({{}}, "", path)
  dispatchEvent(new PopStateEvent("popstate", {{ state: {{}} }}))
  const look = () => document.querySelector("{ROW}") ? requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - begun))) : requestAnimationFrame(look)
  look()
}})"""
"""Milliseconds from following a link to the rows on the screen."""
FRAMES = """() => {
  window.frames_seen = []
  let last = performance.now()
  const note = now => { window.frames_seen.push(now - last); last = now; window.noting = requestAnimationFrame(note) }
  window.noting = requestAnimationFrame(note)
}"""
KEYS = """() => {
  window.keys_seen = []
  addEventListener("keydown", event => requestAnimationFrame(() => setTimeout(() => window.keys_seen.push(performance.now() - event.timeStamp))), true)
}"""
"""Milliseconds from each key to the picture that has it."""

Line = tuple[str, str, str]


def main(arguments: list[str]) -> None:
    """Measure and print a table."""
    options = _options(arguments)
    with workplace("screens") as place:
        bench = place.bench("sqlite")
        company = build(bench, HOST, place.database("sqlite", "screens"), options.clients)
        print(f"{options.clients:,} clients on SQLite, a table of {TABLE_ROWS} lines")
        for label, value, reach in measure(company, bench, place.path / "server.log", options):
            print(f"{label:<52}{value:<56}{reach}", flush=True)
        bench.close()


def measure(company: Company, bench: Bench, log: Path, options: argparse.Namespace) -> Iterator[Line]:
    """Everything that is measured on one site."""
    proposal = long_proposal(bench.site(HOST))
    with ExitStack() as stack:
        stack.enter_context(serving(PRODUCT, options.port, product_environ(bench.sites_path), log))
        stack.enter_context(serving(YARDSTICK, options.port + 1, yardstick_environ(company.yardstick), log))
        browser = launch(stack.enter_context(sync_playwright()))
        if browser is None:
            raise SystemExit("The screens are measured in Chromium: apt-get install chromium.")
        address = f"http://{HOST}:{options.port}"
        context = browser.new_context(base_url=address, viewport={"width": 1440, "height": 900})
        context.add_cookies([{"name": "sid", "value": company.sid, "url": address}])
        bare = statistics.median(answers(options.port + 1, options.rounds))
        yield "the bare answer with the same rows", f"{bare:.1f} ms", ""
        yield rows_line(
            "a link followed to the list, until its rows show", followed(context, options.rounds), bare
        )
        yield rows_line(
            "the list loaded anew, until its rows show", loaded(context, options.rounds), bare, False
        )
        yield scrolling(context)
        yield typing(context, proposal)
        browser.close()


def long_proposal(site: Site) -> str:
    """A proposal of many lines, whose table shows what is typed into."""
    columns = [{"fieldname": name} for name in ("item_name", "qty", "rate", "total")]
    with site.context(USER) as ctx:
        user_settings.keep(ctx, "Proposal", {"GridView": {"Proposal Item": columns}})
        items = [
            {"item": "MEASURED-1", "item_name": f"Line {line}", "qty": line, "rate": 2}
            for line in range(1, TABLE_ROWS + 1)
        ]
        values = {"client": "CLI-00001", "proposal_type": "Commercial", "currency": "EUR", "items": items}
        return str(create(ctx, new_document(ctx, {"doctype": "Proposal", **values})).name)


def answers(port: int, rounds: int) -> Iterator[float]:
    """Milliseconds of the yardstick's answers."""
    connection = Connection(port, HOST)
    for _round in range(rounds + 1):
        begun = time.perf_counter()
        connection.checked(Request("GET", "/clients"))
        yield (time.perf_counter() - begun) * 1e3
    connection.close()


def followed(context: BrowserContext, rounds: int) -> list[float]:
    """Milliseconds from a link in the open Desk; the first one, that loads the code of lists, is left out."""
    page = desk(context)
    found = []
    for _round in range(rounds + 1):
        found.append(float(page.evaluate(OPEN, "/app/client")))
        page.evaluate(OPEN.replace(ROW, "[data-test=attention], h1"), "/app")
        page.wait_for_load_state("networkidle")
    page.close()
    return found[1:]


def loaded(context: BrowserContext, rounds: int) -> list[float]:
    """Milliseconds from an address that is entered, with the browser's cache."""
    page = context.new_page()
    page.add_init_script(WATCH)
    found = []
    for _round in range(rounds):
        page.goto("/app/client")
        page.locator(ROW).first.wait_for()
        page.wait_for_load_state("networkidle")
        found.append(float(page.evaluate("window.painted")))
    page.close()
    return found


def scrolling(context: BrowserContext) -> Line:
    """Pictures a second while four hundred rows go by under the wheel."""
    page = desk(context)
    page.evaluate(OPEN, "/app/client")
    page.locator("footer select").select_option("200")
    page.locator(ROW).nth(199).wait_for()
    page.locator("[data-test=more]").click()
    page.locator(ROW).nth(399).wait_for()
    page.locator(ROW).nth(3).hover()
    page.wait_for_timeout(500)
    page.evaluate(FRAMES)
    for turn in range(TURNS):
        page.mouse.wheel(0, 300 if turn < TURNS * 2 / 3 else -400)
        page.wait_for_timeout(16)
    frames: list[float] = page.evaluate("cancelAnimationFrame(window.noting), window.frames_seen.slice(1)")
    page.close()
    usual = statistics.median(frames)
    late = sum(frame > 1.5 * FRAME for frame in frames) / len(frames)
    said = f"{1000 / usual:.0f} pictures a second, {late:.0%} late, the longest {max(frames):.0f} ms"
    return "scrolling 400 rows", said, verdict(late, LATE, f"60 a second, {LATE:.0%} late")


def typing(context: BrowserContext, proposal: str) -> Line:
    """Milliseconds from a key to its letter in the middle of the table."""
    page = desk(context)
    page.goto(f"/app/proposal/{proposal}")
    grid = page.locator("[role=grid]", has=page.locator("td")).first
    grid.locator("tbody td", has_text="Line 5").first.click()
    page.wait_for_timeout(500)
    page.evaluate(KEYS)
    page.keyboard.type("typed by a quick hand " * 5, delay=40)
    page.wait_for_timeout(300)
    seen = sorted(page.evaluate("window.keys_seen"))
    page.close()
    most = seen[int(len(seen) * 0.95)]
    said = f"{statistics.median(seen):.0f} ms, 95 of 100 within {most:.0f} ms, the longest {seen[-1]:.0f} ms"
    return f"a key in a table of {TABLE_ROWS} lines", said, verdict(most, KEY, f"{KEY:.0f} ms")


def desk(context: BrowserContext) -> Page:
    """The Desk, signed in and at rest."""
    page = context.new_page()
    page.goto("/app")
    page.get_by_role("navigation").first.wait_for()
    page.wait_for_load_state("networkidle")
    return page


def rows_line(label: str, times: list[float], bare: float, promised: bool = True) -> Line:
    took = statistics.median(times)
    said = f"{took:.0f} ms  ({min(times):.0f} - {max(times):.0f})"
    reach = verdict(took - bare, FIRST_ROWS, f"{FIRST_ROWS:.0f} ms after the bare answer")
    return label, said, reach if promised else ""


def verdict(value: float, reach: float, promised: str) -> str:
    return f"reach: {promised}  {'ok' if value <= reach else 'MISSED'}"


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./bench benchmark screens", description=__doc__)
    parser.add_argument("--clients", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=11)
    parser.add_argument("--port", type=int, default=8700, help="The first of two ports.")
    return parser.parse_args(arguments)
