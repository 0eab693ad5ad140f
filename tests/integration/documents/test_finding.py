"""Finding documents of every doctype: the same on both databases, ranked, and nothing that its asker may not read."""

from __future__ import annotations

from typing import Any

import frappe
import pytest
import sqlalchemy as sa
from comptoir.apps.migrate import migrate
from comptoir.context import Context
from comptoir.documents import finding, rename
from comptoir.documents.finding import find
from comptoir.errors import BadRequestError
from comptoir.search import building
from comptoir.search.index import search_table
from comptoir.sites import Site
from frappe import share
from frappe.utils.global_search import search

ANNA = "anna@company.example"


@pytest.fixture
def clients(ctx: Context) -> dict[str, str]:
    """Clients by title, committed: MariaDB finds what is committed."""
    made = {
        title: new("Client", client_name=title, city=city, phone=phone)
        for title, city, phone in (
            ("Dupont Moreau", "Lyon", "+33612345678"),
            ("Moreau Frères", "Lille", ""),
            ("Альфа Сервис", "Dupontville", ""),
        )
    }
    new("Task", subject="Call Dupont")
    ctx.db.commit()
    return made


def new(doctype: str, **values: Any) -> str:
    return str(frappe.get_doc(doctype=doctype, **values).insert().name)


def titles(ctx: Context, text: str, **options: Any) -> list[str]:
    found = find(ctx, text, **options)
    return [str(one.row.get("client_name") or one.row.get("subject") or one.name) for one in found]


class TestWhatIsFound:
    def test_documents_of_every_doctype(self, ctx: Context, clients: dict[str, str]) -> None:
        assert {"Client", "Task"} == {one.doctype for one in find(ctx, "dupont")}

    def test_titles_that_begin_so_come_before_words_and_other_fields(
        self, ctx: Context, clients: dict[str, str]
    ) -> None:
        assert ["Dupont Moreau", "Call Dupont", "Альфа Сервис"] == titles(ctx, "dupont")

    def test_what_is_called_as_another_document_comes_after_it(
        self, ctx: Context, clients: dict[str, str]
    ) -> None:
        fields = [
            {"fieldname": "client", "fieldtype": "Link", "options": "Client", "label": "Client"},
            {
                "fieldname": "called",
                "fieldtype": "Data",
                "label": "Called",
                "fetch_from": "client.client_name",
            },
        ]
        permissions = [{"role": "System Manager", "read": 1, "write": 1, "create": 1}]
        new("DocType", name="Visit Note", module="CRM", custom=1, autoname="VN-.####", title_field="called",
            search_fields="called", fields=fields, permissions=permissions)  # fmt: skip
        ctx.db.commit()
        new("Visit Note", client=clients["Moreau Frères"])
        ctx.db.commit()
        found = find(ctx, "moreau")
        assert ["Client", "Client", "Visit Note"] == [one.doctype for one in found]
        assert "Visit Note" in {one.doctype for one in find(ctx, "moraeu freres")}

    def test_the_name_comes_first(self, ctx: Context, clients: dict[str, str]) -> None:
        assert "Moreau Frères" == titles(ctx, clients["Moreau Frères"])[0]

    @pytest.mark.parametrize("text", ["0612 34", "+33 6", "345678"])
    def test_pieces_of_a_telephone_number(self, ctx: Context, clients: dict[str, str], text: str) -> None:
        assert ["Dupont Moreau"] == titles(ctx, text)

    @pytest.mark.parametrize(
        ("text", "expected"),
        [("dupnot", "Dupont Moreau"), ("alfa servis", "Альфа Сервис"), ("moraeu freres", "Moreau Frères")],
    )
    def test_slips(self, ctx: Context, clients: dict[str, str], text: str, expected: str) -> None:
        assert expected in titles(ctx, text)

    def test_a_document_in_the_place_of_one_taken_away_past_the_index(
        self, ctx: Context, clients: dict[str, str]
    ) -> None:
        left = {"doctype": "Client", "name": "CLI-00004", "terms": "w0leftover b0leftover x0leftover"}
        ctx.db.begin()
        ctx.db.execute(sa.insert(search_table).values(left))
        assert left["name"] == new("Client", client_name="Newcomer")
        ctx.db.commit()
        assert (["Newcomer"], []) == (titles(ctx, "newcomer"), titles(ctx, "leftover"))

    def test_pages(self, ctx: Context, clients: dict[str, str]) -> None:
        everything = titles(ctx, "dupont")
        assert everything == titles(ctx, "dupont", limit=1) + titles(ctx, "dupont", start=1, limit=2)

    def test_of_one_doctype(self, ctx: Context, clients: dict[str, str]) -> None:
        assert ["Call Dupont"] == titles(ctx, "dupont", doctypes=["Task"])

    @pytest.mark.parametrize("text", ["", " ", "%", '"', "*", ")(", "+-"])
    def test_signs_find_nothing(self, ctx: Context, clients: dict[str, str], text: str) -> None:
        assert [] == find(ctx, text)

    def test_what_was_changed_last_comes_first_among_equals(self, ctx: Context) -> None:
        older, newer = (new("Client", client_name=f"Zelora {word}") for word in ("Nord", "Sud"))
        ctx.db.commit()
        doc = frappe.get_doc("Client", older)
        doc.city = "Lyon"
        doc.save()
        ctx.db.commit()
        assert [older, newer] == [one.name for one in find(ctx, "zelora")]


