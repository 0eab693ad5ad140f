"""Sums in long tables: at the foot of each page what the lines come to so far, and again on top of the next, in both engines."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import frappe
import pytest
from comptoir.context import Context
from comptoir.printing import Layout, Wanted, as_pdf, printed
from comptoir.printing.batch import in_one
from comptoir.printing.engines import ENGINES as KNOWN
from comptoir.printing.engines.carrying import with_sums
from comptoir.printing.engines.errors import PdfError
from comptoir.printing.engines.outlines import colour, outlines

from .test_pdf import listener
from .test_shipped_formats import ENGINES, LANGUAGES, branch, client, overhanging

__all__ = ["branch", "client", "listener"]
New = Callable[..., Any]
MANY = 120
CARRIED = {"en": "Carried over:", "fr": "À reporter :", "ru": "К переносу:"}
BROUGHT = {"en": "Brought forward:", "fr": "Report :", "ru": "Перенесено:"}
ENGINE = KNOWN["wkhtmltopdf"]


def rate(number: int) -> Decimal:
    return Decimal(number * 37 % 900) + Decimal("3.45")


def lines(count: int, **values: Any) -> list[dict[str, Any]]:
    """Lines as high as one to five lines of text, that come to a sum of their own each."""
    return [
        {"item_name": f"Line{number:03d} " + "of many words " * (number * 5 % 8), "qty": 1, "rate": rate(number), **values}
        for number in range(count)
    ]  # fmt: skip


def money(amount: Decimal, lang: str) -> str:
    """An amount in euros, its blanks left out."""
    plain = f"{amount:,.2f}"
    return f"€{plain}" if lang == "en" else plain.replace(",", "").replace(".", ",") + "€"


def lines_of(page: str) -> list[int]:
    """The lines of a page, whose text need not come from top to bottom."""
    return sorted(int(number) for number in re.findall(r"Line(\d{3})", page))


def sums_of(page: str, lang: str) -> tuple[list[str], list[str]]:
    """What stands on a page as brought forward before its first line, and as carried over after its last one."""
    numbers = [match.start() for match in re.finditer(r"Line\d{3}", page)]
    head, foot = page[: numbers[0]], page[numbers[-1] :]
    assert page.count(BROUGHT[lang]) == head.count(BROUGHT[lang])
    assert page.count(CARRIED[lang]) == foot.count(CARRIED[lang])
    return tuple(
        ["".join(said.split()) for said in re.findall(rf"{words[lang]}(.*)", part)]
        for words, part in ((BROUGHT, head), (CARRIED, foot))
    )  # type: ignore[return-value]


def check(pages: list[str], lang: str, count: int, tax: str = "1.2") -> None:
    """Each page of a table of ``count`` lines says what came before it and what it leads to."""
    shown = [lines_of(page) for page in pages]
    assert list(range(count)) == [number for numbers in shown for number in numbers]
    with_lines = [place for place, numbers in enumerate(shown) if numbers]
    for place in with_lines:
        first, last = shown[place][0], shown[place][-1]
        so_far = [
            money(sum((round(rate(n) * Decimal(tax), 2) for n in range(end)), Decimal(0)), lang)
            for end in (first, last + 1)
        ]
        wanted = so_far[:1] if first else [], so_far[1:] if last + 1 < count else []
        assert wanted == sums_of(pages[place], lang)
    others = "".join(pages[place] for place in range(len(pages)) if place not in with_lines)
    assert CARRIED[lang] not in others


@pytest.fixture
def invoice(new: New, client: str, branch: str) -> Callable[..., Any]:
    def draft(count: int, **values: Any) -> Any:
        return new(
            "Invoice", client=client, branch=branch, title="Things", posting_date="2026-03-09", due_date="2026-04-09",
            items=lines(count, tax_percent=20), **values,
        )  # fmt: skip

    return draft


def pdf_of(ctx: Context, doc: Any, engine: str, **wanted: str) -> bytes:
    return as_pdf(ctx, printed(ctx, doc.doctype, doc.name, Wanted(**wanted)), engine=engine)


@ENGINES
@LANGUAGES
class TestALongTable:
    def test_says_at_the_end_of_each_page_what_it_comes_to(
        self, ctx: Context, invoice: Any, text_of: Any, tmp_path: Path, engine: str, lang: str
    ) -> None:
        made = pdf_of(ctx, invoice(MANY).submit(), engine, lang=lang)
        pages = text_of(made)
        assert len(pages) > 4
        check(pages, lang, MANY)
        assert [] == overhanging(made, tmp_path)

    def test_that_fits_one_page_says_nothing(
        self, ctx: Context, invoice: Any, text_of: Any, engine: str, lang: str
    ) -> None:
        (page,) = text_of(pdf_of(ctx, invoice(2), engine, lang=lang))
        assert ([], []) == sums_of(page, lang)


@ENGINES
class TestWhatSums:
    def test_each_section_of_a_technical_proposal_has_of_its_own(
        self, ctx: Context, new: New, client: str, branch: str, text_of: Any, engine: str
    ) -> None:
        new("Item Group", item_group_name="Test Things")
        new("Item", item_code="THING", item_name="A thing", item_group="Test Things", unit="Piece")
        sections = ["First", "Second"]
        items = [
            line | {"item": "THING", "section": sections[number // 50], "description": "<p>Long</p>" * (number % 3)}
            for number, line in enumerate(lines(100))
        ]  # fmt: skip
        offer = new(
            "Proposal", client=client, branch=branch, title="Things", proposal_type="Technical-commercial",
            sections=[{"title": title} for title in sections], items=items,
        )  # fmt: skip
        pages = text_of(pdf_of(ctx, offer, engine))
        ends = [place for place, page in enumerate(pages) if "Total of the section" in page]
        assert 2 == len(ends)
        totals = [Decimal(str(row.total)) for row in offer.items]
        for begin, until, first in ((0, ends[0], 0), (ends[0] + 1, ends[1], 50)):
            for place in range(begin, until + 1):
                shown = lines_of(pages[place])
                if not shown:
                    continue
                before, after = (sum(totals[first:end], Decimal(0)) for end in (shown[0], shown[-1] + 1))
                wanted = (
                    [money(before, "en")] if shown[0] > first else [],
                    [money(after, "en")] if shown[-1] + 1 < first + 50 else [],
                )
                assert wanted == sums_of(pages[place], "en")

    def test_each_document_of_many_has_of_its_own(
        self, ctx: Context, invoice: Any, text_of: Any, engine: str
    ) -> None:
        frappe.db.set_single_value("Print Settings", "pdf_generator", engine)
        counts = (60, 2, 90)
        pages = text_of(in_one(ctx, "Invoice", [invoice(count).name for count in counts], Wanted()))
        begins = [place for place, page in enumerate(pages) if "Line000" in page]
        assert 3 == len(begins)
        for begin, end, count in zip(begins, [*begins[1:], len(pages)], counts, strict=True):
            check(pages[begin:end], "en", count)


def table(rows: str, style: str = "") -> str:
    return (
        f"<!doctype html><html><head><style>{style}</style></head><body><table><thead><tr><th>What</th></tr></thead>"
        f"<tbody>{rows}</tbody></table></body></html>"
    )


def row(number: int, text: str = "Line", said: str = "") -> str:
    said = said or f"{number + 1} so far"
    return (
        f'<tr style="string-set: carried &quot;Carried: {said}&quot;, brought &quot;Brought: {said}&quot;">'
        f"<td>{text}{number:03d}</td></tr>"
    )


class TestTheOtherEngine:
    """wkhtmltopdf, which is told where pages end."""

    def render(self, page: str, seen: list[str]) -> bytes:
        seen.append(page)
        return ENGINE._made(Layout(), time.monotonic() + 60, page)  # type: ignore[attr-defined,no-any-return]

    def test_makes_a_page_once_where_no_table_goes_over_its_end(self) -> None:
        seen: list[str] = []
        with_sums(table(row(0)), 264, lambda page: self.render(page, seen))
        assert 1 == len(seen)

    def test_makes_the_same_page_of_the_same_document(self) -> None:
        page = table("".join(map(row, range(150))))
        seen: list[str] = []
        for _turn in range(2):
            with_sums(page, 264, lambda page: self.render(page, seen))
        assert 4 == len(seen)
        assert seen[:2] == seen[2:]

    def test_moves_a_table_that_begins_at_the_end_of_a_page(self, text_of: Any) -> None:
        for height in range(210, 268, 4):
            page = table("".join(map(row, range(60)))).replace(
                "<body>", f'<body><div style="height: {height}mm">Before</div>'
            )
            pages = [page for page in text_of(ENGINE.pdf(page, Layout())) if "Line" in page]
            for before, after in pairwise(pages):
                last = int(re.findall(r"Line(\d{3})", before)[-1])
                assert f"Carried: {last + 1} so far" in before
                assert f"Brought: {last + 1} so far" in after
            assert "Carried" not in pages[-1]

    def test_leaves_a_table_whole_that_has_a_row_higher_than_a_page(
        self, text_of: Any, caplog: pytest.LogCaptureFixture
    ) -> None:
        rows = "".join(row(n, "Line" if n % 50 else "A<br>" * 100 + "Line") for n in range(150))
        with caplog.at_level(logging.WARNING, "comptoir.printing"):
            together = "".join(text_of(ENGINE.pdf(table(rows), Layout())))
        assert "a row is taller than a page" in caplog.text
        assert (150, 0) == (together.count("Line"), together.count("Carried"))

    def test_gives_up_where_the_rows_do_not_stay(
        self, caplog: pytest.LogCaptureFixture, text_of: Any
    ) -> None:
        seen: list[str] = []

        def unsteady(page: str) -> bytes:
            """Each time the rows are higher than the time before."""
            return self.render(page.replace("<style>", f"<style>td {{ padding: {len(seen)}mm }}"), seen)

        with caplog.at_level(logging.WARNING, "comptoir.printing"):
            made = with_sums(table("".join(map(row, range(150)))), 264, unsteady)
        assert 3 == len(seen)
        assert "do not stay" in caplog.text
        together = "".join(text_of(made))
        assert (150, 0) == (together.count("Line"), together.count("Carried"))

    def test_gives_what_it_has_where_outlines_are_not_found(self, caplog: pytest.LogCaptureFixture) -> None:
        with caplog.at_level(logging.WARNING, "comptoir.printing"):
            assert b"%PDF of another kind" == with_sums(
                table(row(0)), 264, lambda _page: b"%PDF of another kind"
            )
        assert "not written as Qt writes" in caplog.text

    def test_gives_what_it_has_where_there_is_no_time_for_more(
        self, caplog: pytest.LogCaptureFixture
    ) -> None:
        seen: list[str] = []

        def slow(page: str) -> bytes:
            if seen:
                raise PdfError("The page was not on paper after 120 seconds.")
            return self.render(page, seen)

        with caplog.at_level(logging.WARNING, "comptoir.printing"):
            assert with_sums(table("".join(map(row, range(150)))), 264, slow).startswith(b"%PDF")
        assert "not on paper" in caplog.text
        with pytest.raises(PdfError):
            with_sums(table(row(0)), 264, slow)

    def test_writes_sums_as_text(self, listener: tuple[str, list[str]], text_of: Any) -> None:
        there, asked = listener
        said = f"&lt;img src={there}/a.png&gt;"
        rows = "".join(row(number, said=said) for number in range(150))
        assert "Carried: <img" in "".join(text_of(ENGINE.pdf(table(rows), Layout())))
        assert [] == asked


class TestOutlines:
    def test_are_found_where_boxes_are_and_seen_by_nobody(self, tmp_path: Path) -> None:
        from PIL import ImageChops

        from .pictures import pages_of

        def page(style: str) -> bytes:
            html = (
                f'<div style="height: 1000px"></div><p style="height: 100px; margin: 0; {style}"></p><p>x</p>'
            )
            return ENGINE._made(
                Layout(), time.monotonic() + 60, f"<html><head></head><body>{html}</body></html>"
            )  # type: ignore[attr-defined,no-any-return]

        marked, plain = page(f"outline: 1px solid {colour(70000)}"), page("")
        found = outlines(marked)
        assert [70000] == list(found.boxes)
        box = found.boxes[70000]
        assert box.top < found.height < box.bottom
        assert 0.1 == pytest.approx(box.height / box.top, abs=0.01)
        pictures = []
        for name, pdf in (("marked", marked), ("plain", plain)):
            (tmp_path / name).mkdir()
            pictures.append(pages_of(pdf, tmp_path / name))
        for one, other in zip(*pictures, strict=True):
            assert ImageChops.difference(one, other).getextrema()[1] <= 1
