"""Taxes on paper: by their rates where there are several, and lines whose figures a bookkeeper can follow."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from comptoir import documents
from comptoir.context import Context
from comptoir.printing import Wanted, printed
from regioncrm.sales.papers import tax_rates

from .test_shipped_formats import ENGINES, LANGUAGES, branch, client, overhanging, pdf_of, proposal

New = Callable[..., Any]
__all__ = ["branch", "client"]
MIXED = [
    {"item_name": "Wood", "qty": 3, "rate": 33.333, "tax_percent": 20},
    {"item_name": "A book", "qty": 2, "rate": 10, "tax_percent": 5.5},
    {"item_name": "Another book", "qty": 1, "rate": 0.15, "tax_percent": 5.5},
]
FIGURES = {
    "en": ["20 €100.00 €20.00", "5.5 €20.15 €1.11", "€33.333", "€120.15", "€21.11", "€141.26"],
    "fr": ["20 100,00 € 20,00 €", "5,5 20,15 € 1,11 €", "33,333 €", "120,15 €", "21,11 €", "141,26 €"],
    "ru": ["20 100,00 € 20,00 €", "5,5 20,15 € 1,11 €", "33,333 €", "120,15 €", "21,11 €", "141,26 €"],
}
ONE_RATE = {"en": "Tax, 20%", "fr": "Taxe, 20 %", "ru": "Налог, 20 %"}
HEADS = {
    "en": ["Price", "Net", "Tax %", "Total"],
    "fr": ["Prix", "Hors taxes", "Taxe, %", "Total"],
    "ru": ["Цена", "Без налога", "Налог, %", "Итого"],
}
TAX_COLUMNS = {"en": "Tax % Net Tax", "fr": "Taxe, % Hors taxes Taxe", "ru": "Налог, % Без налога Налог"}


def words_of(pages: list[str]) -> str:
    return " ".join(" ".join(pages).split())


@pytest.fixture
def made(new: New, client: str, branch: str) -> Callable[..., Any]:
    """A document with lines: ``made("Invoice", MIXED)``."""

    def make(kind: str, lines: list[dict[str, Any]], **values: Any) -> Any:
        if kind in ("Invoice", "Act"):
            return new(kind, client=client, branch=branch, posting_date="2026-03-09", items=lines, **values)
        new("Item Group", item_group_name="Test Things")
        new("Item", item_code="THING", item_name="Thing", item_group="Test Things", unit="Piece")
        items = [{"item": "THING", **line} for line in lines]
        return proposal(new, client, branch, proposal_type=kind, items=items, **values)

    return make


@ENGINES
@LANGUAGES
@pytest.mark.parametrize("kind", ["Invoice", "Act"])
class TestInvoicesAndActs:
    def test_of_two_rates_say_net_and_tax_of_each(
        self, ctx: Context, made: Any, text_of: Any, tmp_path: Path, engine: str, lang: str, kind: str
    ) -> None:
        pdf = pdf_of(ctx, made(kind, MIXED).submit(), engine, lang=lang)
        text = words_of(text_of(pdf))
        assert [] == [figure for figure in (TAX_COLUMNS[lang], *FIGURES[lang]) if figure not in text]
        assert ONE_RATE[lang] not in text
        assert [] == overhanging(pdf, tmp_path)

    def test_of_one_rate_say_it_where_they_say_the_tax(
        self, ctx: Context, made: Any, text_of: Any, tmp_path: Path, engine: str, lang: str, kind: str
    ) -> None:
        many = [{**line, "qty": 12345.678, "discount_percent": 2.5} for line in MIXED[:1]]
        pdf = pdf_of(ctx, made(kind, many).submit(), engine, lang=lang)
        text = words_of(text_of(pdf))
        assert ONE_RATE[lang] in text
        assert TAX_COLUMNS[lang] not in text
        places = [text.index(head) for head in HEADS[lang]]
        assert sorted(places) == places
        assert [] == overhanging(pdf, tmp_path)


@pytest.mark.parametrize("kind", ["Commercial", "Technical-commercial"])
class TestProposals:
    def test_of_two_rates_say_net_and_tax_of_each(
        self, ctx: Context, made: Any, text_of: Any, kind: str
    ) -> None:
        text = words_of(text_of(pdf_of(ctx, made(kind, MIXED).submit())))
        assert [] == [figure for figure in (TAX_COLUMNS["en"], *FIGURES["en"][:2]) if figure not in text]

    def test_leave_out_what_does_not_count(self, ctx: Context, made: Any, text_of: Any, kind: str) -> None:
        lines = [MIXED[0], {**MIXED[1], "kind": "Option"}]
        assert "Tax, 20%" in words_of(text_of(pdf_of(ctx, made(kind, lines).submit())))


def test_the_specification_of_a_contract_says_them_too(
    ctx: Context, new: New, made: Any, client: str, branch: str, text_of: Any
) -> None:
    offer = made("Commercial", MIXED).submit()
    contract = new("Contract", client=client, branch=branch, proposal=offer.name, title="Things")
    text = words_of(text_of(pdf_of(ctx, contract.submit())))
    assert [] == [figure for figure in (TAX_COLUMNS["en"], *FIGURES["en"][:2]) if figure not in text]


@pytest.mark.parametrize("hidden", ["tax_percent", "net_amount", "tax_amount"])
def test_they_are_not_told_to_who_may_not_see_them(ctx: Context, made: Any, hidden: str) -> None:
    doc = documents.read_document(ctx, "Invoice", made("Invoice", MIXED).name)
    assert [20, 5.5] == [float(rate["percent"]) for rate in tax_rates(doc)]
    for said in (None, "•••••"):
        doc.items[0].update({hidden: said})
        assert [] == tax_rates(doc)


def test_a_format_that_asks_for_what_no_app_knows_gets_nothing(ctx: Context, new: New, made: Any) -> None:
    new(
        "Print Format",
        name="Tried",
        doc_type="Invoice",
        custom_format=1,
        html="[{{ doc.worked_out('x') or '' }}]",
    )
    assert "[]" in printed(ctx, "Invoice", made("Invoice", MIXED).name, Wanted("Tried")).html
