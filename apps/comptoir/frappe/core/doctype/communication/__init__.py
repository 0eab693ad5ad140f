"""The Communication of Frappe."""
