"""``frappe.desk.doctype``: functions Frappe keeps beside doctypes of its Desk."""
