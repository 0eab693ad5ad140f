"""Mail of Frappe."""
