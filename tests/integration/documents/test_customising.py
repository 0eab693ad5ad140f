"""Customising a shipped doctype: the change works at once, survives a migration, and goes without a trace."""

from __future__ import annotations

import threading

import frappe
import pytest
from comptoir.apps.migrate import migrate
from comptoir.errors import DeclarationError, MandatoryError
from comptoir.schema import DataInTheWayError
from comptoir.sites import Site
from sqlalchemy.exc import SQLAlchemyError


@pytest.fixture
def loyalty(site: Site) -> str:
    with site.context():
        made = frappe.get_doc(
            doctype="Custom Field",
            dt="Client",
            label="Loyalty points",
            fieldtype="Int",
            insert_after="client_name",
        ).insert()
        return str(made.name)


class TestCustomField:
    def test_stores_a_value_at_once(self, site: Site, loyalty: str) -> None:
        with site.context():
            name = frappe.get_doc(doctype="Client", client_name="Acme", loyalty_points=7).insert().name
            assert 7 == frappe.db.get_value("Client", name, "loyalty_points")

    def test_stands_behind_its_neighbour(self, site: Site, loyalty: str) -> None:
        names = [field.fieldname for field in site.registry.get("Client").fields]
        assert names.index("client_name") + 1 == names.index("loyalty_points")

    def test_survives_a_migration(self, site: Site, loyalty: str) -> None:
        assert "nothing to do" == migrate(site).summary()
        assert site.registry.get("Client").has_field("loyalty_points")

    def test_is_gone_when_it_is_deleted(self, site: Site, loyalty: str) -> None:
        with site.context():
            frappe.delete_doc("Custom Field", loyalty)
        assert not site.registry.get("Client").has_field("loyalty_points")

    def test_with_a_faulty_declaration_is_refused(self, site: Site) -> None:
        faulty = {
            "doctype": "Custom Field",
            "dt": "Client",
            "label": "To",
            "fieldtype": "Link",
            "options": "No Such",
        }
        with pytest.raises(DeclarationError), site.context():
            frappe.get_doc(faulty).insert()


class TestPropertySetter:
    def test_changes_a_property(self, site: Site) -> None:
        with site.context():
            frappe.get_doc(
                doctype="Property Setter",
                doctype_or_field="DocField",
                doc_type="Client",
                field_name="city",
                property="reqd",
                value="1",
            ).insert()
        with pytest.raises(MandatoryError), site.context():
            frappe.get_doc(doctype="Client", client_name="Acme").insert()

    def test_that_the_data_contradicts_is_refused_and_leaves_nothing(self, site: Site) -> None:
        with site.context():
            for name in ("Acme", "Bolt"):
                frappe.get_doc(doctype="Client", client_name=name, website="https://same.example").insert()
        setter = {
            "doctype": "Property Setter",
            "doctype_or_field": "DocField",
            "doc_type": "Client",
            "field_name": "website",
            "property": "unique",
            "value": "1",
        }
        with pytest.raises(DataInTheWayError, match="website"), site.context():
            frappe.get_doc(setter).insert()
        assert not site.registry.get("Client").by_name["website"].unique
        with site.context():
            assert 0 == frappe.db.count("Property Setter")


class TestTheTable:
    def test_is_changed_before_anybody_learns_of_the_field(self, site: Site) -> None:
        """Lists of every field, read without pause while fields are added, never name a column that is not there."""
        failures: list[Exception] = []
        stop = threading.Event()

        def read() -> None:
            while not stop.is_set():
                try:
                    with site.context():
                        frappe.get_all("Client", fields=["*"], limit=1)
                except SQLAlchemyError as error:
                    failures.append(error)

        readers = [threading.Thread(target=read) for _ in range(3)]
        for reader in readers:
            reader.start()
        try:
            for number in range(4):
                field = {
                    "doctype": "Custom Field",
                    "dt": "Client",
                    "label": f"Extra {number}",
                    "fieldtype": "Data",
                }
                with site.context():
                    frappe.get_doc(field).insert()
        finally:
            stop.set()
            for reader in readers:
                reader.join()
        assert [] == failures

    def test_is_of_no_concern_when_the_save_fails(self, site: Site) -> None:
        field = {"doctype": "Custom Field", "dt": "Client", "label": "Never", "fieldtype": "Data"}
        with site.context() as ctx:
            frappe.get_doc(field).insert()
            ctx.db.rollback()
        assert not site.registry.get("Client").has_field("never")
        with site.context():
            assert "never" not in frappe.get_all("Client", fields=["*"], limit=1)
            frappe.get_doc(field).insert()
        with site.context():
            name = frappe.get_doc(doctype="Client", client_name="Acme", never="now").insert().name
            assert "now" == frappe.db.get_value("Client", name, "never")
