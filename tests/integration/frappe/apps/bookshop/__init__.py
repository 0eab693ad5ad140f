"""A small application, written as its author would write it for Frappe: it imports ``frappe`` and nothing else of the engine."""
