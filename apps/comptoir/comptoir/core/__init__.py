"""Controllers of the engine's own doctypes (``core/doctypes/*.json``): users, declarations, comments, files."""
