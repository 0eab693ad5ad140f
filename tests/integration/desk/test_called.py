"""Documents whose names are words are called in the reader's language, wherever they are shown or looked for."""

from __future__ import annotations

from collections.abc import Iterator

import frappe
import pytest
from comptoir.context import ADMINISTRATOR, Context, use
from comptoir.desk import api, boards, finding
from comptoir.desk.titles import names_meant
from comptoir.documents import called as documents_called
from comptoir.sites import Site
from frappe.desk.form.load import getdoc
from frappe.desk.search import search_link


@pytest.fixture
def russian(site: Site) -> Iterator[Context]:
    with use(site.open(ADMINISTRATOR)) as ctx:
        ctx.lang = "ru"
        client = frappe.get_doc(doctype="Client", client_name="Étoile").insert().name
        frappe.get_doc(doctype="Deal", deal_title="Roof", client=client, stage="Needs analysis").insert()
        yield ctx
        ctx.db.close()


def test_in_lists_that_link_to_them_and_in_their_own(russian: Context) -> None:
    deals = api.list(russian, "Deal", fields=["name", "stage"])
    assert "Анализ потребностей" == deals["link_titles"]["Deal Stage::Needs analysis"]
    assert "Needs analysis" == deals["rows"][0]["stage"]
    own = api.list(russian, "Deal Stage", fields=["name", "stage_name"])["link_titles"]
    assert "Переговоры" == own["Deal Stage::Negotiation"]
    named = api.list(russian, "Module Def", fields=["name"])["link_titles"]
    assert "Склад" == named["Module Def::Stock"]


def test_on_boards(russian: Context) -> None:
    found = boards.board(russian, "Deal", "stage")["link_titles"]
    assert "Квалификация" == found["Deal Stage::Qualification"]


def test_on_forms(russian: Context) -> None:
    deal = frappe.get_all("Deal", pluck="name")[0]
    assert "Анализ потребностей" == getdoc("Deal", deal).values["_link_titles"]["Deal Stage::Needs analysis"]
    assert (
        "Анализ потребностей"
        == getdoc("Deal Stage", "Needs analysis").values["_link_titles"]["Deal Stage::Needs analysis"]
    )


@pytest.mark.parametrize("typed", ["анализ", "ПОТРЕБ", "анализ потр", "Needs"])
def test_when_a_link_is_typed(russian: Context, typed: str) -> None:
    [found] = search_link("Deal Stage", typed)
    assert ("Needs analysis", "Анализ потребностей") == (found["value"], found["label"])


def test_when_they_are_pasted(russian: Context) -> None:
    found = names_meant(russian, "Unit", ["штука", "Piece", "Nothing"])
    assert {"штука", "Piece"} == set(found)
    assert {"name": "Piece", "title": "Штука"} == found["штука"]


def test_in_the_search_over_everything(russian: Context) -> None:
    found = finding.search(russian, "Negotiation", "Deal Stage")["found"]
    assert ["Переговоры"] == [one["title"] for one in found]


def test_countries_by_the_names_of_the_world(russian: Context) -> None:
    assert ("France", "Франция") in [
        (one["value"], one.get("label")) for one in search_link("Country", "фран")
    ]


def test_what_a_company_named_itself_stays_as_it_is(russian: Context) -> None:
    stage("Waiting for Anna")
    titles = api.list(russian, "Deal Stage", fields=["name", "stage_name"])["link_titles"]
    assert "Waiting for Anna" == titles["Deal Stage::Waiting for Anna"]


def test_english_is_what_is_stored(russian: Context) -> None:
    russian.lang = "en"
    titles = api.list(russian, "Deal Stage", fields=["name", "stage_name"])["link_titles"]
    assert [key.removeprefix("Deal Stage::") for key in titles] == list(titles.values())
    assert "label" not in search_link("Deal Stage", "Needs")[0]


def test_a_title_beside_the_name_is_called_by_itself(russian: Context) -> None:
    [rule] = frappe.get_all("Row Rule", ["name", "description"], {"document_type": "Route Sheet"})
    titles = api.list(russian, "Row Rule", fields=["name", "description"])["link_titles"]
    assert "маршрут принадлежит самому водителю" == titles[f"Row Rule::{rule['description']}"]


def test_a_name_of_its_own_is_meant_before_what_another_is_called(russian: Context) -> None:
    stage("Переговоры")
    assert "Переговоры" == names_meant(russian, "Deal Stage", ["Переговоры"])["Переговоры"]["name"]


def test_what_several_are_called_means_none(russian: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("Car", "Automobile"):
        stage(name)
    monkeypatch.setattr(
        documents_called,
        "called",
        lambda _ctx, _meta, name, _lang: {"Car": "машина", "Automobile": "машина"}.get(name, name),
    )
    assert {} == names_meant(russian, "Deal Stage", ["машина"])


def stage(name: str) -> None:
    frappe.get_doc(doctype="Deal Stage", stage_name=name, position=99, kind="Open").insert()
