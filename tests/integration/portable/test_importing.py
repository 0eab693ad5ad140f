"""A stranger's app becomes one of this installation: its doctypes work, and what does not is told."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from comptoir.apps.install import install_app
from comptoir.apps.migrate import migrate_site
from comptoir.apps.target import scope_of
from comptoir.context import Context
from comptoir.desk.linked import overview
from comptoir.documents import get_document, new_document, rename
from comptoir.errors import ConfigurationError, LinkExistsError, LinkValidationError, ValidationError
from comptoir.portable.importing import Imported, import_app
from comptoir.schema import desired, diff, inspect
from comptoir.sites import Bench, Site
from comptoir.testing.life import live
from comptoir.testing.values import Filler
from frappe.utils import nestedset

from ...foreign_app import declarations, doctype, field, write_app, write_workshop
from .conftest import NAME

TOLD = [
    ("Tool", "Nothing", "tool_name"),
    ("Web Form", "Floor", "no document type Web Form"),
    ("app", "else_entirely", "is not here"),
    ("client script", "job_card.js", "not run"),
    ("doctype", "Evil `Name`", "signs"),
    ("doctype", "Tool", "declares it twice; shop_floor/doctype/tool/tool.json holds"),
    ("doctype", "conflict", "not valid JSON"),
    ("doctype", "tool", 'cannot be told from that of "Tool" of the app workshop'),
    ("field", "Counted.Modified", "already"),
    ("field", "Counted.minutes", 'the default "now" has no effect'),
    ("field", "Job Card.company", 'kept as text: "Company" is not here'),
    ("field", "Job Card.gone", '"No Such Child" is not here'),
    ("field", "Job Card.parent", "left out"),
    ("field", "Job Card.reason", "always shown"),
    ("hook", "computed", "computed by code"),
    ("hook", "app_include_js", "no effect"),
    ("hook function", "workshop.absent.function", "no module workshop.absent"),
    ("hook function", "workshop.events.installed", "not called"),
    ("patches", "patches.txt", "taken as done"),
]


@pytest.fixture(scope="module")
def imported(open_bench: Bench, tmp_path_factory: pytest.TempPathFactory) -> Imported:
    return import_app(open_bench, write_workshop(tmp_path_factory.mktemp("source")), NAME)


@pytest.fixture(scope="module")
def site(imported: Imported, open_bench: Bench) -> Site:
    return open_bench.site(NAME)


class TestTheWorkshop:
    """The app of ``tests/foreign_app.py``."""

    def test_brings_every_doctype_that_can_be_here(self, imported: Imported) -> None:
        wanted = {declared["name"] for declared in declarations()} - {"Evil `Name`"}
        assert wanted | {"Northern Form"} == set(imported.doctypes)

    def test_has_documents_that_live(self, imported: Imported, site: Site) -> None:
        for name in imported.doctypes:
            meta = site.registry.get(name)
            if not (meta.istable or meta.is_virtual):
                with site.context() as ctx:
                    live(Filler(ctx), meta)

    def test_starts_without_a_default_that_names_nothing(self, site: Site) -> None:
        with site.context() as ctx:
            tool = new_document(ctx, {"doctype": "Tool", "tool_name": "Plane"}).insert()
            rows = {"rows": [{"column": "a"}], "state": "Open", "subject": tool.name}
            made = new_document(ctx, {"doctype": "Shift", **rows}).insert()
            assert (None, "") == (made.style, get_document(ctx, "Shift", made.name).reference)
            with pytest.raises(LinkValidationError, match="No Such Group"):
                new_document(ctx, {"doctype": "Shift", "style": "No Such Group", **rows}).insert()

    def test_renames_what_a_virtual_doctype_links_to(self, site: Site) -> None:
        with site.context() as ctx:
            tool = new_document(ctx, {"doctype": "Tool", "tool_name": "File"}).insert()
            assert "Rasp" == rename(ctx, "Tool", tool.name, "Rasp")

    def test_says_which_tables_have_rows_that_are_nowhere(self, imported: Imported) -> None:
        told = {said.name for said in imported.unsupported if "rows are made by code" in said.why}
        assert {"Shift.live", "Shift.computed"} == told

    def test_leaves_nothing_to_plan(self, site: Site) -> None:
        wanted = desired(site.registry.all().values(), scope_of(site.config.installed_apps))
        assert diff(inspect(site.engine), wanted).is_empty

    def test_is_migrated_to_nothing_new(self, site: Site, open_bench: Bench) -> None:
        assert "nothing to do" == migrate_site(open_bench, NAME).summary()

    def test_keeps_a_working_controller_and_its_events(self, site: Site) -> None:
        with site.context() as ctx:
            tool = new_document(ctx, {"doctype": "Tool", "tool_name": "Saw"}).insert()
            card = {"doctype": "Job Card", "company": "Acme", "items": [{"tool": tool.name}], "tool": "Saw"}
            made = new_document(ctx, card).insert()
            assert ("stamped", "Saw for Acme", "Saw") == (made.remark, made.title, made.tool_name)
            with pytest.raises(ValidationError, match="A day has 24 hours"):
                new_document(ctx, card | {"hours": 25}).insert()

    def test_takes_back_what_a_controller_only_computes(self, site: Site) -> None:
        with site.context() as ctx:
            tool = new_document(ctx, {"doctype": "Tool", "tool_name": "Adze"}).insert()
            card = {"doctype": "Job Card", "company": "Acme", "items": [{"tool": tool.name}], "hours": 4}
            sent = new_document(ctx, card).insert().as_dict()
            changed = get_document(ctx, "Job Card", sent["name"]).update(sent | {"hours": 12}).save()
            assert (0.5, 1.5) == (sent["days"], changed.days)

    def test_names_a_document_by_when_and_by_whom_it_was_made(self, site: Site) -> None:
        with site.context() as ctx:
            made = new_document(ctx, {"doctype": "Stamped"}).insert()
            assert f"Made {made.creation} by Administrator" == made.name

    def test_has_trees_whose_controllers_are_nested_sets(self, site: Site) -> None:
        def group(ctx: Context, name: str, above: str | None = None) -> Any:
            values = {"tool_group_name": name, "parent_tool_group": above, "is_group": 1}
            return new_document(ctx, {"doctype": "Tool Group"} | values).insert()

        with site.context() as ctx:
            top, middle, leaf = group(ctx, "Top"), group(ctx, "Middle", "Top"), group(ctx, "Leaf", "Middle")
            again = get_document(ctx, "Tool Group", "Top").save()
            assert ["Leaf", "Middle"] == sorted(again.flags.below)
            assert ["Middle", "Top"] == leaf.get_ancestors()
            assert ["Top", "Middle"] == nestedset.get_ancestors_of("Tool Group", "Leaf", "lft asc")
            assert ("Top", ["Leaf"]) == (
                middle.get_parent().name,
                [doc.name for doc in middle.get_children()],
            )
            root = get_document(ctx, "Tool Group", nestedset.get_root_of("Tool Group"))
            assert root.parent_tool_group is None
            with pytest.raises(ValidationError, match="Middle stays a group"):
                get_document(ctx, "Tool Group", "Middle").update({"is_group": 0}).save()
            with pytest.raises(nestedset.NestedSetChildExistsError, match="Top cannot be deleted while"):
                get_document(ctx, "Tool Group", top.name).delete()
            get_document(ctx, "Tool Group", "Leaf").update({"is_group": 0}).save()
            with pytest.raises(nestedset.NestedSetInvalidMergeError, match="one of them is a group"):
                rename(ctx, "Tool Group", "Leaf", "Top", merge=True)
            ctx.db.rollback()

    def test_takes_nothing_over_that_its_field_cannot_hold(self, site: Site) -> None:
        with site.context() as ctx:
            counted = new_document(ctx, {"doctype": "Counted", "value": "many"}).insert()
            counting = new_document(ctx, {"doctype": "Counting", "counted": counted.name}).insert()
            assert ("many", 0) == (counting.value, counting.number)
            counted.update({"value": "12"}).save()
            assert 12 == counting.save().number

    def test_leads_to_documents_by_who_made_them(self, site: Site) -> None:
        with site.context() as ctx:
            counted = new_document(ctx, {"doctype": "Counted"}).insert()
            assert [("Counting", False)] == [
                (row["doctype"], row["can_create"]) for row in overview(ctx, "Counted", counted.name)
            ]

    def test_names_by_numbers_as_well(self, site: Site) -> None:
        with site.context() as ctx:
            rows = {"rows": [{"column": "a"}]}
            assert "S0-01" == new_document(ctx, {"doctype": "Switched"} | rows).insert().name
            made = new_document(ctx, {"doctype": "Numbered", "number": 7}).insert()
            with pytest.raises(ValidationError, match='"7 x" is not one'):
                rename(ctx, "Numbered", made.name, "7 x")
            assert "8" == rename(ctx, "Numbered", made.name, "8")
            assert 8 == get_document(ctx, "Numbered", "8").number
            ctx.db.rollback()

    def test_has_settings_that_mean_one_of_two_namesakes(self, site: Site) -> None:
        with site.context() as ctx:
            new_document(ctx, {"doctype": "Tool", "tool_name": "Twin"}).insert()
            new_document(ctx, {"doctype": "Tool Group", "tool_group_name": "Twin"}).insert()
            settings = get_document(ctx, "Pointing Settings", "Pointing Settings")
            settings.update({"kind": "Tool Group", "thing": "Twin"}).save()
            get_document(ctx, "Tool", "Twin").delete()
            new_document(ctx, {"doctype": "Tool", "tool_name": "Twin"}).insert()
            rename(ctx, "Tool", "Twin", "Brother")
            assert "Twin" == get_document(ctx, "Pointing Settings", "Pointing Settings").thing
            with pytest.raises(LinkExistsError, match="Pointing Settings"):
                get_document(ctx, "Tool Group", "Twin").delete()
            rename(ctx, "Tool Group", "Twin", "Sister")
            assert "Sister" == get_document(ctx, "Pointing Settings", "Pointing Settings").thing
            ctx.db.rollback()

    def test_reads_the_declaration_of_a_listed_module(self, site: Site) -> None:
        assert site.registry.get("Tool").has_field("tool_name")

    def test_does_without_a_controller_that_cannot_be_loaded(self, site: Site, imported: Imported) -> None:
        with site.context() as ctx:
            new_document(ctx, {"doctype": "Tool", "tool_name": "File"}).insert()
        assert ("controller", "Tool") in {(found.kind, found.name) for found in imported.unsupported}

    def test_brings_its_records_roles_and_modules(self, site: Site) -> None:
        with site.context() as ctx:
            for doctype_name, name in (
                ("Tool", "Hammer"),
                ("Role", "Floor Manager"),
                ("Module Def", "Shop Floor"),
            ):
                assert name == get_document(ctx, doctype_name, name).name

    def test_says_that_a_virtual_doctype_has_no_documents(self, site: Site) -> None:
        with site.context() as ctx, pytest.raises(ValidationError, match="Live View is virtual"):
            new_document(ctx, {"doctype": "Live View", "value": "x"}).insert()

    def test_tells_what_has_no_effect(self, imported: Imported) -> None:
        told = {(found.kind, found.name): found.why for found in imported.unsupported}
        untold = [row for row in TOLD if row[2] not in told.get(row[:2], "")]
        assert [] == untold

    def test_tells_each_thing_once(self, imported: Imported) -> None:
        names = [(found.kind, found.name) for found in imported.unsupported]
        assert sorted(set(names)) == names
        assert "Tool" not in [found.name for found in imported.unsupported if found.kind == "client script"]


class TestImporting:
    def test_again_brings_what_changed(self, open_bench: Bench, tmp_path: Path) -> None:
        first = write_app(
            tmp_path / "a", [doctype("Growing", field("x")), doctype("Going")], "growing", "parts"
        )
        import_app(open_bench, first, NAME)
        newer = write_app(tmp_path / "b", [doctype("Growing", field("size"))], "growing", "parts")
        assert ("Growing",) == import_app(open_bench, newer, NAME).doctypes
        assert open_bench.site(NAME).registry.get("Growing").has_field("size")
        assert not open_bench.site(NAME).registry.has("Going")

    def test_finds_what_was_missing_once_it_is_there(self, open_bench: Bench, tmp_path: Path) -> None:
        near = [doctype("Near Thing", field("far", "Link", options="Far Thing"))]
        import_app(open_bench, write_app(tmp_path / "a", near, "near", "near"), NAME)
        assert "Data" == open_bench.site(NAME).registry.get("Near Thing").by_name["far"].fieldtype
        import_app(open_bench, write_app(tmp_path / "b", [doctype("Far Thing")], "far", "far"), NAME)
        migrate_site(open_bench, NAME)
        assert "Link" == open_bench.site(NAME).registry.get("Near Thing").by_name["far"].fieldtype

    def test_tells_only_of_the_app_that_comes(self, open_bench: Bench, tmp_path: Path) -> None:
        lacking = [doctype("Lacking Thing", field("far", "Link", options="Nowhere"))]
        import_app(open_bench, write_app(tmp_path / "a", lacking, "lacking", "lacking"), NAME)
        whole = write_app(tmp_path / "b", [doctype("Whole Thing", field("x"))], "whole", "whole")
        assert () == import_app(open_bench, whole, NAME).unsupported

    def test_gives_way_to_a_doctype_that_is_here(self, open_bench: Bench, tmp_path: Path) -> None:
        source = write_app(
            tmp_path / "a", [doctype("User", field("x")), doctype("Own Thing", field("x"))], "guest", "guests"
        )
        result = import_app(open_bench, source, NAME)
        assert ("Own Thing",) == result.doctypes
        assert not open_bench.site(NAME).registry.get("User").has_field("x")
        assert ["the app comptoir has a doctype of this name already"] == [
            found.why for found in result.unsupported if found.name == "User"
        ]

    def test_without_a_site_only_brings_the_app(self, open_bench: Bench, tmp_path: Path) -> None:
        source = write_app(tmp_path / "a", [doctype("Later Thing", field("x"))], "later", "later")
        assert ("Later Thing",) == import_app(open_bench, source).doctypes
        assert not open_bench.site(NAME).registry.has("Later Thing")
        assert install_app(open_bench, NAME, "later")
        assert open_bench.site(NAME).registry.has("Later Thing")

    def test_refuses_a_folder_without_an_app(self, open_bench: Bench, tmp_path: Path) -> None:
        with pytest.raises(ConfigurationError, match="holds no Frappe app"):
            import_app(open_bench, tmp_path)

    def test_refuses_the_name_of_the_engine(self, open_bench: Bench, tmp_path: Path) -> None:
        source = write_app(tmp_path / "a", [doctype("X", field("x"))], "frappe", "x")
        with pytest.raises(ConfigurationError, match="cannot be called 'frappe'"):
            import_app(open_bench, source)

    def test_leaves_links_to_elsewhere_behind(self, open_bench: Bench, tmp_path: Path) -> None:
        source = write_app(tmp_path / "a", [doctype("Plain Thing", field("x"))], "plain", "plain")
        (tmp_path / "secret").write_text("secret")
        (source / "plain" / "secret").symlink_to(tmp_path / "secret")
        import_app(open_bench, source)
        assert not (open_bench.root / "apps" / "plain" / "plain" / "secret").exists()