class TestTheIndexFollows:
    def test_a_change_a_rename_and_a_deletion(self, ctx: Context, clients: dict[str, str]) -> None:
        frappe.db.set_value("Client", clients["Dupont Moreau"], "client_name", "Gamma")
        rename(ctx, "Client", clients["Moreau Frères"], "ZEBRA-1")
        frappe.delete_doc("Client", clients["Альфа Сервис"])
        ctx.db.commit()
        assert (["Call Dupont"], ["Gamma"]) == (titles(ctx, "dupont"), titles(ctx, "gamma"))
        assert (["Moreau Frères"], []) == (titles(ctx, "zebra"), titles(ctx, "сервис"))

    def test_a_rollback(self, ctx: Context, clients: dict[str, str]) -> None:
        new("Client", client_name="Omega")
        ctx.db.rollback()
        assert [] == find(ctx, "omega")
        assert not ctx.db.execute(
            sa.select(search_table.c.id).where(search_table.c.terms.like("%omega%"))
        ).all()

    def test_a_change_of_what_it_does_not_hold_leaves_it_alone(
        self, ctx: Context, clients: dict[str, str]
    ) -> None:
        before = ctx.db.execute(sa.select(sa.func.max(search_table.c.id))).scalar_one()
        frappe.db.set_value("Client", clients["Dupont Moreau"], "notes", "Called.")
        ctx.db.commit()
        assert before == ctx.db.execute(sa.select(sa.func.max(search_table.c.id))).scalar_one()


