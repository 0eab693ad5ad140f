"""Contracts, invoices, acts and route sheets on paper: complete, within their pages, with sums carried from page to page and a code to pay by."""

from __future__ import annotations

import html
import itertools
from collections.abc import Callable
from pathlib import Path
from typing import Any

import frappe
import pytest
from comptoir.context import Context
from comptoir.printing import Wanted, as_pdf, printed

from .test_shipped_formats import ENGINES, LANGUAGES, branch, client, overhanging

New = Callable[..., Any]
IBAN = "FR7630006000011234567890189"
MANY = 60
IBAN = "FR7630006000011234567890189"
__all__ = ["branch", "client"]


def lines(count: int) -> list[dict[str, Any]]:
    return [
        {"item_name": f"Thing number {number}", "qty": 1, "rate": 10, "tax_percent": 20}
        for number in range(count)
    ]


def pdf_of(ctx: Context, doc: Any, engine: str = "weasyprint", **wanted: str) -> bytes:
    return as_pdf(ctx, printed(ctx, doc.doctype, doc.name, Wanted(**wanted)), engine=engine)


@pytest.fixture
def invoice(new: New, client: str, branch: str) -> Callable[[int], Any]:
    """A draft with so many lines."""

    def draft(count: int, **values: Any) -> Any:
        return new(
            "Invoice", client=client, branch=branch, title="Things", posting_date="2026-03-09", due_date="2026-04-09",
            items=lines(count), **values,
        )  # fmt: skip

    return draft


@ENGINES
@LANGUAGES
class TestAnInvoice:
    def test_fits_one_page(
        self, ctx: Context, invoice: Any, branch: str, text_of: Any, tmp_path: Path, engine: str, lang: str
    ) -> None:
        frappe.db.set_value("Branch", branch, {"bank_account": IBAN, "bank_name": "Bank", "bank_code": "BIC"})
        made = invoice(1, payment_terms="30 days", delivery_terms="Within a week").submit()
        pdf = pdf_of(ctx, made, engine, lang=lang)
        (page,) = text_of(pdf)
        together = "".join(page.split())
        wanted = [made.name, "ImprimerieDubois", "AtelierdeLilleSARL", "Thingnumber0", "JeanneMartin"]
        assert [] == [word for word in wanted if word not in together]
        words = {"en": "Twelveeuros", "fr": "Douzeeuros", "ru": "Двенадцатьевро"}
        assert words[lang].lower() in together.lower()
        assert [] == overhanging(pdf, tmp_path)

    def test_of_many_lines_shows_them_all(
        self, ctx: Context, invoice: Any, text_of: Any, tmp_path: Path, engine: str, lang: str
    ) -> None:
        pdf = pdf_of(ctx, invoice(MANY).submit(), engine, lang=lang)
        pages = text_of(pdf)
        assert len(pages) > 1
        assert [f"Thing number {n}" in " ".join(pages) for n in range(MANY)] == [True] * MANY
        assert [] == overhanging(pdf, tmp_path)


@ENGINES
@LANGUAGES
class TestAContract:
    @pytest.fixture
    def contract(self, new: New, client: str, branch: str) -> Any:
        new("Item Group", item_group_name="Test Things")
        new("Item", item_code="THING", item_name="A thing", item_group="Test Things", unit="Piece")
        rows = [
            {"item": "THING", "item_name": f"Thing number {n}", "qty": 1, "rate": 10} for n in range(MANY)
        ]
        offer = new("Proposal", client=client, branch=branch, items=rows).submit()
        return new(
            "Contract", client=client, branch=branch, proposal=offer.name, title="Things", place="Lille",
            their_signatory="Paul Dubois", valid_till="2030-01-01",
        )  # fmt: skip

    def test_has_clauses_both_parties_and_a_specification(
        self, ctx: Context, contract: Any, text_of: Any, tmp_path: Path, engine: str, lang: str
    ) -> None:
        contract.submit()
        pdf = pdf_of(ctx, contract, engine, lang=lang)
        together = "".join("".join(page.split()) for page in text_of(pdf))
        annex = {"en": "Annex1tocontract", "fr": "Annexe1aucontrat", "ru": "Приложение1кдоговору"}[lang]
        wanted = [
            contract.name, "AtelierdeLilleSARL", "ImprimerieDubois", "JeanneMartin", "PaulDubois", "7.Other", annex,
            f"Thingnumber{MANY - 1}",
        ]  # fmt: skip
        assert [] == [word for word in wanted if word not in together]
        assert "{" not in together
        assert [] == overhanging(pdf, tmp_path)


