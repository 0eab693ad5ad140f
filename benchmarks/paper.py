"""What documents on paper cost: both engines of PDF, one document and many, and what is ours of it.

``./bench benchmark paper`` prints a technical-commercial proposal of five pages, an invoice of one and one whose lines need
several, and a batch of invoices. What is compared is CPU time, that of the processes an engine starts included: of all
from the document to the PDF, over that of the engine alone, which is given the finished page.
"""

from __future__ import annotations

import argparse
import gc
import resource
import statistics
import subprocess
import tempfile
from collections.abc import Callable
from typing import Any

from comptoir.context import ADMINISTRATOR, Context
from comptoir.documents import create, get_document, new_document, update
from comptoir.printing import Layout, Wanted, as_pdf, batch, printed
from comptoir.printing.engines import ENGINES, weasyprint, wkhtmltopdf
from comptoir.printing.render import contained_page
from comptoir.sites import Site

from benchmarks.company import build
from benchmarks.workplace import Workplace, workplace

HOST, OURS = "paper.localhost", 1.3
"""What all together may cost of the engine alone."""
LONG = 120
WHO = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
Work = Callable[[], Any]
Names = dict[str, tuple[str, str]]


def main(arguments: list[str]) -> None:
    """Measure and print a table."""
    options = _options(arguments)
    with workplace("paper") as place:
        measure(place, options)


def measure(place: Workplace, options: argparse.Namespace) -> None:
    """Everything, on one site."""
    bench = place.bench("sqlite")
    build(bench, HOST, place.database("sqlite", "paper"), 10)
    site = bench.site(HOST)
    documents, invoices = fill(site, options.batch)
    print(f"CPU time, medians of {options.rounds} rounds with the least and the most\n")
    for label, (doctype, name) in documents.items():
        times = in_turns(singles(site, doctype, name), options.rounds)
        for engine in ENGINES:
            whole, alone = times[engine], times[f"{engine} alone"]
            _line(f"{label}, {engine}", whole, whole, alone, OURS if label != "long invoice" else None)
        _line(
            f"{label}, one engine over the other",
            times["weasyprint"],
            times["weasyprint"],
            times["wkhtmltopdf"],
        )
    for engine in reversed(ENGINES):
        times = in_turns(batches(site, engine, invoices), options.rounds)
        each = [seconds / len(invoices) for seconds in times["batch"]]
        _line(f"an invoice in a batch of {len(invoices)}, {engine}, over one", each, each, times["single"])
        most = max(resource.getrusage(who).ru_maxrss for who in WHO) / 1024
        print(f"{'memory of a process at most, so far':<52}{most:9.0f} MB", flush=True)
    bench.close()


def singles(site: Site, doctype: str, name: str) -> dict[str, Work]:
    """One document by each engine, as it is printed and as the engine alone makes it."""
    works: dict[str, Work] = {}
    for engine in ENGINES:
        with site.context(ADMINISTRATOR) as ctx:
            paper = printed(ctx, doctype, name)
            page = contained_page(ctx, paper)
        works[engine] = _printing(site, doctype, name, engine)
        works[f"{engine} alone"] = _alone(engine, page, paper.layout)
    return works


def batches(site: Site, engine: str, names: list[str]) -> dict[str, Work]:
    """Many documents in one file, and the first of them alone, by the engine of the site."""
    with site.context() as ctx:
        settings = get_document(ctx, "Print Settings", "Print Settings", for_update=True)
        settings.pdf_generator = engine
        update(ctx, settings)

    def together() -> None:
        with site.context(ADMINISTRATOR) as ctx:
            batch.in_one(ctx, "Invoice", names, Wanted())

    return {"batch": together, "single": _printing(site, "Invoice", names[0], engine)}


def in_turns(works: dict[str, Work], rounds: int) -> dict[str, list[float]]:
    """Seconds of CPU of each, one after the other, after a round that does not count."""
    times: dict[str, list[float]] = {name: [] for name in works}
    for turn in range(rounds + 1):
        for name, work in works.items():
            gc.collect()  # what the one before left is not searched while this one is timed
            begun = _cpu()
            work()
            if turn:
                times[name].append(_cpu() - begun)
    return times


