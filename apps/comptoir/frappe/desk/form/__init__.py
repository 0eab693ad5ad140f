"""``frappe.desk.form``: opening and saving one document."""
