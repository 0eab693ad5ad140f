"""Words of a declaration that mean something else for every document."""

from __future__ import annotations

DYNAMIC_DEFAULTS = frozenset({"today", "now", "user", "__user", "__today", "__now", "_login", "_full name"})
"""Defaults that are worked out when a document is made, so that no existing row can be given them."""
DYNAMIC_TYPES = frozenset({"Date", "Datetime", "Time", "Link", "Data"})
"""Fields in which such a word stands for what it says; elsewhere it is a value like others."""
KNOWN_WHEN_NAMED = frozenset({"creation", "modified", "owner", "modified_by"})
"""Of the columns that every document has, those with a value before it is named."""
