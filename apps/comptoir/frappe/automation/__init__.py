"""What Frappe does by itself."""
