"""The Email Template of Frappe."""
