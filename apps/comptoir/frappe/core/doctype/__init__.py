"""One package for each doctype."""
