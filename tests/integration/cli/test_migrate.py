"""``migrate``: a declaration dropped into ``doctypes/`` becomes a table, and nothing else happens."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from comptoir.apps.migrate import migrate_site, plan_site
from comptoir.documents import create, get_document, get_list, new_document
from comptoir.errors import DeclarationError
from comptoir.sites import Bench

from .conftest import NAME, Run

Declare = Callable[..., Path]


@pytest.fixture
def installation(made: str, bench_root: Path, sites: Path) -> Iterator[Bench]:
    """An installation with one site, free to change."""
    bench = Bench(bench_root, sites)
    yield bench
    bench.close()


@pytest.fixture
def declare(bench_root: Path) -> Declare:
    """Writes a declaration file in a module no app lists."""

    def write(name: str = "Warranty Card", **fields: str) -> Path:
        file = bench_root / "doctypes" / "warranty" / f"{name.lower().replace(' ', '_')}.json"
        file.parent.mkdir(exist_ok=True)
        rows = [{"fieldname": key, "fieldtype": value, "label": key} for key, value in fields.items()]
        permissions = [{"role": "System Manager", "read": 1, "write": 1, "create": 1}]
        data = {
            "doctype": "DocType",
            "name": name,
            "module": "Warranty",
            "fields": rows,
            "permissions": permissions,
        }
        file.write_text(json.dumps(data))
        return file

    return write


class TestNothingChanged:
    def test_does_nothing(self, installation: Bench) -> None:
        assert "nothing to do" == migrate_site(installation, NAME).summary()

    def test_plans_nothing(self, installation: Bench) -> None:
        assert plan_site(installation, NAME).is_reached


class TestNewDeclaration:
    def test_is_planned_and_not_applied(self, installation: Bench, declare: Declare) -> None:
        declare(serial_no="Data")
        assert "create table tabWarranty Card" in plan_site(installation, NAME).render()
        assert not installation.site(NAME).registry.has("Warranty Card")

    def test_holds_documents_after_migrate(self, installation: Bench, declare: Declare) -> None:
        declare(serial_no="Data")
        migrate_site(installation, NAME)
        with installation.site(NAME).context() as ctx:
            create(ctx, new_document(ctx, {"doctype": "Warranty Card", "serial_no": "A1"}))
            assert [{"serial_no": "A1"}] == get_list(ctx, "Warranty Card", fields=["serial_no"])

    def test_is_shown_as_a_document(self, installation: Bench, declare: Declare) -> None:
        declare(serial_no="Data")
        migrate_site(installation, NAME)
        with installation.site(NAME).context() as ctx:
            rows = get_list(ctx, "DocType", fields=["module", "custom"], filters={"name": "Warranty Card"})
        assert [{"module": "Warranty", "custom": 0}] == rows

    def test_is_learnt_by_a_running_server(self, installation: Bench, declare: Declare, sites: Path) -> None:
        server = Bench(installation.root, sites)
        server.site(NAME).registry.sync()
        declare(serial_no="Data")
        site = server.site(NAME)
        assert not site.registry.has("Warranty Card")
        migrate_site(server, NAME)
        assert site.registry.has("Warranty Card")
        server.close()

    def test_belongs_to_the_product_where_no_app_lists_its_module(
        self, installation: Bench, declare: Declare
    ) -> None:
        declare(serial_no="Data")
        migrate_site(installation, NAME)
        assert "regioncrm" == installation.site(NAME).registry.app_of("Warranty Card")


class TestWithdrawnDeclaration:
    def test_leaves_its_rows_in_place(self, installation: Bench, declare: Declare) -> None:
        file = declare(serial_no="Data")
        migrate_site(installation, NAME)
        file.unlink()
        done = migrate_site(installation, NAME)
        assert ["drop table tabWarranty Card"] == [str(step) for step in done.left]
        assert not installation.site(NAME).registry.has("Warranty Card")

    def test_is_dropped_when_told_to(self, installation: Bench, declare: Declare) -> None:
        file = declare(serial_no="Data")
        migrate_site(installation, NAME)
        file.unlink()
        assert 1 == migrate_site(installation, NAME, allow_destructive=True).steps
        assert () == migrate_site(installation, NAME).left


class TestWrongDeclarations:
    def test_are_all_told_and_none_is_applied(self, installation: Bench, declare: Declare) -> None:
        declare("First Card", client="Link")
        declare("Second Card", amount="Money")
        with pytest.raises(DeclarationError) as refused:
            migrate_site(installation, NAME)
        assert "2 problems" in refused.value.message
        assert ("first_card.json" in refused.value.message, "second_card.json" in refused.value.message) == (
            True,
            True,
        )
        assert not installation.site(NAME).registry.has("First Card")

    def test_that_cannot_be_read_are_told_too(self, installation: Bench, declare: Declare) -> None:
        declare().write_text("{")
        with pytest.raises(DeclarationError, match="not valid JSON"):
            migrate_site(installation, NAME)

    def test_end_the_command_with_4(self, run: Run, installation: Bench, declare: Declare) -> None:
        declare(amount="Money")
        assert 4 == run("migrate", root=installation.root).returncode

    def test_a_name_declared_twice_is_one_of_them(self, installation: Bench, declare: Declare) -> None:
        copy = declare(serial_no="Data")
        (copy.parent / "again.json").write_text(copy.read_text())
        with pytest.raises(DeclarationError, match="declared a second time"):
            migrate_site(installation, NAME)


class TestAdministratorsChanges:
    def test_survive_in_set_up_records(self, installation: Bench) -> None:
        with installation.site(NAME).context() as ctx:
            document = get_document(ctx, "Role", "Storekeeper")
            document.desk_access = 0
            document.save()
        migrate_site(installation, NAME)
        with installation.site(NAME).context() as ctx:
            assert [{"desk_access": 0}] == get_list(
                ctx, "Role", fields=["desk_access"], filters={"name": "Storekeeper"}
            )
