"""What the designer of print formats is told, and how a format looks before it is saved."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import frappe
import pytest
from comptoir.context import Context
from comptoir.errors import (
    DataError,
    DoesNotExistError,
    PermissionError,
    TimestampMismatchError,
    ValidationError,
)
from comptoir.printing import Wanted, designer, printed

New = Callable[..., Any]


@pytest.fixture
def client(new: New) -> str:
    return str(new("Client", client_name="Acme", city="Lyon").name)


@pytest.fixture
def proposal(new: New, client: str) -> str:
    new("Item Group", item_group_name="Test Paper")
    new("Item", item_code="A4", item_name="Paper A4", item_group="Test Paper", unit="Box", rate=10)
    items = [{"item": "A4", "qty": 2, "rate": 10}]
    return str(new("Proposal", client=client, title="Paper for a year", items=items).name)


def arrangement(*rows: dict[str, Any]) -> str:
    return json.dumps(rows)


def shown(ctx: Context, doctype: str, name: str, *rows: dict[str, Any], **values: Any) -> str:
    format = {"doc_type": doctype, "format_data": arrangement(*rows), **values}
    return str(designer.preview(ctx, format, name)["html"])


class TestANewFormat:
    def test_begins_with_the_order_of_the_form(self, ctx: Context, client: str) -> None:
        found = designer.opened(ctx, doctype="Client")
        assert not found["is_arranged"]
        assert found["sample"] == client
        offered = {field["fieldname"] for field in found["fields"]}
        placed = {row["fieldname"] for row in found["rows"] if "fieldname" in row}
        assert {"client_name", "city"} <= placed == offered

    def test_offers_what_can_stand_on_paper(self, ctx: Context) -> None:
        fields = {field["fieldname"]: field for field in designer.opened(ctx, doctype="Proposal")["fields"]}
        assert "naming_series" not in fields
        columns = {column["fieldname"]: column for column in fields["items"]["columns"]}
        assert (True, True) == (columns["qty"]["is_usual"], columns["qty"]["is_number"])

    def test_is_none_for_rows_of_a_table(self, ctx: Context) -> None:
        with pytest.raises(DataError, match="table of other documents"):
            designer.opened(ctx, doctype="Proposal Item")

    def test_is_none_for_what_is_no_doctype(self, ctx: Context) -> None:
        with pytest.raises(DoesNotExistError):
            designer.opened(ctx, doctype="Nothing of the kind")


class TestWhatIsSaid:
    def test_is_in_the_language_of_the_screen_and_kept_in_that_of_the_declaration(self, ctx: Context) -> None:
        found = designer.opened(replace(ctx, lang="fr", memo={}), doctype="Proposal")
        assert {"fieldtype": "Section Break", "label": "Terms of price"} in found["rows"]
        assert "Conditions de prix" == found["said"]["Terms of price"]
        assert "Objet" in [field["label"] for field in found["fields"]]


class TestAStoredFormat:
    def test_comes_as_it_is_kept(self, ctx: Context, new: New) -> None:
        rows = [{"fieldname": "city", "label": "Town"}]
        new("Print Format", name="Short", doc_type="Client", format_data=json.dumps(rows), margin_top=22)
        found = designer.opened(ctx, "Short")
        assert (rows, 22.0, True) == (found["rows"], found["values"]["margin_top"], found["is_arranged"])

    def test_that_somebody_changed_meanwhile_is_not_overwritten(self, ctx: Context, new: New) -> None:
        new("Print Format", name="Short", doc_type="Client")
        read = str(designer.opened(ctx, "Short")["modified"])
        other = frappe.get_doc("Print Format", "Short")
        other.margin_top = 30
        other.save()
        mine = frappe.get_doc("Print Format", "Short")
        mine.update({"margin_top": 10, "modified": read})
        with pytest.raises(TimestampMismatchError):
            mine.save()


class TestTheSheet:
    def test_shows_what_was_not_saved(self, ctx: Context, client: str) -> None:
        found = shown(ctx, "Client", client, {"fieldname": "city", "label": "Town"})
        assert "Town" in found
        assert "Acme" not in found
        assert not frappe.db.exists("Print Format", "-")

    def test_says_how_large_a_page_is(self, ctx: Context, client: str) -> None:
        format = {"doc_type": "Client", "page_size": "A5", "orientation": "Landscape", "margin_left": 31}
        found = designer.preview(ctx, format, client)
        assert (210, 148) == (found["width"], found["height"])
        assert "31mm" in found["html"]

    def test_has_headings_texts_lines_and_space(self, ctx: Context, client: str) -> None:
        found = shown(
            ctx, "Client", client,
            {"fieldtype": "Heading", "label": "For the <driver>"}, {"fieldtype": "Text", "options": "Ring\nbefore 9"},
            {"fieldtype": "Divider"}, {"fieldtype": "Spacer"},
        )  # fmt: skip
        for part in ("For the &lt;driver&gt;</h4>", "Ring\nbefore 9</p>", "<hr>", 'class="spacer"'):
            assert part in found

    def test_has_html_that_sees_the_document(self, ctx: Context, client: str) -> None:
        html = '<b>{{ doc.city }}</b><script>alert(1)</script><img src="https://elsewhere.example/x.png">'
        found = shown(
            ctx, "Client", client, {"fieldname": "_custom_html", "fieldtype": "HTML", "options": html}
        )
        assert "<b>Lyon</b>" in found
        assert "alert" not in found
        assert "elsewhere" not in found

    def test_leaves_out_labels_and_its_heading(self, ctx: Context, client: str) -> None:
        rows = ({"fieldname": "city", "hide_label": 1},)
        found = shown(ctx, "Client", client, *rows, hide_heading=1)
        assert "Lyon" in found
        assert "City" not in found
        assert "print-heading" not in found.split("</style>")[1]

    def test_has_a_heading_of_its_own(self, ctx: Context, client: str) -> None:
        head = {
            "fieldname": "print_heading_template", "fieldtype": "Custom HTML", "options": "<h1>Card {{ doc.name }}</h1>"
        }  # fmt: skip
        found = shown(ctx, "Client", client, head, {"fieldname": "city"})
        assert f"<h1>Card {client}</h1>" in found
        assert '<p class="sub-heading">' not in found

    def test_begins_a_section_on_a_new_page(self, ctx: Context, client: str) -> None:
        rows = (
            {"fieldtype": "Section Break"},
            {"fieldname": "city"},
            {"fieldtype": "Section Break", "page_break": 1},
        )
        assert 'class="section-break new-page"' in shown(
            ctx, "Client", client, *rows, {"fieldname": "client_name"}
        )
        assert 'class="section-break new-page"' not in shown(
            ctx, "Client", client, *rows[2:], {"fieldname": "city"}
        )

    def test_has_columns_of_tables_as_wished(self, ctx: Context, proposal: str) -> None:
        columns = [
            {"fieldname": "qty", "label": "Pieces", "print_width": "20%"}, {"fieldname": "item"},
            {"fieldname": "rate", "print_width": "1; color: red"},
        ]  # fmt: skip
        found = shown(ctx, "Proposal", proposal, {"fieldname": "items", "visible_columns": columns})
        assert 'style="width: 20%">Pieces</th>' in found
        assert found.index("Pieces") < found.index("Item</th>")
        assert "color: red" not in found

    def test_takes_colour_and_letterhead_of_the_format(self, ctx: Context, new: New, client: str) -> None:
        new("Letter Head", letter_head_name="Lorry", source="HTML", content="<p>Lorry & Sons</p>")
        row = {"fieldname": "city"}
        found = shown(ctx, "Client", client, row, accent_color="#0f766e", letter_head="Lorry")
        assert "color: #0f766e" in found
        assert "Lorry" in found

    def test_is_in_the_language_asked_for(self, ctx: Context, client: str) -> None:
        format = {"doc_type": "Client", "format_data": arrangement({"fieldname": "city"})}
        assert 'lang="fr"' in designer.preview(ctx, format, client, lang="fr")["html"]

    def test_is_what_is_printed_once_it_is_saved(self, ctx: Context, new: New, client: str) -> None:
        row = {"fieldname": "city", "label": "Town"}
        before = shown(ctx, "Client", client, row)
        new("Print Format", name="Short", doc_type="Client", format_data=arrangement(row))
        assert printed(ctx, "Client", client, Wanted("Short")).html in before


class TestWhatIsWrong:
    @pytest.mark.parametrize(
        ("html", "line"),
        [
            ("one\n{% if %}", 2),
            ("one\ntwo\n{{ doc.city.nothing.more }}", 3),
            ("\n{{ ''.__class__.__mro__ }}", 2),
        ],
    )
    def test_with_a_template_is_told_with_its_line(
        self, ctx: Context, client: str, html: str, line: int
    ) -> None:
        format = {"doc_type": "Client", "custom_format": 1, "html": html}
        found = designer.preview(ctx, format, client)
        assert ("", line) == (found["html"], found["problem"]["line"])
        assert f"line {line}" in found["problem"]["message"]

    def test_with_a_template_without_end_is_told(self, ctx: Context, client: str) -> None:
        html = "{% macro again() %}{{ again() }}{% endmacro %}{{ again() }}"
        format = {"doc_type": "Client", "custom_format": 1, "html": html}
        assert designer.preview(ctx, format, client)["problem"]

    @pytest.mark.parametrize(
        "values",
        [
            {"format_data": "{"}, {"format_data": '"text"'}, {"format_data": "[[1]]"}, {"margin_top": "wide"},
            {"margin_left": 150, "margin_right": 150}, {"font": "Comic; } body { display: none"}, {"page_size": "A99"},
            {"accent_color": "red; }"}, {"html": "x" * 1_000_001}, {"letter_head": "No such"}, {"default_print_language": "xx"},
        ],
    )  # fmt: skip
    def test_with_a_setting_is_refused(self, ctx: Context, client: str, values: dict[str, Any]) -> None:
        with pytest.raises((ValidationError, DataError, DoesNotExistError)):
            designer.preview(ctx, {"doc_type": "Client", **values}, client)

    def test_with_an_arrangement_is_not_kept(self, new: New) -> None:
        wide = [{"fieldtype": "Section Break", "label": "Wide"}, *([{"fieldtype": "Column Break"}] * 4)]
        with pytest.raises(DataError, match="Wide has more than 4 columns"):
            new("Print Format", name="Wide", doc_type="Client", format_data=json.dumps(wide))
        broken = arrangement({"fieldtype": "HTML", "fieldname": "_custom_html", "options": "{% if %}"})
        with pytest.raises(ValidationError, match="line 1"):
            new("Print Format", name="Broken", doc_type="Client", format_data=broken)


class TestWho:
    @pytest.fixture
    def eve(self, ctx: Context, new: New) -> Context:
        """Somebody who designs formats and reads clients, but no proposals."""
        new("Role", role_name="Designer")
        new("Custom DocPerm", parent="Print Format", role="Designer", read=1, write=1)
        new("Custom DocPerm", parent="Client", role="Designer", read=1)
        ctx.db.commit()
        new("User", email="eve@example.com", first_name="Eve", roles=[{"role": "Designer"}])
        return ctx.acting_as("eve@example.com")

    def test_may_not_write_formats_is_refused(self, ctx: Context, new: New, client: str) -> None:
        new("User", email="bob@example.com", first_name="Bob", roles=[{"role": "Sales Manager"}])
        bob = ctx.acting_as("bob@example.com")
        with pytest.raises(PermissionError):
            designer.opened(bob, doctype="Client")
        with pytest.raises(PermissionError):
            designer.preview(bob, {"doc_type": "Client"}, client)

    def test_may_not_print_the_document_is_refused(self, eve: Context, client: str, proposal: str) -> None:
        assert designer.opened(eve, doctype="Client")["sample"] == client
        with pytest.raises(PermissionError):
            designer.opened(eve, doctype="Proposal")
        for doctype, name in (("Proposal", proposal), ("Client", client)):
            with pytest.raises(PermissionError):
                designer.preview(eve, {"doc_type": doctype}, name)
