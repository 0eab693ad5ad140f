"""Metadata as application code asks it."""

from __future__ import annotations

import frappe
import pytest

pytestmark = pytest.mark.usefixtures("ctx")


class TestMeta:
    def test_answers_under_frappes_names(self) -> None:
        meta = frappe.get_meta("Client")
        assert ("Currency", "Currency", None) == (
            meta.get_field("currency").fieldtype and meta.get_options("currency"),
            meta.get_label("currency"),
            meta.get_field("no_such"),
        )
        assert "phones" in [field.fieldname for field in meta.get_table_fields()]
        assert "branch" in [field.fieldname for field in meta.get_link_fields()]
        assert "status" in [field.fieldname for field in meta.get_select_fields()]
        assert {"name", "city"} <= set(meta.get_valid_columns())
        assert (frappe.get_meta("Client").title_field or "name", False) == (
            meta.get_title_field(),
            meta.is_nested_set(),
        )

    def test_fields_are_picked_by_their_properties(self) -> None:
        meta = frappe.get_doc(doctype="Client").meta
        assert ["credit_limit"] == [f.fieldname for f in meta.get("fields", {"fieldtype": "Currency"})]
        kinds = {f.fieldtype for f in meta.get("fields", {"fieldtype": ["in", ["Date", "Percent"]]})}
        assert {"Date", "Percent"} == kinds
        assert all(f.reqd for f in meta.get("fields", {"reqd": 1}))
        assert ("x", "Client") == (meta.get("no_such", default="x"), meta.get("name"))

    def test_a_field_is_asked_like_a_dictionary(self) -> None:
        field = frappe.get_meta("Client").get_field("credit_limit")
        assert ("Currency", "x") == (field.get("fieldtype"), field.get("placeholder", "x"))
