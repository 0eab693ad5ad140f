"""One package for each page of Frappe's Desk."""
