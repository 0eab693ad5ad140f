"""Frappe's page for permissions."""
