"""``frappe.desk``: what generic screens call."""