class TestRights:
    @pytest.fixture
    def gizmos(self, site: Site) -> None:
        """Everybody reads their own gizmos, and nobody but managers their secrets; a hint shows its end."""
        fields = [
            {"fieldname": "title", "fieldtype": "Data", "label": "Title"},
            {"fieldname": "secret", "fieldtype": "Data", "label": "Secret", "permlevel": 1, "in_global_search": 1},
            {
                "fieldname": "hint", "fieldtype": "Data", "label": "Hint", "permlevel": 1, "in_global_search": 1,
                "masking": "Last 4",
            },
        ]  # fmt: skip
        with site.context():
            frappe.get_doc(
                doctype="DocType", name="Gizmo", module="CRM", title_field="title", autoname="GIZ-.####",
                fields=fields, permissions=[{"role": "All", "read": 1, "create": 1, "if_owner": 1}],
            ).insert()  # fmt: skip
            frappe.get_doc(doctype="User", email=ANNA, first_name="Anna").insert()
        migrate(site)
        with site.context():
            new("Gizmo", title="Quartz of somebody else")
            mine = frappe.get_doc(
                doctype="Gizmo", title="Quartz of Anna", secret="Basalt", hint="Granite4711"
            )
            mine.insert()
            frappe.db.set_value("Gizmo", mine.name, "owner", ANNA)

    @pytest.mark.usefixtures("gizmos")
    @pytest.mark.parametrize("most", [0, 2000])
    def test_only_what_one_may_read(self, site: Site, most: int, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(finding, "MOST_LOOKED_AT", most)
        with site.context(ANNA) as ctx:
            assert ["Quartz of Anna"] == [one.row["title"] for one in find(ctx, "quartz")]

    @pytest.mark.usefixtures("gizmos")
    @pytest.mark.parametrize("text", ["basalt", "bas", "granite", "4711", "granite4711"])
    def test_fields_that_are_hidden_or_masked_find_nothing(self, site: Site, text: str) -> None:
        with site.context(ANNA) as ctx:
            assert [] == find(ctx, text)
        with site.context() as ctx:
            assert 1 == len(find(ctx, text, ["Gizmo"]))

    @pytest.mark.usefixtures("gizmos")
    def test_fields_that_are_hidden_or_masked_are_not_told(self, site: Site) -> None:
        with site.context(ANNA):
            told = repr(search("quartz"))
        assert "Quartz of Anna" in told
        assert not [word for word in ("Basalt", "Granite", "4711", "somebody else") if word in told]

    @pytest.mark.usefixtures("gizmos")
    def test_what_was_shared_is_found(self, site: Site) -> None:
        with site.context():
            other = frappe.db.get_value("Gizmo", {"title": "Quartz of somebody else"}, "name")
            share.add("Gizmo", other, ANNA)
        with site.context(ANNA) as ctx:
            assert 2 == len(find(ctx, "quartz"))

    def test_a_doctype_one_may_not_read_is_refused_by_name(
        self, ctx: Context, clients: dict[str, str]
    ) -> None:
        ctx.set_user("Guest")
        assert [] == find(ctx, "dupont")
        with pytest.raises(frappe.PermissionError):
            find(ctx, "dupont", ["Client"])

    @pytest.mark.usefixtures("gizmos")
    def test_many_hidden_hits_hide_none_of_ones_own(
        self, site: Site, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(finding, "FIRST_LOOK", 1)
        monkeypatch.setattr(finding, "MOST_LOOKED_AT", 3)
        with site.context():
            for number in range(8):
                new("Gizmo", title=f"Quartz {number}")
        with site.context(ANNA) as ctx:
            assert ["Quartz of Anna"] == [one.row["title"] for one in find(ctx, "quartz", limit=1)]


class TestBuilding:
    def test_fills_what_is_missing_and_goes_on_where_it_was_stopped(
        self, ctx: Context, site: Site, clients: dict[str, str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(building, "PORTION", 2)
        ctx.db.begin()
        ctx.db.execute(sa.delete(search_table).where(search_table.c.doctype.in_(["Client", ""])))
        ctx.db.commit()
        assert [] == find(ctx, "dupont", ["Client"])
        assert "Client" in {meta.name for meta in building.stale(ctx)}
        runs = 0
        while not building.build(site, seconds=-1).is_whole:
            runs += 1
            assert runs < 1000
        assert runs > 3
        assert [] == building.stale(ctx)
        assert ["Dupont Moreau"] == titles(ctx, "dupont moreau", doctypes=["Client"])

    def test_a_migration_leaves_large_doctypes_to_the_job(
        self, ctx: Context, site: Site, clients: dict[str, str]
    ) -> None:
        building.forget_all(site)
        assert not building.build(site, most=2).is_whole
        assert "Client" in {meta.name for meta in building.stale(ctx)}

    def test_has_nothing_to_do_afterwards(self, ctx: Context, site: Site, clients: dict[str, str]) -> None:
        assert building.Built(0, is_whole=True) == building.build(site)

    def test_a_doctype_that_is_no_longer_kept_leaves(self, ctx: Context, site: Site) -> None:
        ctx.db.begin()
        ctx.db.execute(sa.insert(search_table).values(doctype="Gone", name="1", terms="w0gone"))
        ctx.db.commit()
        building.build(site)
        assert not ctx.db.execute(sa.select(search_table.c.id).where(search_table.c.doctype == "Gone")).all()


class TestFrappesWay:
    def test_the_answer_has_frappes_keys(self, ctx: Context, clients: dict[str, str]) -> None:
        answer = search("dupont moreau")
        assert {"doctype", "name", "content", "rank"} <= set(answer[0])
        assert "Dupont Moreau" in answer[0]["content"]

    def test_texts_with_an_ampersand_between_them_are_several(
        self, ctx: Context, clients: dict[str, str]
    ) -> None:
        assert 2 == len(search("dupont moreau & moreau freres"))

    @pytest.mark.parametrize("wrong", [{"limit": 0}, {"limit": 501}, {"start": -1}, {"start": 1001}])
    def test_pages_have_bounds(self, ctx: Context, wrong: dict[str, int]) -> None:
        with pytest.raises(BadRequestError):
            search("dupont", **wrong)
