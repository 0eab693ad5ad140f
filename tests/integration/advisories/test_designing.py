"""The preview of print formats draws what somebody just wrote: it shows no more than printing would."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from .conftest import LILLE, LYON, SECRET, Company
from .test_templates import ESCAPES, LEAKS

OPENED, PREVIEW = "comptoir.printing.designer.opened", "comptoir.printing.designer.preview"


def format_of(html: str) -> dict[str, Any]:
    return {"doc_type": "Client", "custom_format": 1, "html": html}


@pytest.mark.parametrize("person", ["guest", "anna", "boris", "manager", "driver"])
def test_only_who_may_write_formats_is_answered(
    company: Company, clients: dict[str, str], person: str
) -> None:
    for branch in (LYON, LILLE):
        asked = {"format": format_of("{{ doc.name }}"), "name": clients[branch]}
        assert company.call(person, PREVIEW, **asked).refused
    assert company.ask(person, "GET", f"/api/method/{OPENED}", params={"doctype": "Client"}).refused


@pytest.mark.parametrize("template", ESCAPES)
def test_a_template_that_reaches_out_shows_nothing(
    company: Company, clients: dict[str, str], template: str
) -> None:
    row = {"fieldtype": "HTML", "fieldname": "_custom_html", "options": template}
    for format in (format_of(template), {"doc_type": "Client", "format_data": [row]}):
        answer = company.call("keeper", PREVIEW, format=format, name=clients[LYON])
        assert answer.refused or answer.status == 200
        if answer.status == 200:
            body = answer.data["html"].split("</style>")[-1]
            assert [] == [leak for leak in LEAKS if leak in body], body[:300]


@pytest.fixture
def sales_may_design(company: Company) -> Iterator[None]:
    """Print formats may be written by salespeople."""
    given = company.make(
        "Custom DocPerm", parent="Print Format", role="Sales User", read=1, write=1, create=1, permlevel=0
    )
    yield
    company.remove("Custom DocPerm", given)


@pytest.mark.usefixtures("sales_may_design")
def test_what_is_shown_is_a_document_its_reader_may_print(company: Company, clients: dict[str, str]) -> None:
    asked = format_of("{{ doc.client_name }} {{ records('Client')|length }}")
    assert company.call("anna", PREVIEW, format=asked, name=clients[LYON]).status == 200
    refused = company.call("anna", PREVIEW, format=asked, name=clients[LILLE])
    assert refused.refused
    assert SECRET not in refused.text
    other = {
        **asked,
        "html": "{% for c in records('Client', fields=['client_name']) %}{{ c.client_name }}{% endfor %}",
    }
    assert SECRET not in company.call("anna", PREVIEW, format=other, name=clients[LYON]).text
    assert company.call("anna", PREVIEW, format={**asked, "doc_type": "User"}, name="Administrator").refused


@pytest.mark.parametrize(
    "format",
    [
        {}, {"doc_type": None}, {"doc_type": ["Client"]}, {"doc_type": {"a": 1}}, {"doc_type": "Client", "html": {"a": [1]}},
        {"doc_type": "Client", "format_data": {"a": 1}}, {"doc_type": "Client", "format_data": "[" * 5000},
        {"doc_type": "Client", "format_data": [{"fieldname": {"a": 1}, "visible_columns": "all", "label": [1]}]},
        {"doc_type": "Client", "format_data": [{"fieldname": "city", "visible_columns": {"a": 1}}]},
        {"doc_type": "Client", "format_data": "[" + '{"fieldname": "city"},' * 2001 + "{}]"},
        {"doc_type": "Client", "custom_format": 1, "html": "(" * 5000}, {"doc_type": "Client", "custom_format": 1, "html": "{{" + "(" * 5000},
        {"doc_type": "Client", "css": "</style><script>alert(1)</script>"}, {"doc_type": "Client", "css": "@import url(https://x.example)"},
        {"doc_type": "Client", "margin_top": float(10**30)}, {"doc_type": "Client", "font_size": -1}, {"doc_type": "User Type"},
        [], "text", None, 1,
    ],
)  # fmt: skip
def test_what_is_no_format_is_answered(company: Company, clients: dict[str, str], format: Any) -> None:
    answer = company.call("admin", PREVIEW, format=format, name=clients[LYON])
    assert answer.refused or answer.status == 200
    assert "<script" not in answer.text
    assert "x.example" not in answer.text
