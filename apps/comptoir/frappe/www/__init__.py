"""``frappe.www``: pages that Frappe serves, as functions."""
