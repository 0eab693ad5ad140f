"""``frappe.core``: functions of the engine's own doctypes, where Frappe keeps them."""
