"""The formats that are shipped: complete, nothing cut, and as they look in the pictures beside this file."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import frappe
import pytest
from comptoir.context import Context
from comptoir.files import NewFile, attach
from comptoir.printing import Wanted, as_pdf, formats, printed
from comptoir.printing.render import laid_out, printable
from comptoir.printing.settings import print_settings

from .pictures import MOST, difference, from_reference, pages_of, picture
from .test_pdf import PIXEL

New = Callable[..., Any]
ENGINES = pytest.mark.parametrize("engine", ["weasyprint", "wkhtmltopdf"])
LANGUAGES = pytest.mark.parametrize("lang", ["en", "fr", "ru"])
WORD = "{http://www.w3.org/1999/xhtml}word"
PAGE = "{http://www.w3.org/1999/xhtml}page"
LINES = [
    {"item": f"ITEM-{number}", "qty": number + 1, "rate": 10 * (number + 1), "tax_percent": 20}
    for number in range(4)
]


@pytest.fixture
def branch(new: New) -> str:
    return str(
        new(
            "Branch", branch_name="Test Lille", legal_name="Atelier de Lille SARL", tax_id="FR12345678901",
            legal_address="8 boulevard Carnot, 59800 Lille", phone="+33353013000", signatory="Jeanne Martin",
            signatory_title="Gérante",
        ).name
    )  # fmt: skip


@pytest.fixture
def client(new: New, branch: str) -> str:
    return str(new("Client", client_name="Imprimerie Dubois", branch=branch, city="Lille").name)


@pytest.fixture
def items(new: New) -> list[str]:
    new("Item Group", item_group_name="Test Things")
    return [
        str(
            new(
                "Item",
                item_code=f"ITEM-{number}",
                item_name=f"Thing number {number}",
                item_group="Test Things",
                unit="Box",
            ).name
        )
        for number in range(4)
    ]


def proposal(new: New, client: str, branch: str, **values: Any) -> Any:
    usual: dict[str, Any] = {"items": LINES, "payment_terms": "30 days", "warranty_terms": "24 months"}
    return new(
        "Proposal",
        client=client,
        branch=branch,
        title="Things",
        posting_date="2026-03-09",
        valid_till="2026-04-09",
        **usual | values,
    )


@pytest.fixture
def commercial(new: New, client: str, branch: str, items: list[str]) -> Any:
    return proposal(new, client, branch)


@pytest.fixture
def technical(new: New, client: str, branch: str, items: list[str]) -> Any:
    sections = [{"title": f"Part {letter}", "text": f"<p>What part {letter} is for.</p>"} for letter in "ABC"]
    lines = [{**line, "section": section["title"]} for line, section in zip(LINES, sections, strict=False)]
    return proposal(new, client, branch, proposal_type="Technical-commercial", sections=sections, items=lines)


def pdf_of(ctx: Context, doc: Any, engine: str = "weasyprint", **wanted: str) -> bytes:
    return as_pdf(ctx, printed(ctx, doc.doctype, doc.name, Wanted(**wanted)), engine=engine)


def overhanging(pdf: bytes, tmp_path: Path) -> list[str]:
    """The words that leave the page they stand on."""
    path = tmp_path / "made.pdf"
    path.write_bytes(pdf)
    said = subprocess.run(
        ["pdftotext", "-bbox", path, "-"], capture_output=True, check=True, text=True
    ).stdout
    found = []
    for page in ET.fromstring(said).iter(PAGE):
        width, height = float(page.attrib["width"]), float(page.attrib["height"])
        for word in page.iter(WORD):
            right, bottom = float(word.attrib["xMax"]), float(word.attrib["yMax"])
            if right > width - 10 or bottom > height - 5 or float(word.attrib["xMin"]) < 10:
                found.append(str(word.text))
    return found


@ENGINES
@LANGUAGES
class TestProposals:
    def test_of_the_commercial_kind_fit_one_page(
        self, ctx: Context, commercial: Any, text_of: Any, tmp_path: Path, engine: str, lang: str
    ) -> None:
        commercial.submit()
        made = pdf_of(ctx, commercial, engine, lang=lang)
        (page,) = text_of(made)
        together = "".join(page.split())
        wanted = [
            commercial.name,
            "ImprimerieDubois",
            "AtelierdeLilleSARL",
            *(f"Thingnumber{n}" for n in range(4)),
            "JeanneMartin",
            "30days",
        ]
        assert [] == [word for word in wanted if word not in together]
        assert {"en": "Amountinwords", "fr": "Montantentouteslettres", "ru": "Суммапрописью"}[
            lang
        ] in together
        assert [] == overhanging(made, tmp_path)

    def test_of_the_technical_kind_have_a_page_for_each_part(
        self, ctx: Context, technical: Any, text_of: Any, tmp_path: Path, engine: str, lang: str
    ) -> None:
        made = pdf_of(ctx, technical, engine, lang=lang)
        pages = text_of(made)
        assert len(pages) >= 6
        assert [] == [number for number, page in enumerate(pages) if len(page.split()) < 5]
        together = " ".join(pages)
        assert [f"What part {letter} is for." in together for letter in "ABC"] == [True] * 3
        assert [] == overhanging(made, tmp_path)


class TestASignature:
    def test_stands_on_a_submitted_proposal_alone(
        self, ctx: Context, new: New, branch: str, commercial: Any
    ) -> None:
        file = attach(
            ctx, NewFile("signature.png", PIXEL, doctype="Branch", name=branch, fieldname="signature")
        )
        frappe.db.set_value("Branch", branch, "signature", file.file_url)
        assert "data:image" not in printed(ctx, "Proposal", commercial.name).html
        commercial.submit()
        assert "data:image" in printed(ctx, "Proposal", commercial.name).html


@ENGINES
class TestWarehouseDocuments:
    @pytest.fixture
    def warehouses(self, new: New, branch: str) -> list[str]:
        return [str(new("Warehouse", warehouse_name=f"Store {n}", branch=branch).name) for n in range(2)]

    @pytest.mark.parametrize(
        ("purpose", "title", "values"),
        [
            ("Receipt", "Goods receipt note", {"to": 1}),
            ("Issue", "Goods issue note", {"from": 0}),
            ("Transfer", "Transfer note", {"from": 0, "to": 1}),
            ("Write-off", "Write-off act", {"from": 0, "reason": "Broken"}),
            ("Stock-take", "Stock-take sheet", {"to": 0}),
        ],
    )
    def test_are_called_by_their_purpose(
        self, ctx: Context, new: New, branch: str, items: list[str], warehouses: list[str], text_of: Any, tmp_path: Path,
        engine: str, purpose: str, title: str, values: dict[str, Any],
    ) -> None:  # fmt: skip
        places = {f"{side}_warehouse": warehouses[values[side]] for side in ("from", "to") if side in values}
        rows = [{"item": item, "qty": 3, "rate": 7} for item in items]
        approver = new("Employee", first_name="Claire", last_name="Montel", branch=branch).name
        entry = new(
            "Warehouse Entry",
            purpose=purpose,
            branch=branch,
            items=rows,
            approver=approver,
            reason=values.get("reason"),
            **places,
        )
        made = pdf_of(ctx, entry, engine)
        (page,) = text_of(made)
        assert title in page
        assert [] == [item for item in items if item not in page]
        assert [] == overhanging(made, tmp_path)


class TestSheetsOfMany:
    def sheet(self, ctx: Context, doctype: str, names: list[str], format: str, engine: str) -> bytes:
        settings = print_settings(ctx)
        docs = [printable(ctx, settings, doctype, name) for name in names]
        chosen = formats.chosen(ctx, docs[0], format)
        return as_pdf(ctx, laid_out(ctx, settings, chosen, docs, Wanted(format)), engine=engine)

    @ENGINES
    def test_labels_stand_three_in_a_row_and_are_not_split(
        self, ctx: Context, new: New, items: list[str], text_of: Any, tmp_path: Path, engine: str
    ) -> None:
        names = items * 10
        made = self.sheet(ctx, "Item", names, "Item Labels", engine)
        pages = text_of(made)
        assert 2 == len(pages)
        assert 40 == sum(page.count("Thing number") for page in pages)
        assert [0, 0] == [page.count("Thing number") % 3 for page in pages[:1]] + [0]
        assert [] == overhanging(made, tmp_path)

    def test_price_tags_and_tasks_show_all_of_them(
        self, ctx: Context, new: New, items: list[str], text_of: Any
    ) -> None:
        new("Price List", price_list_name="Test Shelf", currency="EUR", selling=1)
        prices = [str(new("Item Price", item=item, price_list="Test Shelf", rate=9.5).name) for item in items]
        assert 4 == "".join(text_of(self.sheet(ctx, "Item Price", prices, "Price Tags", "weasyprint"))).count(
            "€9.50"
        )
        tasks = [str(new("Task", subject=f"Do {number}").name) for number in range(60)]
        pages = text_of(self.sheet(ctx, "Task", tasks, "Task List", "weasyprint"))
        assert [f"Do {number}" in "".join(pages) for number in range(60)] == [True] * 60
        assert ["Subject" in page for page in pages] == [True] * len(pages)


class TestPictures:
    """A page that is meant to look otherwise gets a new picture: WRITE_REFERENCES=1 pytest ..."""

    @ENGINES
    def test_of_a_commercial_proposal(
        self, ctx: Context, commercial: Any, tmp_path: Path, engine: str
    ) -> None:
        commercial.submit()
        (page,) = pages_of(pdf_of(ctx, commercial, engine), tmp_path)
        assert from_reference(page, f"commercial-{engine}") < MOST

    @ENGINES
    def test_of_a_part_of_a_technical_one(
        self, ctx: Context, technical: Any, tmp_path: Path, engine: str
    ) -> None:
        technical.submit()
        page = pages_of(pdf_of(ctx, technical, engine), tmp_path)[2]
        assert from_reference(page, f"technical-{engine}") < MOST

    def test_notice_what_is_missing(self, ctx: Context, commercial: Any, tmp_path: Path) -> None:
        commercial.submit()
        frappe.db.set_value("Proposal", commercial.name, {"payment_terms": None, "warranty_terms": None})
        (page,) = pages_of(pdf_of(ctx, commercial), tmp_path)
        assert difference(page, picture("commercial-weasyprint")) > MOST
