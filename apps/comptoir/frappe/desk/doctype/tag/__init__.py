"""``frappe.desk.doctype.tag``."""
