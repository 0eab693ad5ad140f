"""Customising a shipped doctype: the change works at once, survives a migration, and goes without a trace."""

from __future__ import annotations

import frappe
import pytest
from comptoir.apps.migrate import migrate
from comptoir.errors import DeclarationError, MandatoryError
from comptoir.sites import Site


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