@ENGINES
@LANGUAGES
class TestAnAct:
    @pytest.mark.parametrize("count", [1, MANY])
    def test_shows_lines_and_who_signs(
        self, ctx: Context, new: New, client: str, branch: str, text_of: Any, tmp_path: Path, engine: str, lang: str,
        count: int,
    ) -> None:  # fmt: skip
        made = new(
            "Act",
            client=client,
            branch=branch,
            title="Repair",
            items=lines(count),
            their_signatory="Paul Dubois",
        ).submit()
        pdf = pdf_of(ctx, made, engine, lang=lang)
        together = "".join("".join(page.split()) for page in text_of(pdf))
        title = {"en": "Actofworkdone", "fr": "Procès-verbaldetravaux", "ru": "Актвыполненныхработ"}[lang]
        wanted = [
            made.name,
            title,
            "AtelierdeLilleSARL",
            "JeanneMartin",
            "PaulDubois",
            f"Thingnumber{count - 1}",
        ]
        assert [] == [word for word in wanted if word not in together]
        assert [] == overhanging(pdf, tmp_path)

    def test_says_what_the_client_objects_to(
        self, ctx: Context, new: New, client: str, branch: str, text_of: Any, engine: str, lang: str
    ) -> None:
        made = new("Act", client=client, branch=branch, items=lines(1)).submit()
        accepted = {"en": "no claims", "fr": "pas de réclamation", "ru": "не имеет"}[lang]
        assert accepted in " ".join(" ".join(text_of(pdf_of(ctx, made, engine, lang=lang))).split())
        made.dispute("One is broken")
        page = " ".join(" ".join(text_of(pdf_of(ctx, made, engine, lang=lang))).split())
        assert (False, True) == (accepted in page, "One is broken" in page)


@ENGINES
@LANGUAGES
class TestARouteSheet:
    @pytest.mark.parametrize("count", [1, MANY])
    def test_leads_through_all_stops(
        self, ctx: Context, new: New, client: str, branch: str, text_of: Any, tmp_path: Path, engine: str, lang: str,
        count: int,
    ) -> None:  # fmt: skip
        driver = new("Employee", first_name="Hugo", last_name="Blanchet", branch=branch).name
        car = new("Vehicle", plate_number="AB-123-CD", driver=driver).name
        stops = [
            {"client": client, "address": f"{n} rue Longue", "todo": "Deliver", "time_from": "09:00:00"}
            for n in range(count)
        ]
        made = new("Route Sheet", driver=driver, route_date="2026-03-09", stops=stops).submit()
        pdf = pdf_of(ctx, made, engine, lang=lang)
        pages = text_of(pdf)
        together = "".join("".join(page.split()) for page in pages)
        wanted = [
            made.name,
            car,
            "HugoBlanchet",
            "ImprimerieDubois",
            f"{count - 1}rueLongue",
            "Deliver",
            "09:00",
        ]
        assert [] == [word for word in wanted if word not in together]
        assert (1 == len(pages)) == (count == 1)
        assert [] == overhanging(pdf, tmp_path)