def _printing(site: Site, doctype: str, name: str, engine: str) -> Work:
    def work() -> None:
        with site.context(ADMINISTRATOR) as ctx:
            as_pdf(ctx, printed(ctx, doctype, name), engine=engine)

    return work


def _alone(engine: str, page: str, layout: Layout) -> Work:
    """The engine as it is, with the same page and the same options."""
    if engine == "weasyprint":
        from weasyprint import CSS, HTML

        rule = weasyprint._page_rule(layout)
        fetcher = weasyprint._fetcher()  # its own one opens a door to the network each time

        def drawn() -> None:
            HTML(string=page, url_fetcher=fetcher).write_pdf(
                stylesheets=[CSS(string=rule, url_fetcher=fetcher)]
            )

        return drawn
    options = [
        part for name, value in wkhtmltopdf._options(layout).items() for part in (f"--{name}", value) if part
    ]
    command = ["wkhtmltopdf", "--quiet", *options, "-", "-"]
    content = wkhtmltopdf._to_scale(page).encode()

    def work() -> None:
        with tempfile.TemporaryDirectory() as home:
            subprocess.run(
                command, input=content, capture_output=True, check=True, env=wkhtmltopdf._environ(home)
            )

    return work


def fill(site: Site, many: int) -> tuple[Names, list[str]]:
    """The documents that are measured: by what they are called here, and those of the batch."""
    with site.context() as ctx:
        ctx.db.begin()
        proposal = _made(ctx, "Proposal", proposal_type="Technical-commercial", **_five_pages())
        long = _made(ctx, "Invoice", items=[_item(number) for number in range(LONG)])
        short = [
            _made(ctx, "Invoice", items=[_item(number) for number in range(5)]) for _number in range(many)
        ]
    named = {
        "proposal of five pages": ("Proposal", proposal),
        "invoice": ("Invoice", short[0]),
        "long invoice": ("Invoice", long),
    }
    return named, short


def _made(ctx: Context, doctype: str, **values: Any) -> str:
    usual = {"client": "CLI-00001", "currency": "EUR", "title": "Things", "posting_date": "2026-03-09"}
    return str(create(ctx, new_document(ctx, {"doctype": doctype} | usual | values)).name)


def _five_pages() -> dict[str, Any]:
    """A cover, a summary, two sections and terms."""
    titles = ["Preparation", "Delivery"]
    text = "What is delivered, how it is mounted and what is tried before it is handed over. "
    return {
        "sections": [{"title": title, "text": f"<p>{text * 4}</p>"} for title in titles],
        "items": [
            _item(number) | {"section": titles[number % 2], "description": f"<p>{text}</p>"}
            for number in range(16)
        ],
        "introduction": f"<p>{text * 6}</p>",
        "payment_terms": "30 days",
        "warranty_terms": "24 months",
    }


def _item(number: int) -> dict[str, Any]:
    return {
        "item": f"MEASURED-{number % 10}",
        "item_name": f"Thing {number}",
        "qty": number + 1,
        "rate": 12.5,
    }


def _cpu() -> float:
    """Seconds of CPU of this process and of those it has waited for."""
    used = (resource.getrusage(who) for who in WHO)
    return sum(usage.ru_utime + usage.ru_stime for usage in used)


def _line(
    label: str, shown: list[float], these: list[float], those: list[float], reach: float | None = None
) -> None:
    ratios = [one / other for one, other in zip(these, those, strict=True)]
    ratio = statistics.median(ratios)
    verdict = "" if reach is None else f"reach: {reach:g}  {'ok' if ratio <= reach else 'MISSED'}"
    print(
        f"{label:<52}{statistics.median(shown) * 1e3:9.0f} ms{ratio:8.2f}  ({min(ratios):.2f} - {max(ratios):.2f})  {verdict}",
        flush=True,
    )


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./bench benchmark paper", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--batch", type=int, default=200, help="Documents of the batch.")
    return parser.parse_args(arguments)
