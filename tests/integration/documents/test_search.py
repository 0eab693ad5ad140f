"""What a Link field offers while somebody types: the same documents on both databases, and only permitted ones."""

from __future__ import annotations

from typing import Any

import frappe
import pytest
import sqlalchemy as sa
from comptoir.apps.migrate import migrate
from comptoir.context import Context
from comptoir.db.words import word_table
from comptoir.documents import rename, searching
from comptoir.documents.word_index import is_indexed
from comptoir.query import And, Begins, Column, Query, Select, compile_query
from comptoir.sites import Site

NAMES = (
    "Société Générale",
    "Microsoft France",
    "Alpha Logistics",
    "Beta Alpha",
    "Альфа Сервис",
    "Alpes Motors",
)


@pytest.fixture
def clients(ctx: Context) -> dict[str, str]:
    """Clients by title."""
    made = {
        title: frappe.get_doc(doctype="Client", client_name=title, city="Lyon").insert().name
        for title in NAMES
    }
    ctx.db.commit()
    return made


def found(ctx: Context, text: str, **options: Any) -> list[str]:
    return [row["client_name"] for row in searching.search(ctx, "Client", text, **options)]


class TestWhatIsFound:
    def test_what_begins_with_the_text_comes_first(self, ctx: Context, clients: dict[str, str]) -> None:
        assert ["Alpha Logistics", "Beta Alpha"] == found(ctx, "alpha")

    def test_accents_and_case_do_not_count(self, ctx: Context, clients: dict[str, str]) -> None:
        assert ["Société Générale"] == found(ctx, "GENERALE")
        assert ["Société Générale"] == found(ctx, "société gé")

    def test_other_scripts_are_found(self, ctx: Context, clients: dict[str, str]) -> None:
        assert ["Альфа Сервис"] == found(ctx, "сервис")

    def test_every_word_has_to_begin_a_word(self, ctx: Context, clients: dict[str, str]) -> None:
        assert ["Alpha Logistics"] == found(ctx, "log alph")

    def test_inside_of_words_is_found_where_no_word_begins_so(
        self, ctx: Context, clients: dict[str, str]
    ) -> None:
        assert ["Microsoft France"] == found(ctx, "rosoft")

    @pytest.mark.parametrize(
        ("text", "expected"), [("microsfot", "Microsoft France"), ("societte generale", "Société Générale")]
    )
    def test_a_slip_is_forgiven_where_nothing_else_is_found(
        self, ctx: Context, clients: dict[str, str], text: str, expected: str
    ) -> None:
        assert [expected] == found(ctx, text)

    def test_filters_hold_for_slips_as_well(self, ctx: Context, clients: dict[str, str]) -> None:
        assert [] == found(ctx, "microsfot", filters={"client_name": "Beta Alpha"})

    def test_the_number_of_a_client_is_found(self, ctx: Context, clients: dict[str, str]) -> None:
        assert ["Beta Alpha"] == found(ctx, clients["Beta Alpha"])

    def test_wildcards_are_plain_characters(self, ctx: Context, clients: dict[str, str]) -> None:
        assert [] == found(ctx, "%")

    def test_filters_narrow(self, ctx: Context, clients: dict[str, str]) -> None:
        assert ["Beta Alpha"] == found(ctx, "alpha", filters={"client_name": "Beta Alpha"})

    def test_no_more_than_asked_for(self, ctx: Context, clients: dict[str, str]) -> None:
        assert 2 == len(found(ctx, "lyon", limit=2))

    def test_many_and_few_give_the_same(
        self, ctx: Context, clients: dict[str, str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        texts = ("alpha", "al", "lyon", "log alph", "société")
        few = [found(ctx, text) for text in texts]
        monkeypatch.setattr(searching, "FEW", 0)
        assert few == [found(ctx, text) for text in texts]

    @pytest.mark.only_on("sqlite")
    def test_many_are_asked_about_by_their_names(self, ctx: Context, clients: dict[str, str]) -> None:
        """The database keeps no statistics of a young site, and may not read all words for each document."""
        many = And((Begins(("al", "am"), few=False),))
        query = Query("Client", (Select(Column("Client", "name"), "name"),), many, limit=10)
        statement = compile_query(query, ctx.site.registry.get, ctx.db.dialect)
        text = str(statement.compile(ctx.site.engine, compile_kwargs={"literal_binds": True}))
        plan = " ".join(row.detail for row in ctx.db.execute(sa.text(f"EXPLAIN QUERY PLAN {text}")))
        assert "doctype_name_word_index (doctype=? AND name=? AND word>? AND word<?)" in plan

    def test_index_and_columns_agree_on_beginnings(self, ctx: Context, clients: dict[str, str]) -> None:
        with_index = found(ctx, "al")
        meta = ctx.site.registry.get("Client")
        args = searching.ListArgs(list(meta.search_columns), None, limit=10)
        by_columns = [row["client_name"] for row in searching._by_columns(ctx, meta, "al", args)]
        assert set(with_index) <= set(by_columns)
        assert with_index[:2] == [name for name in by_columns if name.startswith("Al")]


class TestRights:
    @pytest.mark.parametrize("few", [0, 1000])
    def test_only_own_documents_where_the_role_says_so(
        self, site: Site, few: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(searching, "FEW", few)
        with site.context():
            title = {"fieldname": "title", "fieldtype": "Data", "label": "Title"}
            rights = {"role": "All", "read": 1, "create": 1, "if_owner": 1}
            frappe.get_doc(
                doctype="DocType",
                name="Gizmo",
                module="CRM",
                title_field="title",
                fields=[title],
                permissions=[rights],
            ).insert()
            frappe.get_doc(doctype="User", email="anna@company.example", first_name="Anna").insert()
        migrate(site)
        with site.context() as ctx:
            assert is_indexed(ctx, site.registry.get("Gizmo"))
            frappe.get_doc(doctype="Gizmo", title="Alpha of somebody else").insert()
        with site.context("anna@company.example") as ctx:
            frappe.get_doc(doctype="Gizmo", title="Alpha of Anna").insert()
            assert ["Alpha of Anna"] == [row["title"] for row in searching.search(ctx, "Gizmo", "alpha")]

    def test_whoever_may_not_select_gets_an_error(self, ctx: Context, clients: dict[str, str]) -> None:
        ctx.set_user("Guest")
        with pytest.raises(frappe.PermissionError):
            found(ctx, "alpha")


class TestTheIndexFollows:
    def test_a_change(self, ctx: Context, clients: dict[str, str]) -> None:
        doc = frappe.get_doc("Client", clients["Beta Alpha"])
        doc.client_name = "Gamma"
        doc.save()
        assert (["Gamma"], ["Alpha Logistics"]) == (found(ctx, "gamma"), found(ctx, "alpha"))

    @pytest.mark.parametrize("write", ["set_value", "db_set"])
    def test_a_written_column(self, ctx: Context, clients: dict[str, str], write: str) -> None:
        name = clients["Beta Alpha"]
        if write == "set_value":
            frappe.db.set_value("Client", name, "client_name", "Gamma")
        else:
            frappe.get_doc("Client", name).db_set("client_name", "Gamma")
        assert ["Gamma"] == found(ctx, "gamma")

    def test_a_rename(self, ctx: Context, clients: dict[str, str]) -> None:
        rename(ctx, "Client", clients["Beta Alpha"], "ZEBRA-1")
        assert ["Beta Alpha"] == found(ctx, "zebra")

    def test_a_renamed_document_it_links_to(self, ctx: Context) -> None:
        for name, parent in (("North", None), ("Lapland", "North")):
            frappe.get_doc(doctype="Territory", territory_name=name, parent_territory=parent).insert()
        rename(ctx, "Territory", "North", "Arctic")
        assert ["Arctic", "Lapland"] == [row["name"] for row in searching.search(ctx, "Territory", "arctic")]

    def test_a_deletion(self, ctx: Context, clients: dict[str, str]) -> None:
        frappe.delete_doc("Client", clients["Beta Alpha"])
        assert ["Alpha Logistics"] == found(ctx, "alpha")

    def test_a_rollback(self, ctx: Context, clients: dict[str, str]) -> None:
        frappe.get_doc(doctype="Client", client_name="Omega").insert()
        ctx.db.rollback()
        assert [] == found(ctx, "omega")


class TestMigrate:
    def test_fills_what_is_missing(self, ctx: Context, site: Site, clients: dict[str, str]) -> None:
        ctx.db.begin()
        ctx.db.execute(sa.delete(word_table))
        ctx.db.commit()
        site.registry.bump()
        assert not is_indexed(ctx, site.registry.get("Client"))
        assert ["Alpha Logistics", "Beta Alpha"] == found(ctx, "alpha")
        migrate(site)
        site.registry.sync()
        assert is_indexed(ctx, site.registry.get("Client"))
        assert ["Alpha Logistics", "Beta Alpha"] == found(ctx, "alpha")

    def test_has_nothing_to_do_afterwards(self, ctx: Context, site: Site, clients: dict[str, str]) -> None:
        def words() -> Any:
            return ctx.db.execute(sa.select(word_table).order_by(*word_table.c)).all()

        before = words()
        migrate(site)
        assert before == words()
