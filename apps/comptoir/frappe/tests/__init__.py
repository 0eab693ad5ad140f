"""``from frappe.tests import IntegrationTestCase``."""

from frappe.tests.cases import FrappeTestCase, IntegrationTestCase, UnitTestCase, change_settings, set_user

__all__ = ["FrappeTestCase", "IntegrationTestCase", "UnitTestCase", "change_settings", "set_user"]
