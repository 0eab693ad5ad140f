"""The rest of the names: naming, mapping, customising, rights, apps, test cases, and what is not supported."""

from __future__ import annotations

import unittest
from typing import Any

import frappe
import pytest
from comptoir.context import Context
from comptoir.sites import Site
from frappe.custom.doctype.custom_field.custom_field import create_custom_field, create_custom_fields
from frappe.custom.doctype.property_setter.property_setter import delete_property_setter, make_property_setter
from frappe.model.mapper import get_mapped_doc
from frappe.model.naming import append_number_if_name_exists, getseries, make_autoname, revert_series_if_last
from frappe.permissions import get_doc_permissions, get_role_permissions
from frappe.tests import IntegrationTestCase, change_settings

pytestmark = pytest.mark.usefixtures("ctx")


def client(**values: Any) -> Any:
    return frappe.get_doc({"doctype": "Client", "client_name": "Acme"} | values).insert()


class TestNaming:
    def test_series_count_up_and_give_back_the_last(self) -> None:
        first, second = make_autoname("INV-.###"), make_autoname("INV-.###")
        assert ("INV-001", "INV-002") == (first, second)
        revert_series_if_last("INV-.###", first)
        assert "INV-003" == make_autoname("INV-.###")
        revert_series_if_last("INV-.###", "INV-003")
        assert "INV-003" == make_autoname("INV-.###")

    def test_getseries(self) -> None:
        assert ["01", "02"] == [getseries("X-", 2), getseries("X-", 2)]

    def test_a_number_tells_names_apart(self) -> None:
        assert "North" == append_number_if_name_exists("Branch", "North")
        for name in ("North", "North-1", "North-7", "Northern"):
            frappe.get_doc(doctype="Branch", branch_name=name).insert()
        assert "North-8" == append_number_if_name_exists("Branch", "North")


class TestMapping:
    def test_copies_fields_and_rows(self) -> None:
        source = client(
            email="a@b.example",
            phones=[{"phone": "+33199001234", "kind": "Office"}, {"phone": "+33199001235", "kind": "Mobile"}],
        )
        made = get_mapped_doc(
            "Client",
            source.name,
            {
                "Client": {
                    "doctype": "Client",
                    "field_map": {"name": "notes"},
                    "field_no_map": ["email"],
                    "validation": {"docstatus": ["=", 0]},
                },
                "Client Phone": {"doctype": "Client Phone", "condition": lambda row: row.kind == "Office"},
            },
            postprocess=lambda source, target: target.set("city", "Lyon"),
        )
        assert (True, "Acme", None, source.name, "Lyon") == (
            made.is_new(), made.client_name, made.email, made.notes, made.city,
        )  # fmt: skip
        assert ["+33199001234"] == [row.phone for row in made.phones]
        assert made.insert().name != source.name

    def test_is_refused_where_the_source_does_not_fit(self) -> None:
        maps = {"Client": {"doctype": "Client", "validation": {"status": ["=", "Lost"]}}}
        with pytest.raises(frappe.ValidationError, match="Status must be = Lost"):
            get_mapped_doc("Client", client().name, maps)

    def test_asks_for_rights(self) -> None:
        name = client().name
        frappe.set_user("Guest")
        with pytest.raises(frappe.PermissionError):
            get_mapped_doc("Client", name, {"Client": {"doctype": "Client"}})


class TestCustomising:
    def test_fields_are_added_once(self, site: Site) -> None:
        frappe.db.commit()
        with site.context():
            create_custom_fields({("Client", "Branch"): [{"label": "Loyalty points", "fieldtype": "Int"}]})
        with site.context():
            assert create_custom_field("Client", {"fieldname": "loyalty_points", "fieldtype": "Int"}) is None
            create_custom_fields(
                {"Client": {"fieldname": "loyalty_points", "label": "Points", "fieldtype": "Int"}}
            )
        with site.context():
            assert "Points" == frappe.get_meta("Client").field("loyalty_points").label
            assert 7 == client(loyalty_points=7).loyalty_points
            assert frappe.db.has_column("Branch", "loyalty_points")

    def test_properties_are_set_and_undone(self, site: Site) -> None:
        with site.context():
            make_property_setter("Client", "city", "reqd", 1, "Check")
            make_property_setter("Client", "city", "reqd", True, "Check")
        with site.context():
            assert 1 == frappe.db.count("Property Setter", {"doc_type": "Client"})
            assert frappe.get_meta("Client").field("city").reqd
            delete_property_setter("Client", "reqd", "city")
        with site.context():
            assert not frappe.get_meta("Client").field("city").reqd


class TestRights:
    def test_of_the_user_and_others(self) -> None:
        doc = client()
        assert 1 == get_doc_permissions(doc).write
        assert (
            0
            == get_doc_permissions(doc, user="Guest").write
            == get_role_permissions("Client", user="Guest").read
        )
        assert (True, False) == (
            frappe.has_permission("Client"),
            frappe.has_permission("Client", user="Guest"),
        )
        assert frappe.has_permission("Client", "write", doc.name)
        with pytest.raises(frappe.PermissionError):
            frappe.has_permission("Client", "read", user="Guest", throw=True)

    def test_roles(self) -> None:
        assert "System Manager" in frappe.get_roles()
        assert ["Guest"] == frappe.get_roles("Guest")
        user = frappe.get_user()
        assert (True, "Administrator") == (user.has_role("System Manager"), user.name)
        assert "Client" in user.can_read
        frappe.set_user("Guest")
        with pytest.raises(frappe.PermissionError):
            frappe.only_for("System Manager")


