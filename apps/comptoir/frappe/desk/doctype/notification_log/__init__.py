"""The Notification Log of Frappe."""
