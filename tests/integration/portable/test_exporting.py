"""RegionCRM and a small app leave as Frappe apps: complete, alike every time, refusing the same values, and come back."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from comptoir.apps.loader import declarations, find_apps, select_apps
from comptoir.documents import new_document
from comptoir.errors import ConfigurationError, ValidationError
from comptoir.meta import fieldtypes, foreign
from comptoir.meta.load import read_file
from comptoir.portable.exporting import ExportRefusedError, export_app
from comptoir.portable.importing import import_app
from comptoir.sites import Bench

from ...conftest import ROOT
from ...stock_frappe import Reader
from .conftest import NAME

PARCEL: dict[str, Any] = {
    "doctype": "DocType",
    "name": "Parcel",
    "module": "Store",
    "autoname": "field:code",
    "fields": [
        {"fieldname": "code", "fieldtype": "Data", "label": "Code", "reqd": 1, "normalise": "trim upper"},
        {"fieldname": "seal", "fieldtype": "Data", "mask": "AA-99[9]", "pattern": "[A-Z]{2}-[0-9]+", "label": "Seal"},
        {"fieldname": "phone", "fieldtype": "Data", "normalise": "phone", "pattern": "\\+[0-9]+", "label": "Phone",
         "pattern_message": "Write the number with its country."},
        {"fieldname": "note", "fieldtype": "Data", "normalise": "collapse title", "label": "Note"},
        {"fieldname": "weight", "fieldtype": "Float", "minimum": 0.5, "maximum": 30, "default": "1", "label": "Weight"},
        {"fieldname": "state", "fieldtype": "Select", "options": "New\nSent", "label": "State"},
        {"fieldname": "why", "fieldtype": "Data", "depends_on": "doc.state in ['Sent'] and doc.weight > 2", "label": "Why"},
        {"fieldname": "lines", "fieldtype": "Table", "options": "Parcel Line", "label": "Lines"},
    ],
    "actions": [{"label": "Send", "action": "send", "arguments": '[{"fieldname": "day", "fieldtype": "Date"}]',
                 "depends_on": "eval:doc.state == 'New'"}],
    "permissions": [{"role": "System Manager", "read": 1, "write": 1, "create": 1, "delete": 1}],
}  # fmt: skip
LINE: dict[str, Any] = {
    "doctype": "DocType", "name": "Parcel Line", "module": "Store", "istable": 1,
    "fields": [{"fieldname": "share", "fieldtype": "Int", "maximum": 100, "label": "Share"}],
}  # fmt: skip
CONTROLLER = '''"""Parcel: something sent."""

from frappe.model.document import Document

from depot.words import said


class Parcel(Document):
    def before_save(self):
        self.why = said(self.note)
'''
VALUES: list[tuple[str, Any]] = [
    ("seal", "AB-12"), ("seal", "AB-123"), ("seal", "AB-1"), ("seal", "ab-12"), ("seal", "12-AB"), ("seal", ""), ("seal", "AB-12\n"),
    ("phone", "+33 1 99 00 00 00"), ("phone", "call me"), ("phone", "+7 (495) 123-45-67"), ("phone", "٣٣"),
    ("weight", 0.5), ("weight", 0.4), ("weight", 30), ("weight", 30.1), ("weight", 0), ("weight", "12"), ("weight", -1),
    ("note", "  jean-PIERRE  o'neil "), ("note", "ßen"), ("code", " a-7 "),
]  # fmt: skip


@pytest.fixture(scope="module")
def regioncrm(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("export") / "regioncrm"
    export_app(ROOT, "regioncrm", out)
    return out


class TestRegionCRM:
    def test_loads_in_a_stock_frappe_as_far_as_its_tree_tells(self, regioncrm: Path) -> None:
        assert [] == Reader(regioncrm).problems()

    def test_carries_its_scripts_and_the_hook_that_names_them(self, regioncrm: Path) -> None:
        package = regioncrm / "regioncrm"
        for name in ("index.js", "achievement.js", "achievement.css", "requisites.js"):
            assert (package / "public/desk" / name).is_file(), name
        assert 'desk_include_js = "/assets/regioncrm/desk/index.js"' in (package / "hooks.py").read_text(
            "utf-8"
        )

    def test_is_the_same_every_time(self, regioncrm: Path, tmp_path: Path) -> None:
        export_app(ROOT, "regioncrm", tmp_path / "again")
        assert _contents(regioncrm) == _contents(tmp_path / "again")

    def test_comes_back_as_it_was(self, regioncrm: Path) -> None:
        own = declarations(ROOT, select_apps(ROOT, ["regioncrm"])).doctypes()
        back = {d.name: d for d in map(foreign.read_file, regioncrm.glob("regioncrm/*/doctype/*/*.json"))}
        assert own == back
        assert own == {d.name: d for d in map(read_file, regioncrm.glob("regioncrm/*/doctype/*/*.json"))}

    def test_brought_back_home_is_recognised(self, regioncrm: Path, bench: Bench) -> None:
        result = import_app(bench, regioncrm)
        assert (True, 0) == (result.was_here, len(result.unsupported))

    def test_that_differs_from_the_one_at_home_is_refused(
        self, regioncrm: Path, bench: Bench, tmp_path: Path
    ) -> None:
        shutil.copytree(regioncrm, tmp_path / "changed")
        file = tmp_path / "changed" / "regioncrm" / "crm" / "doctype" / "territory" / "territory.json"
        file.write_text(json.dumps(json.loads(file.read_text()) | {"max_attachments": 77}))
        with pytest.raises(ConfigurationError, match="declares it differently: Territory"):
            import_app(bench, tmp_path / "changed")

    def test_lives_in_another_installation(self, regioncrm: Path, tmp_path: Path) -> None:
        """Its controllers, set-up records and rules work there, on the engine alone."""
        root = tmp_path / "elsewhere"
        (root / "apps").mkdir(parents=True)
        (root / "apps" / "comptoir").symlink_to(ROOT / "apps" / "comptoir")
        for arguments in (
            ["new-site", "b.localhost", "--admin-password", "secret"],
            ["import-app", str(regioncrm), "--site", "b.localhost"],
            ["--site", "b.localhost", "migrate"],
        ):
            done = _command(root, *arguments)
            assert 0 == done.returncode, done.stderr
        assert "nothing to do" in done.stdout
        script = (
            "import frappe\n"
            "doc = frappe.get_doc({'doctype': 'Client', 'client_name': '  Acme   Ltd '}).insert()\n"
            "print(type(doc).__mro__[1].__name__, '|', doc.client_name, '|', frappe.db.count('Deal Stage') > 0)\n"
        )
        (root / "probe.py").write_text(f"def run():\n    {script.replace(chr(10), chr(10) + '    ')}\n")
        done = _command(
            root,
            "--site",
            "b.localhost",
            "execute",
            "probe.run",
            PYTHONPATH=f"{ROOT / 'apps/comptoir'}:{root}",
        )
        assert "Guarded | Acme Ltd | True" in done.stdout, done.stderr


def _command(root: Path, *arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("COMPTOIR_")}
    kept |= {"COMPTOIR_BENCH": str(root), "PYTHONPATH": str(ROOT / "apps" / "comptoir")} | environ
    command = [sys.executable, "-m", "comptoir.cli", *arguments]
    return subprocess.run(command, env=kept, capture_output=True, text=True, timeout=120, check=False)


def _contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def depot(tmp_path: Path) -> Path:
    """An installation with a small app of our own layout."""
    root = tmp_path / "home"
    package = root / "apps" / "depot" / "depot"
    (package / "store").mkdir(parents=True)
    (root / "doctypes" / "store").mkdir(parents=True)
    (root / "apps" / "comptoir").symlink_to(ROOT / "apps" / "comptoir")
    for declared in (PARCEL, LINE):
        name = declared["name"].lower().replace(" ", "_")
        (root / "doctypes" / "store" / f"{name}.json").write_text(json.dumps(declared))
    (package / "__init__.py").write_text('__version__ = "1.0"\n')
    (package / "hooks.py").write_text('app_name = "depot"\napp_title = "Depot"\n')
    (package / "modules.txt").write_text("store\n")
    (package / "words.py").write_text("def said(text):\n    return f'said {text}'\n")
    (package / "store" / "__init__.py").touch()
    (package / "store" / "parcel.py").write_text(CONTROLLER)
    return root


@pytest.fixture
def frappes_depot(depot: Path, tmp_path: Path, open_bench: Bench) -> Bench:
    """The small app, exported, in an installation that reads of its declarations only what Frappe reads."""
    export_app(depot, "depot", tmp_path / "out")
    for path in (tmp_path / "out").rglob("*.json"):
        path.write_text(json.dumps(_without_additions(json.loads(path.read_text()))))
    import_app(open_bench, tmp_path / "out", NAME)
    assert open_bench.site(NAME).registry.get("Parcel").by_name["seal"].mask is None
    return open_bench


def _without_additions(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _without_additions(v) for k, v in value.items() if not k.startswith("comptoir_")}
    return [_without_additions(entry) for entry in value] if isinstance(value, list) else value


class TestTheRulesOfASmallApp:
    def test_are_kept_where_only_frappe_reads_the_declaration(
        self, frappes_depot: Bench, depot: Path
    ) -> None:
        declared = read_file(depot / "doctypes" / "store" / "parcel.json")
        site = frappes_depot.site(NAME)
        differing = []
        for number, (fieldname, value) in enumerate(VALUES):
            field = declared.by_name[fieldname]
            kind = fieldtypes.get(field.fieldtype)
            wanted = kind.parse(field, value)
            refused = [str(fault) for fault in kind.check(field, wanted)]
            try:
                with site.context() as ctx:
                    row = {"doctype": "Parcel", "code": f"P{number}", fieldname: value}
                    found: Any = new_document(ctx, row).insert().get(fieldname)
            except ValidationError as error:
                found = error.message
            if found != (refused[0] if refused else wanted):
                differing.append((fieldname, value, found, refused or wanted))
        assert [] == differing

    def test_are_kept_in_child_rows(self, frappes_depot: Bench) -> None:
        with frappes_depot.site(NAME).context() as ctx:
            parcel = {"doctype": "Parcel", "code": "ROWS", "lines": [{"share": 100}, {"share": 101}]}
            with pytest.raises(ValidationError, match=r"Row #2: Share must be at most 100\."):
                new_document(ctx, parcel).insert()

    def test_leave_alone_what_did_not_change(self, frappes_depot: Bench) -> None:
        with frappes_depot.site(NAME).context() as ctx:
            doc = new_document(ctx, {"doctype": "Parcel", "code": "OLD"}).insert()
            doc.db_set("seal", "written before the rule")
            doc.reload().set("note", "changed")
            assert "said Changed" == doc.save().why

    def test_the_form_has_a_button_and_a_condition_in_javascript(self, depot: Path, tmp_path: Path) -> None:
        export_app(depot, "depot", tmp_path / "out")
        folder = tmp_path / "out" / "depot" / "store" / "doctype" / "parcel"
        data = json.loads((folder / "parcel.json").read_text())
        why = next(field for field in data["fields"] if field["fieldname"] == "why")
        assert "eval:(['Sent']).includes(doc.state) && doc.weight > 2" == why["depends_on"]
        script = (folder / "parcel.js").read_text()
        assert "if (doc.state == 'New') frm.add_custom_button" in script
        assert 'frm.call("send", values)' in script
        assert (
            read_file(folder / "parcel.json").actions
            == read_file(depot / "doctypes/store/parcel.json").actions
        )


class TestRefusing:
    def test_tells_every_import_a_bench_has_not(self, depot: Path, tmp_path: Path) -> None:
        words = depot / "apps" / "depot" / "depot" / "words.py"
        words.write_text(
            "import json\nfrom comptoir.text import scrub\n\n\ndef said(text):\n    import numpy\n    return text\n"
        )
        with pytest.raises(ExportRefusedError) as refused:
            export_app(depot, "depot", tmp_path / "out")
        assert [
            "depot needs what a stock Frappe does not have:",
            "  depot/words.py:2: imports comptoir.text.scrub, which is no declared requirement of the app",
            "  depot/words.py:6: imports numpy, which is no declared requirement of the app",
        ] == refused.value.message.split("\n")
        assert not (tmp_path / "out").exists()

    def test_tells_a_condition_that_is_no_javascript(self, depot: Path, tmp_path: Path) -> None:
        file = depot / "doctypes" / "store" / "parcel.json"
        file.write_text(file.read_text().replace("doc.weight > 2", "not doc.weight > 2"))
        with pytest.raises(
            ExportRefusedError, match=r'Parcel\.why: depends_on .*"not" has no like in JavaScript'
        ):
            export_app(depot, "depot", tmp_path / "out")

    def test_a_folder_with_other_files_stays_as_it_is(self, depot: Path, tmp_path: Path) -> None:
        (tmp_path / "out").mkdir()
        (tmp_path / "out" / "letter.txt").write_text("mine")
        with pytest.raises(ConfigurationError, match=r"such as letter\.txt"):
            export_app(depot, "depot", tmp_path / "out")
        assert ["letter.txt"] == [path.name for path in (tmp_path / "out").iterdir()]

    def test_the_engine_is_not_exported(self, tmp_path: Path) -> None:
        with pytest.raises(ConfigurationError, match="nothing to export"):
            export_app(ROOT, "comptoir", tmp_path / "out")
        assert "regioncrm" in find_apps(ROOT)


class TestTheReader:
    """The checks above can fail."""

    @pytest.mark.parametrize(
        ("place", "old", "new", "problem"),
        [
            (
                "crm/doctype/client/client.json",
                '"fieldtype": "Data"',
                '"fieldtype": "Datum"',
                "no type Datum",
            ),
            ("crm/doctype/client/client.json", '"module": "CRM"', '"module": "Cars"', "not in modules.txt"),
            ("crm/doctype/client/client.py", "class Client(", "class Customer(", "no class Client"),
            ("hooks.py", "regioncrm.demo.install", "regioncrm.demo.uninstall", "which is nowhere"),
            ("fixtures/02_roles.json", '"name": ', '"title": ', "Frappe cannot load Role"),
        ],
    )
    def test_finds_what_is_wrong(
        self, regioncrm: Path, tmp_path: Path, place: str, old: str, new: str, problem: str
    ) -> None:
        shutil.copytree(regioncrm, tmp_path / "wrong")
        file = tmp_path / "wrong" / "regioncrm" / place
        text = file.read_text()
        assert old in text
        file.write_text(text.replace(old, new))
        assert any(problem in found for found in Reader(tmp_path / "wrong").problems())
