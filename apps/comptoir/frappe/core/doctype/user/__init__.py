"""The User of Frappe."""
