"""Customising, under the paths Frappe has for it."""