class TestManyLines:
    def test_have_the_head_of_their_table_on_every_page(
        self, ctx: Context, invoice: Any, text_of: Any
    ) -> None:
        pages = text_of(pdf_of(ctx, invoice(MANY).submit()))
        assert 3 == len(pages)
        assert [True] * 3 == ["Quantity" in page for page in pages]
        assert [True] * 3 == [
            "".join(page.split()).endswith(f"{number}/3") for number, page in enumerate(pages, 1)
        ]


class TestSums:
    def test_are_carried_from_page_to_page(self, ctx: Context, invoice: Any, text_of: Any) -> None:
        pages = text_of(pdf_of(ctx, invoice(MANY).submit()))
        for before, after in itertools.pairwise(pages):
            if "Thing number" not in after:
                assert "Carried over" not in before
                continue
            so_far = sum(page.count("Thing number") for page in pages[: pages.index(after)]) * 12
            assert f"Carried over: €{so_far}.00" in before
            assert f"Brought forward: €{so_far}.00" in after
        assert "Carried over" not in pages[-1]

    def test_of_a_single_page_are_not(self, ctx: Context, invoice: Any, text_of: Any) -> None:
        (page,) = text_of(pdf_of(ctx, invoice(1)))
        assert "Carried" not in page
        assert "Brought" not in page


class TestTheCodeToPayBy:
    def code_of(self, ctx: Context, doc: Any) -> str:
        """What the QR code on the paper of ``doc`` says."""
        page = printed(ctx, doc.doctype, doc.name).html
        _before, found, rest = page.partition('class="code"')
        return html.unescape(rest.partition('alt="')[2].partition('"')[0]) if found else ""

    def pay_to(self, branch: str, **values: str) -> None:
        frappe.db.set_value("Branch", branch, values)

    def test_asks_for_euros_to_an_iban(self, ctx: Context, invoice: Any, branch: str) -> None:
        self.pay_to(branch, bank_account=IBAN, bank_code="AGRIFRPP")
        made = invoice(1).submit()
        assert self.code_of(ctx, made).split("\n") == [
            "BCD", "002", "1", "SCT", "AGRIFRPP", "Atelier de Lille SARL", IBAN, "EUR12.00", "", "", made.name,
        ]  # fmt: skip

    def test_asks_for_roubles_the_russian_way(self, ctx: Context, invoice: Any, branch: str) -> None:
        self.pay_to(
            branch, bank_account="40702810900000000001", bank_code="044525225", bank_name="Банк",
            correspondent_account="30101810400000000225",
        )  # fmt: skip
        made = invoice(1, currency="RUB").submit()
        parts = self.code_of(ctx, made).split("|")
        assert "ST00012" == parts[0]
        assert {"PersonalAcc=40702810900000000001", "BIC=044525225", "Sum=1200", f"Purpose={made.name}"} <= {
            *parts
        }

    def test_asks_for_what_is_left_to_pay(
        self, ctx: Context, new: New, invoice: Any, branch: str, client: str
    ) -> None:
        self.pay_to(branch, bank_account=IBAN)
        made = invoice(1).submit()
        new("Payment", client=client, amount=5, allocations=[{"invoice": made.name}]).submit()
        assert "EUR7.00" in self.code_of(ctx, made)
        new("Payment", client=client, amount=7, allocations=[{"invoice": made.name}]).submit()
        assert "" == self.code_of(ctx, made)

    @pytest.mark.parametrize(
        ("currency", "account"), [("GBP", IBAN), ("EUR", ""), ("EUR", "12345678901234567890"), ("RUB", IBAN)]
    )
    def test_stays_away_where_there_is_no_standard(
        self, ctx: Context, invoice: Any, branch: str, currency: str, account: str
    ) -> None:
        self.pay_to(branch, bank_account=account)
        assert "" == self.code_of(ctx, invoice(1, currency=currency).submit())

    def test_stays_away_from_a_draft(self, ctx: Context, invoice: Any, branch: str) -> None:
        self.pay_to(branch, bank_account=IBAN)
        assert "" == self.code_of(ctx, invoice(1))
