"""The Reminder of Frappe."""
