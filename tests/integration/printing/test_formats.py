"""Which format and letterhead a document gets, and what stands on each page of it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import frappe
import pytest
from comptoir.apps.print_formats import load_print_formats
from comptoir.context import ADMINISTRATOR, Context, use
from comptoir.documents import get_document
from comptoir.errors import DataError, DoesNotExistError, PermissionError, ValidationError
from comptoir.files import NewFile, attach
from comptoir.printing import STANDARD, Wanted, as_page, as_pdf, printed
from comptoir.printing.choices import choices
from comptoir.printing.letter_heads import NONE, chosen
from comptoir.sites import Bench, Site

from .pictures import PIXEL

New = Callable[..., Any]


@pytest.fixture
def client(new: New) -> str:
    return str(new("Client", client_name="Acme", city="Lyon").name)


@pytest.fixture
def proposal(new: New, client: str) -> Any:
    """A draft with one line."""
    new("Item Group", item_group_name="Test Paper")
    new("Item", item_code="A4", item_name="Paper A4", item_group="Test Paper", unit="Box", rate=10)
    return new("Proposal", client=client, title="Paper", items=[{"item": "A4", "qty": 2, "rate": 10}])


def template(new: New, name: str, html: str, doctype: str = "Client", **values: Any) -> Any:
    values = {"doc_type": doctype, "custom_format": 1, "html": html, **values}
    return new("Print Format", name=name, **values)


def body(ctx: Context, name: str, format: str = "", doctype: str = "Client", **wanted: str) -> str:
    return printed(ctx, doctype, name, Wanted(format, **wanted)).html


class TestTheFormat:
    def test_is_the_one_asked_for(self, ctx: Context, new: New, client: str) -> None:
        template(new, "Card", "<h1>Card of {{ doc.client_name }}</h1>")
        assert "<h1>Card of Acme</h1>" in body(ctx, client, "Card")

    def test_is_standard_where_nothing_is_set(self, ctx: Context, new: New, client: str) -> None:
        template(new, "Card", "<h1>Card</h1>", "Deal")
        deal = new("Deal", deal_title="Paper", client=client).name
        assert STANDARD == printed(ctx, "Deal", deal).format

    def test_is_the_usual_one_of_the_doctype(self, ctx: Context, new: New, client: str) -> None:
        template(new, "Card", "<h1>Card</h1>")
        new(
            "Property Setter",
            doctype_or_field="DocType",
            doc_type="Client",
            property="default_print_format",
            value="Card",
        )
        ctx.db.commit()
        assert "<h1>Card</h1>" in body(ctx, client)
        assert "<h1>Card</h1>" not in body(ctx, client, STANDARD)

    def test_is_the_one_whose_condition_is_met(self, ctx: Context, new: New, client: str) -> None:
        template(new, "In Lyon", "Lyon", condition='doc.city == "Lyon"')
        template(new, "In Lille", "Lille", condition='doc.city == "Lille"')
        assert "In Lyon" == printed(ctx, "Client", client).format

    @pytest.mark.parametrize("values", [{"disabled": 1}, {"doctype": "Deal"}])
    def test_that_is_not_for_it_is_refused(
        self, ctx: Context, new: New, client: str, values: dict[str, Any]
    ) -> None:
        template(new, "Card", "Card", **values)
        with pytest.raises(DoesNotExistError, match="no print format Card"):
            body(ctx, client, "Card")

    def test_lies_on_the_page_it_names(self, ctx: Context, new: New, client: str) -> None:
        template(
            new, "Wide", "x", page_size="A5", orientation="Landscape", page_number="Top Left", margin_top=20
        )
        layout = printed(ctx, "Client", client, Wanted("Wide", NONE)).layout
        assert ((210, 148), "top-left", 20) == (layout.millimetres, layout.numbers, layout.margins[0])

    def test_with_margins_that_leave_no_room_is_refused(self, new: New) -> None:
        with pytest.raises(ValidationError, match="no room"):
            template(new, "Narrow", "x", margin_left=120, margin_right=120)


class TestATemplate:
    def test_sees_values_as_people_read_them(self, ctx: Context, new: New, proposal: Any) -> None:
        html = (
            "{{ doc.get_formatted('posting_date') }}|{{ doc.label('valid_till') }}|{{ doc.linked('client').city }}"
            "{% for row in doc.items %}|{{ row.item_name }} {{ row.get_formatted('amount') }}{% endfor %}"
        )
        template(new, "Short", html, "Proposal")
        day = proposal.posting_date.strftime("%d.%m.%Y")
        found = body(ctx, proposal.name, "Short", "Proposal", lang="ru")
        assert f"{day}|Действует до|Lyon|Paper A4 20,00&nbsp;€" in found

    def test_escapes_what_it_writes(self, ctx: Context, new: New) -> None:
        name = new("Client", client_name="A <b>B</b> & C").name
        template(new, "Card", "<p>{{ doc.client_name }}</p>")
        assert "<p>A &lt;b&gt;B&lt;/b&gt; &amp; C</p>" in body(ctx, name, "Card")

    def test_that_cannot_be_read_is_not_kept(self, new: New) -> None:
        with pytest.raises(ValidationError, match="line 2"):
            template(new, "Broken", "x\n{% if %}")

    @pytest.mark.parametrize(
        "html",
        [
            "{{ doc._part }}", "{{ doc._writer.ctx }}", "{{ doc.get.__globals__ }}", "{{ doc.__class__.__mro__ }}",
            "{{ doc['_writer'].ctx.db }}", "{{ (doc|attr('_part')).save() }}", "{{ doc.linked.__func__.__code__ }}",
            "{{ docs[0]._part._ctx.site.config }}", "{{ doc.linked('branch')._writer }}",
            "{{ doc._ctx }}", "{{ doc['_stored'] }}", "{{ doc.get('_ctx') }}", "{{ doc.flags }}", "{{ doc['_meta'] }}", "{{ docs[0]['_read'] }}",
        ],
    )  # fmt: skip
    def test_reaches_nothing_behind_the_document(
        self, ctx: Context, new: New, client: str, html: str
    ) -> None:
        template(new, "Curious", f"before {html} after")
        with suppress(ValidationError):
            found = body(ctx, client, "Curious")
            assert "before  after" in found

    def test_sees_no_document_that_its_reader_may_not_read(self, ctx: Context, new: New, client: str) -> None:
        new("Role", role_name="Reader")
        new("Custom DocPerm", parent="Proposal", role="Reader", read=1, print=1)
        ctx.db.commit()
        new("User", email="eve@example.com", first_name="Eve", roles=[{"role": "Reader"}])
        name = new("Proposal", client=client, title="Paper").name
        template(new, "Short", "[{{ doc.title }}|{{ doc.linked('client').city }}]", "Proposal")
        assert "[Paper|Lyon]" in body(ctx, name, "Short", "Proposal")
        assert "[Paper|]" in body(ctx.acting_as("eve@example.com"), name, "Short", "Proposal")

    def test_brings_no_scripts_into_the_page(self, ctx: Context, new: New, client: str) -> None:
        template(
            new,
            "Live",
            "<script>alert(1)</script><p onclick='x()'>{{ '<img src=x onerror=y()>' | safe }}</p>",
        )
        page = as_page(printed(ctx, "Client", client, Wanted("Live")))
        assert [] == [word for word in ("script", "onclick", "onerror") if word in page]


class TestStandard:
    def test_writes_numbers_without_zeros_behind_them(self, ctx: Context, new: New, proposal: Any) -> None:
        proposal.items[0].update({"qty": 2, "discount_percent": 2.5})
        text = body(ctx, proposal.save().name, STANDARD, "Proposal")
        assert [] == [number for number in ("2.000", "2.500%") if number in text]
        assert [] == [number for number in (">2<", ">2.5%<") if number not in text], text


class TestAnArrangement:
    def arrange(self, new: New, rows: list[dict[str, Any]], **values: Any) -> Any:
        data = json.dumps(rows)
        return new("Print Format", name="Arranged", doc_type="Proposal", format_data=data, **values)

    def test_says_what_stands_where(self, ctx: Context, new: New, proposal: Any) -> None:
        self.arrange(
            new,
            [
                {"fieldtype": "Section Break", "label": "What it costs"},
                {"fieldname": "grand_total", "label": "In all"},
                {"fieldtype": "Column Break"},
                {"fieldname": "title"},
                {"fieldname": "gone"},
                {
                    "fieldname": "items",
                    "visible_columns": [
                        {"fieldname": "item"},
                        {"fieldname": "qty"},
                        {"fieldname": "rate", "print_hide": 1},
                    ],
                },
            ],
        )
        found = body(ctx, proposal.name, "Arranged", "Proposal")
        order = [
            found.index(word)
            for word in ("What it costs", "In all", "Subject", "Items", "<th>Item</th>", "Quantity")
        ]
        assert sorted(order) == order
        assert [] == [word for word in ("Client name", "gone", ">Price<") if word in found]

    def test_shows_nothing_that_may_not_be_printed(self, ctx: Context, new: New, proposal: Any) -> None:
        self.arrange(new, [{"fieldname": "title"}, {"fieldname": "internal_notes"}])
        frappe.db.set_value("Proposal", proposal.name, "internal_notes", "a secret")
        assert "a secret" not in body(ctx, proposal.name, "Arranged", "Proposal")

    def test_that_is_none_is_not_kept(self, new: New) -> None:
        for data in ("{", '{"a": 1}', "[1]"):
            with pytest.raises(DataError, match=r"(?i)arrangement"):
                new("Print Format", name="Wrong", doc_type="Client", format_data=data)

    def test_has_headings_and_labels_as_wished(self, ctx: Context, new: New, proposal: Any) -> None:
        self.arrange(new, [], show_section_headings=0, align_labels_right=1)
        assert 'class="print-format no-headings labels-right"' in body(
            ctx, proposal.name, "Arranged", "Proposal"
        )


class TestALanguage:
    def test_is_that_of_the_format_or_the_one_asked_for(self, ctx: Context, new: New, client: str) -> None:
        template(new, "Card", "{{ lang }} {{ _('Client') }}", default_print_language="fr")
        assert "fr " in body(ctx, client, "Card")
        assert "ru Клиент" in body(ctx, client, "Card", lang="ru")

    def test_is_that_of_the_client_on_what_goes_to_them(self, ctx: Context, new: New, proposal: Any) -> None:
        usual = "{{ lang }} {{ _('Client') }}"
        template(new, "Card", usual)
        template(new, "Offer", usual, "Proposal")
        template(new, "English Offer", usual, "Proposal", default_print_language="en")
        frappe.db.set_value("Client", proposal.client, "language", "Russian")
        assert "ru Клиент" in body(ctx, proposal.name, "Offer", "Proposal")
        assert "ru" == choices("Proposal", proposal.name)["lang"]
        assert "en Client" in body(ctx, proposal.name, "English Offer", "Proposal")
        assert "fr Client" in body(ctx, proposal.name, "Offer", "Proposal", lang="fr")
        assert "en Client" in body(ctx, proposal.client, "Card")

    def test_is_that_of_the_reader_where_the_client_has_none(
        self, ctx: Context, new: New, proposal: Any
    ) -> None:
        template(new, "Offer", "{{ lang }} {{ _('Client') }}", "Proposal")
        assert "ru Клиент" in body(replace(ctx, lang="ru", memo={}), proposal.name, "Offer", "Proposal")

    def test_is_that_of_the_clauses_of_a_contract(self, ctx: Context, new: New, client: str) -> None:
        clauses = [{"title": "Objet", "text": "Livraison"}]
        kept = new("Contract Template", template_name="Livraison", language="French", clauses=clauses)
        frappe.db.set_value("Client", client, "language", "Russian")
        contract = new("Contract", client=client, template=kept.name)
        assert "fr" == choices("Contract", contract.name)["lang"]

    def test_is_what_a_field_of_the_document_says(self, ctx: Context, new: New, client: str) -> None:
        options = "\nen\nfr\nru"
        new(
            "Custom Field",
            dt="Deal",
            fieldname="language",
            label="Language",
            fieldtype="Select",
            options=options,
        )
        ctx.db.commit()
        deal = new("Deal", deal_title="Paper", client=client, language="fr").name
        assert ["fr", ""] == [choices("Deal", deal)["lang"], choices("Deal")["lang"]]

    def test_that_nobody_knows_is_refused(self, ctx: Context, client: str) -> None:
        with pytest.raises(DataError, match="no language xx"):
            body(ctx, client, lang="xx")


class TestAStandardFormat:
    @pytest.fixture
    def standard(self, new: New) -> Any:
        made = template(new, "Card", "Card")
        frappe.db.set_value("Print Format", "Card", "standard", "Yes")
        return frappe.get_doc("Print Format", made.name)

    def test_is_not_changed_on_the_site(self, standard: Any) -> None:
        standard.html = "changed"
        with pytest.raises(PermissionError, match="Duplicate it"):
            standard.save()

    def test_is_disabled_on_the_site(self, standard: Any) -> None:
        standard.disabled = 1
        standard.save()
        assert frappe.db.get_value("Print Format", "Card", "disabled")

    def test_is_not_deleted(self, standard: Any) -> None:
        with pytest.raises(PermissionError, match="Disable it"):
            standard.delete()

    def test_is_copied_to_be_changed(self, standard: Any) -> None:
        copied = frappe.copy_doc(standard)
        copied.name, copied.html = "My card", "changed"
        copied.insert()
        assert "No" == frappe.db.get_value("Print Format", "My card", "standard")

    def test_cannot_be_claimed(self, new: New) -> None:
        assert "No" == template(new, "Claimed", "x", standard="Yes").standard


class TestFilesOfAnApp:
    @pytest.fixture
    def installation(self, site: Site, bench_root: Path, bench: Bench) -> Iterator[Site]:
        """The site of the test on a copy of the repository, free to change."""
        copied = Bench(bench_root, bench.sites_path)
        yield copied.site(site.name)
        copied.close()

    @pytest.fixture
    def file(self, bench_root: Path) -> Path:
        shutil.rmtree(bench_root / "print_formats")
        path = bench_root / "print_formats" / "crm" / "card.json"
        path.parent.mkdir(parents=True)
        path.write_text(json.dumps({"name": "Card", "doc_type": "Client"}))
        path.with_suffix(".html").write_text("<p>One</p>")
        return path

    def test_become_formats_that_follow_them(self, installation: Site, file: Path) -> None:
        assert 1 == load_print_formats(installation, "regioncrm")
        assert 0 == load_print_formats(installation, "regioncrm")
        file.with_suffix(".html").write_text("<p>Two</p>")
        assert 1 == load_print_formats(installation, "regioncrm")
        with use(installation.open(ADMINISTRATOR)) as there:
            assert ("<p>Two</p>", "Yes", 1) == frappe.db.get_value(
                "Print Format", "Card", ["html", "standard", "custom_format"]
            )
            there.db.close()

    def test_leave_what_the_site_decided(self, installation: Site, file: Path) -> None:
        load_print_formats(installation, "regioncrm")
        with installation.context() as there, use(there):
            frappe.db.set_value("Print Format", "Card", "disabled", 1)
        file.with_suffix(".html").write_text("<p>Two</p>")
        load_print_formats(installation, "regioncrm")
        with installation.context() as there, use(there):
            assert 1 == frappe.db.get_value("Print Format", "Card", "disabled")

    def test_leave_a_format_that_somebody_made(self, installation: Site, file: Path) -> None:
        with installation.context() as there, use(there):
            frappe.get_doc(
                {
                    "doctype": "Print Format",
                    "name": "Card",
                    "doc_type": "Client",
                    "custom_format": 1,
                    "html": "own",
                }
            ).insert()
        assert 0 == load_print_formats(installation, "regioncrm")
        with installation.context() as there, use(there):
            assert "own" == frappe.db.get_value("Print Format", "Card", "html")


class TestALetterhead:
    @pytest.fixture
    def branch(self, new: New) -> str:
        return str(
            new("Branch", branch_name="Test Lille", legal_name="Lille SARL", tax_id="FR123456789").name
        )

    def letterhead(self, new: New, name: str, **values: Any) -> Any:
        return new(
            "Letter Head",
            letter_head_name=name,
            source="HTML",
            content=f"<b>{name} above</b>",
            footer=f"{name} below",
            **values,
        )

    def chosen(self, ctx: Context, doc: Any) -> str:
        found = chosen(ctx, doc)
        return str(found["name"]) if found else ""

    def header(self, ctx: Context, name: str, **wanted: str) -> str:
        return printed(ctx, "Client", name, Wanted(**wanted)).header

    def test_of_the_branch_shows_what_the_branch_is(self, ctx: Context, new: New, branch: str) -> None:
        name = new("Client", client_name="Acme", branch=branch).name
        paper = printed(ctx, "Client", name, Wanted(lang="fr"))
        assert "Lille SARL" in paper.header
        assert "FR123456789" in paper.footer

    def test_is_that_of_the_branch_before_the_usual_one(
        self, ctx: Context, new: New, branch: str, client: str
    ) -> None:
        self.letterhead(new, "Usual", is_default=1)
        self.letterhead(new, "Lille", scope=branch)
        there = new("Client", client_name="There", branch=branch).name
        assert "Lille above" in self.header(ctx, there)
        assert "Usual above" in self.header(ctx, client)
        assert "Usual above" in self.header(ctx, there, letter_head="Usual")
        assert "" == self.header(ctx, there, letter_head=NONE)

    def test_is_the_only_usual_one(self, new: New) -> None:
        self.letterhead(new, "First", is_default=1)
        self.letterhead(new, "Second", is_default=1)
        assert ["Second"] == frappe.get_all("Letter Head", {"is_default": 1}, pluck="name")

    def test_is_the_only_one_of_its_branch(self, new: New, branch: str) -> None:
        self.letterhead(new, "First", scope=branch)
        with pytest.raises(ValidationError, match="letterhead First already"):
            self.letterhead(new, "Second", scope=branch)

    def test_that_is_not_there_is_refused(self, ctx: Context, client: str) -> None:
        with pytest.raises(DoesNotExistError, match="no letterhead Nope"):
            self.header(ctx, client, letter_head="Nope")

    def test_of_a_document_stays_when_it_is_no_longer_in_use(
        self, ctx: Context, new: New, client: str
    ) -> None:
        self.letterhead(new, "Usual", is_default=1)
        self.letterhead(new, "Former", disabled=1)
        doc = get_document(ctx, "Client", client)
        doc.letter_head = "Former"
        assert "Former" == self.chosen(ctx, doc)
        doc.letter_head = "What somebody wrote"
        assert "Usual" == self.chosen(ctx, doc)

    def test_is_left_out_where_the_site_says_so(self, ctx: Context, new: New, client: str) -> None:
        self.letterhead(new, "Usual", is_default=1)
        frappe.db.set_single_value("Print Settings", "with_letterhead", 0)
        assert "" == self.header(ctx, client)

    def test_shows_its_picture_to_whoever_prints(self, ctx: Context, new: New, client: str) -> None:
        eve = ctx.acting_as(
            new("User", email="eve@example.com", first_name="Eve", roles=[{"role": "Sales Manager"}]).name
        )
        logo = attach(ctx, NewFile("logo.png", PIXEL)).file_url
        new("Letter Head", letter_head_name="Own", source="Image", image=logo, is_default=1)
        with use(eve):
            paper = printed(eve, "Client", client, Wanted())
        assert "data:image/png;base64," in paper.header

    def test_shows_nothing_else_that_one_may_not_open(self, ctx: Context, new: New, client: str) -> None:
        eve = ctx.acting_as(
            new("User", email="eve@example.com", first_name="Eve", roles=[{"role": "Sales Manager"}]).name
        )
        secret = attach(ctx, NewFile("secret.png", PIXEL)).file_url
        head = self.letterhead(new, "Usual", is_default=1)
        head.update({"content": f'<b>above</b><img src="{secret}">'}).save()
        with use(eve):
            assert "data:" not in printed(eve, "Client", client, Wanted()).header
        assert "data:image/png" in printed(ctx, "Client", client, Wanted()).header

    def test_stands_on_each_page(self, ctx: Context, new: New, client: str, text_of: Any) -> None:
        self.letterhead(new, "Usual", is_default=1)
        template(new, "Long", "{% for n in range(150) %}<p>Line {{ n }}</p>{% endfor %}")
        pages = text_of(as_pdf(ctx, printed(ctx, "Client", client, Wanted("Long")), engine="weasyprint"))
        assert len(pages) > 2
        assert [(1, 1)] * len(pages) == [
            (page.count("Usual above"), page.count("Usual below")) for page in pages
        ]
        numbers = [f"{number}/{len(pages)}" for number in range(1, len(pages) + 1)]
        assert numbers == [page.replace(" ", "").strip()[-len(numbers[0]) :] for page in pages]

    @pytest.mark.parametrize("engine", ["weasyprint", "wkhtmltopdf"])
    def test_stands_once_where_it_is_not_repeated(
        self, ctx: Context, new: New, client: str, text_of: Any, engine: str
    ) -> None:
        self.letterhead(new, "Usual", is_default=1)
        frappe.db.set_single_value("Print Settings", "repeat_header_footer", 0)
        template(new, "Long", "{% for n in range(150) %}<p>Line {{ n }}</p>{% endfor %}")
        pages = text_of(as_pdf(ctx, printed(ctx, "Client", client, Wanted("Long")), engine=engine))
        assert ("Usual above" in pages[0], "Usual below" in pages[-1]) == (True, True)
        assert (1, 1) == ("".join(pages).count("Usual above"), "".join(pages).count("Usual below"))


@pytest.mark.parametrize("engine", ["weasyprint", "wkhtmltopdf"])
class TestAMark:
    def test_says_on_the_page_what_a_draft_is(
        self, ctx: Context, proposal: Any, text_of: Any, engine: str
    ) -> None:
        paper = printed(ctx, "Proposal", proposal.name, Wanted(STANDARD, lang="fr"))
        assert "BROUILLON" in "".join(text_of(as_pdf(ctx, paper, engine=engine)))

    def test_is_gone_once_it_is_submitted(
        self, ctx: Context, proposal: Any, text_of: Any, engine: str
    ) -> None:
        proposal.submit()
        assert "" == printed(ctx, "Proposal", proposal.name).mark
        proposal.cancel()
        assert "Cancelled" == printed(ctx, "Proposal", proposal.name).mark


class TestStates:
    def test_that_are_not_printed_are_refused(self, ctx: Context, proposal: Any) -> None:
        frappe.db.set_single_value("Print Settings", "allow_print_for_draft", 0)
        with pytest.raises(ValidationError, match="is a draft"):
            printed(ctx, "Proposal", proposal.name)
        proposal.submit()
        assert printed(ctx, "Proposal", proposal.name).html
        proposal.cancel()
        frappe.db.set_single_value("Print Settings", "allow_print_for_cancelled", 0)
        with pytest.raises(ValidationError, match="is cancelled"):
            printed(ctx, "Proposal", proposal.name)