class TestApps:
    def test_paths_and_modules(self, ctx: Context) -> None:
        assert ["frappe", "regioncrm"] == frappe.get_installed_apps()
        assert frappe.get_app_path("regioncrm", "hooks.py").endswith("regioncrm/hooks.py")
        assert frappe.get_module_path("CRM").endswith("regioncrm/crm")
        assert str(ctx.site.path / "private") == frappe.get_site_path("private")
        assert "RegionCRM" in frappe.get_hooks("app_title")

    def test_calls_pass_what_is_taken(self) -> None:
        assert 3 == frappe.call(lambda a, b: a + b, a=1, b=2, c=3)
        assert frappe.get_attr("frappe.utils.flt") is frappe.utils.flt

    def test_whitelisting_is_asked_for(self) -> None:
        frappe.is_whitelisted(frappe.get_attr("frappe.client.get_list"))
        with pytest.raises(frappe.PermissionError):
            frappe.is_whitelisted(frappe.get_attr("frappe.utils.flt"))

    def test_inputs_of_searches_are_numbers(self) -> None:
        @frappe.validate_and_sanitize_search_inputs
        def search(doctype: str, txt: str, start: int, page_len: int) -> list[int]:
            return [start, page_len]

        assert [0, 20] == search("Client", "x", "0", page_len="20")
        assert [] == search("No Such", "x", 0, 20)
        with pytest.raises(frappe.ValidationError):
            search("Client", "x", "0; drop", 20)


class TestContext:
    def test_flags_conf_and_local(self, ctx: Context) -> None:
        frappe.flags.in_import = True
        frappe.local.mine = 5
        assert (True, True, None) == (
            frappe.flags.in_import,
            frappe.local.flags.get("in_import"),
            frappe.flags.other,
        )
        assert (5, ctx.site.name, "Administrator") == (
            frappe.local.mine,
            frappe.local.site,
            frappe.session["user"],
        )
        assert not hasattr(frappe.local, "never_set")
        assert "sqlite" == frappe.conf.db_type or frappe.conf.db_name
        assert not frappe.request
        assert frappe.form_dict.anything is None
        frappe.local.lang = "fr"
        assert "fr" == frappe.get_lang()

    def test_messages_are_kept_and_forgotten(self) -> None:
        frappe.msgprint(["a", "b"], title="T", as_list=True)
        frappe.toast("c")
        assert [("a\nb", "T", False), ("c", None, True)] == [
            (m.message, m.title, m.alert) for m in frappe.get_message_log()
        ]
        frappe.clear_last_message()
        assert 1 == len(frappe.get_message_log())
        frappe.clear_messages()
        assert [] == frappe.get_message_log()

    def test_lazy_texts_follow_the_language(self, ctx: Context) -> None:
        text = frappe._lt("Client")
        ctx.lang = "fr"
        assert frappe._("Client") == str(text) == f"{text}"

    def test_settings_of_the_site(self) -> None:
        assert "Banker's Rounding" == frappe.get_system_settings("rounding_method")


class TestUnsupported:
    @pytest.mark.parametrize("name", ["qb", "safe_eval", "no_such_name_at_all"])
    def test_names_say_so_and_hasattr_works(self, name: str) -> None:
        assert not hasattr(frappe, name)
        assert "default" == getattr(frappe, name, "default")
        with pytest.raises(frappe.UnsupportedError, match=r"docs/reference/frappe-api\.md"):
            getattr(frappe, name)

    def test_modules_say_so(self) -> None:
        with pytest.raises(ImportError, match=r"frappe\.get_all"):
            import frappe.query_builder  # noqa: F401
        with pytest.raises(ImportError):
            from frappe import qb  # noqa: F401

    def test_special_names_stay_plain(self) -> None:
        with pytest.raises(AttributeError) as caught:
            frappe.__wrapped__  # noqa: B018
        assert not isinstance(caught.value, frappe.UnsupportedError)


class ACase(IntegrationTestCase):
    """Run by the tests below; pytest does not collect it by itself."""

    __test__ = False

    def runTest(self) -> None:
        made = client(city="Lyon", phones=[{"phone": "+33199001234"}])
        self.assertDocumentEqual({"city": "Lyon", "phones": [{"phone": "+33199001234"}]}, made)
        with pytest.raises(AssertionError):
            self.assertDocumentEqual({"city": "Paris"}, made)
        with self.set_user("Guest"):
            assert "Guest" == frappe.session.user
        with self.change_settings("System Settings", {"float_precision": "5"}):
            assert "5" == frappe.get_system_settings("float_precision")
        assert "5" != frappe.get_system_settings("float_precision")
        with self.freeze_time("2026-05-14 12:00:00"):
            assert "2026-05-14" == frappe.utils.nowdate()
        with self.assertQueryCount(0):
            frappe.get_meta("Client")
        assert frappe.flags.in_test


class TestCases:
    def test_run_and_leave_nothing_behind(self, ctx: Context) -> None:
        result = unittest.TestResult()
        ACase().run(result)
        assert ([], [], 1) == (result.errors, result.failures, result.testsRun)
        assert 0 == frappe.db.count("Client")
        assert frappe.flags.in_test is None

    @change_settings("System Settings", number_format="#.###,##")
    def decorated(self) -> str:
        return str(frappe.utils.fmt_money(1234.5))

    def test_settings_are_changed_for_a_function(self) -> None:
        assert ("1.234,50", "1,234.50") == (self.decorated(), frappe.utils.fmt_money(1234.5))
